"""Workbooks a person gives, as plain cells: .xlsx, .xlsm, .xls, .ods; damaged ones are refused."""

import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.sources import files
from desktop.intake.sources.docx_package import check_archive
from desktop.intake.sources.workbook_extent import MOST_CELLS, is_too_wide
from desktop.models.errors import Refusal

SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".ods")
MOST_ROWS: Final = 5_000
_MOST_COLUMNS: Final = 60
_SECONDS: Final = 5.0

Cells = tuple[Any, ...]
"""One row; a cell is a text, a number, a date, a datetime, a bool, or "" when empty."""


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One worksheet from its first row and column; merged cells all hold the same value.

    `wide` holds the rows (from 0) that are merged over three columns or more: headings.
    `heading` says that the name is a line above the table, which tells what all of it is.
    """

    name: str
    rows: tuple[Cells, ...]
    wide: frozenset[int] = frozenset()
    heading: bool = False


def read_workbook(path: Path) -> tuple[SheetCells, ...]:
    """Return the visible sheets of a workbook. Raises `Refusal` for what cannot be read."""
    first = files.check(path)
    kind = files.kind(first)
    if kind not in ("zip", "ole"):
        raise _not_a_workbook()
    if kind == "zip":
        _check_zip(path)
    import python_calamine as calamine

    try:
        # What a file holds decides, not its name: an .xlsx may be called .ods.
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        visible = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible is calamine.SheetVisibleEnum.Visible
            and meta.typ is calamine.SheetTypeEnum.WorkSheet
        ]
        return tuple(_sheets(book, visible))
    except Refusal:
        raise
    except Exception as error:  # the library has no base class of its own for bad files
        if "password" in str(error).lower():
            raise _locked() from None
        raise _not_a_workbook() from None


def text_of(cell: Any) -> str:
    """Return a cell as text: whole numbers without a point, days as dd/mm/yyyy."""
    from datetime import date, datetime

    from desktop.models.text import one_line, short_date

    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return short_date(cell.date())
    if isinstance(cell, date):
        return short_date(cell)
    return one_line(str(cell))


def _sheets(book: Any, names: Sequence[str]) -> Iterator[SheetCells]:
    begun, cells = time.monotonic(), 0
    for name in names:
        sheet = book.get_sheet_by_name(name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS or time.monotonic() - begun > _SECONDS:
            raise _too_long()
        yield _sheet(name, sheet)


def _sheet(name: str, sheet: Any) -> SheetCells:
    if sheet.total_height > MOST_ROWS * 20:
        raise _too_long()
    listed: Sequence[Sequence[Any]] = sheet.to_python(skip_empty_area=False)
    rows = [list(row[:_MOST_COLUMNS]) for row in listed]
    if sum(1 for row in rows if any(cell != "" for cell in row)) > MOST_ROWS:
        raise _too_long()
    wide: set[int] = set()
    room = len(rows) * _MOST_COLUMNS  # merged cells do not overlap in any sheet of a real program
    for (top, left), (bottom, right) in getattr(sheet, "merged_cell_ranges", None) or ():
        if top >= len(rows) or left >= len(rows[top]):
            continue
        if right - left >= 2 and top == bottom:
            wide.add(top)
            continue
        room -= (min(bottom + 1, len(rows)) - top) * (min(right + 1, _MOST_COLUMNS) - left)
        if room < 0:
            raise _not_a_workbook()
        for place in range(top, min(bottom + 1, len(rows))):
            for at in range(left, min(right + 1, len(rows[place]))):
                rows[place][at] = rows[top][left]
    return SheetCells(name, tuple(tuple(row) for row in rows), frozenset(wide))


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive)
            names = set(archive.namelist())
            too_wide = is_too_wide(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise _not_a_workbook() from None
    if not any(name in names for name in ("xl/workbook.xml", "content.xml")):
        raise _not_a_workbook()
    if too_wide:
        raise _too_long()


def _not_a_workbook() -> Refusal:
    return Refusal(
        _("Tệp này không đọc được như một bảng Excel."),
        next_step=_("Mở bằng Excel, lưu lại thành .xlsx rồi chọn lại."), code="E_WORKBOOK",
    )  # fmt: skip


def _locked() -> Refusal:
    return Refusal(
        _("Tệp Excel có mật khẩu nên không đọc được."),
        next_step=_("Mở bằng Excel, bỏ mật khẩu, lưu lại rồi chọn lại."), code="E_LOCKED",
    )  # fmt: skip


def _too_long() -> Refusal:
    return Refusal(
        _("Bảng quá dài so với một chương trình công tác."),
        next_step=_("Giữ lại phần cần nhận trong tệp rồi chọn lại."), code="E_TOO_LARGE",
    )  # fmt: skip

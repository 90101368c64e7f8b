"""Workbooks (.xlsx, .xlsm, .xls, .ods) and other tables as grids; damaged ones are refused.

What the file holds decides how it is read, not its name.
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from desktop.intake.figures.sheets import far_rows, ods_extras, xls_extras, xlsx_extras
from desktop.intake.figures.sheets.formulas import with_texts
from desktop.intake.figures.sheets.grid import MOST_COLUMNS, Cell, Grid, Place
from desktop.intake.figures.sheets.xlsx_marks import marks_of
from desktop.intake.sources import files, table_refusals
from desktop.intake.sources.docx_package import check_archive
from desktop.intake.sources.workbook_extent import MOST_CELLS, is_too_wide
from desktop.models.errors import Refusal

_MOST_BYTES: Final = 48_000_000  # of one part, unpacked
_LONGEST_GAP: Final = 100  # blank rows in a row that are kept
_MOST_ROWS: Final = 200_000
_MOST_SHEETS: Final = 60
Special = Mapping[str, Mapping[Place, Cell]]


def read_grids(path: Path) -> list[Grid]:
    """Return the sheets of a workbook or a text file, in their order.

    Raises Refusal for what cannot be read: one sentence, whatever the file holds.
    """
    try:
        kind = files.kind(files.check(path))
    except Refusal as refusal:
        raise table_refusals.about_tables(refusal) from None
    if kind == "zip":
        return _grids(*_look_into_archive(path))
    if kind == "ole":
        return _grids(path.read_bytes(), _look_into_container(path))
    if kind == "text":
        from desktop.intake.figures.sheets.text_grids import read_text_grid

        return [read_text_grid(path)]
    if kind == "html":
        from desktop.intake.figures.sheets.html_grids import read_html_grid

        return [read_html_grid(path)]
    raise table_refusals.not_a_table()


def _look_into_archive(path: Path) -> tuple[bytes, Special]:
    """Return a workbook's bytes, without a few cells far below its tables, and what the library
    would leave out, those cells among it."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_archive(archive)
            names = set(archive.namelist())
            if "EncryptedPackage" in names or _is_encrypted(archive):
                raise table_refusals.locked()
            if not names & {"xl/workbook.xml", "content.xml", "xl/workbook.bin"}:
                raise table_refusals.not_a_table()
            sizes = [info.file_size for info in archive.infolist() if _is_xml(info.filename)]
            if max(sizes, default=0) > _MOST_BYTES or sum(sizes) > 2 * _MOST_BYTES:
                raise table_refusals.too_large()
            data, far = path.read_bytes(), dict[str, dict[Place, Cell]]()
            if is_too_wide(archive):
                data, far = _nearer(data)
            special = _special(archive, names)
            far = {sheet: {**cells, **special.get(sheet, {})} for sheet, cells in far.items()}
            return data, {**special, **far}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, LookupError, OSError,
            NotImplementedError):  # fmt: skip
        raise table_refusals.broken() from None
    except RuntimeError:  # the standard library's word for a zip with a password
        raise table_refusals.locked() from None
    except Refusal as refusal:
        raise table_refusals.about_tables(refusal) from None


def _nearer(data: bytes) -> tuple[bytes, dict[str, dict[Place, Cell]]]:
    """Return a workbook without its few far cells, and those by sheet and place."""
    near = far_rows.without_far_rows(data)
    if near is None:
        raise table_refusals.too_large()
    with zipfile.ZipFile(BytesIO(near.data)) as archive:
        if is_too_wide(archive):
            raise table_refusals.too_large()
    return near.data, dict(near.far)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    if "META-INF/manifest.xml" not in archive.namelist():
        return False
    return b"encryption-data" in archive.read("META-INF/manifest.xml")


def _special(archive: zipfile.ZipFile, names: set[str]) -> Special:
    if "content.xml" in names:
        return ods_extras.special_cells(archive.read("content.xml"))
    percents = xlsx_extras.percent_styles(archive)
    marks = marks_of(archive)
    return {
        sheet: xlsx_extras.special_cells(archive.read(part), percents, marks)
        for sheet, part in xlsx_extras.sheet_parts(archive).items()
        if part in names
    }


def _look_into_container(path: Path) -> Special:
    try:
        book = xls_extras.look(path.read_bytes())
    except (struct.error, IndexError, ValueError, UnicodeDecodeError):
        raise table_refusals.broken() from None
    if book is None:
        return {}
    if book.locked:
        raise table_refusals.locked()
    if book.cells > MOST_CELLS:
        raise table_refusals.too_large()
    return book.special


def _grids(data: bytes, special: Special) -> list[Grid]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        grids = []
        for meta in book.sheets_metadata[:_MOST_SHEETS]:
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            hidden = meta.visible is not calamine.SheetVisibleEnum.Visible
            sheet = book.get_sheet_by_name(meta.name)
            grids.append(_grid(meta.name, sheet, special.get(meta.name, {}), hidden=hidden))
        for grid in grids:
            grid.book = grids
        with_texts(grids)
        return grids
    except Refusal:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the library's panics are no Exceptions
        if "password" in str(error).lower():
            raise table_refusals.locked() from None
        raise table_refusals.broken() from None


def _grid(name: str, sheet: Any, special: Mapping[Place, Cell], *, hidden: bool) -> Grid:
    if sheet.total_height > MOST_CELLS:
        raise table_refusals.too_large()
    rows, lines = _filled_rows(sheet, {row for row, _column in special})
    index = {line: at for at, line in enumerate(lines)}
    for (row, column), cell in special.items():
        at = index.get(row + 1)
        if at is not None and column < MOST_COLUMNS:
            rows[at] += [""] * (column + 1 - len(rows[at]))
            rows[at][column] = cell
    spans = getattr(sheet, "merged_cell_ranges", None) or ()
    if len(rows) != (lines[-1] if lines else 0):
        spans = tuple(
            ((index[top + 1], left), (index[bottom + 1], right))
            for (top, left), (bottom, right) in spans
            if top + 1 in index and bottom + 1 in index
        )
    return Grid(name, rows, lines, tuple(spans), hidden=hidden, special=special)


def _filled_rows(sheet: Any, special: set[int]) -> tuple[list[list[Cell]], list[int]]:
    """Return the rows and their numbers; of a long stretch of blank rows only the first."""
    rows: list[list[Cell]] = []
    lines: list[int] = []
    gap = 0
    ends = max([*special, -1]) + 1
    blank: list[Cell] = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        filled = any(cell != "" for cell in row)
        gap = 0 if filled or number - 1 in special else gap + 1
        if gap <= _LONGEST_GAP:
            rows.append(_narrow(row) if filled else list(blank))
            lines.append(number)
    if len(rows) > _MOST_ROWS:
        raise table_refusals.too_large()
    for number in range((lines[-1] if lines else 0) + 1, ends + 1):
        if number - 1 in special:
            rows.append([])
            lines.append(number)
    return rows, lines


def _narrow(row: list[Cell]) -> list[Cell]:
    return row[:MOST_COLUMNS] if len(row) > MOST_COLUMNS else row

"""The grid's clipboard: a table for Excel, LibreOffice and Word, text for Zalo, and beside them
the cells exactly as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.i18n import _
from desktop.models.text import for_spreadsheet
from desktop.ui.grid.laid_lines import plain
from desktop.ui.grid.moves import parse_block, write_block
from desktop.ui.grid.source import Block

OWN = "application/x-so-cong-doan-cells"
MARK = "application/x-so-cong-doan-mark"
_CSV = "text/csv"
_SPACES = re.compile(r" {2,}")
_FEWEST_LINES = 2
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(,[0-9]+)?")
_AS_TEXT = 'style="mso-number-format:\'\\@\'" sdnum="1033;0;@"'
_PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'
)


def put_block(block: Block) -> None:
    """Put cells on the clipboard."""
    data = QMimeData()
    told = plain(block)
    data.setText(write_block(told))
    data.setHtml(as_table(told))
    data.setData(OWN, json.dumps([list(line) for line in block]).encode())
    data.setData(MARK, uuid4().hex.encode())
    QGuiApplication.clipboard().setMimeData(data)


def mark() -> str:
    """Return what tells these cells of ours on the clipboard from all others; "" for none."""
    data = QGuiApplication.clipboard().mimeData()
    return "" if data is None else bytes(data.data(MARK).data()).decode()


def take_back(marked: str) -> None:
    """Empty the clipboard when it still holds the cells so marked."""
    if marked and marked == mark():
        QGuiApplication.clipboard().clear()


def as_table(block: Block) -> str:
    """Return the cells as the table spreadsheets take from the clipboard.

    A number carries its value beside its text, so that no system's notation reads 11,05 as
    1105; anything else is text there, never a formula or a date. LibreOffice takes a table
    without asking how its columns are parted.
    """
    rows = ("".join(map(_table_cell, line)) for line in block)
    return _PAGE.format(rows="".join(f"<tr>{row}</tr>" for row in rows))


def _table_cell(text: str) -> str:
    shown = for_spreadsheet(text)
    if _NUMBER.fullmatch(shown):
        value = shown.replace(",", ".")
        return f'<td x:num="{value}" sdval="{value}" sdnum="1033;">{shown}</td>'
    if not shown:
        return "<td></td>"
    return f"<td {_AS_TEXT}>{escape(shown)}</td>"


def taken_block() -> Block:
    """Return the cells on the clipboard, empty when there are none."""
    block = parse_block(copied_text())
    return _parted_by_spaces(block) or block


def _parted_by_spaces(block: Block) -> Block:
    """Return the cells of lines laid out by spaces, as a printed page is copied, none for others:
    every line has as many, and a number among them."""
    if len(block) < _FEWEST_LINES or any(len(line) != 1 for line in block):
        return []
    found = [_SPACES.split(line[0]) for line in block]
    alike = len({len(line) for line in found}) == 1 and len(found[0]) > 1
    counted = all(any(map(_NUMBER.fullmatch, line)) for line in found)
    return found if alike and counted else []


def copied_text() -> str:
    """Return what was copied as lines of cells with tabs between them, "" where it is no text.

    A table that a program gives as a web page or as .csv alone is read too.
    """
    data = QGuiApplication.clipboard().mimeData()
    if data is None or data.text().strip():
        return "" if data is None else data.text()
    if data.hasHtml():
        from desktop.intake.figures.sheets.html_grids import rows_of_page

        return _with_tabs(rows_of_page(data.html()))
    if data.hasFormat(_CSV):
        from desktop.intake.figures.sheets.grid import shown
        from desktop.intake.figures.sheets.text_grids import grid_of

        told = bytes(data.data(_CSV).data()).decode("utf-8-sig", "replace")
        return _with_tabs([[shown(cell) for cell in row] for row in grid_of(told, "").rows])
    return ""


def copied_file() -> Path | None:
    """Return the first file that was copied in the system's folders, None for none."""
    data = QGuiApplication.clipboard().mimeData()
    urls = data.urls() if data is not None and data.hasUrls() else []
    return next((Path(url.toLocalFile()) for url in urls if url.isLocalFile()), None)


def nothing_copied() -> str:
    """Say why nothing can be pasted, and what to do."""
    data = QGuiApplication.clipboard().mimeData()
    if data is not None and data.hasImage():
        return _("Đã sao chép một tấm ảnh, không phải bảng. Mở bảng gốc, chọn các ô, bấm Ctrl+C.")
    return _("Chưa sao chép số nào. Chọn bảng ở Excel, bấm Ctrl+C.")


def _with_tabs(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as parse_block reads them: a cell of several lines in quotation marks."""
    return "\n".join("\t".join(
        '"' + cell.replace('"', '""') + '"' if "\n" in cell else cell for cell in row
    ) for row in rows)  # fmt: skip


def own_block() -> Block:
    """Return the cells copied in a grid of ours, as they were there; empty when there are none."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not data.hasFormat(OWN):
        return []
    try:
        told = json.loads(bytes(data.data(OWN).data()))
    except ValueError:
        return []
    return [[str(cell) for cell in line] for line in told]

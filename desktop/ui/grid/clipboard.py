"""The grid's clipboard: a table for Excel, LibreOffice and Word, text for Zalo, and beside them
the cells exactly as they were."""

from __future__ import annotations

import json
import re
from html import escape
from uuid import uuid4

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.models.text import for_spreadsheet
from desktop.ui.grid.laid_lines import plain
from desktop.ui.grid.moves import parse_block, write_block
from desktop.ui.grid.source import Block

OWN = "application/x-so-cong-doan-cells"
MARK = "application/x-so-cong-doan-mark"
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
    return parse_block(QGuiApplication.clipboard().text())


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

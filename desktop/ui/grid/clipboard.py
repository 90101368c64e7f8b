"""The grid's clipboard: text for Excel and Zalo, and beside it the cells exactly as they were."""

from __future__ import annotations

import json

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.ui.grid.moves import parse_block, write_block
from desktop.ui.grid.source import Block

OWN = "application/x-so-cong-doan-cells"


def put_block(block: Block) -> None:
    """Put cells on the clipboard."""
    data = QMimeData()
    data.setText(write_block(block))
    data.setData(OWN, json.dumps([list(line) for line in block]).encode())
    QGuiApplication.clipboard().setMimeData(data)


def taken_block() -> Block:
    """Return the cells on the clipboard, empty when there are none."""
    return parse_block(QGuiApplication.clipboard().text())


def is_own() -> bool:
    """Whether the clipboard's cells were copied in a grid of ours."""
    data = QGuiApplication.clipboard().mimeData()
    return data is not None and data.hasFormat(OWN)

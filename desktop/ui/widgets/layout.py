"""Boxes with the spacing of the tokens, so that no page writes pixels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import theme as themes
from desktop.ui.widgets.scroll_area import ScrollArea

STRETCH = None
Part = QWidget | QLayout | None


def space(name: str) -> int:
    """Return a space of the tokens in pixels: xs s m l xl xxl, or "none"."""
    return 0 if name == "none" else themes.current().tokens.space[name]


def _filled(box: QBoxLayout, parts: tuple[Part, ...], gap: str, margin: str) -> QBoxLayout:
    box.setSpacing(space(gap))
    edge = space(margin)
    box.setContentsMargins(edge, edge, edge, edge)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box


def row(*parts: Part, gap: str = "s", margin: str = "none") -> QHBoxLayout:
    """Return the parts side by side; None is a stretch."""
    box = QHBoxLayout()
    _filled(box, parts, gap, margin)
    return box


def column(*parts: Part, gap: str = "s", margin: str = "none") -> QVBoxLayout:
    """Return the parts one below the other; None is a stretch."""
    box = QVBoxLayout()
    _filled(box, parts, gap, margin)
    return box


def frame(layout: QLayout, look: str = "page") -> QFrame:
    """Return a frame of the given look (page, sunken, raised, boxed) around a layout."""
    result = QFrame()
    result.setProperty("look", look)
    result.setLayout(layout)
    return result


def rule(*, upright: bool = False) -> QFrame:
    """Return a hairline."""
    line = QFrame()
    line.setProperty("look", "upright" if upright else "rule")
    return line


def scrolled(layout: QLayout) -> ScrollArea:
    """Return an area that scrolls up and down when the layout is taller than its room."""
    inner = QWidget()
    inner.setProperty("look", "scrolled")
    inner.setLayout(layout)
    return ScrollArea(inner)


def splitter(*parts: QWidget, upright: bool = False, shares: tuple[int, ...] = ()) -> QSplitter:
    """Return the parts with movable borders, side by side (or `upright`: stacked)."""
    way = Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal
    result = QSplitter(way)
    result.setHandleWidth(1)
    result.setChildrenCollapsible(False)
    for part in parts:
        result.addWidget(part)
    for index, share in enumerate(shares):
        result.setStretchFactor(index, share)
    return result


def clear(box: QLayout) -> None:
    """Take everything out of a layout; deeper layouts too."""
    while (item := box.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)
            inner.deleteLater()
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()

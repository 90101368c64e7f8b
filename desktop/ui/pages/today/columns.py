"""Columns side by side where there is room, one below the other where there is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import rule, space

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LETTERS_PER_COLUMN = 34
"""A column narrower than this many letters is not worth having."""


class Column(QWidget):
    """A title, a line under it, and whatever is put below."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._count = PlainLabel("", level="large", tone="muted")
        head = QGridLayout()
        head.setSpacing(space("s"))
        head.addWidget(section_title(title), 0, 0)
        head.addWidget(self._count, 0, 1)
        head.setColumnStretch(2, 1)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addLayout(head)
        self._box.addSpacing(space("xs"))
        self._box.addWidget(rule())
        self._inner = QVBoxLayout()
        self._inner.setSpacing(0)
        self._box.addLayout(self._inner)
        self._box.addStretch(1)
        self.setAccessibleName(title)

    def show_parts(self, parts: Sequence[QWidget], count: int) -> None:
        """Replace what stands below the title; a `count` of 0 shows no number."""
        while (item := self._inner.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for part in parts:
            self._inner.addWidget(part)
        self._count.setText(str(count) if count else "")

    def parts(self) -> list[QWidget]:
        """Return what stands below the title."""
        items = (self._inner.itemAt(place) for place in range(self._inner.count()))
        return [item.widget() for item in items if item is not None and item.widget() is not None]


class Columns(QWidget):
    """Lays columns out by the width there is."""

    def __init__(self, columns: Sequence[QWidget]) -> None:
        super().__init__()
        self._columns = list(columns)
        self._grid = QGridLayout(self)
        edge = space("xl")
        self._grid.setContentsMargins(edge, space("l"), edge, edge)
        self._grid.setHorizontalSpacing(space("xxl"))
        self._grid.setVerticalSpacing(space("xl"))
        self._side_by_side: bool | None = None
        self._arrange(side_by_side=True)

    def minimumSizeHint(self) -> QSize:
        """One column must fit; more is a matter of room."""
        return QSize(self._least(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange again."""
        super().resizeEvent(event)
        wanted = self._least() * len(self._columns)
        self._arrange(side_by_side=event.size().width() >= wanted)

    def _least(self) -> int:
        return self.fontMetrics().averageCharWidth() * LETTERS_PER_COLUMN

    def _arrange(self, *, side_by_side: bool) -> None:
        if side_by_side is self._side_by_side:
            return
        self._side_by_side = side_by_side
        for place, column in enumerate(self._columns):
            self._grid.removeWidget(column)
            row, at = (0, place) if side_by_side else (place, 0)
            self._grid.addWidget(column, row, at, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(place, 1 if side_by_side or place == 0 else 0)
            self._grid.setRowStretch(place, 0)
        self._grid.setRowStretch(len(self._columns), 1)

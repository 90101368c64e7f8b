"""Finding a unit, an indicator or a column in the grid by its name: a row above the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.text import fold
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from desktop.ui.grid.source import Cell
    from desktop.ui.pages.figures.source import SheetSource
    from desktop.ui.pages.figures.surface import FiguresPage

KEYS = Qt.Key


class FindRow(QWidget):
    """Goes through the rows and columns whose names hold all words sought, tone marks or none."""

    def __init__(self, page: FiguresPage) -> None:
        super().__init__()
        self._page = page
        self._found: list[tuple[bool, int]] = []
        self._at = -1
        self.wanted = SearchField(_("Tìm tên đơn vị, mã, hoặc tên cột (không cần dấu)"))
        self.wanted.searched.connect(self._look)
        self.wanted.installEventFilter(self)
        self.wanted.setMaximumWidth(space("xxl") * 12)
        self.count = PlainLabel("", level="small", tone="muted")
        box = QHBoxLayout(self)
        box.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        box.addWidget(self.wanted, 1)
        back = icon_button("chevron-up", _("Chỗ trước"), lambda: self.step(-1), shortcut="Shift+F3")
        on = icon_button("chevron-down", _("Chỗ sau"), lambda: self.step(1), shortcut="F3")
        close = icon_button("close", _("Đóng"), self.leave, shortcut="Esc")
        for part in (back, on, self.count):
            box.addWidget(part)
        box.addStretch(1)
        box.addWidget(close)
        self.hide()

    def ask(self) -> None:
        """Open the row, or come back to it, with the keyboard in it."""
        if self._page.grid is None or not self._page.grid.commit_open():
            return
        self.show()
        self.wanted.setFocus()
        self.wanted.selectAll()

    def leave(self) -> None:
        """Close the row; the keyboard goes to the cell that was found."""
        self.hide()
        if self._page.grid is not None:
            self._page.grid.cells.setFocus()

    def step(self, by: int) -> None:
        """Go to the next place, or the one before, round and round; without any, ask for one."""
        if not self.isVisible() or not self.wanted.needle():
            self.ask()
            return
        now = self._places(self.wanted.needle())
        if now != self._found:
            self._found, self._at = now, -1 if by > 0 else 0
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._go()
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Shift+Enter back; Esc closes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (KEYS.Key_Return, KEYS.Key_Enter):
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step(-1 if back else 1)
                return True
            if event.key() == KEYS.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)

    def _look(self, _text: str) -> None:
        """Go to the first place of what is typed now; stay where it was found already."""
        found = self._places(self.wanted.needle())
        if found != self._found:
            self._found, self._at = found, 0 if found else -1
            self._go()
        self._tell()

    def _places(self, needle: str) -> list[tuple[bool, int]]:
        """Return the rows, then the columns, that hold every word."""
        words, page = needle.split(), self._page
        if not words or page.grid is None:
            return []
        source = page.source()
        rows = ((True, row, source.row_words(row)) for row in range(source.row_count()))
        columns = ((False, n, _over(source, n)) for n in range(len(source.columns)))
        return [
            (is_row, place)
            for named in (rows, columns)
            for is_row, place, name in named
            if name and all(word in fold(name) for word in words)
        ]

    def _go(self) -> None:
        grid = self._page.grid
        if grid is None or not self._found or not grid.commit_open():
            return
        is_row, place = self._found[self._at]
        row, column = grid.cells.cursor_cell()
        target: Cell = (place, column) if is_row else (row, place)
        grid.cells.go_to(*target)

    def _tell(self) -> None:
        told = ""
        if self.wanted.needle():
            told = _("Không có đơn vị, cột nào tên như vậy trong bảng này.")
        if self._found:
            told = f"{self._at + 1}/{len(self._found)}"
        self.count.setText(told)


def _over(source: SheetSource, column: int) -> str:
    """Return everything that heads a column: its groups, its title, its code."""
    over = [one.title for one in source.groups if one.first <= column < one.first + one.count]
    return " ".join((*over, source.columns[column].title, source.columns[column].code))

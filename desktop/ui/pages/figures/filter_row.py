"""The row above the grid in which rows are chosen by words and kinds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.entry.entry_rows import Only
from desktop.models.text import vi_number
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.search_field import SearchField


class FilterRow(QWidget):
    """A line to type part of a name in, and the kinds of rows that are often looked for.

    `choose` is handed the words and the kind, `leave` shows all again, `go` puts the keyboard in
    the grid.
    """

    def __init__(
        self, choose: Callable[[str, Only], object], leave: Callable[[], object],
        go: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__()
        self._chosen, self._leave, self._go = choose, leave, go
        self._of_indicators = False
        self.wanted = SearchField("")
        self.wanted.searched.connect(lambda _text: self._choose())
        self.wanted.setMaximumWidth(space("xxl") * 9)
        kinds: list[tuple[str, Only]] = [
            (_("Tất cả"), ""), (_("Chưa nhập"), "untold"), (_("Có cảnh báo"), "asking"),
            (_("Theo dõi"), "flagged"),
        ]  # fmt: skip
        self.only = Choice(kinds, name=_("Lọc theo tình trạng"))
        self.only.chosen.connect(lambda _only: self._choose())
        self.told = PlainLabel("", level="small", tone="muted")
        close = icon_button("close", _("Bỏ lọc"), leave, shortcut="Esc")
        box = QHBoxLayout(self)
        box.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        box.addWidget(self.wanted, 1)
        for part in (self.only, self.told):
            box.addWidget(part)
        box.addStretch(1)
        box.addWidget(close)
        for part in (self.wanted, self.only, close):
            part.installEventFilter(self)
        self.speak_of(indicators=False)
        self.hide()

    def speak_of(self, *, indicators: bool) -> None:
        """Tell whether rows are indicators or units."""
        self._of_indicators = indicators
        self.wanted.setPlaceholderText(
            _("Lọc chỉ tiêu theo tên, mã (không cần dấu)") if indicators
            else _("Lọc đơn vị theo tên, mã (không cần dấu)")
        )  # fmt: skip

    def open(self) -> None:
        """Show the row with the keyboard in it."""
        self.show()
        self.wanted.setFocus()
        self.wanted.selectAll()

    def show_kept(self, words: str, only: Only) -> None:
        """Show the row with what was sought before; the keyboard stays where it is."""
        self.empty()
        for part in (self.wanted, self.only):
            part.blockSignals(True)
        self.wanted.setText(words)
        self.only.show_value(only)
        for part in (self.wanted, self.only):
            part.blockSignals(False)
        self.show()

    def close(self) -> bool:
        """Put the row away, empty."""
        self.empty()
        self.hide()
        return True

    def empty(self) -> None:
        """Take back what was sought, telling nobody."""
        for part in (self.wanted, self.only):
            part.blockSignals(True)
        self.wanted.clear()
        self.only.show_value("")
        for part in (self.wanted, self.only):
            part.blockSignals(False)
        self.told.setText("")

    def tell(self, shown: int, of: int, *, found: bool) -> None:
        """Say how many rows are shown of how many."""
        self.told.setText(
            self._words(found=found).format(n=vi_number(shown), all=vi_number(of))
            if shown < of or not found else ""
        )  # fmt: skip
        self.told.set_tone("muted" if found else "attention")

    def _words(self, *, found: bool) -> str:
        if self._of_indicators:
            return (
                _("Đang lọc {n}/{all} chỉ tiêu.") if found
                else _("Không có chỉ tiêu nào như vậy: đang hiện cả {all} chỉ tiêu.")
            )  # fmt: skip
        return (
            _("Đang lọc {n}/{all} đơn vị; số cộng vẫn là của cả {all}.") if found
            else _("Không có đơn vị nào như vậy: đang hiện cả {all} đơn vị.")
        )  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc shows all rows again; Enter and Down go to those shown."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return True
        typing = watched is self.wanted
        if typing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.wanted.search_now()
            self._go()
            return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        self._chosen(self.wanted.text(), self.only.value() or "")

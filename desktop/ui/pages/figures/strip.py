"""Above the grid: the row's equation, the cell's state, and where a reason is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_columns import MONTHLY
from desktop.models.entry.entry_returns import state_words
from desktop.models.entry.entry_words import EquationLine, cell_words, equation_lines
from desktop.models.text import nfc
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import row, space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

UNIT_LETTERS = 22
Lines = list[EquationLine]
TONES = {True: "done", False: "blocked", None: "muted"}


class EquationStrip(QFrame):
    """Two lines: who, which cell and what there is to say of it; then the movement equations, or
    why what was typed is not taken.

    `hidden` asks for the columns out of sight, of which a link tells how many there are; `money`
    picks the unit amounts are shown in and comes and goes with it.
    """

    hidden = Signal()

    def __init__(self, money: QWidget) -> None:
        super().__init__()
        self.setProperty("look", "raised")
        self.unit = ElidedLabel("", tone="strong")
        self.equations = (ElidedLabel(), ElidedLabel())
        self.cell = ElidedLabel(tone="muted")
        self.refusal = PlainLabel("", tone="blocked", wrap=True)
        self.refusal.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        box.setSpacing(space("xs"))
        self._unseen = link("", self.hidden.emit)
        self._unseen.hide()
        box.addLayout(row(self.unit, self.cell, None, self._unseen, gap="l"))
        second = row(self.refusal, *self.equations, None, money, gap="xl")
        second.setStretch(0, 100)
        box.addLayout(second)
        self._women = False
        self._told: tuple[int, str, Lines, str, str] | None = None

    def show_hidden(self, columns: int) -> None:
        """Tell how many columns are out of sight."""
        self._unseen.setText(_("{n} cột đang ẩn").format(n=columns))
        self._unseen.setVisible(bool(columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep whole what matters most."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where both equations have no room, show the one the cursor is in."""
        wanted = sum(label.sizeHint().width() for label in self.equations)
        narrow = wanted + 2 * space("l") + space("xl") > self.width()
        refused = bool(self.refusal.text())
        self.equations[0].setVisible(not refused and not (narrow and self._women))
        self.equations[1].setVisible(not refused and (not narrow or self._women))

    def show_cell(self, sheet: EntrySheet, line: int, column: int) -> None:
        """Show the row's equations and the cell's words."""
        found, title = sheet.rows[line], sheet.columns[column]
        state = state_words(found)
        whole = f"{found.unit.name} ({state})" if state else found.unit.name
        moving = sheet.period.scheme == MONTHLY and sheet.form.scope == "unit_rows"
        equations = equation_lines(found) if moving else []
        name = " – ".join((*title.group, title.title))
        words = cell_words(sheet, line, column)
        told = (whole, equations, title.code, f"{name}: {words}" if words else name)
        letters = self.unit.fontMetrics().height()
        if (letters, *told) != self._told:  # mostly a figure became durable elsewhere
            self._told = (letters, *told)
            self._show(found.unit.name, *told)

    def _show(self, unit: str, whole: str, equations: Lines, code: str, cell: str) -> None:
        self.unit.setText(whole)
        wanted = self.unit.fontMetrics().horizontalAdvance(unit) + space("s")
        self.unit.setMinimumWidth(min(wanted, UNIT_LETTERS * space("s")))
        for label in self.equations[len(equations) :]:
            label.setText("")
        for label, equation in zip(self.equations, equations, strict=False):
            label.setText(f"{equation.name}: {equation.text}")
            label.set_tone(TONES[equation.holds])
        self._women = code.endswith("N")
        self._fit()
        self.cell.setText(cell)

    def show_refusal(self, sentence: str) -> None:
        """Show why what was typed is not taken, whole, where the equations stand otherwise."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))
        self._fit()


class _ReasonLine(QLineEdit):
    def __init__(self, bar: ReasonBar) -> None:
        super().__init__()
        self._bar = bar
        self.setPlaceholderText(_("Lý do, ví dụ: bổ sung người mới ký hợp đồng"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._bar.give_up()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._bar.take()
            return
        super().keyPressEvent(event)


class ReasonBar(QFrame):
    """Asks for one sentence; Enter takes it, Esc gives up what was to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "message")
        self.setProperty("kind", "attention")
        self._then: Callable[[str], object] | None = None
        self._back: QWidget | None = None
        self.sentence = PlainLabel("", tone="strong", wrap=True)
        self.line = _ReasonLine(self)
        self._deed = button("", self.take, look="primary")
        self.error = PlainLabel("", level="small", tone="blocked")
        self.error.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        box.setSpacing(space("xs"))
        box.addWidget(self.sentence)
        asked = row(self.line, self._deed, button(_("Thôi"), self.give_up))
        asked.setStretch(0, 1)
        box.addLayout(asked)
        box.addWidget(self.error)
        self.hide()

    @property
    def asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._then is not None

    def ask(
        self, sentence: str, deed: str, then: Callable[[str], object], back: QWidget | None = None
    ) -> None:
        """Ask; `then(reason)` follows a sentence, the keyboard goes back afterwards."""
        self._then, self._back = then, back
        self.sentence.setText(sentence)
        self.line.setAccessibleName(sentence)
        self._deed.setText(deed)
        self.line.clear()
        self.error.hide()
        self.show()
        self.line.setFocus()
        # a cell being left by Enter takes the keys back once its editor is gone
        QTimer.singleShot(0, self.line, self._keep_keys)

    def _keep_keys(self) -> None:
        if self.asking:
            self.line.setFocus()

    def take(self) -> None:
        """Hand the sentence over; an empty one is asked for again."""
        reason = nfc(self.line.text()).strip()
        if not reason:
            self.error.setText(_("Chưa ghi lý do. Ghi vì sao vào ô này, rồi bấm Enter."))
            self.error.show()
            self.line.setFocus()
            return
        then = self._then
        self._close()
        if then is not None:
            then(reason)

    def insist(self) -> None:
        """Say why the page is not left: the answer is waited for."""
        self.error.setText(_("Ghi lý do rồi bấm Enter; không làm nữa thì bấm Esc."))
        self.error.show()
        self.line.setFocus()

    def give_up(self) -> None:
        """Leave everything as it was."""
        self._close()

    def _close(self) -> None:
        self._then = None
        self.hide()
        if self._back is not None:
            self._back.setFocus()

"""Answering the lines of a pasted list whose units may be known already, each by a key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.register.unit_paste import Answer, UnitLine
from desktop.models.text import fold
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.table import ListTable

ANSWERS: tuple[tuple[Answer, str, str], ...] = (
    ("add", _("Vẫn thêm"), "T"), ("skip", _("Bỏ qua"), "B"), ("same", _("Là đơn vị đã có"), "L"),
)  # fmt: skip
ALL_KEY = "A"
SAID: dict[Answer, str] = {
    "add": _("thêm: là đơn vị khác"),
    "skip": _("bỏ qua"),
    "same": _("không thêm: đã có trong sổ. Muốn đưa về đây thì ghi “Chuyển cấp quản lý”"),
}


class AskedLines(QWidget):
    """The question of the line chosen in a table, its answers, and one for all like it.

    `answered` is told after any answer; answers hold by name while the list is corrected.
    """

    answered = Signal()

    def __init__(self, table: ListTable, lines: Callable[[], list[UnitLine]]) -> None:
        super().__init__()
        self._table, self._lines = table, lines
        self._said: dict[str, Answer] = {}
        self.question = PlainLabel("", wrap=True)
        self.buttons = {answer: self._button(f"{text} ({key})", answer)
                        for answer, text, key in ANSWERS}  # fmt: skip
        self.all = QPushButton(_("Tất cả như dòng này ({key})").format(key=ALL_KEY))
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self.like_this)
        row = QHBoxLayout()
        row.setSpacing(space("s"))
        for button in (*self.buttons.values(), self.all):
            row.addWidget(button)
        row.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("xs"))
        box.addWidget(self.question)
        box.addLayout(row)
        table.chosen.connect(lambda _line: self.show_question())
        table.installEventFilter(self)

    def answer_of(self, line: UnitLine) -> Answer:
        """Return what was said of a line that is asked about."""
        return self._said.get(fold(line.name), "") if line.is_asked else ""

    def show_question(self) -> None:
        """Show the question of the chosen line; nothing while no line is asked about."""
        asked = [line for line in self._lines() if line.is_asked]
        self.setVisible(bool(asked))
        line = self._chosen()
        for button in self.buttons.values():
            button.setEnabled(line is not None)
        self.all.setEnabled(line is not None and bool(line.answer) and len(asked) > 1)
        left = sum(not one.answer for one in asked)
        if line is None:
            told = _(
                "{n} dòng hỏi lại, còn {left} dòng chưa trả lời. Chọn một dòng hỏi lại ở trên."
            )
            self.question.setText(told.format(n=len(asked), left=left))
            return
        told = _("Dòng {n}, “{name}”: có phải {known} không? Còn {left} dòng chưa trả lời.")
        self.question.setText(
            told.format(n=line.number, name=line.name, known="; ".join(line.known), left=left)
        )

    def say(self, answer: Answer) -> None:
        """Answer the chosen line and go on to the next one not answered."""
        line = self._chosen()
        if line is None:
            return
        self._said[fold(line.name)] = answer
        self.answered.emit()
        self.go_on(line.number)

    def like_this(self) -> None:
        """Answer every line not answered yet as the chosen one."""
        line = self._chosen()
        if line is None or not line.answer:
            return
        for one in self._lines():
            if one.is_asked and not one.answer:
                self._said[fold(one.name)] = line.answer
        self.answered.emit()

    def go_on(self, after: int = 0) -> None:
        """Choose the next line not answered, the first one after the last."""
        open_ones = [one.number for one in self._lines() if one.is_asked and not one.answer]
        later = [number for number in open_ones if number > after]
        if open_ones:
            self._table.go_to((later or open_ones)[0])
        self.show_question()

    def _chosen(self) -> UnitLine | None:
        line: UnitLine | None = self._table.current()
        return line if line is not None and line.is_asked else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the answers in the table: a letter looks nothing up there meanwhile."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            deed = self._deed(event)
            if deed is not None:
                deed()
                return True
        return super().eventFilter(watched, event)

    def _deed(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or self._chosen() is None:
            return None
        if event.key() == Qt.Key.Key_A:
            return self.like_this
        return next((partial(self.say, one) for one, _text, key in ANSWERS
                     if event.key() == ord(key)), None)  # fmt: skip

    def _button(self, text: str, answer: Answer) -> QPushButton:
        made = QPushButton(text)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _on=False: self.say(answer))
        return made

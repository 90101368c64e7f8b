"""Many units to new parents: a pasted or opened list, each line read, asked about, then moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QScrollArea, QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register.bulk_reparent import move_to_parents, preview_parents
from desktop.models.register.doubts import doubts
from desktop.models.register.moved_words import moved_lines
from desktop.models.register.outcomes import BulkOutcome
from desktop.models.register.parent_lines import ParentLine
from desktop.models.register.parent_proposals import answer_all, proposals, spread_parent
from desktop.models.store.reader import Reader
from desktop.models.text import nfc
from desktop.models.units.units import Unit, tree_on
from desktop.tasks.figures.unit_lists import read_moves, rows_of
from desktop.ui.dialogs.base import Dialog
from desktop.ui.grid.moves import parse_block
from desktop.ui.messages import MessageKind
from desktop.ui.pages.units.copied import fill_copied
from desktop.ui.pages.units.dialogs import Options, day_of, pair, stacked
from desktop.ui.pages.units.moved_lines import moved_table, preview_sentence
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import Choice, TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from desktop.ui.desk import Desk

WAIT_MS = 200
FILES = "*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt"
_STATES = {
    "ready": (_("chuyển"), "done", "check"),
    "asked": (_("cần chọn"), "attention", "warning"),
    "skipped": (_("bỏ qua"), "ink.muted", ""),
    "refused": (_("không chuyển được"), "blocked", "blocked"),
}
BESIDE = 20
"""What stands beside the tables at least, in spaces of the screen's height."""
_NAMED = 5
_Reading = tuple[list[ParentLine], BulkOutcome, dict[str, str]]


class MoveUnits(Dialog):
    """The list on top (units picked, clipboard or file), each line's reading, what it moves."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, parents: Options, since: date,
        picked: Sequence[Unit] = (),
    ) -> None:  # fmt: skip
        self._desk, self._parents = desk, parents
        self.lines: list[ParentLine] = []
        self._answers: dict[int, tuple[str, str]] = {}
        self._asked = 0
        self._doubt, self._agreed = "", ""
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(_("Mỗi dòng: đơn vị, cấp quản lý mới (dán từ Excel)"))
        self.text.setFixedHeight(space("xxl") * 2)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.since, self.decision = DateField(since), TextField()
        self.above = Choice([(_("theo từng dòng"), ""), *parents])
        self.ends = QCheckBox(_("Kết thúc luôn đơn vị cấp trên không còn ai trực thuộc"))
        self.table = self._lines_table()
        _at_least(self.table, space("xxl") * self._lines(parent, 7))
        self.unit_choice, self.parent_choice = Choice(()), Choice(())
        self._choices = pair(FormRow(_("Dòng đang chọn: đơn vị"), self.unit_choice),
                             FormRow(_("Cấp quản lý mới"), self.parent_choice))  # fmt: skip
        self.count = PlainLabel("", tone="muted", wrap=True)
        self.moved = moved_table()
        _at_least(self.moved, space("xxl") * self._lines(parent, 4))
        self.moved.hide()
        self.late = PlainLabel("", tone="attention", wrap=True)
        bottom = QWidget()
        self.accept_all = button("", self._take_proposals)
        self.accept_all.setToolTip(
            _("Nhận đơn vị, cấp quản lý gần giống nhất cho các dòng chỉ còn một cách hiểu.")
        )
        self.accept_all.hide()
        bottom.setLayout(
            row(self.ends, None, self.accept_all, button(_("Mở tệp Excel"), self.open_file))
        )
        dated = pair(FormRow(_("Từ ngày"), self.since), FormRow(_("Số quyết định"), self.decision))
        above = FormRow(_("Cấp quản lý của dòng không ghi"), self.above)
        body = stacked(
            self.text, pair(dated, above), self.table, self._choices, self.count, self.late,
            self.moved, bottom,
        )  # fmt: skip
        super().__init__(
            parent, _("Chuyển nhiều đơn vị"),
            _("Dán danh sách; xem cách đọc từng dòng rồi chuyển một lần, hoàn tác một lần."),
            body, deed_text=_("Chuyển"), deed=self._take,
        )  # fmt: skip
        self.setMinimumWidth(space("xxl") * 31)
        self._listen()
        chosen = "\n".join(f"{unit.code}\t{unit.name}" for unit in picked)
        if chosen:
            self.text.setPlainText(chosen)
        else:
            fill_copied(self.text)
        self.read()

    def _lines_table(self) -> ListTable:
        return ListTable(
            (
                Column(_("Dòng"), lambda one: str(one.number), 6, right=True),
                Column(_("Đơn vị"), _unit_shown, 34, tooltip=_unit_shown),
                Column(_("Cấp quản lý mới"), _parent_shown, 26, tooltip=_parent_shown),
                Column(_("Kết quả"), _outcome, 0, tone=_tone, icon=_icon, tooltip=_outcome),
            ),
            key=lambda one: one.number, name=_("Cách đọc từng dòng"), sortable=False,
        )  # fmt: skip

    def _lines(self, parent: QWidget | None, most: int) -> int:
        """Return how tall a table is, in spaces: on a low screen the choices below come first."""
        screen = parent.screen() if parent is not None else QGuiApplication.primaryScreen()
        room = screen.availableGeometry().height() // space("xxl")
        return min(most, max(most // 2, room - BESIDE))

    def _listen(self) -> None:
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.read)
        self.text.textChanged.connect(self._anew)
        self.since.committed.connect(lambda _day: self._wait.start())
        self.above.chosen.connect(lambda _unit: self._wait.start())
        self.ends.toggled.connect(lambda _on: self._wait.start())
        self.table.chosen.connect(lambda _line: self._show_choices())
        self.unit_choice.chosen.connect(lambda unit: self._answer(unit=unit))
        self.parent_choice.chosen.connect(lambda unit: self._answer(parent=unit))

    def _anew(self) -> None:
        self._answers.clear()
        self._wait.start()

    def open_file(self) -> None:
        """Take the list from a workbook or text file."""
        path = self._desk.choose_file(_("Danh sách đơn vị"), f"{_('Bảng')} ({FILES})")
        if path is not None:
            self._wait.stop()
            self._asked += 1  # what is being read now may not talk over what the file gives
            self.follow(self._desk.job(
                _("Đọc danh sách"), lambda _reader, _told, _stopped: rows_of(path),
                self.while_open(self._take_rows), on_refusal=self.while_open(self._refused),
            ))  # fmt: skip

    def _take_rows(self, sheets: Sequence[Sequence[Sequence[str]]]) -> None:
        rows = max(sheets, key=len, default=())
        self.text.setPlainText("\n".join("\t".join(_one_line(c) for c in row) for row in rows))

    def read(self) -> None:
        """Read the list again, off the main thread, and show what each line means."""
        try:
            day = day_of(self.since)
        except Refusal as refusal:
            self._refused(refusal)
            return
        block = parse_block(self.text.toPlainText())
        above, answers = str(self.above.value() or ""), dict(self._answers)
        ends = self.ends.isChecked()
        self._asked += 1
        asked = self._asked
        self.follow(self._desk.job(
            _("Đọc danh sách"),
            lambda reader, _told, _stopped: _read(reader, block, day, above, answers, ends=ends),
            self.while_open(lambda found: asked == self._asked and self._shown(found)),
            on_refusal=self.while_open(self._refused),
        ))  # fmt: skip

    def _shown(self, found: _Reading) -> None:
        self.lines, outcome, names = found
        self.table.set_rows(self.lines)
        states = [line.state for line in self.lines]
        ready = states.count("ready")
        self.count.set_tone("muted")
        self.count.setText(
            _("{n} dòng: chuyển {a}, cần chọn {b}, bỏ qua hoặc không chuyển được {c}").format(
                n=len(states), a=ready, b=states.count("asked"),
                c=len(states) - ready - states.count("asked"),
            )
        )  # fmt: skip
        ending = [_("{unit} sẽ kết thúc.").format(unit=names.get(c, c)) for c in outcome.ended]
        if ending or outcome.kept:
            self.count.setText(" ".join((self.count.text() + ".", *ending, *outcome.kept)))
        offered = len(proposals(self.lines))
        self.accept_all.setText(_("Nhận {n} đề nghị").format(n=offered))
        self.accept_all.setVisible(bool(offered))
        moved = moved_lines(self._desk.read.packs, outcome.moved, names, outcome.stocks)
        self.moved.set_rows(moved)
        self.moved.setVisible(bool(moved))
        told = preview_sentence(self._desk.read.packs, outcome)
        self.late.setText(told)
        self.late.setVisible(bool(told))
        self._doubt = doubts(self._desk.read.packs, outcome)
        sure = self._doubt != "" and self._doubt == self._agreed
        self.deed_button.setText(
            (_("Vẫn chuyển {n} đơn vị") if sure else _("Chuyển {n} đơn vị")).format(n=ready)
        )
        self.deed_button.setEnabled(bool(ready))
        self._bring_asked()
        self._show_choices()

    def _bring_asked(self) -> None:
        """Stand at a line that asks for a choice, the next after one is answered."""
        now = self.table.current()
        if now is not None and now.state == "asked":
            return
        open_ones = [line.number for line in self.lines if line.state == "asked"]
        behind = [n for n in open_ones if now is None or n > now.number]
        if open_ones:
            self.table.go_to((behind or open_ones)[0])

    def _refused(self, refusal: Refusal) -> None:
        self.count.set_tone("blocked")
        self.count.setText(str(refusal))
        self.deed_button.setEnabled(False)

    def _show_choices(self) -> None:
        line = self.table.current()
        asked = line is not None and line.state == "asked"
        self._choices.setVisible(asked)
        QTimer.singleShot(0, self, self._keep_in_sight)
        if not asked:
            return
        none = (_("chọn…"), "")
        units = line.unit_choices or ((line.unit_name, line.unit),) if line.unit else (
            line.unit_choices or self._all_units())  # fmt: skip
        self.unit_choice.set_options([none, *units])
        self.unit_choice.show_value(line.unit)
        self.parent_choice.set_options([none, *(line.parent_choices or self._parents)])
        self.parent_choice.show_value(line.parent)

    def _keep_in_sight(self) -> None:
        """Grow; where the screen is too low for all, what is asked of the line is what is seen."""
        self.fit()
        area = self._body.parentWidget() if self._body is not None else None
        while area is not None and area is not self:
            if isinstance(area, QScrollArea) and self._choices.isVisible():
                area.ensureWidgetVisible(self._choices)
            area = area.parentWidget()

    def _all_units(self) -> Options:
        reader = self._desk.read
        tree = tree_on(reader, day_of(self.since))
        return [(f"{u.name} ({u.code})", u.id) for u in tree.walk(reader.own_unit)
                if u.id != reader.own_unit and tree.role(u) != "part"]  # fmt: skip

    def _answer(self, unit: str = "", parent: str = "") -> None:
        line = self.table.current()
        if line is None or not (unit or parent):
            return
        known = self._answers.get(line.number, ("", ""))
        if parent:  # the same place is meant wherever it is named
            for number, answer in spread_parent(self.lines, line, parent).items():
                self._answers[number] = (self._answers.get(number, ("", ""))[0], answer[1])
        self._answers[line.number] = (unit or known[0], parent or known[1])
        self.read()

    def _take_proposals(self) -> None:
        """Take for every open line the one unit and parent its names are like."""
        self._answers |= proposals(self.lines)
        self.read()

    def _take(self) -> None:
        day, decision = day_of(self.since), nfc(self.decision.text()).strip()
        if self._doubt != self._agreed:
            self._agreed = self._doubt
            ready = sum(line.state == "ready" for line in self.lines)
            self.deed_button.setText(_("Vẫn chuyển {n} đơn vị").format(n=ready))
            raise Refusal(_("Xem lại điều nhắc ở trên trước khi chuyển."),
                          next_step=_("Sửa danh sách hoặc ngày; đúng như vậy thì bấm “Vẫn"
                                      " chuyển”."))  # fmt: skip
        sure = bool(self._agreed)
        lines, ends = list(self.lines), self.ends.isChecked()
        left, desk = _left_words(lines), self._desk
        desk.job(
            _("Chuyển cấp quản lý"),
            lambda store, told, _stopped: move_to_parents(
                store, lines, day, decision=decision, end_emptied=ends, sure=sure, progress=told
            ),
            lambda _done: left and desk.message(left, kind=MessageKind.ATTENTION, of_deed=True),
            writes=True,
        )  # fmt: skip


def _read(
    reader: Reader, block: Sequence[Sequence[str]], day: date, above: str,
    answers: dict[int, tuple[str, str]], *, ends: bool,
) -> _Reading:  # fmt: skip
    lines = answer_all(reader, read_moves(reader, block, day, above), day, answers)
    names = {unit.code: unit.name for unit in tree_on(reader, day).units.values()}
    return lines, preview_parents(reader, lines, day, end_emptied=ends), names


def _left_words(lines: Sequence[ParentLine]) -> str:
    """Return which lines stay where they are though somebody listed them, "" for none."""
    left = [f"{one.number} ({one.source})" for one in lines if one.state in ("asked", "refused")]
    if not left:
        return ""
    named = ", ".join(left[:_NAMED]) + (", …" if len(left) > _NAMED else "")
    return _("{n} dòng chưa chuyển: {lines}. Chọn lại đơn vị, cấp quản lý rồi chuyển tiếp.").format(
        n=len(left), lines=named
    )


def _at_least(table: ListTable, height: int) -> None:
    """Let a table be so tall, and taller where the dialog has room to spare."""
    table.setMinimumHeight(height)
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _unit_shown(line: ParentLine) -> str:
    return _shown(line.unit_name or line.source, line.unit, line.unit_choices)


def _parent_shown(line: ParentLine) -> str:
    return _shown(line.parent_name, line.parent, line.parent_choices)


def _shown(told: str, known: str, choices: Sequence[tuple[str, str]]) -> str:
    """Return a name as read, with what it is likely to mean behind it."""
    return told if known or len(choices) != 1 else f"{told} → {choices[0][0]}?"


def _outcome(line: ParentLine) -> str:
    words = _STATES[line.state][0]
    return f"{words}: {line.note}" if line.note else words


def _tone(line: ParentLine) -> str:
    return _STATES[line.state][1]


def _icon(line: ParentLine) -> str:
    return _STATES[line.state][2]

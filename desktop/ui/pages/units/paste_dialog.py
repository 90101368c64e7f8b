"""A pasted list of units, read line by line before anything is added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register.unit_paste import Alike, UnitLine, read_units, to_correct
from desktop.ui.dialogs.base import Dialog
from desktop.ui.grid.moves import parse_block
from desktop.ui.pages.units.asked_lines import SAID, AskedLines
from desktop.ui.pages.units.copied import fill_copied
from desktop.ui.pages.units.dialogs import day_of
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from desktop.models.store.reader import Reader

AddMany = Callable[
    [Sequence[UnitLine], date, Callable[[int], object], Callable[[Refusal], object]], object
]
"""Adds the lines of a day; then what hears how many were added, and what hears a refusal."""
WIDE = 33
OUTCOMES = {
    "added": (_("thêm"), "done", "check"),
    "doubtful": (_("thêm, cần xem"), "attention", "warning"),
    "asked": (_("hỏi lại"), "attention", "warning"),
    "skipped": (_("bỏ qua"), "ink.muted", ""),
    "refused": (_("không thêm được"), "blocked", "blocked"),
}


class PasteUnits(Dialog):
    """Text on top (filled from the clipboard), the reading of each line below."""

    def __init__(
        self,
        parent: QWidget | None,
        reader: Reader,
        above: str,
        since: date,
        add: AddMany,
    ) -> None:
        self._reader, self._above, self._add = reader, above, add
        self._since = since
        self._alike: tuple[date, Alike] | None = None
        self.lines: list[UnitLine] = []
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(_("Mỗi dòng một đơn vị: tên, loại đơn vị, loại hình"))
        self.text.setFixedHeight(space("xxl") * 4)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.since = DateField(since)
        self.since.committed.connect(lambda _day: self.read())
        packs = reader.packs
        kinds, types = packs.unit_kinds, packs.ownerships
        self.table = ListTable(
            (
                Column(_("Dòng"), lambda u: str(u.number), 7, right=True),
                Column(_("Tên"), lambda u: u.name or u.source, 0,
                       tooltip=lambda u: u.name or u.source),
                Column(_("Loại"), lambda u: kinds[u.kind].short if u.kind in kinds else "", 10),
                Column(_("Loại hình"),
                       lambda u: types[u.ownership].short if u.ownership in types else "", 17),
                Column(_("Kết quả"), _outcome, 38, tone=_tone, icon=_icon, tooltip=_outcome),
            ),
            key=lambda u: u.number, name=_("Cách đọc từng dòng"), sortable=False,
        )  # fmt: skip
        self.table.setMinimumHeight(space("xxl") * 7)
        self.count = PlainLabel("", tone="muted")
        self.asking = AskedLines(self.table, lambda: self.lines)
        self.asking.answered.connect(self._show)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        for part in (self.text, FormRow(_("Có trong sổ từ ngày"), self.since), self.table,
                     self.asking, self.count):  # fmt: skip
            box.addWidget(part)
        super().__init__(parent, _("Thêm nhiều đơn vị"),
                         _("Dán danh sách từ Excel; xem cách đọc từng dòng rồi thêm một lần."),
                         body, deed_text=_("Thêm"), deed=lambda: None)  # fmt: skip
        self.setMinimumWidth(WIDE * space("xxl"))
        fill_copied(self.text)
        self.text.textChanged.connect(self.read)
        self.read()
        if any(line.is_asked for line in self.lines):
            self.table.setFocus()  # its keys answer

    def read(self) -> None:
        """Read the text again and show what each line means."""
        try:
            self._since = self.since.value() or self._since
        except Refusal:
            return
        block = parse_block(self.text.toPlainText())
        if self._alike is None or self._alike[0] != self._since:
            from desktop.tasks.figures.unit_lists import alike_to

            self._alike = (self._since, alike_to(self._reader, self._above, self._since))
        self.lines = read_units(self._reader, block, self._above, self._since, alike=self._alike[1])
        self._show()
        self.asking.go_on()

    def _show(self) -> None:
        """Show the lines with what was answered, and how many are added."""
        self.lines = [replace(line, answer=self.asking.answer_of(line)) for line in self.lines]
        self.table.set_rows(self.lines)
        self.asking.show_question()
        wanted = sum(line.is_added for line in self.lines)
        self.count.setText(
            _("{n} dòng: thêm {a}, bỏ qua hoặc không thêm {b}").format(
                n=len(self.lines), a=wanted, b=len(self.lines) - wanted
            )
        )
        self.deed_button.setText(_("Thêm {n} đơn vị").format(n=wanted))
        self.deed_button.setEnabled(bool(wanted))

    def perform(self) -> None:
        """Add what may be added; stay open with the lines that may not, to be corrected."""
        try:
            since = day_of(self.since)
        except Refusal as refusal:
            self.show_refusal(refusal)
            return
        self.deed_button.setEnabled(False)
        added, refused = self.while_open(self._added), self.while_open(self._refused)
        self._add(self.lines, since, added, refused)

    def _added(self, count: int) -> None:
        left = to_correct(parse_block(self.text.toPlainText()), self.lines)
        if not left:
            self.accept()
            return
        self.text.setPlainText(left)  # is read anew
        told = _("Đã thêm {n} đơn vị. Sửa các dòng còn lại ở trên rồi thêm tiếp, hoặc bấm “Thôi”.")
        self.error.setText(told.format(n=count))
        self.error.show()
        self.fit()

    def _refused(self, refusal: Refusal) -> None:
        self.deed_button.setEnabled(True)
        self.show_refusal(refusal)


def _outcome(line: UnitLine) -> str:
    if line.answer:
        return SAID[line.answer]
    words = OUTCOMES[line.outcome][0]
    return f"{words}: {line.note}" if line.note else words


def _tone(line: UnitLine) -> str:
    return OUTCOMES[_shown(line)][1]


def _icon(line: UnitLine) -> str:
    return OUTCOMES[_shown(line)][2]


def _shown(line: UnitLine) -> str:
    if not line.answer:
        return line.outcome
    return "added" if line.is_added else "skipped"

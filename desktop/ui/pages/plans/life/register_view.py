"""Sổ văn bản đi: the papers of a year, found, exported, and those made elsewhere typed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.plans import outgoing, plan_head, plan_numbers
from desktop.models.plans.outgoing import Outgoing
from desktop.models.plans.plan_life import stage_names
from desktop.models.plans.register_out import (
    ISSUED_STAGES,
    RegisterLine,
    filtered,
    kinds_in,
    register_lines,
    register_years,
)
from desktop.models.text import short_date
from desktop.tasks.papers.register_out import export_register
from desktop.ui.desk import Desk
from desktop.ui.half_typed import wait_in
from desktop.ui.pages.plans.export import tell_written
from desktop.ui.pages.plans.life.register_dialog import EntryDialog
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, column, row, space
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable

_TONES = {
    plan_head.ISSUED: "done", plan_head.AMENDED: "attention", plan_head.REPLACED: "ink.muted",
    plan_head.WITHDRAWN: "blocked",
}  # fmt: skip
_FILES = "Excel (*.xlsx);;PDF (*.pdf);;Word (*.docx)"


@dataclass(frozen=True, slots=True)
class RegisterDeeds:
    """What the register asks of the page."""

    back: Callable[[], object]
    open_plan: Callable[[str], object]


class RegisterView(QWidget):
    """The register of one year; filters above, what is odd about its numbers below."""

    def __init__(self, desk: Desk, deeds: RegisterDeeds) -> None:
        super().__init__()
        self._desk, self._deeds = desk, deeds
        self._lines: list[RegisterLine] = []
        self.year = Choice([(_("Mọi năm"), None)], name=_("Năm"))
        self.kind = Choice([(_("Mọi loại"), "")], name=_("Loại văn bản"))
        states = [(stage_names()[stage], stage) for stage in ISSUED_STAGES]
        self.stage = Choice([(_("Mọi tình trạng"), ""), *states], name=_("Tình trạng"))
        self.search = SearchField(_("Tìm số, trích yếu, người ký, nơi nhận"))
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        for picker in (self.year, self.kind, self.stage):
            picker.chosen.connect(lambda _value: self._show())
        self.search.searched.connect(lambda _text: self._show())
        series = [(_("Mỗi loại một dãy số"), "type"), (_("Một dãy số chung"), "one")]
        self.series = Choice(series, name=_("Cách đánh số văn bản"))
        self.series.chosen.connect(
            lambda way: desk.do(lambda store: plan_numbers.set_series(store, way))
        )
        self.count = PlainLabel("", tone="muted")
        self.odd = PlainLabel("", tone="attention", wrap=True)
        self.table = self._make_table()
        self.setFocusProxy(self.table)
        self._lay_out()

    def _make_table(self) -> ListTable:
        columns = [
            Column(_("Số, ký hiệu"), lambda one: one.full_number or "–", 16,
                   order=lambda one: (one.number.zfill(6), one.full_number)),
            Column(_("Ngày"), lambda one: _day(one.date), 11, order=lambda one: one.date),
            Column(_("Loại"), lambda one: one.kind, 12, tooltip=lambda one: one.kind, least=10),
            Column(_("Trích yếu"), lambda one: " ".join(one.subject.split()), 0,
                   tooltip=lambda one: one.subject),
            Column(_("Người ký"), lambda one: one.signer, 18, middle=True, least=11),
            Column(_("Nơi nhận"), lambda one: "; ".join(one.recipients), 22, least=10,
                   tooltip=lambda one: "\n".join(one.recipients)),
            Column(_("Số bản"), lambda one: str(one.copies or ""), 7, right=True,
                   order=lambda one: one.copies or 0),
            Column(_("Tình trạng"), lambda one: one.state, 17, tone=lambda one: _TONES[one.stage],
                   least=12,
                   tooltip=lambda one: one.state),
        ]  # fmt: skip
        table = ListTable(
            columns, key=lambda one: one.id, name=_("Sổ văn bản đi"), state=self._desk.state
        )
        table.opened.connect(self.open_line)
        table.chosen.connect(lambda _line: self._enable())
        return table

    def _lay_out(self) -> None:
        self.add_button = button(_("Ghi văn bản làm ở nơi khác"), self.add, icon="plus")
        self.open_button = button(
            _("Mở"), lambda: self.open_line(self.table.current()), icon="edit"
        )
        self.delete_button = button(_("Xóa dòng"), self.delete, icon="trash")
        self.out_button = button(_("Xuất sổ"), self.export, icon="export")
        title = PlainLabel(_("Sổ văn bản đi"), level="large", tone="strong")
        top = row(link(_("‹ Danh sách"), self._deeds.back), title, STRETCH,
                  PlainLabel(_("Cách đánh số"), tone="muted"), self.series, gap="m")  # fmt: skip
        bar = row(self.add_button, self.open_button, self.delete_button, self.out_button, STRETCH,
                  self.count)  # fmt: skip
        filters = row(self.year, self.kind, self.stage, self.search, STRETCH)
        inside = column(top, filters, bar, gap="m")
        inside.setContentsMargins(space("xl"), space("m"), space("xl"), 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "list",
                _("Văn bản đã ban hành của đơn vị sẽ nằm ở đây, theo số và ngày"),
                _("Ghi văn bản làm ở nơi khác"),
                self.add,
                hint=_("Văn bản ban hành trong chương trình tự vào sổ."),
            )
        )
        self.odd.setContentsMargins(space("xl"), 0, space("xl"), space("m"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        box.addLayout(inside)
        box.addWidget(self._stack, 1)
        box.addWidget(self.odd)

    # showing

    def refresh(self) -> None:
        """Read the register again."""
        first = not self._lines
        self._lines = register_lines(self._desk.read)
        years = register_years(self._lines)
        self.year.set_options([(_("Mọi năm"), None), *((str(year), year) for year in years)])
        if first and years:
            now = self._desk.today().year
            self.year.show_value(now if now in years else years[0])
        kinds = kinds_in(self._lines)
        self.kind.set_options([(_("Mọi loại"), ""), *((kind, kind) for kind in kinds)])
        self.series.show_value(plan_numbers.series_of(self._desk.read))
        self._show()

    def shown(self) -> list[RegisterLine]:
        """Return the lines the filters leave."""
        year = self.year.value()
        lines = [one for one in self._lines if year is None or one.date.startswith(str(year))]
        return filtered(
            lines, words=self.search.text(), kind=self.kind.value() or "",
            stage=self.stage.value() or "",
        )  # fmt: skip

    def _show(self) -> None:
        lines, year = self.shown(), self.year.value()
        self.table.set_rows(lines)
        self._stack.setCurrentIndex(0 if self._lines else 1)
        self.count.setText(_("{n} văn bản").format(n=len(lines)))
        told = plan_numbers.year_remarks(self._desk.read, year) if year else []
        self.odd.setText(" ".join(told))
        self.odd.setVisible(bool(told))
        if lines and self.table.current() is None:
            self.table.go_to(lines[-1].id)
        self._enable()

    def _enable(self) -> None:
        line = self.table.current()
        self.open_button.setEnabled(line is not None)
        self.delete_button.setEnabled(line is not None and bool(line.entry))
        self.out_button.setEnabled(bool(self._lines))

    # deeds

    def open_line(self, line: RegisterLine | None) -> None:
        """Open the paper of a line: the plan, or the typed entry."""
        if line is None:
            return
        if line.plan:
            self._deeds.open_plan(line.plan)
            return
        entry = next(e for e in outgoing.list_outgoing(self._desk.read) if e.id == line.entry)
        self._edit(entry)

    def add(self) -> None:
        """Type a paper made elsewhere into the register."""
        today = self._desk.today()
        self._edit(Outgoing(date=today.isoformat()))

    def _edit(self, entry: Outgoing) -> None:
        types = [(t.name, t.code) for t in self._desk.read.packs.document_types.values()]
        dialog = EntryDialog(
            self.window(), entry, types, self._desk.today, lambda made: self._keep(dialog, made)
        )
        kept = self._desk.half_typed
        wait_in(dialog, kept, f"outgoing/{entry.id or 'new'}", dialog.fields())
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _keep(self, dialog: EntryDialog, entry: Outgoing) -> None:
        verb = outgoing.change_outgoing if entry.id else outgoing.add_outgoing
        self._desk.do(
            lambda store: verb(store, entry),
            lambda _done: dialog.accept(),
            on_refusal=dialog.show_refusal,
        )

    def delete(self) -> None:
        """Take a typed paper out of the register."""
        line = self.table.current()
        if line is not None and line.entry:
            self._desk.do(lambda store: outgoing.delete_outgoing(store, line.entry))

    def export(self) -> None:
        """Write the lines shown to a file."""
        year, lines, today = self.year.value(), self.shown(), self._desk.today()
        name = _("Sổ văn bản đi {year}.xlsx").format(year=year or "").replace(" .", ".")
        target = self._desk.choose_target(_("Xuất sổ văn bản đi"), name, _FILES)
        if target is not None:
            self._desk.job(
                _("Ghi tệp {name}").format(name=target.name),
                lambda store, _progress, _cancelled: export_register(
                    store, lines, year, target, today
                ),
                lambda written: tell_written(self._desk, written),
            )


def _day(text: str) -> str:
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return "–"

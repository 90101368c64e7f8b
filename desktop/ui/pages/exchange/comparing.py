"""Comparing: two consolidations cell by cell, and what two offices hold by phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.returns.phone_check import PhoneCheck, UnitCheck, phone_check
from desktop.models.figures.revisions import short_name
from desktop.models.figures.sums.differences import (
    CellChange,
    Differences,
    TotalChange,
    differences,
)
from desktop.models.figures.sums.trace_words import part_words
from desktop.models.text import vi_number
from desktop.tasks.figures.difference_lists import total_change
from desktop.tasks.figures.saved_totals import compare_saved, moment_words
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import row, space, splitter
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from datetime import date

    from desktop.ui.desk import Desk


class DifferencesDialog(Dialog):
    """Totals that differ at the left, the cells behind the chosen one at the right."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, period: str, title: str, unit: str
    ) -> None:
        self.desk, self.period, self.unit = desk, period, unit
        self.found: Differences | None = None
        self.first, self.second = DateField(today=desk.today), DateField(today=desk.today)
        self.first.committed.connect(lambda _day: self.compare())
        self.second.committed.connect(lambda _day: self.compare())
        self.totals = ListTable(_total_columns(), key=lambda one: one.indicator, sortable=False,
                                name=_("Số tổng hợp khác nhau"))  # fmt: skip
        self.cells = ListTable(_cell_columns(), key=_cell_key, name=_("Từng ô khác nhau"))
        self.told = PlainLabel(_("Ghi ngày của lần tổng hợp trước."), wrap=True)
        self.source = PlainLabel("", tone="muted", wrap=True)
        self.every = button(_("Xem mọi ô"), lambda: self._show_cells(None))
        self.paper = button(_("Xem, in, lưu danh sách"), self._show_paper, icon="document")
        saved = button(_("So với bảng đã lưu"), self._choose_saved, icon="folder")
        asked = QGridLayout()
        asked.setHorizontalSpacing(space("s"))
        for place, (text, field) in enumerate(
            ((_("Lần trước, đã biết đến hết ngày"), self.first),
             (_("Lần sau (để trống: hiện nay)"), self.second))
        ):  # fmt: skip
            label = PlainLabel(text)
            label.setBuddy(field)
            asked.addWidget(label, 0, place)  # above its field: side by side they cut each other
            asked.addWidget(field, 1, place)
        asked.setColumnStretch(2, 1)
        asked.addWidget(saved, 1, 3)
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(space("m"), 0, 0, 0)
        box.setSpacing(space("s"))
        box.addWidget(self.cells, 1)
        box.addWidget(self.source)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(space("s"))
        outer.addLayout(asked)
        outer.addWidget(self.told)
        outer.addWidget(splitter(self.totals, right, shares=(1, 1)), 1)
        outer.addLayout(row(self.every, self.paper, None))
        whole.setMinimumSize(space("xxl") * 27, space("xxl") * 12)
        super().__init__(
            parent, _("Hai lần tổng hợp khác nhau ở đâu, {period}").format(period=title),
            _("Đơn vị nào, ô nào, từ mấy thành mấy, do bản báo cáo và gói nào."), whole,
        )  # fmt: skip
        self.totals.chosen.connect(self._show_cells)
        self.cells.chosen.connect(self._show_source)
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter behind a day asks for what differs, which leaving it does; it closes nothing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (enter and self.focusWidget() in (self.first.line, self.second.line)):
            super().keyPressEvent(event)

    def compare(self) -> None:
        """Read what differs between the two days."""
        try:
            first, second = self.first.value(), self.second.value()
        except Refusal as refusal:
            self._refused(refusal)
            return
        if first is not None:
            period, unit = self.period, self.unit
            self._read(lambda store: differences(store, period, unit, first=first, second=second))

    def _choose_saved(self) -> None:
        files = self.desk.choose_files(
            _("Chọn một hoặc hai bảng tổng hợp đã lưu"),
            _("Bảng tính Excel (*.xlsx)"),
        )
        if len(files) > 2:
            self._refused(Refusal(_("Chọn một hoặc hai tệp.")))
        elif files:
            self._read(lambda store: compare_saved(store, *files))

    def _read(self, work: Any) -> None:
        self.error.hide()
        self.told.setText(_("Đang so…"))
        self.follow(self.desk.job(
            _("So hai lần tổng hợp"), lambda store, *_rest: work(store),
            self.while_open(self._show), on_refusal=self.while_open(self._refused),
            on_cancelled=self.while_open(self._stopped), awaited=True,
        ))  # fmt: skip

    def _stopped(self) -> None:
        self.told.setText(_("Đã dừng so. Ghi lại ngày để so lại."))

    def _show(self, found: Differences) -> None:
        self.found = found
        told = _("{unit}: từ {first} đến {second}.").format(
            unit=found.name, first=moment_words(found.first), second=moment_words(found.second)
        )
        counted = _("{n} số tổng hợp, {m} ô khác nhau.").format(
            n=len(found.totals), m=len(found.cells)
        )
        names = [_("Thêm: {names}.").format(names=", ".join(found.joined))] if found.joined else []
        names += [_("Bớt: {names}.").format(names=", ".join(found.left))] if found.left else []
        nothing = _("Không có gì khác nhau.")
        told_all = [told, counted if found.totals or found.cells else nothing, *names]
        self.told.setText(" ".join(told_all))
        self.totals.set_rows(found.totals)
        self._show_cells(None)
        self._offer()

    def _show_cells(self, one: Any) -> None:
        found = self.found
        if found is None:
            return
        packs = self.desk.read.packs
        chosen = isinstance(one, TotalChange)
        self.cells.set_rows(found.cells_of(packs, one.indicator) if chosen else found.cells)
        self.source.setText("")

    def _show_source(self, cell: Any) -> None:
        if not isinstance(cell, CellChange):
            return
        before = part_words(cell.before) if cell.before else _("chưa có")
        after = part_words(cell.after) if cell.after else _("không còn được tính")
        self.source.setText(
            _("{unit}. Trước: {before}. Sau: {after}.").format(
                unit=cell.name, before=before, after=after
            )
        )

    def _offer(self) -> None:
        for part in (self.every, self.paper):
            part.setEnabled(self.found is not None and bool(self.found.cells))

    def _show_paper(self) -> None:
        """Show the list as it prints; there it is printed or saved."""
        from desktop.tasks.figures.difference_lists import (
            differences_document,
            differences_workbook,
        )
        from desktop.ui.dialogs.paper import Paper, show_paper

        found = self.found
        if found is None:
            return
        paper = Paper(
            _("danh sách khác nhau"), f"khac-nhau-{self.period}.xlsx",
            _("Bảng tính Excel (*.xlsx);;Tệp PDF (*.pdf);;Văn bản Word (*.docx)"),
            lambda store: differences_document(store, found),
            lambda store, out: differences_workbook(store, found, out),
        )  # fmt: skip
        shown = self.while_open(lambda dialog: setattr(self, "shown", dialog))
        show_paper(
            self.desk, paper, self, on_shown=shown, on_refusal=self.while_open(self._refused)
        )

    def _refused(self, refusal: Refusal) -> None:
        if self.found is None:
            self.told.setText("")
        self.error.setText(str(refusal))
        self.error.show()
        self.fit()


class PhoneDialog(Dialog):
    """The digits of a unit's month, to be read out, and those of each unit below it."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, period: str, title: str, unit: str
    ) -> None:
        self.found: PhoneCheck | None = None
        self.digits = PlainLabel("", level="title", tone="strong", wrap=True)
        self.told = PlainLabel(_("Đang tính…"), tone="muted", wrap=True)
        self.units = ListTable(_unit_columns(), key=lambda one: one.unit,
                               name=_("Mã đối chiếu từng đơn vị"))  # fmt: skip
        self.copying = button(_("Chép để gửi"), self._copy, icon="copy")
        self.copying.setEnabled(False)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space("s"))
        for part in (self.digits, self.told):
            box.addWidget(part)
        box.addWidget(self.units, 1)
        box.addLayout(row(self.copying, None))
        body.setMinimumSize(space("xxl") * 20, space("xxl") * 10)
        super().__init__(
            parent, _("Đối chiếu qua điện thoại, {period}").format(period=title),
            _("Hai nơi mở cùng đơn vị, cùng tháng rồi đọc các nhóm số. Giống nhau là hai nơi giữ"
              " cùng các báo cáo đã chốt; khác thì đọc từng đơn vị để tìm chỗ khác."), body,
        )  # fmt: skip
        desk.job(
            _("Tính mã đối chiếu"),
            lambda store, *_rest: phone_check(store, period, unit),
            self.while_open(self._show), on_refusal=self.while_open(self._refused),
        )  # fmt: skip

    def _show(self, found: PhoneCheck) -> None:
        self.found = found
        self.digits.setText(found.digits)
        self.told.setText(
            _("{unit}: {n} báo cáo đã chốt.").format(unit=found.name, n=found.returns)
        )
        self.units.set_rows(found.units)
        self.copying.setEnabled(True)

    def _refused(self, refusal: Refusal) -> None:
        self.told.setText(str(refusal))

    def _copy(self) -> None:
        found = self.found
        if found is None:
            return
        lines = [f"{found.name}, {found.period}: {found.digits}"]
        lines += [f"{one.digits}  {one.name}" for one in found.units]
        QGuiApplication.clipboard().setText("\n".join(lines))


def ask_day(desk: Desk, parent: QWidget, title: str, then: Any) -> Dialog:
    """Ask for the day a consolidation is to be restated as of; `then(day)` when it is given."""
    field = DateField(today=desk.today)

    def deed() -> None:
        day: date | None = field.value()
        if day is None:
            raise Refusal(_("Chưa ghi ngày."), next_step=_("Ghi như 05/11/2026."))
        then(day)

    dialog = Dialog(
        parent, title,
        _("Mọi số liệu, ý kiến duyệt và danh sách đơn vị như sổ này đã biết đến hết ngày ghi."),
        field, deed_text=_("Tổng hợp"), deed=deed,
    )  # fmt: skip
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _total_columns() -> tuple[Column, ...]:
    return (
        Column(_("Chỉ tiêu"), lambda one: one.title, 0, middle=True),
        Column(_("Trước → sau"), total_change, 16, right=True, tooltip=total_change, whole=True),
    )


def _cell_columns() -> tuple[Column, ...]:
    return (
        Column(_("Đơn vị"), lambda one: one.name, 0, middle=True),
        Column(_("Mã"), lambda one: one.indicator, 6, tooltip=lambda one: one.title, whole=True),
        Column(_("Từ"), lambda one: _number(one.was), 7, right=True, whole=True,
               order=lambda one: (one.was is not None, one.was or 0)),
        Column(_("Thành"), lambda one: _number(one.now), 7, right=True, whole=True,
               order=lambda one: (one.now is not None, one.now or 0)),
        Column(_("Do"), _cause, 22, tooltip=_cause, least=8),
    )  # fmt: skip


def _cause(one: CellChange) -> str:
    return part_words(one.after) if one.after else _("không còn được tính")


def _cell_key(one: CellChange) -> tuple[Any, ...]:
    kind = (one.after or one.before).kind if one.after or one.before else ""  # type: ignore[union-attr]
    return one.unit, one.name, one.indicator, one.period, kind


def _number(number: int | None) -> str:
    return _("chưa có") if number is None else vi_number(number)


def _unit_columns() -> tuple[Column, ...]:
    return (
        Column(_("Đơn vị"), lambda one: one.name, 0, middle=True),
        Column(_("Nhóm số"), lambda one: one.digits, 14),
        Column(_("Báo cáo"), _returns, 22, tooltip=_returns),
    )


def _returns(one: UnitCheck) -> str:
    return ", ".join(f"{form} {short_name(rev)}" for form, rev in one.returns)

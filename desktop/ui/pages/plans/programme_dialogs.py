"""Choosing recurring events, and seeing what a table from Excel changes before it is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.work_row import WorkRow
from desktop.tasks.programme import TableImport
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.table import Column, ListTable

_ROLE = int(Qt.ItemDataRole.UserRole)
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class EventsDialog(Dialog):
    """The year's recurring events with a box each; `add(rows)` takes the chosen ones."""

    def __init__(
        self,
        parent: QWidget | None,
        offered: Sequence[tuple[WorkRow, bool]],
        add: Callable[[list[WorkRow]], object],
    ) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(_("Các việc trở lại hằng năm"))
        for event, there in offered:
            when = event.due or _("Tháng {month}").format(month=event.month)
            told = _("{when}: {task}").format(when=when, task=event.task)
            item = QListWidgetItem(told + (_(" (đã có)") if there else ""), self.list)
            item.setData(_ROLE, event)
            item.setSizeHint(QSize(0, self.list.fontMetrics().height() + 2 * space("s")))
            flags = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags if there else flags | Qt.ItemFlag.ItemIsEnabled)
            item.setCheckState(_UNCHECKED if there else _CHECKED)
        self.list.setMinimumSize(space("xxl") * 19, space("xxl") * 11)
        body = QWidget()
        bar = row(
            button(_("Chọn tất cả"), lambda: self._mark(_CHECKED)),
            button(_("Bỏ chọn"), lambda: self._mark(_UNCHECKED)),
            None,
        )
        body.setLayout(column(bar, self.list, gap="s"))
        super().__init__(
            parent,
            _("Việc hằng năm"),
            _("Chọn những việc đưa vào chương trình; thêm xong vẫn sửa được từng ô."),
            body,
            deed_text=_("Thêm vào chương trình"),
            deed=lambda: self._add(add),
        )

    def chosen(self) -> list[WorkRow]:
        """Return the events with a ticked box."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return [item.data(_ROLE) for item in items if item.checkState() is _CHECKED]

    def _mark(self, state: Qt.CheckState) -> None:
        for place in range(self.list.count()):
            item = self.list.item(place)
            if item.flags() & Qt.ItemFlag.ItemIsEnabled:
                item.setCheckState(state)

    def _add(self, add: Callable[[list[WorkRow]], object]) -> None:
        if not self.chosen():
            raise Refusal(_("Chưa chọn việc nào."), next_step=_("Đánh dấu ít nhất một việc."))
        add(self.chosen())


class TableDialog(Dialog):
    """Every line of a table that was read, and what taking it in does.

    `take(replace_all)` writes it; `again(replace_all)` gives the counts of the other choice.
    """

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        told: TableImport,
        again: Callable[[bool], TableImport],
        take: Callable[[TableImport], object],
    ) -> None:
        self.told, self._again = told, again
        verdicts = {
            "accepted": (_("nhận"), "done"), "doubtful": (_("cần xem"), "attention"),
            "refused": (_("không nhận"), "blocked"), "passed": (_("bỏ qua"), "ink.muted"),
        }  # fmt: skip
        columns = [
            Column(_("Dòng"), lambda one: str(one.line), 6, right=True),
            Column(_("Kết quả"), lambda one: verdicts[one.verdict][0], 11,
                   tone=lambda one: verdicts[one.verdict][1]),
            Column(_("Nội dung trong tệp"), lambda one: one.text, 0, tooltip=lambda one: one.text),
            Column(_("Lý do"), lambda one: one.why, 38, tooltip=lambda one: one.why),
        ]  # fmt: skip
        self.table = ListTable(columns, key=lambda one: one.line, name=_("Các dòng đã đọc"))
        self.table.set_rows(told.table.lines)
        self.table.setMinimumSize(space("xxl") * 26, space("xxl") * 10)
        found = "; ".join(dict.fromkeys(t for t in told.table.columns.values() if t))
        found_line = _("Cột nhận ra: {list}").format(list=found)
        if told.table.others:
            found_line += _(". Ghi sang Ghi chú: {list}").format(list=", ".join(told.table.others))
        self.counts = PlainLabel("", tone="strong", wrap=True)
        self.whole = QCheckBox(_("Bỏ những việc không có trong tệp"))
        self.whole.toggled.connect(self._choose)
        body = QWidget()
        body.setLayout(
            column(PlainLabel(found_line, tone="muted", wrap=True), self.table, self.counts,
                   self.whole, gap="s")
        )  # fmt: skip
        super().__init__(
            parent, _("Nhận bảng từ Excel"), name, body,
            deed_text=_("Nhận bảng này"), deed=lambda: take(self.told),
        )  # fmt: skip
        self._count()

    def _choose(self, whole: Any) -> None:
        self.told = self._again(bool(whole))
        self._count()

    def _count(self) -> None:
        merge = self.told.merge
        kept = merge.count("kept")
        self.counts.setText(
            _("Thêm {added}, sửa {changed}, giữ nguyên {same} việc.").format(
                added=merge.count("added"), changed=merge.count("changed"),
                same=merge.count("same") + kept,
            ) + (_(" Bỏ {n} việc.").format(n=merge.count("removed"))
                 if merge.count("removed") else "")
        )  # fmt: skip
        self.whole.setVisible(bool(kept or merge.count("removed")))
        self.deed_button.setEnabled(merge.changes_anything)

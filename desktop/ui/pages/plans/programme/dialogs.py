"""Choosing recurring events for a work programme."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.work_row import WorkRow
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.layout import column, row, space

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

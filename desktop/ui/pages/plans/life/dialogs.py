"""Small dialogs of a paper's life: out for comment, points that came back, withdrawing, history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.plan_life import LifeEvent
from desktop.models.text import short_date
from desktop.tasks.papers.returned_paper import Point, Returned
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import FormRow
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.table import Column, ListTable

_ROLE = int(Qt.ItemDataRole.UserRole)
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class AskDialog(Dialog):
    """The day comments are awaited back; `send(until)`."""

    def __init__(
        self, parent: QWidget | None, today: date, send: Callable[[date | None], object]
    ) -> None:
        self.until = DateField(None, today=lambda: today, name=_("Hạn góp ý"))
        body = QWidget()
        body.setLayout(column(FormRow(_("Hạn góp ý (không bắt buộc)"), self.until), None))
        super().__init__(
            parent, _("Gửi lấy ý kiến"),
            _("Bản dự thảo được ghi ra tệp Word để gửi đi, kèm các ý kiến đang có. Khi tệp được "
              "gửi lại, chọn “Nhận bản góp ý” để xem từng ý kiến và chỗ sửa."),
            body, deed_text=_("Ghi bản Word"), deed=lambda: send(self.until.value()),
        )  # fmt: skip


class WithdrawDialog(Dialog):
    """The day and the reason; `withdraw(day, why)`."""

    def __init__(
        self, parent: QWidget | None, today: date, withdraw: Callable[[date, str], object]
    ) -> None:
        self.day = DateField(today, today=lambda: today, name=_("Ngày thu hồi"))
        self.why = TextField("")
        body = QWidget()
        body.setLayout(
            column(FormRow(_("Ngày thu hồi"), self.day), FormRow(_("Lý do"), self.why), None)
        )
        self._withdraw = withdraw
        super().__init__(
            parent, _("Thu hồi văn bản"),
            _("Văn bản hết hiệu lực từ ngày này; số vẫn giữ trong sổ, nội dung vẫn được lưu."),
            body, deed_text=_("Thu hồi"), deed=self._do, danger=True,
        )  # fmt: skip

    def _do(self) -> None:
        day = self.day.value()
        if day is None:
            raise Refusal(_("Chưa có ngày thu hồi."), next_step=_("Điền ngày thu hồi."))
        self._withdraw(day, self.why.typed())


class ReturnedDialog(Dialog):
    """What came back, a line each with a box; `take(points)` takes the ticked ones."""

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        found: Returned,
        take: Callable[[list[Point]], object],
    ) -> None:
        self.list = QListWidget()
        self.list.setAccessibleName(_("Ý kiến và chỗ sửa"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for point in found.points:
            item = QListWidgetItem(told(point), self.list)
            item.setData(_ROLE, point)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_CHECKED if point.tracked else _UNCHECKED)
        self.list.currentRowChanged.connect(self._show)
        self.before = PlainLabel("", tone="muted", wrap=True)
        self.after = PlainLabel("", wrap=True)
        self.list.setMinimumSize(space("xxl") * 20, space("xxl") * 8)
        bar = row(
            button(_("Chọn tất cả"), lambda: self._mark(_CHECKED)),
            button(_("Bỏ chọn"), lambda: self._mark(_UNCHECKED)),
            None,
            PlainLabel(_("Khớp {n}/{of} đoạn").format(n=found.parts, of=found.whole), tone="muted"),
        )
        body = QWidget()
        body.setLayout(column(bar, self.list, self.before, self.after, gap="s"))
        super().__init__(
            parent, _("Ý kiến góp ý"),
            _("{name}: {n} ý kiến và chỗ sửa. Chỗ được đánh dấu sẽ nhận vào bản dự thảo; "
              "chỗ còn lại bỏ qua.").format(name=name, n=len(found.points)),
            body, deed_text=_("Nhận các chỗ đã chọn"), deed=lambda: self._take(take),
        )  # fmt: skip
        if found.points:
            self.list.setCurrentRow(0)

    def chosen(self) -> list[Point]:
        """Return the points with a ticked box."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return [item.data(_ROLE) for item in items if item.checkState() is _CHECKED]

    def _mark(self, state: Qt.CheckState) -> None:
        for place in range(self.list.count()):
            self.list.item(place).setCheckState(state)

    def _show(self, place: int) -> None:
        point: Point = self.list.item(place).data(_ROLE)
        remark = point.kind == "comment"
        before = _("Về chữ: “{text}”") if remark else _("Trước: {text}")
        self.before.setText(before.format(text=point.before) if point.before else "")
        after = point.text if remark else _("Sau: {text}").format(text=point.text)
        self.after.setText(after if point.kind != "deleted" else _("Bỏ mục này."))

    def _take(self, take: Callable[[list[Point]], object]) -> None:
        if not self.chosen():
            raise Refusal(_("Chưa chọn chỗ nào."), next_step=_("Đánh dấu ít nhất một chỗ."))
        take(self.chosen())


class HistoryDialog(Dialog):
    """What happened to a paper; `open_plan(id)` opens the paper an event speaks of."""

    def __init__(
        self, parent: QWidget | None, events: Sequence[LifeEvent], open_plan: Callable[[str], Any]
    ) -> None:
        columns = [
            Column(_("Ngày"), lambda event: _day(event.day), 12),
            Column(_("Việc"), lambda event: event.what, 0),
        ]
        self.table = ListTable(columns, key=lambda event: (event.day, event.what),
                               name=_("Lịch sử văn bản"), sortable=False)  # fmt: skip
        self.table.set_rows(events)
        self.table.setMinimumSize(space("xxl") * 16, space("xxl") * 5)
        self.table.opened.connect(lambda event: self._open(event, open_plan))
        super().__init__(parent, _("Lịch sử văn bản"), "", self.table)

    def _open(self, event: LifeEvent, open_plan: Callable[[str], Any]) -> None:
        if event.plan:
            self.accept()
            open_plan(event.plan)


def told(point: Point) -> str:
    """Return a point as a line."""
    kinds = {
        "comment": _("Ý kiến"), "change": _("Sửa"), "added": _("Thêm"), "deleted": _("Bỏ"),
    }  # fmt: skip
    who = point.author or (_("không ghi tên") if point.tracked else _("sửa không đánh dấu"))
    text = point.text or point.before
    shown = text if len(text) <= 110 else text[:110].rsplit(" ", 1)[0] + " …"
    return _("{kind} · {label} · {who}: {text}").format(
        kind=kinds[point.kind], label=point.label, who=who, text=shown
    )


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text[:10])) if text else "–"

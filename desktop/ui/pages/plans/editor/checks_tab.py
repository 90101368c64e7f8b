"""What a plan still lacks, as a list; opening a line goes to the place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.documents.plan_checks import Finding, kind_name
from desktop.i18n import _
from desktop.models.text import fold
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import STRETCH, row
from desktop.ui.widgets.list_or_empty import ListOrEmpty
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable


class ChecksTab(QWidget):
    """`go(finding)` shows the place a finding speaks of."""

    def __init__(self, go: Callable[[Finding], object]) -> None:
        super().__init__()
        self._found: Sequence[Finding] = ()
        self.told = PlainLabel("", level="large", wrap=True)
        self.kind = Choice([(_("Mọi loại"), "")], name=_("Loại"))
        self.search = SearchField(_("Tìm"))
        self.search.setFixedWidth(self.fontMetrics().averageCharWidth() * 18)
        self.kind.chosen.connect(lambda _value: self._show())
        self.search.searched.connect(lambda _text: self._show())
        self.copy = button(_("Sao chép"), lambda: self.table.copy(), icon="copy")
        self.table = ListTable(
            [
                Column(_("Điểm cần xem"), lambda one: kind_name(one.kind), 28, tone=_tone),
                Column(_("Ở đâu"), lambda one: one.where, 26),
                Column(_("Nội dung"), lambda one: one.text, 0, tooltip=lambda one: one.text),
            ],
            key=lambda one: (one.kind, one.id, one.text),
            name=_("Những điểm cần xem"),
            many=True,
            sortable=False,
        )
        self.table.opened.connect(go)
        hint = PlainLabel(_("Nhấn Enter hoặc nháy đúp để tới chỗ cần sửa."), tone="muted")
        tools = row(self.kind, self.search, hint, STRETCH, self.copy)
        empty = EmptyState(
            "check",
            _("Không còn điểm nào cần xem"),
            hint=_("Mọi nhiệm vụ có người làm, thời hạn, chỉ tiêu; không còn chỗ để trống."),
        )
        self._stack = ListOrEmpty(self.told, tools, self.table, empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def show_findings(self, found: Sequence[Finding], *, issued: bool = False) -> None:
        """Show what was found; of an `issued` paper it is for a revision to put right."""
        self._found = found
        self._stack.show_list(any_line=bool(found))
        told = _("{n} điểm cần xem trước khi ban hành")
        if issued:
            told = _("Văn bản đã ban hành. {n} điểm có thể xem lại khi lập bản sửa đổi")
        self.told.setText(told.format(n=len(found)))
        kinds = dict.fromkeys(one.kind for one in found)
        counts = {kind: sum(one.kind == kind for one in found) for kind in kinds}
        self.kind.set_options(
            [
                (_("Mọi loại"), ""),
                *((f"{kind_name(kind)} ({counts[kind]})", kind) for kind in kinds),
            ]
        )
        self._show()

    def _show(self) -> None:
        needle, kind = self.search.needle(), self.kind.value()
        self.table.set_rows(
            [
                one
                for one in self._found
                if (not kind or one.kind == kind) and needle in fold(f"{one.where} {one.text}")
            ]
        )


def _tone(one: Finding) -> str:
    return "attention" if one.kind in _FIRST else "ink.normal"


_FIRST = frozenset(
    {"duty_missing", "target_below", "target_missing", "target_differs", "due_late", "empty"}
)

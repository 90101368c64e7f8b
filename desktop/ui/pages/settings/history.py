"""The history of steps: when, what, and whether it was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.store import history
from desktop.models.text import fold
from desktop.tasks.offices.past import Past, read_past
from desktop.ui.messages import MessageKind
from desktop.ui.pages.settings.section import Section
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from desktop.models.store.store import ChangeSet

MOST = 500


class History(Section):
    """The newest steps first; the last can be taken back while it has not left the office."""

    id, icon = "history", "history"
    title = _("Lịch sử")
    sentence = _("Mọi việc đã ghi vào sổ. Việc đã rời sổ (đã gửi, đã nhận) thì sửa bằng việc mới.")
    stretches = True

    def fill(self, box: QVBoxLayout) -> None:
        """Add undo and redo, the search box, the list."""
        self.undo = button(_("Hoàn tác"), self._undo, icon="undo")
        self.redo = button(_("Làm lại"), self._redo, icon="redo")
        self.search = SearchField(_("Tìm trong lịch sử"))
        self.search.searched.connect(lambda _text: self._show())
        copy = button(_("Chép sang Excel"), self._copy, icon="copy")
        box.addLayout(row(self.undo, self.redo, None, self.search, copy))
        self.list = ListTable(
            (
                Column(_("Lúc"), lambda one: one.when, 14, order=lambda one: one.at),
                Column(_("Việc"), lambda one: one.label, 0, tone=_ink, middle=True),
                Column(_("Do"), lambda one: one.who, 11, middle=True),
                Column(_("Số ô"), lambda one: one.size, 5, right=True, order=lambda o: o.ops),
                Column(
                    _("Tình trạng"),
                    lambda one: one.state,
                    12,
                    tone=_ink,
                    tooltip=lambda one: one.state,
                ),
            ),
            key=lambda one: one.id,
            name=_("Lịch sử"),
            state=self.desk.state,
            many=True,
        )
        box.addWidget(self.list, 1)
        self._past: list[Past] = []

    def refresh(self) -> None:
        """Read the newest steps."""
        self._past = read_past(self.desk.read, MOST)
        self._show()
        for pressed, step in (
            (self.undo, history.next_undo(self.desk.read)),
            (self.redo, history.next_redo(self.desk.read)),
        ):
            pressed.setEnabled(step is not None)
            pressed.setToolTip(step.label if step is not None else "")

    def touched(self, change: Any) -> bool:
        """Every step concerns it."""
        return True

    def _show(self) -> None:
        words = fold(self.search.text()).split()
        self.list.set_rows(
            [one for one in self._past if all(word in fold(one.told) for word in words)]
        )

    def _undo(self) -> None:
        self.desk.do(history.undo, self._done)

    def _redo(self) -> None:
        self.desk.do(history.redo, self._done)

    def _done(self, change: ChangeSet) -> None:
        self.desk.message(f"{change.label}.", kind=MessageKind.DONE)

    def _copy(self) -> None:
        self.list.copy()
        self.desk.message(_("Đã chép. Sang Excel bấm Ctrl+V."))


def _ink(one: Past) -> str:
    return "ink.muted" if one.undone else "ink.strong"

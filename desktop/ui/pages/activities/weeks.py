"""The list of activities under the weeks they begin in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal

from desktop.i18n import _
from desktop.models.activities.activities import Activity, by_week
from desktop.ui.pages.activities import words
from desktop.ui.pages.activities.words import Week
from desktop.ui.widgets.table import Column
from desktop.ui.widgets.tree import Node, TreeTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

UNIT, UNIT_LETTERS = 2, 26
ROOMS = {UNIT: 70, 3: 118, 4: 130, 5: 56, 6: 80}
"""Column → letters the list must be wide before it is shown: unit, kind, place, people, money."""


class WeekList(TreeTable):
    """Weeks always stand open; a week's heading takes the whole width.

    Whose an activity is stands in a column of its own where those of other offices are shown.
    """

    removed = Signal()

    def __init__(
        self, category: Callable[[Activity], str], unit: Callable[[Activity], str]
    ) -> None:
        super().__init__(
            (
                Column(_("Ngày"), _of(words.span, lambda week: week.title), 18, tone=_ink),
                Column(_("Hoạt động"), _of(lambda one: one.title), 0, tooltip=_tooltip),
                Column(_("Đơn vị"), _of(unit), UNIT_LETTERS, tone=_muted, tooltip=_of(unit)),
                Column(_("Loại"), _of(category), 26, tone=_muted, tooltip=_of(category)),
                Column(_("Nơi"), _of(lambda one: one.place), 18, tone=_muted),
                Column(_("Số người"), _of(words.people), 14, right=True),
                Column(_("Kinh phí (đồng)"), _of(words.money), 18, right=True),
            ),
            key=lambda thing: thing.monday if isinstance(thing, Week) else thing.id,
            name=_("Hoạt động theo tuần"),
        )
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setExpandsOnDoubleClick(False)
        self._of_others = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the less needed columns out where there is little room (the panel has them)."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks to take the chosen one off the list."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        letters = self.viewport().width() // self.fontMetrics().averageCharWidth()
        taken = UNIT_LETTERS if self._of_others else 0
        for column, least in ROOMS.items():
            if column == UNIT:
                self.setColumnHidden(column, not self._of_others or letters < least)
            else:
                self.setColumnHidden(column, letters < least + taken)

    def show_activities(self, activities: Sequence[Activity], *, of_others: bool = False) -> None:
        """Show these, grouped; some may be of other offices."""
        self._of_others = of_others
        self._fit()
        roots = [
            Node(Week(monday, len(group)), [Node(one) for one in group])
            for monday, group in by_week(activities)
        ]
        self.blockSignals(True)
        self.set_roots(roots)
        self.expandAll()
        self.blockSignals(False)
        for line in range(len(roots)):
            self.setFirstColumnSpanned(line, QModelIndex(), True)


def _of(
    told: Callable[[Activity], str], of_week: Callable[[Week], str] = lambda _week: ""
) -> Callable[[Any], str]:
    return lambda thing: of_week(thing) if isinstance(thing, Week) else told(thing)


def _ink(thing: Any) -> str:
    return "ink.muted" if isinstance(thing, Week) else "ink.normal"


def _muted(_thing: Any) -> str:
    return "ink.muted"


def _tooltip(thing: Any) -> str:
    return "" if isinstance(thing, Week) else thing.title

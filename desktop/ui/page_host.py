"""The pages built so far: made when first needed, refreshed when a change touches them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QTimer

from desktop.ui import actions
from desktop.ui.desk import Desk
from desktop.ui.page import Action, Page, PageEntry

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

Guard = Callable[[Callable[[], object]], None]


class Hosted(msgspec.Struct):
    """A page with what was built of it."""

    entry: PageEntry
    page: Page
    declared: list[tuple[Action, QAction]]
    surface: QWidget | None = None
    pickers: list[QWidget] = msgspec.field(default_factory=list)
    details: QWidget | None = None
    stale: bool = True
    read: bool = False
    waits: bool = False
    argument: Any = None

    @property
    def toolkit_actions(self) -> list[QAction]:
        """The page's actions as buttons and menus take them."""
        return [made for _action, made in self.declared]


class PageHost:
    """Makes pages from their entries and keeps them."""

    def __init__(self, desk: Desk, window: QWidget, guard: Guard) -> None:
        self._desk, self._window, self._guard = desk, window, guard
        self._hosted: dict[str, Hosted] = {}
        desk.changed.connect(self._changed)
        self.front: Hosted | None = None
        self.settled: Callable[[QWidget], object] = lambda _surface: None

    def made(self) -> list[Hosted]:
        """Return the pages made so far."""
        return list(self._hosted.values())

    def get(self, entry: PageEntry) -> Hosted:
        """Return the page, making it when it is not there yet (its surface still unbuilt)."""
        if entry.id not in self._hosted:
            page = entry.make(self._desk)
            declared = [
                (action, actions.make(action, self._window, self._guard))
                for action in page.actions()
            ]
            for _action, made in declared:
                made.setEnabled(False)
            self._hosted[entry.id] = Hosted(entry, page, declared)
        return self._hosted[entry.id]

    def build(self, hosted: Hosted) -> QWidget:
        """Build the page's surface once."""
        if hosted.surface is None:
            hosted.surface = hosted.page.build()
            hosted.pickers = list(hosted.page.header_widgets())
            hosted.details = hosted.page.details()
        return hosted.surface

    def bring(self, hosted: Hosted, argument: Any) -> None:
        """Make it the front page: its actions live, its contents fresh, at the argument."""
        before, self.front = self.front, hosted
        if before is not None and before is not hosted:
            for made in before.toolkit_actions:
                made.setEnabled(False)
        late = hosted.page.reads_late and not hosted.read
        if not late and hosted.page.ready(argument):
            self._fill(hosted, argument, moved=before is not hosted)
            return
        hosted.argument = argument if argument is not None else hosted.argument
        hosted.waits = True
        self._fill_later(hosted, self._window.focusWidget())
        self.update_actions()

    def _fill_later(self, hosted: Hosted, focused: QWidget | None) -> None:
        QTimer.singleShot(0, self._window, lambda: self._fill_late(hosted, focused))

    def _fill(self, hosted: Hosted, argument: Any, *, moved: bool) -> None:
        hosted.read, hosted.waits, hosted.argument = True, False, None
        if argument is not None or moved:
            hosted.page.opened(argument)
        self.freshen(hosted)
        self.update_actions()

    def _fill_late(self, hosted: Hosted, focused: QWidget | None) -> None:
        """Read the page that is shown already, and give it the keyboard it could not take yet.

        What it lacks for that is made first, a part a turn.
        """
        if self.front is not hosted or not hosted.waits:
            return
        made: list[bool] = []
        self._guard(lambda: made.append(hosted.page.ready(hosted.argument)))
        if made == [False]:
            self._fill_later(hosted, focused)
            return
        argument = hosted.argument
        self._guard(lambda: self._fill(hosted, argument, moved=True))
        # What was made just now is shown, and takes the keyboard, only in the next turn.
        QTimer.singleShot(0, self._window, lambda: self._settle(hosted, focused))

    def _settle(self, hosted: Hosted, focused: QWidget | None) -> None:
        here = self.front is hosted and hosted.surface is not None
        if here and self._window.focusWidget() is focused:
            self.settled(hosted.surface)

    def freshen(self, hosted: Hosted) -> None:
        """Refresh a page that missed something."""
        if hosted.stale:
            hosted.stale = False
            hosted.page.refresh()

    def update_actions(self) -> None:
        """Ask the front page's actions whether they can be done."""
        if self.front is not None:
            # What goes away goes first: the header never holds both, which would widen it.
            for action, made in sorted(self.front.declared, key=lambda pair: pair[0].shown()):
                actions.update(made, action)

    def _changed(self, change: Any) -> None:
        for hosted in self.made():
            if hosted.surface is not None and hosted.page.touched(change):
                hosted.stale = True
        if self.front is not None and self.front.read:
            self.freshen(self.front)
            self.update_actions()

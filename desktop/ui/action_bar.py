"""The row of a page's actions: buttons as far as there is room, a menu with all the others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QMenu, QWidget

from desktop.i18n import _
from desktop.ui import icons
from desktop.ui.widgets.buttons import ICON_INK, PushButton
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent

MOST_LINES = 16
"""A menu of more lines folds its groups: on a low screen it would cover the window."""


class ActionBar(QWidget):
    """Places the buttons itself: what does not fit stands in the menu, the last ones first.

    As narrow as the first button and the menu; a layout would ask for room for all of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[ActionButton] = []
        self._more: MoreButton | None = None

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """Show another page's actions; the primary one comes first."""
        self._retire()
        first = [action for action in actions if action.property("header")]
        first.sort(key=lambda one: not one.property("primary"))
        rest = [a for a in actions if a.property("menu") and not a.property("header")]
        self._buttons = [ActionButton(action, self) for action in first]
        self._more = MoreButton(rest, self) if first or rest else None
        self.setVisible(bool(first or rest))
        self.place()
        self.updateGeometry()

    def _retire(self) -> None:
        for old in (*self._buttons, *([self._more] if self._more is not None else ())):
            old.retire()
            old.hide()
            old.deleteLater()

    def sizeHint(self) -> QSize:
        """Room for every button that can be seen."""
        return self._room(self._usable(), with_more=self._has_rest())

    def minimumSizeHint(self) -> QSize:
        """Room for the first button, and for the menu where the others then stand."""
        usable = self._usable()
        return self._room(usable[:1], with_more=len(usable) > 1 or self._has_rest())

    def event(self, event: QEvent) -> bool:
        """A button that asks for other room changes which of them fit."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.place()
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as fit now."""
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Put the buttons side by side, those without room into the menu."""
        if self._more is None:
            return
        usable = self._usable()
        fitting = self._fitting(usable)
        self._more.hold([one.action for one in usable[len(fitting) :]])
        shown: list[PushButton] = [*fitting]
        if self._more.has_any():
            shown.append(self._more)
        left = 0
        for one in shown:
            size = one.sizeHint()
            one.setGeometry(left, 0, size.width(), self.height())
            left += size.width() + space("s")
        for one in (*self._buttons, self._more):
            self._show(one, one in shown)

    def _show(self, one: PushButton, shown: bool) -> None:
        if one.isHidden() == shown:
            if not shown and one.hasFocus():
                self.setFocus()  # else the keyboard falls on the next deed
            one.setVisible(shown)

    def _usable(self) -> list[ActionButton]:
        return [one for one in self._buttons if one.action.isVisible()]

    def _has_rest(self) -> bool:
        return self._more is not None and self._more.has_own()

    def _fitting(self, usable: list[ActionButton]) -> list[ActionButton]:
        if self.sizeHint().width() <= self.width():
            return usable
        fitting = usable
        while fitting[1:] and self._room(fitting, with_more=True).width() > self.width():
            fitting = fitting[:-1]
        return fitting

    def _room(self, buttons: Sequence[ActionButton], *, with_more: bool) -> QSize:
        shown: list[PushButton] = [*buttons]
        if with_more and self._more is not None:
            shown.append(self._more)
        sizes = [one.sizeHint() for one in shown]
        gaps = space("s") * max(len(sizes) - 1, 0)
        width = sum(size.width() for size in sizes) + gaps
        return QSize(width, max((size.height() for size in sizes), default=0))


class ActionButton(PushButton):
    """A button that always looks and does as its action says."""

    def __init__(self, action: QAction, bar: ActionBar) -> None:
        super().__init__(action.text(), bar)
        self.action, self._bar, self._shown = action, bar, action.isVisible()
        look = "primary" if action.property("primary") else ""
        self.setProperty("look", look)
        self.setAutoDefault(False)
        if action.property("icon_name"):
            ink = ICON_INK.get(look, "ink.normal")
            icons.set_icon(self, action.property("icon_name"), ink, 18)
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self.show_state()

    def retire(self) -> None:
        """Follow the action no longer: a button on its way out must not come back."""
        self.action.changed.disconnect(self._follow)

    def _open(self) -> None:
        self._fill()
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _follow(self) -> None:
        words = self.text()
        self.show_state()
        shown = self.action.isVisible()
        if shown != self._shown or words != self.text():
            self._shown = shown
            self._bar.place()
            self._bar.updateGeometry()

    def show_state(self) -> None:
        """Take over the action's words, tooltip and whether it can be done."""
        self.setText(self.action.text())
        if self.hasFocus() and not self.action.isEnabled():
            self._bar.setFocus()  # else the keyboard falls on the next deed, and Enter does that
        self.setEnabled(self.action.isEnabled())
        self.setToolTip(self.action.toolTip())


class MoreButton(PushButton):
    """Opens the menu of what has no button; it is there as long as anything of it can be seen."""

    def __init__(self, actions: Sequence[QAction], bar: ActionBar) -> None:
        super().__init__(_("Việc khác"), bar)
        self._own, self._bar = list(actions), bar
        self._held: list[QAction] = []
        self._shown = self.has_own()
        self.setAutoDefault(False)
        icons.set_icon(self, "more", size=18)
        self._menu = QMenu(self)
        self._fill()
        for action in actions:
            action.changed.connect(self._follow)
        self.clicked.connect(self._open)

    def retire(self) -> None:
        """Follow the actions no longer."""
        for action in self._own:
            action.changed.disconnect(self._follow)

    def has_own(self) -> bool:
        """Say whether any action without a button can be seen."""
        return any(action.isVisible() for action in self._own)

    def has_any(self) -> bool:
        """Say whether anything stands in the menu."""
        return bool(self._held) or self.has_own()

    def hold(self, actions: list[QAction]) -> None:
        """Let the menu begin with actions whose buttons have no room."""
        if actions != self._held:
            self._held = actions
            self._fill()

    def _open(self) -> None:
        self._fill()
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _follow(self) -> None:
        if self.has_own() != self._shown:
            self._shown = not self._shown
            self._bar.place()
            self._bar.updateGeometry()

    def _fill(self) -> None:
        self._menu.clear()
        self._menu.addActions(self._held)
        seen = sum(action.isVisible() for action in (*self._held, *self._own))
        for group, actions in groupby(grouped(self._own), lambda one: one.property("group")):
            if not self._menu.isEmpty():
                self._menu.addSeparator()
            menu = self._menu.addMenu(group) if group and seen > MOST_LINES else self._menu
            menu.addActions(list(actions))


def grouped(actions: Sequence[QAction]) -> list[QAction]:
    """Return the actions with those of one group together, groups as they first appear."""
    order = list(dict.fromkeys(action.property("group") for action in actions))
    return sorted(actions, key=lambda action: order.index(action.property("group")))

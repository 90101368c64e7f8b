"""The top of a page: its title, what it is about (pickers), the search box; below, its actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.ui import icons
from desktop.ui.widgets.buttons import ICON_INK, PushButton, icon_button
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import rule, space
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.tab_order import lead_tab_through

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


class Header(QFrame):
    """Shows one page's title, pickers and actions at a time."""

    panel_toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "page")
        self.title = PlainLabel("", level="title", tone="strong")
        self.search = SearchField(_("Tìm việc, đơn vị, kế hoạch   Ctrl+K"))
        letter = self.fontMetrics().averageCharWidth()
        self.search.setMinimumWidth(letter * 20)
        self.search.setMaximumWidth(letter * 40)
        self.panel = icon_button(
            "panel", _("Bảng chi tiết"), self.panel_toggled.emit, shortcut="F4"
        )
        self._pickers = _row("s")
        self._buttons = _row("s")
        top = QHBoxLayout()
        top.setSpacing(space("l"))
        top.addWidget(self.title)
        top.addLayout(self._pickers)
        top.addStretch(1)
        top.addWidget(self.search, 40)  # shrinks before the pickers have to
        top.addWidget(self.panel)
        self._bar = QWidget()
        self._bar.setLayout(self._buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        inside = QVBoxLayout()
        inside.setContentsMargins(space("xl"), space("m"), space("l"), space("m"))
        inside.setSpacing(space("m"))
        inside.addLayout(top)
        inside.addWidget(self._bar)
        box.addLayout(inside)
        box.addWidget(rule())
        self._shown: list[QWidget] = []

    def show_page(
        self,
        title: str,
        pickers: Sequence[QWidget],
        actions: Sequence[QAction],
        *,
        has_details: bool,
    ) -> None:
        """Show another page's parts; widgets of the page before are hidden, not destroyed."""
        self.title.setText(title)
        for widget in self._shown:
            widget.hide()
        for picker in pickers:
            if picker.parentWidget() is not self:
                self._pickers.addWidget(picker)
            picker.show()
        self._shown = list(pickers)
        self.panel.setVisible(has_details)
        self._show_actions(actions)

    def _show_actions(self, actions: Sequence[QAction]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is None:
                continue
            if isinstance(widget, ActionButton | MoreButton):
                widget.retire()
            widget.hide()
            widget.deleteLater()
        first = [action for action in actions if action.property("header")]
        for action in sorted(first, key=lambda one: not one.property("primary")):
            self._buttons.addWidget(ActionButton(action))
        rest = [a for a in actions if a.property("menu") and not a.property("header")]
        if rest:
            self._buttons.addWidget(MoreButton(rest))
        self._buttons.addStretch(1)
        self._bar.setVisible(bool(first or rest))
        # Made anew for every page, they would come behind all that the page shows.
        lead_tab_through(self.search, self.panel, self._bar)


class ActionButton(PushButton):
    """A button that always looks and does as its action says."""

    def __init__(self, action: QAction) -> None:
        super().__init__(action.text())
        self._action, self._shown = action, True
        look = "primary" if action.property("primary") else ""
        self.setProperty("look", look)
        self.setAutoDefault(False)
        if action.property("icon_name"):
            ink = ICON_INK.get(look, "ink.normal")
            icons.set_icon(self, action.property("icon_name"), ink, 18)
        action.changed.connect(self.show_state)
        self.clicked.connect(action.trigger)
        self.show_state()

    def retire(self) -> None:
        """Follow the action no longer: a button on its way out must not come back."""
        self._action.changed.disconnect(self.show_state)

    def show_state(self) -> None:
        """Take over the action's words, tooltip and whether it can be done."""
        shown = self._action.isVisible()
        if shown != self._shown:
            self._shown = shown
            self.setVisible(shown)
        self.setText(self._action.text())
        bar = self.parentWidget()
        if self.hasFocus() and not self._action.isEnabled() and bar is not None:
            bar.setFocus()  # else the keyboard falls on the next deed, and Enter does that one
        self.setEnabled(self._action.isEnabled())
        self.setToolTip(self._action.toolTip())


class MoreButton(PushButton):
    """Opens the menu of what has no button; it is there as long as anything of it can be seen."""

    def __init__(self, actions: Sequence[QAction]) -> None:
        super().__init__(_("Việc khác"))
        self._actions, self._shown = actions, True
        icons.set_icon(self, "more", size=18)
        menu = QMenu(self)
        last = None
        for action in grouped(actions):
            group = action.property("group")
            if last is not None and group != last:
                menu.addSeparator()
            last = group
            menu.addAction(action)
        for action in actions:
            action.changed.connect(self.show_state)
        self.clicked.connect(lambda: menu.popup(self.mapToGlobal(self.rect().bottomLeft())))
        self.show_state()

    def retire(self) -> None:
        """Follow the actions no longer."""
        for action in self._actions:
            action.changed.disconnect(self.show_state)

    def show_state(self) -> None:
        """Be there as long as one action is."""
        shown = any(action.isVisible() for action in self._actions)
        if shown != self._shown:
            self._shown = shown
            self.setVisible(shown)


def grouped(actions: Sequence[QAction]) -> list[QAction]:
    """Return the actions with those of one group together, groups as they first appear."""
    order = list(dict.fromkeys(action.property("group") for action in actions))
    return sorted(actions, key=lambda action: order.index(action.property("group")))


def _row(gap: str) -> QHBoxLayout:
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(space(gap))
    box.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return box

"""The top of a page: its title, what it is about (pickers), the search box; below, its actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.ui.action_bar import ActionBar
from desktop.ui.widgets.buttons import icon_button
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
        self.search = SearchBox(_("Tìm việc, đơn vị, kế hoạch   Ctrl+K"))
        self.panel = icon_button(
            "panel", _("Bảng chi tiết"), self.panel_toggled.emit, shortcut="F4"
        )
        self._pickers = _row("s")
        top = QHBoxLayout()
        top.setSpacing(space("l"))
        top.addWidget(self.title)
        top.addLayout(self._pickers)
        top.addStretch(1)
        top.addWidget(self.search, 40)  # shrinks before the pickers have to
        top.addWidget(self.panel)
        self.bar = ActionBar()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        inside = QVBoxLayout()
        inside.setContentsMargins(space("xl"), space("m"), space("l"), space("m"))
        inside.setSpacing(space("m"))
        inside.addLayout(top)
        inside.addWidget(self.bar)
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
        self.bar.show_actions(actions)
        if actions:  # made anew for every page, they would come behind all that the page shows
            lead_tab_through(self.search, self.panel, self.bar)


class SearchBox(SearchField):
    """Asks for little and takes what the pickers leave: it gives way before they are cut."""

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.setToolTip(hint)
        self.setMaximumWidth(self._letters(40))

    def sizeHint(self) -> QSize:
        """Room for one short word; the header stretches it."""
        return QSize(self._letters(12), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As the hint: narrower, no one would know what it is."""
        return self.sizeHint()

    def _letters(self, number: int) -> int:
        return self.fontMetrics().averageCharWidth() * number


def _row(gap: str) -> QHBoxLayout:
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(space(gap))
    box.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return box

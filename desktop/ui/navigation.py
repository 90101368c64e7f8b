"""The places of the program, at the left: an icon and a word each, Alt+1 to Alt+9."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout

from desktop.i18n import _
from desktop.ui import icons
from desktop.ui.page import PageEntry
from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import space


class Navigation(QFrame):
    """`wanted(str)` names the page that was asked for."""

    wanted = Signal(str)
    narrowed = Signal(bool)

    def __init__(self, entries: Sequence[PageEntry], office_name: str) -> None:
        super().__init__()
        self.setProperty("look", "sunken")
        self.setAccessibleName(_("Các trang"))
        self._narrow = False
        self._group = QButtonGroup(self)
        self._places: dict[str, QToolButton] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, space("m"), 0, space("s"))
        self._box.setSpacing(2)
        self._office = PlainLabel("", level="small", tone="muted", wrap=True)
        self._office.setContentsMargins(space("l"), 0, space("s"), space("s"))
        self.show_office(office_name)
        self._box.addWidget(self._office)
        for number, entry in enumerate(entries, start=1):
            self._add(number, entry)
        self._box.addStretch(1)
        self._fold = icon_button("sidebar", _("Thu hẹp cột bên trái"), self._toggle)
        self._box.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignHCenter)
        self.set_narrow(False)

    def show_office(self, name: str) -> None:
        """Show what the office is called."""
        self._office.setText(name)
        self._office.setToolTip(name)

    def show_current(self, page_id: str) -> None:
        """Mark the page in front."""
        if page_id in self._places:
            self._places[page_id].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Words beside the icons, or below them in a narrow column."""
        self._narrow = narrow
        styles = Qt.ToolButtonStyle
        style = styles.ToolButtonTextUnderIcon if narrow else styles.ToolButtonTextBesideIcon
        for place in self._places.values():
            place.setToolButtonStyle(style)
            gap = 0 if narrow else space("s")
            place.setIconSize(QSize(icons.SIZE + gap, icons.SIZE))
        self._office.setVisible(not narrow)
        width = self.fontMetrics().averageCharWidth()
        self.setFixedWidth(width * (13 if narrow else 22))

    def _add(self, number: int, entry: PageEntry) -> None:
        place = QToolButton()
        place.setText(entry.title)
        place.setProperty("look", "place")
        place.setCheckable(True)
        place.setToolTip(_("{page} (Alt+{n})").format(page=entry.title, n=number))
        place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        icons.set_icon(place, entry.icon)
        place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        place.clicked.connect(lambda: self.wanted.emit(entry.id))
        self._group.addButton(place)
        self._places[entry.id] = place
        self._box.addWidget(place)

    def _toggle(self) -> None:
        self.set_narrow(not self._narrow)
        self.narrowed.emit(self._narrow)

"""The settings: a list of parts at the left, the chosen one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from desktop.i18n import _
from desktop.ui import icons
from desktop.ui import theme as themes
from desktop.ui.page import Action, Page
from desktop.ui.pages.settings.about import About
from desktop.ui.pages.settings.backups import Backups
from desktop.ui.pages.settings.channels import Channels
from desktop.ui.pages.settings.display import Display
from desktop.ui.pages.settings.history import History
from desktop.ui.pages.settings.members import Members
from desktop.ui.pages.settings.office import OfficeSection
from desktop.ui.pages.settings.page_layout import PageLayout
from desktop.ui.pages.settings.papers import Papers
from desktop.ui.pages.settings.privacy import Privacy
from desktop.ui.surfaces import Surfaces
from desktop.ui.widgets.layout import row, rule, space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.desk import Desk
    from desktop.ui.pages.settings.section import Section


class SettingsPage(Page):
    """Every part is built when it is first looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.backups = Backups(desk)
        self.members = Members(desk)
        privacy = Privacy(desk, lambda: self.members.vault)
        self.members.locked.append(privacy.forget_members)
        self.sections: list[Section] = [
            Display(desk),
            Papers(desk),
            PageLayout(desk),
            self.backups,
            Channels(desk),
            OfficeSection(desk),
            privacy,
            self.members,
            History(desk),
            About(desk),
        ]
        self._built: dict[str, QWidget] = {}
        self._just_shown = False

    def actions(self) -> Sequence[Action]:
        """Return what can be done here, also from Ctrl+K."""
        return (
            Action(
                "backup", _("Sao lưu ngay"), self._backup, icon="backup", header=False, menu=False
            ),
            Action("check", _("Kiểm tra sổ"), self._check, icon="check", header=False, menu=False),
            *(
                Action(
                    f"go-{one.id}",
                    one.title,
                    self._opener(one.id),
                    icon=one.icon,
                    header=False,
                    menu=False,
                )
                for one in self.sections
            ),
        )

    def build(self) -> QWidget:
        """Return the list and the stack."""
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(_("Các phần của Cài đặt"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedWidth(space("xxl") * 7)
        for one in self.sections:
            line = QListWidgetItem(one.title)
            line.setSizeHint(QSize(0, space("xxl") + space("xs")))
            self.list.addItem(line)
        themes.follow_for(self.list, self._draw_icons)
        self.stack = Surfaces()  # one wide or tall part behind widens no other
        self.list.currentRowChanged.connect(self._show)
        result = QWidget()
        result.setLayout(row(self.list, rule(upright=True), self.stack, gap="none"))
        return result

    def opened(self, argument: Any) -> None:
        """Go to a part by its id; to the first where none was looked at yet."""
        places = [place for place, one in enumerate(self.sections) if one.id == argument]
        if places or self.list.currentRow() < 0:
            self.list.setCurrentRow(places[0] if places else 0)

    def refresh(self) -> None:
        """Read again what the part in front shows."""
        if not self._just_shown:
            self.current().refresh()
        self._just_shown = False

    def touched(self, change: Any) -> bool:
        """The part in front knows."""
        return self.current().touched(change)

    def current(self) -> Section:
        """Return the part in front."""
        return self.sections[max(self.list.currentRow(), 0)]

    def _show(self, place: int) -> None:
        section = self.sections[place]
        new = not self._built
        if section.id not in self._built:
            self._built[section.id] = section.build()
            self.stack.addWidget(self._built[section.id])
        self.stack.setCurrentWidget(self._built[section.id])
        self._just_shown = new
        section.refresh()

    def _opener(self, section: str) -> Any:
        return lambda: self.opened(section)

    def _backup(self) -> None:
        self.opened("backups")
        self.backups.back_up()

    def _check(self) -> None:
        self.opened("backups")
        self.backups.check()

    def _draw_icons(self) -> None:
        for place, one in enumerate(self.sections):
            self.list.item(place).setIcon(icons.icon(one.icon))

"""What a page is: a plain object that builds one surface and declares its actions.

A page asks the domain through `desk.read`, shows, and calls verbs through `desk.do`. It never
writes SQL and never refreshes another page: after every step the shell asks each page built so
far whether the change touches it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.desk import Desk


def always() -> bool:
    """The usual `enabled` of an action."""
    return True


class Action(msgspec.Struct, frozen=True):
    """One thing a person can do: button, menu line, shortcut and command search derive from it.

    `id` is unique in its page ("lock"); `shortcut` is written as Qt reads it ("Ctrl+Shift+L");
    `icon` names a file of `resources/icons`. A `primary` action is the page's one filled button;
    `header=False` keeps it out of the page's header (menu "Việc khác" and Ctrl+K still have it).
    `why_not` gives the sentence shown as tooltip while the action is disabled. `shown` False
    takes it away altogether, its shortcut too: for a page with several views. `menu=False`
    leaves it to Ctrl+K alone. In the menu, actions of one `group` stand together between
    lines, in a long one folded under its words.
    `text_now` gives the words where they name what is chosen; `text` stands while it gives "".
    """

    id: str
    text: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    tooltip: str = ""
    enabled: Callable[[], bool] = msgspec.field(default=always)
    why_not: Callable[[], str] | None = None
    primary: bool = False
    header: bool = True
    menu: bool = True
    shown: Callable[[], bool] = msgspec.field(default=always)
    group: str = ""
    text_now: Callable[[], str] | None = None

    @property
    def words(self) -> str:
        """What it is called at this moment."""
        return (self.text_now() if self.text_now is not None else "") or self.text


class Page:
    """Base of every page; override what the page has.

    Life: `__init__(desk)` must be cheap (no reading); `build()` is called once, when the page is
    first opened; then `opened(argument)` and `refresh()` each time it comes to the front after
    something it missed.
    """

    title: str = ""
    icon: str = ""
    reads_late: bool = False
    """Whether reading takes so long that the page is shown first, its contents a turn later."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.landed: Callable[[], bool] = always
        """Lets what was handed over become a step before one is undone; False where it asks."""

    def build(self) -> QWidget:
        """Return the main surface. Called once."""
        raise NotImplementedError

    def actions(self) -> Sequence[Action]:
        """Return the page's actions; called once, before `build`."""
        return ()

    def header_widgets(self) -> Sequence[QWidget]:
        """Return the scope pickers (period, form …) for the header. Called once, after `build`."""
        return ()

    def details(self) -> QWidget | None:
        """Return the right-hand panel, or None when the page has none. Called once."""
        return None

    def refresh(self) -> None:
        """Read again and show; keep the place (scroll, selection)."""

    def touched(self, change: Any) -> bool:
        """Say whether the change concerns this page; `refresh` follows when it does."""
        return True

    def ready(self, argument: Any) -> bool:
        """Make one part that going to `argument` needs; False while more are to be made.

        Asked once a turn before `opened`, the page shown already.
        """
        return True

    def opened(self, argument: Any) -> None:
        """Go to what the caller asked for (a unit id, a plan id); None when nothing was asked."""

    def leaving(self) -> bool:
        """Commit what is being typed; False keeps the page in front."""
        return True


class PageEntry(msgspec.Struct, frozen=True):
    """A place in the navigation; the module is imported when the page is needed."""

    id: str
    title: str
    icon: str
    module: str

    def present(self) -> bool:
        """Say whether the page's module is part of this build."""
        return find_spec(self.module) is not None

    def make(self, desk: Desk) -> Page:
        """Import the module and call its `page(desk)`."""
        page: Page = import_module(self.module).page(desk)
        page.title = page.title or self.title
        page.icon = page.icon or self.icon
        return page


def entries() -> tuple[PageEntry, ...]:
    """Return the nine pages in the order of the navigation (Alt+1 … Alt+9)."""
    declared = (
        ("today", _("Hôm nay")),
        ("plans", _("Kế hoạch")),
        ("activities", _("Hoạt động")),
        ("figures", _("Số liệu")),
        ("reports", _("Báo cáo")),
        ("exchange", _("Gửi – nhận")),
        ("units", _("Đơn vị")),
        ("templates", _("Mẫu")),
        ("settings", _("Cài đặt")),
    )
    found = (PageEntry(id_, title, id_, f"desktop.ui.pages.{id_}") for id_, title in declared)
    return tuple(entry for entry in found if entry.present())

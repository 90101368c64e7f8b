"""Small pages and a small office that the window's own tests use."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.ui.app import office_at
from desktop.ui.desk import Desk
from desktop.ui.office import Office
from desktop.ui.page import Page, PageEntry
from desktop.ui.widgets.fields import TextField


def new_office(folder: Path) -> Office:
    """Make an empty office and return it as the window takes it."""
    create_office(folder).close()
    return office_at(folder, "Công đoàn xã Thử")


def write(store: Store, value: str) -> None:
    """A verb: one step that writes one register."""
    with store.step("Ghi thử") as step:
        step.put("setting", "test", "text", value)


class FakePage(Page):
    """A page with one field that shows and writes one register."""

    title = "Một"
    icon = "today"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.refreshed = 0
        self.arguments: list[Any] = []

    def build(self) -> QWidget:
        self.field = TextField()
        self.field.committed.connect(lambda text: self.desk.do(lambda store: write(store, text)))
        return self.field

    def refresh(self) -> None:
        self.refreshed += 1
        self.field.show_text(self.desk.read.get("setting", "test", "text") or "")

    def touched(self, change: Any) -> bool:
        return "test" in change.keys("setting")

    def opened(self, argument: Any) -> None:
        self.arguments.append(argument)


class SecondPage(FakePage):
    """Another place for the same register."""

    title = "Hai"
    icon = "plans"


class FakeEntry(PageEntry, frozen=True):
    """An entry that makes a page of the test instead of importing one."""

    kind: type[FakePage] = FakePage

    def make(self, desk: Desk) -> Page:
        """Make the page of the test."""
        return self.kind(desk)

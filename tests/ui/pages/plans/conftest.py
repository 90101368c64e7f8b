"""A ward's office with a draft, opened in the window on plans and templates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.errors import Refusal
from desktop.models.plans import plans
from desktop.models.store.office import create_office
from desktop.models.store.reader import Reader
from desktop.models.units.units import found_unit
from desktop.tasks.papers.draft import plan_from_template
from desktop.tasks.papers.office_facts import office_facts
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import PageEntry
from desktop.ui.pages.plans.plans_page import PlansPage
from desktop.ui.shell import Shell
from tests.support.papers import competition_paper

TODAY = date(2026, 11, 12)
SINCE = date(2025, 7, 1)
ENTRIES = (
    PageEntry("plans", "Kế hoạch", "plans", "desktop.ui.pages.plans"),
    PageEntry("templates", "Mẫu", "templates", "desktop.ui.pages.templates"),
)

PAPER = competition_paper(
    opening="Thực hiện chương trình công tác công đoàn, Ban Thường vụ xây dựng kế hoạch như sau:",
    duties="a) Các công đoàn cơ sở phát động thi đua ngay từ đầu năm.\n"
    "b) Công đoàn xã, phường tổ chức ít nhất 02 đợt thi đua cao điểm trong năm.\n"
    "d) Vận động đoàn viên tham gia chuyển đổi số trong công việc.",
    board="1. Ban Chính sách Liên đoàn Lao động tỉnh: tham mưu, theo dõi, tổng hợp.",
)


@dataclass
class Desk:
    """The window, its plans page, and a reader beside it."""

    shell: Shell
    reader: Reader
    draft: str

    @property
    def page(self) -> PlansPage:
        """The plans page."""
        hosted = self.shell._host.get(ENTRIES[0])
        assert isinstance(hosted.page, PlansPage)
        return hosted.page

    @property
    def front(self) -> Any:
        """The page in front."""
        hosted = self.shell._host.front
        assert hosted is not None
        return hosted.page

    def settle(self) -> None:
        """Wait until everything asked for is done."""
        self.shell.settle()

    def texts(self, plan: str) -> list[str]:
        """Return the items of a plan as they are in the store, with their labels."""
        self.settle()
        outline = plans.read_outline(self.reader, plan)
        return [f"{row.label} {row.item.plain}".strip() for row in outline]

    def sentences(self) -> list[str]:
        """Return the messages above the page."""
        return [strip.message.text for strip in self.shell.messages.strips()]

    def run(self, action: str) -> None:
        """Press the button or menu line of an action."""
        hosted = self.shell._host.front
        assert hosted is not None
        (made,) = [made for one, made in hosted.declared if one.id == action]
        assert made.isEnabled(), f"{action}: {made.toolTip()}"
        made.trigger()
        self.settle()

    def offered(self) -> set[str]:
        """Return the actions that are on offer."""
        hosted = self.shell._host.front
        assert hosted is not None
        return {one.id for one, made in hosted.declared if made.isVisible()}


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A ward union's office below a province."""
    clock = SteppingClock(datetime(2026, 11, 12, 8, tzinfo=VIETNAM), seed=7)
    with create_office(tmp_path / "Sổ phường", clock=clock) as store:
        province = found_unit(
            store, name="Liên đoàn Lao động tỉnh Hải Vân", kind="LDT", parent=None, since=SINCE,
            code="T",
        )  # fmt: skip
        found_unit(
            store, name="Công đoàn phường Sông Thanh", kind="CDP", parent=province, since=SINCE,
            unit=store.meta("unit"), code="P-01",
        )  # fmt: skip
        plan_from_template(store, "thi-dua-yeu-nuoc", 2027, office_facts(store, TODAY))
        return store.folder


@pytest.fixture
def desk(app: Any, ward: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The window on the ward's plans; a defect shown as a crash fails the test."""
    office = replace(
        office_at(ward, "Công đoàn phường Sông Thanh"),
        now=lambda: datetime(2026, 11, 12, 9, 41),
    )
    shell = Shell(office, ENTRIES, MachineState(None))
    crashes: list[BaseException] = []
    monkeypatch.setattr(shell, "show_crash", crashes.append)
    reader = office.open_reader()
    shell.setWindowState(Qt.WindowState.WindowNoState)
    shell.resize(1366, 768)
    shell.show()
    shell.settle()
    draft = next(head.id for head in plans.list_plans(reader))
    yield Desk(shell, reader, draft)
    shell.settle()
    if shell.thread_of_store._thread.is_alive():
        shell.close()
    reader.close()
    for view in (shell._host.get(entry).page for entry in ENTRIES):
        preview = getattr(getattr(view, "editor", view), "preview", None)
        paper = getattr(getattr(preview, "preview", preview), "paper", None)
        if paper is not None:
            paper.stop()
    shell.deleteLater()
    assert not crashes, crashes


def refusal_of(call: Any) -> str:
    """Return the sentence a call is refused with."""
    with pytest.raises(Refusal) as caught:
        call()
    return str(caught.value)

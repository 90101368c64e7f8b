"""A month and a plan through the real window: from the province's paper to its receipt."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from desktop.models.activities.activities import list_activities
from desktop.models.clock import VIETNAM
from desktop.models.figures.returns.returns import statuses
from desktop.models.figures.sums.rollup import totals
from desktop.models.plans.plans import list_plans
from desktop.models.store.reader import Reader
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import entries
from desktop.ui.shell import Shell
from tests.support import keyboard
from tests.ui.pages.exchange.ways import press, take_in
from tests.ui.pages.figures.driving import column_at, grid, type_cell
from tests.ui.pages.offices import PERIOD, connect, front, make_commune, make_province
from tests.ui.pages.plans.conftest import PAPER
from tests.ui.pages.test_reports import run, save_as

KEY = Qt.Key
MEMBERS = (40, 25, 31)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A province (tỉnh) and a commune (xã) enrolled with it, nothing typed yet."""
    (tmp_path / "tệp").mkdir()
    make_province(tmp_path / "tỉnh")
    make_commune(tmp_path / "xã")
    connect(tmp_path / "tỉnh", tmp_path / "xã", tmp_path / "tệp")
    return tmp_path


@contextmanager
def window(place: Path, name: str) -> Iterator[Shell]:
    """Open the whole window of an office on 3 November 2026."""
    office = replace(office_at(place / name), now=lambda: datetime(2026, 11, 3, 9, tzinfo=VIETNAM))
    state = MachineState(None)
    state.set("exchange.folder", str(place / "tệp"))
    shell = Shell(office, list(entries()), state)
    try:
        shell.show()
        shell.settle()
        yield shell
    finally:
        shell.close()
        shell.deleteLater()


def go(shell: Shell, page: str, argument: object = None) -> object:
    """Bring a page to the front and wait for it."""
    shell.go(page, argument)
    shell.settle()
    return front(shell)


def draft_from_paper(shell: Shell, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the province's paper, accept it, draft our own, print it."""
    paper = place / "Kế hoạch của tỉnh.txt"
    paper.write_text(PAPER, encoding="utf-8")
    page = go(shell, "plans")
    page.receive_files([paper])  # type: ignore[attr-defined]
    shell.settle()
    press(shell, "accept-draft")
    save_as(monkeypatch, shell, place / "kế hoạch.pdf")
    press(shell, "pdf")


def log_activity(shell: Shell) -> None:
    """Type one line and press Enter."""
    page = go(shell, "activities")
    line = page.entry.line  # type: ignore[attr-defined]
    keyboard.type_text(line, "2/11 Thăm hỏi công nhân ốm, 12 người, 6 nữ, 6tr")
    keyboard.press(line, KEY.Key_Return)
    shell.settle()


def enter_and_lock(shell: Shell) -> None:
    """Type the month of three base unions with the keyboard and lock both forms."""
    for form, columns in (("F3", ("opening_A03", "opening_A03N")),
                          ("F1", ("A01", "A01N", "A03", "A03N"))):  # fmt: skip
        page = go(shell, "figures", (PERIOD, form))
        view = grid(page)  # type: ignore[arg-type]
        for row, members in enumerate(MEMBERS):
            for name in columns:
                view.go_to(row, column_at(page, name))  # type: ignore[arg-type]
                half = name.endswith("N")
                type_cell(view, str(members // 2 if half else members))
        shell.settle()
    for form in ("F1", "F3"):
        page = go(shell, "figures", (PERIOD, form))
        locking = page.locking  # type: ignore[attr-defined]
        assert locking.possible(), locking.why_not()
        locking.lock_ready()
        shell.settle()


def print_report(shell: Shell, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Export F1 as a workbook."""
    page = go(shell, "reports", {"form": "F1", "period": PERIOD})
    save_as(monkeypatch, shell, place / "F1.xlsx")
    run(page, "Excel")
    shell.settle()


def send_up(shell: Shell) -> Path:
    """Make the bundle for the level above."""
    page = go(shell, "exchange")
    press(shell, "send")
    return Path(next(row for row in page.bundles.table.rows() if row.out).file)  # type: ignore[attr-defined]


def accept_and_reply(shell: Shell, bundle: Path) -> Path:
    """Take the bundle in at the province, accept all, make the answer."""
    page = go(shell, "exchange")
    take_in(shell, [bundle]).close_button.click()
    page.show_tab("board")  # type: ignore[attr-defined]
    page.board.table.go_to(page.shown.board.rows[0].unit.id, PERIOD)  # type: ignore[attr-defined]
    shell.settle()
    page.board_panel.accept_all.click()  # type: ignore[attr-defined]
    shell.settle()
    press(shell, "reply")
    return Path(next(row for row in page.bundles.table.rows() if row.out).file)  # type: ignore[attr-defined]


def test_from_the_provinces_paper_to_its_receipt(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with window(place, "xã") as shell:
        draft_from_paper(shell, place, monkeypatch)
        log_activity(shell)
        enter_and_lock(shell)
        print_report(shell, place, monkeypatch)
        bundle = send_up(shell)
    assert (place / "kế hoạch.pdf").read_bytes().startswith(b"%PDF")
    sheet = load_workbook(place / "F1.xlsx").worksheets[0]
    numbers = [cell.value for row in sheet.iter_rows() for cell in row]
    assert sum(MEMBERS) in numbers

    with window(place, "tỉnh") as shell:
        reply = accept_and_reply(shell, bundle)
    with Reader.open_reader(place / "tỉnh") as province:
        found = totals(province, PERIOD)["A03"]
        assert (found.value, found.state, found.reported, found.of) == (
            sum(MEMBERS), "accepted", 3, 3,
        )  # fmt: skip

    with window(place, "xã") as shell:
        page = go(shell, "exchange")
        take_in(shell, [reply])
        made = next(row for row in page.bundles.table.rows() if row.out)  # type: ignore[attr-defined]
        assert made.reached == 4
    with Reader.open_reader(place / "xã") as commune:
        states = {s.state for s in statuses(commune, PERIOD, ["F1", "F3"])}
        assert states == {"accepted"}
        assert [one.people for one in list_activities(commune)] == [12]
        (plan,) = list_plans(commune)
        assert plan.year == 2027

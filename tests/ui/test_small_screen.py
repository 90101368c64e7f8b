"""1366 × 768 at 125 %: no page, form or panel asks for more than the screen has."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.models.store.reader import Reader
from desktop.tasks.sample.sample import make_sample
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import entries
from desktop.ui.pages.figures.surface import FiguresPage
from desktop.ui.shell import Shell
from desktop.ui.shots import ABOVE, MAIN, MORE

TODAY = date(2026, 11, 23)
WIDTH, HEIGHT = 1024, 552
"""A little less than 1,093 points; the height without title bar and task bar."""
SHEETS = (
    ("2026-10", "F1"), ("2026-H1", "F2"), ("2026-10", "F3"), ("2026-10", "F4"),
    ("2026-Q3", "F4"), ("2026-H1", "F4"), ("2026", "F4"), ("2026-10", "F5"), ("2026-H1", "F6"),
)  # fmt: skip


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    make_sample(folder, 1, TODAY)
    return folder


def settled(shell: Shell) -> None:
    shell.settle()
    QApplication.processEvents()


def front(shell: Shell) -> object:
    hosted = shell._host.front
    assert hosted is not None
    return hosted.page


@pytest.mark.parametrize("name", [MAIN, ABOVE, "grassroots-1"])
def test_no_page_is_wider_or_taller_than_a_small_screen(
    theme: object, offices: Path, name: str
) -> None:
    shell = Shell(office_at(offices / name), entries(), MachineState(None))
    asked: dict[tuple[object, ...], tuple[int, int]] = {}

    def note(*what: object) -> None:
        for panel in (False, True):
            shell.show_details(panel)
            settled(shell)
            least = shell.minimumSizeHint()
            asked[(*what, panel)] = least.width(), least.height()

    try:
        shell.resize(WIDTH, HEIGHT)
        shell.show()
        for entry in entries():
            shell.go(entry.id)
            settled(shell)
            note(entry.id)
        shell.go("figures")
        page = front(shell)
        assert isinstance(page, FiguresPage)
        for period, form in SHEETS:
            page.open_sheet(period, form)
            settled(shell)
            note("figures", form, period)
        for view in MORE:
            if view.office == name:
                reader = shell.desk.read
                assert isinstance(reader, Reader)
                shell.go(view.page, view.argument(reader) if callable(view.argument)
                         else view.argument)  # fmt: skip
                settled(shell)
                note(view.name)
        too_large = {k: size for k, size in asked.items() if size[0] > WIDTH or size[1] > HEIGHT}
        assert too_large == {}
        assert len(asked) >= 2 * (len(entries()) + len(SHEETS))
    finally:
        shell.close()

"""A window on an office with base unions, showing the pages of figures and units."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.models.store.reader import Reader
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import PageEntry
from desktop.ui.shell import Shell
from tests.models.entering import commune

ENTRIES = (
    PageEntry("figures", "Số liệu", "figures", "desktop.ui.pages.figures"),
    PageEntry("units", "Đơn vị", "units", "desktop.ui.pages.units"),
)


@pytest.fixture
def open_commune(tmp_path: Path) -> Iterator[Callable[..., tuple[Shell, Reader, list[str]]]]:
    """Open a commune of so many base unions; returns window, a reader beside it, unit ids."""
    opened: list[tuple[Shell, Reader]] = []

    def make(unions: int = 3, *, before: str = "2026-09") -> tuple[Shell, Reader, list[str]]:
        store, units = commune(tmp_path, unions, before=before)
        store.close()
        office = office_at(store.folder, "Công đoàn xã Hướng Phùng")
        shell = Shell(office, ENTRIES, MachineState(None))
        reader = office.open_reader()
        opened.append((shell, reader))
        shell.show()
        shell.settle()
        return shell, reader, units

    yield make
    for shell, reader in opened:
        reader.close()
        shell.close()
        shell.deleteLater()

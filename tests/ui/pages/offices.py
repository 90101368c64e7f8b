"""A province and a commune with three base unions, connected by real files."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from desktop.sync.enrol import accept, grant, request
from desktop.sync.keys import KeyFile, KeyPair
from desktop.ui.app import office_at
from desktop.ui.machine_state import MachineState
from desktop.ui.page import entries
from desktop.ui.shell import Shell
from tests.support.once import folder_of_process

TODAY = date(2026, 11, 3)
SINCE = date(2025, 7, 1)
PERIOD = "2026-10"
SHOWN = ("today", "activities", "reports", "exchange")
PROVINCE, COMMUNE = "T", "X-A"
BASES = ("X-A-01", "X-A-02", "X-A-03")
CLEAN = {"A01": 50, "A01N": 20, "A03": 40, "A03N": 15, "C00": 38, "C00N": 14, "C11": 2, "C11N": 1}


def clock(number: int) -> SteppingClock:
    """Return a reproducible clock of an office."""
    return SteppingClock(datetime(2026, 11, 3, 8, number, tzinfo=VIETNAM), seed=number)


def make_office(folder: Path, number: int) -> Store:
    """Make an office with a key of its own."""
    store = create_office(folder, clock=clock(number))
    KeyFile(store.folder / "keys").save(KeyPair.derived(1, folder.name))
    return store


def make_province(folder: Path) -> None:
    """Make a province with a commune and its base unions in the register."""
    with make_office(folder, 1) as store:
        own = found_unit(
            store, name="Liên đoàn Lao động tỉnh Thử", kind="LDT", parent=None, since=SINCE,
            unit=store.meta("unit"), code=PROVINCE,
        )  # fmt: skip
        commune = found_unit(
            store, name="Công đoàn xã An Thử", kind="CDX", parent=own, since=SINCE, code=COMMUNE
        )
        for place, code in enumerate(BASES, 1):
            found_unit(
                store, name=f"CĐCS Trường số {place}", kind="CDCS", parent=commune, since=SINCE,
                code=code, ownership="SN",
            )  # fmt: skip


def make_commune(folder: Path) -> None:
    """Make a commune's office that knows only itself."""
    with make_office(folder, 2) as store:
        found_unit(
            store, name="Công đoàn xã An Thử", kind="CDX", parent=None, since=SINCE,
            unit=store.meta("unit"),
        )  # fmt: skip


def connect(above: Path, below: Path, files: Path) -> None:
    """Enrol the commune with the province."""
    with Store.open(above, clock=clock(3)) as upper, Store.open(below, clock=clock(4)) as lower:
        request(lower, files / "yeu-cau.json")
        granted = grant(upper, files / "yeu-cau.json", COMMUNE, files / "cap-phep.zip", since=SINCE)
        accept(lower, granted.bundle.path)


def enter_month(folder: Path, *, locked: bool = True) -> None:
    """Type October for the three base unions and lock it."""
    with Store.open(folder, clock=clock(5)) as store:
        values: dict[tuple[str, str], Entry] = {}
        for code in BASES:
            unit = unit_id(store, code)
            values |= {(unit, name): Entry(number) for name, number in CLEAN.items()}
        set_cells(store, PERIOD, values)
        if locked:
            for form in ("F1", "F3"):
                done = lock(store, form, PERIOD, reason="đã kiểm tra")
                assert done.blocked == ()


def make_connected(above: Path, below: Path, files: Path) -> None:
    """Make a province and a commune enrolled with each other, October locked at the commune.

    Copies of two that were made once: dozens of tests begin with them.
    """
    ready = _connected(above.name, below.name)
    shutil.copytree(ready / above.name, above)
    shutil.copytree(ready / below.name, below)
    shutil.copytree(ready / "files", files, dirs_exist_ok=True)


@lru_cache
def _connected(above: str, below: str) -> Path:
    """The two offices, closed, in a folder of this process; an office's key goes by its name."""
    folder = folder_of_process("connected")
    files = folder / "files"
    files.mkdir()
    make_province(folder / above)
    make_commune(folder / below)
    connect(folder / above, folder / below, files)
    enter_month(folder / below)
    return folder


def unit_id(reader: Any, code: str) -> str:
    """Return the id of the unit with a code."""
    from desktop.models.units.units import tree_on

    return tree_on(reader, TODAY).by_code(code).id


@contextmanager
def window(folder: Path, state: MachineState | None = None, page: str = "today") -> Iterator[Shell]:
    """Open an office's real window on a page, on the day of the story."""
    from msgspec.structs import replace

    office = replace(office_at(folder), now=lambda: datetime(2026, 11, 3, 9, 0, tzinfo=VIETNAM))
    wanted = [entry for entry in entries() if entry.id in SHOWN]
    shell = Shell(office, wanted, state or MachineState(None))
    try:
        shell.show()
        shell.go(page)
        shell.settle()
        yield shell
    finally:
        shell.close()
        shell.deleteLater()


def front(shell: Shell) -> Any:
    """Return the page in front."""
    hosted = shell._host.front
    assert hosted is not None
    return hosted.page

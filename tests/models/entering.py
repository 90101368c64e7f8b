"""Offices with base unions and figures, for the tests of the entry sheet."""

from datetime import date, datetime
from pathlib import Path

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.entry.entry import Assignments, EntrySheet
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit

SINCE = date(2025, 7, 1)


def commune(folder: Path, unions: int = 3, *, before: str = "") -> tuple[Store, list[str]]:
    """A commune's office with base unions "Trường 1", "Trường 2" …; with a period `before`,
    its F1 is locked with 100 workers (40 women) and 80 members (30 women) in each."""
    clock = SteppingClock(datetime(2026, 11, 2, 8, tzinfo=VIETNAM), seed=3)
    store = create_office(folder / "so", clock=clock)
    with store.step("Lập đơn vị"):
        found_unit(
            store, name="Công đoàn xã Hướng Phùng", kind="CDX", parent=None, since=SINCE,
            unit=store.own_unit, code="HP",
        )  # fmt: skip
        units = [_union(store, n) for n in range(1, unions + 1)]
    if before:
        stocks = {"A01": 100, "A01N": 40, "A03": 80, "A03N": 30}
        with store.step("Kỳ trước"):
            values = {(unit, code): Entry(n) for unit in units for code, n in stocks.items()}
            set_cells(store, before, values)
            lock(store, "F1", before)
    return store, units


def _union(store: Store, number: int) -> str:
    return found_unit(
        store, name=f"CĐCS Trường {number}", kind="CDCS", parent=store.own_unit, since=SINCE,
        code=f"HP-{number:03d}", ownership="SN", area="Cụm 1",
    )  # fmt: skip


def save(store: Store, sheet: EntrySheet, assignments: Assignments, reason: str = "") -> None:
    """Store what a sheet returned, as the window does."""
    change = set_cells(store, sheet.period.id, assignments, reason=reason)
    sheet.apply(store, change)
    sheet.stored(assignments)


def place(sheet: EntrySheet, unit: str, code: str) -> tuple[int, int]:
    """The cell of a unit and code."""
    found = sheet.place_of(unit, code)
    assert found is not None
    return found


def column(sheet: EntrySheet, name: str) -> int:
    """The number of a column by its id."""
    return next(n for n, one in enumerate(sheet.columns) if one.id == name)

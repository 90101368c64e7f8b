"""Small offices for the tests of the model."""

from datetime import date, datetime
from pathlib import Path

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.figures.cells import CLEARED, Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit

FOUNDED = date(2025, 7, 1)


def clock(day: date = date(2026, 11, 2), seed: int = 1) -> SteppingClock:
    """Return a reproducible clock that starts on a day."""
    return SteppingClock(datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM), seed=seed)


def empty_office(folder: Path, seed: int = 1) -> Store:
    """Return an office without any unit."""
    return create_office(folder, clock=clock(seed=seed))


def commune(folder: Path, unions: int = 3, seed: int = 1) -> tuple[Store, list[str]]:
    """Return a commune's office and the ids of its base unions CS-1, CS-2 …"""
    store = empty_office(folder, seed)
    own = store.meta("unit")
    found_unit(store, name="Công đoàn xã Đồi Chè", kind="CDX", parent=None, since=FOUNDED,
               unit=own, code="DC")  # fmt: skip
    ids = [
        found_unit(store, name=f"CĐCS số {n}", kind="CDCS", parent=own, since=FOUNDED,
                   code=f"CS-{n}", ownership="NQD")
        for n in range(1, unions + 1)
    ]  # fmt: skip
    return store, ids


def enter(store: Store, period: str, unit: str, *, reason: str = "", **values: int) -> None:
    """Type figures of one unit."""
    cells = {(unit, code): Entry(value) for code, value in values.items()}
    set_cells(store, period, cells, reason=reason)


def empty(store: Store, period: str, unit: str, *codes: str) -> None:
    """Clear figures of one unit again."""
    set_cells(store, period, {(unit, code): CLEARED for code in codes})

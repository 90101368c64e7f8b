"""A province with two communes in one store, months locked as if they had come from below."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.store.keys import return_key
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit

SINCE = date(2025, 7, 1)
CLEAN = {"A01": 50, "A01N": 20, "A03": 40, "A03N": 15, "C00": 38, "C00N": 14, "C11": 2, "C11N": 1}


def clock(day: date = date(2026, 11, 3)) -> SteppingClock:
    """Return a reproducible clock that stands on a day."""
    return SteppingClock(datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM), seed=7)


def make_province(folder: Path) -> tuple[Store, dict[str, str]]:
    """Return a province's store and code → unit id: T, X-A with two base unions, X-B with one."""
    store = create_office(folder / "tỉnh", clock=clock())
    ids = {"T": store.meta("unit") or ""}
    found_unit(store, name="LĐLĐ tỉnh Thử", kind="LDT", parent=None, since=SINCE,
               unit=ids["T"], code="T")  # fmt: skip
    for code, bases in (("X-A", 2), ("X-B", 1)):
        ids[code] = found_unit(store, name=f"Công đoàn xã {code}", kind="CDX", parent=ids["T"],
                               since=SINCE, code=code)  # fmt: skip
        for number in range(1, bases + 1):
            base = f"{code}-{number:02d}"
            ids[base] = found_unit(store, name=f"CĐCS {base}", kind="CDCS", parent=ids[code],
                                   since=SINCE, code=base, ownership="SN")  # fmt: skip
    with store.step("Giao quyền") as step:
        for code in ("X-A", "X-B"):
            step.put("assign", ids[code], f"office@{SINCE.isoformat()}", ids[code])
            fields = {"unit": ids[code], "role": "office", "key": "AA=="}
            step.put_fields("enrol", f"máy-{code}", fields)
    return store, ids


def make_commune(folder: Path, bases: int = 2) -> tuple[Store, dict[str, str]]:
    """Return a commune's store and code → unit id; it types for its base unions itself."""
    store = create_office(folder / "xã", clock=clock())
    ids = {"X": store.meta("unit") or ""}
    found_unit(store, name="Công đoàn xã Thử", kind="CDX", parent=None, since=SINCE,
               unit=ids["X"], code="X")  # fmt: skip
    for number in range(1, bases + 1):
        base = f"X-{number:02d}"
        ids[base] = found_unit(store, name=f"CĐCS {base}", kind="CDCS", parent=ids["X"],
                               since=SINCE, code=base, ownership="SN")  # fmt: skip
    return store, ids


def enter(store: Store, units: Iterable[str], period: str) -> None:
    """Type a clean month."""
    values = {(unit, code): Entry(number) for unit in units for code, number in CLEAN.items()}
    set_cells(store, period, values)


def lock_month(store: Store, units: Iterable[str], period: str) -> None:
    """Lock both monthly forms."""
    for form in ("F1", "F3"):
        assert lock(store, form, period, units, reason="đã kiểm tra").blocked == ()


def came(store: Store, unit: str, period: str, forms: Iterable[str] = ("F1", "F3")) -> None:
    """Write locked returns as a bundle from below would leave them in the fold."""
    with store.step("Nhận") as step:
        for form in forms:
            body = {"form": form, "values": {"A03": 40}}
            step.put("submit", return_key(unit, form, period), "1", body)

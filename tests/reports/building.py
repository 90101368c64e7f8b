"""A small province for the tests of reports: communes, base unions, two months of figures."""

import copy
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from desktop.models.clock import VIETNAM, Clock, SteppingClock
from desktop.models.figures.cells import CLEARED, NOT_APPLICABLE, Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.returns.returns import lock
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, set_attribute, tree_on
from tests.support.once import folder_of_process

SINCE = date(2025, 7, 1)
SEPTEMBER, OCTOBER = "2026-09", "2026-10"
Figures = Mapping[str, int | str | None]


def office(folder: Path, *, kind: str = "LDT", name: str = "", parent: str | None = None) -> Store:
    """An office whose own unit is a province (or another kind), with a reproducible clock."""
    clock = SteppingClock(datetime(2026, 11, 2, 8, tzinfo=VIETNAM), seed=7)
    store = create_office(folder / "so", clock=clock)
    found_unit(
        store, name=name or "Liên đoàn Lao động tỉnh Quảng Trị", kind=kind, parent=parent,
        since=SINCE, unit=store.own_unit, code="QT",
    )  # fmt: skip
    return store


def commune(store: Store, code: str, name: str) -> str:
    """A commune union directly under the office's unit."""
    return found_unit(store, name=name, kind="CDP", parent=store.own_unit, since=SINCE, code=code)


def union(
    store: Store, code: str, name: str, parent: str, *, since: date = SINCE, **attributes: str
) -> str:
    """A base union."""
    given = {"kind": "CDCS", "ownership": "SN", **attributes}
    return found_unit(store, name=name, parent=parent, since=since, code=code, **given)


def type_in(store: Store, unit: str, period: str, **values: int | str | None) -> None:
    """Enter figures: a number, "na", or None to clear."""
    words = {"na": NOT_APPLICABLE, None: CLEARED}
    set_cells(
        store,
        period,
        {
            (unit, code): Entry(value) if isinstance(value, int) else words[value]
            for code, value in values.items()
        },
    )


def locked(store: Store, period: str, *codes: str, form: str = "F1") -> None:
    """Lock the returns of units and make sure that they are locked."""
    done = lock(store, form, period, codes, reason="rà soát")
    assert {unit.code for unit in done.locked} == set(codes), done.blocked


def by_code(store: Store, code: str, day: date = date(2026, 10, 31)) -> str:
    """The id of a unit."""
    return tree_on(store, day).by_code(code).id


def move(store: Store, unit: str, parent: str, since: date) -> None:
    """Put a unit under another one from a day on."""
    set_attribute(store, unit, "parent", parent, since)


def end(store: Store, unit: str, since: date, kind: str = "dissolve") -> None:
    """End a unit, with the event that says why."""
    with store.step("Kết thúc") as step:
        step.put("unit", unit, f"alive@{since.isoformat()}", False)
        step.put_fields(
            "event", f"e-{unit}", {"kind": kind, "date": since.isoformat(), "units": [unit]}
        )


def province(folder: Path) -> Store:
    """A copy of the province of `_province`, opened as if it had just been made here."""
    ready, clock = _ready()
    shutil.copytree(ready / "so", folder / "so")
    return Store.open(folder / "so", clock=copy.deepcopy(clock))


@lru_cache(maxsize=1)
def _ready() -> tuple[Path, Clock]:
    """The province, closed, in a folder of this process, and how far its clock has come."""
    folder = folder_of_process("province")
    with _province(folder) as store:
        return folder, store.clock


def _province(folder: Path) -> Store:
    """Two communes and a union of the province's own; movements of every kind in October.

    P-A: 1 school, 2 firm (not applicable women), 3 taken over from P-B, 4 founded in October.
    P-B: 1 clinic (has not reported October), 2 dissolved in October. T-01: directly managed.
    """
    store = office(folder)
    a = commune(store, "P-A", "Công đoàn phường Nam Đông Hà")
    b = commune(store, "P-B", "Công đoàn phường Đông Hà")
    a1 = union(store, "P-A-01", "CĐCS Trường THCS Nguyễn Huệ", a, area="Khu phố 1", sector="GDCS")
    a2 = union(
        store,
        "P-A-02",
        "CĐCS Công ty TNHH May Hòa Thọ",
        a,
        ownership="FDI",
        company_form="TNHH",
        founded="2012",
        country="Nhật Bản",
    )
    a3 = union(store, "P-A-03", "CĐCS Trạm Y tế phường", b)
    b1 = union(store, "P-B-01", "CĐCS Phòng khám Đa khoa", b)
    b2 = union(store, "P-B-02", "CĐCS Hợp tác xã Vận tải", b, ownership="HTX")
    t1 = union(store, "T-01", "CĐCS Cơ quan LĐLĐ tỉnh", store.own_unit)
    stocks = {
        a1: (50, 30, 48, 29), a2: (200, 150, 180, 140), a3: (20, 12, 20, 12),
        b1: (35, 20, 33, 19), b2: (12, 2, 12, 2), t1: (15, 6, 15, 6),
    }  # fmt: skip
    for unit, (workers, women_workers, members, women) in stocks.items():
        type_in(store, unit, SEPTEMBER, C00=members, C00N=women, C11=0, C24=0,
                A01=workers, A01N=women_workers, A03=members, A03N=women)  # fmt: skip
    everyone = ("P-A-01", "P-A-02", "P-A-03", "P-B-01", "P-B-02", "T-01")
    locked(store, SEPTEMBER, *everyone)
    locked(store, SEPTEMBER, *everyone, form="F3")
    october = date(2026, 10, 12)
    move(store, a3, a, october)
    end(store, b2, date(2026, 10, 20))
    a4 = union(
        store,
        "P-A-04",
        "CĐCS Trường Mầm non Hoa Sen",
        a,
        since=date(2026, 10, 5),
        ownership="SNNCL",
    )
    type_in(store, a1, OCTOBER, A01=52, A01N=31, A03=50, A03N=30, C11=3, C11N=2, C23=1, C23N=1)
    type_in(store, a2, OCTOBER, A01=205, A01N="na", A03=184, A03N=143, C11=6, C11N=4, C24=2,
            C24N=1)  # fmt: skip
    type_in(store, a3, OCTOBER, A01=20, A01N=12, A03=21, A03N=13, C13=1, C13N=1)
    type_in(store, a4, OCTOBER, A01=14, A01N=14, A03=12, A03N=12, C12=12, C12N=12)
    type_in(store, b2, OCTOBER, C28=12, C28N=2)
    type_in(store, t1, OCTOBER, A01=15, A01N=6, A03=14, A03N=5, C21=1, C21N=1)
    return store

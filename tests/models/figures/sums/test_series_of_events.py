"""What events brought stands on today's map too, what only moved between its unions does not."""

from datetime import date
from pathlib import Path

from desktop.models.figures.sums.series import Map, series
from desktop.models.register.events import end_unit, merge_units, reparent_units
from desktop.models.register.reorganise import Order, carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from tests.models.offices import FOUNDED, commune, enter

MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
JUNE = date(2026, 6, 1)


def values(store: Store, code: str, kind: Map, unit: str = "") -> list[object]:
    points = series(store, unit, code, MONTHS, kind, today=JUNE).points
    return [point.value for point in points]


def changing(folder: Path) -> Store:
    """CS-2 dissolved in March, CS-3 merged into CS-1 in April, MOI founded in May."""
    store, ids = commune(folder, unions=4)
    for unit, members in zip(ids, (100, 20, 30, 50), strict=True):
        enter(store, "2026-01", unit, C00=members, A03=members, A01=200)
    enter(store, "2026-03", ids[1], C11=2)
    end_unit(store, ids[1], date(2026, 3, 20))
    merge_units(store, [ids[2]], ids[0], date(2026, 4, 10))
    carry_out(store, Order("found", date(2026, 5, 5), ("MOI",), name="CĐCS Công ty Mới",
                           to_parent=store.own_unit, unit_kind="CDCS", members=12))  # fmt: skip
    return store


def test_members_of_unions_founded_and_ended_stand_on_todays_map(tmp_path: Path) -> None:
    with changing(tmp_path) as store:
        for kind in ("then", "today"):
            assert values(store, "A03", kind) == [200, 200, 180, 180, 192], kind
            assert values(store, "C28", kind) == [None, None, 22, None, None], kind
            assert values(store, "C11", kind) == [None, None, 2, None, None], kind
            assert values(store, "C12", kind) == [None, None, None, None, 12], kind
            assert values(store, "C41", kind)[2:] == [-20, None, 12], kind
            assert values(store, "B03", kind) == [0, 0, 1, 0, 0], kind


def test_what_moved_between_unions_of_todays_map_is_no_movement_there(tmp_path: Path) -> None:
    with changing(tmp_path) as store:
        other = found_unit(store, name="Công đoàn xã Khác", kind="CDX", parent=store.own_unit,
                           since=FOUNDED, code="K")  # fmt: skip
        reparent_units(store, ["CS-1"], other, date(2026, 5, 1))
        assert values(store, "C15", "then", "K") == [None, None, None, None, 130]
        for code in ("C15", "C27"):  # CS-3 went into CS-1: both count there all along
            assert values(store, code, "today", "K") == [None] * 5
        assert values(store, "A03", "today", "K") == [130] * 5
        assert values(store, "B07", "today", "K") == [0] * 5


def test_the_same_unions_show_whom_they_took_in(tmp_path: Path) -> None:
    with changing(tmp_path) as store:
        assert values(store, "A03", "same") == [150, 150, 150, 180, 180]
        assert values(store, "C15", "same") == [None, None, None, 30, None]
        assert values(store, "C41", "same") == [None, None, None, 30, None]

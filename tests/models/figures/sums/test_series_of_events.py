"""What events brought stands on today's map too, what only moved between its unions does not."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.series import MAPS, Map, series
from desktop.models.register.events import end_unit, merge_units, reparent_units
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from tests.models.offices import FOUNDED, commune, enter

MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
JUNE = date(2026, 6, 1)
ABSENT = "01a2071a-0000-7000-8000-000000000000"


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


def ended(folder: Path) -> Store:
    """District H, whose CS-9 is dissolved on 20 March, ends on 1 April; CS-8 goes to the office."""
    store, _ids = commune(folder, unions=1)
    district = found_unit(store, name="LĐLĐ huyện H", kind="LDH", parent=store.own_unit,
                          since=FOUNDED, code="H")  # fmt: skip
    kept, gone = (
        found_unit(store, name=f"CĐCS số {n}", kind="CDCS", parent=district, since=FOUNDED,
                   code=f"CS-{n}", ownership="NQD")
        for n in (8, 9)
    )  # fmt: skip
    for unit, members in ((kept, 80), (gone, 20)):
        enter(store, "2026-01", unit, C00=members, A03=members, A01=200)
    enter(store, "2026-03", gone, C11=3)
    end_unit(store, gone, date(2026, 3, 20))
    reparent_units(store, ["CS-8"], store.own_unit, date(2026, 4, 1))
    end_unit(store, district, date(2026, 4, 1))
    return store


def test_a_unit_that_ended_shows_what_it_had_and_then_nothing(tmp_path: Path) -> None:
    with ended(tmp_path) as store:
        for kind in MAPS:
            points = [100, 100, 80, None, None]
            if kind == "same":  # CS-9 did not live in every month that the district saw
                points = [80, 80, 80, None, None]
            assert values(store, "A03", kind, "H") == points, kind
            assert values(store, "A03", kind, "CS-9") == [20, 20, None, None, None], kind
            assert values(store, "C11", kind, "CS-9") == [None, None, 3, None, None], kind
            assert values(store, "C28", kind, "CS-9") == [None, None, 23, None, None], kind
            assert values(store, "C41", kind, "CS-9")[2:] == [-20, None, None], kind
        unit = tree_on(store, JUNE, ended_too=True).by_code("CS-9").id
        assert values(store, "A03", "then", unit) == [20, 20, None, None, None]
        later = series(store, "H", "A03", MONTHS[-1:], "same", today=JUNE)
        assert [point.value for point in later.points] == [None]


def test_a_unit_chosen_in_the_program_is_never_called_by_its_id(tmp_path: Path) -> None:
    with ended(tmp_path) as store:
        unit = tree_on(store, JUNE, ended_too=True).by_code("CS-9").id
        with pytest.raises(Refusal, match="CĐCS số 9 đã thôi hoạt động từ ngày 20/3/2026"):
            totals(store, "2026-05", unit)
        with pytest.raises(Refusal, match="Đơn vị này không hoạt động vào ngày 31/05/2026"):
            series(store, ABSENT, "A03", MONTHS)

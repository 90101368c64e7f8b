"""The published figures of figures.md, section 12, through the office's own totals."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.formats.cells import cell_text
from desktop.formats.table import Column
from desktop.models.figures.dues import dues, fund
from desktop.models.figures.sums.rollup import totals
from desktop.models.packs.packs import load_packs
from desktop.models.register.events import end_unit
from desktop.models.text import vi_number
from desktop.models.units.units import found_unit, tree_on
from desktop.reports.f4 import total_cell
from tests.models.offices import FOUNDED, commune, enter

MONTH = "2026-10"


@pytest.mark.parametrize(
    ("code", "values", "shown"),
    [
        ("A04", {"A03": 161_636, "A01": 181_469}, "89.07"),
        ("A04", {"A03": 162_976, "A01": 182_858}, "89.13"),
        ("D03", {"D02": 13, "D01": 16}, "81.25"),
        ("D11R", {"D11": 229, "D11T": 299}, "76.59"),
        ("D21R", {"D21": 440, "D21T": 549}, "80.15"),
        ("K05R", {"K05T": 10_177, "K05": 8_450}, "120.44"),
        ("M02R", {"M02": 621, "M01": 1_648}, "37.68"),
    ],
)  # fmt: skip
def test_shares_of_totals(tmp_path: Path, code: str, values: dict[str, int], shown: str) -> None:
    store, (unit, *_rest) = commune(tmp_path, unions=1)
    with store:
        enter(store, MONTH, unit, **values)
        assert totals(store, MONTH)[code].value == Decimal(shown)


def test_thirteen_of_sixteen_prints_half_up(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path, unions=1)
    with store:
        enter(store, MONTH, unit, D02=13, D01=16)
        total = totals(store, MONTH)["D03"]
        indicator = store.packs.indicators["D03"]
        assert cell_text(total_cell(total, indicator), Column("", 8)) == "81,25%"


def test_the_province_lost_members_though_it_admitted_many(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-09", unit, C00=162_976, A03=162_976)
        enter(store, MONTH, unit, C11=2_000, C24=3_340, A03=161_636)
        found = totals(store, MONTH)
        assert found["C41"].value == -1_340
        assert found["C40"].value == 2_000
        assert vi_number(found["A03"].value) == "161.636"


def test_a_ward_with_a_union_less_and_more_members(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=43)
    with store:
        members = [3_323 - 42 * 77, *[77] * 42]
        for unit, number in zip(ids, members, strict=True):
            enter(store, "2026-09", unit, C00=number, A03=number)
        end_unit(store, ids[0], date(2026, 10, 1))
        for unit in ids[1:]:
            enter(store, MONTH, unit, A03=77)
        enter(store, MONTH, ids[1], A03=77 + 186, C11=186)
        before, after = totals(store, "2026-09"), totals(store, MONTH)
        assert (before["A05"].value, after["A05"].value) == (43, 42)
        assert (before["A03"].value, after["A03"].value) == (3_323, 3_420)
        assert after["B20"].value == 1
        assert after["C41"].value == 97


def test_unions_by_ownership_add_up_to_all(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path, unions=0)
    with store:
        for kind, count in (("SNNCL", 23), ("NQD", 17), ("SN", 18)):
            for n in range(count):
                found_unit(store, name=f"CĐCS {kind} {n}", kind="CDCS", parent=store.own_unit,
                           since=FOUNDED, code=f"{kind}-{n}", ownership=kind)  # fmt: skip
        kinds = [u.ownership for u in tree_on(store, date(2026, 10, 31)).units.values()]
        assert [kinds.count(kind) for kind in ("SNNCL", "NQD", "SN")] == [23, 17, 18]
        assert totals(store, MONTH)["A05"].value == 58


def test_dues_and_the_split_of_the_fund_follow_the_parameters_of_the_day() -> None:
    from desktop.models.packs.packs import shipped_folder

    packs = load_packs([shipped_folder()])

    day = date(2026, 6, 30)
    most = dues(packs, 60_000_000, day)
    assert (most.amount, most.reckoned, most.capped) == (234_000, 300_000, True)
    insured = dues(packs, 46_800_000, day)
    assert (insured.amount, insured.capped) == (234_000, False)
    assert dues(packs, 60_000_000, date(2026, 7, 1)).amount == 253_000
    assert dues(packs, 10_000_000, date(2025, 6, 30)).amount == 100_000
    assert dues(packs, 5_555_555, day).amount == 27_778  # 27.777,775 goes up
    whole = fund(packs, 100_000_000, day)
    assert (whole.due, whole.kept, whole.passed_on) == (2_000_000, 1_500_000, 500_000)


def test_money_adds_up_in_whole_dong(tmp_path: Path) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        enter(store, MONTH, ids[0], E06P=60, E06D=60 * 40_000)
        enter(store, MONTH, ids[1], E06P=50, E06D=50 * 40_000)
        found = totals(store, MONTH)
        assert (found["E06P"].value, found["E06D"].value) == (110, 4_400_000)

"""Targets of one sector, group or ownership type of an indicator ("N02;LH=non_state")."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.formats.document import Document
from desktop.models.entry.entry import EntrySheet
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.kinds import has_parts, told_by_kind
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.trace import Narrow
from desktop.models.outline.targets import Target
from desktop.models.packs.packs import load_packs
from desktop.models.plans.unit_targets import set_unit_targets
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit
from desktop.reports import f4
from desktop.reports.answering import answer
from desktop.reports.asking import Question
from desktop.tasks.figures.target_lines import TargetLine, list_targets, progress_lines
from desktop.tasks.figures.target_shares import split_year
from desktop.tasks.figures.targets import target_of_text
from tests.models.offices import FOUNDED, commune, enter
from tests.reports.looking import tables, unit_row

TODAY = date(2026, 11, 21)
NON_STATE, STATE = "N02;LH=non_state", "N02;LH=state"
GRADED = {
    "N01": 5, "N01B": 12, "N01C": 2, "N01D": 1, "N01T": 20,
    "N01;LH=non_state": 1, "N01B;LH=non_state": 5, "N01T;LH=non_state": 9,
    "N01;LH=state": 4, "N01B;LH=state": 6, "N01T;LH=state": 10,
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Store, dict[str, str]]]:
    """Two private unions, one of foreign capital, one public."""
    store, (first, second) = commune(tmp_path / "sổ", 2)
    ids = {"CS-1": first, "CS-2": second}
    with store:
        for code, kind in (("CS-3", "FDI"), ("CS-4", "SN")):
            ids[code] = found_unit(
                store, name=f"CĐCS {code}", kind="CDCS", parent=store.own_unit, since=FOUNDED,
                code=code, ownership=kind,
            )  # fmt: skip
        yield store, ids


def aim(store: Store, year: int = 2026, unit: str = "", **wanted: str) -> None:
    """Set targets as they are typed; "__" stands for the sign of a kind."""
    packs = store.packs.indicators
    targets: dict[str, Target | None] = {
        code.replace("__", ";LH="): target_of_text(text, packs[code.partition("__")[0]])
        for code, text in wanted.items()
    }
    set_unit_targets(store, year, {unit or store.own_unit: targets})


def grade(store: Store, figures: dict[str, int]) -> None:
    cells = {(store.own_unit, code): Entry(number) for code, number in figures.items()}
    set_cells(store, "2026", cells)


def line(store: Store, code: str) -> TargetLine:
    found = progress_lines(store, 2026, store.own_unit, TODAY, deep=False)
    return next(one for one in found if one.code == code)


def row(document: Document, code: str) -> Any:
    return unit_row(tables(document)[0], code)


def test_two_sectors_are_aimed_at_and_measured_each_by_itself(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    aim(store, N02=">=80%", N02__non_state=">=60%", N02__state=">=85%")
    grade(store, GRADED)
    found = {one.code: one.progress for one in progress_lines(
        store, 2026, store.own_unit, TODAY, deep=False)}  # fmt: skip
    assert {code: (one.numerator, one.denominator) for code, one in found.items() if one} == {
        "N02": (17, 20), NON_STATE: (6, 9), STATE: (10, 10)
    }  # fmt: skip
    assert line(store, NON_STATE).title.endswith("trở lên, riêng khu vực ngoài nhà nước")
    told = list_targets(store, 2026, store.own_unit, TODAY)["targets"]
    assert [one["indicator"] for one in told] == ["N02", NON_STATE, STATE]


def test_f4_has_a_row_for_each_below_its_indicator_and_each_number_is_traced(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    aim(store, N02__non_state=">=60%", N02__state=">=85%", C40__FDI="10")
    grade(store, GRADED)
    table = tables(f4.build(store, "2026"))[0]
    codes = [one.code for one in table.rows]
    at = codes.index("N02")
    assert codes[at + 1 : at + 3] == [NON_STATE, STATE]
    assert str(table.rows[at + 1].cells[1]) == "– riêng khu vực ngoài nhà nước"
    asked = Question("N02", "2026", narrow=Narrow(band="non_state"), since_year_began=True)
    assert (answer(store, asked).total.numerator, answer(store, asked).total.denominator) == (6, 9)
    wanted = Question(
        "N02", "2026", narrow=Narrow(band="non_state"), since_year_began=True, beside="plan_percent"
    )
    found = answer(store, wanted)
    assert found.total.value == Decimal("111.11")
    assert "riêng khu vực ngoài nhà nước" in found.title


def test_flows_and_unions_follow_from_the_type_of_each_union(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    aim(store, C40__FDI="10", C40__non_state="40", B01__FDI="2", A04__DN=">=85%")
    for month in ("2026-01", "2026-02"):
        for number, unit in enumerate(ids.values(), 1):
            enter(store, month, unit, C11=number)
    enter(store, "2026-02", ids["CS-3"], A01=40, A03=30)
    enter(store, "2026-02", ids["CS-4"], A01=100, A03=100)
    c40, sector = line(store, "C40;LH=FDI"), line(store, "C40;LH=non_state")
    assert c40.progress is not None
    assert sector.progress is not None
    assert (c40.progress.done, sector.progress.done) == (6, 12)
    assert c40.progress.net is None  # who came with whole unions is told by type elsewhere
    assert c40.progress.forecast is not None
    density = line(store, "A04;LH=DN").progress
    assert density is not None
    assert (density.numerator, density.denominator) == (30, 40)
    founded = line(store, "B01;LH=FDI").progress
    assert founded is not None
    assert founded.done == 0
    assert row(f4.build(store, "2026-02"), "C40;LH=FDI")["cumulative"] == 6


def test_a_target_of_a_type_is_dealt_out_by_the_members_of_that_type(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, ids = office
    for unit, members in zip(ids.values(), (30, 10, 60, 500), strict=True):
        enter(store, "2026-10", unit, A01=members, A03=members)
    told = split_year(
        store, 2026, "C40;LH=non_state", "members", TODAY, target=target_of_text("50")
    )
    parts = {one["unit"]: one["value"] for one in told["parts"]}
    assert parts == {"CS-1": 15, "CS-2": 5, "CS-3": 30, "CS-4": 0}
    listed = list_targets(store, 2026, store.own_unit, TODAY)["targets"]
    assert {one["indicator"] for one in listed} == {"C40;LH=non_state"}


@pytest.mark.parametrize("code", ["N02;LH=NOBODY", "D03;LH=FDI", "N03;LH=FDI", "C41;LH=FDI"])
def test_what_is_not_told_by_type_is_no_target_of_one(
    office: tuple[Store, dict[str, str]], code: str
) -> None:
    store, _ids = office
    with pytest.raises(Refusal) as refused:
        set_unit_targets(store, 2026, {store.own_unit: {code: Target("=", Decimal(1))}})
    assert "tính riêng cho" in str(refused.value)


def test_the_sheet_asks_by_sector_what_a_target_needs_and_no_more(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    before = [one.code for one in EntrySheet.load(store, "F4", "2026").columns]
    aim(store, N02__non_state=">=60%", C40__FDI="10")
    sheet = EntrySheet.load(store, "F4", "2026")
    added = [one.code for one in sheet.columns if one.code not in before]
    assert added == ["N01;LH=non_state", "N01B;LH=non_state", "N01T;LH=non_state"]
    codes = [one.code for one in sheet.columns]
    assert codes[codes.index("N01") + 1] == added[0]
    assert "N01;LH=non_state" not in [
        one.code for one in EntrySheet.load(store, "F4", "2026-10").columns
    ]


def test_what_is_told_by_sector_is_checked_against_the_whole(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    grade(store, {**GRADED, "N01;LH=non_state": 2})
    blocked = lock(store, "F4", "2026", [store.own_unit]).blocked
    assert {one.rule for one in blocked} == {"V07"}
    grade(store, {**GRADED, "N01T;LH=non_state": 5})
    blocked = lock(store, "F4", "2026", [store.own_unit]).blocked
    assert {one.rule for one in blocked} == {"V17"}
    grade(store, GRADED)
    assert lock(store, "F4", "2026", [store.own_unit]).locked


def test_an_office_that_told_the_whole_alone_has_not_told_its_sectors(
    office: tuple[Store, dict[str, str]],
) -> None:
    store, _ids = office
    aim(store, N02=">=80%", N02__non_state=">=60%")
    grade(store, {code: n for code, n in GRADED.items() if ";" not in code})
    assert lock(store, "F4", "2026", [store.own_unit]).locked
    found = line(store, NON_STATE).progress
    assert found is not None
    assert found.done is None
    whole = line(store, "N02").progress
    assert whole is not None
    assert whole.done == 85


def test_only_figures_told_by_type_have_parts() -> None:
    packs = load_packs()
    parted = {code for code in packs.indicators if has_parts(packs, code)}
    assert {"N02", "F02", "C40", "C11", "A03", "A04", "B01"} <= parted
    assert not parted & {"N03", "C41", "C15", "D03", "M01", "A06"}
    assert told_by_kind(packs, ["N02;LH=SN", "C40;LH=FDI", "N02"]) == {
        "N01": ["SN"], "N01B": ["SN"], "N01T": ["SN"]
    }  # fmt: skip

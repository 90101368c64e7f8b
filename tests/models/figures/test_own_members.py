"""Members a unit above base unions manages itself: who owes them, and what judges them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.errors import Refusal
from desktop.models.figures.cells import CLEARED
from desktop.models.figures.figures import set_cells
from desktop.models.figures.opening import openings
from desktop.models.figures.returns.board import last_months, read_board, returns_of
from desktop.models.figures.returns.owing import owing_units
from desktop.models.figures.returns.quality import quality_card
from desktop.models.figures.returns.returns import lock, statuses
from desktop.models.figures.revisions import revisions
from desktop.models.figures.sums.rollup import totals
from desktop.models.packs.periods import parse_period
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store import history
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from desktop.reports import f3
from tests.models.months import came, make_province
from tests.models.offices import commune, enter
from tests.reports import building
from tests.reports.looking import subtitle

AUGUST, SEPTEMBER, OCTOBER = "2026-08", "2026-09", "2026-10"
OWN = {"C00": 5, "C00N": 2, "A01": 9, "A01N": 4, "A03": 5, "A03N": 2}
UNION = {"C00": 50, "C00N": 20, "A01": 60, "A01N": 25, "A03": 50, "A03N": 20}
Office = tuple[Store, str, list[str]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """A commune of one union that is clean in October."""
    store, units = commune(tmp_path, 1)
    enter(store, OCTOBER, units[0], **UNION)
    with store:
        yield store, store.own_unit, units


def owing(store: Store, form: str, period: str) -> list[str]:
    """Return who owes a form of a period, in the order of the tree."""
    tree = tree_on(store, parse_period(period, store.packs.schemes).data_to)
    return [unit.id for unit in owing_units(store, tree, store.packs.forms[form], period)]


def stated(store: Store, period: str) -> set[tuple[str, str]]:
    """Return (unit, form) of the returns with a row for each union that are listed."""
    return {(one.unit.id, one.form) for one in statuses(store, period) if one.form != "F4"}


def test_it_owes_what_a_union_owes_from_its_first_figure_on(office: Office) -> None:
    store, own, units = office
    assert owing(store, "F1", OCTOBER) == owing(store, "F3", OCTOBER) == units
    enter(store, OCTOBER, own, A03=5)
    for form in ("F1", "F3"):
        assert owing(store, form, OCTOBER) == [own, *units]
        assert {(own, form), (units[0], form)} <= stated(store, OCTOBER)
    assert owing(store, "F1", SEPTEMBER) == units  # not before
    assert owing(store, "F1", "2026-11") == [own, *units]  # they are still there
    history.undo(store)
    assert owing(store, "F1", OCTOBER) == owing(store, "F1", "2026-11") == units


def test_results_of_its_work_are_no_members(office: Office) -> None:
    store, own, units = office
    enter(store, OCTOBER, own, D18=2)
    assert owing(store, "F1", OCTOBER) == units
    assert owing(store, "F4", OCTOBER) == [own]


def test_figures_cleared_again_owe_nothing(office: Office) -> None:
    store, own, units = office
    enter(store, OCTOBER, own, A03=5)
    set_cells(store, OCTOBER, {(own, "A03"): CLEARED})
    assert owing(store, "F1", OCTOBER) == owing(store, "F1", "2026-11") == units


def test_it_is_asked_no_more_when_nobody_is_left(office: Office) -> None:
    store, own, units = office
    enter(store, SEPTEMBER, own, **OWN)
    assert lock(store, "F1", SEPTEMBER, [own]).blocked == ()
    enter(store, OCTOBER, own, A01=0, A01N=0, A03=0, A03N=0, C22=5, C22N=2)
    assert owing(store, "F3", OCTOBER) == [own, *units]
    assert lock(store, "F1", OCTOBER, [own], reason="chuyển hết đi nơi khác").blocked == ()
    assert owing(store, "F1", "2026-11") == units


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [({"A03N": 6, "C00N": 6}, "V02"), ({"A01N": 10}, "V02"), ({"A03": 7}, "V04")],
)
def test_the_same_rules_stop_it_when_all_are_locked(
    office: Office, wrong: dict[str, int], rule: str
) -> None:
    store, own, units = office
    enter(store, OCTOBER, own, **{**OWN, **wrong})
    done = lock(store, "F1", OCTOBER)
    assert [unit.id for unit in done.locked] == units
    assert {one.unit for one in done.blocked} == {own}
    assert rule in {one.rule for one in done.blocked}
    card = quality_card(store, "F1", OCTOBER, today=date(2026, 11, 2))
    assert (card.units, card.locked, bool(card.errors)) == (2, 1, True)


def test_locking_all_asks_for_it_once_it_holds_members(office: Office) -> None:
    store, own, units = office
    enter(store, SEPTEMBER, own, **OWN)
    done = lock(store, "F1", OCTOBER)
    assert [unit.id for unit in done.locked] == units
    assert {(one.unit, one.rule) for one in done.blocked} == {(own, "V00")}
    enter(store, OCTOBER, own, A01=9, A01N=4, A03=5, A03N=2)
    assert lock(store, "F1", OCTOBER).blocked == ()
    assert (own, "F1") in revisions(store, OCTOBER)
    assert totals(store, OCTOBER)["A03"].value == 55
    assert totals(store, OCTOBER)["A03"].state == "submitted"


def test_founded_with_a_decision_it_is_no_new_union(office: Office) -> None:
    store, own, _units = office
    with store.step("Thành lập") as step:
        fields = {"kind": "found", "date": "2026-10-01", "units": [own], "to": []}
        step.put_fields("event", "018e0000-0000-7000-8000-000000000099", fields)
    enter(store, OCTOBER, own, A01=9, A01N=4, A03=5, A03N=2, C16=5, C16N=2)
    blocked = lock(store, "F3", OCTOBER, [own], reason="rà soát").blocked
    assert "V13" not in {one.rule for one in blocked}


def test_the_level_above_waits_for_it_and_may_accept_it(tmp_path: Path) -> None:
    store, ids = make_province(tmp_path)
    with store:
        today = date(2026, 11, 4)
        assert [row.cells[0].owed for row in _october(store, today)] == [4, 2]
        came(store, ids["X-A"], OCTOBER, ("F1",))
        cell = _october(store, today)[0].cells[0]
        assert (cell.owed, cell.reported) == (6, 1)
        assert ("Công đoàn xã X-A", ("F3",)) in cell.lacking
        listed = {(one.unit, one.form): one.state for one in returns_of(store, OCTOBER, ids["X-A"])}
        assert listed[ids["X-A"], "F1"] == "received"
        assert listed[ids["X-A"], "F3"] == "missing"
        assert len(listed) == 6
        assert (ids["X-A"], "F1") in stated(store, OCTOBER)


def _october(store: Store, today: date) -> list:
    return list(read_board(store, last_months(store, OCTOBER, 1), today).rows)


def test_a_period_no_pack_knows_does_no_harm(office: Office) -> None:
    store, own, units = office
    with store.step("Kỳ lạ") as step:
        step.put("cell", f"2026-ZZ|{own}", "A03", 5)
    assert owing(store, "F1", OCTOBER) == units
    with pytest.raises(Refusal):
        statuses(store, "2026-ZZ")


def test_a_total_is_no_firmer_than_the_offices_own_part(office: Office) -> None:
    store, own, units = office
    enter(store, SEPTEMBER, own, **OWN)
    assert lock(store, "F1", OCTOBER, units).blocked == ()
    told = totals(store, OCTOBER)["A03"]
    assert (told.value, told.state, told.reported, told.of) == (55, "carried", 1, 1)
    enter(store, OCTOBER, own, A01=9, A01N=4, A03=5, A03N=2)
    assert totals(store, OCTOBER)["A03"].state == "live"
    assert lock(store, "F1", OCTOBER, [own]).blocked == ()
    assert totals(store, OCTOBER)["A03"].state == "submitted"


def test_an_office_founded_by_an_event_is_asked_for_its_first_opening(office: Office) -> None:
    store, own, _units = office
    with store.step("Thành lập") as step:
        fields = {"kind": "found", "date": "2025-07-01", "units": [own], "to": []}
        step.put_fields("event", "018e0000-0000-7000-8000-000000000099", fields)
    enter(store, OCTOBER, own, A01=9, A01N=4, A03=5, A03N=2)
    period = parse_period(OCTOBER, store.packs.schemes)
    assert openings(store, period, [own], {})[own]["members"].value is None
    held = {own: {"C00": 5, "C00N": 2}}
    assert openings(store, period, [own], held)[own]["members"].value == 5
    enter(store, OCTOBER, own, C00=5, C00N=2)
    assert lock(store, "F3", OCTOBER, [own]).blocked == ()
    sums = totals(store, OCTOBER)
    assert sums["C00"].value == 55
    assert "C12" not in sums


def test_the_last_month_of_a_unit_above_that_ended_is_typed_locked_and_named(
    tmp_path: Path,
) -> None:
    with building.office(tmp_path) as store:
        since = date(2025, 1, 1)
        old, other = (
            found_unit(store, name=name, kind="LDH", parent=store.own_unit, since=since, code=code)
            for name, code in (("LĐLĐ huyện Hải Bình", "HB"), ("LĐLĐ huyện Hải An", "HA"))
        )
        enter(store, SEPTEMBER, old, **OWN)
        assert lock(store, "F1", SEPTEMBER, [old]).blocked == ()
        enter(store, OCTOBER, old, C21=3, C21N=1)
        for code in ("HB", "HA"):
            carry_out(store, Order("dissolve", date(2026, 10, 15), (code,)))
        sheet = EntrySheet.load(store, "F3", OCTOBER)
        row, _column = sheet.place_of(old) or (-1, 0)
        assert "Hoạt động đến hết ngày 14/10/2026" in sheet.row_note(row)
        assert sheet.place_of(other) is None  # it never had members of its own
        told = "Biến động tháng cuối của đơn vị đã thôi hoạt động chưa chốt: LĐLĐ huyện Hải Bình"
        assert told in subtitle(f3.build(store, OCTOBER))
        assert [unit.id for unit in lock(store, "F3", OCTOBER, reason="điều chuyển").locked] == [
            old
        ]
        assert told not in subtitle(f3.build(store, OCTOBER))
        assert (old, "F3") in stated(store, OCTOBER)
        sums = totals(store, OCTOBER)
        assert (sums["C21"].value, sums["C28"].value) == (3, 2)

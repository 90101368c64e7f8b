"""What the rules see beyond a row, read from a real office."""

from datetime import date
from pathlib import Path

from desktop.models.activities.activities import Activity, add_activity
from desktop.models.figures.cells import period_cells
from desktop.models.figures.checks.facts import Finding
from desktop.models.figures.checks.rules import judge, nothing_entered
from desktop.models.figures.checks.surroundings import surroundings
from desktop.models.figures.returns.owing import owing_units
from desktop.models.figures.returns.quality import quality_card
from desktop.models.figures.returns.returns import lock, would_lock
from desktop.models.packs.periods import parse_period
from desktop.models.register.events import record_event
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, tree_on
from tests.models.offices import commune, enter

OCTOBER, SEPTEMBER = "2026-10", "2026-09"
GOOD = {"C00": 20, "C00N": 8, "A01": 24, "A01N": 10, "A03": 20, "A03N": 8}


def judged(store: Store, form_id: str, period_id: str, *, hints: bool = False) -> list[Finding]:
    form, period = store.packs.forms[form_id], parse_period(period_id, store.packs.schemes)
    tree = tree_on(store, period.data_to)
    values = period_cells(store, period.id)
    units = [unit for unit in owing_units(store, tree, form) if unit.id in values]
    return judge(store, tree, form, period, units, values, hints=hints)


def rules_of(found: list[Finding], unit: str) -> set[str]:
    return {one.rule for one in found if one.unit == unit and one.rule != "V00"}


def test_history_is_newest_first_and_ends_with_what_was_ever_entered(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        enter(store, "2026-07", unit, **GOOD)
        enter(store, SEPTEMBER, unit, A03=21, A01=24)
        store_period = parse_period(OCTOBER, store.packs.schemes)
        tree = tree_on(store, store_period.data_to)
        form = store.packs.forms["F1"]
        around = surroundings(store, tree, form, store_period, list(tree.units.values()))
        history = around.of(unit).history
        assert [dict(one) for one in history] == [
            {"A03": 21, "A01": 24}, {}, {code: n for code, n in GOOD.items() if code[0] == "A"},
        ]  # fmt: skip
        assert [dict(one) for one in around.of(other).history] == [{}, {}, {}]


def test_a_large_change_wants_a_reason_unless_an_event_explains_it(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        for one in (unit, other):
            enter(store, SEPTEMBER, one, **GOOD)
            enter(store, OCTOBER, one, A01=40, A01N=10, A03=30, A03N=8, C11=10, C11N=0)
        record_event(store, "merge", date(2026, 10, 3), [other], decision="1/QĐ")
        found = judged(store, "F1", OCTOBER)
        assert "V10" in rules_of(found, unit)
        assert "V10" not in rules_of(found, other)
        assert lock(store, "F1", OCTOBER, [unit]).locked == ()
        done = lock(store, "F1", OCTOBER, [unit], reason="Mở thêm phân xưởng")
        assert [u.id for u in done.locked] == [unit]


def test_a_founding_without_a_decision_blocks(tmp_path: Path) -> None:
    store, _units = commune(tmp_path)
    with store:
        new = found_unit(store, name="CĐCS mới", kind="CDCS", parent=store.own_unit,
                         since=date(2026, 10, 5), code="CS-9", ownership="NQD")  # fmt: skip
        record_event(store, "found", date(2026, 10, 5), [new])
        enter(store, OCTOBER, new, C00=0, C00N=0, C12=20, C12N=8, A01=24, A01N=10, A03=20, A03N=8)
        assert "V13" in rules_of(judged(store, "F3", OCTOBER), new)
        found = would_lock(store, "F3", OCTOBER, [new], reason="x")
        assert (found.locked, {one.rule for one in found.blocked}) == ((), {"V13"})


def test_transfers_are_compared_with_the_units_that_are_not_being_locked(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        enter(store, OCTOBER, unit, **{**GOOD, "C13": 3, "C13N": 0, "A03": 23})
        enter(store, OCTOBER, other, **{**GOOD, "C21": 3, "C21N": 0, "A03": 17})
        assert lock(store, "F3", OCTOBER, [unit]).blocked == ()
        enter(store, OCTOBER, other, C21=2, A03=18)
        # Locked already, the first needs nothing more; another in its place would.
        found = judged(store, "F3", OCTOBER)
        assert "V15" in rules_of(found, unit)


def test_a_half_year_form_reads_its_wholes_from_the_months(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        for one in (unit, other):
            enter(store, "2026-05", one, **GOOD)
        enter(store, "2026-H1", unit, A06M=21)
        enter(store, "2026-H1", other, A06M=20)
        found = judged(store, "F2", "2026-H1")
        assert "V02" in rules_of(found, unit)
        assert "V02" not in rules_of(found, other)


def test_the_office_s_own_form_is_compared_with_the_totals_of_its_tree(tmp_path: Path) -> None:
    store, units = commune(tmp_path)
    with store:
        for one in units:
            enter(store, "2026-09", one, **GOOD)
            lock(store, "F1", "2026-09", [one])
        own = store.own_unit
        enter(store, "2026-Q3", own, K03=60, K01=73)
        found = [one for one in judged(store, "F4", "2026-Q3") if one.rule == "V31"]
        assert [one.codes for one in found] == [("K01", "A01")]


def test_members_of_the_office_s_own_are_not_taken_for_those_of_its_tree(tmp_path: Path) -> None:
    store, units = commune(tmp_path)
    with store:
        for one in units:
            enter(store, OCTOBER, one, **GOOD)
        own = store.own_unit
        enter(store, OCTOBER, own, **{**GOOD, "A03": 5, "A03N": 2, "A05": 1})
        enter(store, OCTOBER, own, K03=65, F06=96, F07C=3, N04=4)
        found = [one for one in judged(store, "F4", OCTOBER) if one.rule in ("V17", "V31")]
        assert [one.codes[0] for one in found] == ["N04"]
        assert "(3)" in found[0].message


def test_cumulated_figures_of_the_term_are_read_from_all_periods(tmp_path: Path) -> None:
    store, _units = commune(tmp_path)
    with store:
        own = store.own_unit
        enter(store, "2026-Q2", own, M01=1, M02=1)
        enter(store, "2026-Q3", own, M01=1, M02=2)
        assert {(f.rule, f.severity) for f in judged(store, "F4", "2026-Q3")} == {("V23", "E")}
        enter(store, "2026-Q2", own, M01=4)
        assert {(f.rule, f.severity) for f in judged(store, "F4", "2026-Q3")} == {("V23", "I")}
        enter(store, "2026-M9", own, M01=3)
        assert "V22" in {one.rule for one in judged(store, "F4", "2026-M9")}


def test_months_that_came_as_locked_returns_alone_stand_beside_their_quarter(
    tmp_path: Path,
) -> None:
    """The cells of an office of another program may never come."""
    store, _units = commune(tmp_path)
    with store:
        own = store.own_unit
        with store.step("Gói") as step:
            for month in ("2026-07", "2026-08", "2026-09"):
                for rev, number in (("1", 9), ("2", 1)):
                    body = {"form": "F4", "values": {"D12": number}}
                    step.put("submit", return_key(own, "F4", month), rev, body)
        enter(store, "2026-Q3", own, D12=20)
        assert ("V35", "W") in {(f.rule, f.severity) for f in judged(store, "F4", "2026-Q3")}
        enter(store, "2026-Q3", own, D12=3)
        assert not {f.rule for f in judged(store, "F4", "2026-Q3")} & {"V22", "V35"}


def test_cells_taken_from_activities_are_judged_by_their_days(tmp_path: Path) -> None:
    store, _units = commune(tmp_path)
    with store:
        late = Activity("Đối thoại", "DDBV", date(2026, 12, 1), date(2026, 12, 1))
        made = add_activity(store, late, store.packs.activity_categories)
        with store.step("Lấy số") as step:
            cell = {"value": 1, "activities": [made]}
            step.put("cell", cell_key(store.own_unit, OCTOBER), "D04", cell)
        found = judged(store, "F4", OCTOBER)
        assert {one.rule for one in found} == {"V27"}
        assert "“Đối thoại” ngày 01/12/2026: sửa ngày" in found[0].message


def test_the_card_counts_and_says_what_to_look_at(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        enter(store, OCTOBER, unit, **GOOD)
        enter(store, OCTOBER, other, **{**GOOD, "A03": 25})
        lock(store, "F1", OCTOBER, [unit])
        card = quality_card(store, "F1", OCTOBER, today=date(2026, 11, 7))
        assert (card.units, card.entered, card.balanced) == (3, 2, 1)
        assert (card.cells_filled, card.cells_asked) == (8, 12)
        assert (card.locked, card.locked_on_time, card.days_left) == (1, 1, -2)
        assert card.errors >= 1
        assert "quá 2 ngày" in card.timely_words()
        assert [one.rule for one in card.look_at][:2] == ["", "V04"]
        assert card.as_json()["look_at"][0]["message"] == nothing_entered()
        assert "nhập số của đơn vị này" in nothing_entered()

"""Returns: locking, revisions, states, and what stops them."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.entry.entry_lock import give_reason
from desktop.models.errors import Refusal
from desktop.models.figures.cells import period_cells
from desktop.models.figures.checks.estimates import estimated_stocks
from desktop.models.figures.returns.owing import owing_units
from desktop.models.figures.returns.returns import lock, statuses
from desktop.models.figures.returns.verdicts import accept, accept_all, send_back
from desktop.models.figures.revisions import reviews, revisions
from desktop.models.figures.sums.rollup import totals
from desktop.models.packs.periods import parse_period
from desktop.models.store import history
from desktop.models.units.units import tree_on
from tests.models.offices import commune, enter

GOOD = {"C00": 10, "C00N": 4, "A01": 12, "A01N": 5, "A03": 10, "A03N": 4}


@pytest.mark.parametrize(
    ("form", "wrong", "rule"),
    [
        ("F1", {"A03N": 11, "C00N": 11}, "V02"),
        ("F1", {"A01N": 13}, "V02"),
        ("F1", {"A03": 11}, "V04"),
        ("F3", {"C11": 2}, "V04"),
        ("F1", {"A01": 9, "A01N": 5}, "V08"),
        ("F1", {"A03;LH=FDI": 3, "A03;LH=NQD": 6}, "V07"),
    ],
)
def test_a_broken_rule_blocks_the_lock(
    tmp_path: Path, form: str, wrong: dict[str, int], rule: str
) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        enter(store, "2026-10", unit, **{**GOOD, **wrong})
        enter(store, "2026-10", other, **GOOD)
        done = lock(store, form, "2026-10", [unit, other])
        assert [u.id for u in done.locked] == [other]
        assert rule in {finding.rule for finding in done.blocked}
        assert {finding.unit for finding in done.blocked} == {unit}


def test_a_warning_passes_with_a_reason(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-10", unit, **{**GOOD, "A01": 9})
        assert lock(store, "F1", "2026-10", [unit]).locked == ()
        assert len(lock(store, "F1", "2026-10", [unit], reason="Nghỉ thai sản").locked) == 1


def test_nothing_entered_and_estimates_are_told_apart(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        enter(store, "2026-09", unit, **GOOD)
        lock(store, "F1", "2026-09", [unit])
        enter(store, "2026-10", unit, A01=12, A01N=5)
        blocked = lock(store, "F1", "2026-10", [unit, other]).blocked
        assert [(f.unit, f.codes) for f in blocked] == [(unit, ("A03", "A03N")), (other, ())]


def test_stocks_are_carried_and_follow_the_movements(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-09", unit, **GOOD)
        lock(store, "F1", "2026-09", [unit])
        enter(store, "2026-10", unit, C11=3, C11N=1, C24=1)
        period = parse_period("2026-10", store.packs.schemes)
        form = store.packs.forms["F1"]
        values = period_cells(store, "2026-10")
        assert estimated_stocks(store, form, period, [unit], values) == {
            unit: {"A01": 12, "A01N": 5, "A03": 12, "A03N": 5}
        }


def test_locking_again_without_a_change_makes_no_new_revision(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-10", unit, **GOOD)
        lock(store, "F1", "2026-10", [unit])
        before = store.rows("SELECT count(*) FROM op")
        assert len(lock(store, "F1", "2026-10", [unit]).locked) == 1
        assert store.rows("SELECT count(*) FROM op") == before


def test_states_run_from_none_to_locked_and_back_by_undo(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)

    def status() -> tuple[str, int, bool | None]:
        found = next(s for s in statuses(store, "2026-10", ["F1"]) if s.unit.id == unit)
        return found.state, found.rev, found.on_time

    with store:
        assert status() == ("none", 0, None)
        enter(store, "2026-10", unit, **GOOD)
        assert status() == ("entering", 0, None)
        lock(store, "F1", "2026-10", [unit])
        assert status() == ("locked", 1, True)
        enter(store, "2026-10", unit, A01=14, reason="Bổ sung")
        lock(store, "F1", "2026-10", [unit], reason="Bổ sung")
        assert status() == ("locked", 2, True)
        history.undo(store)
        assert status() == ("locked", 1, True)


def test_a_late_lock_is_not_on_time(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-08", unit, **GOOD)
        lock(store, "F1", "2026-08", [unit])
        late = [s for s in statuses(store, "2026-08", ["F1"]) if s.unit.id == unit]
        assert late[0].on_time is False


def test_sending_back_needs_a_reason_and_a_return(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        with pytest.raises(Refusal, match="lý do"):
            send_back(store, "F1", "2026-10", unit, "  ")
        with pytest.raises(Refusal, match="chưa nộp"):
            send_back(store, "F1", "2026-10", unit, "Sai số nữ")
        with pytest.raises(Refusal, match="Không có biểu “F9”"):
            send_back(store, "F9", "2026-10", unit, "Sai số nữ")


def test_a_returned_report_can_be_typed_and_locked_again(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-10", unit, **GOOD)
        lock(store, "F1", "2026-10", [unit])
        send_back(store, "F1", "2026-10", unit, "Sai số nữ")
        enter(store, "2026-10", unit, A01N=6)
        assert len(lock(store, "F1", "2026-10", [unit]).locked) == 1
        found = next(s for s in statuses(store, "2026-10", ["F1"]) if s.unit.id == unit)
        assert (found.rev, found.state) == (2, "locked")


def test_an_unknown_form_or_one_not_owed_is_refused(tmp_path: Path) -> None:
    with commune(tmp_path)[0] as store:
        for form, period in (("F99", "2026-10"), ("F1", "2026")):
            with pytest.raises(Refusal):
                lock(store, form, period)


def test_returns_are_locked_in_one_order_whatever_order_they_were_named_in(tmp_path: Path) -> None:
    orders = []
    for turn, wanted in enumerate((slice(None), slice(None, None, -1))):
        store, units = commune(tmp_path / str(turn))
        with store:
            for unit in units:
                enter(store, "2026-10", unit, **GOOD)
            done = lock(store, "F1", "2026-10", [*units[wanted], units[0]])
            assert len(done.locked) == len(units)
            orders.append([c.key for c in done.change.changes if c.kind == "submit"])
    assert orders[0] == orders[1]


def test_another_office_s_return_is_neither_locked_nor_judged_here(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        enter(store, "2026-09", unit, **GOOD)
        enter(store, "2026-10", unit, A01=12, A01N=5, A03=10, A03N=4)
        enter(store, "2026-10", other, **GOOD)
        with store.step("Giao cho cơ sở tự nhập") as step:
            step.put("assign", unit, "office@2026-10-01", unit)
        with pytest.raises(Refusal, match="có sổ riêng"):
            lock(store, "F1", "2026-10", [unit, other])
        assert revisions(store, "2026-10") == {}
        assert [u.id for u in lock(store, "F1", "2026-09", [unit]).locked] == [unit]


def test_what_an_office_typed_is_judged_by_the_level_above(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        own = store.own_unit
        with store.step("Vào danh sách của tỉnh") as step:
            step.put("unit", own, "parent@2025-07-01", "tinh")
            step.put("unit", "tinh", "name@2025-01-01", "Liên đoàn Lao động tỉnh")
            step.put("assign", own, "office@2025-07-01", own)
        enter(store, "2026-10", unit, **GOOD)
        lock(store, "F1", "2026-10", [unit])
        for judge in (
            lambda: accept(store, "F1", "2026-10", unit),
            lambda: accept_all(store, "2026-10", [(unit, "F1")]),
            lambda: send_back(store, "F1", "2026-10", unit, "Sai số nữ"),
        ):
            with pytest.raises(Refusal, match="chính đơn vị mình"):
                judge()
        assert reviews(store, "2026-10") == {}


def test_another_increase_is_not_locked_without_a_reason(tmp_path: Path) -> None:
    store, (unit,) = commune(tmp_path, unions=1)
    with store:
        enter(store, "2026-01", unit, C00=10, C16=2, C30=1, A03=11, A01=20)
        told = {(one.rule, one.codes) for one in lock(store, "F3", "2026-01").blocked}
        assert told == {("V33", ("C16",)), ("V34", ("C30",))}
        give_reason(store, "2026-01", unit, "V33", "khôi phục sinh hoạt")
        assert {one.rule for one in lock(store, "F3", "2026-01").blocked} == {"V34"}
        give_reason(store, "2026-01", unit, "V34", "trùng tên")
        assert lock(store, "F3", "2026-01").locked


def test_results_typed_for_a_base_union_are_judged_and_locked_with_the_office(
    tmp_path: Path,
) -> None:
    store, ids = commune(tmp_path, unions=2)
    with store:
        enter(store, "2026-10", store.own_unit, D18=4)
        enter(store, "2026-10", ids[1], F01=5, F01L=2)
        form = store.packs.forms["F4"]
        tree = tree_on(store, date(2026, 10, 31))
        owing = [unit.id for unit in owing_units(store, tree, form, "2026-10")]
        assert owing == [store.own_unit, ids[1]]
        done = lock(store, "F4", "2026-10")
        assert [unit.id for unit in done.locked] == [store.own_unit]
        assert {(one.unit, one.rule) for one in done.blocked} == {(ids[1], "V20")}
        assert not lock(store, "F4", "2026-10", reason="đếm theo người").blocked
        found = {one.unit.id: one.state for one in statuses(store, "2026-10", ["F4"])}
        assert found == {store.own_unit: "locked", ids[1]: "locked"}
        assert totals(store, "2026-10")["F01"].value == 5


def test_a_return_that_does_not_count_above_is_not_shown_as_received(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-10", unit, **GOOD)
        lock(store, "F1", "2026-10", [unit])
        (first,) = revisions(store, "2026-10", "F1")[unit, "F1"]
        made = {"returns": [[f"2026-10|F1|{unit}", "1"]]}
        told = {"rejected": [[first.op, "khóa bị thu hồi"]], "heads": [], "created": ""}
        with store.step("Gói và biên nhận") as step:
            step.put("bundle", "b1", "made", made)
            step.put("bundle", "b1", "received", {"at": "2026-11-03", "by": store.own_unit})
        (one,) = (s for s in statuses(store, "2026-10", ["F1"]) if s.unit.id == unit)
        assert one.state == "received"
        with store.step("Biên nhận") as step:
            step.put("peer", store.own_unit, "acked", told)
        (one,) = (s for s in statuses(store, "2026-10", ["F1"]) if s.unit.id == unit)
        assert (one.state, one.rev) == ("returned", 1)
        assert one.reason.endswith("không tính: khóa bị thu hồi")
        assert [u.id for u in lock(store, "F1", "2026-10", [unit]).locked] == [unit]
        said = revisions(store, "2026-10", "F1")[unit, "F1"]
        assert [(r.rev, r.values) for r in said] == [(1, first.values), (2, first.values)]
        lock(store, "F1", "2026-10", [unit])  # nobody has refused the second
        assert len(revisions(store, "2026-10", "F1")[unit, "F1"]) == 2
        (one,) = (s for s in statuses(store, "2026-10", ["F1"]) if s.unit.id == unit)
        assert (one.state, one.reason) == ("locked", "")


def test_f1_is_not_locked_over_a_part_that_another_form_holds(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-10", unit, C00=3, C00N=1, A01=5, A01N=2, A03=3, A03N=1, A06M=9)
        blocked = lock(store, "F1", "2026-10", [unit]).blocked
        assert [one.rule for one in blocked if "A06M" in one.codes] == ["V02", "V40"]


def test_undoing_a_lock_is_offered_only_while_nothing_left_the_office(tmp_path: Path) -> None:
    store, (unit, *_rest) = commune(tmp_path)
    with store:
        enter(store, "2026-10", unit, **GOOD)
        assert lock(store, "F1", "2026-10", [unit]).locked
        told = []
        for _time in range(2):
            with pytest.raises(Refusal) as refused:
                enter(store, "2026-10", unit, A01=13)
            told.append(str(refused.value.next_step))
            with store.step("Tạo gói", barrier="export"):
                pass
        assert told == [
            "Ghi lý do để lập báo cáo bổ sung, hoặc hoàn tác việc chốt.",
            "Ghi lý do để lập báo cáo bổ sung.",
        ]

"""The decision and first members of a founding, told after it was written."""

from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock, would_lock
from desktop.models.figures.sums.rollup import totals
from desktop.models.register.decisions import Told, tell_event, tell_founding
from desktop.models.register.new_units import add_unit
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out, preview
from desktop.models.register.unit_register import timeline
from desktop.models.store.history import undo
from desktop.models.store.store import Store
from desktop.models.units.unit_events import events_of
from desktop.models.units.units import tree_on
from tests.models.offices import commune, enter

OCTOBER, DAY = "2026-10", date(2026, 10, 5)
FIGURES = {"A01": 24, "A01N": 10, "A03": 12, "A03N": 5}
HERE = "Ghi ở trang Đơn vị: chọn đơn vị này, mục Diễn biến"


def _order(store: Store, **more: object) -> Order:
    return Order("found", DAY, ("MOI",), name="CĐCS Mới", to_parent=store.own_unit,  # type: ignore[arg-type]
                 unit_kind="CDCS", ownership="NQD", **more)  # fmt: skip


def _said(store: Store, unit: str) -> list[str]:
    found = would_lock(store, "F3", OCTOBER, [unit])
    return [one.message for one in found.blocked if one.rule == "V13"]


def test_a_decision_told_later_unlocks_the_month_and_is_taken_back(tmp_path: Path) -> None:
    store, _units = commune(tmp_path)
    with store:
        new, done = add_unit(store, _order(store, members=12, women=5), event=True)
        assert done.lacks.startswith("Chưa ghi số quyết định khi thành lập: ghi sau được")
        enter(store, OCTOBER, new, **FIGURES)
        (said,) = _said(store, new)
        assert said.startswith("CĐCS mới thiếu số quyết định. " + HERE)
        told = tell_founding(store, "MOI", Told(decision=" 7/QĐ-LĐLĐ "))
        assert told.late == ()
        assert _said(store, new) == []
        (event,) = events_of(store, new)
        assert (event.decision, event.members, event.women) == ("7/QĐ-LĐLĐ", 12, 5)
        assert [one.decision for one in timeline(store, new) if one.event] == ["7/QĐ-LĐLĐ"]
        undo(store)
        assert _said(store, new) == [said]
        (event,) = events_of(store, new)
        assert (event.decision, event.members) == ("", 12)


def test_members_told_later_are_admitted_and_whom_they_come_late_for_is_told(
    tmp_path: Path,
) -> None:
    store, (older, _other, _third) = commune(tmp_path)
    with store:
        enter(store, OCTOBER, older, C00=10, C00N=4, C11=0, A01=20, A01N=9, A03=10, A03N=4)
        assert lock(store, "F1", OCTOBER, [older], reason="rà soát").locked
        new, done = add_unit(store, _order(store, decision="7/QĐ"), event=True)
        assert "Chưa ghi số đoàn viên khi thành lập" in done.lacks
        enter(store, OCTOBER, new, C24=0)
        (said,) = _said(store, new)
        assert said.startswith("CĐCS mới thiếu số đoàn viên. " + HERE)
        told = tell_founding(store, new, Told(members=12, women=5))
        assert {one.period for one in told.late} == {OCTOBER}
        assert _said(store, new) == []
        found = totals(store, OCTOBER, new)
        assert [found[code].value for code in ("C12", "C12N", "C40")] == [12, 5, 12]


def test_both_are_named_where_both_are_missing(tmp_path: Path) -> None:
    store, _units = commune(tmp_path)
    with store:
        new = add_unit(store, _order(store), event=True)[0]
        enter(store, OCTOBER, new, C24=0)
        (said,) = _said(store, new)
        assert said.startswith("CĐCS mới thiếu số quyết định và số đoàn viên. ")


def test_a_union_added_as_older_can_still_be_founded(tmp_path: Path) -> None:
    store, _units = commune(tmp_path)
    with store:
        new = add_unit(store, _order(store))[0]
        assert totals(store, OCTOBER)["B01"].value == 0
        with pytest.raises(Refusal, match="Chưa ghi gì mới"):
            tell_founding(store, new, Told())
        tell_founding(store, new, Told("7/QĐ", 12, 5))
        found = totals(store, OCTOBER)
        assert [found[code].value for code in ("B01", "C12", "B01M")] == [1, 12, 12]
        (event,) = events_of(store, new)
        assert (event.kind, event.day, event.decision) == ("found", DAY, "7/QĐ")
        undo(store)
        assert totals(store, OCTOBER)["B01"].value == 0


def test_the_decision_of_any_event_is_told_later_but_no_members(tmp_path: Path) -> None:
    store, (unit, into, _third) = commune(tmp_path)
    with store:
        done = carry_out(store, Order("merge", DAY, (unit,), into=into))
        assert done.event is not None
        tell_event(store, done.event, Told("9/QĐ"))
        (event,) = events_of(store, unit)
        assert (event.kind, event.decision, event.to) == ("merge", "9/QĐ", (into,))
        with pytest.raises(Refusal, match="Chỉ sự kiện thành lập, chia tách ghi số đoàn viên"):
            tell_event(store, done.event, Told(members=4))


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    store, (unit, other, _third) = commune(tmp_path)
    with store:
        new = add_unit(store, _order(store, members=12), event=True)[0]
        for wrong, why in (
            (Told(women=13), "lớn hơn số đoàn viên"), (Told(members=-1), "không thể âm"),
            (Told("x" * 101), "dài quá"), (Told(members=12), "Chưa ghi gì mới"),
        ):  # fmt: skip
            with pytest.raises(Refusal, match=why):
                tell_founding(store, new, wrong)
        made = Order("merge", DAY, (unit, other), into="TACH", name="CĐCS Hợp")
        carry_out(store, made)
        with pytest.raises(Refusal, match="không phải đơn vị mới thành lập"):
            tell_founding(store, "TACH", Told("1/QĐ"))
        with pytest.raises(Refusal, match="không phải đơn vị mới thành lập"):
            tell_founding(store, store.own_unit, Told("1/QĐ"))


def test_a_founding_that_lacks_nothing_says_nothing(tmp_path: Path) -> None:
    store, _units = commune(tmp_path)
    with store:
        assert preview(store, _order(store, decision="7/QĐ", members=12)).lacks == ""


def test_a_split_left_open_is_asked_for_on_both_sides_until_it_is_told(tmp_path: Path) -> None:
    store, (older, _other, _third) = commune(tmp_path)
    with store:
        enter(store, "2026-09", older, C00=30, C00N=10, A01=40, A01N=12, A03=30, A03N=10)
        order = Order("split", DAY, (older,), into="MOI", name="CĐCS Mới", decision="9/QĐ")
        seen = preview(store, order)
        assert seen.lacks.startswith("Chưa ghi số đoàn viên tách sang")
        carry_out(store, order)
        new = tree_on(store, DAY).by_code("MOI").id
        for unit in (older, new):
            (said,) = _said(store, unit)
            assert said.startswith("CĐCS mới thiếu số đoàn viên tách sang. Ghi ở trang Đơn vị")
        with pytest.raises(Refusal) as told:
            tell_founding(store, "MOI", Told(members=31))
        assert "chỉ có 30 đoàn viên" in told.value.message
        tell_founding(store, "MOI", Told(members=12, women=4))
        assert (_said(store, older), _said(store, new)) == ([], [])
        found = totals(store, OCTOBER)
        assert (found["A03"].value, found["B06"].value) == (30, 1)
        (event,) = events_of(store, new)
        tell_event(store, event.id, Told(members=29, women=9))  # measured by whom it had before
        assert [one.members for one in timeline(store, new) if one.event] == [29]
        undo(store)
        undo(store)
        assert len(_said(store, new)) == 1


def test_the_new_unions_own_figures_tell_a_split_too(tmp_path: Path) -> None:
    store, (older, _other, _third) = commune(tmp_path)
    with store:
        enter(store, "2026-09", older, C00=30, A01=40, A03=30)
        carry_out(store, Order("split", DAY, (older,), into="MOI", name="CĐCS Mới"))
        new = tree_on(store, DAY).by_code("MOI").id
        enter(store, OCTOBER, new, A03=12)
        assert (_said(store, older), _said(store, new)) == ([], [])

"""The numbers a bundle repeats: which returns count, which numbers of them."""

from typing import Any

from desktop.models.store.ops import Op, make_op
from desktop.sync.totals import totals_of
from tests.sync.building import op_body


def _return(unit: str, values: Any, *, hlc: int = 1, rev: str = "1", period: str = "2026-10") -> Op:
    return make_op(
        op_body(
            kind="submit", k=f"{period}|F1|{unit}", f=rev, v={"values": values}, hlc=f"{hlc:016x}"
        )
    )


def test_the_newest_return_of_a_unit_counts_whatever_the_order() -> None:
    early, late = _return("a", {"A03": 1, "A04": 2}), _return("a", {"A03": 5}, hlc=2, rev="2")
    other = _return("b", {"A03": 10})
    wanted = {"2026-10": {"A03": 15, "A04": 2}}
    assert totals_of([early, late, other]) == totals_of([late, other, early]) == wanted


def test_only_whole_numbers_without_disaggregation_count() -> None:
    values = {"A03": 1, "A03;LH=FDI": 7, "A04": {"n": 3}, "A05": None, "A06": True}
    assert totals_of([_return("a", values)]) == {"2026-10": {"A03": 1}}


def test_a_later_return_without_a_number_leaves_the_earlier_one() -> None:
    early, late = _return("a", {"A03": 1}), _return("a", {"A03": None}, hlc=2, rev="2")
    assert totals_of([late, early]) == {"2026-10": {"A03": 1}}


def test_a_period_without_any_number_is_left_out() -> None:
    assert totals_of([_return("a", {"A03": None}), _return("b", {}, period="2026-11")]) == {}


def test_what_is_no_return_counts_nothing() -> None:
    cell = make_op(op_body(v=5))
    odd = make_op(op_body(kind="submit", k="2026-10|a", v={"values": {"A03": 1}}))
    bare = make_op(op_body(kind="submit", k="2026-10|F1|a", v=3))
    assert totals_of([cell, odd, bare]) == {}

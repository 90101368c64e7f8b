"""A return whose opening was corrected in a month before says so, and is offered to follow it."""

from datetime import date

import msgspec

from desktop.models.figures.checks.facts import Facts
from desktop.models.figures.checks.repairs import Row, propose
from desktop.models.figures.checks.rules import judge_unit
from desktop.models.figures.opening import Corrected, Opening
from desktop.models.packs.periods import parse_period
from tests.models.figures.judging import PACKS, facts, said


def corrected(values: dict[str, int], *, accepted: bool = True) -> Facts:
    """September closed with 10, was accepted, and was corrected to 12."""
    september = parse_period("2026-09", PACKS.schemes)
    since = Corrected(september, 10, date(2026, 11, 3))
    opened = {"members": Opening(locked=12, accepted=accepted, corrected=since)}
    return msgspec.structs.replace(facts("F1", values), openings=opened)


def test_a_movement_from_before_a_correction_is_told_which_month_changed_and_when() -> None:
    (told,) = [one for one in judge_unit(corrected({"A03": 11, "C11": 1})) if one.rule == "V05"]
    assert (told.severity, told.codes) == ("E", ("A03",))
    assert told.message == (
        "Đầu kỳ khác cuối kỳ trước (10 ≠ 12). Cuối kỳ tháng 9/2026 đã sửa ngày 03/11/2026:"
        " sửa lại cuối kỳ hoặc biến động của kỳ này."
    )
    assert said("V05", corrected({"A03": 11, "C11": 1}, accepted=False)) == ["W"]
    assert said("V05", corrected({"A03": 13, "C11": 1})) == []
    assert said("V05", corrected({"A03": 15, "C11": 1})) == []  # off by something else


def test_a_closing_from_before_a_correction_is_offered_to_follow_it_even_locked() -> None:
    row = Row.of(corrected({"A03": 11, "C11": 1}))
    (first, *_others) = propose(row)
    assert first.changes == (("u1", "A03", 13),)
    assert first.told == (
        "“Tổng số đoàn viên”: 11 → 13 (cuối kỳ tháng 9/2026 đã sửa ngày 03/11/2026)."
    )
    assert propose(row, closed=("A03", "C11")) == []
    late = propose(row, closed=("A03", "C11"), late=("A03",))
    assert [one.kind for one in late] == ["following"]

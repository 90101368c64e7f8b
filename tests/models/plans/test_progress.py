"""How far targets are reached, and what the year comes to."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from desktop.models.figures.sums.rollup import cumulate
from desktop.models.outline.targets import Comparator, Target
from desktop.models.packs.periods import parse_period
from desktop.models.plans.progress import (
    Progress,
    YearSoFar,
    round_half_up,
    year_at,
    year_so_far,
)
from desktop.models.store.store import Store
from desktop.models.text import vi_ratio
from tests.models.offices import commune, enter

TODAY = date(2026, 11, 21)


def goal(value: str, comparator: Comparator = ">=", unit: str = "đoàn viên") -> Target:
    return Target(comparator, Decimal(value), unit=unit)


def year(store: Store, unit: str, today: date = TODAY) -> YearSoFar:
    found = year_so_far(store, unit, today.year, today)
    assert found is not None
    return found


def told(store: Store, unit: str, code: str, target: Target) -> Progress:
    found = year(store, unit).progress(code, target)
    assert found is not None
    return found


def months(store: Store, of: int, unit: str, *amounts: int) -> None:
    for month, amount in enumerate(amounts, 1):
        enter(store, f"{of}-{month:02}", unit, C11=amount)


def test_attainment_is_what_was_added_up_over_the_target(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 2)
    with store:
        months(store, 2026, ids[0], 10_000, 77)
        months(store, 2026, ids[1], 100)
        one = told(store, store.own_unit, "C40", goal("8450"))
        assert one.numerator == 10_177
        assert one.share is not None
        assert vi_ratio(one.share.numerator, one.share.denominator) == "120,44%"
        assert one.reached.met is True
        f4 = cumulate(store, "2026-02").totals(store.packs)["C40"]
        assert f4.value == one.numerator  # the same number as in F4


def test_net_growth_is_told_beside_admissions(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2026-01", ids[0], C11=30, C24=34)
        one = told(store, ids[0], "C40", goal("50"))
        assert (one.numerator, one.net) == (30, -4)
        assert told(store, ids[0], "C41", goal("50")).net is None


def test_without_a_whole_last_year_the_rest_is_reckoned_month_by_month(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2025-12", ids[0], C11=5)
        months(store, 2026, ids[0], 4, 6, 5)
        one = told(store, ids[0], "C40", goal("60"))
        assert (one.done, one.forecast, one.rhythm) == (20, 60, "linear")
        assert one.forecast_words == "ước cả năm 60 (100%), chia đều các tháng"


def test_the_share_of_a_forecast_is_that_of_the_number_told(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2025-12", ids[0], C11=1)
        months(store, 2026, ids[0], 0, 0, 0, 0)
        one = told(store, ids[0], "C40", goal("4"))
        assert one.forecast == Fraction(12, 5)
        assert one.forecast_told == "2 (50%)"


def test_months_before_the_first_that_was_told_set_no_pace(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        months(store, 2026, ids[0], 4, 6, 5)
        # 15 in January to March, 5 a month for the eight to the end of November
        assert told(store, ids[0], "C40", goal("60")).forecast == 15 + 8 * 5


def test_a_years_target_is_measured_by_the_years_own_window(tmp_path: Path) -> None:
    """The days of F4 of the year, whatever month it is measured up to; December is the next's."""
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2025-12", ids[0], C11=40)
        months(store, 2026, ids[0], 4, 6, 5)
        so_far = year(store, ids[0])
        assert (so_far.since, so_far.period.data_to) == (date(2025, 12, 1), date(2026, 3, 31))
        one = told(store, ids[0], "C40", goal("100"))
        assert one.done == 55
        assert cumulate(store, "2026").totals(store.packs)["C40"].value == 55
        before = year_so_far(store, ids[0], 2025, date(2026, 3, 31))
        assert before is None  # what December told is none of 2025


def test_a_new_year_begins_with_december(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2025-12", ids[0], C11=5)
        found = year_so_far(store, ids[0], 2026, date(2026, 1, 4))
        assert found is not None
        assert (found.period.id, found.elapsed) == ("2025-12", Fraction(1, 12))
        one = found.progress("C40", goal("50"))
        assert one is not None
        assert (one.done, one.forecast) == (5, 60)


def test_last_years_rhythm_is_taken_when_all_its_months_are_known(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2025-12", ids[0], C11=10)
        months(store, 2026, ids[0], 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 20, 20)
        months(store, 2027, ids[0], 0, 0)
        found = year_so_far(store, ids[0], 2027, date(2027, 3, 3))
        assert found is not None
        one = found.progress("C40", goal("100"))
        assert one is not None
        assert (one.forecast, one.rhythm) == (160, "season")
        assert "theo nhịp năm trước" in one.forecast_words


def test_a_stock_and_a_share_have_no_forecast(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2026-10", ids[0], A01=181_469, A03=161_636)
        one = told(store, ids[0], "A04", goal("85", unit="%"))
        assert one.done is not None
        assert vi_ratio(one.done.numerator, one.done.denominator * 100) == "89,07%"
        assert (one.forecast, one.reached.met) == (None, True)
        assert told(store, ids[0], "A03", goal("161636")).reached.met is True


def test_a_percentage_of_a_count_is_measured_by_the_whole_it_is_part_of(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2026-09", ids[0], A03=1_648, A03D=621, A01=2_000)
        one = told(store, ids[0], "A03D", goal("40", unit="%"))
        assert (one.numerator, one.denominator) == (621, 1_648)
        assert one.done == Fraction(62_100, 1_648)
        assert one.reached.met is False


@pytest.mark.parametrize(
    ("comparator", "value", "most", "met"),
    [
        ("=", "30", None, True), (">", "30", None, False), (">=", "30", None, True),
        ("<=", "29", None, False), ("<=", "30", None, True), ("<", "30", None, False),
        ("range", "25", "35", True), ("range", "31", "35", False),
    ],
)  # fmt: skip
def test_every_comparator_is_judged(
    tmp_path: Path, comparator: Comparator, value: str, most: str | None, met: bool
) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        months(store, 2026, ids[0], 30)
        limit = Decimal(most) if most else None
        one = told(store, ids[0], "C40", Target(comparator, Decimal(value), limit))
        assert one.reached.met is met


def test_nothing_reported_leaves_everything_open(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        assert year_so_far(store, ids[0], 2026, TODAY) is None
        months(store, 2026, ids[0], 30)
        one = told(store, ids[0], "B01", goal("2"))
        assert (one.done, one.share, one.forecast) == (None, None, None)
        assert year(store, ids[0]).progress("ZZZ", goal("2")) is None


def test_the_years_own_return_is_measured_by_its_window(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 1)
    with store:
        months(store, 2026, ids[0], 30)
        enter(store, "2026", ids[0], C11=44)
        assert year(store, ids[0]).period.id == "2026-01"  # the year is not over
        found = year(store, ids[0], date(2026, 12, 10))
        assert (found.period.id, found.since, found.elapsed) == ("2026", date(2025, 12, 1), 1)
        one = found.progress("C40", goal("40"))
        assert one is not None
        assert one.numerator == 44
        assert one.forecast == 44


def test_halves_go_up() -> None:
    assert [round_half_up(Fraction(n, 2)) for n in (1, 2, 3, -1, -3)] == [1, 1, 2, 0, -1]


def test_a_month_that_few_unions_told_of_counts_for_their_part_alone(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 4)
    with store:
        for unit in ids:
            enter(store, "2025-12", unit, C11=6)
            months(store, 2026, unit, 6, 6)
        before = told(store, store.own_unit, "C40", goal("400"))
        assert (before.done, before.forecast) == (72, 288)
        enter(store, "2026-03", ids[0], C11=6)
        after = told(store, store.own_unit, "C40", goal("400"))
        # 78 in three months and a quarter of one: the pace of 24 a month is unchanged
        assert (after.done, after.forecast) == (78, 288)
        assert after.provisional == "tạm tính 0/4 CĐCS, thiếu số liệu 1 tháng"


def test_the_years_window_does_not_move_by_who_reports(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 2)
    day = date(2026, 12, 2)
    with store:
        for unit in ids:
            enter(store, "2025-12", unit, C11=5)
            months(store, 2026, unit, *[3] * 10)
        before = year(store, store.own_unit, day)
        enter(store, "2026", ids[0], A03T=7)
        after = year(store, store.own_unit, day)
        assert before.period.id == after.period.id == "2026"
        one, other = (so_far.progress("C40", goal("90")) for so_far in (before, after))
        assert one is not None
        assert other is not None
        # of a year that is over nothing is foretold
        assert (one.done, one.forecast) == (other.done, other.forecast) == (70, 70)
        assert one.forecast_words == other.forecast_note == ""


def test_what_was_given_for_the_year_itself_counts_before_it_is_over(tmp_path: Path) -> None:
    """The number F4 of the year prints, whatever the months were reported to."""
    store, ids = commune(tmp_path / "so", 2)
    own = store.own_unit
    with store:
        for unit in ids:
            months(store, 2026, unit, *[3] * 10)
        enter(store, "2026-Q3", own, M01=10)
        enter(store, "2026", own, N01=5, N01B=20, N01T=35, E08=150, E08T=160, M01=21)
        printed = cumulate(store, "2026").totals(store.packs)
        found = year(store, own)
        assert found.period.id == "2026-10"
        for code, unit in (("M01", "người"), ("E08R", "%"), ("N02", "%")):
            one = told(store, own, code, goal("85", unit=unit))
            total = printed[code]
            assert (one.numerator, one.denominator) == (
                (total.value, None) if total.numerator is None
                else (total.numerator, total.denominator)
            )  # fmt: skip
            assert found.standing_of(code, goal("85", unit=unit)).period.id == "2026"
        # nothing was given of these for longer than the months
        assert found.standing_of("C40", goal("85")) is found
        one = told(store, own, "M01", goal("10"))
        assert (one.done, one.forecast, one.rhythm) == (21, 21, "")
        # the paper of a month foretells nothing that is known
        printed_then = year_at(store, parse_period("2026-10", store.packs.schemes), own)
        assert printed_then is not None
        assert printed_then.progress("M01", goal("10")) == one
        later = printed_then.progress("C40", goal("90"))
        assert later is not None
        assert later.done == 60


def test_a_year_that_only_longer_periods_tell_of_is_measured_too(tmp_path: Path) -> None:
    store, _ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2026-Q3", store.own_unit, M01=9)
        found = year(store, store.own_unit)
        assert found.period.id == "2026-09"
        assert told(store, store.own_unit, "M01", goal("10")).done == 9
    other, _ids = commune(tmp_path / "sổ khác", 1)
    with other:
        enter(other, "2026", other.own_unit, M01=9)
        assert told(other, other.own_unit, "M01", goal("10")).done == 9
        enter(other, "2026-11", other.own_unit, E07=1)
        assert told(other, other.own_unit, "M01", goal("10")).done == 9


def test_the_last_month_of_the_year_leaves_nothing_to_foretell(tmp_path: Path) -> None:
    """Whichever other figure was told of it, on the board as in F4 of that month."""
    store, ids = commune(tmp_path / "so", 2)
    with store:
        for unit in ids:
            months(store, 2026, unit, *[3] * 10)
        enter(store, "2026-11", ids[0], E07=9)
        before = told(store, ids[0], "E07", goal("12"))
        enter(store, "2026-11", ids[0], C11=30)
        after = told(store, ids[0], "E07", goal("12"))
        printed = year_at(store, parse_period("2026-11", store.packs.schemes), ids[0])
        assert printed is not None
        assert before.forecast == after.forecast == 9
        assert printed.progress("E07", goal("12")) == after
        assert (after.rhythm, after.forecast_note, after.forecast_words) == ("", "", "")


def test_the_last_month_that_still_runs_counts_for_the_part_that_was_told(tmp_path: Path) -> None:
    """One number typed of November, whichever it is, makes no result of eleven months."""
    store, ids = commune(tmp_path / "so", 2)
    day = date(2026, 11, 23)
    with store:
        for unit in ids:
            enter(store, "2025-12", unit, C11=3)
            months(store, 2026, unit, *[3] * 10)
        before = year(store, store.own_unit, day).progress("C40", goal("80"))
        enter(store, "2026-11", ids[0], A01=90)
        stocks = year(store, store.own_unit, day).progress("C40", goal("80"))
        enter(store, "2026-11", ids[0], C11=3)
        half = year(store, store.own_unit, day).progress("C40", goal("80"))
        for one, done in ((before, 66), (stocks, 66), (half, 69)):
            assert one is not None
            assert (one.done, one.forecast) == (done, 72)


def test_a_month_told_in_the_form_itself_sets_the_pace_of_its_figures(tmp_path: Path) -> None:
    """Another indicator of another form then changes no forecast."""
    store, ids = commune(tmp_path / "so", 1)
    with store:
        enter(store, "2025-12", ids[0], C11=1)
        months(store, 2026, ids[0], *[3] * 8)
        enter(store, "2026-09", ids[0], E07=9)
        before = told(store, ids[0], "E07", goal("20"))
        enter(store, "2026-09", ids[0], C11=30)
        after = told(store, ids[0], "E07", goal("20"))
        assert before.forecast == after.forecast == Fraction(9 * 12, 10)


def test_a_grade_is_met_or_not_and_never_added_up(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 2)
    with store:
        for unit in ids:
            enter(store, "2026-10", unit, N03=3)
        wanted = goal("2", "<=", "mức")
        assert told(store, store.own_unit, "N03", wanted).done is None
        enter(store, "2026-10", store.own_unit, N03=1)
        one = told(store, store.own_unit, "N03", wanted)
        assert (one.done, one.share, one.reached.met) == (1, None, True)
        assert cumulate(store, "2026-10").total_of(store.packs, "N03") == one.total


def test_units_on_one_board_are_told_up_to_one_day(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "so", 2)
    with store:
        months(store, 2026, ids[0], 4, 4, 4)
        months(store, 2026, ids[1], 4)
        found = year_so_far(store, ids[1], 2026, TODAY, beside=store.own_unit)
        assert found is not None
        assert found.period.id == "2026-03"

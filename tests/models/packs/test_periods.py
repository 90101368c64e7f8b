"""Period ids, their windows and deadlines, and their neighbours."""

from datetime import date, timedelta
from functools import cache

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import OwnWindow, Scheme
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import (
    ad_hoc,
    cumulative_window,
    following,
    has_whole_months,
    is_free,
    months_between,
    months_of,
    parse_period,
    period_containing,
    period_of,
    periods_between,
    previous,
    same_last_year,
    set_periods,
    with_windows,
)

STORM = (date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 9))
REGULAR = ("THANG", "QUY", "6THANG", "NAM")  # their windows leave no gap
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
YEARS = st.integers(2000, 2100)


@cache
def schemes() -> tuple[Scheme, ...]:
    return load_packs().schemes


def scheme(name: str) -> Scheme:
    return next(s for s in schemes() if s.id == name)


def days(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("text", "name", "first", "last", "due"),
    [
        ("2026-10", "THANG", "2026-10-01", "2026-10-31", "2026-11-05"),
        ("2026-12", "THANG", "2026-12-01", "2026-12-31", "2027-01-05"),
        ("2024-02", "THANG", "2024-02-01", "2024-02-29", "2024-03-05"),
        ("2026-Q3", "QUY", "2026-07-01", "2026-09-30", "2026-10-10"),
        ("2026-H1", "6THANG", "2025-12-01", "2026-05-31", "2026-06-10"),
        ("2026-H2", "6THANG", "2026-06-01", "2026-11-30", "2026-12-10"),
        ("2026-M9", "9THANG", "2026-01-01", "2026-09-30", "2026-10-05"),
        ("2026", "NAM", "2025-12-01", "2026-11-30", "2026-12-15"),
        ("2026-X-tet", "TET_NHANH", "2025-12-01", "2026-02-28", "2026-03-05"),
        ("2026-X-thang-cn", "THANG_CN", "2026-05-01", "2026-05-31", "2026-06-05"),
        ("2027-X-ctrinh", "CTRINH_NAM", "2027-01-01", "2027-12-31", "2026-11-10"),
        ("2026-X-bao-so-10", "DOT_XUAT", "2026-01-01", "2026-12-31", "2027-01-05"),
    ],
)
def test_an_id_names_its_window_and_last_day(
    text: str, name: str, first: str, last: str, due: str
) -> None:
    period = parse_period(text, schemes())
    assert (period.id, period.scheme) == (text, name)
    assert (period.data_from, period.data_to) == days(first, last)
    assert period.due == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("2026-02", "Tháng 02/2026"),
        ("2026-10", "Tháng 10/2026"),
        ("2026-Q4", "Quý IV/2026"),
        ("2026-H1", "6 tháng đầu năm 2026"),
        ("2026-M9", "9 tháng đầu năm 2026"),
        ("2026", "Năm 2026"),
        ("2026-X-tet", "Báo cáo nhanh Tết năm 2026"),
        ("2026-X-bao-so-10", "Báo cáo đột xuất bao so 10 năm 2026"),
    ],
)
def test_a_period_has_a_vietnamese_title(text: str, title: str) -> None:
    assert parse_period(text, schemes()).title == title


@pytest.mark.parametrize(
    "text",
    [
        *["", "x", "2026-13", "2026-00", "2026-1", "26-10", "2026-Q0", "2026-Q5", "2026-q1"],
        *["2026-H3", "2026-M6", "2026-X-", "2026-X-Tết", "2026-X-a--b", " 2026", "2026\n"],
        *["٢٠٢٦", "0026", "9999"],
    ],
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_period(text, schemes())
    assert refusal.value.code == "E_PERIOD"
    assert refusal.value.next_step


@given(st.from_regex(r"[12][0-9]{3}(-([0-9QHM]{1,2}|X-[a-z0-9-]{1,8}))?", fullmatch=True))
def test_any_text_is_a_period_of_that_id_or_refused(text: str) -> None:
    try:
        found = parse_period(text, schemes())
    except Refusal:
        return
    assert found.id == text


@pytest.mark.parametrize("name", REGULAR)
@given(day=DAYS)
def test_windows_tile_time(name: str, day: date) -> None:
    found = period_containing(day, scheme(name))
    after = period_containing(found.data_to + timedelta(1), scheme(name))
    assert found.holds(day)
    assert after.data_from == found.data_to + timedelta(1)
    assert following(found, schemes()) == after
    assert previous(after, schemes()) == found


@given(year=YEARS, name=st.sampled_from([s.id for s in load_packs().schemes]), place=st.integers(1))
def test_neighbours_are_each_other_s_and_ids_read_back(year: int, name: str, place: int) -> None:
    kind = scheme(name)
    text = f"{year}-X-lut" if "{slug}" in kind.pattern else ""
    found = parse_period(text, schemes()) if text else period_of(kind, year, place % kind.parts + 1)
    assert parse_period(found.id, schemes()) == found
    assert previous(following(found, schemes()), schemes()) == found
    assert following(previous(found, schemes()), schemes()) == found
    if not text:  # a free period has one a year before only where somebody set it
        before = same_last_year(found, schemes())
        assert (before.calendar_year, before.part) == (found.calendar_year - 1, found.part)


@given(year=YEARS, name=st.sampled_from([*REGULAR, "9THANG"]), place=st.integers(1))
def test_figures_are_due_after_the_window_and_lock_later(year: int, name: str, place: int) -> None:
    kind = scheme(name)
    found = period_of(kind, year, place % kind.parts + 1)
    assert found.data_from < found.data_to < found.due <= found.closing


def test_the_months_of_a_half_year_begin_in_december() -> None:
    half = parse_period("2026-H1", schemes())
    found = [m.id for m in months_of(half, schemes())]
    assert found == ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]


@given(year=YEARS, name=st.sampled_from(REGULAR), place=st.integers(1))
def test_months_fill_the_window_exactly(year: int, name: str, place: int) -> None:
    kind = scheme(name)
    found = period_of(kind, year, place % kind.parts + 1)
    months = months_of(found, schemes())
    assert len(months) == kind.months
    assert months[0].data_from == found.data_from
    assert months[-1].data_to == found.data_to


def test_months_cut_by_the_days_are_left_out() -> None:
    found = months_between(*days("2026-01-02", "2026-03-30"), schemes())
    assert [m.id for m in found] == ["2026-02"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-10", "2026-01-01", "2026-10-31"),
        ("2026-Q3", "2026-01-01", "2026-09-30"),
        ("2026-M9", "2026-01-01", "2026-09-30"),
        ("2026-H2", "2025-12-01", "2026-11-30"),
        ("2026", "2025-12-01", "2026-11-30"),
        ("2026-X-tet", "2025-12-01", "2026-02-28"),
    ],
)
def test_cumulation_follows_the_window(text: str, first: str, last: str) -> None:
    period = parse_period(text, schemes())
    assert cumulative_window(period, schemes()) == days(first, last)


def test_a_gap_leads_to_the_next_period() -> None:
    assert period_containing(date(2026, 11, 21), scheme("9THANG")).id == "2027-M9"


def test_periods_between_two_days() -> None:
    found = periods_between(*days("2025-12-01", "2026-11-30"), scheme("6THANG"))
    assert [p.id for p in found] == ["2026-H1", "2026-H2"]


def test_a_free_period_takes_the_days_set_for_it() -> None:
    free = parse_period("2026-X-bao-so-10", schemes())
    found = ad_hoc(free, date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 9), "Bão số 10")
    assert (found.id, found.title) == ("2026-X-bao-so-10", "Bão số 10")
    assert found.closing == date(2026, 10, 24)
    with pytest.raises(Refusal):
        ad_hoc(free, date(2026, 10, 8), date(2026, 10, 7), date(2026, 10, 9))
    with pytest.raises(Refusal):
        ad_hoc(free, date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 6))


def test_set_days_take_the_place_of_the_scheme_s_and_change_with_it() -> None:
    storm = OwnWindow("2026-X-bao-so-10", "Bão số 10", *STORM)
    tet = OwnWindow("2027-X-tet", "Bỏ qua", date(2027, 1, 20), date(2027, 2, 20), date(2027, 2, 22))
    known = with_windows(schemes(), [storm, tet])
    found = parse_period("2026-X-bao-so-10", known)
    assert (found.data_from, found.data_to, found.due) == STORM
    assert found.title == "Bão số 10"
    assert cumulative_window(found, known) == STORM[:2]
    assert months_of(found, known) == []
    assert not has_whole_months(found)
    new_year = parse_period("2027-X-tet", known)
    assert (new_year.title, new_year.due) == ("Báo cáo nhanh Tết năm 2027", date(2027, 2, 22))
    assert parse_period("2026-X-tet", known) == parse_period("2026-X-tet", schemes())
    free = next(one for one in known if is_free(one) and one.kind == "ad_hoc")
    assert [one.id for one in set_periods(free)] == ["2026-X-bao-so-10"]
    with pytest.raises(Refusal, match="năm trước"):
        same_last_year(found, known)
    assert same_last_year(new_year, known).id == "2026-X-tet"


@pytest.mark.parametrize(
    "window",
    [
        OwnWindow("2026-10", "Tháng", *STORM),
        OwnWindow("2026-X-ctrinh", "Chương trình", *STORM),
        OwnWindow("gì đó", "Không phải kỳ", *STORM),
        OwnWindow("2026-X-bao", "Ngược ngày", STORM[1], STORM[0], STORM[2]),
    ],
)
def test_a_window_that_fits_no_ad_hoc_period_changes_nothing(window: OwnWindow) -> None:
    assert list(with_windows(schemes(), [window])) == list(schemes())


def test_a_new_deadline_holds_from_its_day_only() -> None:
    month = scheme("THANG")
    old = msgspec.structs.replace(month, valid_to=date(2026, 12, 31))
    new = msgspec.structs.replace(month, valid_from=date(2027, 1, 1), due_day=8)
    dated = [old, new]
    assert parse_period("2026-12", dated).due == date(2027, 1, 5)
    assert parse_period("2027-01", dated).due == date(2027, 2, 8)
    assert previous(parse_period("2027-01", dated), dated).due == date(2027, 1, 5)


def test_a_deadline_past_the_month_s_end_is_its_last_day() -> None:
    late = msgspec.structs.replace(scheme("THANG"), due_day=31)
    assert parse_period("2026-01", [late]).due == date(2026, 2, 28)

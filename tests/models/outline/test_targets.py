"""Targets: written as papers write them, attained from raw numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.models.errors import Refusal
from desktop.models.outline.targets import (
    COMPARATORS,
    GRADE,
    Target,
    attainment,
    check_target,
    format_target,
    target_of,
    to_value,
)


@pytest.mark.parametrize(
    ("target", "written"),
    [
        (Target(">=", Decimal(85), unit="%"), "từ 85% trở lên"),
        (Target("=", Decimal(594), unit="đoàn viên"), "594 đoàn viên"),
        (Target("range", Decimal(2), Decimal(5), unit="doanh nghiệp"), "02–05 doanh nghiệp"),
        (Target(">", Decimal(80), unit="%"), "trên 80%"),
        (Target("<=", Decimal(5), unit="%"), "không quá 5%"),
        (Target("<", Decimal("2.5"), unit="%"), "dưới 2,5%"),
        (Target("=", Decimal(8450), unit="đoàn viên"), "8.450 đoàn viên"),
        (Target(">=", Decimal(1), unit="lớp", stage="năm 2027"), "từ 01 lớp trở lên (năm 2027)"),
        (Target("=", unit="đoàn viên"), "… đoàn viên"),
    ],
)
def test_targets_are_written_as_union_papers_do(target: Target, written: str) -> None:
    assert format_target(target) == written


def test_leading_zero_can_be_left_out() -> None:
    assert format_target(Target("=", Decimal(2), unit="lớp"), leading_zero=False) == "2 lớp"


_number = st.one_of(
    st.integers(0, 10**9).map(Decimal), st.decimals(0, 100, places=2, allow_nan=False)
)
_targets = st.builds(
    Target,
    comparator=st.sampled_from(COMPARATORS),
    value=st.none() | _number,
    value_max=st.none() | _number,
    unit=st.sampled_from(["", "%", "đoàn viên"]),
    indicator=st.sampled_from([None, "C40"]),
    stage=st.sampled_from(["", "2030"]),
)


@given(_targets)
def test_a_stored_target_reads_back(target: Target) -> None:
    assert target_of(to_value(target)) == target


def test_attainment_is_computed_from_raw_numbers() -> None:
    found = attainment(Target("=", Decimal(8450), unit="đoàn viên"), 10_177)
    assert (found.percent, found.met) == ("120,44%", True)


def test_a_percentage_needs_its_whole() -> None:
    target = Target(">=", Decimal(80), unit="%")
    assert attainment(target, 229, 299).met is False
    assert attainment(target, 440, 549).met is True
    assert attainment(target, 5).met is None
    assert attainment(target, 5, 0).percent == "–"


def test_a_cap_is_kept_at_or_below() -> None:
    assert attainment(Target("<=", Decimal(3), unit="vụ"), 3).met is True
    assert attainment(Target("<", Decimal(3), unit="vụ"), 3).met is False


def test_a_range_needs_two_numbers_in_order() -> None:
    with pytest.raises(Refusal):
        check_target(Target("range", Decimal(5), Decimal(2)))
    with pytest.raises(Refusal):
        check_target(Target("range", Decimal(5)))


def test_a_grade_is_written_in_words() -> None:
    grade = Target("<=", Decimal(2), unit="mức")
    assert format_target(grade) == "hoàn thành tốt nhiệm vụ trở lên"
    assert format_target(replace(grade, value=Decimal(1))) == "hoàn thành xuất sắc nhiệm vụ"
    assert format_target(replace(grade, comparator="=")) == "hoàn thành tốt nhiệm vụ"
    assert format_target(replace(grade, value=Decimal(7))) == "không quá 07 mức"


def test_a_grade_still_open_reads_as_a_grade() -> None:
    told = format_target(Target("<=", None, unit=GRADE, indicator="N03", stage="năm 2027"))
    assert told == "xếp loại … (năm 2027)"


@pytest.mark.parametrize("comparator", ["=", "<="])
def test_of_grades_a_better_one_is_attained_and_a_worse_one_is_not(comparator: str) -> None:
    target = Target(comparator, Decimal(2), unit=GRADE, indicator="N03")  # type: ignore[arg-type]
    assert [attainment(target, grade).met for grade in (1, 2, 3)] == [True, True, False]

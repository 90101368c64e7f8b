"""Targets of a plan that may become the year's own."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.intake.documents import read_pasted
from desktop.models.errors import Refusal
from desktop.models.outline.targets import (
    COMPARATORS,
    GRADE,
    PERCENT,
    Comparator,
    Target,
    format_target,
)
from desktop.models.packs.packs import load_packs
from desktop.models.plans import plans
from desktop.models.plans.plan_head import OWN
from desktop.models.plans.unit_targets import UnitTarget, unit_targets
from desktop.models.store.office import create_office
from desktop.models.units.units import found_unit
from desktop.tasks.figures.targets import offers, set_words, target_of_text, write_offers
from desktop.tasks.papers.draft import plan_from_reading
from tests.models.offices import commune

PAPER = """CÔNG ĐOÀN PHƯỜNG THỬ
KẾ HOẠCH
Phát triển đoàn viên năm 2026
I. CHỈ TIÊU
1. Tỷ lệ đoàn viên đến năm 2030.
2. Tỷ lệ đoàn viên năm nay.
3. Tỷ lệ ký thỏa ước cả nhiệm kỳ.
"""


def _share(value: int, code: str, stage: str) -> Target:
    return Target(">=", Decimal(value), unit="%", indicator=code, stage=stage)


def test_what_a_later_year_is_to_reach_is_not_taken_for_this_years(tmp_path: Path) -> None:
    with create_office(tmp_path / "sổ") as store:
        found_unit(
            store, name="Công đoàn phường Thử", kind="CDP", parent=None, since=date(2025, 7, 1),
            unit=store.meta("unit"), code="P-01",
        )  # fmt: skip
        plan = plan_from_reading(store, read_pasted(PAPER), OWN)
        plans.set_plan_field(store, plan, "year", 2026)
        rows = [row.id for row in plans.read_outline(store, plan)][-3:]
        stages = (("A04", "đến năm 2030"), ("A04", "năm 2026"), ("D03", "nhiệm kỳ 2025-2030"))
        for row, (code, stage) in zip(rows, stages, strict=True):
            target = [_share(80, code, stage)]
            plans.set_item_field(store, plan, [row], "target", target)
        found = {one.code: one for one in offers(store, plan)}
        assert (found["A04"].item, found["A04"].of_year) == (rows[1], True)
        assert not found["D03"].of_year
        write_offers(store, plan)
        assert set(unit_targets(store, 2026, store.own_unit)) == {"A04"}


PACKS = load_packs()


@pytest.mark.parametrize(
    ("code", "text", "comparator", "value", "most", "unit"),
    [
        ("C40", "594", "=", 594, None, "người"),
        ("C40", "1.200 người", "=", 1200, None, "người"),
        ("C40", "594 đoàn viên", "=", 594, None, "người"),
        ("C40", "≥ 120", ">=", 120, None, "người"),
        ("D24", "02–05", "range", 2, 5, "DN"),
        ("D24", "từ 2 đến 5 DN", "range", 2, 5, "DN"),
        ("D03", "70-80%", "range", 70, 80, "%"),
        ("K05R", "110%", "=", 110, None, "%"),
        ("A14", ">=85%", ">=", 85, None, "%"),
        ("M03", "0,5", "=", Decimal("0.5"), None, "người/CĐCS"),
        ("N03", "2", "<=", 2, None, "mức"),
        ("N03", "HTT", "<=", 2, None, "mức"),
        ("N03", "từ HTT trở lên", "<=", 2, None, "mức"),
        ("N03", ">=htxs", "<=", 1, None, "mức"),
        ("N03", "Xếp loại hoàn thành tốt nhiệm vụ trở lên", "<=", 2, None, "mức"),
        ("E13N", "100%", "=", 100, None, "%"),
        ("C40", "từ 594 đoàn viên trở lên", ">=", 594, None, "người"),
        ("F01", "từ 04 buổi trở lên", ">=", 4, None, "buổi"),
        ("D04", "không quá 5 thỏa ước", "<=", 5, None, "bản"),
        ("K05R", "Trên 90 %", ">", 90, None, "%"),
        ("D19", "dưới 03 vụ", "<", 3, None, "cuộc"),
        ("C40", "ít nhất 30", ">=", 30, None, "người"),
        ("C40", "tối đa 30 người", "<=", 30, None, "người"),
        ("C40", "30 trở xuống", "<=", 30, None, "người"),
    ],
)
def test_a_typed_target_is_read_as_it_is_meant(
    code: str, text: str, comparator: str, value: object, most: object, unit: str
) -> None:
    found = target_of_text(text, PACKS.indicators[code])
    assert (found.comparator, found.value, found.value_max, found.unit) == (
        comparator, value, most, unit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("C40", "12,5"), ("C40", "-5"), ("C40", "1e9"), ("C40", "٣"), ("C40", "9" * 30),
        ("C40", "5-2"), ("C40", "nhiều"), ("D03", "170%"), ("D03", "90–110%"), ("E13N", "101%"),
        ("K05R", "NaN"), ("C40", ""), ("C40", "người"),
        ("C40", "trên >=5"), ("C40", "từ 2–5 trở lên"), ("C40", "5 triệu"), ("C40", "từ trở lên"),
        ("C40", "(năm 2027)"), ("C40", "90 thỏa ước"),
        ("N03", "7"), ("N03", "khá"), ("N03", "1-2"), ("C40", "99999999999"), ("A04", "150%"),
        ("K05R", "1100%"), ("K05T", "20000000000000"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_target_is_refused_in_a_sentence(code: str, text: str) -> None:
    with pytest.raises(Refusal) as caught:
        target_of_text(text, PACKS.indicators[code])
    assert caught.value.code == "E_TARGET"
    assert caught.value.next_step


def test_what_was_set_and_what_there_was_to_take_away_is_said(tmp_path: Path) -> None:
    store, ids = commune(tmp_path / "sổ", 1)
    with store:
        own, goal = store.own_unit, Target("=", Decimal(5), unit="người")
        given = {"C40": UnitTarget(given=Target("=", Decimal(379), unit="người"))}
        assert set_words(store, own, {"C40": goal, "B01": goal}, given) == [
            "Đã ghi 2 chỉ tiêu.", "C40 cấp trên giao 379 người: năm tính theo số được giao.",
        ]  # fmt: skip
        assert set_words(store, own, {"C40": None}, given) == ["Không có chỉ tiêu C40 để bỏ."]
        assert set_words(store, ids[0], {"C40": None}, given) == ["Đã bỏ chỉ tiêu C40."]


@given(
    st.sampled_from(sorted(PACKS.indicators)), st.sampled_from(COMPARATORS),
    st.decimals(0, 99, places=1), st.integers(0, 9_999), st.booleans(),
    st.sampled_from(["", "năm 2027", "quý I"]),
)  # fmt: skip
def test_what_the_list_prints_is_set_as_it_was(
    code: str, comparator: Comparator, level: Decimal, count: int, percent: bool, stage: str
) -> None:
    indicator = PACKS.indicators[code]
    parted = indicator.type == "R" or (percent and indicator.unit != GRADE)
    value = level if parted else Decimal(count)
    unit = PERCENT if percent and indicator.unit != GRADE else indicator.unit
    goal = Target(comparator, value, unit=unit, stage=stage)
    if indicator.unit == GRADE:
        goal = replace(goal, comparator="<=", value=Decimal(1 + count % 4))
    elif comparator == "range":
        goal = replace(goal, value_max=value + 1)
    for leading_zero in (True, False):
        again = target_of_text(format_target(goal, leading_zero=leading_zero), indicator)
        assert replace(again, value=goal.value) == goal
        assert again.value == goal.value

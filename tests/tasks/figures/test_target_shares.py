"""A year's target dealt out below: what was dealt before, ranges, ways that have no base."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from desktop.models.errors import Refusal
from desktop.models.outline.targets import Target, format_target
from desktop.models.plans.unit_targets import both_targets, set_unit_targets, spread_of
from desktop.models.register.orders import Order
from desktop.models.register.reorganise import carry_out
from desktop.models.store.store import Store
from desktop.tasks.figures.target_lines import (
    left_by_the_ended,
    list_targets,
    progress_lines,
    unit_of_year,
)
from desktop.tasks.figures.target_shares import factor_of_text, plan_formula, split_year
from desktop.tasks.figures.targets import target_of_text
from tests.models.offices import commune, enter

TODAY = date(2026, 11, 21)
YEAR = 2027


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Store, list[str]]]:
    store, ids = commune(tmp_path / "sổ", 3)
    with store:
        yield store, ids


def dealt(store: Store, code: str, text: str, way: Any = "equal", **more: Any) -> dict[str, Any]:
    wanted = target_of_text(text, store.packs.indicators[code]) if text else None
    return split_year(store, YEAR, code, way, TODAY, target=wanted, **more)


def given(store: Store, unit: str, code: str) -> Target | None:
    found = both_targets(store, YEAR, unit).get(code)
    return found.given if found is not None else None


def test_what_a_unit_keeps_of_an_earlier_split_is_part_of_the_sum(
    office: tuple[Store, list[str]],
) -> None:
    store, ids = office
    assert [one["value"] for one in dealt(store, "C40", "100")["parts"]] == [34, 33, 33]
    some = {ids[0]: 60, ids[1]: 30}
    with pytest.raises(Refusal) as caught:
        dealt(store, "C40", "100", "manual", manual=some)
    assert "Tổng phân bổ 123 không khớp chỉ tiêu 100." in str(caught.value)
    assert "giữ nguyên: CS-3 33" in str(caught.value)
    assert "--inexact" in str(caught.value)
    told = dealt(store, "C40", "100", "manual", manual=some, exact=False)
    assert (told["sum"], told["left"]) == (123, -23)
    assert [(one["value"], one["kept"]) for one in told["parts"]] == [
        (60, False), (30, False), (33, True),
    ]  # fmt: skip


def test_a_unit_that_is_to_have_none_has_none(office: tuple[Store, list[str]]) -> None:
    store, ids = office
    dealt(store, "C40", "100")
    told = dealt(store, "C40", "100", "manual", manual={ids[0]: 60, ids[1]: 40, ids[2]: None})
    assert told["left"] == 0
    assert given(store, ids[2], "C40") is None


def test_the_upper_end_is_weighed_where_a_part_is_none() -> None:
    whole = Target("range", Decimal(2), Decimal(12), unit="DN", indicator="D24")
    parts = {"lớn": 2, "vừa": 0, "nhỏ": 0}
    assert spread_of(whole, parts, {"lớn": 80, "vừa": 12, "nhỏ": 8}) == {
        "lớn": 8, "vừa": 1, "nhỏ": 1,
    }  # fmt: skip
    assert sorted(spread_of(whole, parts).values()) == [3, 3, 4]  # nothing weighs them


def test_both_ends_of_a_range_are_dealt_out(office: tuple[Store, list[str]]) -> None:
    store, ids = office
    told = dealt(store, "D24", "02–05")
    ranges = [given(store, unit, "D24") for unit in ids]
    assert [format_target(one) for one in ranges if one] == ["01–02 DN", "01–02 DN", "0–01 DN"]
    assert sum(one.value_max or 0 for one in ranges if one) == 5
    assert "số trên (5)" in told["note"]
    assert [one["value_max"] for one in told["parts"]] == [2, 2, 1]


def test_another_sum_than_our_own_is_told(office: tuple[Store, list[str]]) -> None:
    store, _ids = office
    own = Target("=", Decimal(120), unit="người")
    set_unit_targets(store, YEAR, {store.own_unit: {"C40": own}})
    assert "của đơn vị mình là 120 người" in dealt(store, "C40", "100")["note"]
    assert dealt(store, "C40", "120")["note"] is None
    assert dealt(store, "C40", "")["note"] is None


def test_a_way_without_a_base_is_told_or_refused(office: tuple[Store, list[str]]) -> None:
    store, ids = office
    with pytest.raises(Refusal, match="kết quả năm trước"):
        dealt(store, "C40", "100", "last_year")
    with pytest.raises(Refusal, match="kết quả năm trước"):
        plan_formula(store, YEAR, "C40", "last_year", Fraction(2), TODAY)
    assert "nên chia đều" in dealt(store, "C40", "100", "members")["note"]
    with pytest.raises(Refusal, match="số 0"):
        plan_formula(store, YEAR, "C40", "per_member", Fraction(2), TODAY)
    for text in ("0", "0%", "0,0"):
        with pytest.raises(Refusal, match="lớn hơn 0"):
            factor_of_text(text)
    enter(store, "2026-03", ids[0], C11=8)
    told = dealt(store, "C40", "100", "last_year", exact=False)
    assert "cần tự điền: CĐCS số 2; CĐCS số 3" in told["note"]


def test_a_union_that_ended_within_the_year_keeps_its_target_and_its_result(
    office: tuple[Store, list[str]],
) -> None:
    store, ids = office
    own, gone = store.own_unit, ids[0]
    set_unit_targets(
        store, 2026, {own: {"C40": Target("=", Decimal(30))}}
        | {unit: {"C40": Target("=", Decimal(10))} for unit in ids},
    )  # fmt: skip
    enter(store, "2026-09", gone, C11=4)
    carry_out(store, Order("dissolve", date(2026, 11, 2), ("CS-1",)), sure=True)
    assert left_by_the_ended(store, 2026, progress_lines(store, 2026, own, date(2026, 11, 1))) == []
    told = list_targets(store, 2026, own, TODAY)
    line = next(one for one in told["targets"] if one["unit"] == "CS-1")
    assert (line["ended"], line["done"], line["forecast"], line["forecast_by"]) == (
        "2026-11-02", 4, 4, None,
    )  # fmt: skip
    assert told["left_by_ended"] == [
        "CS-1 đã thôi hoạt động: 10 của chỉ tiêu C40 (đã đạt 4) chưa giao lại cho đơn vị khác;"
        " phân bổ lại nếu cần."
    ]
    assert unit_of_year(store, 2026, "CS-1", TODAY) == gone
    alone = list_targets(store, 2026, gone, TODAY)["targets"]
    assert [(one["unit"], one["done"]) for one in alone] == [("CS-1", 4)]
    with pytest.raises(Refusal, match="đã thôi hoạt động"):
        unit_of_year(store, 2027, "CS-1", TODAY)
    split_year(store, 2026, "C40", "equal", TODAY)
    assert list_targets(store, 2026, own, TODAY)["left_by_ended"] == []


def test_parts_that_are_not_the_whole_are_told_beside_the_targets(
    office: tuple[Store, list[str]],
) -> None:
    store, ids = office
    own = store.own_unit
    set_unit_targets(store, YEAR, {own: {
        "C40": Target(">=", Decimal(30)), "B01": Target("=", Decimal(3)),
        "A04": Target(">=", Decimal(85), unit="%"),
    }})  # fmt: skip

    def told() -> list[tuple[str, int]]:
        found = list_targets(store, YEAR, own, TODAY)["unlike_whole"]
        return [(one["indicator"], one["left"]) for one in found]

    assert told() == []  # nothing was given yet
    set_unit_targets(store, YEAR, {
        unit: {"C40": Target("=", Decimal(8)), "B01": Target("=", Decimal(1)),
               "A04": Target(">=", Decimal(70), unit="%")}
        for unit in ids
    })  # fmt: skip
    assert told() == [("C40", 6)]
    (one,) = list_targets(store, YEAR, own, TODAY)["unlike_whole"]
    assert one["note"] == (
        "Phát triển đoàn viên (kết nạp mới): chỉ tiêu của đơn vị mình là từ 30 trở lên, đã giao cho"
        " 3 đơn vị cộng lại 24. Còn 6 chưa phân bổ."
    )
    set_unit_targets(store, YEAR, {ids[0]: {"C40": Target("=", Decimal(20))}})
    assert told() == [("C40", -6)]
    assert "Phân bổ vượt 6." in list_targets(store, YEAR, own, TODAY)["unlike_whole"][0]["note"]
    split_year(store, YEAR, "C40", "equal", TODAY)
    assert told() == []

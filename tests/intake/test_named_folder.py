"""Documents of a folder named in SOCONGDOAN_CORPUS: their boards, stages and quotas."""

from pathlib import Path

import pytest

from desktop.intake.documents import read_document
from desktop.intake.reading import Reading
from tests.intake.gathering import other_documents


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    found = [read_document(path) for path in other_documents() if Path(path).is_file()]
    if not found:
        pytest.skip("no folder is named")
    return found


def test_boards_get_the_items_they_are_handed(readings: list[Reading]) -> None:
    reading = max(readings, key=lambda one: len(one.assignments))
    handed: dict[str, list[str]] = {}
    for one in reading.assignments:
        labels = [reading.body[item].label.rstrip(".") for item in one.items]
        handed.setdefault(one.unit, []).extend(labels)
        assert one.items, one
    assert len(handed) == 4
    assert ["2.2", "2.5"] in handed.values()
    assert ["1.5", "2.7"] in handed.values()
    assert ["2.1", "2.3", "2.4", "2.6", "3"] in handed.values()


def test_one_aim_has_three_stages_and_filters(readings: list[Reading]) -> None:
    reading = max(readings, key=lambda one: len(one.targets))
    staged = [
        (one.value, one.stage) for one in reading.targets
        if one.indicator == "D03" and one.stage and one.stage != "hàng năm"
    ]  # fmt: skip
    assert staged == [
        ("80", "từ nay đến 2025"), ("85", "đến năm 2030"), ("100", "đến năm 2045"),
    ]  # fmt: skip
    filters = [one.population for one in reading.targets if one.population]
    assert any("từ 20" in said for said in filters)
    assert all(one.value != "20" or one.unit == "%" for one in reading.targets)


def test_quotas_carry_the_decision_that_assigned_them(readings: list[Reading]) -> None:
    found = {
        (one.value, one.unit, one.indicator, one.stage): one.basis or ""
        for reading in readings
        for one in reading.targets
        if (one.value, one.unit) in {("594", "đoàn viên"), ("15", "CĐCS")}
    }
    assert set(found) == {
        ("594", "đoàn viên", "C40", "năm 2020"), ("15", "CĐCS", "B01", "năm 2020"),
    }  # fmt: skip
    assert all("433/QĐ-LĐLĐ" in basis and "24/01/2019" in basis for basis in found.values())

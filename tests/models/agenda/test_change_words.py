"""Registers and their values in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.agenda.change_words import ChangeWords
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.store import Store
from tests.models.months import make_commune

Office = tuple[Store, dict[str, str]]


@pytest.fixture
def commune(tmp_path: Path) -> Iterator[Office]:
    """A commune with two base unions."""
    store, ids = make_commune(tmp_path)
    yield store, ids
    store.close()


def test_a_figure_names_indicator_unit_and_period(commune: Office) -> None:
    store, ids = commune
    words = ChangeWords.of(store)
    told = words.subject("cell", cell_key(ids["X-01"], "2026-10"), "A03")
    assert told == "Tổng số đoàn viên · CĐCS X-01 · tháng 10/2026"
    assert words.subject("cell", cell_key(ids["X-01"], "2026-10"), "C11;LH=FDI").startswith(
        "Kết nạp mới tại CĐCS đã có (DN vốn nước ngoài)"
    )


def test_returns_verdicts_and_units_are_named(commune: Office) -> None:
    store, ids = commune
    words = ChangeWords.of(store)
    key = return_key(ids["X-02"], "F3", "2026-10")
    assert (
        words.subject("submit", key, "2")
        == "Biểu F3, báo cáo bổ sung lần 1 · CĐCS X-02 · tháng 10/2026"
    )
    told = words.subject("unit", ids["X-02"], "name@2026-01-05")
    assert told == "CĐCS X-02 · tên · từ 05/01/2026"


def test_an_activity_says_which_of_its_fields(commune: Office) -> None:
    store, _ids = commune
    words = ChangeWords.of(store)
    assert words.subject("activity", "chưa có", "women") == "Hoạt động · số nữ"
    code, category = next(iter(store.packs.activity_categories.items()))
    assert words.value("activity", code) == category.name


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("cell", None, "–"),
        ("activity", "2026-01-18", "18/01/2026"),
        ("activity", "Hội trường", "Hội trường"),
        ("cell", 0, "0"),
        ("cell", 1234, "1.234"),
        ("cell", {"state": "na"}, "không phát sinh"),
        ("cell", {"state": "cleared", "reason": "nhầm"}, "đã xóa"),
        ("cell", {"value": 12, "from": ["a"]}, "12"),
        ("unit", True, "có"),
        ("submit", {"form": "F1", "values": {"A01": 1, "A03": 2}}, "2 số đã chốt"),
        ("review", {"state": "accepted"}, "đã duyệt"),
        ("review", {"state": "returned", "reason": "số nữ"}, "trả lại: số nữ"),
    ],
)
def test_values_are_read_as_a_person_reads_them(
    commune: Office, kind: str, value: object, words: str
) -> None:
    assert ChangeWords.of(commune[0]).value(kind, value) == words


@pytest.mark.parametrize(
    ("kind", "field", "value", "words"),
    [
        ("unit", "ownership@2026-01-01", "FDI", "Doanh nghiệp có vốn đầu tư nước ngoài"),
        ("unit", "kind@2026-01-01", "CDX", "Công đoàn xã"),
        ("plan", "state", "issued", "đã ban hành"),
        ("plan", "doc_type", "KH", "Kế hoạch"),
        ("plan", "role", "parent", "của cấp trên"),
        ("plan", "year", 2027, "2027"),
        ("item", "text", [["Phát động", "b"], [" thi đua", ""]], "Phát động thi đua"),
        ("item", "style", "dash", "gạch đầu dòng"),
        ("item", "due", "2027-11-15", "15/11/2027"),
        ("item", "cost", 2_500_000, "2.500.000 đồng"),
        ("item", "pos", [None, "a"], "ngoài cùng"),
        ("item", "target", {"comparator": ">=", "value": 120}, "từ 120 trở lên"),
        ("target", "C40", {"comparator": "=", "value": 594}, "594"),
        ("event", "kind", "merge", "Sáp nhập"),
        ("issued_plan", "1", {"head": {}, "items": [1, 2]}, "2 mục"),
        ("activity", "evidence", [["ab12", "ảnh.jpg"]], "ảnh.jpg"),
        ("activity", "figures", {"C11": 5}, "Kết nạp mới tại CĐCS đã có: 5"),
        ("activity", "place", "HH", "HH"),
    ],
)
def test_codes_are_told_by_their_names(
    commune: Office, kind: str, field: str, value: object, words: str
) -> None:
    assert ChangeWords.of(commune[0]).value(kind, value, field) == words


def test_fields_of_plans_items_and_targets_are_named(commune: Office) -> None:
    store, ids = commune
    words = ChangeWords.of(store)
    with store.step("Ghi") as step:
        step.put("item", "p|i1", "text", [["Kết nạp", "b"], [" đoàn viên", ""]])
    assert words.subject("item", "p|i1", "owner") == (
        "Nhiệm vụ · Kết nạp đoàn viên · người thực hiện"
    )
    assert words.subject("plan", "p", "signer_name") == "Kế hoạch · người ký"
    told = words.subject("target", f"2027|{ids['X-01']}", "A03")
    assert told == "Chỉ tiêu 2027 · Tổng số đoàn viên · CĐCS X-01"
    assert words.part("item", "origin") == ""


def test_a_unit_as_value_is_shown_by_its_name(commune: Office) -> None:
    store, ids = commune
    assert ChangeWords.of(store).value("unit", ids["X"]) == "Công đoàn xã Thử"


def test_what_is_not_known_is_still_told(commune: Office) -> None:
    words = ChangeWords.of(commune[0])
    assert words.subject("của-mai-sau", "k", "f") == "Mục khác"
    assert (
        words.subject("cell", cell_key("người-lạ", "2026-77"), "Z99") == "Z99 · người-lạ · 2026-77"
    )

"""What a bundle would change, one line per thing, its fields inside."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.agenda.change_lines import ChangeLine, change_lines
from desktop.models.agenda.change_words import ChangeWords
from desktop.models.store.fold import Change
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.store import Store
from tests.models.months import make_commune

Office = tuple[Store, dict[str, str]]
NEW = {"title": "Hội thao ngành", "start": "2026-10-20", "people": 40, "evidence": []}


@pytest.fixture
def commune(tmp_path: Path) -> Iterator[Office]:
    """A commune with two base unions."""
    store, ids = make_commune(tmp_path)
    yield store, ids
    store.close()


def lines(store: Store, changes: list[Change], most: int = 100) -> list[ChangeLine]:
    """Return the lines of changes that have not happened yet."""
    return change_lines(ChangeWords.of(store, changes), changes, most)


def new(kind: str, key: str, **fields: object) -> list[Change]:
    """Return the changes that make a thing."""
    return [Change(kind, key, name, None, value, False) for name, value in fields.items()]


def test_a_new_activity_is_one_line_with_its_name_and_its_fields_inside(commune: Office) -> None:
    (line,) = lines(commune[0], new("activity", "a1", **NEW))
    assert (line.subject, line.before, line.after) == ("Hoạt động · Hội thao ngành", "–", "mới")
    assert [(one.subject, one.after) for one in line.inside] == [
        ("Tên", "Hội thao ngành"),
        ("Từ ngày", "20/10/2026"),
        ("Số người", "40"),
        ("Minh chứng", "–"),
    ]


def test_a_changed_activity_names_what_changes(commune: Office) -> None:
    store, _ids = commune
    with store.step("Ghi") as step:
        step.put_fields("activity", "a1", NEW)
    changes = [
        Change("activity", "a1", "people", 40, 45, True),
        Change("activity", "a1", "women", None, 20, False),
    ]
    (line,) = lines(store, changes)
    assert line.subject == "Hoạt động · Hội thao ngành"
    assert (line.before, line.after) == ("đang có", "sửa số người, số nữ")
    assert line.note == "hai máy ghi khác nhau"
    (beaten,) = lines(store, [Change("activity", "a1", "people", 40, 40, True, 51)])
    assert (beaten.before, beaten.after, beaten.note) == ("40", "51", "hai máy ghi khác nhau")
    (alone,) = lines(store, changes[:1])
    assert alone.subject == "Hoạt động · Hội thao ngành · số người"
    assert (alone.before, alone.after, alone.inside) == ("40", "45", ())
    gone = [*changes, Change("activity", "a1", "deleted", False, True, False)]
    assert lines(store, gone)[0].after == "đã xóa"


def test_a_return_is_one_line_per_unit_form_and_month(commune: Office) -> None:
    store, ids = commune
    unit, period = ids["X-01"], "2026-10"
    submit = {"form": "F1", "values": {"A01": 50, "A03": 40}}
    changes = [
        *new("cell", cell_key(unit, period), A01=50, A03=40, C11=2),
        *new("submit", return_key(unit, "F1", period), **{"1": submit}),
    ]
    first, second = lines(store, changes)
    assert first.subject == "Biểu F1 · CĐCS X-01 · tháng 10/2026"
    assert (first.before, first.after) == ("–", "lần đầu: 2 số đã chốt")
    assert [one.subject for one in first.inside] == [
        "Tổng số CNVCLĐ (nơi có công đoàn)", "Tổng số đoàn viên", "Chốt báo cáo lần đầu",
    ]  # fmt: skip
    assert second.subject == "Kết nạp mới tại CĐCS đã có · CĐCS X-01 · tháng 10/2026"
    assert (second.before, second.after) == ("–", "2")


def test_figures_that_differ_are_counted_apart_from_new_ones(commune: Office) -> None:
    store, ids = commune
    key = cell_key(ids["X-01"], "2026-10")
    changes = [Change("cell", key, "A03", 40, 41, False), *new("cell", key, A01=50)]
    (line,) = lines(store, changes)
    assert (line.before, line.after) == ("đang có", "1 số thay đổi, 1 số mới")


def test_a_figure_and_the_reason_it_was_changed_for_are_one_line(commune: Office) -> None:
    store, ids = commune
    key = cell_key(ids["X-01"], "2026-10")
    changes = [Change("cell", key, "A03", 40, 41, False), *new("reason", key, A03="sổ sách")]
    (line,) = lines(store, changes)
    assert line.subject == "Biểu F1 · CĐCS X-01 · tháng 10/2026"
    assert line.after == "1 số thay đổi"
    assert [(one.subject, one.after) for one in line.inside] == [
        ("Tổng số đoàn viên", "41"), ("Lý do sửa Tổng số đoàn viên", "sổ sách"),
    ]  # fmt: skip
    (alone,) = lines(store, changes[1:])
    assert alone.subject == "Lý do sửa Tổng số đoàn viên · CĐCS X-01 · tháng 10/2026"


def test_a_unit_and_a_plan_not_here_yet_bear_their_coming_names(commune: Office) -> None:
    changes = [
        *new("unit", "u9", **{"name@2026-01-01": "CĐCS Chợ Mới", "alive@2026-01-01": True}),
        *new("issued_plan", "p1", **{"1": {"head": {"title": "Chương trình 2026"}, "items": []}}),
        *new("cell", cell_key("u9", "2026-10"), A03=4),
    ]
    told = [line.subject for line in lines(commune[0], changes)]
    assert told == [
        "Tổng số đoàn viên · CĐCS Chợ Mới · tháng 10/2026",
        "Văn bản đã ban hành · Chương trình 2026",
        "Đơn vị · CĐCS Chợ Mới",
    ]


def test_what_is_too_much_is_told_as_a_number_of_things(commune: Office) -> None:
    changes = [change for n in range(5) for change in new("activity", f"a{n}", **NEW)]
    found = lines(commune[0], changes, most=3)
    assert len(found) == 4
    assert found[-1].subject == "… và 2 nội dung khác"

"""What somebody must agree to before an event is written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.register.bulk_reparent import move_to_parents, preview_parents
from desktop.models.register.doubts import doubts
from desktop.models.register.moved_words import in_words, moved_lines, stock_words
from desktop.models.register.orders import Order
from desktop.models.register.parent_lines import read_parents
from desktop.models.register.reorganise import carry_out, preview
from desktop.models.store.store import Store
from desktop.models.units.unit_events import events_of
from desktop.models.units.units import found_unit
from tests.models.offices import FOUNDED, commune, enter

DAY = date(2026, 2, 10)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store, ids = commune(tmp_path, unions=3)
    with store:
        for code in ("KB", "KC"):
            found_unit(store, name=f"Công đoàn xã {code}", kind="CDX", parent=store.own_unit,
                       since=FOUNDED, code=code)  # fmt: skip
        for number, unit in enumerate(ids, 1):
            enter(store, "2026-01", unit, C00=10 * number, A03=10 * number)
        yield store


def refused(store: Store, order: Order) -> Refusal:
    before = (store.records("unit"), store.records("event"))
    with pytest.raises(Refusal) as told:
        carry_out(store, order)
    assert (store.records("unit"), store.records("event")) == before
    return told.value


def test_an_ending_by_policy_of_another_union_is_asked_about(office: Store) -> None:
    order = Order("end", DAY, ("CS-1", "CS-2"))
    told = refused(office, order)
    assert told.code == "E_DOUBT"
    assert "chọn “Giải thể”: CĐCS số 1 (" in told.message
    assert "CĐCS số 2 (" in told.message
    carry_out(office, order, sure=True)
    assert len(events_of(office)) == 1


def test_a_name_that_another_union_has_is_asked_about(office: Store) -> None:
    for order in (
        Order("rename", DAY, ("CS-1",), name="CĐCS số 2 "),
        Order("split", DAY, ("CS-1",), name="cđcs số 2", members=3),
    ):
        told = refused(office, order)
        assert told.code == "E_DOUBT"
        assert "cùng tên CĐCS số 2, mã CS-2" in told.message
    carry_out(office, Order("rename", DAY, ("CS-1",), name="CĐCS Số 1"))  # its own name again
    carry_out(office, Order("end", DAY, ("CS-2",)), sure=True)
    carry_out(office, Order("rename", date(2026, 3, 2), ("CS-1",), name="CĐCS số 2"))


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        (Order("rename", DAY, ("CS-1",), name="CĐCS Tên A"),
         Order("rename", DAY, ("CS-1",), name="CĐCS Tên B"), ("“CĐCS Tên A”", "“CĐCS Tên B”")),
        (Order("reparent", DAY, ("CS-1",), to_parent="KB"),
         Order("reparent", DAY, ("CS-1",), to_parent="KC"), ("Công đoàn xã KB", "Công đoàn xã KC")),
        (Order("area", DAY, ("CS-1",), into="xã Đồi"),
         Order("area", DAY, ("CS-1",), into="xã Bãi"), ("xã Đồi", "xã Bãi")),
    ],
)  # fmt: skip
def test_a_second_event_of_a_day_names_what_it_takes_the_place_of(
    office: Store, first: Order, then: Order, said: tuple[str, str]
) -> None:
    carry_out(office, first)
    told = refused(office, then).message
    assert all(one in told for one in said)
    assert doubts(office.packs, carry_out(office, then, sure=True)) == told


def test_an_event_of_another_day_or_unit_is_not_asked_about(office: Store) -> None:
    carry_out(office, Order("rename", DAY, ("CS-1",), name="CĐCS Tên A"))
    for order in (Order("rename", DAY, ("CS-2",), name="CĐCS Tên B"),
                  Order("rename", date(2026, 2, 11), ("CS-1",), name="CĐCS Tên B")):  # fmt: skip
        assert doubts(office.packs, preview(office, order)) == ""


def test_a_list_that_moves_a_unit_again_on_one_day_is_asked_about(office: Store) -> None:
    carry_out(office, Order("reparent", DAY, ("CS-1",), to_parent="KB"))
    lines = read_parents(office, [["CS-1", "KC"], ["CS-2", "KC"]], DAY)
    seen = preview_parents(office, lines, DAY)
    assert "CĐCS số 1 về Công đoàn xã KB" in doubts(office.packs, seen)
    with pytest.raises(Refusal):
        move_to_parents(office, lines, DAY)
    assert len(events_of(office)) == 1
    assert len(move_to_parents(office, lines, DAY, sure=True).events) == 1


def test_a_merger_into_a_new_union_is_told_in_words_with_what_stands_before_and_after(
    office: Store,
) -> None:
    order = Order("merge", DAY, ("CS-1", "CS-2"), name="CĐCS Mới", into="CS-9")
    done = preview(office, order)
    told = {(one.unit, one.what): (one.before, one.after) for one in done.stocks}
    assert told == {
        ("CS-1", "members"): (10, 0), ("CS-2", "members"): (20, 0), ("CS-9", "members"): (0, 30),
        ("DC", "unions"): (3, 2),
    }  # fmt: skip
    lines = moved_lines(office.packs, done.moved, {"DC": "Công đoàn xã Đồi Chè"}, done.stocks)
    assert lines[-1].what == "CĐCS 3 → 2"
    assert (lines[-1].unit, lines[-1].number) == ("Công đoàn xã Đồi Chè", None)
    assert in_words(office.packs, "B05", -1) == "CĐCS mới sau sáp nhập, trừ vào số giảm"
    assert stock_words(done.stocks[0]) == "đoàn viên 10 → 0"


def test_before_and_after_hold_of_every_event(office: Store) -> None:
    def told(order: Order) -> dict[str, tuple[int, int]]:
        return {one.unit: (one.before, one.after) for one in preview(office, order).stocks}

    assert told(Order("dissolve", DAY, ("CS-3",))) == {"CS-3": (30, 0), "DC": (3, 2)}
    assert told(Order("reparent", DAY, ("CS-1",), to_parent="KB")) == {"KB": (0, 1)}  # within DC
    assert told(Order("split", DAY, ("CS-3",), into="CS-9", name="CĐCS Chín", members=12)) == {
        "CS-3": (30, 18), "CS-9": (0, 12), "DC": (3, 4),
    }  # fmt: skip
    assert told(Order("merge", DAY, ("CS-1",), into="CS-2")) == {
        "CS-1": (10, 0), "CS-2": (20, 30), "DC": (3, 2),
    }  # fmt: skip
    assert told(Order("rename", DAY, ("CS-1",), name="Khác")) == {}

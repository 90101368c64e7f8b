"""An event of a day before what is already written of the same unit: told, asked about, refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.errors import Refusal
from desktop.models.register.bulk_reparent import move_to_parents
from desktop.models.register.later import lost_sentence, still_late
from desktop.models.register.orders import Order
from desktop.models.register.parent_lines import read_parents
from desktop.models.register.reorganise import carry_out, preview
from desktop.models.store.history import undo
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, set_attribute, tree_on
from tests.models.offices import FOUNDED, commune, enter

DAY, LATER = date(2026, 2, 10), date(2026, 3, 20)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    store, ids = commune(tmp_path, unions=3)
    with store:
        for number, unit in enumerate(ids, 1):
            enter(store, "2026-01", unit, C00=10 * number, A03=10 * number)
        yield store


def unit_id(store: Store, code: str) -> str:
    return tree_on(store, DAY).by_code(code).id


def refused(store: Store, order: Order, *, sure: bool = False) -> Refusal:
    before = (store.records("unit"), store.records("event"))
    with pytest.raises(Refusal) as told:
        carry_out(store, order, sure=sure)
    assert (store.records("unit"), store.records("event")) == before
    assert told.value.next_step
    return told.value


@pytest.mark.parametrize(
    ("kind", "into"), [("dissolve", ""), ("end", ""), ("merge", "CS-2")]
)  # fmt: skip
def test_an_end_before_later_events_and_figures_is_asked_about(
    office: Store, kind: str, into: str
) -> None:
    carry_out(office, Order("rename", LATER, ("CS-1",), name="CĐCS Tên sau"))
    enter(office, "2026-02", unit_id(office, "CS-1"), A03=10)  # the month of the end: its last one
    enter(office, "2026-04", unit_id(office, "CS-1"), A03=10)
    order = Order(kind, DAY, ("CS-1",), into=into)
    (lost,) = preview(office, order).lost
    assert (lost.code, lost.periods) == ("CS-1", ("2026-04",))
    assert [event.kind for event in lost.events] == ["rename"]
    told = refused(office, order)
    assert told.code == "E_LATER"
    assert "“Đổi tên” ngày 20/3/2026" in told.message
    assert "tháng 4/2026 đã nhập sẽ không được cộng vào đâu" in told.message
    assert carry_out(office, order, sure=True).lost == (lost,)
    undo(office)
    assert tree_on(office, LATER).by_code("CS-1").name == "CĐCS Tên sau"


def test_an_end_with_nothing_after_it_asks_nothing(office: Store) -> None:
    carry_out(office, Order("rename", date(2026, 2, 1), ("CS-1",), name="CĐCS Tên khác"))
    enter(office, "2026-02", unit_id(office, "CS-1"), A03=10)
    enter(office, "2026-04", unit_id(office, "CS-2"), A03=20)
    assert carry_out(office, Order("dissolve", DAY, ("CS-1",))).lost == ()


def test_locked_returns_that_count_no_more_are_not_said_to_stay(office: Store) -> None:
    from desktop.models.figures.returns.returns import lock

    for month in ("2026-02", "2026-03"):
        enter(office, month, unit_id(office, "CS-1"), A03=10, A01=20, A03N=1, A01N=1, C00N=1)
        lock(office, "F1", month, [unit_id(office, "CS-1")], reason="đủ")
    done = preview(office, Order("dissolve", DAY, ("CS-1",)))
    assert {one.period for one in done.late} == {"2026-02", "2026-03"}
    assert {one.period for one in still_late(done.late, done.lost)} == {"2026-02"}
    assert "tháng 3/2026" in lost_sentence(office.packs, done.lost)


def test_a_union_that_members_came_to_later_does_not_end_before(office: Store) -> None:
    carry_out(office, Order("merge", LATER, ("CS-2",), into="CS-1"))
    for kind, into in (("dissolve", ""), ("merge", "CS-3")):
        told = refused(office, Order(kind, DAY, ("CS-1",), into=into), sure=True)
        assert (told.code, "CĐCS số 2" in told.message) == ("E_LATER", True)
    assert carry_out(office, Order("dissolve", date(2026, 3, 21), ("CS-1",))).lost == ()


def test_a_union_that_is_split_later_does_not_end_before(office: Store) -> None:
    carry_out(office, Order("split", LATER, ("CS-3",), name="CĐCS số 4", members=9))
    assert refused(office, Order("end", DAY, ("CS-3",)), sure=True).code == "E_LATER"


def test_what_a_later_event_says_again_is_told(office: Store) -> None:
    carry_out(office, Order("ownership", LATER, ("CS-1",), into="FDI"))
    order = Order("ownership", DAY, ("CS-1",), into="FDI")
    (lost,) = preview(office, order).lost
    assert [event.day for event in lost.events] == [LATER]
    assert "Đổi loại hình" in refused(office, order).message
    assert preview(office, Order("ownership", DAY, ("CS-1",), into="SN")).lost == ()


def test_an_emptied_commune_with_figures_of_later_months_is_kept(office: Store) -> None:
    for code in ("KB", "KC"):
        found_unit(office, name=f"Công đoàn xã {code}", kind="CDX", parent=office.own_unit,
                   since=FOUNDED, code=code)  # fmt: skip
    set_attribute(office, unit_id(office, "CS-1"), "parent", unit_id(office, "KB"), FOUNDED)
    enter(office, "2026-05", unit_id(office, "KB"), A03=2)
    lines = read_parents(office, [["CS-1", "KC"]], DAY)
    done = move_to_parents(office, lines, DAY, end_emptied=True)
    assert done.ended == ()
    assert "ghi cho sau ngày này" in done.kept[0]

"""Events of units: what each moves, what is refused, and one undo takes each back."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.models.entry.entry import EntrySheet
from desktop.models.errors import Refusal
from desktop.models.figures.returns.returns import lock
from desktop.models.figures.sums.by_ownership import by_ownership
from desktop.models.figures.sums.rollup import totals
from desktop.models.register.events import events_of
from desktop.models.register.orders import Order
from desktop.models.register.outcomes import Outcome
from desktop.models.register.reorganise import carry_out, preview
from desktop.models.register.unit_register import timeline
from desktop.models.store.history import undo
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, set_attribute, tree_on
from tests.models.offices import FOUNDED, commune, enter

DAY = date(2026, 2, 10)


@pytest.fixture
def office(tmp_path: Path) -> Any:
    store, ids = commune(tmp_path, unions=3)
    with store:
        for number, unit in enumerate(ids, 1):
            enter(store, "2026-01", unit, C00=10 * number, A03=10 * number, A01=60,
                  C00N=number, A03N=number)  # fmt: skip
        lock(store, "F1", "2026-01", reason="đủ")
        yield store


def write(store: Store, kind: str, unit: str, day: date = DAY, **more: Any) -> Outcome:
    return carry_out(store, Order(kind, day, (unit,), decision="9/QĐ", **more))


def asked(order: Order) -> dict[str, Any]:
    return {name: getattr(order, name) for name in Order.__slots__}


def value(store: Store, code: str, period: str = "2026-02", unit: str = "") -> Any:
    total = totals(store, period, unit).get(code)
    return total.value if total is not None else None


def net(store: Store) -> int:
    return value(store, "C41") or 0


def test_a_union_founded_in_a_locked_month_tells_of_the_returns_beside_it(office: Store) -> None:
    order = Order("found", date(2026, 1, 20), ("",), to_parent=office.own_unit, name="CĐCS Mới",
                  members=9)  # fmt: skip
    assert {late.period for late in preview(office, order).late} == {"2026-01"}
    assert not preview(office, Order(**{**asked(order), "day": date(2026, 2, 1)})).late


def test_unions_become_a_new_one_of_their_kind_and_type(office: Store) -> None:
    done = carry_out(office, Order("merge", DAY, ("CS-1", "CS-2"), name="CĐCS Liên trường"))
    (made,) = tree_on(office, DAY).search("lien truong")
    old = tree_on(office, FOUNDED).by_code("CS-1")
    assert (made.kind, made.ownership) == (old.kind, old.ownership)
    assert done.moved[made.code] == {"C15": 30, "C15N": 3, "B05": -1}
    assert value(office, "A05") == 2


def test_unions_of_several_types_become_one_of_the_type_told(office: Store) -> None:
    set_attribute(office, tree_on(office, DAY).by_code("CS-1").id, "ownership", "FDI", FOUNDED)
    order = Order("merge", DAY, ("CS-1", "CS-2"), name="CĐCS Liên trường")
    with pytest.raises(Refusal) as refused:
        preview(office, order)
    assert refused.value.code == "E_OWNERSHIP"
    types = office.packs.ownerships
    assert all(types[one].short in refused.value.message for one in ("FDI", "NQD"))
    carry_out(office, Order(**{**asked(order), "ownership": "NQD"}))
    (made,) = tree_on(office, DAY).search("lien truong")
    assert made.ownership == "NQD"


@pytest.mark.parametrize(
    ("kind", "members", "unions"), [("dissolve", "C28", "B03"), ("end", "C29", "B04")]
)
def test_whoever_a_union_had_leaves_when_it_ends(
    office: Store, kind: str, members: str, unions: str
) -> None:
    done = carry_out(office, Order(kind, DAY, ("CS-2",)), sure=True)
    assert done.moved == {"CS-2": {members: 20, f"{members}N": 2, unions: 1}}
    assert [value(office, code) for code in (members, members + "N", unions, "A05")] == [
        20,
        2,
        1,
        2,
    ]
    assert value(office, "A03") == 40
    assert value(office, "C41") == -20
    undo(office)
    assert value(office, "A03") == 60
    assert events_of(office) == []


def test_what_an_ended_union_typed_that_month_is_not_counted_twice(office: Store) -> None:
    enter(office, "2026-02", tree_on(office, DAY).by_code("CS-2").id, C24=3)
    assert write(office, "dissolve", "CS-2").moved["CS-2"]["C28"] == 17
    assert (value(office, "C28"), value(office, "C24"), value(office, "C41")) == (17, 3, -20)


def test_a_merger_cancels_inside_and_is_seen_on_either_side(office: Store) -> None:
    found_unit(office, name="Công đoàn xã Kề Bên", kind="CDX", parent=office.own_unit,
               since=FOUNDED, code="KB")  # fmt: skip
    found_unit(office, name="CĐCS bên ấy", kind="CDCS",
               parent=tree_on(office, DAY).by_code("KB").id, since=FOUNDED,
               code="KB-1")  # fmt: skip
    kb1 = tree_on(office, DAY).by_code("KB-1").id
    enter(office, "2026-01", kb1, C00=7, A03=7, A01=9)
    lock(office, "F1", "2026-01", [kb1], reason="đủ")
    done = write(office, "merge", "CS-1", into="KB-1")
    assert done.moved == {
        "CS-1": {"C27": 10, "C27N": 1, "B05": 1}, "KB-1": {"C15": 10, "C15N": 1},
    }  # fmt: skip
    assert (value(office, "C15", unit="KB"), value(office, "A03", unit="KB")) == (10, 17)
    assert value(office, "C15") is None
    assert (value(office, "A03"), value(office, "B05"), net(office)) == (67, 1, 0)


def test_the_receiving_union_closes_with_the_members_that_came(office: Store) -> None:
    write(office, "merge", "CS-1", into="CS-2")
    two = tree_on(office, DAY).by_code("CS-2").id
    enter(office, "2026-02", two, A03=30, A03N=3, A01=60)
    assert lock(office, "F1", "2026-02", [two], reason="nhận sáp nhập").blocked == ()
    enter(office, "2026-03", two, A03=31, A03N=3, A01=60, C11=1)
    assert lock(office, "F1", "2026-03", [two], reason="đủ").blocked == ()
    assert value(office, "A03", "2026-03") == 61


def test_the_ratio_stays_until_the_receiving_union_reports(office: Store) -> None:
    before = value(office, "A04", "2026-01")
    assert write(office, "merge", "CS-1", into="CS-2").moved["CS-2"] == {"C15": 10, "C15N": 1}
    assert (value(office, "A01"), value(office, "A03"), value(office, "A04")) == (180, 60, before)
    two = tree_on(office, DAY).by_code("CS-2").id
    (line,) = [row for row in EntrySheet.load(office, "F1", "2026-02").rows if row.unit.id == two]
    assert (line.estimates["A01"], line.estimates["A03"]) == (120, 30)
    enter(office, "2026-02", two, A03=30, A03N=3, A01=115)
    lock(office, "F1", "2026-02", [two], reason="đã đếm lại")
    assert value(office, "A01") == 175  # counted by the receiver itself, never both
    assert value(office, "A01", "2026-03") == 175


def test_workers_go_along_through_mergers_one_after_another(office: Store) -> None:
    write(office, "merge", "CS-1", into="CS-2")
    write(office, "merge", "CS-2", date(2026, 3, 5), into="CS-3")
    assert [value(office, "A01", month) for month in ("2026-02", "2026-03")] == [180, 180]
    assert value(office, "A03", "2026-03") == 60
    undo(office)
    undo(office)
    assert value(office, "A01", "2026-03") == 180


def test_workers_of_several_stand_with_the_new_union(office: Store) -> None:
    carry_out(office, Order("merge", DAY, ("CS-1", "CS-2"), into="MOI", name="CĐCS Hợp nhất"))
    assert (value(office, "A01"), value(office, "A03")) == (180, 60)
    new = tree_on(office, DAY).by_code("MOI").id
    (line,) = [row for row in EntrySheet.load(office, "F1", "2026-02").rows if row.unit.id == new]
    assert (line.estimates["A01"], line.estimates["A03"]) == (120, 30)


def test_a_union_of_workers_alone_takes_them_along(office: Store) -> None:
    one = tree_on(office, DAY).by_code("CS-1").id
    enter(office, "2026-01", one, C00=0, C00N=0, A03=0, A03N=0, A01=60, reason="chưa có đoàn viên")
    lock(office, "F1", "2026-01", [one], reason="chưa có đoàn viên")
    write(office, "merge", "CS-1", into="CS-2")
    assert (value(office, "A01"), value(office, "A03")) == (180, 50)


def test_members_who_came_are_typed_or_worked_out_never_both(office: Store) -> None:
    write(office, "merge", "CS-1", into="CS-2")
    two = tree_on(office, DAY).by_code("CS-2").id
    enter(office, "2026-02", two, A03=30, A03N=3, C13=10, C13N=1, A01=60)
    assert lock(office, "F1", "2026-02", [two], reason="chuyển đến").blocked == ()
    assert (value(office, "A03"), net(office), value(office, "C15")) == (60, 0, None)


def test_several_become_one_new_union(office: Store) -> None:
    done = carry_out(
        office, Order("merge", DAY, ("CS-1", "CS-2"), into="MOI", name="CĐCS Hợp nhất")
    )
    assert done.moved["MOI"] == {"C15": 30, "C15N": 3, "B05": -1}
    assert (value(office, "A05"), value(office, "B05"), value(office, "B20")) == (2, 1, 1)
    assert value(office, "A03") == 60


def test_a_split_moves_whom_the_decision_tells(office: Store) -> None:
    done = write(office, "split", "CS-3", into="CS-4", name="CĐCS số 4", members=12, women=1)
    assert done.moved == {
        "CS-3": {"C27": 12, "C27N": 1}, "CS-4": {"C15": 12, "C15N": 1, "B06": 1},
    }  # fmt: skip
    four = tree_on(office, DAY).by_code("CS-4")
    assert (four.kind, four.ownership, four.parent) == ("CDCS", "NQD", office.own_unit)
    assert value(office, "A03") == 60
    enter(office, "2026-02", four.id, A03=12, A03N=1, A01=15)
    assert lock(office, "F1", "2026-02", [four.id], reason="mới tách").blocked == ()
    assert (value(office, "A03"), value(office, "B06"), net(office)) == (60, 1, 0)


def test_a_split_leaves_no_more_women_than_members_and_no_more_men(office: Store) -> None:
    order = Order("split", DAY, ("CS-3",), name="CĐCS số 4", members=29, women=1)
    with pytest.raises(Refusal) as refused:
        preview(office, order)  # of 30, 3 of them women, 1 would stay and be 2 women
    assert refused.value.code == "V02"
    assert "ít nhất 2, nhiều nhất 3 nữ" in refused.value.message
    for women, refuses in ((1, True), (2, False), (3, False), (4, True)):
        order = Order(**{**asked(order), "women": women})
        if refuses:
            with pytest.raises(Refusal):
                preview(office, order)
        else:
            assert preview(office, order).moved["CS-3"] == {"C27": 29, "C27N": women}


def test_a_second_split_of_the_month_counts_who_left_with_the_first(office: Store) -> None:
    write(office, "split", "CS-3", into="CS-4", name="CĐCS số 4", members=20, women=1)
    later = DAY + timedelta(1)
    with pytest.raises(Refusal) as refused:
        write(office, "split", "CS-3", later, into="CS-5", name="CĐCS số 5", members=11)
    assert refused.value.code == "E_MEMBERS"
    with pytest.raises(Refusal) as refused:
        write(office, "split", "CS-3", later, into="CS-5", name="CĐCS số 5", members=9, women=0)
    assert "ít nhất 1, nhiều nhất 2 nữ" in refused.value.message
    write(office, "split", "CS-3", later, into="CS-5", name="CĐCS số 5", members=9, women=1)


def test_a_split_nobody_counted_is_what_the_new_union_closes_with(office: Store) -> None:
    write(office, "split", "CS-3", into="CS-4", name="CĐCS số 4")
    three, four = (tree_on(office, DAY).by_code(code).id for code in ("CS-3", "CS-4"))
    enter(office, "2026-02", four, A03=13, A01=15, C11=1)
    enter(office, "2026-02", three, A03=18, A01=60)
    assert value(office, "C41") == 1
    assert value(office, "A03") == 61


def test_a_founding_admits_its_members(office: Store) -> None:
    done = write(office, "found", "CS-9", name="CĐCS số 9", members=8, women=3, ownership="FDI")
    assert done.moved == {"CS-9": {"B01": 1, "C12": 8, "C12N": 3, "B01M": 8}}
    assert [value(office, c) for c in ("B01", "B01M", "C12", "A03", "C41")] == [1, 8, 8, 68, 8]
    nine = tree_on(office, DAY).by_code("CS-9").id
    enter(office, "2026-02", nine, C12=9, A03=9, A01=9)
    assert [value(office, c) for c in ("B01M", "C12", "A03", "C41")] == [9, 9, 69, 9]


def test_the_first_opening_of_a_founded_union_counts_as_admitted(office: Store) -> None:
    write(office, "found", "CS-9", name="CĐCS số 9")
    nine = tree_on(office, DAY).by_code("CS-9").id
    enter(office, "2026-02", nine, C00=9, A03=9, A01=9)
    assert [value(office, c) for c in ("C12", "A03", "C41")] == [9, 69, 9]


def test_a_change_of_type_is_a_pair_that_adds_nothing(office: Store) -> None:
    done = write(office, "ownership", "CS-1", into="FDI")
    assert done.moved == {"CS-1": {
        "C21;LH=NQD": 10, "C13;LH=FDI": 10, "C21N;LH=NQD": 1, "C13N;LH=FDI": 1,
    }}  # fmt: skip
    assert tree_on(office, DAY).by_code("CS-1").ownership == "FDI"
    assert value(office, "C41") in (0, None)


def test_a_second_change_of_type_on_one_day_is_refused_and_the_first_one_named(
    office: Store,
) -> None:
    write(office, "ownership", "CS-1", into="FDI")
    with pytest.raises(Refusal) as refused:
        write(office, "ownership", "CS-1", into="SNNCL")
    assert refused.value.code == "E_SAME"
    assert "“Đổi loại hình”: Doanh nghiệp có vốn đầu tư nước ngoài." in refused.value.message
    assert "hoàn tác" in str(refused.value.next_step)
    assert tree_on(office, DAY).by_code("CS-1").ownership == "FDI"
    write(office, "ownership", "CS-2", into="SNNCL")  # another union may, and this one later
    write(office, "ownership", "CS-1", DAY + timedelta(1), into="SNNCL")
    assert tree_on(office, DAY + timedelta(1)).by_code("CS-1").ownership == "SNNCL"
    for _event in range(3):
        undo(office)
    write(office, "ownership", "CS-1", into="SNNCL")
    assert tree_on(office, DAY).by_code("CS-1").ownership == "SNNCL"


def test_who_came_in_the_month_of_a_change_of_type_did_not_change_it(office: Store) -> None:
    one = tree_on(office, DAY).by_code("CS-1").id
    enter(office, "2026-02", one, A03=12, A01=60, C11=2)
    done = write(office, "ownership", "CS-1", into="FDI")
    line = by_ownership(office, "2026-02")["FDI"]
    assert (done.moved["CS-1"]["C13;LH=FDI"], line.turned_to, line.closing) == (10, 10, 12)


def test_who_came_in_the_month_of_a_move_came_to_the_new_parent(office: Store) -> None:
    for code in ("D", "T"):
        found_unit(office, name=f"Cụm {code}", kind="CDX", parent=office.own_unit,
                   since=date(2026, 1, 5), code=code)  # fmt: skip
    one = tree_on(office, DAY).by_code("CS-1").id
    enter(office, "2026-02", one, A03=12, A01=60, C11=2)
    done = write(office, "reparent", "CS-1", to_parent="D")
    assert done.moved["D"]["C15"] == value(office, "C15", unit="D") == 10
    enter(office, "2026-03", one, A03=15, A01=60, C11=3)
    done = write(office, "merge", "D", date(2026, 3, 10), into="T")
    assert done.moved["T"]["C15"] == value(office, "C15", "2026-03", "T") == 10  # as last locked


def test_a_type_closed_for_new_data_is_taken_only_for_the_years_before(office: Store) -> None:
    parent = office.own_unit
    with pytest.raises(Refusal, match="không còn dùng vào ngày 01/8/2026") as refused:
        found_unit(office, name="CĐCS Ủy ban", kind="CDCS", parent=parent,
                   since=date(2026, 8, 1), ownership="HC100")  # fmt: skip
    assert refused.value.code == "E_OWNERSHIP"
    one = tree_on(office, DAY).by_code("CS-1").id
    with pytest.raises(Refusal, match="không còn dùng"):
        set_attribute(office, one, "ownership", "HC100", FOUNDED)
    old = found_unit(office, name="CĐCS cũ", kind="CDCS", parent=None, since=date(2020, 1, 1),
                     ownership="HC100")  # fmt: skip
    assert tree_on(office, DAY).units[old].ownership == "HC100"


def test_a_suspended_union_is_noted_beside(office: Store) -> None:
    write(office, "suspend", "CS-1")
    assert (value(office, "B09"), value(office, "A05")) == (1, 3)
    write(office, "resume", "CS-1", date(2026, 3, 1))
    assert (value(office, "B09"), value(office, "B09", "2026-03")) == (1, 0)


def test_a_suspension_says_nothing_of_the_days_before_it(office: Store) -> None:
    write(office, "suspend", "CS-1", date(2026, 3, 15))
    months = ("2025-08", "2026-02", "2026-03", "2026-04")
    assert [value(office, "B09", month) for month in months] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("kind", "day", "said"),
    [
        ("resume", date(2026, 2, 10), "Ngày 10/02/2026 CĐCS số 1 không tạm dừng."),
        ("resume", date(2026, 5, 20), "Ngày 20/5/2026 CĐCS số 1 không tạm dừng."),
        ("resume", date(2026, 4, 1), "Đã ghi CĐCS số 1 hoạt động trở lại từ ngày 10/5/2026."),
        ("suspend", date(2026, 2, 10), "Đã ghi CĐCS số 1 tạm dừng từ ngày 15/3/2026."),
        ("suspend", date(2026, 4, 1), "Ngày 01/4/2026 CĐCS số 1 đang tạm dừng."),
    ],
)
def test_a_union_stops_while_it_works_and_resumes_while_it_does_not(
    office: Store, kind: str, day: date, said: str
) -> None:
    write(office, "suspend", "CS-1", date(2026, 3, 15))
    write(office, "resume", "CS-1", date(2026, 5, 10))
    with pytest.raises(Refusal) as refused:
        write(office, kind, "CS-1", day)
    assert (refused.value.message, refused.value.code) == (said, "E_SAME")
    write(office, "suspend", "CS-1", date(2026, 6, 1))
    assert [value(office, "B09", f"2026-0{n}") for n in range(2, 7)] == [0, 1, 1, 0, 1]


def test_members_of_occupational_unions_are_counted_from_them(office: Store) -> None:
    write(office, "found", "ND-1", name="Nghiệp đoàn xe ôm", unit_kind="NDCS", members=12)
    assert [value(office, c) for c in ("A06", "A06M", "B02", "B02M", "C12")] == [1, 12, 1, 12, 12]
    assert tree_on(office, DAY).by_code("ND-1").ownership == "ND"  # by its kind, told or not
    assert by_ownership(office, "2026-02")["ND"].came == {"C12": 12}


def test_a_preview_writes_nothing(office: Store) -> None:
    before = office.records("unit")
    told = preview(office, Order("merge", DAY, ("CS-1",), into="CS-2"))
    assert told.event is None
    assert told.moved["CS-2"] == {"C15": 10, "C15N": 1}
    assert office.records("unit") == before


def test_returns_locked_before_are_told_and_stay(office: Store) -> None:
    one = tree_on(office, DAY).by_code("CS-1").id
    enter(office, "2026-02", one, A03=11, A03N=1, A01=60, C11=1)
    assert lock(office, "F1", "2026-02", [one], reason="đủ").blocked == ()
    done = carry_out(office, Order("dissolve", date(2026, 1, 20), ("CS-1",)), sure=True)
    assert {(late.period, late.form) for late in done.late} == {
        ("2026-01", "F1"),
        ("2026-02", "F1"),
    }
    (event,) = events_of(office, one)
    assert event.late == ("2026-01", "2026-02")
    told = "ghi sau khi đã chốt tháng 01/2026, tháng 02/2026"
    assert any(told in moment.text for moment in timeline(office, one))
    assert list(office.registers("submit", "2026-02|F1|" + one))
    assert totals(office, "2026-01")["A03"].value == 50


@pytest.mark.parametrize(
    ("kind", "unit", "day", "more", "code"),
    [
        ("dissolve", "XX", DAY, {}, "E_UNIT"),
        ("dissolve", "CS-1", date(2025, 6, 30), {}, "E_BEFORE"),
        ("dissolve", "CS-1", FOUNDED, {}, "E_BEFORE"),
        ("merge", "CS-1", DAY, {"into": "CS-1"}, "E_SELF"),
        ("merge", "CS-1", DAY, {}, "E_INTO"),
        ("merge", "CS-1", DAY, {"name": "CĐCS Mới"}, "E_INTO"),
        ("merge", "CS-1", DAY, {"into": "XX"}, "E_UNIT"),
        ("merge", "CS-1", DAY, {"into": "DC"}, "E_LEVEL"),
        ("dissolve", "DC", DAY, {}, "E_CHILDREN"),
        ("reparent", "CS-1", DAY, {"to_parent": "CS-2"}, "E_LEVEL"),
        ("reparent", "CS-1", DAY, {"to_parent": "DC"}, "E_SAME"),
        ("reparent", "CS-1", DAY, {"to_parent": "CS-1"}, "E_CYCLE"),
        ("reparent", "CS-1", DAY, {}, "E_PARENT"),
        ("split", "CS-1", DAY, {"into": "CS-2", "name": "CĐCS Hai", "members": 5}, "E_CODE"),
        ("merge", "CS-1", DAY, {"into": "CS-2", "name": "CĐCS Mới"}, "E_CODE"),
        ("merge", "CS-1", DAY, {"into": "M1", "name": "Mới", "unit_kind": "CSTV"}, "E_LEVEL"),
        ("found", "M1", DAY, {"name": "Xã Mới", "unit_kind": "CDX", "to_parent": "DC"}, "E_LEVEL"),
        ("found", "M1", DAY, {"name": "Cũ", "unit_kind": "CNDP"}, "E_KIND"),
        ("ownership", "CS-1", DAY, {"into": "HC100"}, "E_OWNERSHIP"),
        ("ownership", "CS-1", DAY, {"into": "QQ"}, "E_OWNERSHIP"),
        ("ownership", "CS-1", DAY, {"into": "NQD"}, "E_SAME"),
        ("rename", "CS-1", DAY, {}, "E_NAME"),
        ("rename", "CS-1", DAY, {"name": "CĐCS số 1"}, "E_SAME"),
        ("split", "CS-1", DAY, {"name": "Mới", "members": 11}, "E_MEMBERS"),
        ("split", "CS-1", DAY, {"name": "Mới", "members": 5, "women": 2}, "V02"),
        ("split", "CS-1", DAY, {"name": "Mới", "members": 10}, "V02"),
        ("split", "CS-1", DAY, {"name": "Mới", "women": 1}, "V02"),
        ("split", "CS-1", DAY, {"into": "CS-2", "members": 5, "women": 2}, "V02"),
        ("merge", "CS-1", DAY, {"into": "CS-2", "members": 5}, "E_MEMBERS"),
        ("reparent", "CS-1", DAY, {"to_parent": "DC", "members": 5}, "E_MEMBERS"),
        ("split", "CS-1", DAY, {"members": 1}, "E_NAME"),
        ("found", "CS-7", DAY, {}, "E_NAME"),
        ("found", "CS-1", DAY, {"name": "Mới", "to_parent": "DC"}, "E_CODE"),
        ("found", "CS-7", DAY, {"name": "Mới", "ownership": "HC100"}, "E_OWNERSHIP"),
        ("found", "CS-7", DAY, {"name": "Mới", "unit_kind": "LDH"}, "E_KIND"),
        ("found", "CS-7", DAY, {"name": "Mới", "members": 3, "women": 4}, "V02"),
        ("found", "CS-1", DAY, {"name": "Mới"}, "E_CODE"),
        ("found", "CS-1", DAY, {"name": "Mới", "to_parent": "CS-2"}, "E_CODE"),
        ("area", "CS-1", DAY, {}, "E_AREA"),
        ("resume", "CS-1", DAY, {}, "E_SAME"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(
    office: Store, kind: str, unit: str, day: date, more: dict[str, Any], code: str
) -> None:
    before = (office.records("unit"), office.records("event"))
    with pytest.raises(Refusal) as refused:
        write(office, kind, unit, day, **more)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert refused.value.next_step.endswith((".", "?"))
    assert (office.records("unit"), office.records("event")) == before


def test_a_unit_that_ended_has_no_more_events(office: Store) -> None:
    write(office, "dissolve", "CS-1")
    for kind, more in (("dissolve", {}), ("merge", {"into": "CS-2"}), ("rename", {"name": "Mới"})):
        with pytest.raises(Refusal) as refused:
            write(office, kind, "CS-1", date(2026, 3, 1), **more)
        assert refused.value.code == "E_ENDED"
    with pytest.raises(Refusal) as refused:
        write(office, "merge", "CS-2", date(2026, 3, 1), into="CS-1")
    assert refused.value.code == "E_ENDED"


def test_what_has_no_kind_any_more_takes_nobody_in(tmp_path: Path) -> None:
    since = date(2025, 1, 1)
    with create_office(tmp_path / "tinh") as store:
        own = found_unit(store, name="Liên đoàn Lao động tỉnh", kind="LDT", parent=None,
                         since=since, unit=store.meta("unit"))  # fmt: skip
        above = {
            code: found_unit(store, name=f"Công đoàn {code}", kind=kind, parent=own, since=day,
                             code=code)
            for code, kind, day in (("H", "LDH", since), ("XA", "CDX", FOUNDED),
                                    ("XB", "CDX", FOUNDED))
        }  # fmt: skip
        found_unit(store, name="CĐCS", kind="CDCS", parent=above["XA"], since=FOUNDED, code="C")
        for kind, unit, more, code in (
            ("merge", "XA", {"into": "H"}, "E_KIND"),
            ("reparent", "C", {"to_parent": "H"}, "E_KIND"),
            ("reparent", "XA", {"to_parent": "XB"}, "E_LEVEL"),
        ):
            with pytest.raises(Refusal) as told:
                preview(store, Order(kind, DAY, (unit,), **more))
            assert told.value.code == code
        with pytest.raises(Refusal) as told:
            preview(store, Order("merge", DAY, ("C", "XB"), into="M1", name="Mới"))
        assert told.value.code == "E_LEVEL"

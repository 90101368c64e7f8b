"""Typing taken back from a base union whose machine is gone, and given to it again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.agenda.agenda import read_agenda
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.too_late import put_aside
from desktop.models.store.doctor import examine
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync.enrol import accept, grant, request
from desktop.sync.messages import BundleRefusal
from desktop.sync.peers import make_peer_bundle
from desktop.sync.refused import not_counted
from desktop.sync.revocation import revoke
from desktop.sync.sheet_export import sealed_return
from desktop.sync.sheet_import import import_sheet
from desktop.sync.take_back import take_back
from desktop.sync.undo import undo_bundle
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    OTHER,
    PROVINCE,
    World,
    enrol,
    lock,
    office,
    put_cells,
    send,
    take,
    world,
)

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = "2026-09", "2026-10", "2026-11", "2026-12"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    with made.province.step("Ngày lập") as step:
        for unit in (PROVINCE, COMMUNE, OTHER, BASE, BASE_2):
            step.put("unit", unit, "alive@2025-07-01", True)
    take(made.commune, send(made.province, made.out, "P-A"))
    yield made
    made.close()


def code_of(call: object, *arguments: object, **options: object) -> str:
    with pytest.raises(BundleRefusal) as refused:
        call(*arguments, **options)  # type: ignore[operator]
    return refused.value.code


def owner(store: Store, unit: str, month: str) -> str:
    return Scope.of(store).owner(unit, date.fromisoformat(f"{month}-28"))


def total(store: Store, month: str, unit: str = "") -> object:
    found = totals(store, month, unit).get("A03")
    return found.value if found else None


def lock_whole(store: Store, period: str, **values: int) -> None:
    """The base union locks every form of a month."""
    lock(store, BASE, period, **values)
    with store.step("Khóa báo cáo") as step:
        step.put("submit", return_key(BASE, "F3", period), "1", {"values": {"C10": 0}})


def lost(w: World) -> None:
    """The base union locked October; its machine is lost, and revoked."""
    lock_whole(w.base, OCTOBER, A03=10)
    take(w.commune, send(w.base, w.out))
    revoke(w.commune, "P-A-01")


def test_the_commune_types_again_from_the_day_after_the_last_locked_period(w: World) -> None:
    lost(w)
    done = take_back(w.commune, "P-A-01")
    assert (done.since, done.office) == ("2026-11-01", "Công đoàn P-A")
    assert [owner(w.commune, BASE, m) for m in (OCTOBER, NOVEMBER)] == [BASE, COMMUNE]
    lock(w.commune, BASE, NOVEMBER, A03=11)
    lock(w.commune, BASE_2, NOVEMBER, A03=5)
    result = take(w.province, send(w.commune, w.out))
    assert (result.status, result.skipped) == ("imported", 0)
    for store in (w.commune, w.province):
        assert total(store, OCTOBER) == 10  # what its own office locked stays, once
        assert total(store, NOVEMBER) == 16
        assert store.rows("SELECT count(*) FROM rejected") == [(0,)]
        assert examine(store) == []


def test_a_month_with_a_form_left_out_falls_to_the_commune(w: World) -> None:
    lock_whole(w.base, SEPTEMBER, A03=9)
    lock(w.base, BASE, OCTOBER, A03=10)  # and F3 of October never came
    take(w.commune, send(w.base, w.out))
    done = take_back(w.commune, "P-A-01", revoking=True)
    assert done.since == "2026-10-01"
    assert [owner(w.commune, BASE, m) for m in (SEPTEMBER, OCTOBER)] == [BASE, COMMUNE]
    with w.commune.step("Khóa biểu còn thiếu") as step:
        step.put("submit", return_key(BASE, "F3", OCTOBER), "1", {"values": {"C10": 1}})
    result = take(w.province, send(w.commune, w.out))
    assert (result.status, result.skipped) == ("imported", 0)
    for store in (w.commune, w.province):
        assert total(store, OCTOBER) == 10, "what the union had locked stands"
        assert store.get("submit", return_key(BASE, "F3", OCTOBER), "1") is not None
        assert store.rows("SELECT count(*) FROM rejected") == [(0,)]
        assert examine(store) == []


def test_the_first_month_of_all_with_a_form_left_out_falls_to_the_commune(w: World) -> None:
    lock(w.base, BASE, OCTOBER, A03=10)
    take(w.commune, send(w.base, w.out))
    assert take_back(w.commune, "P-A-01", revoking=True).since == "2026-10-01"


def test_a_year_locked_early_leaves_no_month_to_nobody(w: World) -> None:
    lock_whole(w.base, OCTOBER, A03=10)
    with w.base.step("Khóa báo cáo năm") as step:
        step.put("submit", return_key(BASE, "F2", "2026"), "1", {"values": {"A03": 10}})
    take(w.commune, send(w.base, w.out))
    assert take_back(w.commune, "P-A-01", revoking=True).since == "2026-11-01"


def test_it_is_refused_in_one_sentence_while_a_machine_is_alive(w: World) -> None:
    assert code_of(take_back, w.commune, "P-A-01") == "E_STILL_ENROLLED"
    assert code_of(take_back, w.commune, "P-A-02") == "E_NO_OWN_OFFICE"
    assert code_of(take_back, w.commune, "P-B") == "E_NO_UNIT"
    assert code_of(take_back, w.province, "T") == "E_NOT_MANAGED"
    assert w.commune.fields("assign", BASE).keys() == {"office@2000-01-01"}
    done = take_back(w.commune, "P-A-01", revoking=True)  # both at once, by consent
    assert done.since == "2000-01-01"
    assert code_of(take_back, w.commune, "P-A-01") == "E_NO_OWN_OFFICE"
    put_cells(w.base, BASE, NOVEMBER, A03=1)
    assert code_of(take, w.commune, send(w.base, w.out)) == "E_REVOKED"


def test_not_before_what_its_own_office_locked_but_later_if_wanted(w: World) -> None:
    lost(w)
    early = {"since": date(2026, 10, 31)}
    assert code_of(take_back, w.commune, "P-A-01", **early) == "E_LOCKED_UNTIL"
    take_back(w.commune, "P-A-01", since=date(2026, 12, 1))
    found = [owner(w.commune, BASE, m) for m in (OCTOBER, NOVEMBER, DECEMBER)]
    assert found == [BASE, BASE, COMMUNE]


def test_what_it_had_typed_and_not_locked_is_typed_on_by_the_commune(w: World) -> None:
    put_cells(w.base, BASE, NOVEMBER, A03=7, A04=1)
    lost(w)
    take_back(w.commune, "P-A-01")
    assert w.commune.get("cell", cell_key(BASE, NOVEMBER), "A03") == 7
    put_cells(w.commune, BASE, NOVEMBER, A03=8)
    take(w.province, send(w.commune, w.out))
    for store in (w.commune, w.province):
        assert store.get("cell", cell_key(BASE, NOVEMBER), "A03") == 8
        assert store.get("cell", cell_key(BASE, NOVEMBER), "A04") == 1
        assert store.conflicts() == []


def test_its_clock_ran_ahead_and_both_offices_agree_all_the_same(w: World) -> None:
    w.base.clock.jump_to(date(2027, 6, 1))  # type: ignore[attr-defined]
    put_cells(w.base, BASE, NOVEMBER, A03=7)
    take(w.commune, send(w.base, w.out))
    take(w.province, send(w.commune, w.out))
    assert take_back(w.commune, "P-A-01", revoking=True).withdrawn == 0
    take(w.province, send(w.commune, w.out))
    for store in (w.commune, w.province):  # it was seen: whatever its clock said, it came before
        assert store.get("cell", cell_key(BASE, NOVEMBER), "A03") == 7
        assert not_counted(store) == []


def test_the_province_takes_back_for_the_commune_below_it(w: World) -> None:
    lost(w)
    take(w.province, send(w.commune, w.out))
    assert take_back(w.province, "P-A-01").office == "Công đoàn P-A"
    take(w.commune, send(w.province, w.out, "P-A"))
    lock(w.commune, BASE, NOVEMBER, A03=11)
    take(w.province, send(w.commune, w.out))
    assert total(w.province, NOVEMBER) == 11


def test_a_unit_taken_back_goes_with_whoever_manages_it_next(w: World) -> None:
    lost(w)
    take_back(w.commune, "P-A-01")
    take(w.province, send(w.commune, w.out))
    with w.province.step("Chuyển đơn vị") as step:
        step.put("unit", BASE, "parent@2026-12-01", OTHER)
    take(w.other, send(w.province, w.out, "P-B"))
    for store in (w.province, w.other):
        found = [owner(store, BASE, m) for m in (OCTOBER, NOVEMBER, DECEMBER)]
        assert found == [BASE, COMMUNE, OTHER]
    lock(w.other, BASE, DECEMBER, A03=4)
    take(w.province, send(w.other, w.out))
    assert total(w.province, DECEMBER) == 4


def test_a_commune_taken_back_takes_its_taken_back_union_along(w: World) -> None:
    lost(w)
    take_back(w.commune, "P-A-01")
    take(w.province, send(w.commune, w.out))
    take_back(w.province, "P-A", revoking=True, since=date(2026, 12, 1))
    found = [owner(w.province, BASE, m) for m in (OCTOBER, NOVEMBER, DECEMBER)]
    assert found == [BASE, COMMUNE, PROVINCE]


def test_a_new_machine_owns_the_figures_again(w: World, tmp_path: Path) -> None:
    lost(w)
    take_back(w.commune, "P-A-01")
    lock(w.commune, BASE, NOVEMBER, A03=11)
    new = office(tmp_path, "base-new", 9, BASE)
    enrol(w.commune, new, "P-A-01", tmp_path)
    assert w.commune.fields("assign", BASE) == {
        "office@2000-01-01": BASE, "office@2026-11-01": COMMUNE, "office@2026-12-01": BASE,
    }  # fmt: skip
    lock_whole(new, DECEMBER, A03=12)
    take(w.commune, send(new, w.out))
    take(w.province, send(w.commune, w.out))
    for store in (w.commune, w.province, new):
        found = [owner(store, BASE, m) for m in (OCTOBER, NOVEMBER, DECEMBER)]
        assert found == [BASE, COMMUNE, BASE]
    assert [total(w.province, m) for m in (OCTOBER, NOVEMBER, DECEMBER)] == [10, 11, 12]
    take_back(w.commune, "P-A-01", revoking=True)
    assert owner(w.commune, BASE, "2027-01") == COMMUNE
    assert w.commune.get("assign", BASE, "office@2027-01-01") == COMMUNE
    new.close()


def test_a_new_machine_after_nothing_was_locked_meanwhile(w: World, tmp_path: Path) -> None:
    lost(w)
    take_back(w.commune, "P-A-01")
    put_cells(w.commune, BASE, NOVEMBER, A03=9)
    take(w.province, send(w.commune, w.out))
    new = office(tmp_path, "base-new", 9, BASE)
    enrol(w.commune, new, "P-A-01", tmp_path)
    assert w.commune.fields("assign", BASE) == {"office@2000-01-01": BASE}  # the later word is out
    take(w.province, send(w.commune, w.out))
    for store in (w.commune, w.province):
        assert owner(store, BASE, NOVEMBER) == BASE
        assert store.get("cell", cell_key(BASE, NOVEMBER), "A03") == 9  # typed while it was theirs
    late = tmp_path / "sau"
    put_cells(w.commune, BASE, NOVEMBER, A04=3)  # and this no more
    take(w.province, send(w.commune, late))
    assert w.province.get("cell", cell_key(BASE, NOVEMBER), "A04") is None
    new.close()


def test_what_another_office_took_of_it_counts_once_and_is_shown(w: World, tmp_path: Path) -> None:
    take(w.province, send(w.commune, w.out))
    second = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, second, "P-A", tmp_path)
    lost(w)
    lock(w.base, BASE, NOVEMBER, A03=99)  # sent before the loss, taken by the other PC alone
    # The other PC has not heard of the revocation: it takes the bundle and relays it.
    take(second, send(w.base, w.out))
    take(w.province, send(second, w.out))
    take_back(w.commune, "P-A-01")
    lock(w.commune, BASE, NOVEMBER, A03=11)
    take(w.province, send(w.commune, w.out))
    assert total(w.province, NOVEMBER) == 11
    (one,) = [one for one in not_counted(w.province) if one.kind == "submit"]
    assert one.value["values"] == {"A03": 99}
    assert one.key == return_key(BASE, "F1", NOVEMBER)
    second.close()


def late_one(w: World) -> Path:
    """A bundle made before the loss that nobody had taken when the machine was revoked."""
    lock_whole(w.base, OCTOBER, A03=10)
    take(w.commune, send(w.base, w.out))
    lock(w.base, BASE, NOVEMBER, A03=99)
    put_cells(w.base, BASE, DECEMBER, A03=7)
    late = send(w.base, w.out)
    take_back(w.commune, "P-A-01", revoking=True)
    return late


def shown(store: Store) -> list[tuple[str, object, object]]:
    """Return (kind, what it says, what counts here) of the figures that do not count."""

    def number(value: object) -> object:
        return value["values"]["A03"] if isinstance(value, dict) else value

    return [(one.kind, number(one.value), number(one.stands)) for one in not_counted(store)]


def test_a_late_bundle_is_refused_and_its_figures_are_shown_beside_those_here(w: World) -> None:
    late = late_one(w)
    lock(w.commune, BASE, NOVEMBER, A03=11)
    with pytest.raises(BundleRefusal) as refused:
        take(w.commune, late)
    assert refused.value.code == "E_REVOKED"
    assert "Khác nhau" in refused.value.next_step
    assert shown(w.commune) == [("submit", 99, 11), ("cell", 7, None)]
    assert w.commune.get("submit", return_key(BASE, "F1", NOVEMBER), "1")["values"] == {"A03": 11}
    assert w.commune.rows("SELECT count(*) FROM rejected") == [(0,)]
    assert total(w.commune, NOVEMBER) == 11
    # Who has looked enters the figures anew; then there is nothing left to look at.
    put_cells(w.commune, BASE, DECEMBER, A03=7)
    lock(w.commune, BASE, NOVEMBER, 2, A03=99)
    assert shown(w.commune) == []


def tasks(store: Store) -> list[str]:
    """Return what the first page asks for on what does not count."""
    found = read_agenda(store, date(2026, 12, 3)).tasks
    return [task.title for task in found if task.kind == "refused"]


def test_what_was_kept_outlasts_a_grant_and_is_told_to_the_new_machine(
    w: World, tmp_path: Path
) -> None:
    late = late_one(w)
    assert code_of(take, w.commune, late) == "E_REVOKED"
    assert code_of(take, w.commune, late) == "E_REVOKED"  # handed in twice: shown once
    waiting = [("submit", 99, None), ("cell", 7, None)]
    assert shown(w.commune) == waiting
    new = office(tmp_path, "base-new", 9, BASE)
    enrol(w.commune, new, "P-A-01", tmp_path)
    for store in (w.commune, new):
        assert sorted(shown(store)) == sorted(waiting)
        assert {(one.writer, one.reason) for one in not_counted(store)} == {
            ("Công đoàn P-A-01", "ghi sau khi khóa của máy gửi bị thu hồi")
        }
    assert (tasks(new), tasks(w.commune)) == (["Xem 2 nội dung cấp khác không tính"], [])
    assert put_aside(new, [not_counted(new)[0].op]) == 1  # a person looked: here alone
    assert (len(shown(new)), len(shown(w.commune))) == (1, 2)
    assert code_of(take, w.commune, late) == "E_REVOKED"
    # Neither a bundle of the new machine on something else nor undoing it empties the list.
    put_cells(new, BASE, DECEMBER, A04=1)
    brought = take(w.commune, send(new, w.out))
    assert brought.id is not None
    undo_bundle(w.commune, brought.id)
    take(new, send(w.commune, w.out, "P-A-01"))
    assert sorted(shown(w.commune)) == sorted(waiting)
    assert len(shown(new)) == 1
    # Entered anew by the machine whose figures they are now, they are gone in both offices.
    lock(new, BASE, NOVEMBER, 2, A03=98)
    put_cells(new, BASE, DECEMBER, A03=7)
    assert (shown(new), tasks(new)) == ([], [])
    assert put_aside(new, [one.op for one in not_counted(w.commune)]) == 0
    take(w.commune, send(new, w.out))
    assert shown(w.commune) == []
    take(new, send(w.commune, w.out, "P-A-01"))
    assert shown(new) == []
    new.close()


def test_a_late_bundle_is_kept_though_the_union_has_a_new_machine(w: World, tmp_path: Path) -> None:
    lock(w.base, BASE, NOVEMBER, A03=99)
    late = send(w.base, w.out)
    new = office(tmp_path, "base-new", 9, BASE)
    request(new, tmp_path / "xin.json")
    grant(w.commune, tmp_path / "xin.json", "P-A-01", tmp_path / "cấp.zip", replaces=True)
    accept(new, tmp_path / "cấp.zip")
    assert code_of(take, w.commune, late) == "E_REVOKED"
    assert shown(w.commune) == [("submit", 99, None)]
    take(new, send(w.commune, w.out, "P-A-01"))
    assert shown(new) == [("submit", 99, None)]  # though nothing of the union was ever taken
    put_cells(new, BASE, DECEMBER, A04=1)
    take(w.commune, send(new, w.out))
    take(new, send(w.commune, w.out, "P-A-01"))
    assert shown(new) == [("submit", 99, None)]
    new.close()


def test_what_another_machine_of_the_union_sends_after_all_is_kept_no_more(
    w: World, tmp_path: Path
) -> None:
    second = office(tmp_path, "base-2", 9, BASE)
    enrol(w.commune, second, "P-A-01", tmp_path)
    lock(w.base, BASE, NOVEMBER, A03=99)
    late = send(w.base, w.out)
    take(w.base, send(w.commune, w.out, "P-A-01"))
    take(second, make_peer_bundle(w.base, w.out).path)
    revoke(w.commune, w.base.store_id)
    assert code_of(take, w.commune, late) == "E_REVOKED"
    assert shown(w.commune) == [("submit", 99, None)]
    take(second, send(w.commune, w.out, "P-A-01"))  # it stands by what it had taken
    take(w.commune, send(second, w.out))
    assert shown(w.commune) == []
    assert total(w.commune, NOVEMBER) == 99
    second.close()


def test_what_a_revocation_from_elsewhere_takes_out_is_shown_too(w: World, tmp_path: Path) -> None:
    take(w.province, send(w.commune, w.out))
    second = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, second, "P-A", tmp_path)
    take(second, late := late_one(w))  # this PC has not heard of it
    take(w.province, send(w.commune, w.out))
    take(second, send(w.province, w.out, "P-A"))
    assert sorted(shown(second), reverse=True) == [("submit", 99, None), ("cell", 7, None)]
    assert code_of(take, second, late) == "E_REVOKED"
    assert len(shown(second)) == 2
    second.close()


def test_a_sheet_printed_before_the_loss_is_shown_like_a_late_bundle(w: World) -> None:
    lock_whole(w.base, OCTOBER, A03=10)
    take(w.commune, send(w.base, w.out))
    lock(w.base, BASE, NOVEMBER, A03=99)
    sealed = sealed_return(w.base, BASE, "F1", NOVEMBER)
    take_back(w.commune, "P-A-01", revoking=True)
    lock(w.commune, BASE, NOVEMBER, A03=11)
    assert code_of(import_sheet, w.commune, sealed.digits) == "E_REVOKED"
    assert shown(w.commune) == [("submit", 99, 11)]
    assert total(w.commune, NOVEMBER) == 11


def test_a_union_enrolled_for_the_first_time_is_not_sent_what_others_locked(
    w: World, tmp_path: Path
) -> None:
    lock(w.commune, BASE_2, OCTOBER, A03=5)
    first = office(tmp_path, "base-2", 9, BASE_2)
    enrol(w.commune, first, "P-A-02", tmp_path)
    assert list(first.registers("submit")) == []  # it enters what it opens with once, by hand
    take_back(w.commune, "P-A-02", revoking=True)
    lock(w.commune, BASE_2, NOVEMBER, A03=6)
    again = office(tmp_path, "base-2-mới", 10, BASE_2)
    enrol(w.commune, again, "P-A-02", tmp_path)
    known = {key for key, _rev, _value in again.registers("submit")}
    assert known == {return_key(BASE_2, "F1", month) for month in (OCTOBER, NOVEMBER)}
    first.close()
    again.close()


def test_what_the_office_above_put_aside_is_told_below_no_more(w: World, tmp_path: Path) -> None:
    late = late_one(w)
    assert code_of(take, w.commune, late) == "E_REVOKED"
    new = office(tmp_path, "base-new", 9, BASE)
    enrol(w.commune, new, "P-A-01", tmp_path)
    assert len(shown(new)) == 2
    assert put_aside(w.commune, [one.op for one in not_counted(w.commune)]) == 2
    assert shown(w.commune) == []
    assert code_of(take, w.commune, late) == "E_REVOKED"  # handed in again: it was seen
    assert shown(w.commune) == []
    take(new, send(w.commune, w.out, "P-A-01"))
    assert shown(new) == []
    new.close()

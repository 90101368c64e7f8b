"""Copies that were restored: what they may sign, and the old machine's work they bring along."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.store.backup import backup, restore
from desktop.models.store.doctor import examine
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.store import Store
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_bundle, make_unsigned
from desktop.sync.importer import import_bundle, preview_bundle
from desktop.sync.messages import BundleRefusal
from desktop.sync.peers import make_full_save, make_peer_bundle
from desktop.sync.refused import not_counted
from desktop.sync.revocation import revoke
from desktop.sync.rotation import rotate
from desktop.sync.sheet_export import sealed_return
from desktop.sync.trust import ENROL, VOUCHED
from desktop.tasks.offices.restoring import left_to_do
from tests.sync.offices import (
    COMMUNE,
    World,
    clock,
    enrol,
    forged,
    lock,
    office,
    put_cells,
    send,
    take,
    world,
)

PERIOD = "2026-10"
RETURN = return_key(COMMUNE, "F1", PERIOD)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def new(w: World) -> Iterator[Store]:
    """The commune's backup, opened on another computer, with a return it had not sent."""
    lock(w.commune, COMMUNE, "2026-09", A03=5)
    take(w.province, send(w.commune, w.out))
    take(w.commune, send(w.province, w.out, "P-A"))
    put_cells(w.commune, COMMUNE, PERIOD, A03=7)
    lock(w.commune, COMMUNE, PERIOD, A03=7)
    backup(w.commune, w.folder / "sao.zip")
    restore(w.folder / "sao.zip", w.folder / "new", clock=clock(50))
    with Store.open(w.folder / "new", clock=clock(50)) as store:
        yield store


def replace(w: World, store: Store, code: str = "P-A") -> Path:
    """Let the province enrol a machine in place of the unit's others."""
    asked = w.folder / f"{store.store_id}.json"
    request(store, asked)
    given = w.folder / f"{store.store_id}.zip"
    return grant(w.province, asked, code, given, replaces=True).bundle.path


def code_of(call: object, *arguments: object, **more: object) -> str:
    with pytest.raises(BundleRefusal) as refused:
        call(*arguments, **more)  # type: ignore[operator]
    return refused.value.code


def test_a_copy_signs_nothing_before_its_key_is_granted(w: World, new: Store) -> None:
    kept = new.rows("SELECT count(*) FROM op")
    for sign in (make_bundle, make_unsigned, make_peer_bundle, make_full_save):
        assert code_of(sign, new, w.out) == "E_NOT_GRANTED"
    assert code_of(make_bundle, new, w.out, "P-A-01") == "E_NOT_GRANTED"
    assert code_of(sealed_return, new, COMMUNE, "F1", PERIOD) == "E_NOT_GRANTED"
    assert code_of(rotate, new) == "E_NOT_GRANTED"
    request(w.base, w.folder / "x.json")
    assert code_of(grant, new, w.folder / "x.json", "P-A-01", w.out) == "E_NOT_GRANTED"
    assert new.rows("SELECT count(*) FROM op") == kept
    accept(new, replace(w, new))
    assert send(new, w.out).is_file()


def test_a_copy_of_the_topmost_office_begins_again_with_grants(w: World, tmp_path: Path) -> None:
    backup(w.province, tmp_path / "sao.zip")
    restore(tmp_path / "sao.zip", tmp_path / "tỉnh mới", clock=clock(50))
    with Store.open(tmp_path / "tỉnh mới", clock=clock(50)) as top:
        assert code_of(make_bundle, top, w.out, "P-A") == "E_NOT_GRANTED_TOP"
        request(w.commune, tmp_path / "lại.json")
        given = grant(top, tmp_path / "lại.json", "P-A", tmp_path / "lại.zip").bundle.path
        accept(w.commune, given)
        with top.step("Tên mới") as step:
            step.put("unit", COMMUNE, "name@2025-07-01", "Công đoàn phường Mới")
        assert take(w.commune, send(top, w.out, "P-A")).status == "imported"
        assert w.commune.get("unit", COMMUNE, "name@2025-07-01") == "Công đoàn phường Mới"


def test_restoring_says_what_is_left_to_do(w: World, new: Store, tmp_path: Path) -> None:
    assert "Xin cấp trên cấp phép lại" in left_to_do(new)
    accept(new, replace(w, new))
    assert left_to_do(new) == left_to_do(w.province) == left_to_do(w.base) == ""
    backup(w.province, tmp_path / "tỉnh.zip")
    restore(tmp_path / "tỉnh.zip", tmp_path / "tỉnh mới", clock=clock(51))
    with Store.open(tmp_path / "tỉnh mới", clock=clock(51)) as top:
        assert "Các đơn vị chưa biết khóa" in left_to_do(top)


def test_what_was_locked_on_the_old_machine_and_not_sent_counts(w: World, new: Store) -> None:
    accept(new, replace(w, new))
    done = take(w.province, send(new, w.out))
    assert (done.status, done.skipped) == ("imported", 0)
    assert w.province.get("submit", RETURN, "1")["values"] == {"A03": 7}
    assert w.province.get("cell", cell_key(COMMUNE, PERIOD), "A03") == 7
    take(new, send(w.province, w.out, "P-A"))
    assert not_counted(new) == []
    assert examine(w.province) == []
    before = new.rows("SELECT count(*) FROM op WHERE kind = 'enrol' AND field LIKE 'vouched@%'")
    send(new, w.out)
    again = "SELECT count(*) FROM op WHERE kind = 'enrol' AND field LIKE 'vouched@%'"
    assert new.rows(again) == before == [(1,)]


def test_a_machine_that_goes_on_is_not_spoken_for(w: World, new: Store) -> None:
    enrol(w.province, new, "P-A", w.folder)  # a second machine beside the first
    take(w.province, send(new, w.out))
    assert new.get(ENROL, w.commune.store_id, VOUCHED + new.store_id) is None
    assert w.province.get("cell", cell_key(COMMUNE, PERIOD), "A03") == 7


def test_the_old_machine_was_revoked_before_the_new_one_asked(w: World, new: Store) -> None:
    revoke(w.province, "P-A")
    put_cells(w.commune, COMMUNE, PERIOD, A03=99)
    assert code_of(take, w.province, send(w.commune, w.out)) == "E_REVOKED"
    enrol(w.province, new, "P-A", w.folder)
    take(w.province, send(new, w.out))
    assert w.province.get("cell", cell_key(COMMUNE, PERIOD), "A03") == 7
    assert code_of(take, w.province, send(w.commune, w.out)) == "E_REVOKED"


def test_relayed_lines_of_a_unit_below_come_through_the_new_machine(w: World, new: Store) -> None:
    put_cells(w.base, w.base.own_unit, PERIOD, A03=3)
    accept(new, replace(w, new))
    take(new, send(w.base, w.out))
    take(w.province, send(new, w.out))
    assert w.province.get("cell", cell_key(w.base.own_unit, PERIOD), "A03") == 3
    down = send(new, w.out, "P-A-01")
    with pytest.raises(BundleRefusal) as told:
        take(w.base, down)
    assert told.value.code == "E_UNKNOWN_SENDER"
    assert "Công đoàn P-A, cấp trên của mình" in str(told.value)
    enrol(new, w.base, "P-A-01", w.folder)
    assert take(w.base, send(new, w.out, "P-A-01")).skipped == 0
    assert w.base.get(ENROL, w.commune.store_id, VOUCHED + new.store_id) is not None


@pytest.mark.parametrize("until", [None, date(2026, 11, 1)])
def test_what_the_lost_machine_told_the_other_one_is_not_lost_with_it(
    w: World, tmp_path: Path, until: date | None
) -> None:
    with office(tmp_path, "máy hai", 9, COMMUNE) as second:
        enrol(w.province, second, "P-A", tmp_path)
        take(w.province, send(w.commune, w.out))
        take(w.commune, send(w.province, w.out, "P-A"))
        lock(w.commune, COMMUNE, PERIOD, A03=7)
        take(second, make_peer_bundle(w.commune, w.out).path)
        put_cells(w.commune, COMMUNE, PERIOD, A03=99)  # whoever has the old machine goes on
        late = make_peer_bundle(w.commune, w.out).path
        revoke(w.province, w.commune.store_id, until)
        take(second, send(w.province, w.out, "P-A"))
        kept = None if until else {"A03": 7}
        assert (second.get("submit", RETURN, "1") or {}).get("values") == kept
        assert code_of(take, second, late) == ("E_OWN_FINAL" if until else "E_OWN_ENDED")
        take(w.province, send(second, w.out))
        assert (w.province.get("submit", RETURN, "1") or {}).get("values") == kept
        assert examine(second) == []


def test_a_full_save_of_the_old_machine_is_taken_when_a_person_says_so(
    w: World, tmp_path: Path
) -> None:
    lock(w.commune, COMMUNE, PERIOD, A03=7)
    saved = make_full_save(w.commune, w.out).path
    with office(tmp_path, "mới tinh", 9, COMMUNE) as store:
        accept(store, replace(w, store))
        with pytest.raises(BundleRefusal) as told:
            take(store, saved)
        assert told.value.code == "E_OWN_ENDED"
        assert "máy cũ của chính cơ quan mình" in str(told.value)
        assert "có 7 nội dung sổ này chưa có" in str(told.value)  # and the base union's enrolment
        assert store.get("submit", RETURN, "1") is None
        seen = import_bundle(store, saved, own_save=True, dry_run=True)
        assert store.get("submit", RETURN, "1") is None
        done = import_bundle(store, saved, own_save=True)
        assert (done.status, done.new, done.skipped) == ("imported", seen.new, 0)
        assert store.get("submit", RETURN, "1")["values"] == {"A03": 7}
        take(w.province, send(store, w.out))
        assert w.province.get("submit", RETURN, "1")["values"] == {"A03": 7}
        assert import_bundle(store, saved, own_save=True).status == "already"


def test_what_the_level_above_does_not_believe_is_not_saved_by_a_tick(
    w: World, tmp_path: Path
) -> None:
    take(w.province, send(w.commune, w.out))
    lock(w.commune, COMMUNE, PERIOD, A03=99)
    saved = make_full_save(w.commune, w.out).path
    w.province.clock.jump_to(date(2026, 11, 5))  # type: ignore[attr-defined]
    revoke(w.province, "P-A", until=date(2026, 11, 2))
    with office(tmp_path, "mới tinh", 9, COMMUNE) as store:
        enrol(w.province, store, "P-A", tmp_path)
        for own_save in (False, True):
            assert code_of(import_bundle, store, saved, own_save=own_save) == "E_OWN_FINAL"


def test_the_tick_helps_nobody_else(w: World) -> None:
    """Only what a machine of this very unit made is anybody's own."""
    revoke(w.province, "P-B")
    put_cells(w.other, w.other.own_unit, PERIOD, A03=1)
    lines = [raw for (raw,) in w.other.rows("SELECT raw FROM op WHERE stream = 'office'")]
    path = forged(w.other, lines, w.province.own_unit, w.out)
    assert code_of(import_bundle, w.province, path, own_save=True) == "E_REVOKED"
    assert not [1 for _key, name, _word in w.province.registers(ENROL) if VOUCHED in name]


def test_a_preview_of_an_ordinary_bundle_says_nothing_of_it(w: World, new: Store) -> None:
    accept(new, replace(w, new))
    path = send(new, w.out)
    assert preview_bundle(w.province, path).skipped == 0
    assert w.province.get(ENROL, w.commune.store_id, VOUCHED + new.store_id) is None

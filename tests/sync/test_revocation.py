"""Keys that end: revocation, a reinstalled PC, a lost key, rotation; by heads, in any order."""

import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.ops import read_op
from desktop.models.store.store import Store
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import make_bundle
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.messages import BundleRefusal
from desktop.sync.revocation import revoke
from desktop.sync.rotation import rotate
from desktop.sync.trust import office_key
from desktop.tasks.exchange.inspecting import inspect
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    OTHER,
    PROVINCE,
    World,
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


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.close()


def code_of(call: object, *arguments: object) -> str:
    with pytest.raises(BundleRefusal) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.code


def figure(store: Store, unit: str) -> object:
    return store.get("cell", cell_key(unit, PERIOD), "A03")


def test_what_was_taken_before_the_end_stays_and_later_is_refused(w: World) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    take(w.province, send(w.commune, w.out))
    revoke(w.province, w.commune.store_id)
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    assert code_of(take, w.province, send(w.commune, w.out)) == "E_REVOKED"
    assert figure(w.province, COMMUNE) == 1
    assert w.province.rows("SELECT count(*) FROM rejected") == [(0,)]


def test_an_old_bundle_with_nothing_behind_the_end_is_taken(w: World) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    early = send(w.commune, w.out)
    take(w.province, early)
    late = send(w.commune, w.out)  # says the same: nothing was acknowledged yet
    revoke(w.province, "P-A")
    assert take(w.province, early).status == "already"
    assert take(w.province, late).status == "imported"


def test_what_was_taken_after_a_known_day_leaves_the_figures_again(w: World) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    lock(w.commune, COMMUNE, "2026-09", A03=5)
    take(w.province, send(w.commune, w.out))
    w.province.clock.jump_to(date(2026, 11, 5))  # type: ignore[attr-defined]
    put_cells(w.commune, COMMUNE, PERIOD, A03=999)
    lock(w.commune, COMMUNE, "2026-09", 2, A03=999)
    take(w.province, send(w.commune, w.out))
    assert figure(w.province, COMMUNE) == 999
    done = revoke(w.province, "P-A", until=date(2026, 11, 2))
    assert figure(w.province, COMMUNE) == 1
    assert w.province.fields("submit", return_key(COMMUNE, "F1", "2026-09")).keys() == {"1"}
    assert done.withdrawn >= 2
    assert examine(w.province) == []


def test_relayed_lines_of_a_stolen_pc_go_with_its_bundle_and_come_again(w: World) -> None:
    put_cells(w.base, BASE, PERIOD, A03=7)
    honest = send(w.base, w.out)
    take(w.commune, honest)
    take(w.province, send(w.commune, w.out))
    w.province.clock.jump_to(date(2026, 11, 5))  # type: ignore[attr-defined]
    raw = w.base.rows("SELECT raw FROM op WHERE kind = 'cell'")[0][0]
    false = _reworded(raw, 99)
    take(w.province, forged(w.commune, [false], PROVINCE, w.out))
    assert figure(w.province, BASE) == 99
    revoke(w.province, "P-A", until=date(2026, 11, 2))
    assert figure(w.province, BASE) == 7
    new = office(w.folder, "commune-new", 9, COMMUNE)
    enrol(w.province, new, "P-A", w.folder)
    put_cells(new, COMMUNE, PERIOD, A03=1)
    take(w.province, send(new, w.out))
    assert (figure(w.province, BASE), figure(w.province, COMMUNE)) == (7, 1)
    new.close()


def _reworded(raw: bytes, value: int) -> bytes:
    """Return another next operation of the same store: what only its own PC should write."""
    from desktop.models.store.ops import load, make_op

    body = load(raw.decode())
    body.pop("id")
    before = read_op(raw)
    body |= {"v": value, "base": [before.id], "prev": before.id, "n": before.n + 1,
             "hlc": f"{int(before.hlc, 16) + 1:016x}"}  # fmt: skip
    return make_op(body).raw


def test_the_order_of_revocation_and_late_bundle_does_not_matter(w: World) -> None:
    put_cells(w.base, BASE, PERIOD, A03=1)
    take(w.commune, send(w.base, w.out))
    first = send(w.commune, w.out)
    put_cells(w.base, BASE, PERIOD, A03=99)
    late = forged(
        w.commune, [raw for (raw,) in w.base.rows("SELECT raw FROM op WHERE stream = 'office'")],
        PROVINCE, w.out,
    )  # fmt: skip
    revoke(w.commune, "P-A-01")
    ended = send(w.commune, w.out)
    digests = set()
    for number, order in enumerate(itertools.permutations([first, late, ended])):
        copy = _copy_of(w.province, w.folder / f"copy{number}")
        for path in order:
            take(copy, path)
        assert figure(copy, BASE) == 1
        digests.add(digest(copy)["digest"])
        copy.close()
    assert len(digests) == 1


def _copy_of(store: Store, folder: Path) -> Store:
    import shutil

    store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(store.folder, folder, ignore=shutil.ignore_patterns("office.lock"))
    return Store.open(folder, clock=store.clock)


def test_a_reinstalled_pc_gets_everything_back_and_the_old_one_ends(
    w: World, tmp_path: Path
) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    lock(w.commune, COMMUNE, "2026-09", A03=5)
    take(w.province, send(w.commune, w.out))
    new = office(tmp_path, "commune-new", 9, COMMUNE)
    asked = tmp_path / "lai.json"
    request(new, asked)
    granted = grant(w.province, asked, "P-A", tmp_path / "lai.zip", replaces=True)
    accept(new, granted.bundle.path)
    assert figure(new, COMMUNE) == 1
    assert new.get("submit", return_key(COMMUNE, "F1", "2026-09"), "1")["values"] == {"A03": 5}
    put_cells(w.commune, COMMUNE, PERIOD, A03=3)
    assert code_of(take, w.province, send(w.commune, w.out)) == "E_REVOKED"
    put_cells(new, COMMUNE, PERIOD, A03=2)
    assert take(w.province, send(new, w.out)).status == "imported"
    assert figure(w.province, COMMUNE) == 2
    assert len(w.province.fields("assign", COMMUNE)) == 1
    new.close()


def test_a_second_pc_leaves_the_first_alive(w: World, tmp_path: Path) -> None:
    second = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, second, "P-A", tmp_path)
    for store in (w.commune, second):
        put_cells(store, COMMUNE, PERIOD, A03=1)
        assert take(w.province, send(store, w.out)).status == "imported"
    second.close()


def test_a_revoked_machine_makes_no_bundle_and_no_request_once_it_knows(
    w: World, tmp_path: Path
) -> None:
    revoke(w.province, "P-A")
    other = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, other, "P-A", tmp_path)
    take(w.commune, send(w.province, w.out, "P-A"))
    assert code_of(make_bundle, w.commune, w.out) == "E_OWN_REVOKED"
    assert code_of(request, w.commune, tmp_path / "x.json") == "E_OWN_REVOKED"
    other.close()


def test_an_end_is_not_moved_by_ending_it_again(w: World) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    take(w.province, send(w.commune, w.out))
    revoke(w.province, "P-A", until=date(2026, 11, 1))
    before = w.province.get("enrol", w.commune.store_id, "revoked")
    assert code_of(revoke, w.province, w.commune.store_id) == "E_REVOKED_BEFORE"
    assert code_of(revoke, w.province, "P-A") == "E_NONE_ALIVE"
    assert w.province.get("enrol", w.commune.store_id, "revoked") == before
    told = revoke(w.province, w.commune.store_id, date(2026, 11, 2), rehearse=True)
    assert told.on == "2026-11-02"
    assert w.province.get("enrol", w.commune.store_id, "revoked") == before
    assert code_of(make_bundle, w.province, w.out, "P-A") == "E_NONE_ALIVE"


def test_nobody_is_believed_until_a_day_to_come(w: World) -> None:
    assert code_of(revoke, w.province, "P-A", date(2026, 11, 3)) == "E_UNTIL_LATER"
    assert w.province.get("enrol", w.commune.store_id, "revoked") is None
    assert revoke(w.province, "P-A", date(2026, 11, 2)).on == "2026-11-02"


def test_only_those_above_may_end_a_store(w: World) -> None:
    assert code_of(revoke, w.commune, w.province.store_id) == "E_NOT_MANAGED"
    assert code_of(revoke, w.commune, w.commune.store_id) == "E_NOT_MANAGED"
    assert code_of(revoke, w.commune, "P-B") == "E_NO_STORE"
    assert code_of(revoke, w.province, "không có") == "E_NO_STORE"
    with w.base.step("Thu hồi của chính mình") as step:
        step.put("enrol", w.base.store_id, "revoked", {"on": "2026-11-02", "heads": []})
    lines = [raw for (raw,) in w.base.rows("SELECT raw FROM op WHERE field = 'revoked'")]
    take(w.commune, forged(w.base, lines, COMMUNE, w.out))
    assert w.commune.get("enrol", w.base.store_id, "revoked") is None


def test_an_office_below_does_not_undo_a_revocation(w: World, tmp_path: Path) -> None:
    take(w.province, send(w.commune, w.out))
    revoke(w.province, w.base.store_id)
    take(w.commune, send(w.province, w.out, "P-A"))
    assert w.commune.get("enrol", w.base.store_id, "revoked") is not None
    with w.commune.step("Bỏ thu hồi") as step:
        step.put("enrol", w.base.store_id, "revoked", None)
    take(w.province, send(w.commune, w.out))
    assert w.province.get("enrol", w.base.store_id, "revoked") is not None


def test_a_new_key_is_believed_because_the_old_one_signed_it(w: World) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    stale = send(w.commune, w.out)
    rotate(w.commune)
    rotate(w.commune)  # twice before anything was sent
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    path = send(w.commune, w.out)
    assert take(w.province, path).status == "imported"
    assert figure(w.province, COMMUNE) == 2
    assert take(w.province, stale).status == "imported"  # nothing behind the end of the old key
    put_cells(w.commune, COMMUNE, PERIOD, A03=3)
    assert take(w.province, send(w.commune, w.out)).status == "imported"
    assert take(w.base, send(w.commune, w.out, "P-A-01")).status == "imported"


def test_the_key_of_the_topmost_office_is_rotated_too(w: World) -> None:
    rotate(w.province)
    assert take(w.commune, send(w.province, w.out, "P-A")).status == "imported"
    assert take(w.base, send(w.commune, w.out, "P-A-01")).status == "imported"


def test_the_old_key_signs_nothing_new(w: World) -> None:
    old = office_key(w.commune)
    rotate(w.commune)
    take(w.province, send(w.commune, w.out))
    put_cells(w.commune, COMMUNE, PERIOD, A03=9)
    path = make_bundle(w.commune, w.out, pair=old).path
    assert code_of(take, w.province, path) == "E_REVOKED"


def test_a_false_statement_about_keys_is_no_proof(w: World) -> None:
    mine, pair = KeyPair.generate(), office_key(w.base)
    for signer, after in ((mine, office_key(w.commune).id), (pair, pair.id)):
        KeyFile(w.commune.folder / "keys").save(mine)
        with w.commune.step("Khóa giả") as step:
            step.put("enrol", w.commune.store_id, "key", _b64(mine.public))
            statement = {"after": after, "signature": _link(signer, w.commune, after, mine)}
            step.put("enrol", w.commune.store_id, f"link@{mine.id}", statement)
        assert code_of(take, w.province, send(w.commune, w.out)) == "E_UNKNOWN_SENDER"


def _b64(data: bytes) -> str:
    import base64

    return base64.b64encode(data).decode()


def _link(signer: KeyPair, store: Store, after: str, new: KeyPair) -> str:
    import msgspec

    body = {"store": store.store_id, "after": after, "key": _b64(new.public)}
    return _b64(signer.sign(b"cd-key-rotation/1\n" + msgspec.json.encode(body, order="sorted")))


def test_a_change_of_keys_that_was_cut_off_is_finished(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyFile, "promote", lambda self, public: None)
    rotate(w.commune)
    monkeypatch.undo()
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    assert take(w.province, send(w.commune, w.out)).status == "imported"


def test_a_change_of_keys_that_fails_leaves_the_old_key(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(w.commune), "_finish", _full_disk)
    with pytest.raises(OSError, match="đầy"):
        rotate(w.commune)
    monkeypatch.undo()
    assert take(w.province, send(w.commune, w.out)).status == "imported"


def _full_disk(*_args: object, **_named: object) -> None:
    raise OSError("đĩa đầy")


def test_a_lost_key_is_replaced_after_a_call_and_nothing_is_lost(w: World, tmp_path: Path) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=1)
    take(w.province, send(w.commune, w.out))
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    old = office_key(w.commune)
    (w.commune.folder / "keys" / "ky.json").unlink()
    assert code_of(make_bundle, w.commune, w.out) == "E_KEY_MISSING"
    asked = tmp_path / "lai.json"
    digits = request(w.commune, asked)
    assert digits != old.fingerprint
    assert code_of(make_bundle, w.commune, w.out) == "E_KEY_OTHER"
    assert request(w.commune, asked) == digits  # asking again keeps the key asked with
    assert code_of(grant, w.province, asked, "P-A", tmp_path / "g.zip") == "E_OTHER_KEY"
    granted = grant(w.province, asked, "P-A", tmp_path / "g.zip", lost_key=True)
    accept(w.commune, granted.bundle.path)
    assert take(w.province, send(w.commune, w.out)).status == "imported"
    assert figure(w.province, COMMUNE) == 2
    put_cells(w.commune, COMMUNE, PERIOD, A03=3)
    path = make_bundle(w.commune, w.out, pair=old).path
    assert code_of(take, w.province, path) == "E_REVOKED"


def test_a_damaged_key_is_kept_aside_when_asking_anew(w: World, tmp_path: Path) -> None:
    file = w.commune.folder / "keys" / "ky.json"
    file.write_bytes(b"{}")
    request(w.commune, tmp_path / "lai.json")
    assert [f.read_bytes() for f in file.parent.glob("ky-cu-*.json")] == [b"{}"]
    granted = grant(w.province, tmp_path / "lai.json", "P-A", tmp_path / "g.zip", lost_key=True)
    accept(w.commune, granted.bundle.path)
    assert take(w.province, send(w.commune, w.out)).status == "imported"


def test_a_second_pc_of_the_topmost_office_is_granted_by_itself(w: World, tmp_path: Path) -> None:
    second = office(tmp_path, "province-2", 9, "019a0000-0000-7000-8000-00000000000c")
    enrol(w.province, second, "T", tmp_path)
    assert second.own_unit == PROVINCE
    take(w.commune, send(w.province, w.out, "P-A"))
    put_cells(w.commune, COMMUNE, PERIOD, A03=4)
    take(second, send(w.commune, w.out))
    assert figure(second, COMMUNE) == 4
    assert take(w.commune, send(second, w.out, "P-A")).status == "imported"
    second.close()


def test_a_revoked_machine_is_not_granted_again_as_itself(w: World, tmp_path: Path) -> None:
    asked = tmp_path / "lai.json"
    request(w.commune, asked)
    revoke(w.province, "P-A")
    assert code_of(grant, w.province, asked, "P-A", tmp_path / "g.zip") == "E_STORE_REVOKED"


def test_a_commune_enrols_only_below_itself(w: World) -> None:
    """What a dishonest office writes into its register counts nowhere else."""
    mine = _b64(KeyPair.derived(1, "thief").public)
    with w.commune.step("Cấp phép quá quyền") as step:
        for unit in (OTHER, PROVINCE, COMMUNE):
            step.put_fields("enrol", f"may-{unit}", {"unit": unit, "key": mine, "role": "office"})
        step.put_fields("enrol", "may-minh", {"unit": BASE_2, "key": mine, "role": "office"})
        step.put("enrol", w.other.store_id, "key", mine)
        step.put("enrol", w.other.store_id, "revoked", {"on": "2026-11-02", "heads": []})
        step.put("alias", OTHER, "unit", BASE_2)
        step.put("alias", "019a0000-0000-7000-8000-0000000000ee", "unit", BASE_2)
    lines = [raw for (raw,) in w.commune.rows(
        "SELECT raw FROM op WHERE store = ? AND kind IN ('enrol', 'alias')", (w.commune.store_id,)
    )]  # fmt: skip
    take(w.province, forged(w.commune, lines, PROVINCE, w.out))
    known = w.province.records("enrol")
    assert [name for name in known if name.startswith("may-")] == ["may-minh"]
    assert known[w.other.store_id]["key"] != mine
    assert "revoked" not in known[w.other.store_id]
    assert w.province.unit(OTHER) == OTHER
    assert w.province.unit("019a0000-0000-7000-8000-0000000000ee") == BASE_2


@pytest.mark.parametrize(
    "value",
    ["2026-11-02", 7, [], {}, {"heads": 3}, {"on": None, "heads": [None, {"id": 5}, "x"]}],
)
def test_an_end_of_any_shape_ends(w: World, value: object) -> None:
    with w.province.step("Thu hồi") as step:
        step.put("enrol", w.commune.store_id, "revoked", value)
    put_cells(w.commune, COMMUNE, PERIOD, A03=2)
    assert code_of(take, w.province, send(w.commune, w.out)) == "E_REVOKED"


def test_a_manifest_full_of_statements_costs_little(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.models.units.scope import Scope
    from desktop.sync.rotation import MEMBER, Followed, Link
    from desktop.sync.trust import Trust

    mine = _b64(KeyPair.derived(1, "thief").public)
    one = {"store": w.commune.store_id, "after": office_key(w.commune).id, "key": mine,
           "signature": _b64(bytes(64))}  # fmt: skip
    raw = {MEMBER: [one] * 20_000}
    follow = Followed(Trust.of(w.province, Scope.of(w.province)))
    checked = []
    monkeypatch.setattr(Link, "holds", lambda link, _key: bool(checked.append(link)))
    assert follow(raw, KeyPair.derived(1, "thief").id) is None
    assert 0 < len(checked) <= 100


def test_an_unknown_key_of_a_revoked_machine_is_told_as_revoked_not_to_be_granted(
    w: World,
) -> None:
    take(w.province, send(w.commune, w.out))
    revoke(w.province, w.commune.store_id)
    rotate(w.commune)  # it has not heard of its end
    lock(w.commune, BASE_2, PERIOD, A03=5)
    late = send(w.commune, w.out)
    with pytest.raises(BundleRefusal) as refused:
        take(w.province, late)
    assert refused.value.code == "E_REVOKED"
    assert "đã bị thu hồi" in refused.value.message
    told, _lines = inspect(late, w.province)
    (problem,) = told["problems"]
    assert "Khóa của Công đoàn P-A trên máy gửi đã bị thu hồi" in problem

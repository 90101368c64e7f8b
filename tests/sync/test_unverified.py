"""Unsigned bundles: taken only by explicit choice, marked for ever, never as somebody's word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.agenda.change_lines import change_lines
from desktop.models.agenda.change_words import ChangeWords
from desktop.models.figures.standing import unverified_returns
from desktop.models.packs.periods import parse_period
from desktop.models.store.history import undo
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.store import Store
from desktop.sync.export import make_unsigned
from desktop.sync.inspect import inspect_bundle
from desktop.sync.messages import BundleRefusal
from desktop.sync.unverified import import_unverified
from desktop.tasks.exchange.exchange_view import read_exchange
from desktop.tasks.exchange.receive import receive
from desktop.ui.pages.exchange.bundles_view import title_of
from tests.sync.offices import (
    BASE,
    BASE_2,
    COMMUNE,
    World,
    lock,
    office,
    put_cells,
    send,
    take,
    world,
)

PERIOD = "2026-10"
OWN = "019a0000-0000-7000-8000-00000000000d"
OTHER_BASE = "019a0000-0000-7000-8000-00000000000e"
KEY = return_key(BASE_2, "F1", PERIOD)


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Store]:
    """A base union that began by itself and was never enrolled."""
    store = office(tmp_path, "small", 12, OWN)
    with store.step("Lập sổ") as step:
        step.put_fields("unit", OWN, {"name@2026-11-02": "CĐCS Nhỏ", "code@2026-11-02": "~N",
                                      "kind": "CDCS", "parent@2026-11-02": None})  # fmt: skip
    lock(store, OWN, PERIOD, A03=12)
    yield store
    store.close()


def code_of(call: object, *arguments: object) -> str:
    with pytest.raises(BundleRefusal) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.code


def marked(store: Store) -> dict[str, set[str]]:
    return unverified_returns(store, parse_period(PERIOD, store.packs.schemes))


def test_it_is_refused_until_somebody_chooses_to_take_it(w: World, small: Store) -> None:
    path = make_unsigned(small, w.out).path
    assert [title_of(row) for row in read_exchange(small).bundles] == ["Gói số 1 gửi lên, chưa ký"]
    assert code_of(take, w.commune, path) == "E_UNSIGNED"
    assert receive(w.commune, [path])[0].code == "E_UNSIGNED"
    before = w.commune.rows("SELECT count(*) FROM op")
    seen = receive(w.commune, [path], dry_run=True, unverified=True, unit="P-A-02")[0]
    assert (seen.status, seen.verified, seen.new) == ("imported", False, 2)
    assert w.commune.rows("SELECT count(*) FROM op") == before
    done = receive(w.commune, [path], unverified=True, unit="P-A-02")[0]
    assert (done.status, done.new, done.changed) == ("imported", seen.new, seen.changed)
    assert w.commune.get("cell", cell_key(BASE_2, PERIOD), "A03") == 12
    assert receive(w.commune, [path], unverified=True, unit="P-A-02")[0].status == "already"


def test_what_is_typed_and_not_locked_is_not_said_to_be_taken(w: World, tmp_path: Path) -> None:
    typed = office(tmp_path, "typed", 13, OWN)
    with typed.step("Lập sổ") as step:
        step.put_fields("unit", OWN, {"name@2026-11-02": "CĐCS Nhỏ", "code@2026-11-02": "~N",
                                      "kind": "CDCS", "parent@2026-11-02": None})  # fmt: skip
    put_cells(typed, OWN, PERIOD, A03=60)
    path = make_unsigned(typed, w.out).path
    typed.close()
    assert code_of(import_unverified, w.commune, path, "P-A-02") == "E_UNVERIFIED_EMPTY"
    (refused,) = receive(w.commune, [path], unverified=True, unit="P-A-02")
    assert (refused.status, refused.code) == ("refused", "E_UNVERIFIED_EMPTY")


def test_the_mark_travels_up_and_stays_until_somebody_locks_it_himself(
    w: World, small: Store
) -> None:
    import_unverified(w.commune, make_unsigned(small, w.out).path, "P-A-02")
    assert marked(w.commune) == {BASE_2: {"F1"}}
    take(w.province, send(w.commune, w.out))
    assert marked(w.province) == {BASE_2: {"F1"}}
    body = w.province.get("submit", KEY, "1")
    assert body["unverified"]["name"] == "CĐCS Nhỏ"
    lock(w.commune, BASE_2, PERIOD, 2, A03=12)
    take(w.province, send(w.commune, w.out))
    assert marked(w.province) == {}


def test_the_preview_above_names_what_nobody_signed_for(w: World, small: Store) -> None:
    import_unverified(w.commune, make_unsigned(small, w.out).path, "P-A-02")
    lock(w.commune, BASE, PERIOD, A03=7)
    seen = receive(w.province, [send(w.commune, w.out)], dry_run=True)[0]
    (told,) = [one for one in seen.warnings if "chưa xác thực" in one]
    assert "có 1 báo cáo chưa xác thực được người gửi" in told
    assert "Biểu F1 tháng 10/2026 của " in told
    assert "gói tự ghi là của CĐCS Nhỏ" in told
    lines = change_lines(ChangeWords.of(w.province), seen.differences, 100)
    notes = {one.note for one in lines if "P-A-02" in one.subject and "F1" in one.subject}
    assert notes == {"chưa xác thực"}
    assert not any("chưa xác thực" in one.note for one in lines if "P-A-02" not in one.subject)


def test_it_can_be_undone_like_typing(w: World, small: Store) -> None:
    path = make_unsigned(small, w.out).path
    import_unverified(w.commune, path, "P-A-02")
    undo(w.commune)
    assert w.commune.get("cell", cell_key(BASE_2, PERIOD), "A03") is None
    assert marked(w.commune) == {}
    assert import_unverified(w.commune, path, "P-A-02").status == "imported"


def test_a_wrongly_chosen_unit_is_named_until_that_is_undone(w: World, small: Store) -> None:
    path = make_unsigned(small, w.out).path
    with w.commune.step("Đơn vị khác") as step:
        step.put_fields("unit", OTHER_BASE, {"name@2026-01-01": "CĐCS Khác", "kind": "CDCS",
                                             "code@2026-01-01": "P-A-09",
                                             "parent@2026-01-01": COMMUNE})  # fmt: skip
    import_unverified(w.commune, path, "P-A-09")
    with pytest.raises(BundleRefusal) as told:
        import_unverified(w.commune, path, "P-A-02")
    assert told.value.code == "E_UNVERIFIED_BEFORE"
    assert "ghi vào CĐCS Khác chứ không phải Công đoàn P-A-02" in str(told.value)
    assert import_unverified(w.commune, path, "P-A-09").status == "already"
    undo(w.commune)
    assert import_unverified(w.commune, path, "P-A-02").status == "imported"
    assert w.commune.get("cell", cell_key(BASE_2, PERIOD), "A03") == 12


def test_undoing_the_bundle_points_to_undoing_the_typing(w: World, small: Store) -> None:
    from desktop.sync.undo import undo_bundle

    done = import_unverified(w.commune, make_unsigned(small, w.out).path, "P-A-02")
    assert code_of(undo_bundle, w.commune, done.id) == "E_NOT_UNDONE"


def test_an_enrolled_office_has_to_sign(w: World, small: Store, tmp_path: Path) -> None:
    path = make_unsigned(small, w.out).path
    assert code_of(import_unverified, w.commune, path, "P-A-01") == "E_UNVERIFIED_ENROLLED"
    assert code_of(import_unverified, w.commune, path, "P-A") == "E_UNVERIFIED_ENROLLED"
    assert code_of(import_unverified, w.commune, path, "") == "E_UNVERIFIED_UNIT"
    for code in ("P-B", "T", "không có"):
        with pytest.raises(BundleRefusal, match=f"mang mã {code}") as told:
            import_unverified(w.commune, path, code)
        assert told.value.code == "E_UNVERIFIED_CODE"
    signed = send(w.base, w.out)
    assert code_of(import_unverified, w.commune, signed, "P-A-02") == "E_VERIFIED"
    assert code_of(make_unsigned, w.base, w.out) == "E_ENROLLED"


def test_a_signature_by_nobody_known_is_no_better(w: World, small: Store) -> None:
    from tests.sync.offices import forged

    lines = [raw for (raw,) in small.rows("SELECT raw FROM op WHERE stream = 'office'")]
    path = forged(small, lines, COMMUNE, w.out)
    assert code_of(take, w.commune, path) == "E_UNKNOWN_SENDER"
    assert import_unverified(w.commune, path, "P-A-02").status == "imported"
    assert marked(w.commune) == {BASE_2: {"F1"}}


def test_figures_of_others_and_odd_values_are_told_and_left_out(w: World, small: Store) -> None:
    lock(small, COMMUNE, PERIOD, A03=99)
    with small.step("Lạ") as step:
        values = {"A03": 3, "A04": "x", "KHONG": 5, "A03N": 1}
        moved = {"values": {"C11": 2, "C15": 7}}  # an earlier version took the second
        step.put("submit", return_key(OWN, "F3", "2026-09"), "1", moved)
        step.put("submit", return_key(OWN, "F1", "2026-09"), "1", {"values": values})
        step.put("submit", return_key(OWN, "F1", "2026-08"), "1",
                 {"values": {"A03": {"state": "na"}}})  # fmt: skip
        step.put("submit", return_key(OWN, "F1", "2026-07"), "1", {"values": {"A03": -4}})
    done = import_unverified(w.commune, make_unsigned(small, w.out).path, "P-A-02")
    left_out = {(key.partition("|")[0], field) for _kind, key, field, _why in done.rejected}
    assert left_out == {
        (PERIOD, "1"), ("2026-09", "A04"), ("2026-09", "KHONG"), ("2026-09", "C15"),
        ("2026-07", "1"),
    }  # fmt: skip
    assert w.commune.get("cell", cell_key(BASE_2, "2026-09"), "C11") == 2
    assert w.commune.get("cell", cell_key(BASE_2, "2026-09"), "A03N") == 1
    assert w.commune.get("cell", cell_key(COMMUNE, PERIOD), "A03") is None
    assert w.commune.get("cell", cell_key(BASE_2, PERIOD), "A03") == 12
    assert w.commune.get("cell", cell_key(BASE_2, "2026-08"), "A03") == {"state": "na"}


def test_what_is_locked_already_becomes_a_further_revision(w: World, small: Store) -> None:
    lock(w.commune, BASE_2, PERIOD, A03=10)
    import_unverified(w.commune, make_unsigned(small, w.out).path, "P-A-02")
    assert w.commune.get("submit", KEY, "2")["values"]["A03"] == 12
    assert "CĐCS Nhỏ" in w.commune.get("submit", KEY, "2")["reason"]
    assert w.commune.get("submit", KEY, "1")["values"] == {"A03": 10}


def test_it_says_of_itself_that_nobody_signed(w: World, small: Store) -> None:
    made = make_unsigned(small, w.out)
    told = inspect_bundle(made.path, lambda _key: None)
    assert (told["verified"], told["valid"]) == (False, False)
    assert "không có chữ ký" in told["problems"][0]
    assert told["origin"]["key_id"] == "ed25519:0000000000000000"


def test_a_changed_unsigned_bundle_is_refused_like_any(w: World, small: Store) -> None:
    path = make_unsigned(small, w.out).path
    data = bytearray(path.read_bytes())
    at = data.index(b"records/ops.jsonl") + 60
    data[at] ^= 1
    path.write_bytes(bytes(data))
    assert code_of(import_unverified, w.commune, path, "P-A-02") in ("E_HASH", "E_TRUNCATED")

"""Sealed bundles: only the receiver's machines open them; attachments are never in the open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.activities.evidence import keep_file
from desktop.models.store.keys import cell_key
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync.bech32 import bech32
from desktop.sync.export import make_bundle
from desktop.sync.importer import import_bundle
from desktop.sync.inspect import inspect_bundle
from desktop.sync.keys import KeyPair
from desktop.sync.messages import BundleRefusal
from desktop.sync.peers import make_full_save, make_peer_bundle
from desktop.sync.rotation import rotate
from desktop.sync.sealing import recipient, sealed_by
from desktop.sync.trust import Trust
from desktop.tasks.exchange.inspecting import inspect
from tests.sync.offices import COMMUNE, World, enrol, office, put_cells, send, take, world

PERIOD = "2026-10"


@pytest.fixture
def w(tmp_path: Path) -> Iterator[World]:
    made = world(tmp_path)
    take(made.province, send(made.commune, made.out))
    yield made
    made.close()


def refusal(call: object, *arguments: object, **named: object) -> str:
    with pytest.raises(BundleRefusal) as refused:
        call(*arguments, **named)  # type: ignore[operator]
    return refused.value.code


def with_attachment(store: Store, folder: Path) -> str:
    """Log an activity with a file, and return the file's hash."""
    file = folder / "ảnh.pdf"
    file.write_bytes(b"%PDF-1.4 danh sach nguoi nhan qua\n")
    digest, name = keep_file(store.folder, file)
    with store.step("Ghi hoạt động") as step:
        step.put("activity", "019a0000-0000-7000-8000-0000000000aa", "evidence", [[digest, name]])
    return digest


def test_the_example_of_the_bech32_standard() -> None:
    assert bech32("a", b"") == "a12uel5l"
    assert bech32("abcdef", bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")) == (
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
    )


def test_a_machines_sealing_key_never_changes() -> None:
    assert recipient(KeyPair.derived(7, "province")) == recipient(KeyPair.derived(7, "province"))
    assert recipient(KeyPair.derived(7, "province")) != recipient(KeyPair.derived(7, "commune-1"))


def test_everybody_enrolled_tells_what_to_seal_with(w: World) -> None:
    for store in (w.province, w.commune):
        trust = Trust.of(store, Scope.of(store))
        assert trust.stores[w.commune.store_id].age == recipient(KeyPair.derived(1, "commune"))
        assert trust.stores[w.province.store_id].age == recipient(KeyPair.derived(1, "province"))


def test_a_sealed_bundle_opens_at_the_receiver_and_nowhere_else(w: World) -> None:
    put_cells(w.commune, COMMUNE, PERIOD, A03=4)
    made = make_bundle(w.commune, w.out, seal=True)
    assert made.path.name.endswith(".zip.age")
    assert sorted(path.name for path in w.out.iterdir() if made.id[:8] in path.name) == [
        made.path.name
    ]
    assert b"manifest" not in made.path.read_bytes()
    for store in (w.other, w.base):
        assert refusal(take, store, made.path) == "E_SEALED_OTHER"
    assert import_bundle(w.province, made.path, dry_run=True).status == "imported"
    assert take(w.province, made.path).status == "imported"
    assert w.province.get("cell", cell_key(COMMUNE, PERIOD), "A03") == 4
    kept = w.province.folder / "bundles" / "in" / f"{made.id}.zip.age"
    assert sealed_by(kept) == "key"
    assert not list(kept.parent.glob("*.tmp*"))
    assert made.kept.name == f"{made.id}.zip.age"
    assert not list(made.kept.parent.glob(f"*{made.id[:8]}*.zip"))


def test_attachments_are_always_sealed_and_arrive(w: World, tmp_path: Path) -> None:
    digest = with_attachment(w.commune, tmp_path)
    plain = make_bundle(w.commune, w.out)
    assert sealed_by(plain.path) == ""
    made = make_bundle(w.commune, w.out, attachments=True)
    assert sealed_by(made.path) == "key"
    assert take(w.province, made.path).status == "imported"
    assert (w.province.folder / "blobs" / digest).read_bytes().startswith(b"%PDF")


def test_without_the_receivers_key_attachments_stay_at_home(w: World, tmp_path: Path) -> None:
    with_attachment(w.commune, tmp_path)
    with w.commune.step("Như trước kia") as step:
        step.put("enrol", w.province.store_id, "age", None)
    before = sorted(w.out.iterdir())
    assert refusal(make_bundle, w.commune, w.out, attachments=True) == "E_NO_AGE"
    assert sorted(w.out.iterdir()) == before
    assert sealed_by(make_bundle(w.commune, w.out).path) == ""


def test_the_topmost_office_opens_what_goes_to_anybody(w: World) -> None:
    take(w.province, send(w.commune, w.out))
    made = make_bundle(w.commune, w.out, "P-A-01", seal=True)
    assert inspect_bundle(made.path, lambda _k: None, office=w.province.folder)["id"] == made.id
    assert take(w.base, made.path).status == "imported"


def test_what_was_sealed_for_an_earlier_key_still_opens(w: World) -> None:
    made = make_bundle(w.province, w.out, "P-A", seal=True)
    rotate(w.commune)
    assert take(w.commune, made.path).status == "imported"
    take(w.province, send(w.commune, w.out))
    again = make_bundle(w.province, w.out, "P-A", seal=True)
    assert take(w.commune, again.path).status == "imported"


@pytest.mark.parametrize("place", [30, 300, -30])
def test_a_damaged_sealed_file_is_refused_whole(w: World, place: int) -> None:
    made = make_bundle(w.commune, w.out, seal=True)
    data = bytearray(made.path.read_bytes())
    data[place] ^= 1
    made.path.write_bytes(bytes(data))
    code = refusal(take, w.province, made.path)
    assert code in ("E_TRUNCATED", "E_SEALED_OTHER", "E_NOT_BUNDLE")
    made.path.write_bytes(bytes(data[: len(data) // 2]))
    assert refusal(take, w.province, made.path) in ("E_TRUNCATED", "E_SEALED_OTHER")
    assert not list((w.province.folder / "bundles" / "in").glob("*.tmp*"))


def test_a_sealed_file_is_explained_only_where_it_opens(w: World) -> None:
    made = make_bundle(w.commune, w.out, seal=True)
    told = inspect_bundle(made.path, lambda _k: None)
    assert (told["id"], told["sealed"], told["code"]) == (None, True, "E_SEALED")
    told = inspect_bundle(made.path, lambda _k: None, office=w.other.folder)
    assert told["code"] == "E_SEALED_OTHER"
    trust = Trust.of(w.province, Scope.of(w.province))
    told = inspect_bundle(made.path, trust.key_for, office=w.province.folder)
    assert (told["id"], told["valid"]) == (made.id, True)


def test_a_full_save_with_attachments_asks_for_a_passphrase(w: World, tmp_path: Path) -> None:
    digest = with_attachment(w.commune, tmp_path)
    assert refusal(make_full_save, w.commune, w.out, attachments=True) == "E_NEED_PHRASE"
    assert refusal(make_full_save, w.commune, w.out, phrase="ngắn") == "E_PHRASE_SHORT"
    made = make_full_save(w.commune, w.out, attachments=True, phrase="bốn từ rất dễ nhớ")
    new = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, new, "P-A", tmp_path)
    assert refusal(take, new, made.path) == "E_SEALED_PHRASE"
    assert refusal(import_bundle, new, made.path, phrase="bốn từ khó nhớ lắm") == "E_PHRASE"
    assert import_bundle(new, made.path, phrase="bốn từ rất dễ nhớ").status == "imported"
    assert (new.folder / "blobs" / digest).is_file()
    new.close()


def test_what_a_passphrase_seals_is_explained_without_an_office(
    w: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "tạm"
    aside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    path = make_full_save(w.commune, w.out, phrase="bốn từ dễ nhớ").path
    told, lines = inspect(path, phrase="bốn từ dễ nhớ")
    assert told["kind"] == "saoluu"
    assert "Công đoàn P-A" in lines[2]
    assert [inspect(path, phrase=one)[0]["code"] for one in ("", "ba từ")] == [
        "E_SEALED_PHRASE", "E_PHRASE",
    ]  # fmt: skip
    assert list(aside.iterdir()) == []


def test_two_pcs_of_an_office_seal_for_each_other(w: World, tmp_path: Path) -> None:
    second = office(tmp_path, "commune-2", 9, COMMUNE)
    enrol(w.province, second, "P-A", tmp_path)
    take(w.commune, send(w.province, w.out, "P-A"))
    made = make_peer_bundle(w.commune, w.out, seal=True)
    assert sealed_by(made.path) == "key"
    assert take(second, made.path).status == "imported"
    second.close()


def test_a_full_disk_while_sealing_leaves_nothing(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    import pyrage

    def full(*_args: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "đĩa đầy")

    kept = w.commune.folder / "bundles" / "out"
    before = sorted([*w.out.iterdir(), *kept.iterdir()])
    steps = w.commune.rows("SELECT count(*) FROM step")
    monkeypatch.setattr(pyrage, "encrypt_io", full)
    assert refusal(make_bundle, w.commune, w.out, seal=True) == "E_DISK_FULL"
    assert sorted([*w.out.iterdir(), *kept.iterdir()]) == before
    assert w.commune.rows("SELECT count(*) FROM step") == steps

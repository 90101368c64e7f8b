"""Bundles of every released version and kind stay readable, byte for byte, by two readers."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.models.store.ops import read_op
from desktop.sync.importer import check_sums
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.messages import BundleRefusal
from desktop.sync.reader import read_bundle, read_unsigned
from desktop.sync.requests import read_request
from desktop.sync.sealing import unsealed
from desktop.sync.trust import encode_key
from tests.sync.building import OFFICE, PROVINCE_UNIT, make, op_lines, trust
from tests.sync.offices import COMMUNE
from tests.sync.second_reader import Refused, read

GOLDEN = Path(__file__).parents[1] / "golden" / "sync"
V1 = GOLDEN / "CDX_P-LeChan_baocao_v1.zip"
V1_ID = "ee6f22405e8692dbeac08611d6525713ca8062e5e1c5f509f11f2507c15ebea9"
INDEXES: dict[str, dict[str, Any]] = {
    place.parent.name: json.loads(place.read_text(encoding="utf-8"))
    for place in sorted(GOLDEN.glob("v*/index.json"))
}
KEYS = {
    key: base64.b64decode(text) for index in INDEXES.values() for key, text in index["keys"].items()
}
BUNDLES: dict[str, dict[str, Any]] = {
    f"{folder}/{name}": wanted
    for folder, index in INDEXES.items()
    for name, wanted in index["bundles"].items()
}
UNSIGNED = "v1-more/baocao-chua-ky.zip"
SIGNED = [name for name in BUNDLES if name != UNSIGNED]


def test_a_bundle_of_version_1_is_read_as_ever() -> None:
    bundle = read_bundle(V1, trust, [PROVINCE_UNIT])
    assert bundle.id == V1_ID
    assert [op.raw for op in bundle.ops] == op_lines()
    assert bundle.manifest.origin.name == "CĐ phường Lê Chân"
    second = read(V1, {OFFICE.id: OFFICE.public}, [PROVINCE_UNIT])
    assert (second.id, second.lines, second.blobs) == (V1_ID, op_lines(), bundle.blobs)


def test_the_writer_still_makes_the_manifest_of_version_1(tmp_path: Path) -> None:
    assert make(tmp_path).id == V1_ID


@pytest.mark.parametrize("name", BUNDLES)
def test_two_readers_find_in_a_bundle_of_each_kind_what_was_written(name: str) -> None:
    path, wanted = GOLDEN / name, BUNDLES[name]
    unsigned = name == UNSIGNED
    bundle = read_unsigned(path) if unsigned else read_bundle(path, KEYS.get)
    check_sums(bundle)
    second = read(path, KEYS, unsigned=unsigned)
    for identity, kind, key, lines, blobs in (
        (bundle.id, bundle.manifest.kind, bundle.manifest.origin.key_id,
         [op.raw for op in bundle.ops], bundle.blobs),
        (second.id, second.manifest["kind"], second.key_id, second.lines, second.blobs),
    ):  # fmt: skip
        assert (identity, kind, key) == (wanted["id"], wanted["kind"], wanted["key_id"])
        assert (len(lines), len(blobs)) == (wanted["ops"], wanted["blobs"])
        assert hashlib.sha256(b"\n".join(lines)).hexdigest() == wanted["lines_sha256"]


def test_every_kind_is_kept() -> None:
    kinds = {one["kind"] for one in BUNDLES.values()}
    assert kinds == {"baocao", "chidao", "noibo", "saoluu", "capphep"}


def test_an_unsigned_bundle_is_taken_by_neither_reader_as_somebodys_word() -> None:
    with pytest.raises(BundleRefusal) as refused:
        read_bundle(GOLDEN / UNSIGNED, KEYS.get)
    assert refused.value.code == "E_UNKNOWN_SENDER"
    with pytest.raises(Refused):
        read(GOLDEN / UNSIGNED, KEYS)
    for name in SIGNED:
        with pytest.raises(Refused):
            read(GOLDEN / name, KEYS, unsigned=True)


def test_the_parts_of_a_bundle_say_their_places_and_what_follows() -> None:
    parts = [read(GOLDEN / f"v1-more/baocao-phan-{n}.zip", KEYS) for n in (1, 2)]
    assert [one.manifest["part"] for one in parts] == [{"n": 1, "of": 2}, {"n": 2, "of": 2}]
    first, second = parts
    assert first.manifest["requires_blobs"] == list(second.blobs)
    assert set(first.blobs).isdisjoint(second.blobs)
    for member in ("heads", "base_ack", "acks"):
        assert first.manifest[member] == second.manifest[member]


def test_a_receipt_tells_what_does_not_count() -> None:
    path = GOLDEN / "v1-more/chidao-khong-tinh.zip"
    sent = read(GOLDEN / "v1-more/baocao-phan-1.zip", KEYS)
    acks = read_bundle(path, KEYS.get).manifest.acks
    assert not isinstance(acks.rejected, msgspec.UnsetType)
    (rejected,) = acks.rejected
    assert any(f'{{"id":"{rejected.id}"'.encode() in line for line in sent.lines)
    told = [{"id": rejected.id, "reason": rejected.reason}]
    assert read(path, KEYS).manifest["acks"]["rejected"] == told
    assert sent.id in acks.bundles


def test_a_receipt_brings_the_lines_a_revoked_machine_had_sent_too_late() -> None:
    path = GOLDEN / "v1-late/chidao-dong-muon.zip"
    late = read(GOLDEN / "v1-late/baocao-muon.zip", KEYS)
    acks = read_bundle(path, KEYS.get).manifest.acks
    assert not isinstance(acks.rejected, msgspec.UnsetType)
    assert (acks.heads, acks.bundles) == ((), ())
    lines = {one.line.encode() for one in acks.rejected if isinstance(one.line, str)}
    assert lines
    assert lines <= set(late.lines)
    assert {read_op(line).kind for line in lines} == {"submit"}
    told = [{"id": r.id, "reason": r.reason, "line": r.line} for r in acks.rejected]
    assert read(path, KEYS).manifest["acks"]["rejected"] == told


def test_an_undone_choice_brings_both_values_back_with_who_had_brought_them() -> None:
    found = read(GOLDEN / "v1-undone/baocao-hoan-tac.zip", KEYS)
    chosen, *again = map(json.loads, found.lines)
    assert chosen["v"] == 5
    assert "again" not in chosen
    assert [one["v"] for one in again] == [5, 6]
    assert all(one["base"] == again[0]["base"] for one in again)
    assert len({one["again"] for one in again} | {chosen["id"]}) == 3


@pytest.mark.parametrize("name", SIGNED)
def test_neither_reader_takes_one_with_a_byte_changed_or_for_others(
    name: str, tmp_path: Path
) -> None:
    data = (GOLDEN / name).read_bytes()
    path = tmp_path / "gói.zip"
    path.write_bytes(data)
    with pytest.raises(BundleRefusal):
        read_bundle(path, KEYS.get, ["nobody"])
    with pytest.raises(Refused):
        read(path, KEYS, ["nobody"])
    for at in range(0, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert _taken_by_program(path) == _taken_by_second(path)


def _taken_by_program(path: Path) -> str | None:
    try:
        return read_bundle(path, KEYS.get).id
    except BundleRefusal:
        return None


def _taken_by_second(path: Path) -> str | None:
    try:
        return read(path, KEYS).id
    except Refused:
        return None


def test_a_sealed_bundle_of_version_1_opens_with_the_key_of_its_receiver(tmp_path: Path) -> None:
    KeyFile(tmp_path / "keys").save(KeyPair.derived(1, "province"))
    with unsealed(tmp_path, GOLDEN / "v1" / "baocao.zip.age") as plain:
        assert plain.read_bytes() == (GOLDEN / "v1" / "baocao.zip").read_bytes()


def test_a_request_of_version_1_is_read_as_ever() -> None:
    wanted = read_request(GOLDEN / "v1" / "dangky.json")
    assert wanted.unit.id == COMMUNE
    assert wanted.public_key == encode_key(KeyPair.derived(1, "commune-2").public)

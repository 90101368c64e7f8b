"""Bundles of every released version and kind stay readable, byte for byte, by two readers."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.sync.importer import check_sums
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.messages import BundleRefusal
from desktop.sync.reader import read_bundle
from desktop.sync.requests import read_request
from desktop.sync.sealing import unsealed
from desktop.sync.trust import encode_key
from tests.sync.building import OFFICE, PROVINCE_UNIT, make, op_lines, trust
from tests.sync.offices import COMMUNE
from tests.sync.second_reader import Refused, read

GOLDEN = Path(__file__).parents[1] / "golden" / "sync"
V1 = GOLDEN / "CDX_P-LeChan_baocao_v1.zip"
V1_ID = "ee6f22405e8692dbeac08611d6525713ca8062e5e1c5f509f11f2507c15ebea9"
INDEX: dict[str, Any] = json.loads((GOLDEN / "v1" / "index.json").read_text(encoding="utf-8"))
KEYS = {key: base64.b64decode(text) for key, text in INDEX["keys"].items()}


def test_a_bundle_of_version_1_is_read_as_ever() -> None:
    bundle = read_bundle(V1, trust, [PROVINCE_UNIT])
    assert bundle.id == V1_ID
    assert [op.raw for op in bundle.ops] == op_lines()
    assert bundle.manifest.origin.name == "CĐ phường Lê Chân"
    second = read(V1, {OFFICE.id: OFFICE.public}, [PROVINCE_UNIT])
    assert (second.id, second.lines, second.blobs) == (V1_ID, op_lines(), bundle.blobs)


def test_the_writer_still_makes_the_manifest_of_version_1(tmp_path: Path) -> None:
    assert make(tmp_path).id == V1_ID


@pytest.mark.parametrize("name", INDEX["bundles"])
def test_two_readers_find_in_a_bundle_of_each_kind_what_was_written(name: str) -> None:
    path, wanted = GOLDEN / "v1" / name, INDEX["bundles"][name]
    bundle = read_bundle(path, KEYS.get)
    check_sums(bundle)
    second = read(path, KEYS)
    for identity, kind, key, lines, blobs in (
        (bundle.id, bundle.manifest.kind, bundle.signer, [op.raw for op in bundle.ops],
         bundle.blobs),
        (second.id, second.manifest["kind"], second.key_id, second.lines, second.blobs),
    ):  # fmt: skip
        assert (identity, kind, key) == (wanted["id"], wanted["kind"], wanted["key_id"])
        assert (len(lines), len(blobs)) == (wanted["ops"], wanted["blobs"])
        assert hashlib.sha256(b"\n".join(lines)).hexdigest() == wanted["lines_sha256"]


def test_every_kind_is_kept() -> None:
    kinds = {one["kind"] for one in INDEX["bundles"].values()}
    assert kinds == {"baocao", "chidao", "noibo", "saoluu", "capphep"}


@pytest.mark.parametrize("name", INDEX["bundles"])
def test_neither_reader_takes_one_with_a_byte_changed_or_for_others(
    name: str, tmp_path: Path
) -> None:
    data = (GOLDEN / "v1" / name).read_bytes()
    path = tmp_path / name
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

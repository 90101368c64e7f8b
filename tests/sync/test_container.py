"""A bundle that was written is read back the same, and is named for what it is."""

import errno
import os
from pathlib import Path

import pytest

from desktop.sync.container import Part, file_name, human_part, ops_part
from desktop.sync.files import atomic_file, replace_patiently, write_atomic
from desktop.sync.messages import BundleRefusal
from desktop.sync.reader import read_bundle
from tests.sync.building import (
    MADE,
    OFFICE,
    OFFICE_UNIT,
    PROVINCE_UNIT,
    entries_of,
    make,
    op_lines,
    plain_parts,
    trust,
)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    written = make(tmp_path)
    bundle = read_bundle(written.path, trust, [PROVINCE_UNIT])
    assert [op.raw for op in bundle.ops] == op_lines()
    assert bundle.id == written.id
    assert bundle.manifest == written.manifest
    assert bundle.signer == OFFICE.id
    assert bundle.manifest.origin.unit == OFFICE_UNIT
    (blob,) = bundle.blobs
    assert b"".join(bundle.blob(blob)) == "biên bản".encode()


def test_an_empty_bundle_is_a_bundle(tmp_path: Path) -> None:
    assert read_bundle(make(tmp_path, [ops_part(b"")]).path, trust).ops == []


def test_the_same_content_gives_the_same_identity_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = make(tmp_path / "a"), make(tmp_path / "b")
    assert one.id == two.id
    assert one.path.read_bytes() == two.path.read_bytes()


def test_the_first_three_entries_are_stored_and_dates_are_fixed(tmp_path: Path) -> None:
    names = [name for name, _data in entries_of(make(tmp_path).path)]
    assert names[:4] == ["mimetype", "manifest.json", "manifest.sig", "records/ops.jsonl"]


def test_the_file_name_says_unit_kind_time_and_identity() -> None:
    name = file_name("P-LeChan", "baocao", MADE, "a22c7608" + "0" * 56)
    assert name == "CDX_P-LeChan_baocao_20261121-0915_a22c7608.zip"


def test_the_name_of_a_bundle_for_one_of_many_says_who_is_to_have_it() -> None:
    mark = "a22c7608" + "0" * 56
    name = file_name("T", "chidao", MADE, mark, "P/A 01")
    assert name == "CDX_T-den-P-A-01_chidao_20261121-0915_a22c7608.zip"
    long = file_name("T" * 40, "chidao", MADE, mark, "P" * 60).split("_")[1]
    assert long == "T" * 15 + "-den-" + "P" * 20  # what a watched folder knows names by


@pytest.mark.parametrize("code", ["~tạm/01", "..\\x", "", "  "])
def test_an_odd_code_never_leaves_the_folder(code: str) -> None:
    name = file_name(code, "baocao", MADE, "a" * 64)
    assert name.isascii()
    assert not set('/\\:*?"<>| ~') & set(name)


def test_attachments_are_taken_from_files(tmp_path: Path) -> None:
    source = tmp_path / "nguồn.bin"
    source.write_bytes(os.urandom(700_000))
    import hashlib

    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    parts = [ops_part(b""), Part(f"blobs/{digest}", source, "blob")]
    bundle = read_bundle(make(tmp_path, parts).path, trust)
    assert b"".join(bundle.blob(digest)) == source.read_bytes()


def test_a_missing_attachment_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    parts = [ops_part(b""), Part("blobs/" + "0" * 64, tmp_path / "không có", "blob")]
    with pytest.raises(BundleRefusal) as refused:
        make(tmp_path, parts)
    assert refused.value.code == "E_READ"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../a.txt", "CON.txt", "a b.txt", "ạ.txt", ""])
def test_the_writer_makes_no_name_the_reader_would_refuse(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        make(tmp_path, [*plain_parts(), human_part(name, b"")])


def test_a_full_disk_is_one_sentence_and_the_old_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "gói.zip"
    target.write_bytes(b"old")

    def fill() -> None:
        with atomic_file(target) as file:
            file.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(BundleRefusal) as refused:
        fill()
    assert refused.value.code == "E_DISK_FULL"
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleRefusal) as refused:
        write_atomic(tmp_path / "không có" / "a", b"x")
    assert refused.value.code == "E_WRITE"


class _Held(PermissionError):
    winerror = 5


def test_a_held_target_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"new")
    real, left = os.replace, [3]

    def sometimes(one: Path, two: Path) -> None:
        if left[0]:
            left[0] -= 1
            raise _Held("held")
        real(one, two)

    monkeypatch.setattr(os, "replace", sometimes)
    waits: list[float] = []
    replace_patiently(source, target, waits.append)
    assert target.read_bytes() == b"new"
    assert len(waits) == 3


def test_a_target_held_for_ever_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(one: Path, two: Path) -> None:
        raise _Held("held")

    monkeypatch.setattr(os, "replace", never)
    waits: list[float] = []
    with pytest.raises(PermissionError):
        replace_patiently(tmp_path / "a", tmp_path / "b", waits.append)
    assert 2 < sum(waits) < 3

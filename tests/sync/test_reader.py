"""The strict reader takes the genuine bundle and nothing else."""

import hashlib
import struct
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.models.store.ops import MOST_NESTED, is_sound, seal
from desktop.sync.container import ops_part
from desktop.sync.importer import check_sums
from desktop.sync.lines import write_ops
from desktop.sync.messages import BundleRefusal
from desktop.sync.reader import OpenedBundle, read_bundle
from tests.sync.building import (
    OFFICE,
    OFFICE_UNIT,
    PROVINCE_UNIT,
    STRANGER,
    Entries,
    entries_of,
    make,
    op_body,
    op_lines,
    rezip,
    signed_entries,
    signed_ops,
    trust,
)


def code_of(path: Path, **options: Any) -> str:
    """Return the code the bundle is refused with."""
    with pytest.raises(BundleRefusal) as refused:
        read_bundle(path, trust, **options)
    assert refused.value.message
    assert refused.value.next_step
    return refused.value.code


def swapped(entries: Entries, name: str, data: bytes) -> Entries:
    """Return the entries with one content replaced."""
    return [(n, data if n == name else d) for n, d in entries]


@pytest.fixture
def genuine(tmp_path: Path) -> Path:
    """A bundle the reader takes."""
    return make(tmp_path).path


# --- who, for whom, which version


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40])
def test_an_ordinary_zip_is_no_bundle_and_nothing_to_report(tmp_path: Path, count: int) -> None:
    """Zalo hands several files over in one; explorers write names, dates and folders their way."""
    path = tmp_path / "Ảnh chụp.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"Ảnh {number}/CDX_{number}.zip", b"x")
    assert code_of(path) == "E_NOT_BUNDLE"


def test_an_unknown_sender_stops_before_anything_else_is_looked_at(tmp_path: Path) -> None:
    path = make(tmp_path).path
    spoilt = swapped(entries_of(path), "records/ops.jsonl", b"not even json")
    rezip(path, spoilt)
    with pytest.raises(BundleRefusal) as refused:
        read_bundle(path, lambda key_id: None)
    assert refused.value.code == "E_UNKNOWN_SENDER"


def test_another_key_under_a_known_name_is_a_wrong_signature(tmp_path: Path) -> None:
    assert code_of(make(tmp_path, pair=STRANGER).path) == "E_SIGNATURE"


def test_a_bundle_for_somebody_else_is_refused_by_name(genuine: Path) -> None:
    with pytest.raises(BundleRefusal, match="LĐLĐ thành phố") as refused:
        read_bundle(genuine, trust, [OFFICE_UNIT])
    assert refused.value.code == "E_AUDIENCE"


def test_any_own_unit_may_be_the_audience(genuine: Path) -> None:
    assert read_bundle(genuine, trust, [OFFICE_UNIT, PROVINCE_UNIT]).ops


def test_a_newer_format_is_refused_whatever_else_it_holds(tmp_path: Path) -> None:
    def newer(manifest: dict[str, Any]) -> None:
        manifest |= {"v_min_reader": 2, "app": "9.9", "files": {"all": "new"}, "counts": 1}

    path = signed_entries(tmp_path / "g.zip", [("records/ops.jsonl", b"")], newer)
    with pytest.raises(BundleRefusal, match=r"9\.9"):
        read_bundle(path, trust)
    assert code_of(path) == "E_NEWER_FORMAT"


def test_members_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    def newer(manifest: dict[str, Any]) -> None:
        manifest |= {"v": 3, "weather": "sunny"}

    path = signed_entries(tmp_path / "g.zip", [("records/ops.jsonl", b"")], newer)
    assert read_bundle(path, trust).raw["weather"] == "sunny"


def test_operations_of_unknown_kinds_are_kept_byte_for_byte(tmp_path: Path) -> None:
    _op_id, line = seal(op_body(kind="hologram", v={"tương lai": [1, None, True]}, new="x"))
    bundle = read_bundle(signed_ops(tmp_path, write_ops([line])), trust)
    assert bundle.ops[0].raw == line


# --- the file


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "E_TRUNCATED"), (b"PK", "E_TRUNCATED"), (b"PK\3\4", "E_TRUNCATED"),
     (b"MZ" + bytes(99), "E_NOT_BUNDLE"), (b"%PDF-1.7" + bytes(99), "E_NOT_BUNDLE"),
     (b"PK\3\4" + bytes(99), "E_TRUNCATED"), (b"{}", "E_NOT_BUNDLE")],
)  # fmt: skip
def test_other_files_are_told_apart(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "gói số 1.zip"
    path.write_bytes(content)
    assert code_of(path) == code


def test_an_ordinary_zip_is_not_a_bundle(tmp_path: Path) -> None:
    entries = [("a.txt", b"1"), ("b.txt", b"2"), ("c.txt", b"3")]
    assert code_of(rezip(tmp_path / "x.zip", entries)) == "E_NOT_BUNDLE"


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert code_of(tmp_path / "không có.zip") == "E_READ"
    assert code_of(tmp_path) == "E_READ"


@pytest.mark.parametrize("percent", range(0, 100, 5))
def test_a_cut_file_is_told_as_such(genuine: Path, percent: int) -> None:
    data = genuine.read_bytes()
    genuine.write_bytes(data[: len(data) * percent // 100])
    assert code_of(genuine) == "E_TRUNCATED"


def test_a_program_before_or_junk_behind_is_refused(genuine: Path) -> None:
    data = genuine.read_bytes()
    genuine.write_bytes(b"MZ" + data)
    assert code_of(genuine) == "E_NOT_BUNDLE"
    genuine.write_bytes(data[:4] + b"junk" + data)
    assert code_of(genuine) == "E_UNSAFE"
    genuine.write_bytes(data + b"junk")
    assert code_of(genuine) == "E_TRUNCATED"


def test_a_file_larger_than_allowed_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "to.zip"
    with path.open("wb") as file:
        file.write(b"PK\3\4")
        file.truncate(301 * 1024 * 1024)
    assert code_of(path) == "E_TOO_BIG"


# --- the archive


@pytest.mark.parametrize("name", ["records/ops.jsonl", "RECORDS/OPS.JSONL", "Manifest.json"])
def test_a_name_twice_in_any_case_is_refused(genuine: Path, name: str) -> None:
    entries = [*entries_of(genuine), (name, b"second")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile says it, and writes it all the same
        rezip(genuine, entries)
    assert code_of(genuine) == "E_UNSAFE"


def test_extra_fields_comments_and_links_are_refused(genuine: Path) -> None:
    entries = entries_of(genuine)

    def extra(info: zipfile.ZipInfo) -> None:
        info.extra = struct.pack("<HHI", 0xCAFE, 4, 1)

    def comment(info: zipfile.ZipInfo) -> None:
        info.comment = b"hello"

    def link(info: zipfile.ZipInfo) -> None:
        if info.filename.startswith("human"):
            info.create_system, info.external_attr = 3, 0o120777 << 16

    def folder(info: zipfile.ZipInfo) -> None:
        info.external_attr = 0x10

    def packed_head(info: zipfile.ZipInfo) -> None:
        info.compress_type = zipfile.ZIP_DEFLATED

    def lzma(info: zipfile.ZipInfo) -> None:
        if info.filename.startswith("human"):
            info.compress_type = zipfile.ZIP_LZMA

    for tweak in (extra, comment, link, folder, packed_head, lzma):
        rezip(genuine, entries, tweak)
        assert code_of(genuine) == "E_UNSAFE", tweak.__name__


def test_an_encryption_flag_is_refused(genuine: Path) -> None:
    data = bytearray(genuine.read_bytes())
    for magic, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(magic) + at] |= 1
    genuine.write_bytes(data)
    assert code_of(genuine) == "E_UNSAFE"


def test_a_name_told_differently_in_the_two_places_is_refused(genuine: Path) -> None:
    data = genuine.read_bytes()
    local, central = data.replace(b"human/DOC", b"human/XOC").split(b"PK\1\2", 1)
    genuine.write_bytes(local + data[len(local) :])
    assert central != data[len(local) + 4 :]
    assert code_of(genuine) == "E_UNSAFE"


def test_entries_that_share_bytes_are_refused(genuine: Path) -> None:
    data = bytearray(genuine.read_bytes())
    last = data.rindex(b"PK\1\2")
    data[last + 42 : last + 46] = bytes(4)  # its data begins where the first entry's does
    genuine.write_bytes(data)
    assert code_of(genuine) == "E_UNSAFE"


def test_a_swapped_order_of_the_first_three_is_refused(genuine: Path) -> None:
    entries = entries_of(genuine)
    rezip(genuine, [entries[1], entries[0], *entries[2:]])
    assert code_of(genuine) == "E_NOT_BUNDLE"


# --- what was signed for


@pytest.mark.parametrize(
    ("name", "code"),
    [("mimetype", "E_NOT_BUNDLE"), ("manifest.json", "E_SIGNATURE"),
     ("manifest.sig", "E_SIGNATURE"), ("records/ops.jsonl", "E_HASH"),
     ("human/DOC_TRUOC.txt", "E_HASH")],
)  # fmt: skip
def test_each_part_that_was_changed_is_noticed(genuine: Path, name: str, code: str) -> None:
    entries = entries_of(genuine)
    old = dict(entries)[name]
    changed = old.replace(b"baocao", b"chidao", 1)
    if changed == old:
        changed = bytes([old[0] ^ 1]) + old[1:]
    rezip(genuine, swapped(entries, name, changed))
    assert code_of(genuine) == code
    assert code_of(rezip(genuine, swapped(entries, name, old + b" "))) in (code, "E_TOO_BIG")
    assert code_of(rezip(genuine, swapped(entries, name, b""))) in (code, "E_UNSAFE")


def test_the_attachment_that_was_changed_is_noticed(genuine: Path) -> None:
    entries = entries_of(genuine)
    blob = next(name for name, _data in entries if name.startswith("blobs/"))
    rezip(genuine, swapped(entries, blob, "biên bẩn".encode()))
    assert code_of(genuine) == "E_HASH"


def test_an_entry_missing_or_added_is_noticed(genuine: Path) -> None:
    entries = entries_of(genuine)
    assert code_of(rezip(genuine, entries[:-1])) == "E_UNSAFE"
    assert code_of(rezip(genuine, [*entries, ("human/x.txt", b"x")])) == "E_UNSAFE"


@pytest.mark.parametrize(
    "name",
    ["../boot.ini", "/etc/passwd", "C:/x.txt", "human/../../x", "human/x.txt:stream", "human/..",
     "human/a/b.txt", "human\\x.txt", "human/CON", "human/con.txt", "human/LPT1.xlsx",
     "human/x.txt.", "human/.hidden", "human/ x", "human/" + "x" * 121, "other/x.txt", "x.txt",
     "human/", "human/gpj\u202etxt.exe", "human/bảng.xlsx", "blobs/readme.txt", "human/a\x01b",
     "blobs/" + "A" * 64, "records"],
)  # fmt: skip
def test_hostile_names_are_refused_even_when_signed(tmp_path: Path, name: str) -> None:
    payload = [("records/ops.jsonl", b""), (name, b"x")]
    assert code_of(signed_entries(tmp_path / "g.zip", payload)) == "E_UNSAFE"


def test_an_attachment_under_another_hash_is_refused(tmp_path: Path) -> None:
    payload = [("records/ops.jsonl", b""), ("blobs/" + "0" * 64, b"x")]
    assert code_of(signed_entries(tmp_path / "g.zip", payload)) == "E_UNSAFE"


def test_a_bundle_without_operations_file_is_refused(tmp_path: Path) -> None:
    assert code_of(signed_entries(tmp_path / "g.zip", [("human/a.txt", b"")])) == "E_UNSAFE"


def test_a_wrong_count_of_operations_is_refused(tmp_path: Path) -> None:
    assert code_of(make(tmp_path, counts={"ops": 4}).path) == "E_TOTALS"


def test_totals_the_operations_do_not_add_up_to_are_refused(tmp_path: Path) -> None:
    bundle = read_bundle(make(tmp_path, totals={"2026-10": {"A03": 10}}).path, trust)
    with pytest.raises(BundleRefusal) as refused:
        check_sums(bundle)
    assert refused.value.code == "E_TOTALS"


# --- bombs


def test_a_bomb_is_refused_from_its_declared_size(tmp_path: Path) -> None:
    path = tmp_path / "bom.zip"
    rezip(path, [*entries_of(make(tmp_path).path), ("human/bom.txt", bytes(300 * 1024 * 1024))])
    assert path.stat().st_size < 1024 * 1024
    assert code_of(path) == "E_TOO_BIG"


def test_sizes_that_lie_are_refused_without_inflating_more(tmp_path: Path) -> None:
    zeros = bytes(20 * 1024 * 1024)
    path = signed_entries(tmp_path / "g.zip", [("records/ops.jsonl", b""), ("human/a", zeros)])
    data = path.read_bytes()
    real, lie = struct.pack("<I", len(zeros)), struct.pack("<I", 100)
    path.write_bytes(data.replace(real, lie))
    assert code_of(path) == "E_HASH"  # the manifest was signed for the real size

    def small(manifest: dict[str, Any]) -> None:
        manifest["files"][1] |= {"size": 100, "sha256": hashlib.sha256(bytes(100)).hexdigest()}

    payload = [("records/ops.jsonl", b""), ("human/a", zeros)]
    path = signed_entries(tmp_path / "h.zip", payload, small)
    path.write_bytes(path.read_bytes().replace(real, lie))
    assert code_of(path) == "E_UNSAFE"


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    payload = [(f"human/{n}", b"") for n in range(5000)]
    path = signed_entries(tmp_path / "g.zip", [("records/ops.jsonl", b""), *payload])
    assert code_of(path) == "E_UNSAFE"


@pytest.mark.parametrize(
    "manifest",
    [b"", b"null", b"[]", b"[" * 200_000, b'{"a":' * 50_000, b"{}", b"\xef\xbb\xbf{}",
     b'{"format":"cd-sync"}', b'{"format":NaN}', b'{"format":"\\ud800"}', b"9" * 5000],
)  # fmt: skip
def test_odd_manifests_are_refused(genuine: Path, manifest: bytes) -> None:
    rezip(genuine, swapped(entries_of(genuine), "manifest.json", manifest))
    assert code_of(genuine) == "E_UNSAFE"


# --- operations of an enrolled but broken or dishonest sender


def _canonical(body: dict[str, Any]) -> bytes:
    return seal(body)[1]


def _resealed(rest: bytes) -> bytes:
    """Return a line whose id fits these bytes, canonical or not."""
    return b'{"id":"' + hashlib.sha256(rest).hexdigest().encode() + b'",' + rest[1:]


def _rest(**changed: Any) -> bytes:
    return b"{" + _canonical(op_body(**changed)).split(b",", 1)[1]


def nested(depth: int) -> Any:
    """Return a list in a list …"""
    return [nested(depth - 1)] if depth > 1 else []


BAD_LINES = {
    "empty line": b"",
    "not json": b"figures",
    "not an object": b"[1]",
    "byte order mark": b"\xef\xbb\xbf" + _canonical(op_body()),
    "space": _resealed(_rest().replace(b",", b", ", 1)),
    "carriage return": _canonical(op_body()) + b"\r",
    "unsorted": _resealed(b'{"z":1,' + _rest()[1:]),
    "member twice": _resealed(_rest().replace(b'"v":101', b'"v":999,"v":101')),
    "NaN": _resealed(_rest().replace(b'"v":101', b'"v":NaN')),
    "infinity": _resealed(_rest().replace(b'"v":101', b'"v":Infinity')),
    "float": _canonical(op_body(v=1.5)),
    "whole float": _resealed(_rest().replace(b'"v":101', b'"v":101.0')),
    "exponent": _resealed(_rest().replace(b'"v":101', b'"v":1e2')),
    "minus zero": _resealed(_rest().replace(b'"v":101', b'"v":-0')),
    "big number": _canonical(op_body(v=2**53)),
    "big negative": _canonical(op_body(v=-(2**53))),
    "huge number": _resealed(_rest().replace(b'"v":101', b'"v":' + b"9" * 5000)),
    "number in a list": _canonical(op_body(v=[{"a": 2**64}])),
    "lone surrogate": _resealed(_rest().replace(b'"v":101', b'"v":"\\ud800"')),
    "escaped letter": _resealed(_rest().replace(b'"lead"', b'"l\\u0065ad"')),
    "NUL": _canonical(op_body(v="a\0b")),
    "decomposed": _canonical(op_body(v="Le\u0302")),
    "decomposed name": _canonical(op_body(v={"Le\u0302": 1})),
    "invalid utf-8": _resealed(_rest().replace(b'"lead"', b'"l\xffad"')),
    "deep": _resealed(_rest().replace(b'"v":101', b'"v":' + b"[" * 9000 + b"]" * 9000)),
    "deeper than told": _resealed(_rest().replace(b'"v":101', b'"v":' + b"[" * 64 + b"]" * 64)),
    "too long": _canonical(op_body(v="x" * 1024 * 1024)),
    "wrong id": _canonical(op_body()).replace(b'"id":"', b'"id":"0', 1),
    "other content": _canonical(op_body()).replace(b'"v":101', b'"v":102'),
    "no store": _canonical({k: v for k, v in op_body().items() if k != "store"}),
    "n is true": _canonical(op_body(n=1) | {"n": True}),
    "n negative": _canonical(op_body(n=1) | {"n": -1}),
    "n text": _canonical(op_body(n=1) | {"n": "1"}),
    "clock of letters": _canonical(op_body(hlc="zzzzzzzzzzzzzzzz")),
    "clock at the end of time": _canonical(op_body(hlc="f" * 16)),
    "prev of another kind": _canonical(op_body(prev="x")),
    "base as text": _canonical(op_body(base="abc")),
    "base of another kind": _canonical(op_body(base=["x"])),
    "local stream": _canonical(op_body(stream="local")),
    "no stream": _canonical(op_body(stream="")),
    "long key": _canonical(op_body(k="x" * 501)),
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_refuses_the_whole_bundle(tmp_path: Path, line: bytes) -> None:
    lines = [*op_lines(2), line]
    assert code_of(signed_ops(tmp_path, write_ops(lines))) == "E_CONTENT"


def test_a_short_line_behind_its_own_predecessor_is_no_deeper_either(tmp_path: Path) -> None:
    """Of such lines hardly anything is measured."""
    for depth, follows in ((63, True), (64, False)):
        first, line = seal(op_body(wall="", role="", who="", pack=""))
        more = seal(op_body(2, prev=first, v=nested(depth), wall="", role="", who="", pack=""))[1]
        assert len(more) < 500
        path = signed_ops(tmp_path, write_ops([line, more]))
        if follows:
            assert len(read_bundle(path, trust).ops) == 2
        else:
            assert code_of(path) == "E_CONTENT"


def test_a_line_of_brackets_alone_is_not_taken_apart(tmp_path: Path) -> None:
    """Half a million lists in one line would take a hundred times its room in memory."""
    first, line = seal(op_body(wall="", role="", who="", pack=""))
    most = MOST_NESTED - 3  # the operation, what it replaces, and the list they lie in
    for many, follows in ((most, True), (most + 1, False)):
        value: list[object] = [[] for _ in range(many)]
        more = seal(op_body(2, prev=first, v=value, wall="", role="", who="", pack=""))[1]
        path = signed_ops(tmp_path, write_ops([line, more]))
        assert is_sound(value) is follows
        if follows:
            assert read_bundle(path, trust).ops[1].value == value
        else:
            assert code_of(path) == "E_CONTENT"


def test_brackets_within_a_text_are_letters(tmp_path: Path) -> None:
    line = _canonical(op_body(v='[{"\\' * MOST_NESTED))
    assert len(read_bundle(signed_ops(tmp_path, write_ops([line])), trust).ops) == 1


@pytest.mark.parametrize(
    "value",
    [0, -1, 2**53 - 1, -(2**53) + 1, None, True, "", "Lê Chân", "a\nb\u0301", '"\\', [], {},
     {"state": "na"}, {"b": 1, "a": [1, {"c": None}]}, "\\u0000", "😀", "[{" * 99, nested(63)],
)  # fmt: skip
def test_every_good_value_passes(tmp_path: Path, value: Any) -> None:
    line = _canonical(op_body(v=value))
    bundle = read_bundle(signed_ops(tmp_path, write_ops([line])), trust)
    assert bundle.ops[0].value == value
    assert bundle.ops[0].raw == line


def test_a_last_line_without_end_or_a_repeated_line_is_refused(tmp_path: Path) -> None:
    data = write_ops(op_lines(2))
    assert code_of(signed_ops(tmp_path, data[:-1])) == "E_CONTENT"
    assert code_of(signed_ops(tmp_path, data + write_ops(op_lines(1)))) == "E_CONTENT"


def test_an_attachment_changed_after_reading_is_noticed(tmp_path: Path) -> None:
    bundle: OpenedBundle = read_bundle(make(tmp_path).path, trust)
    (blob,) = bundle.blobs
    entries = entries_of(bundle.path)
    rezip(bundle.path, swapped(entries, f"blobs/{blob}", b"\0" * bundle.blobs[blob]))
    with pytest.raises(BundleRefusal) as refused:
        list(bundle.blob(blob))
    assert refused.value.code == "E_HASH"


def test_reading_writes_nothing(tmp_path: Path) -> None:
    path = make(tmp_path, [ops_part(b"")], kind="chidao").path
    before = path.read_bytes(), sorted(tmp_path.iterdir())
    assert read_bundle(path, trust).signer == OFFICE.id
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == before

"""A second reader of bundles, written from docs/bundle-format.md and nothing else.

It shares no code with the program; where the two disagree, the page is not good enough.
"""

import hashlib
import json
import re
import struct
import unicodedata
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

MIB = 1024 * 1024
FIRST = ["mimetype", "manifest.json", "manifest.sig"]
NAME = re.compile(r"(records|blobs|human|meta)/([A-Za-z0-9][A-Za-z0-9._-]{0,119})")
DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
HEX = re.compile(r"[0-9a-f]{64}")
NOBODY = "ed25519:0000000000000000"
MOST = 2**53 - 1


class Refused(Exception):
    """The file breaks a must of the page."""


@dataclass(frozen=True)
class Entry:
    """Where an entry's packed bytes lie, and what they unpack to."""

    method: int
    crc: int
    packed: int
    size: int
    start: int


@dataclass(frozen=True)
class Bundle:
    """What a reader takes from a file."""

    id: str
    key_id: str
    manifest: dict[str, Any]
    lines: list[bytes]
    blobs: dict[str, int]


def must(condition: object, why: str) -> None:
    """Refuse unless the condition holds."""
    if not condition:
        raise Refused(why)


def read(
    path: Path,
    keys: Mapping[str, bytes],
    own: Collection[str] | None = None,
    *,
    unsigned: bool = False,
) -> Bundle:
    """Return a bundle signed with one of the keys, for one of the units. Raises Refused.

    `unsigned` takes only one that says openly that nobody signed it, section 3.3.
    """
    data = path.read_bytes()
    must(len(data) <= 300 * MIB, "too big")
    entries = directory(data)
    must(content(data, entries["mimetype"]) == b"application/vnd.socongdoan.sync-bundle", "type")
    must(entries["manifest.sig"].size == 64, "signature")
    must(entries["manifest.json"].size <= 4 * MIB, "manifest too big")
    signed = content(data, entries["manifest.json"])
    manifest = parsed(signed)
    must(isinstance(manifest, dict), "manifest")
    check_head(manifest)
    signature = content(data, entries["manifest.sig"])
    if unsigned:
        must(manifest["origin"]["key_id"] == NOBODY and signature == bytes(64), "signed")
        must(not manifest.get("audience"), "audience")
    else:
        key = keys.get(manifest["origin"]["key_id"])
        if key is None:
            raise Refused("unknown sender")
        try:
            VerifyKey(key).verify(b"cd-sync-bundle/1\n" + signed, signature)
        except BadSignatureError:
            raise Refused("signature") from None
    must(manifest["v_min_reader"] <= 1, "newer")
    check_manifest(manifest)
    audience = manifest.get("audience", [])
    must(own is None or not audience or set(audience) & set(own), "audience")
    payload = files(data, entries, manifest)
    lines = operations(payload["records/ops.jsonl"])
    check_sums(manifest, lines)
    blobs = {f["sha256"]: f["size"] for f in manifest["files"] if f["path"].startswith("blobs/")}
    identity = hashlib.sha256(signed).hexdigest()
    return Bundle(identity, manifest["origin"]["key_id"], manifest, lines, blobs)


def directory(data: bytes) -> dict[str, Entry]:
    """Section 1.2: what stands in the file, described the same way twice, and nothing else."""
    must(data[:4] == b"PK\3\4" and len(data) >= 22, "no zip")
    end = struct.unpack("<4sHHHHIIH", data[-22:])
    must(end[0] == b"PK\5\6" and end[1] == end[2] == end[7] == 0, "end record")
    count, size, start = end[4], end[5], end[6]
    must(end[3] == count and 3 <= count <= 5000 and start + size + 22 == len(data), "end record")
    found: dict[str, Entry] = {}
    seen: set[str] = set()
    at, position = start, 0
    for _number in range(count):
        must(at + 46 <= len(data) - 22, "directory")
        head = struct.unpack("<4sHHHHHHIIIHHHHHII", data[at : at + 46])
        magic, _made, need, flags, method, clock, day, crc, packed, whole, length = head[:11]
        extra, comment, disk, _internal, attributes, offset = head[11:]
        name = data[at + 46 : at + 46 + length]
        must(magic == b"PK\1\2" and len(name) == length and 1 <= length <= 200, "directory")
        must(not (extra or comment or disk), "extra")
        must(flags & ~(1 << 1 | 1 << 2 | 1 << 11) == 0 and method in (0, 8), "flags")
        must(method == 8 or packed == whole, "sizes")
        must(attributes >> 28 in (0, 8) and not attributes & 0x10, "not a regular file")
        must(all(0x20 <= one < 0x7F for one in name), "name")
        local = struct.pack(
            "<4sHHHHHIIIHH", b"PK\3\4", need, flags, method, clock, day, crc, packed, whole,
            length, 0,
        )  # fmt: skip
        must(offset == position and data[offset : offset + 30 + length] == local + name, "local")
        text = name.decode()
        must(text.lower() not in seen, "twice")
        seen.add(text.lower())
        begin = offset + 30 + length
        found[text] = Entry(method, crc, packed, whole, begin)
        position, at = begin + packed, at + 46 + length
    must(position == start and at == start + size, "gap")
    must(list(found)[:3] == FIRST, "first three")
    must(all(found[name].method == 0 for name in FIRST), "first three are stored")
    sizes = [entry.size for entry in found.values()]
    must(max(sizes) <= 200 * MIB and sum(sizes) <= 1024 * MIB, "too big")
    return found


def content(data: bytes, entry: Entry) -> bytes:
    """Unpack an entry, never further than it says."""
    packed = data[entry.start : entry.start + entry.packed]
    if entry.method == 8:
        engine = zlib.decompressobj(-15)
        try:
            plain = engine.decompress(packed, entry.size + 1)
            while len(plain) <= entry.size and not engine.eof:
                more = engine.decompress(engine.unconsumed_tail, entry.size + 1 - len(plain))
                must(more, "cut off")
                plain += more
        except zlib.error:
            raise Refused("deflate") from None
        must(engine.eof and not engine.unused_data and not engine.unconsumed_tail, "stream")
    else:
        plain = packed
    must(len(plain) == entry.size and zlib.crc32(plain) == entry.crc, "checksum")
    return plain


def _no(text: str) -> NoReturn:
    raise Refused(text)


def parsed(data: bytes) -> Any:
    """Decode JSON as RFC 8259 has it."""
    try:
        must(not data.startswith(b"\xef\xbb\xbf"), "byte order mark")
        value = json.loads(data.decode("utf-8"), parse_constant=_no)
        json.dumps(value, ensure_ascii=False).encode()  # no lone surrogates
    except (ValueError, RecursionError):
        raise Refused("JSON") from None
    return value


def text(value: Any) -> bool:
    """Tell whether it is text of at most 500 characters."""
    return isinstance(value, str) and len(value) <= 500


def count(value: Any) -> bool:
    """Tell whether it is a whole number from 0 on."""
    return type(value) is int and 0 <= value <= MOST


def is_hex(value: Any) -> bool:
    """Tell whether it is 64 hex digits."""
    return isinstance(value, str) and HEX.fullmatch(value) is not None


def check_head(manifest: dict[str, Any]) -> None:
    """Check the members every version keeps."""
    must(manifest.get("format") == "cd-sync", "format")
    must(type(manifest.get("v_min_reader")) is int, "v_min_reader")
    must(isinstance(manifest.get("app", ""), str), "app")
    origin = manifest.get("origin")
    must(isinstance(origin, dict), "origin")
    assert isinstance(origin, dict)
    must(all(text(origin.get(n)) for n in ("unit", "code", "name", "store", "key_id")), "origin")
    must(re.fullmatch(r"ed25519:[0-9a-f]{16}", origin["key_id"]), "key id")


def check_manifest(manifest: dict[str, Any]) -> None:
    """Check the members of version 1, by the table of section 2."""
    given = manifest.get
    must(all(count(given(n)) and given(n) != 0 for n in ("v", "v_min_reader")), "version")
    must(all(text(given(n)) for n in ("kind", "app", "created")), "text")
    must(text(given("audience_name", "")), "audience name")
    must(count(given("bundle_seq")) and count(given("trust_version", 0)), "counts")
    must(_list(given("audience", []), text), "audience")
    must(given("prev_bundle") is None or is_hex(given("prev_bundle")), "prev_bundle")
    must(isinstance(given("full", False), bool), "full")
    must(_list(given("base_ack", []), _head) and _list(given("heads", []), _head), "heads")
    acks = given("acks", {})
    must(isinstance(acks, dict), "acks")
    must(_list(acks.get("heads", []), _head) and _list(acks.get("bundles", []), is_hex), "acks")
    must(_list(acks.get("rejected", []), _rejected), "rejected")
    must(_list(given("requires_blobs", []), is_hex), "blobs")
    must(_table(given("counts", {}), count), "counts")
    whole = lambda value: type(value) is int  # noqa: E731
    must(_table(given("totals", {}), lambda row: _table(row, whole)), "totals")
    must(_list(given("files"), _file), "files")


def _list(value: Any, good: Any) -> bool:
    return isinstance(value, list) and all(good(one) for one in value)


def _table(value: Any, good: Any) -> bool:
    return isinstance(value, dict) and all(good(one) for one in value.values())


def _head(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and text(value.get("store"))
        and text(value.get("stream"))
        and count(value.get("n"))
        and is_hex(value.get("id"))
    )


def _rejected(value: Any) -> bool:
    return isinstance(value, dict) and is_hex(value.get("id")) and text(value.get("reason"))


def _file(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and text(value.get("path"))
        and type(value.get("size")) is int
        and 0 <= value["size"] <= 200 * MIB
        and is_hex(value.get("sha256"))
        and text(value.get("type"))
        and isinstance(value.get("derived", False), bool)
    )


def files(data: bytes, entries: dict[str, Entry], manifest: dict[str, Any]) -> dict[str, bytes]:
    """Sections 1.1 and 8, 8 and 9: just the entries signed for, each of them whole."""
    declared = {one["path"]: one for one in manifest["files"]}
    must(len(declared) == len(manifest["files"]), "named twice")
    must(set(entries) - set(FIRST) == set(declared), "other entries")
    must("records/ops.jsonl" in declared, "no operations")
    found = {}
    for name, one in declared.items():
        matched = NAME.fullmatch(name)
        must(matched and not name.endswith("."), "name")
        assert matched
        if matched[1] == "blobs":
            must(matched[2] == one["sha256"], "blob")
        else:
            must(not DEVICE.fullmatch(matched[2]), "device")
        must(entries[name].size == one["size"], "size")
        found[name] = content(data, entries[name])
        must(hashlib.sha256(found[name]).hexdigest() == one["sha256"], "hash")
    return found


def operations(data: bytes) -> list[bytes]:
    """Section 4: every line canonical, its id its hash, no id twice."""
    must(not data or data.endswith(b"\n"), "last line")
    lines = data.split(b"\n")[:-1]
    ids = [operation(line)["id"] for line in lines]
    must(len(set(ids)) == len(ids), "twice")
    return lines


def operation(line: bytes) -> dict[str, Any]:
    """Return the members of one line."""
    must(len(line) <= MIB, "long line")
    body = parsed(line)
    must(isinstance(body, dict) and is_hex(body.get("id")), "id")
    assert isinstance(body, dict)
    rest = {name: value for name, value in body.items() if name != "id"}
    sound(rest)
    must(nested(rest) <= 10_000, "too many lists and objects")
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    must(hashlib.sha256(canonical).hexdigest() == body["id"], "id")
    must(line == b'{"id":"' + body["id"].encode() + b'",' + canonical[1:], "not canonical")
    names = ("store", "stream", "step", "kind", "k", "f")
    must(all(text(rest.get(name)) for name in names), "names")
    must(rest["stream"] not in ("", "local"), "stream")
    must(type(rest.get("n")) is int and 1 <= rest["n"] <= MOST, "n")
    must("prev" in rest and "v" in rest, "prev, v")
    must(rest["prev"] is None or is_hex(rest["prev"]), "prev")
    must(_list(rest.get("base"), is_hex), "base")
    clock = rest.get("hlc")
    must(isinstance(clock, str) and re.fullmatch(r"[0-9a-f]{16}", clock), "hlc")
    must(str(clock) <= "e677d21fdbffffff", "hlc")
    return body


def sound(value: Any, depth: int = 1) -> None:
    """Whole numbers in range, text in NFC and without U+0000, at every level of at most 64."""
    must(depth <= 64 or not isinstance(value, list | dict), "too deep")
    if isinstance(value, str):
        must("\0" not in value and unicodedata.normalize("NFC", value) == value, "text")
    elif isinstance(value, float):
        _no("fraction")
    elif isinstance(value, int):
        must(abs(value) <= MOST, "number")
    elif isinstance(value, list):
        for one in value:
            sound(one, depth + 1)
    elif isinstance(value, dict):
        for name, one in value.items():
            sound(name)
            sound(one, depth + 1)


def nested(value: Any) -> int:
    """Return how many lists and objects a value is made of, itself among them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, list | dict) + sum(map(nested, inner))


def check_sums(manifest: dict[str, Any], lines: list[bytes]) -> None:
    """Section 5."""
    counts = manifest.get("counts", {})
    returns = [
        op
        for op in map(operation, lines)
        if op["kind"] == "submit" and len(op["k"].split("|")) == 3
    ]
    must(counts.get("ops", len(lines)) == len(lines), "ops")
    must(counts.get("submits", len(returns)) == len(returns), "submits")
    newest: dict[tuple[str, str, str], int] = {}
    for op in sorted(returns, key=lambda one: (one["hlc"], one["store"], one["id"])):
        period, _form, unit = op["k"].split("|")
        values = op["v"].get("values") if isinstance(op["v"], dict) else None
        for name, number in values.items() if isinstance(values, dict) else ():
            if type(number) is int and ";" not in name:
                newest[period, name, unit] = number
    totals: dict[str, dict[str, int]] = {}
    for (period, name, _unit), number in newest.items():
        row = totals.setdefault(period, {})
        row[name] = row.get(name, 0) + number
    must(not manifest.get("totals") or manifest["totals"] == totals, "totals")

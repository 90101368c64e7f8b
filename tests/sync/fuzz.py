"""Mutation fuzz of the strict reader: `python -m tests.sync.fuzz 100000 [SEED]`.

Every mutant must be refused with a known code or be taken with identical content; any other
exception, other content taken, or a mutant that takes seconds, is a failure and names the seed
that repeats it. Half of the mutants are signed anew, as a dishonest office could do: those must
be judged alike by the program and by the second reader, which knows the format's page only.
"""

import hashlib
import random
import re
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.sync.importer import check_sums
from desktop.sync.inspect import inspect_bundle
from desktop.sync.messages import BundleRefusal, catalogue
from desktop.sync.reader import OpenedBundle, read_bundle
from tests.sync.building import OFFICE, entries_of, make, rezip, signed_entries, trust
from tests.sync.second_reader import Refused, read

LONGEST = 2.0
"""Seconds of processor time no mutant of a few kilobytes may take."""

Mutator = Callable[[random.Random, bytes], bytes]


def _flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 8, 64))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _drop(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 200) :]


def _insert(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.randrange(1, 40)) + data[at:]


def _double(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randrange(1, 400)]
    at = rng.randrange(len(data) + 1)
    return data[:at] + piece + data[at:]


def _number(rng: random.Random, data: bytes) -> bytes:
    """Put an extreme number where a header field could be."""
    at = rng.randrange(len(data) - 4)
    value = rng.choice((0, 1, 0xFFFF, 0xFFFFFFFF, 0x7FFFFFFF, len(data)))
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


def _header(rng: random.Random, data: bytes) -> bytes:
    """Spoil a byte of one of the zip's own records."""
    places = [i for magic in (b"PK\1\2", b"PK\3\4", b"PK\5\6") for i in _all(data, magic)]
    at = rng.choice(places) + rng.randrange(46)
    return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]


def _all(data: bytes, magic: bytes) -> list[int]:
    found, at = [], data.find(magic)
    while at >= 0:
        found.append(at)
        at = data.find(magic, at + 1)
    return found


def _content(rng: random.Random, data: bytes) -> bytes:
    """Spoil one entry inside and zip it again, so that the checksums of the zip agree."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.zip")
        path.write_bytes(data)
        entries = entries_of(path)
        number = rng.randrange(len(entries))
        name, content = entries[number]
        if content:
            entries[number] = name, rng.choice((_flip, _cut, _drop, _insert))(rng, content)
        if rng.random() < 0.2:
            rng.shuffle(entries)
        return rezip(path, entries).read_bytes()


MUTATORS: tuple[Mutator, ...] = (
    _flip, _flip, _cut, _drop, _insert, _double, _number, _header, _header, _content,
)  # fmt: skip


def content(bundle: OpenedBundle) -> tuple[object, ...]:
    """Return all that an import would take from the bundle."""
    return bundle.id, bundle.signer, [op.raw for op in bundle.ops], dict(bundle.blobs)


def _resigned(rng: random.Random, path: Path, folder: Path) -> Path:
    """Spoil the operations or the manifest, or both, and sign what comes of it."""
    ops = entries_of(path)[3][1]
    if rng.random() < 0.7:
        ops = rng.choice((_flip, _cut, _drop, _insert, _text, _text, _text))(rng, ops)

    def change(manifest: dict[str, Any]) -> None:
        if rng.random() < 0.4:
            _spoil(rng, manifest)

    return signed_entries(folder / "signed.zip", [("records/ops.jsonl", ops)], change)


def _text(rng: random.Random, data: bytes) -> bytes:
    """Put something that is nearly right at a place of JSON; the ids are made to fit again."""
    pieces = (
        b"1.0",
        b"-0",
        b"01",
        b"9007199254740992",
        b"1e3",
        b"null",
        b"[]",
        b'"\\u0041"',
        b'"\\u0000"',
        b'"e\xcc\x81"',
        b'"\xc3\xa9"',
        b"true",
        b'"\\/"',
        b'"\\n\xcc\x83"',
        b"NaN",
        b'"\\ud800"',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b" 7",
        b'"x"',
        b"18446744073709551616",
    )
    lines = data.split(b"\n")[:-1]
    at = rng.randrange(len(lines))
    name = rng.choice((b"v", b"n", b"prev", b"hlc", b"k", b"wall", b"base"))
    member = rb'(?<="%s":)("[^"]*"|[^,}]+)' % name
    value = re.sub(member, lambda _found: rng.choice(pieces), lines[at], count=1)
    body = b"{" + value[76:]
    lines[at] = b'{"id":"' + hashlib.sha256(body).hexdigest().encode() + b'",' + body[1:]
    return b"\n".join(lines) + b"\n"


def _spoil(rng: random.Random, manifest: dict[str, Any]) -> None:
    """Change a member of a manifest into something of another kind, or take it away."""
    name = rng.choice(sorted(manifest))
    odd = (None, 0, 1, -1, 2**53, 1.5, "", "x" * 501, [], [1], {}, {"a": {"b": 1}}, True, "cd-sync")
    if isinstance(manifest[name], list | dict) and manifest[name] and rng.random() < 0.6:
        inner = manifest[name]
        inner = rng.choice(inner) if isinstance(inner, list) else inner
        if isinstance(inner, dict) and inner:
            inner[rng.choice(sorted(inner))] = rng.choice(odd)
            return
    if rng.random() < 0.2:
        del manifest[name]
    else:
        manifest[name] = rng.choice(odd)


def run_signed(count: int, seed: int, folder: Path) -> Counter[str]:
    """Try `count` signed mutants; both readers must judge alike. Raises AssertionError."""
    original, ends = make(folder), Counter[str]()
    keys = {OFFICE.id: OFFICE.public}
    for number in range(count):
        rng = random.Random(f"signed {seed}/{number}")
        path = _resigned(rng, original.path, folder)
        begun = time.process_time()
        try:
            taken = read_bundle(path, trust)
            check_sums(taken)
            ours: object = (taken.id, [op.raw for op in taken.ops], dict(taken.blobs))
            end = "taken"
        except BundleRefusal as refusal:
            ours, end = None, refusal.code
        assert time.process_time() - begun < LONGEST, f"signed {seed}/{number}"
        assert end == "taken" or end in catalogue(), f"signed {seed}/{number}"
        try:
            second = read(path, keys)
            other: object = (second.id, second.lines, second.blobs)
        except Refused as refused:
            other, why = None, str(refused)
            assert ours is None, f"signed {seed}/{number}: taken, the second says {why}"
        assert ours == other, f"signed {seed}/{number}: {end}, the second takes it"
        ends[end] += 1
    return ends


def run(count: int, seed: int, folder: Path) -> Counter[str]:
    """Try `count` mutants; return how each ended. Raises AssertionError on a failure."""
    original = make(folder)
    data, wanted = original.path.read_bytes(), content(read_bundle(original.path, trust))
    path, known, ends = folder / "mutant.zip", catalogue(), Counter[str]()
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        path.write_bytes(rng.choice(MUTATORS)(rng, data))
        begun = time.process_time()
        try:
            taken = read_bundle(path, trust)
        except BundleRefusal as refusal:
            end, sound = refusal.code, refusal.code in known
        else:
            end, sound = "identical", content(taken) == wanted
        ends[end] += 1
        assert sound, f"seed {seed}/{number}: {end}"
        assert time.process_time() - begun < LONGEST, f"seed {seed}/{number}: too long"
        assert inspect_bundle(path, trust)["valid"] == (end == "identical"), f"{seed}/{number}"
    return ends


def main() -> None:
    """Run as many mutants as asked and print how they ended."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ends = run(count - count // 2, seed, Path(folder))
        signed = run_signed(count // 2, seed, Path(folder))
    for title, found in (("as they come", ends), ("signed anew", signed)):
        print(title)
        for code, times in found.most_common():
            print(f"  {code:18}{times:>9}")
    print(f"{count} mutants in {time.monotonic() - started:.1f} s, seed {seed}: 0 failures;"
          f" {peak_mb():.0f} MB of memory at most")  # fmt: skip


def peak_mb() -> float:
    """Return the most memory this process has held, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

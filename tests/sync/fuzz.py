"""Mutation fuzz of the strict reader: `python -m tests.sync.fuzz 100000 [SEED]`.

Every mutant must be refused with a known code or be taken with identical content; any other
exception, or other content taken, is a failure and names the seed that repeats it.
"""

import random
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from desktop.sync.inspect import inspect_bundle
from desktop.sync.messages import BundleRefusal, catalogue
from desktop.sync.reader import OpenedBundle, read_bundle
from tests.sync.building import entries_of, make, rezip, trust

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


def run(count: int, seed: int, folder: Path) -> Counter[str]:
    """Try `count` mutants; return how each ended. Raises AssertionError on a failure."""
    original = make(folder)
    data, wanted = original.path.read_bytes(), content(read_bundle(original.path, trust))
    path, known, ends = folder / "mutant.zip", catalogue(), Counter[str]()
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        path.write_bytes(rng.choice(MUTATORS)(rng, data))
        try:
            taken = read_bundle(path, trust)
        except BundleRefusal as refusal:
            end, sound = refusal.code, refusal.code in known
        else:
            end, sound = "identical", content(taken) == wanted
        ends[end] += 1
        assert sound, f"seed {seed}/{number}: {end}"
        assert inspect_bundle(path, trust)["valid"] == (end == "identical"), f"{seed}/{number}"
    return ends


def main() -> None:
    """Run as many mutants as asked and print how they ended."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ends = run(count, seed, Path(folder))
    for code, times in ends.most_common():
        print(f"{code:18}{times:>9}")
    print(f"{count} mutants in {time.monotonic() - started:.1f} s, seed {seed}: 0 failures")


if __name__ == "__main__":
    main()

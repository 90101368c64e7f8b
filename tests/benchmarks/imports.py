"""The province taking in the full bundles of its communes, beside parsing and inserting lines."""

import sqlite3
import tempfile
import zipfile
from pathlib import Path

import msgspec

from tests.benchmarks.measuring import Measured, Sample, median_ms

TIMES = 3


def measure(sample: Sample) -> list[Measured]:
    """Ours was timed while the sample was made: verify, compare, fold, keep, acknowledge."""
    data = [_lines(path) for path, _seconds in sample.imports]
    count = sum(text.count(b"\n") for text in data)
    ours = sum(seconds for _path, seconds in sample.imports) * 1000
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        bare = median_ms(lambda: _bare(data, Path(place) / "plain.db"), TIMES)
    what = f"import of {len(data)} full bundles, {count:,} operations"
    return [Measured(what, ours, "ms", bare, note=f"{count / ours * 1000:,.0f} operations/s")]


def _lines(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("ops.jsonl"))
        return archive.read(name)


def _bare(data: list[bytes], path: Path) -> None:
    """Decode each line and insert it with its keys: what no importer can do without."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE op"
        " (id TEXT PRIMARY KEY, kind TEXT, key TEXT, field TEXT, value TEXT, raw BLOB)"
    )
    decode = msgspec.json.decode
    for text in data:
        connection.execute("BEGIN")
        rows = (
            (op["id"], op["kind"], op["k"], op["f"], str(op["v"]), line)
            for line in text.split(b"\n")[:-1]
            for op in [decode(line)]
        )
        connection.executemany("INSERT OR IGNORE INTO op VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
    connection.close()

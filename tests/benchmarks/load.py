"""The load of a province: `python -m tests.benchmarks load [--scale N] [--growth N]`.

Every file a generated province sends is imported as the office would, and beside it, in the
same run, its lines are parsed and inserted with nothing else: once into one plain table, once
into the very tables and indexes of an office. Processor time, for other programs share the
machine; the collector of garbage is off, as it is while the program works.
"""

import argparse
import gc
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.sync.importer import ImportResult, import_files
from desktop.tasks.figures.reports import make_consolidated
from tests.benchmarks.measuring import machine
from tests.benchmarks.province import Province, Sent, Shape, month_id

_decode = msgspec.json.decode
AIM = 0.65


@dataclass
class Spent:
    """Seconds of processor time, for how many operations and figures."""

    seconds: float = 0.0
    ops: int = 0
    cells: int = 0
    files: int = 0

    def add(self, seconds: float, sent: Sent) -> None:
        """Count one file."""
        self.seconds += seconds
        self.ops += sent.ops
        self.cells += sent.cells
        self.files += 1

    def rate(self) -> float:
        """Return figures each second."""
        return self.cells / self.seconds if self.seconds else 0.0


@dataclass
class Ceiling:
    """Parsing and inserting alone, kept growing beside the office."""

    plain: sqlite3.Connection
    own: sqlite3.Connection

    @classmethod
    def beside(cls, folder: Path) -> "Ceiling":
        """Make both databases, with the settings of an office."""
        create_office(folder / "bare").close()
        found = [sqlite3.connect(folder / "plain.db", isolation_level=None)]
        found[0].execute("PRAGMA page_size = 8192")
        found.append(sqlite3.connect(folder / "bare" / "office.db", isolation_level=None))
        for one in found:
            one.execute("PRAGMA journal_mode = TRUNCATE")
            one.execute("PRAGMA synchronous = FULL")
        found[0].execute(
            "CREATE TABLE op (id TEXT PRIMARY KEY, kind TEXT, key TEXT, field TEXT, value TEXT,"
            " raw BLOB)"
        )
        return cls(*found)

    def take_plain(self, path: Path) -> None:
        """Decode each line and insert it into one table."""
        rows = [
            (op["id"], op["kind"], op["k"], op["f"], str(op["v"]), line)
            for line in _lines(path)
            for op in [_decode(line)]
        ]
        self.plain.execute("BEGIN")
        self.plain.executemany("INSERT OR IGNORE INTO op VALUES (?, ?, ?, ?, ?, ?)", rows)
        self.plain.execute("COMMIT")

    def take_own(self, path: Path) -> None:
        """Decode each line and insert it into the tables an office keeps it in."""
        ops, leaves = [], []
        for line in _lines(path):
            op = _decode(line)
            ops.append(
                (op["id"], op["store"], op["stream"], op["n"], op["step"], op["kind"], op["k"],
                 op["f"], op["wall"], path.stem, line)
            )  # fmt: skip
            leaves.append(
                (op["kind"], op["k"], op["f"], op["id"], op["hlc"], op["store"], str(op["v"]), 1)
            )
        self.own.execute("BEGIN")
        self.own.executemany(
            "INSERT OR IGNORE INTO op (id, store, stream, n, step, kind, key, field, accepted_at,"
            " bundle, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ops,
        )
        self.own.executemany("INSERT OR IGNORE INTO leaf VALUES (?, ?, ?, ?, ?, ?, ?, ?)", leaves)
        self.own.execute("COMMIT")


@dataclass
class Load:
    """What a run found; `marks` are (bundles, seconds so far, seconds of the ceiling)."""

    first: Spent = field(default_factory=Spent)
    again: Spent = field(default_factory=Spent)
    plain: Spent = field(default_factory=Spent)
    own: Spent = field(default_factory=Spent)
    refused: list[str] = field(default_factory=list)
    marks: list[tuple[int, float, float, float]] = field(default_factory=list)


def _lines(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        return archive.read("records/ops.jsonl").split(b"\n")[:-1]


def _timed(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def import_all(province: Province, store: Store, folder: Path, ceiling: Ceiling) -> Load:
    """Import every file of every month, each beside its ceilings."""
    load, every = Load(), max(1, province.shape.bundles // 30)
    for number in range(province.shape.months):
        store.clock.jump_to(_third(number))  # type: ignore[attr-defined]
        for sent in province.sent(folder / "sent", number):
            _one(load, store, sent, ceiling)
            if load.first.files % every == 0 and sent.sound and not sent.again:
                load.marks.append(
                    (load.first.files, load.first.seconds, load.plain.seconds, load.own.seconds)
                )
            gc.collect(0)
    return load


def _third(number: int) -> object:
    from datetime import date

    year, month = divmod(2025 * 12 + 6 + number + 1, 12)
    return date(year, month + 1, 3)


def _one(load: Load, store: Store, sent: Sent, ceiling: Ceiling) -> None:
    results: list[ImportResult] = []
    seconds = _timed(lambda: results.extend(import_files(store, [sent.path], backup=None)))
    result = results[0]
    if not sent.sound:
        assert result.status == "refused", result
        load.refused.append(result.code or "")
        return
    if sent.again:
        assert result.status == "already", result
        load.again.add(seconds, sent)
        return
    assert result.status == "imported", result
    assert not result.rejected, result.rejected[:1]
    load.first.add(seconds, sent)
    load.plain.add(_timed(lambda: ceiling.take_plain(sent.path)), sent)
    load.own.add(_timed(lambda: ceiling.take_own(sent.path)), sent)


def _consolidated(store: Store, period: str, out: Path) -> tuple[float, float, int]:
    """Return (seconds of ours, of adding the returns up bare, figures) of one period."""

    def bare() -> int:
        count, sums = 0, dict[str, int]()
        rows = store.rows(
            "SELECT value FROM leaf WHERE kind = 'submit' AND key >= ? AND key < ?",
            (f"{period}|", f"{period}}}"),
        )
        for (value,) in rows:
            for code, number in _decode(value)["values"].items():
                sums[code] = sums.get(code, 0) + number
                count += 1
        return count

    ours = _timed(lambda: make_consolidated(store, period, out))
    plain = _timed(bare)
    return ours, plain, bare()


def growth(load: Load) -> list[str]:
    """Return a line for each stretch of the run, milliseconds a bundle, and the last by the first.

    What the ceilings grow by, too, is the file's size: deeper trees, colder pages.
    """
    lines = ["| bundles | ours | one table | own tables |", "|---|---:|---:|---:|"]
    stretches: list[list[float]] = []
    before: tuple[int, float, float, float] = (0, 0.0, 0.0, 0.0)
    for mark in load.marks:
        files = mark[0] - before[0]
        pairs = zip(mark[1:], before[1:], strict=True)
        stretches.append([(now - then) / files * 1000 for now, then in pairs])
        told = " | ".join(f"{one:.1f} ms" for one in stretches[-1])
        lines.append(f"| {before[0] + 1}–{mark[0]} | {told} |")
        before = mark
    if len(stretches) > 3:
        few = len(stretches) // 4
        means = [
            [sum(column) / len(column) for column in zip(*part, strict=True)]
            for part in (stretches[:few], stretches[-few:])
        ]
        told = " | ".join(f"{late / early:.2f}×" for early, late in zip(*means, strict=True))
        lines.append(f"| last quarter by the first | {told} |")
    return lines


def report(shape: Shape, load: Load, rest: Sequence[str]) -> str:
    """Return the whole of what was found as Markdown."""
    ours = load.first
    told = [
        f"{shape.communes} communes × {shape.unions} unions × {shape.indicators} indicators"
        f" × {shape.months} months: {ours.files:,} bundles, {ours.cells:,} figures,"
        f" {ours.ops:,} operations; {machine()}; processor time",
        "",
        "| | figures/s | of the ceiling | µs an operation |",
        "|---|---:|---:|---:|",
    ]
    for name, spent in (("import", ours), ("parse + own tables", load.own),
                        ("parse + one table", load.plain)):  # fmt: skip
        share = f"{ours.seconds and spent.seconds / ours.seconds:.0%}" if spent is not ours else ""
        told.append(
            f"| {name} | {spent.rate():,.0f} | {share} | {spent.seconds / spent.ops * 1e6:.1f} |"
        )
    if load.again.files:
        told.append(f"| the same bundle again | {load.again.rate():,.0f} | |"
                    f" {load.again.seconds / load.again.ops * 1e6:.1f} |")  # fmt: skip
    told += ["", f"refused: {len(load.refused)} ({', '.join(sorted(set(load.refused)))})", *rest]
    return "\n".join(told)


def main(arguments: Sequence[str]) -> int:
    """Generate, import, print; the answer is the exit code."""
    parser = argparse.ArgumentParser(prog="dev bench load", description=__doc__)
    parser.add_argument("--scale", type=float, default=0.005, help="1 = the whole province")
    parser.add_argument("--growth", type=int, default=0, metavar="BUNDLES",
                        help="many small bundles: 10 unions × 12 indicators each")  # fmt: skip
    asked = parser.parse_args(arguments)
    shape = Shape.scaled(asked.scale)
    if asked.growth:
        shape = Shape(communes=50, months=max(2, asked.growth // 50), unions=10, indicators=12)
    gc.disable()  # the program lets it rest within each import; here for the baselines too
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        print(run(shape, Path(place)))
    return 0


def run(shape: Shape, folder: Path) -> str:
    """Measure one shape inside a folder and return the report."""
    province = Province(shape)
    with province.office(folder / "office") as store:
        ceiling = Ceiling.beside(folder)
        load = import_all(province, store, folder, ceiling)
        period = month_id(shape.months - 1)
        ours, bare, cells = _consolidated(store, period, folder / "total.xlsx")
        size = (folder / "office" / "office.db").stat().st_size
        kept = sum(one.stat().st_size for one in (folder / "office" / "bundles").rglob("*.zip"))
    rest = [
        f"consolidated workbook of {period}: {cells:,} figures, {cells / ours:,.0f}/s;"
        f" adding them up alone {cells / bare:,.0f}/s",
        f"office.db {size / 1e6:.0f} MB, {size / load.first.ops:.0f} bytes an operation;"
        f" bundles kept {kept / 1e6:.0f} MB; {_peak_mb():.0f} MB of memory at most",
        "", *growth(load),
    ]  # fmt: skip
    return report(shape, load, rest)


def _peak_mb() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

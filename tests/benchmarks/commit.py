"""One cell typed and durable, beside one durable row of the same database library."""

import shutil
import sqlite3
import statistics
import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from tests.benchmarks.measuring import Measured, Sample, once_ms

TIMES = 150


def measure(sample: Sample) -> list[Measured]:
    """Take turns on the same disk; the store is the commune's with its years of figures."""
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        office = Path(place) / "office"
        shutil.copytree(sample.folder / "commune-1", office)
        plain = _plain(Path(place) / "plain.db")
        with Store.open(office) as store:
            tree = tree_on(store, date.today())
            unit = tree.children(store.own_unit)[0].id
            for number in range(TIMES):
                ours.append(once_ms(partial(_type, store, unit, number)))
                bare.append(once_ms(partial(_insert, plain, number)))
        plain.close()
    mine, base = statistics.median(ours[10:]), statistics.median(bare[10:])
    return [Measured("a cell, durable", mine, "ms", base, "≤ 4×", mine <= 4 * base)]


def _type(store: Store, unit: str, number: int) -> None:
    set_cells(store, f"{date.today():%Y-%m}", {(unit, "A01"): Entry(500 + number)})


def _plain(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    wal = sqlite3.sqlite_version_info >= (3, 51, 3)
    connection.execute("PRAGMA journal_mode = " + ("wal" if wal else "truncate"))
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE cell (n INTEGER PRIMARY KEY, unit TEXT, value INTEGER)")
    return connection


def _insert(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO cell (unit, value) VALUES (?, ?)", ("unit", number))
    connection.execute("COMMIT")

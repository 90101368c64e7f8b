"""Opening a year of 1,000 units: the office, twelve months of figures, added up over the tree."""

import tempfile
from pathlib import Path

from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.figures.sums.rollup import cumulate
from desktop.models.store.reader import Reader
from tests.benchmarks import workbook
from tests.benchmarks.measuring import Measured, Sample, turns_ms

UNITS, TIMES, YEAR = 1000, 3, "2026-12"
MONTHS = [f"2026-{n:02d}" for n in range(1, 13)]


def measure(_sample: Sample) -> list[Measured]:
    """Open and add the year up; beside it SQLite reading the same cells and nothing more."""
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        folder = Path(place) / "office"
        kept, workbook.UNITS = workbook.UNITS, UNITS
        try:
            store = workbook.make_office(folder)
        finally:
            workbook.UNITS = kept
        with store:
            units = [u for u in store.records("unit") if u != store.own_unit]
            for month in MONTHS:
                values = {
                    (unit, code): Entry(n)
                    for unit in units
                    for code, n in workbook.CODES.items()
                    if not code.startswith("C00")
                }
                set_cells(store, month, values, reason="đo")

        def ours() -> object:
            with Reader.open_reader(folder) as reader:
                return cumulate(reader, YEAR).totals(reader.packs)

        def bare() -> object:
            with Reader.open_reader(folder) as reader:
                return reader.rows("SELECT key, field, value FROM leaf WHERE kind = 'cell'")

        made, plain = turns_ms(ours, bare, TIMES)
    note = f"{UNITS * 12 * 6:,} cells; {workbook.peak_mb():.0f} MB at most"
    return [Measured(f"opening a year of {UNITS:,} units", made, "ms", plain, note=note)]

"""F1 of 10,000 units as a workbook, beside XlsxWriter and openpyxl writing the same cells.

The libraries get the cells with their formats, blank ones with a border too, since those are
what the file holds; the second line leaves formats and blank cells out. The collector of cycles
rests for all of them, as it does in the program while a report is made.
"""

import gc
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from desktop.models.clock import uuid7
from desktop.models.figures.cells import Entry
from desktop.models.figures.figures import set_cells
from desktop.models.store.store import Store
from desktop.models.units.units import found_unit, set_attribute
from desktop.tasks.figures.reports import make_report, report_document
from tests.benchmarks.measuring import Measured, Sample, median_ms, once_ms, turns_ms
from tests.models.offices import empty_office

UNITS, TIMES, PERIOD = 10_000, 3, "2026-10"
SINCE = date(2025, 7, 1)
CODES = {"A01": 50, "A01N": 20, "A03": 40, "A03N": 15, "C00": 38, "C00N": 14, "C11": 2, "C11N": 1}


def measure(_sample: Sample) -> list[Measured]:
    """Draw up and write; then write the very cells with the bare library."""
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        out = Path(place) / "F1.xlsx"
        with make_office(Path(place) / "office") as store:
            make_report(store, "F1", PERIOD, out)
            rows = _rows(out)

            def ours() -> object:
                return make_report(store, "F1", PERIOD, out)

            gc.disable()
            made, formatted = turns_ms(ours, lambda: _formatted(rows), TIMES)
            _again, bare = turns_ms(ours, lambda: _bare(rows), TIMES)
            read = median_ms(lambda: report_document(store, "F1", PERIOD), TIMES)
            other = once_ms(lambda: _openpyxl(rows, Path(place) / "o.xlsx"))
            gc.enable()
    cells = sum(len(row) for row in rows)
    what = f"F1 of {UNITS:,} units to .xlsx"
    note = f"{cells:,} cells; {read:.0f} ms of ours draws the report up; {peak_mb():.0f} MB at most"
    return [
        Measured(f"{what}, beside XlsxWriter with formats", made, "ms", formatted,
                 "≤ 1.5×", made <= 1.5 * formatted, note),
        Measured(f"{what}, beside XlsxWriter without formats", made, "ms", bare,
                 "≤ 1.5×", made <= 1.5 * bare),
        Measured(f"{what}, beside openpyxl", made, "ms", other, "≥ 3× faster", other >= 3 * made),
    ]  # fmt: skip


def peak_mb() -> float:
    """Return the most memory this process has held, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make_office(folder: Path) -> Store:
    store = empty_office(folder)
    own = store.meta("unit")
    with store.step("Lập danh sách"):
        found_unit(store, name="Công đoàn khu công nghiệp", kind="KCN", parent=None, since=SINCE,
                   unit=own, code="KCN")  # fmt: skip
        # Each written plainly: founding one by one looks for the code among all the others.
        units = [uuid7(store.clock) for _n in range(UNITS)]
        for n, unit in enumerate(units, start=1):
            attributes = {"alive": True, "parent": own, "kind": "CDCS", "code": f"CS-{n}",
                          "name": f"CĐCS Công ty số {n}", "ownership": "NQD"}  # fmt: skip
            for attribute, value in attributes.items():
                set_attribute(store, unit, attribute, value, SINCE)
    values = {(unit, code): Entry(value) for unit in units for code, value in CODES.items()}
    set_cells(store, PERIOD, values)
    return store


def _rows(file: Path) -> list[list[Any]]:
    from openpyxl import load_workbook

    sheet = load_workbook(file).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def _bare(rows: list[list[Any]]) -> None:
    from xlsxwriter import Workbook

    with Workbook(io.BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str | int | float):
                    sheet.write(number, column, value)


def _formatted(rows: list[list[Any]]) -> None:
    from xlsxwriter import Workbook

    with Workbook(io.BytesIO(), {"constant_memory": True}) as book:
        sheet, look = book.add_worksheet(), book.add_format({"border": 1, "text_wrap": True})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value, look)
                elif value is None:
                    sheet.write_blank(number, column, None, look)
                else:
                    sheet.write_number(number, column, value, look)


def _openpyxl(rows: list[list[Any]], out: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Side

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    thin = Side(style="thin")
    border, wrap = Border(thin, thin, thin, thin), Alignment(wrap_text=True)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            cell.border, cell.alignment = border, wrap
    book.save(out)

"""A sheet of 20,000 units read into figures, beside the bare library handing over its cells."""

import io
import tempfile
from pathlib import Path

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.benchmarks.measuring import Measured, Sample, turns_ms

TIMES, ROWS = 3, 20_000
_HEAD = ("STT", "Tên CĐCS", "Địa bàn", "Tổng CNVCLĐ", "Nam", "Nữ", "Tổng ĐV", "Nam", "Nữ",
         "Tỷ lệ", "Ghi chú", "SĐT")  # fmt: skip


def measure(_sample: Sample) -> list[Measured]:
    """Read the same workbook both ways, by turns; the register holds every unit of it."""
    import python_calamine as calamine

    packs = load_packs()
    units = tuple(
        Known(f"u{n}", f"CĐCS Công ty TNHH Sản xuất số {n}", area=f"Xã {n % 40}")
        for n in range(ROWS)
    )
    asked = Asked("F1", parse_period("2026-10", packs.schemes), packs, units, {}, {})
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        path = Path(place) / "so-lieu.xlsx"
        write(path)

        def cells() -> object:
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
            return book.get_sheet_by_index(0).to_python()

        ours, bare = turns_ms(lambda: read_figures(path, asked), cells, TIMES)
        taken = len(read_figures(path, asked).of("accepted"))
    note = f"{taken:,} rows taken, each matched with a register of {ROWS:,} units and judged"
    return [Measured(f"a sheet of {ROWS:,} rows read", ours, "ms", bare, note=note)]


def write(path: Path) -> None:
    """Write the sheet: twelve columns, a header, a row for each unit."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("T10")
    page.write_row(0, 0, _HEAD)
    for n in range(ROWS):
        workers = 20 + n % 300
        women, members = workers // 2, workers - n % 7
        page.write_row(n + 1, 0, [
            n + 1, f"CĐCS Công ty TNHH Sản xuất số {n}", f"Xã {n % 40}", workers,
            workers - women, women, members, members - members // 2, members // 2,
            members / workers, "", f"09{n:08d}",
        ])  # fmt: skip
    book.close()

"""A stray mark in the last row of a sheet does not make it too large; it is told of."""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from desktop.intake.figures.sheets.books import read_grids
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_ods, write_xlsx

LAST = 1_048_576
WIDE = "|".join(f"Cột {n}" for n in range(20))
TABLE = f"STT|Đơn vị|CNVCLĐ|Đoàn viên|{WIDE}\n1|CĐCS Trường THCS Số 1|50|45|{'|'.join('1' * 20)}"


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def excel(folder: Path, cell: str) -> Path:
    path = folder / "dòng cuối.xlsx"
    write_xlsx(path, [sheet(TABLE)])
    row = f'<row r="{LAST}">{cell}</row></sheetData>'.encode()
    rewritten(path, "xl/worksheets/sheet1.xml", b"</sheetData>", row)
    return path


def mark(text: str, column: str = "C") -> str:
    return f'<c r="{column}{LAST}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize("text", [".", "'", "-", "`"])
def test_a_mark_in_the_last_row_is_told_and_the_table_is_read(tmp_path: Path, text: str) -> None:
    path = excel(tmp_path, mark(text))
    begun = time.process_time()
    reading = read_case(Case("", [], form="F1"), path)
    assert time.process_time() - begun < 10
    assert [(row.source_row, row.status, row.values["A03"]) for row in reading.rows
            if row.status != "refused"] == [(2, "accepted", 45)]  # fmt: skip
    told = [*reading.rows, *reading.ignored_rows]
    assert [one.source_row for one in told].count(LAST) == 1


def test_a_figure_there_keeps_its_place(tmp_path: Path) -> None:
    (grid,) = read_grids(excel(tmp_path, f'<c r="C{LAST}"><v>7</v></c>'))
    assert (grid.lines[-1], grid.rows[-1][2]) == (LAST, 7.0)
    assert grid.place(len(grid.rows) - 1, 2) == f"C{LAST}"


def test_an_open_sheet_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "dòng cuối.ods"
    write_ods(path, [sheet(TABLE)])
    far = (f'<table:table-row table:number-rows-repeated="{LAST - 3}"><table:table-cell/>'
           '</table:table-row><table:table-row><table:table-cell/><table:table-cell '
           'office:value-type="string"><text:p>.</text:p></table:table-cell></table:table-row>'
           "</table:table>")  # fmt: skip
    rewritten(path, "content.xml", b"</table:table>", far.encode())
    (grid,) = read_grids(path)
    assert (grid.lines[-1], grid.rows[-1]) == (LAST, ["", "."])
    assert len(grid.rows) < 200


def test_a_far_cell_beyond_the_columns_that_are_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="quá lớn"):
        read_grids(excel(tmp_path, mark(".", "XFD")))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_it_costs_little_memory(tmp_path: Path) -> None:
    script = (
        "import re, sys\nfrom pathlib import Path\n"
        "from desktop.intake.figures.sheets.books import read_grids\n"
        "read_grids(Path(sys.argv[1]))\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(excel(tmp_path, mark(".")))],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert int(done.stdout) < 500_000

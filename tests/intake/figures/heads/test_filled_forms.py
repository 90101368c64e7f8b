"""Printed forms filled in on dotted lines, one cell a line."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period

UNITS = (
    Known("u1", "CĐCS Trường Tiểu học Sao Mai", "CDCS"),
    Known("u2", "CĐCS Trường THCS Lê Lợi", "CDCS"),
)
HEAD = [
    "PHIẾU BÁO BIẾN ĐỘNG ĐOÀN VIÊN", "Tháng ...10... năm 2026",
    "Đơn vị: .....Trường Tiểu học Sao Mai.....", "",
]  # fmt: skip
LINES = [
    "1. Đoàn viên đầu kỳ: .....35..... người; trong đó nữ: ...10... người",
    "2. Kết nạp mới: .....0..... người; trong đó nữ: ...0... người",
    "3. Chuyển đi trong tỉnh: ....3.... người; trong đó nữ: ...1... người",
    "4. Nghỉ hưu: ……1…… người (nữ: ……1…… người)",
    "5. Từ trần: ............ người; trong đó nữ: ......... người",
]


def _read(lines: list[str], folder: Path) -> FiguresReading:
    packs = load_packs()
    asked = Asked("F3", parse_period("2026-10", packs.schemes), packs, UNITS, {}, {})
    path = folder / "phiếu.csv"
    path.write_text("".join(f'"{line}";\n' for line in lines), encoding="utf-8")
    return read_figures(path, asked)


def _taken(reading: FiguresReading) -> dict[tuple[str, str], int]:
    return {(row.unit_id, code): value for row in reading.rows if row.status != "refused"
            for code, value in row.values.items() if value is not None}  # fmt: skip


def test_each_line_is_an_indicator_of_the_union_named_above(tmp_path: Path) -> None:
    reading = _read([*HEAD, *LINES], tmp_path)
    assert _taken(reading) == {
        ("u1", "C11"): 0, ("u1", "C11N"): 0, ("u1", "C21"): 3, ("u1", "C21N"): 1,
        ("u1", "C23"): 1, ("u1", "C23N"): 1,
    }  # fmt: skip
    assert [cell.source for row in reading.rows for cell in row.cells if cell.code == "C21N"]
    assert reading.elsewhen == ""
    told = [one.source_row for one in (*reading.rows, *reading.ignored_rows)]
    assert sorted(told) == list(range(1, len(HEAD) + len(LINES) + 1))


@pytest.mark.parametrize("line", [
    "6. Thôi việc: ...1...5... người", "6. Thôi việc: ...khoảng 3... người",
    "6. Thôi việc: ...18/26... người",
])  # fmt: skip
def test_a_figure_that_is_not_understood_is_told_and_not_taken(line: str, tmp_path: Path) -> None:
    reading = _read([*HEAD, *LINES, line], tmp_path)
    at = len(HEAD) + len(LINES) + 1
    assert [bool(row.reasons) for row in reading.rows if row.source_row == at] == [True]
    assert ("u1", "C24") not in _taken(reading)


def test_two_unions_forms_on_one_sheet_are_not_taken_for_one(tmp_path: Path) -> None:
    other = ["Đơn vị: .....Trường THCS Lê Lợi.....", "1. Thôi việc: ...2... người"]
    try:
        taken = _taken(_read([*HEAD, *LINES, *other], tmp_path))
    except Refusal:
        taken = {}
    assert ("u1", "C24") not in taken

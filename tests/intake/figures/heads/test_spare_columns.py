"""Empty columns between those of a table change nothing that is read."""

from pathlib import Path

import pytest

from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

CODES = ("A01", "A01N", "A03", "A03N")
ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
ROWS = (
    "TT|Đơn vị|Số lao động|Nữ|Số đoàn viên|Nữ", f"1|{ONE}|50|30|45|28", f"2|{TWO}|40|20|38|19",
)  # fmt: skip
LEVELS = (
    "TT|Đơn vị|CNVCLĐ||Đoàn viên|", "||Tổng số|Nữ|Tổng số|Nữ", *ROWS[1:],
)  # fmt: skip


@pytest.mark.parametrize("rows", [ROWS, LEVELS], ids=["one row", "two rows"])
@pytest.mark.parametrize("at", range(1, 6))
@pytest.mark.parametrize("numbered", [False, True], ids=["bare", "numbered"])
def test_an_empty_column_parts_nothing(
    tmp_path: Path, rows: tuple[str, ...], at: int, numbered: bool
) -> None:
    path = tmp_path / "bảng.xlsx"
    parted = ["|".join((*cells[:at], "", *cells[at:])) for cells in (r.split("|") for r in rows)]
    if numbered:
        parted.insert(len(rows) - 2, "|".join(f"({number})" for number in range(1, 8)))
    write_xlsx(path, [sheet("\n".join(parted))])
    reading = read_case(Case("", [], form="F1"), path)
    assert [(row.status, list(row.values.values())) for row in reading.rows] == [
        ("accepted", [50, 30, 45, 28]), ("accepted", [40, 20, 38, 19]),
    ]  # fmt: skip
    letters = [column.letter for column in reading.columns if column.role in CODES]
    assert letters == [letter for place, letter in enumerate("ABCDEFG") if place != at][2:]

"""“Nữ” before its whole is taken where only one reading is left, and says so."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, head: str, first: str, second: str, form: str = "F1") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet(f"TT|Tên CĐCS|{head}\n1|{ONE}|{first}\n2|{TWO}|{second}")])
    return read_case(Case("", [], form=form), path)


@pytest.mark.parametrize(("head", "first", "second", "code"), [
    ("Nữ|CNVCLĐ|Đoàn viên|ĐV nữ", "11|45|29|10", "26|62|35|16", "A01N"),
    ("Nữ|CNVCLĐ|Tỷ lệ nữ|Đoàn viên|ĐV nữ", "11|45|0.24|29|10", "=20+6|62|0.4|35|16", "A01N"),
    ("Nữ|Đoàn viên|CNVCLĐ|LĐ nữ", "10|29|45|11", "16|35|62|26", "A03N"),
    ("Đoàn viên|ĐV nữ|Nữ|CNVCLĐ", "29|10|11|45", "35|16|26|62", "A01N"),
])  # fmt: skip
def test_women_before_the_one_whole_without_any(
    tmp_path: Path, head: str, first: str, second: str, code: str
) -> None:
    reading = read(tmp_path, head, first, second)
    assert [row.values for row in reading.rows] == [
        {"A01": 45, "A01N": 11, "A03": 29, "A03N": 10},
        {"A01": 62, "A01N": 26, "A03": 35, "A03N": 16},
    ]
    assert {row.status for row in reading.rows} == {"warned"}
    (column,) = [one for one in reading.columns if one.role == code]
    assert "hiểu là nữ của cột đó" in column.note


@pytest.mark.parametrize(("head", "first", "second"), [
    ("Nữ|CNVCLĐ|Đoàn viên|ĐV nữ", "11|45|29|10", "70|62|35|16"),  # more women than there are
    ("Nữ|CNVCLĐ|Đoàn viên", "11|45|29", "26|62|35"),  # of the members perhaps
    ("Nữ|CNVCLĐ|Đoàn viên|ĐV nữ", "11|45|29|10", "26|62|35|30"),  # fewer than among the members
    ("Nữ|Ban chấp hành|CNVCLĐ|Đoàn viên|ĐV nữ", "2|5|45|29|10", "1|3|62|35|16"),
])  # fmt: skip
def test_women_that_may_be_of_others_are_left_out_and_told(
    tmp_path: Path, head: str, first: str, second: str
) -> None:
    reading = read(tmp_path, head, first, second)
    assert all("A01N" not in row.values for row in reading.rows)
    assert reading.columns[2].unclear


@pytest.mark.parametrize("before", ["Chủ tịch", "HĐLĐ", "Giáo viên"])
def test_women_behind_somebody_else_may_be_theirs(tmp_path: Path, before: str) -> None:
    head = f"{before}|Nữ|CNVCLĐ|Đoàn viên|ĐV nữ"
    rows = read(tmp_path, head, "15|11|45|29|10", "30|26|62|35|16").rows
    assert all("A01N" not in row.values for row in rows)

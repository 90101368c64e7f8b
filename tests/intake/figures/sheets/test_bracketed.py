"""Numbers in brackets behind counts: women, marks of notes, or nobody knows what."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, form: str, *rows: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


@pytest.mark.parametrize(
    "said", ["Tăng giảm (số trong ngoặc là nữ)", "Trong ngoặc: nữ", "Số trong ngoặc đơn là số nữ"]
)
def test_a_title_makes_women_of_numbers_in_brackets(tmp_path: Path, said: str) -> None:
    reading = read(tmp_path, "F3", f"{said}||", "CĐCS|Kết nạp mới|Nghỉ hưu", f"{ONE}|3 (2)|1 (0)",
                   f"{TWO}|4 (1)|2 (2)")  # fmt: skip
    assert [dict(row.values) for row in reading.rows] == [
        {"C11": 3, "C11N": 2, "C23": 1, "C23N": 0},
        {"C11": 4, "C11N": 1, "C23": 2, "C23N": 2},
    ]


def test_a_note_below_makes_marks_of_them(tmp_path: Path) -> None:
    reading = read(tmp_path, "F1", "CĐCS|CNVCLĐ|Đoàn viên", f"{ONE}|42 (1)|40", f"{TWO}|35|33",
                   "(1) Số theo bảng lương tháng 10||")  # fmt: skip
    assert [dict(row.values) for row in reading.rows] == [
        {"A01": 42, "A03": 40}, {"A01": 35, "A03": 33}]  # fmt: skip


@pytest.mark.parametrize("below", ["", "(1) Số theo bảng lương", "Trong ngoặc là số đảng viên"])
def test_other_numbers_in_brackets_are_asked_about(tmp_path: Path, below: str) -> None:
    reading = read(tmp_path, "F1", "CĐCS|CNVCLĐ|Đoàn viên", f"{ONE}|42 (2)|40", f"{TWO}|35|33",
                   f"{below}||")  # fmt: skip
    assert reading.rows[0].values == {"A01": None, "A03": 40}
    assert reading.rows[0].status == "warned"

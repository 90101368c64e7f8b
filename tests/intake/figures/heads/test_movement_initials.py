"""First letters of movements are taken where the stocks of their rows prove them."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, head: str, first: str, second: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet(f"TT|Đơn vị|{head}\n1|{ONE}|{first}\n2|{TWO}|{second}")])
    return read_case(Case("", [], form="F3"), path)


@pytest.mark.parametrize("head", ["ĐK|KN|NH|TV|CK", "ĐV đầu tháng|KN|NH|TV|ĐV cuối tháng",
                                  "Đầu kỳ|Kết nạp mới|NH|T.V|Cuối kỳ"])  # fmt: skip
def test_rows_that_balance_prove_their_letters(tmp_path: Path, head: str) -> None:
    reading = read(tmp_path, head, "40|3|1|2|40", "30|0|1|0|29")
    assert [row.values for row in reading.rows] == [
        {"C11": 3, "C23": 1, "C24": 2}, {"C11": 0, "C23": 1, "C24": 0}]  # fmt: skip
    assert {row.status for row in reading.rows} == {"warned"}
    notes = " ".join(column.note for column in reading.columns)
    assert "Cột “NH” hiểu là chỉ tiêu C23: đầu kỳ + tăng − giảm khớp với cuối kỳ." in notes


@pytest.mark.parametrize(("head", "first", "second"), [
    ("Đầu kỳ|Kết nạp mới|NH|TV|Cuối kỳ", "40|3|1|2|41", "30|0|1|0|29"),  # does not balance
    ("Đầu kỳ|Kết nạp mới|NH|TV|Cuối kỳ", "40|3|1|0|42", "30|0|1|0|29"),  # TV never at work
    ("Đầu kỳ|Kết nạp mới|NH|TV|XX|Cuối kỳ", "40|3|1|2|1|40", "30|0|1|0|0|29"),  # a stranger
    ("Kết nạp mới|NH|TV|Cuối kỳ", "3|1|2|40", "0|1|0|29"),  # no opening stock
])  # fmt: skip
def test_letters_nothing_proves_are_left_out_and_told(
    tmp_path: Path, head: str, first: str, second: str
) -> None:
    reading = read(tmp_path, head, first, second)
    assert all(set(row.values) <= {"C11"} for row in reading.rows)
    assert {"NH", "TV"} <= {column.heading for column in reading.columns if column.unclear}

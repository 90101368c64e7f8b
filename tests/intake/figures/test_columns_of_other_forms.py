"""Columns that are entered in other forms are named once for the whole sheet."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
MEMBERS = "TT|Tên CĐCS|Lao động|Đoàn viên|Đảng viên|Ủy viên BCH"


def read(folder: Path, *sheets: str, form: str = "F1") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet(text, f"Trang {at}") for at, text in enumerate(sheets, 1)])
    return read_case(Case("", [], form=form), path)


def test_parts_of_members_are_told_with_their_form(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{MEMBERS}\n1|{ONE}|50|45|6|5\n2|{TWO}|40|38|4|3")
    assert reading.notes == (
        "Cột của biểu khác, không nhận ở biểu F1: E “Đảng viên” (biểu F2); "
        "F “Ủy viên BCH” (biểu F2).",
    )
    assert {row.status for row in reading.rows} == {"accepted"}
    assert reading.json()["notes"] == list(reading.notes)


def test_a_column_nobody_filled_is_not_told(tmp_path: Path) -> None:
    assert read(tmp_path, f"{MEMBERS}\n1|{ONE}|50|45||\n2|{TWO}|40|38||").notes == ()


@pytest.mark.parametrize("last", ["Cuối tháng", "Số đoàn viên"])
def test_the_stock_behind_movements_is_told_its_sums_are_not(tmp_path: Path, last: str) -> None:
    reading = read(tmp_path, f"TT|Tên CĐCS|Đầu tháng|Kết nạp mới|Nghỉ hưu|Tổng giảm|{last}\n"
                   f"1|{ONE}|45|3|1|1|47\n2|{TWO}|38|2|0|0|40", form="F3")  # fmt: skip
    assert reading.notes == (f"Cột của biểu khác, không nhận ở biểu F3: G “{last}” (biểu F1).",)
    assert {row.status for row in reading.rows} == {"accepted"}


def test_units_side_by_side_tell_the_row(tmp_path: Path) -> None:
    reading = read(tmp_path, f"TT|Chỉ tiêu|{ONE}|{TWO}\n1|Tổng số lao động|50|40\n"
                   "2|Tổng số đoàn viên|45|38\n3|Ủy viên BCH|5|3")  # fmt: skip
    assert reading.notes == (
        "Cột của biểu khác, không nhận ở biểu F1: dòng 4 “Ủy viên BCH” (biểu F2).",
    )


def test_figures_read_to_be_compared_are_told_too(tmp_path: Path) -> None:
    reading = read(tmp_path, "TT|Đơn vị|Tổng số đoàn viên|Thăm hỏi ốm đau|Sáng kiến công nhận\n"
                   f"1|{ONE}|45|3|1\n2|{TWO}|38|2|0", form="F4")  # fmt: skip
    assert reading.notes == (
        "Cột của biểu khác, không nhận ở biểu F4: C “Tổng số đoàn viên” (biểu F1).",
    )


def test_sheets_read_together_tell_each_column_once(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{MEMBERS}\n1|{ONE}|50|45|6|5", f"{MEMBERS}\n1|{TWO}|40|38|4|3")
    assert len(reading.rows) == 2
    assert len(reading.notes) == 1


def test_of_many_columns_the_first_are_named(tmp_path: Path) -> None:
    more = ("Đảng viên", "Ủy viên BCH", "Số tổ công đoàn", "Kết nạp mới", "Nghỉ hưu", "Thôi việc",
            "Từ trần", "Khai trừ")  # fmt: skip
    head, figures = "|".join(more), "1|2|3|4|5|6|7|8"
    text = (
        f"TT|Tên CĐCS|Lao động|Đoàn viên|{head}\n1|{ONE}|50|45|{figures}\n2|{TWO}|40|38|{figures}"
    )
    (note,) = read(tmp_path, text).notes
    assert note.count("(biểu") == 6
    assert note.endswith("; 2 cột nữa.")

"""“Vào CĐ | Ra CĐ” beside the members are movements, not members again."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, ways: str, form: str = "F1") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet(f"TT|Tên CĐCS|Lao động|Đoàn viên|ĐV nữ|{ways}|Nghỉ hưu\n"
                            f"1|{ONE}|40|30|10|2|1|1\n2|{TWO}|30|29|12|0|1|0")])  # fmt: skip
    return read_case(Case("", [], form=form), path)


@pytest.mark.parametrize("ways", ["Vào CĐ|Ra CĐ", "Số vào công đoàn|Số ra khỏi công đoàn",
                                  "Ra CĐ|Vào CĐ"])  # fmt: skip
def test_members_are_taken_and_those_who_came_are_named(tmp_path: Path, ways: str) -> None:
    reading = read(tmp_path, ways)
    assert [row.values for row in reading.rows] == [
        {"A01": 40, "A03": 30, "A03N": 10}, {"A01": 30, "A03": 29, "A03N": 12}]  # fmt: skip
    came = next(column for column in reading.columns if "ào" in column.heading)
    assert (came.role, came.unclear) == (None, True)


def test_nobody_can_tell_why_they_came_or_went(tmp_path: Path) -> None:
    reading = read(tmp_path, "Vào CĐ|Ra CĐ", "F3")
    assert [row.values for row in reading.rows] == [{"C23": 1}, {"C23": 0}]
    assert [column.heading for column in reading.columns if column.unclear] == ["Vào CĐ", "Ra CĐ"]


def test_who_joined_beside_no_way_out_are_the_members(tmp_path: Path) -> None:
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet(f"TT|Tên CĐCS|Lao động|Đã vào CĐ\n1|{ONE}|40|30\n2|{TWO}|30|29")])
    rows = read_case(Case("", []), path).rows
    assert [row.values for row in rows] == [{"A01": 40, "A03": 30}, {"A01": 30, "A03": 29}]

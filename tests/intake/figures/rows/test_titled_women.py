"""A block of totals above one of the same head whose title says women."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

HEAD = "STT|CĐCS|Đầu kỳ|Kết nạp mới|Nghỉ hưu|Cuối kỳ"
ALL = """1|Trường THCS Số 1|40|4|1|43
2|Trường THCS Số 2|30|2||32"""
WOMEN = """1|Trường THCS Số 1|20|3|1|22
2|Trường THCS Số 2|15|0||15"""


def read(folder: Path, title: str, women: str = WOMEN) -> FiguresReading:
    path = folder / "biến động.xlsx"
    text = (f"I. BIẾN ĐỘNG ĐOÀN VIÊN THÁNG 10/2026 (TỔNG SỐ)|||||\n{HEAD}\n{ALL}\n\n"
            f"{title}|||||\n{HEAD}\n{women}")  # fmt: skip
    write_xlsx(path, [sheet(text)])
    return read_case(Case("women below", [], form="F3"), path)


def taken(reading: FiguresReading) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in reading.rows:
        if row.status != "refused":
            told = {code: value for code, value in row.values.items() if value is not None}
            found.setdefault(row.unit_id, {}).update(told)
    return found


def test_the_block_below_tells_the_women_of_the_one_above(tmp_path: Path) -> None:
    reading = read(tmp_path, "II. BIẾN ĐỘNG NỮ ĐOÀN VIÊN THÁNG 10/2026")
    assert taken(reading) == {
        "u01": {"C11": 4, "C23": 1, "C11N": 3, "C23N": 1}, "u02": {"C11": 2, "C11N": 0},
    }  # fmt: skip
    assert [row.source_row for row in reading.rows] == [3, 4, 8, 9]


def test_more_women_than_members_do_not_pass_unseen(tmp_path: Path) -> None:
    women = WOMEN.replace("|20|3|", "|20|5|")
    reading = read(tmp_path, "II. BIẾN ĐỘNG NỮ ĐOÀN VIÊN THÁNG 10/2026", women)
    assert all(row.status != "accepted" for row in reading.rows if row.unit_id == "u01")


@pytest.mark.parametrize("title", [
    "II. BIẾN ĐỘNG ĐOÀN VIÊN THÁNG 10/2026",
    "II. ĐOÀN VIÊN BAN NỮ CÔNG VÀ TỔ 5",
    "II. BIẾN ĐỘNG ĐOÀN VIÊN NAM, NỮ THÁNG 10/2026",
])  # fmt: skip
def test_another_title_leaves_two_blocks_in_doubt(tmp_path: Path, title: str) -> None:
    assert taken(read(tmp_path, title)) == {}

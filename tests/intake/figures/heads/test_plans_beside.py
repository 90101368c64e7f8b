"""A result without a time beside a plan of the year: the period is assumed, and that is said."""

from pathlib import Path

import pytest

from desktop.intake.figures.heads.plans_beside import ASSUMED
from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
ALONE = ["KH 2026|TH", "Kế hoạch năm|Thực hiện", "Chỉ tiêu năm 2026|Kết quả", "KH năm 2026|Đạt"]
TIMED = ["KH 2026|TH tháng 10", "KH 2026|Kỳ này", "KH 2026|TH|Lũy kế", "KH|TH", "KH tháng|TH"]


def read(folder: Path, *rows: str, period: str = "2026-10") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form="F3", period=period), path)


def listed(folder: Path, head: str, period: str = "2026-10") -> FiguresReading:
    return read(folder, ONE, f"TT|Nội dung|ĐVT|{head}", "1|Kết nạp mới|người|9|3|80",
                "2|Nghỉ hưu|người|4|1|40", period=period)  # fmt: skip


def across(folder: Path, head: str) -> FiguresReading:
    more, figures = "|~" * head.count("|"), ("9|3|80", "4|1|40")
    told = "|".join(one if more.count("~") > 1 else one.rpartition("|")[0] for one in figures)
    return read(folder, f"TT|Tên CĐCS|Kết nạp mới{more}|Nghỉ hưu{more}", f"^|^|{head}|{head}",
                f"1|{ONE}|{told}", f"2|{TWO}|{told}")  # fmt: skip


@pytest.mark.parametrize("laid", [listed, across])
@pytest.mark.parametrize("head", ALONE)
def test_a_result_beside_a_plan_of_the_year_says_that_the_period_is_assumed(
    tmp_path: Path, laid: object, head: str
) -> None:
    reading = listed(tmp_path, head) if laid is listed else across(tmp_path, head)
    told = {code: value for row in reading.rows for code, value in row.values.items()}
    assert told == {"C11": 3, "C23": 1}
    assert [(row.status, row.reasons) for row in reading.rows] == [("warned", (ASSUMED,))] * 2
    assert ASSUMED in {column.note for column in reading.columns}


@pytest.mark.parametrize("laid", [listed, across])
@pytest.mark.parametrize("head", TIMED)
def test_a_result_of_the_period_is_taken_as_it_is(tmp_path: Path, laid: object, head: str) -> None:
    reading = listed(tmp_path, head) if laid is listed else across(tmp_path, head)
    assert all(ASSUMED not in row.reasons for row in reading.rows)
    assert {row.status for row in reading.rows} == {"accepted"}


def test_the_plan_of_the_very_year_reported_leaves_no_doubt(tmp_path: Path) -> None:
    rows = listed(tmp_path, "KH 2026|TH", period="2026").rows
    assert [row.status for row in rows] == ["accepted", "accepted"]


def test_rows_of_a_plan_of_the_year_and_its_result_say_it_too(tmp_path: Path) -> None:
    rows = read(
        tmp_path, "TT|Tên CĐCS||Kết nạp|Nghỉ hưu", f"1|{ONE}|KH 2026|5|4", "||TH|3|2",
        f"2|{TWO}|KH 2026|3|3", "||TH|2|1",
    ).rows  # fmt: skip
    assert [(row.values, row.reasons) for row in rows] == [
        ({"C11": 3, "C23": 2}, (ASSUMED,)), ({"C11": 2, "C23": 1}, (ASSUMED,))]  # fmt: skip

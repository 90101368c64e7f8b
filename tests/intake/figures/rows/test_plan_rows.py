"""Of a plan and its result under one union's name the result is taken, whichever way they stand."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, *rows: str, form: str = "F3") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


def taken(reading: FiguresReading) -> list[tuple[str, dict[str, int | float | None]]]:
    return [(row.unit_id, dict(row.values)) for row in reading.rows if row.status != "refused"]


@pytest.mark.parametrize(("merged", "plan", "result"), [
    ("~", "KH", "TH"), ("", "KH", "TH"), ("~", "Kế hoạch năm", "TH tháng 10"),
    ("~", "Chỉ tiêu", "Thực hiện"), ("", "Chỉ tiêu giao", "Đạt"),
])  # fmt: skip
def test_a_result_under_each_union_is_taken(
    tmp_path: Path, merged: str, plan: str, result: str
) -> None:
    reading = read(
        tmp_path, f"TT|Chỉ tiêu|{ONE}|{merged}|{TWO}|{merged}",
        f"||{plan}|{result}|{plan}|{result}", "1|Kết nạp đoàn viên|5|4|3|2", "2|Nghỉ hưu|1|0|2|1",
    )  # fmt: skip
    assert [values for _unit, values in taken(reading)] == [
        {"C11": 4, "C23": 0}, {"C11": 2, "C23": 1}]  # fmt: skip
    assert [(one.source_row, one.why) for one in reading.ignored_rows if one.source_row > 2] == [
        (3, "dòng kế hoạch"), (5, "dòng kế hoạch")]  # fmt: skip


def test_sums_of_the_year_and_ratios_beside_them_are_left_out(tmp_path: Path) -> None:
    ways = "KH năm|TH tháng 10|Lũy kế|Tỷ lệ %"
    reading = read(
        tmp_path, f"TT|Chỉ tiêu|{ONE}|~|~|~|{TWO}|~|~|~", f"^|^|{ways}|{ways}",
        "1|Kết nạp đoàn viên|5|2|4|80|3|2|3|100", "2|Nghỉ hưu|1|1|1|100|1|0|1|100",
    )  # fmt: skip
    assert [values for _unit, values in taken(reading)] == [
        {"C11": 2, "C23": 1}, {"C11": 2, "C23": 0}]  # fmt: skip


@pytest.mark.parametrize("name", ["", "same"])
def test_rows_of_plans_and_results_below_each_other(tmp_path: Path, name: str) -> None:
    again = [one if name else "" for one in (ONE, TWO)]
    reading = read(
        tmp_path, "TT|Tên CĐCS||Kết nạp|Nghỉ hưu", f"1|{ONE}|KH|5|4", f"|{again[0]}|TH|3|2",
        f"2|{TWO}|KH|3|3", f"|{again[1]}|TH|2|1",
    )  # fmt: skip
    assert [(row.status, row.values) for row in reading.rows] == [
        ("accepted", {"C11": 3, "C23": 2}), ("accepted", {"C11": 2, "C23": 1})]  # fmt: skip


def test_a_union_with_two_results_is_asked_about(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "TT|Tên CĐCS||Kết nạp|Nghỉ hưu", f"1|{ONE}|KH|5|4", "||TH|3|2", "||TH|3|1",
        f"2|{TWO}|KH|3|3", "||TH|2|1",
    )  # fmt: skip
    assert [row.status for row in reading.rows] == ["refused", "refused", "refused", "accepted"]


@pytest.mark.parametrize("head", ["KH|TH", "Chỉ tiêu giao|Đạt", "KH năm|TH T10"])
def test_a_result_under_each_indicator_is_taken(tmp_path: Path, head: str) -> None:
    reading = read(
        tmp_path, "TT|Tên CĐCS|Tuyên truyền (cuộc)|~|Thăm hỏi (lượt người)|~",
        f"^|^|{head}|{head}", f"1|{ONE}|5|4|3|2", f"2|{TWO}|5|3|3|1", form="F4",
    )  # fmt: skip
    assert [(row.status, row.values) for row in reading.rows] == [
        ("accepted", {"F01": 4, "E07": 2}), ("accepted", {"F01": 3, "E07": 1})]  # fmt: skip


def test_th_without_a_plan_is_a_primary_school(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "TT|Tên CĐCS|Loại|LĐ|ĐV", "1|Số 1|TH|31|30", "2|Số 2|TH|21|20",
        "3|Số 1|THCS|41|40", form="F1",
    )  # fmt: skip
    assert [row.unit for row in reading.rows if row.status != "refused"] == ["Số 1", "Số 2", "Số 1"]
    assert len({row.unit_id for row in reading.rows}) == 3

"""Tables of one workbook that tell other indicators of the same units are read together."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
TALKS = f"TT|Tên đơn vị|Số buổi tuyên truyền|Tin, bài\n1|{ONE}|3|4\n2|{TWO}|2|5\n|Cộng|5|9"
VISITS = f"TT|Tên đơn vị|Thăm hỏi ốm đau, hiếu hỉ (lượt)\n1|{ONE}|7\n2|{TWO}|1\n|Cộng|8"


def _read(folder: Path, form: str, *sheets: str) -> FiguresReading:
    path = folder / "sổ.xlsx"
    names = ("Tuyên truyền", "Chăm lo", "Khác")
    write_xlsx(path, [sheet(text, name) for text, name in zip(sheets, names, strict=False)])
    return read_case(Case("", [], form=form, period="2026-Q4"), path)


def _told(reading: FiguresReading) -> list[tuple[str, str, dict[str, int | None]]]:
    return [(row.unit, row.status, dict(row.values)) for row in reading.rows]


def test_sheets_of_other_indicators_of_the_same_units_are_read_along(tmp_path: Path) -> None:
    reading = _read(tmp_path, "F4", TALKS, VISITS)
    assert _told(reading) == [
        (ONE, "accepted", {"F01": 3, "F05": 4}), (TWO, "accepted", {"F01": 2, "F05": 5}),
        (ONE, "accepted", {"E07": 7}), (TWO, "accepted", {"E07": 1}),
    ]  # fmt: skip
    assert not reading.unread
    assert [(one.indicator, one.match) for one in reading.control_totals] == [
        ("F01", True), ("F05", True), ("E07", True),
    ]  # fmt: skip


def test_a_sheet_that_tells_one_of_them_again_is_not(tmp_path: Path) -> None:
    again = f"TT|Tên đơn vị|Số buổi tuyên truyền|Thăm hỏi (lượt)\n1|{ONE}|9|7\n2|{TWO}|2|1"
    reading = _read(tmp_path, "F4", TALKS, again)
    assert [one.name for one in reading.unread] == ["Chăm lo"]
    assert any("Chăm lo" in one for one in reading.remarks)


def test_a_sheet_without_the_period_beside_one_that_tells_it_is_not(tmp_path: Path) -> None:
    reading = _read(tmp_path, "F4", f"SỐ LIỆU TUYÊN TRUYỀN QUÝ IV/2026\n\n{TALKS}", VISITS)
    assert [one.name for one in reading.unread] == ["Chăm lo"]


def test_tables_below_each_other_have_their_own_totals(tmp_path: Path) -> None:
    reading = _read(tmp_path, "F4", f"{TALKS}\n|||\n{VISITS}")
    assert [row.status for row in reading.rows] == ["accepted"] * 4
    assert {(one.indicator, one.declared, one.match) for one in reading.control_totals} == {
        ("F01", 5, True), ("F05", 9, True), ("E07", 8, True),
    }  # fmt: skip


def test_a_total_between_the_groups_is_of_both(tmp_path: Path) -> None:
    reading = _read(tmp_path, "F4", f"TT|Tên đơn vị|Số buổi tuyên truyền\n1|{ONE}|3\n"
                    f"|TỔNG CỘNG (I + II)|5\nII|Khối khác|\n2|{TWO}|2")  # fmt: skip
    assert [(one.declared, one.match) for one in reading.control_totals] == [(5, True)]


def test_headings_amid_their_columns_are_those_of_all_of_them(tmp_path: Path) -> None:
    reading = _read(tmp_path, "F1", "STT|Tên đơn vị||Lao động|||Đoàn viên|\n"
                    f"||Tổng số|Nam|Nữ|Tổng số|Nam|Nữ\n1|{ONE}|50|20|30|45|17|28")  # fmt: skip
    assert _told(reading) == [(ONE, "accepted", {"A01": 50, "A01N": 30, "A03": 45, "A03N": 28})]


@pytest.mark.parametrize("over", ["|||Lao động|||Đoàn viên|", "|||Lao động|||Đoàn viên||"])
def test_headings_amid_repeated_columns_behind_the_names_are_of_all_of_them(
    tmp_path: Path, over: str
) -> None:
    reading = _read(tmp_path, "F1", f"{over}\nSTT|Đơn vị|Nữ|Nam|Cộng|Nữ|Nam|Cộng\n"
                    f"1|{ONE}|30|20|50|28|17|45")  # fmt: skip
    assert _told(reading) == [(ONE, "accepted", {"A01N": 30, "A01": 50, "A03N": 28, "A03": 45})]


def test_units_side_by_side_in_a_list_of_indicators_are_turned(tmp_path: Path) -> None:
    reading = _read(tmp_path, "F4", f"TT|Chỉ tiêu|ĐVT|{ONE}|{TWO}|Cộng\n"
                    "1|Số buổi tuyên truyền|buổi|3|2|5\n2|Tin, bài|tin|4|5|9")  # fmt: skip
    assert [dict(row.values) for row in reading.rows if row.status != "refused"] == [
        {"F01": 3, "F05": 4}, {"F01": 2, "F05": 5},
    ]  # fmt: skip

"""Rows whose own words say that their figures are another month's, provisional, or another's."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", []), path)


def table(folder: Path, words: str, head: str = "Tình trạng") -> FiguresReading:
    return read(folder, "SỐ LIỆU THÁNG 10/2026", f"Đơn vị|Lao động|Đoàn viên|{head}",
                f"{ONE}|50|45|Đã nộp", f"{TWO}|40|38|{words}")  # fmt: skip


@pytest.mark.parametrize("words", [
    "Chưa báo cáo – tạm lấy số tháng 9", "chưa báo cáo", "Lấy theo tháng trước", "Số T9",
    "chưa nộp", "theo báo cáo tháng 9/2026", "số liệu quý III", "ước tính", "tam lay so thang 9",
    "Số cũ", "ước", "Chưa gửi số liệu", "gộp cả CĐCS Trường Tiểu học Số 1",
    "tính chung với Trường Mầm non Hoa Sen",
])  # fmt: skip
def test_a_row_that_calls_its_figures_no_own_ones_is_told_with_its_words(
    tmp_path: Path, words: str
) -> None:
    first, second = table(tmp_path, words).rows
    assert (first.status, first.reasons) == ("accepted", ())
    assert (second.status, second.values) == ("warned", {"A01": 40, "A03": 38})
    assert [words in reason for reason in second.reasons] == [True]


@pytest.mark.parametrize("words", [
    "Số tháng 10", "tăng 2 so với tháng 9", "Tăng 2 so tháng 9", "giảm 2 so T9",
    "không đổi so với tháng trước", "Đã báo cáo", "không có biến động", "01 đ/c nghỉ hưu tháng 9",
    "gồm cả lao động thời vụ", "không có số phát sinh",
])  # fmt: skip
def test_other_remarks_ask_for_no_look(tmp_path: Path, words: str) -> None:
    assert [row.status for row in table(tmp_path, words).rows] == ["accepted"] * 2


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Đã gửi BC chưa", True),
        ("Nộp báo cáo", True),
        ("Có nhà ăn", False),
        ("Có nộp đoàn phí", False),
    ],
)
def test_not_yet_says_what_its_heading_asks(tmp_path: Path, head: str, told: bool) -> None:
    second = table(tmp_path, "Chưa", head).rows[1]
    assert (second.status == "warned", any(head in one for one in second.reasons)) == (told, told)


def test_dues_that_are_not_paid_are_no_report(tmp_path: Path) -> None:
    rows = table(tmp_path, "chưa nộp", "Đoàn phí").rows
    assert [row.status for row in rows] == ["accepted"] * 2


def test_a_slip_of_another_month_is_told_row_by_row_and_as_a_whole(tmp_path: Path) -> None:
    rows = read(tmp_path, ONE, "Chỉ tiêu|Số lượng|Ghi chú", "Tổng số lao động|50|",
                "Tổng số đoàn viên|45|theo báo cáo tháng 9",
                "(Số liệu tạm tính, chưa có danh sách mới)||").rows  # fmt: skip
    first, second = ("".join(row.reasons) for row in rows)
    assert "tạm tính" in first
    assert "tạm tính" in second
    assert "theo báo cáo tháng 9" in second


def test_words_below_a_table_of_many_are_said_once(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "SỐ LIỆU THÁNG 10/2026",
        "Đơn vị|Lao động|Đoàn viên",
        f"{ONE}|50|45",
        f"{TWO}|40|38",
        "",
        "Ghi chú: Trường THCS Số 2 chưa báo cáo, tạm lấy số tháng 9",
    )
    assert [row.status for row in found.rows] == ["accepted"] * 2
    assert [("Trường THCS Số 2" in note) for note in found.notes] == [True]

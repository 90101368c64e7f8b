"""Columns and rows whose meaning only what stands beside them tells: taken, and said."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, text: str, *merged: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet(text)])
    if merged:
        from openpyxl import load_workbook

        book = load_workbook(path)
        for place in merged:
            book.active.merge_cells(place)
        book.save(path)
    return read_case(Case("", []), path)


def test_two_columns_of_women_behind_both_wholes_are_theirs_in_order(tmp_path: Path) -> None:
    reading = read(tmp_path, f"TT|Tên CĐCS|CNVCLĐ|Đoàn viên|Nữ|Nữ\n1|{ONE}|56|34|25|10")
    (row,) = reading.rows
    assert row.values == {"A01": 56, "A03": 34, "A01N": 25, "A03N": 10}
    assert (row.status, len(row.reasons)) == ("warned", 2)


def test_a_third_column_of_women_leaves_all_open(tmp_path: Path) -> None:
    reading = read(tmp_path, f"TT|Tên CĐCS|CNVCLĐ|Đoàn viên|Nữ|Nữ|Nữ\n1|{ONE}|56|34|25|10|8")
    (row,) = reading.rows
    assert row.status == "warned"
    assert not {"A01N", "A03N"} & {code for code, value in row.values.items() if value is not None}


@pytest.mark.parametrize(("second", "value"), [("24", 41), ("48", None)])
def test_the_first_column_under_a_merged_heading_is_the_whole(
    tmp_path: Path, second: str, value: int | None
) -> None:
    text = f"TT|Tên CĐCS|CNVCLĐ| |Đoàn viên\n1|{ONE}|56|25|34\n2|{TWO}|41|{second}|30"
    rows = read(tmp_path, text, "C1:D1").rows
    assert [row.values.get("A01") for row in rows] == [56 if value else None, value]
    assert {row.status for row in rows} == {"warned"}


@pytest.mark.parametrize("months", [("09/2026", "10/2026"), ("9", "10"), ("Tháng 9", "Tháng 10")])
def test_rows_of_another_month_are_left_out(tmp_path: Path, months: tuple[str, str]) -> None:
    first, second = months
    text = f"TT|Tên CĐCS|Tháng|CNVCLĐ\n1|{ONE}|{first}|51\n |{ONE}|{second}|56\n2|{TWO}|{first}|41"
    reading = read(tmp_path, text)
    told = [(row.source_row, row.status, row.values) for row in reading.rows]
    assert told == [(3, "accepted", {"A01": 56}), (4, "refused", {"A01": None})]
    assert (2, "dòng của kỳ khác") in {(row.source_row, row.why) for row in reading.ignored_rows}


def test_figures_two_rows_of_a_union_agree_in_are_taken(tmp_path: Path) -> None:
    head = "TT|Tên CĐCS|CNVCLĐ|Nữ|Đoàn viên|Nữ"
    rows = read(tmp_path, f"{head}\n1|{ONE}|41|24|34|21\n2|Trường THCS Số 1|41|24|30|21").rows
    assert [(row.status, row.values) for row in rows] == [
        ("warned", {"A01": 41, "A01N": 24, "A03": None, "A03N": 21}),
        ("refused", {"A01": 41, "A01N": 24, "A03": 30, "A03N": 21}),
    ]
    rows = read(tmp_path, f"{head}\n1|{ONE}|41|24|34|21\n2|Trường THCS Số 1|40|23|34|21").rows
    assert {row.status for row in rows} == {"refused"}

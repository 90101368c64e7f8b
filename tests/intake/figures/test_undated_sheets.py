"""Sheets without a month of their own beside those titled with the period."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from desktop.intake.figures.result import Corrections, FiguresReading
from tests.intake.figures.test_many_sheets import read

TITLE = ["SỐ LIỆU THÁNG 10/2026"]
HEAD = ["TT", "Đơn vị", "Tổng số lao động", "Nữ", "Đoàn viên", "Nữ"]
OTHER_HEAD = ["TT", "Cơ sở", "Đoàn viên", "Nữ", "Tổng lao động", "Nữ"]


def _rows(first: int) -> list[list[Any]]:
    return [[at + 1, f"CĐCS Trường Tiểu học Số {first + at}", 50 + at, 20, 40, 15]
            for at in range(2)]  # fmt: skip


def _read(path: Path, sheets: dict[str, list[list[Any]]]) -> FiguresReading:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for line in rows:
            sheet.append(line)
    made.save(path)
    return read(path, Corrections())


def _book(undated: int = 5, third: list[str] | None = None) -> dict[str, list[list[Any]]]:
    return {
        "Mầm non": [TITLE, HEAD, *_rows(1)], "Tiểu học": [TITLE, HEAD, *_rows(3)],
        "Doanh nghiệp": [*([third] if third else []), OTHER_HEAD, *_rows(undated)],
    }  # fmt: skip


def test_an_undated_sheet_beside_dated_ones_is_read_with_a_remark(tmp_path: Path) -> None:
    reading = _read(tmp_path / "khối.xlsx", _book())
    by = {row.unit_id: row for row in reading.rows}
    assert len(by) == 6
    assert (by["u5"].values["A01"], by["u5"].values["A03"]) == (40, 50)
    assert [by[unit].status for unit in ("u1", "u5", "u6")] == ["accepted", "warned", "warned"]
    assert "Trang “Doanh nghiệp” không ghi tháng" in by["u5"].reasons[0]


def test_an_undated_sheet_is_left_where_its_time_is_doubtful(tmp_path: Path) -> None:
    of_another_month = _book(third=["SỐ LIỆU THÁNG 9/2026"])
    one_dated = _book()
    del one_dated["Tiểu học"]
    beside_another_month = {**_book(), "Cũ hơn": [["SỐ LIỆU THÁNG 9/2026"], HEAD, *_rows(7)]}
    of_a_unit_told = _book(undated=4)
    for at, sheets in enumerate(
        (of_another_month, one_dated, beside_another_month, of_a_unit_told)
    ):
        reading = _read(tmp_path / f"{at}.xlsx", sheets)
        assert "Doanh nghiệp" in [one.name for one in reading.unread]
        assert "u5" not in [row.unit_id for row in reading.rows]

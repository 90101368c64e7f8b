"""A period named by its label above the table: “Kỳ: 11.2026”, or in cells of their own."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case


def read(folder: Path, *title: object) -> FiguresReading:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["BÁO CÁO SỐ LIỆU"])
    page.append(list(title))
    page.append(["STT", "Đơn vị", "CNVCLĐ", "Đoàn viên"])
    page.append([1, "CĐCS Trường THCS Số 1", 50, 45])
    book.save(folder / "bảng.xlsx")
    return read_case(Case("", [], form="F1", period="2026-11"), folder / "bảng.xlsx")


@pytest.mark.parametrize("title", [
    ("Kỳ: 11.2026",), ("Kỳ báo cáo: 11-2026",), ("Kỳ: T11.2026",), ("Tháng: 11/2026",),
    ("Kỳ báo cáo:", "11/2026"), ("Tháng", 11, "Năm", 2026), ("Kỳ:", date(2026, 11, 1)),
])  # fmt: skip
def test_the_period_itself_asks_for_nothing(tmp_path: Path, title: tuple[object, ...]) -> None:
    reading = read(tmp_path, *title)
    assert reading.elsewhen == ""
    assert [row.status for row in reading.rows] == ["accepted"]


@pytest.mark.parametrize("title", [
    ("Kỳ: 10.2026",), ("Kỳ số liệu: 10/2026",), ("Kỳ báo cáo:", "10/2026"),
    ("Tháng:", 10, "năm", 2026), ("Tháng:", date(2026, 10, 1)),
])  # fmt: skip
def test_another_one_is_told(tmp_path: Path, title: tuple[object, ...]) -> None:
    reading = read(tmp_path, *title)
    assert "không phải tháng 11/2026" in reading.elsewhen
    assert [row.status for row in reading.rows] == ["warned"]

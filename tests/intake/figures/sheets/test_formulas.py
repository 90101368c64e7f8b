"""Formulas without a stored result that look into other sheets of their workbook."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"


def read(folder: Path, *formulas: str, sheet: str = "Chi tiết") -> FiguresReading:
    """Read a list whose members are formulas, beside a sheet of details."""
    book = Workbook()
    main = book.active
    main.title = "Tháng 10"
    main.append(["TT", "Đơn vị", "Lao động", "Đoàn viên"])
    for at, (unit, formula) in enumerate(zip((ONE, TWO), formulas, strict=False), start=1):
        main.append([at, unit, 50, formula])
    details = book.create_sheet(sheet)
    for row in ((30, 10), (22, "=A2-2"), ("ba mươi", None)):
        details.append(row)
    path = folder / "bảng.xlsx"
    book.save(path)
    return read_case(Case("", []), path)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("='Chi tiết'!A1+'Chi tiết'!B1", 40), ("=SUM('Chi tiết'!A1:B1)", 40),
        ("='Chi tiết'!$A$2+'Chi tiết'!B2", 42), ("='chi TIẾT'!A1", 30),
        ("='Tháng 10'!C2-5", 45), ("=C2-('Chi tiết'!B1)", 40),
        ("=IF('Chi tiết'!A1>0,'Chi tiết'!A1,0)", 30), ("=IF(C2<=49;1;(C2+30)/2)", 40),
        ("=IF('Chi tiết'!B3=\"\",37,'Chi tiết'!A3)", 37),
        ("=IF('Chi tiết'!A1<>\"\",SUM('Chi tiết'!A1:B1),0)", 40),
    ],
)  # fmt: skip
def test_other_sheets_are_looked_into(tmp_path: Path, formula: str, value: int) -> None:
    (row,) = read(tmp_path, formula).rows
    assert (row.values["A03"], row.status) == (value, "accepted")


@pytest.mark.parametrize(
    "formula",
    [
        "='Không có'!A1",
        "='[1]Chi tiết'!A1",
        "=[2]!A1",
        "='Tháng 10'!D2",
        "=IF('Chi tiết'!A3>0,1,0)",
        "=IF(C2>0,1",
        "=IF(C2<0,1)",
        "=C2>0",
        "=VLOOKUP(B2,A1:B9,2,0)",
    ],
)
def test_what_cannot_be_told_is_flagged(tmp_path: Path, formula: str) -> None:
    (row,) = read(tmp_path, formula).rows
    assert (row.values["A03"], row.status) == (None, "warned")


NAMES = ("='DS T10-2026'!A1", "=TRIM('DS T10-2026'!A2)",
         "=IF('DS T10-2026'!A3=\"\",\"\",'DS T10-2026'!A3)",
         "=\"CĐCS \"&'DS T10-2026'!B1&\" \"&'DS T10-2026'!C1", "='Không có'!A1")  # fmt: skip


def test_names_told_by_formulas_are_names(tmp_path: Path) -> None:
    book = Workbook()
    main = book.active
    main.append(["TT", "Đơn vị", "Lao động", "='DS T10-2026'!A4"])
    for at, name in enumerate(NAMES, start=1):
        main.append([at, name, 50 + at, 40 + at])
    listed = book.create_sheet("DS T10-2026")
    for row in ((ONE, "Trường THCS", 3), (f" {TWO} ",), (None,), ("Đoàn viên",)):
        listed.append(row)
    book.save(tmp_path / "bảng.xlsx")
    reading = read_case(Case("", []), tmp_path / "bảng.xlsx")
    assert [row.unit for row in reading.rows] == [ONE, TWO, "", "CĐCS Trường THCS 3", NAMES[-1]]
    assert [row.values["A03"] for row in reading.rows] == [41, 42, 43, 44, 45]
    assert [row.unit_id for row in reading.rows[:2]] == ["u01", "u02"]
    assert "không có tên đơn vị" in reading.rows[2].reasons[0]
    assert "là công thức ='Không có'!A1 chưa có kết quả" in reading.rows[4].reasons[0]


def test_words_a_formula_leads_to_are_read_as_if_they_stood_there(tmp_path: Path) -> None:
    led, typed = (read(tmp_path, cell).rows[0] for cell in ("='Chi tiết'!A3", "ba mươi"))
    assert (led.values, led.reasons) == (typed.values, typed.reasons)
    assert led.values["A03"] is None


def test_a_sheet_named_as_a_word_needs_no_marks(tmp_path: Path) -> None:
    assert read(tmp_path, "=CT!A1", sheet="CT").rows[0].values["A03"] == 30
    assert read(tmp_path, "='Sổ ''A'''!A1", sheet="Sổ 'A'").rows[0].values["A03"] == 30


def test_sheets_that_lead_back_to_each_other_have_no_result(tmp_path: Path) -> None:
    found = read(tmp_path, "='Tháng 10'!D3", "='Tháng 10'!D2")
    assert [row.values["A03"] for row in found.rows] == [None, None]


@pytest.mark.parametrize(("mark", "declared"), [
    ("(3)", [100]), ("khoảng 25", [100]), ("25", []), ("1.250", []),
])  # fmt: skip
def test_a_sum_over_a_head_that_comes_again_leaves_its_numbers_out(
    tmp_path: Path, mark: str, declared: list[int]
) -> None:
    book = Workbook()
    table = book.active
    for row in (
        ["TT", "Đơn vị", "Lao động"], [1, ONE, 60], ["TT", "Đơn vị", "Lao động"],
        ["(1)", "(2)", mark], [2, TWO, 40], [None, "Tổng cộng", "=SUM(C2:C5)"],
    ):  # fmt: skip
        table.append(row)
    book.save(tmp_path / "bảng.xlsx")
    reading = read_case(Case("", []), tmp_path / "bảng.xlsx")
    assert [one.declared for one in reading.control_totals] == declared

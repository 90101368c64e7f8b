"""Rows of a union's parts below its own are counted in it."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE, TWO = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
HEAD = "STT|Đơn vị|CNVCLĐ|Đoàn viên"


def read(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join((HEAD, *rows)))])
    return read_case(Case("", []), path)


@pytest.mark.parametrize("parts", [("- Tổ 1", "- Tổ 2"), ("CĐ bộ phận A", "CĐ bộ phận B"),
                                   ("a. Tổ Toán", "b. Tổ Văn")])  # fmt: skip
def test_parts_that_add_up_are_left_out_and_not_summed(
    tmp_path: Path, parts: tuple[str, str]
) -> None:
    reading = read(tmp_path, f"1|{ONE}|42|40", f"|{parts[0]}|20|19", f"|{parts[1]}|22|21",
                   f"2|{TWO}|35|33", "|Cộng|77|73")  # fmt: skip
    assert [(row.unit, row.status) for row in reading.rows] == [
        (ONE, "accepted"), (TWO, "accepted")]  # fmt: skip
    assert [one.match for one in reading.control_totals] == [True, True]


def test_parts_that_do_not_add_up_are_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, f"1|{ONE}|42|40", "|- Tổ 1|20|19", "|- Tổ 2|20|21", f"2|{TWO}|35|33")
    assert [row.status for row in reading.rows if row.unit.startswith("-")] == ["refused"] * 2

"""Labels and values side by side are read as a list, each from its own cell."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import UNITS, Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

TITLE = "CĐCS Trường THCS Số 1 - tháng 10/2026"
ALL = {"A01": 34, "A01N": 17, "A03": 30, "A03N": 15}


def read(folder: Path, *rows: str, form: str = "F1") -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", [], form=form), path)


def told(reading: FiguresReading) -> dict[str, int | None]:
    assert {row.unit_id for row in reading.rows} == {UNITS[0].id}
    assert len({row.source_row for row in reading.rows}) == len(reading.rows)
    assert {row.source_row for row in reading.rows}.isdisjoint(
        one.source_row for one in reading.ignored_rows)  # fmt: skip
    return {code: value for row in reading.rows for code, value in row.values.items()}


@pytest.mark.parametrize("rows", [
    ("Tổng số lao động|34|Nữ|17", "Đoàn viên|30|Nữ|15"),
    ("Tổng số CNVCLĐ:|34|Trong đó nữ:|17", "Tổng số đoàn viên:|30|Trong đó nữ:|15"),
    ("Lao động|34|LĐ nữ|17|Đoàn viên|30|ĐV nữ|15",),
    ("Lao động|34|Đoàn viên|30", "Trong đó nữ|17|Trong đó nữ|15"),
    ("Chỉ tiêu|Số lượng|Chỉ tiêu|Số lượng", "Lao động|34|Đoàn viên|30", "Nữ|17|Nữ|15"),
], ids=["across", "colons", "one row", "down", "headed"])  # fmt: skip
def test_labels_and_values_side_by_side(tmp_path: Path, rows: tuple[str, ...]) -> None:
    assert told(read(tmp_path, TITLE, *rows)) == ALL


def test_a_value_is_told_by_its_own_cell(tmp_path: Path) -> None:
    reading = read(tmp_path, TITLE, "Tổng số lao động|34|Nữ|17", "Đoàn viên|30|Nữ|15")
    assert [cell.place for row in reading.rows for cell in row.cells] == ["B2", "D2", "B3", "D3"]


def test_activities_and_what_nobody_knows(tmp_path: Path) -> None:
    reading = read(tmp_path, TITLE, "Tuyên truyền (cuộc)|3|Thăm hỏi (lượt)|5",
                   "Đối thoại (cuộc)|1|Tập huấn (lớp)|2", form="F4")  # fmt: skip
    assert told(reading) == {"F01": 3, "E07": 5, "D12": 1}
    assert any("Tập huấn" in reason for reason in reading.rows[1].reasons)


def test_one_figure_told_twice_in_a_row_is_not_taken(tmp_path: Path) -> None:
    reading = read(tmp_path, TITLE, "Đoàn viên|30|Đoàn viên|28", "Lao động|34|Nữ|17")
    taken = {code: value for row in reading.rows if row.status != "refused"
             for code, value in row.values.items() if value is not None}  # fmt: skip
    assert taken == {"A01": 34, "A01N": 17}


@pytest.mark.parametrize("rows", [
    ("CĐCS Trường THCS Số 1", "Lao động|34|Nữ|17", "Đoàn viên|30|Nữ|15",
     "CĐCS Trường THCS Số 2", "Lao động|34|Nữ|17", "Đoàn viên|20|Nữ|19"),
    ("Trường THCS Số 1", "LĐ: 34, nữ 17", "ĐV: 30, nữ 15",
     "Trường THCS Số 2", "LĐ: 34, nữ 17", "ĐV: 20, nữ 19"),
    ("Trường THCS Số 1||Trường THCS Số 2|", "Lao động|34|Lao động|34", "Nữ|17|Nữ|17",
     "Đoàn viên|30|Đoàn viên|20", "Nữ|15|Nữ|19"),
], ids=["below names", "in words", "beside each other"])  # fmt: skip
def test_pairs_below_each_unions_name_are_its_own(tmp_path: Path, rows: tuple[str, ...]) -> None:
    found: dict[str, dict[str, int | None]] = {}
    for row in read(tmp_path, *rows).rows:
        found.setdefault(row.unit_id, {}).update(row.values)
    assert found == {UNITS[0].id: ALL, UNITS[1].id: {**ALL, "A03": 20, "A03N": 19}}


@pytest.mark.parametrize("stranger", ["Trường Hoa Mai", "Hoa Mai", "CĐCS Công ty Hoa Mai"])
def test_pairs_below_a_name_of_nobody_are_nobodys(tmp_path: Path, stranger: str) -> None:
    reading = read(
        tmp_path, "Trường THCS Số 1", "Lao động|34|Nữ|17", stranger, "Đoàn viên|20|Nữ|19"
    )
    assert [(row.unit_id, row.status) for row in reading.rows] == [
        (UNITS[0].id, "warned"), ("", "refused")]  # fmt: skip

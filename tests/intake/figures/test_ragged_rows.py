"""Text tables whose lines are not as long as their head, or hold a mark nobody closed."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.sheets.text_grids import grid_of
from tests.intake.figures.gathering import Case, read_case

HEAD = "STT,Tên CĐCS,Tổng CNVCLĐ,Đoàn viên"
UNITS = ("CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2", "CĐCS Trường Tiểu học Số 1")


def read(folder: Path, *lines: str) -> FiguresReading:
    path = folder / "bảng.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return read_case(Case("", [], form="F1"), path)


@pytest.mark.parametrize("closed", [False, True], ids=["never closed", "closed in a later line"])
def test_a_mark_nobody_closed_holds_no_other_rows(tmp_path: Path, closed: bool) -> None:
    last = f'3,{UNITS[2]}"' if closed else f"3,{UNITS[2]}"
    reading = read(tmp_path, f'1,"{UNITS[0]},50,45', f"2,{UNITS[1]},40,38", f"{last},30,28")
    assert [(row.source_row, row.unit, dict(row.values)) for row in reading.rows] == [
        (2, UNITS[0], {"A01": 50, "A03": 45}), (3, UNITS[1], {"A01": 40, "A03": 38}),
        (4, UNITS[2], {"A01": 30, "A03": 28}),
    ]  # fmt: skip


def test_a_cell_of_several_lines_stays_one() -> None:
    grid = grid_of('TT,"Tổng số\nCNVCLĐ","Nữ\nLĐ"\n1,"a, b\nc",3\n2,d,4\n', "bảng")
    assert grid.rows == [
        ["TT", "Tổng số\nCNVCLĐ", "Nữ\nLĐ"], ["1", "a, b\nc", "3"], ["2", "d", "4"],
    ]  # fmt: skip
    assert grid.lines == [1, 4, 6]


def test_a_count_behind_the_last_column_is_told(tmp_path: Path) -> None:
    first, second = read(tmp_path, f"1,{UNITS[0]},50,45,99,1", f"2,{UNITS[1]},40,38").rows
    assert (first.status, second.status) == ("warned", "accepted")
    assert [reason[:3] for reason in first.reasons] == ["E2:", "F2:"]


def test_a_column_without_a_heading_beside_the_table_is_somebodys_own_sum(tmp_path: Path) -> None:
    reading = read(tmp_path, *(f"{at},{name},50,45,95" for at, name in enumerate(UNITS, 1)))
    assert {row.status for row in reading.rows} == {"accepted"}


def test_a_row_of_a_union_whose_cells_name_what_they_count_is_no_head(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_text(
        f"Đơn vị,LĐ,LĐ nữ,ĐV,ĐV nữ\n{UNITS[0]},50,30,45,28\n{UNITS[1]},40 LĐ,20 nữ,38 ĐV,19 đv nữ\n"
        f"{UNITS[2]},30,18,#REF!,17\n", encoding="utf-8",
    )  # fmt: skip
    rows = read_case(Case("", [], form="F1"), path).rows
    assert [(row.unit, row.values["A01N"], row.values["A03N"]) for row in rows] == [
        (UNITS[0], 30, 28), (UNITS[1], 20, 19), (UNITS[2], 18, 17),
    ]  # fmt: skip
    assert dict(rows[1].values) == {"A01": 40, "A01N": 20, "A03": 38, "A03N": 19}

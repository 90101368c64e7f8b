"""A unit told in two rows, a count that stands for two unions: never taken without a look."""

from pathlib import Path

from openpyxl import Workbook

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case

FIRST, SECOND = "CĐCS Trường THCS Số 1", "CĐCS Trường THCS Số 2"
THIRD = "CĐCS Trường Tiểu học Số 1"


def read(folder: Path, rows: list[list[object]], *merged: str) -> FiguresReading:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for one in merged:
        sheet.merge_cells(one)
    path = folder / "số liệu.xlsx"
    book.save(path)
    return read_case(Case("joined", []), path)


HEAD: list[object] = ["Đơn vị", "Giới tính", "CNVCLĐ", "Đoàn viên"]


def test_a_unit_told_in_parts_under_one_name_is_not_taken(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEAD, [FIRST, "Biên chế", 20, 18], [None, "Hợp đồng", 28, 27],
                                [SECOND, "Biên chế", 12, 11],
                                [None, "Hợp đồng", 33, 30]]  # fmt: skip
    reading = read(tmp_path, rows, "A2:A3", "A4:A5")
    assert [row.status for row in reading.rows] == ["refused"] * 4
    assert reading.rows[0].reasons[0].startswith("Ô tên đơn vị gộp 2 dòng")


def test_a_row_of_figures_without_a_name_asks_for_a_look_at_the_one_above(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEAD, [FIRST, "Biên chế", 20, 18], [None, "Hợp đồng", 28, 27],
                                [SECOND, "", 45, 41]]  # fmt: skip
    named, unnamed, alone = read(tmp_path, rows).rows
    assert (named.status, unnamed.status, alone.status) == ("warned", "refused", "accepted")
    assert any(why.startswith("Dòng 3 ngay dưới có số") for why in named.reasons)


def test_a_count_merged_over_two_unions_is_of_neither(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Đơn vị", "CNVCLĐ", "Đoàn viên"], [FIRST, 60, 28],
                                [SECOND, None, 27], [THIRD, 50, 45]]  # fmt: skip
    first, second, third = read(tmp_path, rows, "B2:B3").rows
    assert first.values == {"A01": None, "A03": 28}
    assert second.values == {"A01": None, "A03": 27}
    assert [why.partition(":")[0] for why in (*first.reasons, *second.reasons)] == ["B2", "B3"]
    assert third.status == "accepted"


def test_a_name_over_two_lines_of_which_one_holds_figures_is_taken(tmp_path: Path) -> None:
    rows: list[list[object]] = [HEAD, [FIRST, "", 20, 18], [None, "", None, None],
                                [SECOND, "", 45, 41]]  # fmt: skip
    reading = read(tmp_path, rows, "A2:A3")
    assert [row.status for row in reading.rows] == ["accepted", "accepted"]


KINDS: list[list[object]] = [
    ["Loại đơn vị", "Tên", "CNVCLĐ", "Đoàn viên"], ["Trường THCS", "Số 1", 20, 18],
    [None, "Số 2", 28, 27], ["Trường Tiểu học", "Số 1", 50, 45],
]  # fmt: skip


def test_a_kind_merged_over_several_names_is_of_each(tmp_path: Path) -> None:
    rows = read(tmp_path, KINDS, "A2:A3").rows
    assert [row.status for row in rows] == ["accepted"] * 3
    whole = read(tmp_path, [["Đơn vị", "Đoàn viên"], [FIRST, 1], [SECOND, 1], [THIRD, 1]]).rows
    assert [row.unit_id for row in rows] == [row.unit_id for row in whole]


def test_a_kind_written_once_above_blank_cells_asks_for_a_look(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, KINDS).rows
    assert (first.status, second.status, third.status) == ("accepted", "warned", "accepted")
    said = "Ô trước tên để trống, lấy “Trường THCS” như dòng trên; đọc là " + SECOND
    assert second.reasons == (said + ".",)

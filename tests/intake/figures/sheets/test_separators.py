"""Which sign parts the columns of a text, where others stand in its numbers and titles."""

import pytest

from desktop.intake.figures.sheets.text_grids import grid_of

HEAD = "Công đoàn xã Sơn Hùng\nSố liệu đoàn viên, lao động đến 31/10/2026\n"


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_a_comma_in_numbers_parts_no_columns(sign: str) -> None:
    rows = [("Mã", "Tên CĐCS", "Lao động", "Tỷ lệ (%)"), ("1", "Trường A", "40", "97,48"),
            ("2", "Trường B", "31", "77,62"), ("3", "Trường C", "22", "87,59")]  # fmt: skip
    grid = grid_of(HEAD + "\n".join(sign.join(row) for row in rows), "bảng")
    assert [tuple(row) for row in grid.rows[2:]] == rows


def test_a_semicolon_in_notes_parts_no_columns() -> None:
    rows = ["STT,Tên CĐCS,Lao động,Ghi chú", "1,Trường A,40,nghỉ 1; chuyển 2", "2,Trường B,31,",
            "3,Trường C,22,thêm 1; bớt 2"]  # fmt: skip
    grid = grid_of("\n".join(rows), "bảng")
    assert list(grid.rows[1]) == ["1", "Trường A", "40", "nghỉ 1; chuyển 2"]
    assert {len(row) for row in grid.rows} == {4}


@pytest.mark.parametrize("separator", [", ", "; "])
def test_what_is_counted_in_a_message_is_parted_by_no_columns(separator: str) -> None:
    lines = (
        ["Trường 1: LĐ 34 (nữ 17)", "ĐV 30", "nữ 12"],
        ["Trường 2: LĐ 20", "ĐV 18", "không tăng"],
    )
    text = "\n".join(map(separator.join, lines))
    assert [len(row) for row in grid_of(text, "").rows] == [1, 1]


def test_a_table_of_names_with_numbers_keeps_its_columns() -> None:
    text = "Tên CĐCS;Ghi chú;CNVCLĐ\nTrường Số 1;Khối 2;31\nTrường Số 2;Khối 3;22\n"
    assert {len(row) for row in grid_of(text, "").rows} == {3}

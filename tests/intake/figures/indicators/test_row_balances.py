"""Movements in rows must agree with the stocks and the sums of their own list."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

UNIT = "CĐCS Trường THCS Số 1"
MOVES = ("1|Kết nạp mới tại CĐCS|3", "2|Chuyển đến từ ngoài tỉnh|1")
WENT = ("1|Nghỉ hưu|1", "2|Thôi việc|2")


def read(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "phiếu.xlsx"
    write_xlsx(path, [sheet("\n".join([f"Đơn vị: {UNIT}", "TT|Nội dung|Số lượng", *rows]))])
    return read_case(Case("", [], form="F3"), path)


def said(reading: FiguresReading) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.status, row.reasons) for row in reading.rows]


def test_a_list_that_agrees_is_accepted(tmp_path: Path) -> None:
    reading = read(tmp_path, "I|Đoàn viên đầu kỳ|72", "II|Đoàn viên tăng trong kỳ|4", *MOVES,
                   "III|Đoàn viên giảm trong kỳ|3", *WENT,
                   "IV|Đoàn viên cuối kỳ (I+II-III)|73", "|Trong đó: nữ|40")  # fmt: skip
    moves = [row for row in reading.rows if row.values]
    assert said(reading)[:4] == [("accepted", ())] * 4
    assert [dict(row.values) for row in moves][:4] == [
        {"C11": 3}, {"C14": 1}, {"C23": 1}, {"C24": 2},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (("I|Đoàn viên đầu kỳ|72", *MOVES, *WENT, "II|Đoàn viên cuối kỳ|70"),
         "Đầu kỳ + tăng − giảm là 73, cuối kỳ ghi 70."),
        (("I|Đoàn viên tăng trong kỳ|5", *MOVES, "II|Đoàn viên giảm trong kỳ|3", *WENT),
         "Tổng tăng ghi 5, cộng các dòng được 4."),
        (("I|Đoàn viên tăng trong kỳ|4", *MOVES, "II|Cộng đoàn viên giảm|2", *WENT),
         "Tổng giảm ghi 2, cộng các dòng được 3."),
    ],
    ids=["stocks", "what came", "what went"],
)  # fmt: skip
def test_movements_that_disagree_are_looked_at(
    tmp_path: Path, rows: tuple[str, ...], reason: str
) -> None:
    moves = [row for row in read(tmp_path, *rows).rows if row.values]
    assert {(row.status, row.reasons) for row in moves} == {("warned", (reason,))}


@pytest.mark.parametrize(
    "rows",
    [
        ("I|Đoàn viên tăng|5", "|Trong đó: kết nạp mới|3", "II|Đoàn viên giảm|3", *WENT),
        ("I|Đoàn viên đầu kỳ|72", "1|Kết nạp mới|khoảng 5", *WENT, "II|Đoàn viên cuối kỳ|80"),
    ],
    ids=["a part", "unread"],
)
def test_nothing_is_compared_where_movements_are_not_all_told(
    tmp_path: Path, rows: tuple[str, ...]
) -> None:
    words = " ".join(one for row in read(tmp_path, *rows).rows for one in row.reasons)
    assert "cuối kỳ ghi" not in words
    assert "Tổng tăng" not in words


def test_rows_are_of_the_side_they_stand_below(tmp_path: Path) -> None:
    path = tmp_path / "phiếu.xlsx"
    write_xlsx(path, [sheet("\n".join([
        f"Đơn vị báo cáo: {UNIT}", "TT|Nội dung|Tổng số|Trong đó nữ|Ghi chú",
        "I|Đoàn viên đầu kỳ|77|38|", "II|Đoàn viên tăng trong kỳ|2| |",
        "1|Chuyển đến từ đơn vị trong tỉnh, thành phố|2|1|", "III|Đoàn viên giảm trong kỳ|1| |",
        "1|Chuyển công tác trong thành phố|1|0|", "IV|Đoàn viên cuối kỳ|78|39|",
    ]))])  # fmt: skip
    reading = read_case(Case("", [], form="F3"), path)
    assert [(row.status, dict(row.values)) for row in reading.rows] == [
        ("accepted", {"C13": 2, "C13N": 1}), ("accepted", {"C21": 1, "C21N": 0}),
    ]  # fmt: skip


def test_stocks_told_before_the_first_movement_are_compared(tmp_path: Path) -> None:
    """“Tháng trước có | 27” above “Kết nạp mới” is no title, nor “Tháng này còn” an indicator."""
    path = tmp_path / "phiếu.xlsx"
    told = ("Tháng trước có|27", "Kết nạp mới|02", "Mất|01", "Tháng này còn|{}")
    for closing, status in ((28, True), (29, False)):
        text = "\n".join([UNIT, "Tháng 10/2026", "", *told]).format(closing)
        write_xlsx(path, [sheet(text)])
        reading = read_case(Case("", [], form="F3"), path)
        assert [dict(row.values) for row in reading.rows] == [{"C11": 2}, {"C26": 1}]
        said = [reason for row in reading.rows for reason in row.reasons]
        assert any("cuối kỳ ghi 29" in reason for reason in said) is not status

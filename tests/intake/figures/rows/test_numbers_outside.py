"""No number is left outside the table without a word."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from desktop.models.errors import Refusal
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

HEAD = "TT|Đơn vị|Lao động|Nữ|Đoàn viên|Nữ"
ROWS = ("1|CĐCS Trường THCS Số 1|34|17|30|15", "2|CĐCS Trường THCS Số 2|21|20|20|19")


def read(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    return read_case(Case("", []), path)


def test_a_sheet_all_of_whose_numbers_stand_outside_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"4 số ở dòng 3–4 nằm ngoài bảng, không đọc\."):
        read(tmp_path, "CĐCS Trường THCS Số 1", "Lao động|||Đoàn viên",
             "Phòng máy|12||Thư viện|3", "Sân|1||Xe|5")  # fmt: skip


def test_numbers_below_the_table_are_told_once(tmp_path: Path) -> None:
    reading = read(tmp_path, HEAD, *ROWS, "", "||||||Máy|12", "||||||Xe|5", "", "||||||Nhà|1")
    assert reading.notes == ("3 số ở dòng 5–6, 8 nằm ngoài bảng, không đọc.",)
    assert [row.status for row in reading.rows] == ["accepted", "accepted"]


@pytest.mark.parametrize("below", [
    ("||||||Ngày 31 tháng 10 năm 2026",), ("||||||Chủ tịch", "||||||0912345678"),
    ("||||||Tỷ lệ|92%",), ("||||||31/10/2026",),
])  # fmt: skip
def test_days_telephones_and_shares_are_no_such_numbers(
    tmp_path: Path, below: tuple[str, ...]
) -> None:
    assert read(tmp_path, HEAD, *ROWS, *below).notes == ()


def test_a_sum_alone_is_of_the_union_named_above_it(tmp_path: Path) -> None:
    rows = ("Báo cáo tháng 10/2026", "Nội dung|Lao động|Đoàn viên", "Tổng cộng|34|30")
    (row,) = read(tmp_path, "CĐCS Trường THCS Số 1", *rows).rows
    assert (row.unit_id, row.status, row.values) == ("u01", "warned", {"A01": 34, "A03": 30})
    with pytest.raises(Refusal, match=r"Bảng chỉ có dòng cộng \(dòng 3\)"):
        read(tmp_path, *rows)

"""A slip that names its union only where it is signed is that union's, to be looked at."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

TITLE = "BÁO CÁO SỐ LIỆU THÁNG 10/2026"
SLIP = ("TT|Nội dung|Số lượng|Nữ", "1|Lao động|34|17", "2|Đoàn viên|30|15")
TABLE = ("Tổng số CNVCLĐ|Nữ|Tổng số đoàn viên|Nữ", "34|17|30|15")
BOTH = {"A01": 34, "A01N": 17, "A03": 30, "A03N": 15}


def read(folder: Path, *rows: str) -> FiguresReading:
    path = folder / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join((TITLE, *rows)))])
    return read_case(Case("", []), path)


@pytest.mark.parametrize("rows", [SLIP, TABLE], ids=["list", "table"])
@pytest.mark.parametrize("signed", [
    ("||TM. BAN CHẤP HÀNH", "||CĐCS TRƯỜNG THCS SỐ 1", "||CHỦ TỊCH", "||Nguyễn Văn A"),
    ("Nơi nhận:||TM. BCH CĐCS TRƯỜNG THCS SỐ 1", "- Công đoàn xã Hải Lăng;||CHỦ TỊCH",
     "- Lưu.||Nguyễn Văn A"),
], ids=["lines", "beside the receivers"])  # fmt: skip
def test_who_signs_is_who_tells(
    tmp_path: Path, rows: tuple[str, ...], signed: tuple[str, ...]
) -> None:
    reading = read(tmp_path, *rows, *signed)
    told = {cell.code: cell.value for row in reading.rows for cell in row.cells}
    assert told == BOTH
    for row in reading.rows:
        assert (row.unit_id, row.status) == ("u01", "warned")
        assert any("phần ký tên" in one for one in row.reasons)


@pytest.mark.parametrize("below", [
    ("Chủ tịch CĐCS Trường THCS Số 1|||Chủ tịch CĐCS Trường THCS Số 2",),
    ("||TM. BTV", "||CÔNG ĐOÀN XÃ HẢI LĂNG"), ("Nơi nhận:", "- CĐCS Trường THCS Số 1"),
    ("CĐCS Trường THCS Số 1",),
], ids=["two", "an office", "a receiver", "unsigned"])  # fmt: skip
def test_nobody_else_named_below_is(tmp_path: Path, below: tuple[str, ...]) -> None:
    assert {row.status for row in read(tmp_path, *SLIP, *below).rows} == {"refused"}

"""Headings over groups nobody merged stand for the columns that begin below them."""

from pathlib import Path

import pytest

from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_headings_over_their_first_column_stay_there(tmp_path: Path, groups: int) -> None:
    path = tmp_path / "bảng.xlsx"
    heads = ("Kết nạp", "Chuyển từ tỉnh khác đến", "Chuyển đi tỉnh khác", "Nghỉ việc")[:groups]
    figures = "|".join(f"{at + 4}|{at + 1}" for at in range(groups))
    write_xlsx(path, [sheet("\n".join((
        "STT|Tên CĐCS|" + "|".join(f"{head}|" for head in heads), "||" + "Tổng|Nữ|" * groups,
        f"1|CĐCS Trường THCS Số 1|{figures}", f"2|CĐCS Trường THCS Số 2|{figures}")))])  # fmt: skip
    codes = ("C11", "C14", "C22", "C24")[:groups]
    told = {code: at + 4 for at, code in enumerate(codes)}
    told |= {f"{code}N": at + 1 for at, code in enumerate(codes)}
    reading = read_case(Case("", [], form="F3"), path)
    assert [(row.status, row.values) for row in reading.rows] == [("accepted", told)] * 2

"""Sheets in English and Vietnamese are read by their Vietnamese half."""

from pathlib import Path

import pytest

from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

ONE = "CĐCS Trường THCS Số 1"


@pytest.mark.parametrize("cell", ["{en}/{vn}", "{en} / {vn}", "{vn} ({en})", "{vn} - {en}"])
def test_a_list_in_two_languages(tmp_path: Path, cell: str) -> None:
    head = (("Item", "Nội dung"), ("Total", "Tổng số"), ("Male", "Nam"), ("Female", "Nữ"))
    workers = cell.format(en="Employees", vn="Người lao động")
    members = cell.format(en="Trade union members", vn="Đoàn viên công đoàn")
    rows = [f"{ONE}|||", "|".join(cell.format(en=en, vn=vn) for en, vn in head),
            f"{workers}|42|12|30", f"{members}|40|11|29"]  # fmt: skip
    path = tmp_path / "bảng.xlsx"
    write_xlsx(path, [sheet("\n".join(rows))])
    reading = read_case(Case("", []), path)
    assert [dict(row.values) for row in reading.rows] == [
        {"A01": 42, "A01N": 30}, {"A03": 40, "A03N": 29}]  # fmt: skip

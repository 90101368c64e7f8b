"""Tables with the same head below one another, each titled with its own time."""

from pathlib import Path

import pytest

from desktop.intake.figures.result import FiguresReading
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx

HEAD = "Đối tượng|Nam|Nữ|Cộng|Tỷ lệ nữ"
BEFORE = f"""{HEAD}
Công nhân lao động|144|272|416|65.4%
Đoàn viên công đoàn|92|209|301|69.4%
"""
NOW = f"""{HEAD}
Công nhân lao động|145|274|419|65.4%
Đoàn viên công đoàn|93|210|303|69.4%
"""
UNIT = "CĐCS TRƯỜNG THCS SỐ 1||||\nCƠ CẤU LAO ĐỘNG VÀ ĐOÀN VIÊN||||\n\n"
SEPTEMBER, OCTOBER = "Đến 30.09.2026||||\n", "Đến 31.10.2026||||\n"


def read(folder: Path, text: str) -> FiguresReading:
    path = folder / "cơ cấu.xlsx"
    write_xlsx(path, [sheet(text)])
    return read_case(Case("dated tables", []), path)


@pytest.mark.parametrize("now_first", [False, True], ids=["period below", "period above"])
def test_the_table_of_the_period_is_taken_and_the_other_told(
    tmp_path: Path, now_first: bool
) -> None:
    parts = [SEPTEMBER + BEFORE, OCTOBER + NOW]
    reading = read(tmp_path, UNIT + "\n\n".join(reversed(parts) if now_first else parts))
    (row,) = [row for row in reading.rows if row.unit_id]
    assert (row.unit_id, row.values) == (
        "u01", {"A01": 419, "A01N": 274, "A03": 303, "A03N": 210},
    )  # fmt: skip
    assert any("Không đọc bảng của kỳ khác" in one and "30.09.2026" in one for one in row.reasons)


def test_two_tables_without_times_are_still_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{UNIT}Cơ sở 1||||\n{BEFORE}\n\nCơ sở 2||||\n{NOW}")
    assert all(row.status == "refused" for row in reading.rows if row.values.get("A01"))

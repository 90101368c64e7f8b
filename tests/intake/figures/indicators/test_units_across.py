"""Units side by side in a form of activities: their sum is nobody's own figure."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import UNITS
from tests.intake.figures.spread import sheet, write_xlsx

PACKS = load_packs()
OFFICE = Known("x01", "Công đoàn xã Hải Lăng", "CDX", "")
HEAD = "Tiêu chí|Đơn vị tính|Trường THCS Số 1|Trường THCS Số 2|"
ROWS = """
Số lượt thăm hỏi ốm đau, hiếu hỷ|lượt|4|3|7
Hội nghị, buổi tuyên truyền|buổi|1|2|3
"""


def read(folder: Path, text: str) -> FiguresReading:
    path = folder / "hoạt động.xlsx"
    write_xlsx(path, [sheet(text)])
    period = parse_period("2026-10", PACKS.schemes)
    return read_figures(path, Asked("F4", period, PACKS, (*UNITS, OFFICE), {}, {}, own=OFFICE.id))


@pytest.mark.parametrize("last", ["Toàn cụm", "Tổng cộng", "Tổng số", "Cộng", "Thực hiện"])
def test_a_total_beside_its_units_is_not_the_offices_own(tmp_path: Path, last: str) -> None:
    reading = read(tmp_path, HEAD + last + ROWS)
    assert {row.unit_id: dict(row.values) for row in reading.rows if row.unit_id} == {
        "u01": {"E07": 4, "F01": 1}, "u02": {"E07": 3, "F01": 2},
    }  # fmt: skip


def test_a_total_before_its_units_is_not_either(tmp_path: Path) -> None:
    text = "Hoạt động|Toàn cụm|Trường THCS Số 1|Trường THCS Số 2\n" \
           "Số lượt thăm hỏi ốm đau, hiếu hỷ|7|4|3\nHội nghị, buổi tuyên truyền|3|1|2"  # fmt: skip
    reading = read(tmp_path, text)
    assert {row.unit_id for row in reading.rows if row.unit_id} == {"u01", "u02"}


def test_the_offices_own_list_stays_its_own(tmp_path: Path) -> None:
    text = "Nội dung|Đơn vị tính|Kết quả\nSố lượt thăm hỏi ốm đau, hiếu hỷ|lượt|4\n" \
           "Hội nghị, buổi tuyên truyền|buổi|1"  # fmt: skip
    reading = read(tmp_path, text)
    assert [(row.unit_id, dict(row.values)) for row in reading.rows] == [
        ("x01", {"E07": 4}), ("x01", {"F01": 1}),
    ]  # fmt: skip

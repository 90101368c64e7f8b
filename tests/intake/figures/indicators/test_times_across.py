"""Lists of indicators that tell the period before beside the one reported."""

from pathlib import Path

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.reading import Asked, read_figures
from desktop.intake.figures.result import FiguresReading
from desktop.models.packs.packs import load_packs
from desktop.models.packs.periods import parse_period
from tests.intake.figures.gathering import UNITS
from tests.intake.figures.spread import sheet, write_xlsx

PACKS = load_packs()
OFFICE = Known("x01", "Công đoàn xã Hải Lăng", "CDX", "")
ABOVE = """Biểu số 1-HĐCĐ||||Đơn vị báo cáo:|
Ban hành theo QĐ||||CĐCS Trường THCS Số 1|
ngày 28/11/2014||||Đơn vị nhận: CĐ xã Hải Lăng|
BÁO CÁO THỐNG KÊ TÌNH HÌNH LAO ĐỘNG VÀ CÔNG ĐOÀN|||||
Số liệu tính đến 31/10/2026|||||

"""
TABLE = """STT|Chỉ tiêu|Mã số|Đơn vị tính|{times}
A|B|C|D|1|2
I|VỀ LAO ĐỘNG||||
1|Tổng số CNVCLĐ|01|Người|127|128
|Trong đó: Nữ|02|Người|64|65
II|VỀ TỔ CHỨC CÔNG ĐOÀN||||
2|Tổng số đoàn viên công đoàn|03|Người|75|73
|Trong đó: Nữ|04|Người|41|40
"""


def read(folder: Path, text: str) -> FiguresReading:
    path = folder / "biểu.xlsx"
    write_xlsx(path, [sheet(text)])
    period = parse_period("2026-10", PACKS.schemes)
    return read_figures(path, Asked("F1", period, PACKS, (*UNITS, OFFICE), {}, {}, own=OFFICE.id))


def test_the_period_reported_is_taken_for_the_unit_that_reports(tmp_path: Path) -> None:
    reading = read(tmp_path, ABOVE + TABLE.format(times="Kỳ trước|Kỳ báo cáo"))
    taken = [(row.unit_id, code, value) for row in reading.rows
             for code, value in row.values.items() if value is not None]  # fmt: skip
    assert taken == [("u01", "A01", 128), ("u01", "A01N", 65),
                     ("u01", "A03", 73), ("u01", "A03N", 40)]  # fmt: skip


def test_units_side_by_side_are_still_read_as_such(tmp_path: Path) -> None:
    reading = read(tmp_path, TABLE.format(times="Trường THCS Số 1|Trường THCS Số 2"))
    assert {row.unit_id: row.values["A03"] for row in reading.rows if row.unit_id} == {
        "u01": 75, "u02": 73,
    }  # fmt: skip

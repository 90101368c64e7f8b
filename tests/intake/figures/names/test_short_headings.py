"""Letters that head columns are no names of units."""

from pathlib import Path

import pytest

from desktop.intake.figures.names.mistaken_names import likely_units
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from tests.intake.figures.gathering import Case, read_case
from tests.intake.figures.spread import sheet, write_xlsx
from tests.intake.figures.test_column_words import WORDS

FIRM = Known("u1", "CĐCS Công ty Cổ phần Xây dựng Cẩm Lệ")
OTHER = Known("u2", "CĐCS Công ty TNHH Điện tử Trường Sơn")
HEAD = "CTY CP XÂY DỰNG CẨM LỆ\nBÁO CÁO BIẾN ĐỘNG ĐOÀN VIÊN - THÁNG 10/2026\n\n"
ROWS = " ||Tăng|3|1\n |a)|Kết nạp mới|3|1\n ||Giảm|2|1\n |a)|Nghỉ hưu theo chế độ|2|1\n"


def test_the_unit_of_the_letterhead_wins_over_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "biến động.xlsx"
    write_xlsx(path, [sheet(f"{HEAD}TT||Nội dung|TS|Nữ\n{ROWS}")])
    reading = read_case(Case("f3", [], form="F3"), path, units=(FIRM, OTHER))
    assert {row.unit_id for row in reading.rows if row.values} == {"u1"}
    values = {code: one for row in reading.rows for code, one in row.values.items()}
    assert values == {"C11": 3, "C11N": 1, "C23": 2, "C23N": 1}


@pytest.mark.parametrize("text", ["TS", "T.S", "ts"])
def test_letters_of_a_heading_are_nobodys_initials(text: str) -> None:
    book = NameBook((FIRM, OTHER), WORDS)
    assert book.find(text).unit is None
    assert likely_units(text, "", (), book) == []


def test_other_letters_still_are() -> None:
    assert NameBook((FIRM, OTHER), WORDS).find("XD CL").unit == FIRM

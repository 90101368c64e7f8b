"""Texts in Unicode are never taken for those of fonts of before Unicode, however short."""

import random

import pytest

from desktop.intake.figures.sheets.grid import Grid
from desktop.intake.figures.sheets.old_letters import in_unicode
from desktop.intake.figures.sheets.text_grids import decode

WORDS = (
    "CĐCS", "Có trụ sở", "Đã nộp BC", "Tên đơn vị", "Nữ", "LĐ", "Ghi chú", "cô Lan", "Số ĐV",
    "THCS Yên Thành", "MN Hoa Sen", "Trường Tiểu học Cẩm Lệ", "Công ty Hòa Phát", "bà Hòa", "x",
    "Bắc Hà", "Vĩnh Hòa", "Khe Sanh", "Trạm Y tế", "12", "",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_a_few_cells_in_unicode_stay_as_they_are(seed: int) -> None:
    pick = random.Random(seed)
    rows = [[pick.choice(WORDS) for _column in range(4)] for _row in range(pick.randint(2, 6))]
    rows[0][0] = "Đơn vị"
    text = "\n".join(",".join(row) for row in rows)
    assert decode(text.encode("utf-8")) == text
    grid = Grid("bảng", [list(row) for row in rows], list(range(1, len(rows) + 1)))
    assert in_unicode(grid).rows == rows


def test_lines_in_an_old_font_are_brought_to_unicode_and_no_others() -> None:
    old = "STT,§¬n vÞ,Sè ®oµn viªn\n1,C«ng ®oµn Tr­êng TiÓu häc,45\n2,C«ng ®oµn Tr­êng MÇm non,38"
    assert decode(f"Quý III/2026: đợt 1\n{old}".encode()).split("\n") == [
        "Quý III/2026: đợt 1", "STT,Đơn vị,Số đoàn viên", "1,Công đoàn Trường Tiểu học,45",
        "2,Công đoàn Trường Mầm non,38",
    ]  # fmt: skip

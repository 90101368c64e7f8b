"""A document that was read becomes a plan of the year its title speaks of."""

import pytest

from desktop.intake.documents import read_pasted
from desktop.models.packs.packs import load_packs
from desktop.tasks.papers.plan_from_reading import plan_of_reading

PAPER = """LIÊN ĐOÀN LAO ĐỘNG TỈNH AN SƠN

Số: 14/KH-LĐLĐ

An Sơn, ngày 06 tháng 9 năm 2026

KẾ HOẠCH
{subject}

I. NỘI DUNG
1. Tặng 300 suất quà.
2. Thăm các gia đình khó khăn.

Nơi nhận:
- Lưu: VT.
"""


@pytest.mark.parametrize(
    ("subject", "year"),
    [
        ("Công tác công đoàn năm 2027", 2027),
        ("CÔNG TÁC CÔNG ĐOÀN NĂM 2027", 2027),
        ("Chăm lo Tết Nguyên đán Đinh Mùi 2027", 2027),
        ("Chăm lo Tết Nguyên đán Đinh Mùi", 2026),
        ("Thực hiện Nghị quyết số 12/2025/NQ-ĐH ngày 22/12/2025", 2026),
        ("Phát triển đoàn viên giai đoạn 2027-2030", 2026),
        ("Phát triển đoàn viên đến năm 2030", 2026),
        ("Phát triển đoàn viên năm 2027, tầm nhìn đến năm 2030", 2027),
    ],
)
def test_the_title_says_of_which_year_it_is(subject: str, year: int) -> None:
    reading = read_pasted(PAPER.format(subject=subject))
    assert plan_of_reading(reading, load_packs()).head.year == year

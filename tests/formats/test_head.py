"""Names of bodies break where a clerk breaks them; rules have their prescribed length."""

import pytest

from desktop.formats.document import Letterhead
from desktop.formats.faces import break_name, even_lines
from desktop.formats.head import plan_head
from desktop.formats.layout import shipped_layout
from desktop.formats.pdf_stack import line_width

LAYOUT = shipped_layout()
WIDTH = LAYOUT.text_width_mm() * 72 / 25.4


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("LĐLĐ TỈNH QUẢNG TRỊ", ["LĐLĐ TỈNH QUẢNG TRỊ"]),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG TRỊ", ["LIÊN ĐOÀN LAO ĐỘNG", "TỈNH QUẢNG TRỊ"]),
        ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", ["TỔNG LIÊN ĐOÀN LAO ĐỘNG", "VIỆT NAM"]),
        ("CÔNG ĐOÀN CƠ SỞ\nTRƯỜNG A", ["CÔNG ĐOÀN CƠ SỞ", "TRƯỜNG A"]),
    ],
)
def test_names_break_before_their_unit_word(name: str, lines: list[str]) -> None:
    limit = 68 * 72 / 25.4
    broken = break_name(name, LAYOUT.style("parent"), limit, LAYOUT.words.break_before)
    assert broken == lines


def test_rules_have_the_prescribed_share_of_their_text() -> None:
    plan = plan_head(Letterhead("LĐLĐ tỉnh", "CĐCS xã", 1, "KH-CĐCS", "Huế"), LAYOUT, WIDTH)
    motto = line_width(plan.motto.lines[0], plan.motto.style)
    issuer = line_width(plan.issuer.lines[-1], plan.issuer.style)
    assert plan.motto_rule == pytest.approx(motto)
    assert 1 / 3 <= plan.issuer_rule / issuer <= 1 / 2


@pytest.mark.parametrize("width_mm", [165, 155, 150, 140])
def test_quoc_hieu_shrinks_with_tieu_ngu_instead_of_wrapping(width_mm: float) -> None:
    head = Letterhead("LĐLĐ tỉnh", "CĐCS xã", 1, "KH-CĐCS", "Huế")
    plan = plan_head(head, LAYOUT, width_mm * 72 / 25.4)
    assert line_width(plan.national.lines[0], plan.national.style) <= plan.right_width
    if width_mm == 155:
        assert (plan.national.style.size_pt, plan.motto.style.size_pt) == (12, 13)


def test_a_long_place_name_is_set_smaller() -> None:
    head = Letterhead("", "X", 1, "KH-X", "Thành phố Hồ Chí Minh và vùng phụ cận", year=2026)
    plan = plan_head(head, LAYOUT, WIDTH)
    assert plan.parent is None
    assert plan.place_date.style.size_pt < 14


def test_titles_break_into_lines_of_like_length() -> None:
    text = "Phong trào lao động giỏi, lao động sáng tạo trong đoàn viên, người lao động năm 2027"
    lines = even_lines(text, "Tinos-Bold", 14, WIDTH)
    assert " ".join(lines) == text
    assert len(lines) == 2
    assert len(lines[1]) > 0.7 * len(lines[0])

"""Names of bodies break where a clerk breaks them; rules have their prescribed length."""

from datetime import date

import pytest

from desktop.documents.layout import with_body_size, with_preset
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
        (
            "CÔNG ĐOÀN CÔNG TY CẤP THOÁT NƯỚC VÀ MÔI TRƯỜNG ĐÔ THỊ TÂN UYÊN BẮC",
            ["CÔNG ĐOÀN", "CÔNG TY CẤP THOÁT NƯỚC", "VÀ MÔI TRƯỜNG", "ĐÔ THỊ TÂN UYÊN BẮC"],
        ),
        (
            "CÔNG ĐOÀN CÁC KHU CÔNG NGHIỆP VÀ KHU KINH TẾ TỈNH BÀ RỊA - VŨNG TÀU",
            ["CÔNG ĐOÀN CÁC", "KHU CÔNG NGHIỆP", "VÀ KHU KINH TẾ", "TỈNH BÀ RỊA - VŨNG TÀU"],
        ),
        (
            "CĐCS BẢO HIỂM XÃ HỘI THỊ XÃ QUẢNG TRỊ",
            ["CĐCS BẢO HIỂM XÃ HỘI", "THỊ XÃ QUẢNG TRỊ"],
        ),
    ],
)
def test_names_break_before_their_unit_word(name: str, lines: list[str]) -> None:
    limit = 68 * 72 / 25.4
    words = LAYOUT.words
    broken = break_name(
        name, LAYOUT.style("parent"), limit, words.break_before, words.keep_together
    )
    assert broken == lines


def test_a_name_without_end_or_of_one_endless_word_is_broken_too() -> None:
    style = LAYOUT.style("issuer")
    for text in ("CÔNG TY " * 400, "X" * 300, "CÔNG TY " + "X" * 90):
        lines = break_name(text.strip(), style, 200, ("công ty",), ("công ty",))
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(line_width(line, style) <= 200.01 for line in lines)


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


@pytest.mark.parametrize("size", [13, 14])
@pytest.mark.parametrize("preset", ["default", "decree30"])
def test_a_long_place_takes_room_from_the_left_before_it_is_set_below_the_rules(
    preset: str, size: int
) -> None:
    layout = with_body_size(with_preset(LAYOUT, preset), size)
    block = Letterhead("", "X", 5, "KH-LĐLĐ", "Thành phố Hồ Chí Minh", date(2026, 12, 29))
    plan = plan_head(block, layout, layout.text_width_mm() * 72 / 25.4)
    assert plan.place_date.style.size_pt >= 13
    assert line_width(plan.place_date.lines[0], plan.place_date.style) <= plan.right_width
    assert plan.number.style.size_pt == 13


def test_titles_break_into_lines_of_like_length() -> None:
    text = "Phong trào lao động giỏi, lao động sáng tạo trong đoàn viên, người lao động năm 2027"
    lines = even_lines(text, "Tinos-Bold", 14, WIDTH)
    assert " ".join(lines) == text
    assert len(lines) == 2
    assert len(lines[1]) > 0.7 * len(lines[0])

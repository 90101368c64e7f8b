"""Any document that can be read is judged by the rules of form, as it is printed."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from desktop.formats.layout import shipped_layout
from desktop.formats.registry import write
from desktop.intake.sources.docx_looks import looks
from desktop.models.errors import Refusal
from desktop.tasks.papers.checking import check_file
from desktop.tasks.papers.checking_looks import look_departures
from desktop.tasks.papers.head_field import head_value
from tests.formats import samples

SOUND = """\
LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG TRỊ
CÔNG ĐOÀN XÃ HƯỚNG PHÙNG
Số: 05/KH-CĐX

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Hướng Phùng, ngày 05 tháng 01 năm 2027

KẾ HOẠCH
Chăm lo đời sống đoàn viên năm 2027

Thực hiện chương trình công tác năm, Ban Thường vụ xây dựng kế hoạch như sau:

I. NHIỆM VỤ

1. Thăm hỏi đoàn viên khó khăn trước ngày 20 tháng 01 năm 2027.

2. Phối hợp kiểm tra bữa ăn ca tại các doanh nghiệp trên địa bàn.

Trên đây là kế hoạch năm 2027, đề nghị các đơn vị thực hiện./.

Nơi nhận:
- LĐLĐ tỉnh (báo cáo);
- Các CĐCS;
- Lưu: VT.

TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Hồ Thị Mây
"""


def told(folder: Path, text: str) -> list[str]:
    path = folder / "văn bản.txt"
    path.write_text(text, "utf-8")
    return [one["where"] for one in check_file(path)]


def test_a_sound_document_has_nothing_to_say(tmp_path: Path) -> None:
    assert told(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("right", "wrong", "where"),
    [
        ("Số: 05/KH-CĐX", "Số: 5/KH-CĐX", "Số, ký hiệu"),
        ("Số: 05/KH-CĐX", "Số: 05//KH-CĐX", "Số, ký hiệu"),
        ("Số: 05/KH-CĐX", "Số: 05 /KH-CĐX", "Số, ký hiệu"),
        ("Số: 05/KH-CĐX", "Số: 05/2027/KH-CĐX", "Số, ký hiệu"),
        ("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc", "Tiêu ngữ"),
        ("TM. BAN THƯỜNG VỤ", "TM.BAN THƯỜNG VỤ", "Chữ ký"),
        ("TM. BAN THƯỜNG VỤ", "T/M BAN THƯỜNG VỤ", "Chữ ký"),
        ("thực hiện./.", "thực hiện.", "Cuối văn bản"),
        ("- Lưu: VT.", "- Văn phòng.", "Nơi nhận"),
    ],
)
def test_a_slip_is_told_where_it_is(tmp_path: Path, right: str, wrong: str, where: str) -> None:
    assert right in SOUND
    assert where in told(tmp_path, SOUND.replace(right, wrong))


def test_margins_of_a_word_file_are_measured(tmp_path: Path) -> None:
    import docx
    from docx.shared import Mm

    path = tmp_path / "ke-hoach.docx"
    write(samples.plan(), path)
    assert "Lề trang" not in [one["where"] for one in check_file(path)]
    opened = docx.Document(str(path))
    opened.sections[0].left_margin = Mm(20)
    opened.sections[0].page_width = Mm(216)
    opened.save(str(path))
    assert {"Lề trang", "Khổ giấy"} <= {one["where"] for one in check_file(path)}


def test_fields_typed_as_text_become_what_they_hold() -> None:
    assert head_value("address", "Một\\nHai\n") == ["Một", "Hai"]
    assert head_value("copies", "300") == 300
    assert head_value("copies", "nhiều") == "nhiều"
    assert head_value("mirrored", "có") is True
    assert head_value("urgency", " HỎA TỐC ") == "HỎA TỐC"
    assert head_value("urgency", "thượng khẩn") == "THƯỢNG KHẨN"
    assert head_value("secrecy", "") == ""
    assert head_value("margin", "decree30") == "decree30"
    assert head_value("appendices", "Phụ lục: A\nx\nPhụ lục II: B") == ["A\nx", "B"]


@pytest.mark.parametrize(
    ("field", "typed", "offered"),
    [("urgency", "gấp lắm", "HỎA TỐC"), ("secrecy", "KHẨN", "MẬT"), ("margin", "hẹp", "decree30")],
)
def test_a_stamp_or_margin_there_is_none_of_is_refused(
    field: str, typed: str, offered: str
) -> None:
    with pytest.raises(Refusal, match=offered):
        head_value(field, typed)


@pytest.mark.parametrize("name", ["văn bản.docx", "văn bản.dotx", "khongduoi"])
def test_a_file_is_judged_by_what_it_is_not_by_how_its_name_ends(tmp_path: Path, name: str) -> None:
    typed = tmp_path / name
    typed.write_text(SOUND, "utf-8")
    assert check_file(typed) == []
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in SOUND.split("\n")) + "</body>"
    typed.write_text(page, "utf-8")
    assert not {"Lề trang", "Khổ giấy"} & {one["where"] for one in check_file(typed)}


def set_badly(path: Path, *, size: float = 14, number_at: str = "header") -> Path:
    """Write a Word file as offices do that set everything by hand."""
    paper = docx.Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.top_margin = page.bottom_margin = Mm(20)
    normal = paper.styles["Normal"]
    normal.font.size, normal.font.name = Pt(14), "Arial"
    for text, points, bold in (
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 15, True),
        ("Độc lập - Tự do - Hạnh phúc", 14, False),
        ("V/v đăng ký tham gia hội thao", 12, True),
        ("Ban Chấp hành đề nghị các tổ công đoàn đăng ký danh sách dự hội thao.", 14, False),
        ("Các tổ công đoàn gửi danh sách trước ngày 15 tháng 10 năm 2026./.", size, False),
        ("Phụ lục", 14, True),
        ("Danh sách kèm theo công văn của Ban Chấp hành gửi các tổ công đoàn.", 9, False),
    ):
        run = paper.add_paragraph().add_run(text)
        run.font.size, run.bold = Pt(points), bold
    part = page.header if number_at == "header" else page.footer
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    part.paragraphs[0]._p.append(field)
    paper.save(str(path))
    return path


def test_the_looks_of_a_word_file_are_judged(tmp_path: Path) -> None:
    path = set_badly(tmp_path / "a.docx", size=12.5)
    said = [f"{one.where}: {one.message}" for one in look_departures(looks(path), shipped_layout())]
    assert said == [
        "Quốc hiệu: Cỡ chữ 15; quy định từ 12 đến 13.",
        "Tiêu ngữ: Phải in đậm.",
        "Trích yếu công văn: Trích yếu sau “V/v” không in đậm.",
        "Nội dung: Cỡ chữ của các phần nội dung phải bằng nhau.",
        "Nội dung: Cỡ chữ 12.5; quy định từ 13 đến 14.",
        "Nội dung: Phông chữ Arial; quy định Times New Roman.",
        "Số trang: Trang thứ nhất không đánh số.",
    ]
    told = [one["message"] for one in check_file(path)]
    assert "Trích yếu sau “V/v” không in đậm." in told


def test_page_numbers_at_the_foot_or_from_the_second_page(tmp_path: Path) -> None:
    path = set_badly(tmp_path / "a.docx", number_at="footer")
    assert looks(path).numbers_at_foot
    paper = docx.Document(str(path))
    paper.sections[0].different_first_page_header_footer = True
    paper.save(str(path))
    assert not looks(path).first_page_numbered
    assert looks(path).numbers_at_foot


@pytest.mark.parametrize("name", ["plan", "dispatch", "programme", "regulation"])
def test_our_own_word_files_are_set_as_they_should(name: str, tmp_path: Path) -> None:
    write(getattr(samples, name)(), tmp_path / "a.docx")
    assert list(look_departures(looks(tmp_path / "a.docx"), shipped_layout())) == []
    assert looks(tmp_path / "a.docx").paragraphs
    (tmp_path / "b.docx").write_text("Kế hoạch", "utf-8")
    assert looks(tmp_path / "b.docx").paragraphs == ()

"""Any document that can be read is judged by the rules of form, as it is printed."""

from pathlib import Path

import pytest

from desktop.formats.registry import write
from desktop.tasks.papers.checking import check_file
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
    assert head_value("appendices", "Phụ lục: A\nx\nPhụ lục II: B") == ["A\nx", "B"]


@pytest.mark.parametrize("name", ["văn bản.docx", "văn bản.dotx", "khongduoi"])
def test_a_file_is_judged_by_what_it_is_not_by_how_its_name_ends(tmp_path: Path, name: str) -> None:
    typed = tmp_path / name
    typed.write_text(SOUND, "utf-8")
    assert check_file(typed) == []
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in SOUND.split("\n")) + "</body>"
    typed.write_text(page, "utf-8")
    assert not {"Lề trang", "Khổ giấy"} & {one["where"] for one in check_file(typed)}

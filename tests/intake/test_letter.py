"""A letter's subject and addressees are found wherever and however they stand."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.formats import registry
from desktop.formats.document import Addressees
from desktop.intake.documents import read_document, read_pasted
from tests.formats import samples

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARENT = "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"
ISSUER = "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ VÂN"
NUMBER = "Số: 288/LĐLĐ-CTCĐ"
DAY = "Hà Vân, ngày 04 tháng 3 năm 2026"
LINES = ("V/v báo cáo số liệu đoàn viên,", "công đoàn cơ sở quý I năm 2026")
SUBJECT = " ".join(LINES)
NAMES = ["Công đoàn các xã, phường, đặc khu", "Công đoàn ngành; công đoàn các khu", "Các CĐCS"]
BODY = """
Thực hiện Kế hoạch số 10/KH-TLĐ ngày 02/01/2026 của Tổng Liên đoàn, Ban Thường vụ Liên đoàn Lao \
động tỉnh đề nghị các đơn vị thực hiện một số nội dung sau:
1. Rà soát số liệu đoàn viên.
2. Gửi báo cáo trước ngày 10/4/2026.
Nơi nhận:
- Như trên;
- Lưu: VT.
TL. BAN THƯỜNG VỤ
CHÁNH VĂN PHÒNG

Bạch Ngọc Điệp
"""


def beside(*rows: tuple[str, str]) -> str:
    return "\n".join(f"{left.ljust(45)}{right}".rstrip() for left, right in rows)


HEADS = {
    "columns": beside(
        (PARENT, NATION), (ISSUER, MOTTO), (NUMBER, DAY), (LINES[0], ""), (LINES[1], "")
    ),
    "subject beside the date": beside(
        (PARENT, NATION), (ISSUER, MOTTO), (NUMBER, ""), (LINES[0], DAY), (LINES[1], "")
    ),
    "left column first": "\n".join([PARENT, ISSUER, NUMBER, *LINES, NATION, MOTTO, DAY]),
    "blank lines": "\n\n".join([PARENT, ISSUER, NUMBER, SUBJECT, NATION, MOTTO, DAY]),
    "one line": " ".join([PARENT, ISSUER, NATION, MOTTO, NUMBER, DAY, SUBJECT]),
    "one line, left column first": " ".join([PARENT, ISSUER, NUMBER, SUBJECT, NATION, MOTTO, DAY]),
    "a table": f"| {PARENT}<br>{ISSUER}<br>{NUMBER}<br>{SUBJECT} | {NATION}<br>{MOTTO}<br>{DAY} |",
    "quotes": "\n".join([PARENT, ISSUER, NUMBER, f"“{SUBJECT}”", NATION, MOTTO, DAY]),
}
LISTS = {
    "dashed": f"Kính gửi:\n- {NAMES[0]};\n- {NAMES[1]};\n- {NAMES[2]}.",
    "on the first line": f"Kính gửi: - {NAMES[0]};\n- {NAMES[1]};\n- {NAMES[2]}.",
    "blank lines": f"Kính gửi:\n\n- {NAMES[0]};\n\n- {NAMES[1]};\n\n- {NAMES[2]}.",
    "no dashes": f"Kính gửi:\n{NAMES[0]};\n{NAMES[1]};\n{NAMES[2]}.",
    "one line": f"Kính gửi: - {NAMES[0]}; - {NAMES[1]}; - {NAMES[2]}.",
    "broken": "Kính gửi:\n- Công đoàn các xã, phường,\nđặc khu;\n- Công đoàn ngành; công đoàn\n"
    "các khu;\n- Các CĐCS.",
}


@pytest.mark.parametrize("names", LISTS)
@pytest.mark.parametrize("head", HEADS)
def test_a_letter_reads_the_same_in_every_layout(head: str, names: str) -> None:
    for gap in ("\n", "\n\n"):
        answer = read_pasted(f"{HEADS[head]}{gap}{LISTS[names]}{gap}{BODY}").to_json()
        fields = [answer[name] for name in ("issuer", "parent", "number", "place", "date")]
        assert fields == [ISSUER, PARENT, "288/LĐLĐ-CTCĐ", "Hà Vân", "2026-03-04"]
        assert answer["doc_type"] == "Công văn"
        assert answer["subject"] == SUBJECT
        assert answer["addressees"] == NAMES
        assert [row[1] for row in answer["outline"]] == ["1.", "2."]
        assert len(answer["legal_basis"]) == 1


LONG = (
    "Ban Thường vụ Công đoàn các xã, phường, đặc khu và Công đoàn các khu công nghiệp, khu kinh tế "
    "trên địa bàn toàn tỉnh"
)


@pytest.mark.parametrize("names", [(LONG,), (LONG, "Các CĐCS"), ("Các CĐCS", LONG)])
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_a_long_name_of_a_letter_without_labels_is_an_addressee(
    tmp_path: Path, names: tuple[str, ...], suffix: str
) -> None:
    letter = samples.dispatch()
    blocks = [Addressees(names) if isinstance(b, Addressees) else b for b in letter.blocks]
    path = tmp_path / f"cong-van{suffix}"
    path.write_bytes(registry.render(replace(letter, blocks=tuple(blocks)), suffix))
    reading = read_document(path)
    assert [field.value for field in reading.addressees] == list(names)

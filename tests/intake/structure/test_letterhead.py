"""The same letterhead in every order and state it comes in gives the same fields."""

import itertools
import textwrap
from dataclasses import dataclass

import pytest

from desktop.intake.documents import read_pasted

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DAY = "ngày 09 tháng 02 năm 2026"
SUBJECT = "Tổ chức Tháng Công nhân năm 2026"
BODY = """
Thực hiện Hướng dẫn số 02/HD-TLĐ ngày 05/01/2026 của Tổng Liên đoàn, Ban Thường vụ xây dựng kế \
hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Động viên đoàn viên.

2. Thiết thực, tiết kiệm.
{closing}
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. BAN THƯỜNG VỤ
CHỦ TỊCH

Nguyễn Văn An
"""


@dataclass(frozen=True, slots=True)
class Issuer:
    parent: str
    name: str
    number: str
    place: str


ISSUERS = (
    Issuer(
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ VÂN", "17/KH-LĐLĐ", "Hà Vân"
    ),
    Issuer("LIÊN ĐOÀN LAO ĐỘNG TỈNH HẢI UNG", "CÔNG ĐOÀN NGÀNH Y TẾ", "33/KH-CĐYT", "Hải Ung"),
    Issuer(
        "CÔNG ĐOÀN GIÁO DỤC TỈNH",
        "CÔNG ĐOÀN TRƯỜNG CAO ĐẲNG NGHỀ BẮC SÔNG",
        "11/KH-CĐT",
        "Bắc Sông",
    ),
    Issuer(
        "CÔNG ĐOÀN PHƯỜNG HẢI ĐÔNG", "CĐCS CÔNG TY CỔ PHẦN CƠ KHÍ 2-9", "05/KH-CĐCS", "Hải Đông"
    ),
    Issuer("LĐLĐ TỈNH GIA NGHĨA", "CÔNG ĐOÀN XÃ AN KHÊ", "19/KH-CĐX", "Xã An Khê"),
    Issuer("", "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "41/KH-TLĐ", "Hà Nội"),
    Issuer(
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH KIM BẢNG",
        "CÔNG ĐOÀN CÁC KHU CÔNG NGHIỆP",
        "4/KH-CĐKCN",
        "Kim Bảng",
    ),
    Issuer("CÔNG ĐOÀN CÔNG THƯƠNG VIỆT NAM", "CÔNG ĐOÀN TỔNG CÔNG TY GIẤY", "8/KH-CĐ", "Phú Lâm"),
)


def beside(left: list[str], right: list[str], width: int = 46) -> list[str]:
    pairs = itertools.zip_longest(left, right, fillvalue="")
    return [(a.ljust(width) + b).rstrip() for a, b in pairs]


def layouts(issuer: Issuer) -> dict[str, list[str]]:
    """The lines of the letterhead and title in many layouts."""
    names = [name for name in (issuer.parent, issuer.name) if name]
    number, day = f"Số: {issuer.number}", f"{issuer.place}, {DAY}"
    title = ["", "KẾ HOẠCH", SUBJECT]
    broken = [line for name in names for line in textwrap.wrap(name, 30, break_on_hyphens=False)]
    narrow = [line for name in names for line in textwrap.wrap(name, 22, break_on_hyphens=False)]
    return {
        "columns": [*beside([*names, number], [NATION, MOTTO, day]), *title],
        "columns with broken names": [*beside([*broken, number], [NATION, MOTTO, day]), *title],
        "left column first": [*names, number, NATION, MOTTO, day, *title],
        "right column first": [NATION, MOTTO, day, *names, number, *title],
        "blank lines": list(
            itertools.chain.from_iterable(
                (line, "") for line in [*names, NATION, MOTTO, number, day, *title]
            )
        ),
        "one line": [" ".join([*names, number, NATION, MOTTO, day]), *title],
        "one line row by row": [
            " ".join([names[0], NATION, *names[1:], MOTTO, number, day]),
            *title,
        ],
        "one line with the title": [" ".join([*names, NATION, MOTTO, number, day, *title[1:]])],
        "glued": [*names, f"{number}{NATION}{MOTTO}{day}", *title],
        "motto lost": [*names, number, day, *title],
        "a table": [f"| {'<br>'.join([*names, number])} | {NATION}<br>{MOTTO}<br>{day} |", *title],
        "narrow": [*narrow, number, *textwrap.wrap(NATION, 20), MOTTO, day, *title],
        "torn by a web page": [
            *[*names, "-------", "|", "CỘNG", "HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MOTTO, "|", "Số:"],
            *[issuer.number, "|", f"{issuer.place}, ngày", "09 tháng 02", "năm 2026", "|", *title],
        ],
        "bold and headings": [
            *[*names[:-1], f"**{names[-1]}**", f"**{NATION}**", f"**{MOTTO}**", number, f"*{day}*"],
            *["# KẾ HOẠCH", f"## {SUBJECT}"],
        ],
        "a scanner's slips": [
            *[*names, f"S0: {issuer.number}", "CỘNG HOÀ XÃ HỘl CHỦ NGHĨA VlỆT NAM"],
            *["Độc Iập - Tự do - Hạnh phúc", day.replace("09", "O9"), "", "KẾ H0ẠCH", SUBJECT],
        ],
        "number and date at the end": [*names, *title],
    }


@pytest.mark.parametrize("issuer", ISSUERS, ids=lambda issuer: issuer.number)
@pytest.mark.parametrize("layout", layouts(ISSUERS[0]))
def test_the_order_and_state_of_a_letterhead_do_not_matter(layout: str, issuer: Issuer) -> None:
    last = f"Kế hoạch này ban hành kèm số {issuer.number}, {issuer.place}, {DAY}./."
    closing = f"\n{last}\n" if layout == "number and date at the end" else ""
    text = "\n".join(layouts(issuer)[layout]) + "\n" + BODY.format(closing=closing)
    reading = read_pasted(text)
    wanted = (issuer.name, issuer.parent or None, issuer.number, issuer.place, "2026-02-09")
    fields = ("issuer", "parent", "number", "place", "date")
    assert tuple(reading.value(name) for name in fields) == wanted
    assert reading.value("doc_type") == "Kế hoạch"
    assert reading.value("subject") == SUBJECT
    assert [block.label for block in reading.outline] == ["I.", "1.", "2."]
    assert len(reading.legal_basis) == 1


@pytest.mark.parametrize(
    "line",
    [
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN MỸ        SỞ NỘI VỤ TỈNH TÂN MỸ",
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN MỸ\nSỞ NỘI VỤ TỈNH TÂN MỸ",
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN MỸ - SỞ NỘI VỤ TỈNH TÂN MỸ",
        "| LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN MỸ | SỞ NỘI VỤ TỈNH TÂN MỸ |",
    ],
)
def test_two_bodies_side_by_side_issue_together(line: str) -> None:
    text = f"{line}\nSố: 18/KHLT-LĐLĐ-SNV\n\nKẾ HOẠCH LIÊN TỊCH\nPhối hợp tuyên truyền\n"
    reading = read_pasted(text)
    assert reading.value("issuer") == "LIÊN ĐOÀN LAO ĐỘNG TỈNH TÂN MỸ - SỞ NỘI VỤ TỈNH TÂN MỸ"
    assert reading.value("parent") is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Kế hoạch này ban hành kèm số 17/KH-LĐLĐ, Hà Vân, ngày 09 tháng 02 năm 2026./.",
        "(Kế hoạch số 17/KH-LĐLĐ, Hà Vân, ngày 09 tháng 02 năm 2026)",
        "Trên đây là kế hoạch (số 17/KH-LĐLĐ, Hà Vân, ngày 09 tháng 02 năm 2026), đề nghị làm tốt.",
    ],
)
def test_number_and_date_are_found_where_the_document_speaks_of_itself(sentence: str) -> None:
    reading = read_pasted("KẾ HOẠCH\nTổ chức hội thi\n" + BODY.format(closing=f"\n{sentence}\n"))
    assert reading.value("number") == "17/KH-LĐLĐ"
    assert (reading.value("place"), reading.value("date")) == ("Hà Vân", "2026-02-09")


def test_a_cited_document_lends_neither_number_nor_date() -> None:
    cited = "Thực hiện theo Kế hoạch số 10/KH-LĐLĐ ngày 12 tháng 3 năm 2026 của LĐLĐ tỉnh./."
    reading = read_pasted("KẾ HOẠCH\nTổ chức hội thi\n" + BODY.format(closing=f"\n{cited}\n"))
    assert reading.value("number") is None
    assert reading.value("date") is None


def test_the_open_number_of_a_draft_is_no_part_of_the_issuer() -> None:
    reading = read_pasted(
        "CÔNG ĐOÀN PHƯỜNG AN BÌNH\nSố:\n/KH-CĐP\nAn Bình, ngày     tháng     năm 2026\n"
        "KẾ HOẠCH\nTổ chức hội thi\n\nI. NỘI DUNG\n1. Thi hát.\n"
    )
    assert reading.value("issuer") == "CÔNG ĐOÀN PHƯỜNG AN BÌNH"
    assert reading.value("number") == "/KH-CĐP"

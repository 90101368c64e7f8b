"""Recipients and signature are the same however the end of the page is set."""

import itertools

import pytest

from desktop.intake.documents import read_pasted

HEAD = """LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ VÂN
Số: 12/KH-LĐLĐ
Hà Vân, ngày 12 tháng 3 năm 2026

KẾ HOẠCH
Tổ chức hoạt động năm 2026

Thực hiện Nghị quyết số 02/NQ-TLĐ của Tổng Liên đoàn, Ban Thường vụ xây dựng kế hoạch như sau:

1. Động viên đoàn viên, người lao động.

Trên đây là kế hoạch năm 2026, đề nghị các đơn vị triển khai thực hiện./.

"""
RECIPIENTS = [
    "Đoàn Chủ tịch TLĐ (báo cáo)",
    "Thường trực Tỉnh ủy, HĐND, UBND, UBMTTQVN tỉnh",
    "Công đoàn các xã, phường; CĐCS trực thuộc",
    "Lưu: VT, CSPL",
]
SIGNED = ("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "Nguyễn Văn An")
DASHED = [f"- {name};" for name in RECIPIENTS[:-1]] + [f"- {RECIPIENTS[-1]}."]
BROKEN = [
    "- Đoàn Chủ tịch TLĐ (báo cáo);",
    "- Thường trực Tỉnh ủy, HĐND, UBND,",
    "UBMTTQVN tỉnh;",
    "- Công đoàn các xã, phường;",
    "CĐCS trực thuộc;",
    "- Lưu: VT, CSPL.",
]


def beside(left: list[str], right: list[str], width: int = 60) -> str:
    pairs = itertools.zip_longest(left, right, fillvalue="")
    return "\n".join((a.ljust(width) + b).rstrip() for a, b in pairs)


def tabbed(left: list[str], right: list[str]) -> str:
    pairs = itertools.zip_longest(left, right, fillvalue="")
    return "\n".join(f"{a}\t{b}" if b else a for a, b in pairs)


def stacked(names: list[str], signed: tuple[str, ...] = SIGNED) -> str:
    return "\n".join(["Nơi nhận:", *names, "", *signed[:-1], "", signed[-1]])


LAYOUTS = {
    "stacked": stacked(DASHED),
    "signature first": "\n".join([*SIGNED[:2], "(Đã ký)", "", SIGNED[2], "", "Nơi nhận:", *DASHED]),
    "columns": beside(["Nơi nhận:", *DASHED], [*SIGNED[:2], "", "", SIGNED[2]]),
    "tabs": tabbed(["Nơi nhận:", *DASHED], [*SIGNED[:2], "", SIGNED[2]]),
    "name beside the last": tabbed(["Nơi nhận:", *DASHED], [*SIGNED[:2], "", "", SIGNED[2]]),
    "a table": f"| Nơi nhận:<br>{'<br>'.join(DASHED)} | {'<br>'.join(SIGNED)} |",
    "one line each": f"Nơi nhận: {' '.join(DASHED)}\n{' '.join(SIGNED)}",
    "one line": f"Nơi nhận: {' '.join(DASHED)} {' '.join(SIGNED)}",
    "no dashes": stacked([name[2:] for name in DASHED]),
    "no marks": stacked([f"- {name}" for name in RECIPIENTS]),
    "glued dashes": stacked([f"-{name[2:]}" for name in DASHED]),
    "pluses": stacked([f"+{name[1:]}" for name in DASHED]),
    "blank lines": "\n\n".join(["Nơi nhận:", *DASHED, *SIGNED]),
    "small letters": stacked(DASHED, ("T/m Ban Thường vụ", "Phó Chủ tịch", "Nguyễn Văn An")),
    "two columns of names": "\n".join(
        ["Nơi nhận:", f"{DASHED[0]}\t{DASHED[1]}", f"{DASHED[2]}\t{DASHED[3]}", *SIGNED]
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_end_reads_the_same_in_every_layout(layout: str) -> None:
    answer = read_pasted(HEAD + LAYOUTS[layout]).to_json()
    assert answer["recipients"] == RECIPIENTS
    signer = answer["signer"]
    assert signer["name"] == SIGNED[2]
    assert signer["title"].upper() == SIGNED[1]
    assert signer["authority"].upper().replace("T/M", "TM.") == SIGNED[0]
    assert len(answer["outline"]) == 1


def test_a_recipient_broken_over_two_lines_stays_one() -> None:
    names = read_pasted(HEAD + stacked(BROKEN)).to_json()["recipients"]
    assert names[1] == RECIPIENTS[1]
    aside = beside(["Nơi nhận:", *BROKEN], [*SIGNED[:2], "", "", SIGNED[2]], 46)
    answer = read_pasted(HEAD + aside).to_json()
    assert answer["recipients"][1] == RECIPIENTS[1]
    assert answer["signer"]["name"] == SIGNED[2]


@pytest.mark.parametrize(
    "name",
    [
        "Rơ Châm H’Bích", "Y Nhung Niê", "K’Brếu", "H’Hen Niê", "Tôn Nữ Thị Ninh", "Giàng A Chu",
        "Ông Ích Dũng", "Trưởng Thị Hòa", "NGUYỄN VĂN AN", "Lò Thị Mai",
    ],
)  # fmt: skip
def test_names_of_every_people_are_names(name: str) -> None:
    for text in (
        stacked(DASHED, (*SIGNED[:2], name)),
        tabbed(["Nơi nhận:", *DASHED], [*SIGNED[:2], "", name]),
    ):
        answer = read_pasted(HEAD + text).to_json()
        assert answer["signer"]["name"] == name
        assert answer["recipients"] == RECIPIENTS


@pytest.mark.parametrize(
    ("authority", "title"),
    [
        ("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"),
        ("TL. BAN THƯỜNG VỤ", "TRƯỞNG BAN TUYÊN GIÁO - NỮ CÔNG"),
        ("TM.BAN CHẤP HÀNH", "CHỦ TỊCH CĐCS"),
        ("TM. ĐOÀN CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("TUQ. BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"),
        ("T/M ĐẢNG ỦY", "PHÓ BÍ THƯ"),
        ("TM. ỦY BAN KIỂM TRA", "CHỦ NHIỆM"),
        (None, "HIỆU TRƯỞNG"),
    ],
)
def test_authority_and_title_are_told_apart(authority: str | None, title: str) -> None:
    lines = [line for line in (authority, title) if line]
    text = beside(["Nơi nhận:", *DASHED], [*lines, "", "Nguyễn Văn An"])
    signer = read_pasted(HEAD + text).to_json()["signer"]
    assert signer == {"authority": authority, "title": title, "name": "Nguyễn Văn An"}


@pytest.mark.parametrize(
    "last",
    ["Hà Vân, ngày 1 tháng 10 năm 2026", "TP. Hà Vân, ngày 01/10/2026", "Hà Vân, ngày 1.10.2026\n"],
)
def test_place_and_date_alone_may_be_the_last_line(last: str) -> None:
    headless = HEAD.replace("Hà Vân, ngày 12 tháng 3 năm 2026\n", "")
    reading = read_pasted(headless + last)
    assert (reading.value("place") or "").endswith("Hà Vân")
    assert reading.value("date") == "2026-10-01"
    assert all("tháng 10" not in block.text for block in reading.body if block.zone == "body")


@pytest.mark.parametrize(
    "authority", ["ĐẠI DIỆN LĐLĐ TỈNH", "ĐẠI DIỆN TẬP THỂ LAO ĐỘNG", "ĐẠI DIỆN BAN CHẤP HÀNH"]
)
def test_who_signs_may_stand_for_a_body(authority: str) -> None:
    reading = read_pasted(HEAD + f"{authority}\nPHÓ CHỦ TỊCH THƯỜNG TRỰC\n\nNgô Văn Tài\n")
    assert [reading.value(f"signer.{part}") for part in ("authority", "title", "name")] == [
        authority,
        "PHÓ CHỦ TỊCH THƯỜNG TRỰC",
        "Ngô Văn Tài",
    ]


def test_a_note_after_the_last_recipient_is_none() -> None:
    names = read_pasted(HEAD + stacked(DASHED) + "\n(1) Số liệu tại ngày 30/11.\n").to_json()
    assert names["recipients"] == RECIPIENTS

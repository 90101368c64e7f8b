"""Papers cited in running text, and what is written wrong in them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.intake.facts.citations import citations_in, normal_number, number_slips
from desktop.intake.reading import Citation
from desktop.models.text import short_date


def only(text: str) -> Citation:
    (found,) = citations_in(text, 0)
    return found


def told(one: Citation) -> tuple[str, str, str, str, str]:
    return one.type, one.number, one.date, one.issuer, one.subject


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thực hiện Kế hoạch số 61/KH-LĐLĐ ngày 12/01/2027 của Ban Thường vụ LĐLĐ tỉnh về chăm "
            "lo đoàn viên; Công đoàn phường xây dựng kế hoạch như sau:",
            ("Kế hoạch", "61/KH-LĐLĐ", "2027-01-12", "Ban Thường vụ LĐLĐ tỉnh",
             "chăm lo đoàn viên"),
        ),
        (
            "Căn cứ Hướng dẫn số 211/HD-CĐN ngày 06 tháng 9 năm 2026 của Công đoàn Giáo dục tỉnh "
            "về nhiệm vụ năm học.",
            ("Hướng dẫn", "211/HD-CĐN", "2026-09-06", "Công đoàn Giáo dục tỉnh",
             "nhiệm vụ năm học"),
        ),
        (
            "theo Nghị quyết số 02-NQ/TW, ngày 12/6/2021 của Bộ Chính trị về “Đổi mới tổ chức”",
            ("Nghị quyết", "02-NQ/TW", "2021-06-12", "Bộ Chính trị", "“Đổi mới tổ chức”"),
        ),
        (
            "Nghị định số 191/2013/NĐ-CP ngày 21/11/2013 quy định chi tiết về tài chính công đoàn;",
            ("Nghị định", "191/2013/NĐ-CP", "2013-11-21", "Chính phủ",
             "quy định chi tiết về tài chính công đoàn"),
        ),
        (
            "tại Quyết định số 433/QĐ-TLĐ ngày 24/01/2027.",
            ("Quyết định", "433/QĐ-TLĐ", "2027-01-24", "Tổng Liên đoàn Lao động Việt Nam", ""),
        ),
        ("- Căn cứ Luật Công đoàn năm 2024;", ("Luật", "", "", "", "Công đoàn năm 2024")),
        (
            "- Căn cứ Điều lệ Công đoàn Việt Nam khóa XIII;",
            ("Điều lệ", "", "", "", "Công đoàn Việt Nam khóa XIII"),
        ),
    ],
)  # fmt: skip
def test_a_cited_paper_has_its_parts(text: str, expected: tuple[str, str, str, str, str]) -> None:
    assert told(only(text)) == expected
    assert only(text).text in " ".join(text.split())


@pytest.mark.parametrize(
    ("printed", "kind", "number", "slips"),
    [
        ("77//KH-LĐLĐ", "Kế hoạch", "77/KH-LĐLĐ", ["double_slash"]),
        ("130 /KH - TLĐ", "Kế hoạch", "130/KH-TLĐ", ["spaces"]),
        ("15/Ctr-LĐLĐ", "Chương trình", "15/CTr-LĐLĐ", ["case"]),
        ("12/2026/CV-CĐCS", "Công văn", "12/2026/CV-CĐCS", ["year"]),
        ("07/TTr-CĐCS/2024", "Tờ trình", "07/TTr-CĐCS/2024", ["year"]),
        ("21/QĐ-LĐLĐ", "Kế hoạch", "21/QĐ-LĐLĐ", ["code"]),
        ("5/KH-CĐX", "Kế hoạch", "5/KH-CĐX", ["zero"]),
        ("02/NQ/TW", "Nghị quyết", "02-NQ/TW", ["party"]),
        ("45/2019/QH14", "Bộ luật", "45/2019/QH14", []),
        ("105/HD-CĐYT", "Hướng dẫn", "105/HD-CĐYT", []),
    ],
)
def test_slips_in_a_number_are_flagged_and_put_right(
    printed: str, kind: str, number: str, slips: list[str]
) -> None:
    assert normal_number(printed) == number
    assert number_slips(printed, kind) == slips


def test_what_is_missing_is_flagged() -> None:
    assert only("theo Quyết định số 433/QĐ-LĐLĐ ngày 24/01/2027.").slips == ("issuer",)
    assert only("theo Kế hoạch số 15/KH-UBND của UBND tỉnh.").slips == ("date",)
    assert only("Kế hoạch số 15/KH-UBND ngày 31/02/2027 của UBND tỉnh.").slips == ("bad_date",)


def test_several_papers_in_one_sentence_are_several() -> None:
    found = citations_in(
        "Thực hiện Kế hoạch số 12/KH-TLĐ ngày 05/01/2027 về Tháng Công nhân và Công văn số "
        "30/LĐLĐ-VP ngày 06/01/2027 của LĐLĐ tỉnh, Luật An toàn, vệ sinh lao động năm 2015.", 0
    )  # fmt: skip
    assert [(one.type, one.number) for one in found][:2] == [
        ("Kế hoạch", "12/KH-TLĐ"), ("Công văn", "30/LĐLĐ-VP"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["tuyên truyền pháp luật lao động", "kế hoạch năm 2027", "đạt 14/38 doanh nghiệp", "theo luật"],
)
def test_common_words_and_fractions_are_no_papers(text: str) -> None:
    assert not list(citations_in(text, 0))


@given(
    st.integers(10, 9999), st.sampled_from(["LĐLĐ", "CĐN", "CĐYT", "UBND"]),
    st.sampled_from([("Kế hoạch", "KH"), ("Hướng dẫn", "HD"), ("Quyết định", "QĐ")]),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)  # fmt: skip
def test_a_full_citation_is_read_back(
    number: int, body: str, kind: tuple[str, str], day: date
) -> None:
    name, code = kind
    one = only(
        f"{name} số {number}/{code}-{body} ngày {short_date(day)} của Ban Thường vụ về nữ công;"
    )
    assert told(one) == (
        name, f"{number}/{code}-{body}", day.isoformat(), "Ban Thường vụ", "nữ công",
    )  # fmt: skip
    assert one.slips == ()


@given(st.text(max_size=200))
def test_any_text_is_searched_without_fault(text: str) -> None:
    for one in citations_in(f"Kế hoạch số 12/KH-LĐLĐ {text}", 0):
        assert 0 <= one.start < one.end

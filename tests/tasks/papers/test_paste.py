"""Pasting from Word, browsers and plain text: labels, levels, bold and italic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.outline.rich_text import plain
from desktop.models.plans.plan_draft import DraftItem, walk
from desktop.tasks.papers.paste import Pasted, read_pasted_items

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal
{mso-style-parent:"";}</style></head><body lang=VI><!--StartFragment-->
<p class=MsoNormal><b>II. NHIỆM VỤ<o:p></o:p></b></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span><![endif]>Tổ chức <b>hội
nghị</b> <span style='font-style:italic'>người lao động</span></p>
<p class=MsoNormal>a) Tại doanh nghiệp;</p>
<p class=MsoNormal>b) Tại cơ quan.</p>
<p class=MsoNormal>2. Chăm lo đoàn viên</p>
<!--EndFragment--></body></html>"""


def lines(items: tuple[DraftItem, ...], depth: int = 0) -> list[str]:
    found = []
    for item in items:
        found += [f"{'  ' * depth}{item.style or '?'} {plain(item.text)}"]
        found += lines(item.children, depth + 1)
    return found


def test_paragraphs_of_word_become_items_by_their_labels() -> None:
    pasted = read_pasted_items(WORD, "")
    assert lines(pasted.items) == [
        "roman NHIỆM VỤ",
        "  arabic Tổ chức hội nghị người lao động",
        "    letter Tại doanh nghiệp;",
        "    letter Tại cơ quan.",
        "  arabic Chăm lo đoàn viên",
    ]
    assert pasted.items[0].children[0].text == (
        ("Tổ chức ", ""), ("hội nghị", "b"), (" ", ""), ("người lao động", "i"),
    )  # fmt: skip


def test_lists_of_other_programs_are_numbered_as_they_show() -> None:
    html = "<ol><li>Một<ol><li>Trong</li></ol></li><li>Hai</li></ol><ul><li>Gạch</li></ul>"
    assert lines(read_pasted_items(html, "").items) == [
        "arabic Một", "  decimal Trong", "arabic Hai", "  dash Gạch",
    ]  # fmt: skip


def test_words_that_number_a_group_stay_in_its_text() -> None:
    pasted = read_pasted_items("", "Nhóm 1: Việc làm\na) Khảo sát tiền lương\nNhóm 2: Đời sống")
    assert [plain(item.text) for item in pasted.items] == ["Nhóm 1: Việc làm", "Nhóm 2: Đời sống"]


def test_one_paragraph_is_words_for_the_line() -> None:
    pasted = read_pasted_items("<b style='font-weight:normal'>Đoàn <i>viên</i></b>", "")
    assert pasted.words == (("Đoàn ", ""), ("viên", "i"))
    assert not pasted.labelled


def test_plain_lines_without_labels_are_items_each() -> None:
    assert lines(read_pasted_items("", "Một\r\n\r\nHai\tba\n").items) == ["? Một", "? Hai ba"]


@pytest.mark.parametrize(
    "labels", [("1.", "2."), ("1)", "2)"), ("4.", "5."), ("-", "-"), ("a)", "b)")]
)
def test_lines_of_one_list_are_items_each_though_they_begin_small(labels: tuple[str, str]) -> None:
    text = "\n".join(f"{label} mục thứ {word}" for label, word in zip(labels, "nh", strict=True))
    pasted = read_pasted_items("", text)
    assert [plain(item.text) for item in pasted.items] == ["mục thứ n", "mục thứ h"]


def test_a_line_that_only_looks_labelled_goes_on() -> None:
    pasted = read_pasted_items("", "1. đạt chỉ tiêu của giai đoạn 2021\n- 2025 theo nghị quyết")
    assert len(pasted.items) == 1


def test_a_row_of_a_table_is_one_paragraph() -> None:
    html = "<p>1. Phân công</p><table><tr><td>Ban Nữ công</td><td>tham mưu</td></tr></table>"
    assert lines(read_pasted_items(html, "").items) == [
        "arabic Phân công", "  none Ban Nữ công | tham mưu",
    ]  # fmt: skip


def test_rows_of_a_bare_table_are_items_and_their_counting_column_gives_way() -> None:
    rows = ("STT", "Việc", "Tháng"), ("1", "Tổ chức hội thi", "3"), ("2", "Khám sức khỏe", "5")
    cells = ["".join(f"<td><p>{cell}</p></td>" for cell in row) for row in rows]
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    assert lines(read_pasted_items(f"<table>{table}</table>", "").items) == [
        "? Việc | Tháng", "? Tổ chức hội thi | 3", "? Khám sức khỏe | 5",
    ]  # fmt: skip
    kept = "<table><tr><td>1</td><td>Một</td></tr><tr><td>Tổng</td><td>Hai</td></tr></table>"
    assert lines(read_pasted_items(kept, "").items) == ["? 1 | Một", "? Tổng | Hai"]


def test_what_is_hidden_or_no_text_is_left_out() -> None:
    html = "<style>a{}</style><script>x()</script><p style='display:none'>ẩn</p><p>thấy</p>"
    assert read_pasted_items(html, "").words == (("thấy", ""),)
    assert read_pasted_items("", " \n ") == Pasted()
    assert read_pasted_items("<p>", "chữ").words == (("chữ", ""),)


@given(st.text(max_size=200))
def test_any_html_is_read_without_an_error(html: str) -> None:
    read_pasted_items(f"<ol><li>{html}", html)


@given(st.lists(st.sampled_from(["1. Một", "a) Hai ba;", "- Bốn", "Đoạn văn", "I. NĂM", "2. Sáu"])))
def test_no_word_is_lost(rows: list[str]) -> None:
    words = "".join(plain(i.text) for i in walk(read_pasted_items("", "\n".join(rows)).items))
    for row in rows:
        assert row.split(" ", 1)[1 if row[0] in "12aI-" else 0].split()[-1] in words


RTF = rb"""{\rtf1\ansi\ansicpg1258\uc1\deff0{\fonttbl{\f0\froman\fcharset163 Times New Roman;}
{\f1\fnil\fcharset0 .VnTime;}}{\colortbl;\red0\green0\blue0;}{\*\generator Msftedit;}
\pard\b II. NHI\u7878?M V\u7908?\b0\par
{\listtext\pard\plain 1.\tab}T\u7893? ch\u7913?c {\b h\u7897?i
 ngh\u7883?} {\i ng\'fd\u7901?i lao \'f0\u7897?ng}\par
a) T\u7841?i doanh nghi\u7879?p;\par
{\listtext 2.\tab}{\f1 \'a7o\'b5n vi\'aan}\par
}"""


def test_rtf_alone_becomes_items_with_their_labels_and_marks() -> None:
    pasted = read_pasted_items("", "II. NHIEM VU", RTF)
    assert lines(pasted.items) == [
        "roman NHIỆM VỤ",
        "  arabic Tổ chức hội nghị người lao động",
        "    letter Tại doanh nghiệp;",
        "  arabic Đoàn viên",
    ]
    assert pasted.items[0].children[0].text == (
        ("Tổ chức ", ""), ("hội nghị", "b"), (" ", ""), ("người lao động", "i"),
    )  # fmt: skip


def test_html_goes_before_rtf_and_rtf_before_the_bare_text() -> None:
    assert plain(read_pasted_items("<p>một</p>", "ba", rb"{\rtf1 hai\par}").words) == "một"
    assert plain(read_pasted_items("", "ba", rb"{\rtf1 hai\par}").words) == "hai"
    assert plain(read_pasted_items("", "ba", b"khong phai rtf").words) == "ba"


@given(st.binary(max_size=300))
def test_no_rtf_however_broken_fails(data: bytes) -> None:
    read_pasted_items("", "", b"{\\rtf1" + data)


@given(
    st.lists(
        st.sampled_from(
            [
                b"{",
                b"}",
                b"\\par",
                b"\\b ",
                b"\\u7841?",
                b"\\'f0",
                b"\\cell",
                b"\\row",
                b"\\intbl ",
                b"{\\listtext 1.\\tab}",
                b"{\\*\\x ",
                b"\\uc9 ",
                b"\\f99 ",
                b"chu ",
            ]
        ),
        max_size=40,
    )
)
def test_any_order_of_rtf_words_is_read(parts: list[bytes]) -> None:
    read_pasted_items("", "", b"{\\rtf1 " + b"".join(parts))

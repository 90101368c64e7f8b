"""The Word file has real styles, numbering and fields, and prints like the PDF."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.formats.document import (
    Closing,
    Document,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    SectionBreak,
    Signature,
    Title,
    runs,
)
from desktop.formats.docx_xml import NAMESPACE
from desktop.formats.layout import Layout, shipped_layout
from desktop.formats.registry import render, write
from desktop.formats.table import CellKind, Column, Row, Table
from tests.formats import samples
from tests.formats.golden import assert_golden
from tests.formats.reading import (
    narrow_layout,
    opened_docx,
    part,
    pdf_bytes,
    pdf_pages,
    text_boxes,
)
from tests.support.office import Office

W = NAMESPACE.split('"')[1]


def numbering_of(paragraph: Any) -> str:
    """Return "list.level" of a paragraph that Word numbers, else nothing."""
    properties = paragraph._p.pPr
    if properties is None or properties.numPr is None:
        return ""
    return f"{properties.numPr.numId.val}.{properties.numPr.ilvl.val}"


def described(document: Any) -> str:
    """Return the body as lines of style, numbering and text."""
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                lines.append(" | ".join(cell.text.replace("\n", " / ") for cell in row.cells))
        else:
            lines.append(f"[{block.style.style_id} {numbering_of(block)}] {block.text}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", ["plan", "dispatch", "members_report", "programme", "regulation"])
def test_the_content_of_each_paper_is_the_reviewed_one(name: str) -> None:
    assert_golden(f"{name}.docx.txt", described(opened_docx(getattr(samples, name)())))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(samples.programme(), ".docx") == render(samples.programme(), ".docx")


def test_the_font_is_named_for_every_script() -> None:
    styles = part(render(samples.plan(), ".docx"), "word/styles.xml")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{script}="Times New Roman"' in styles
    assert 'w:lang w:val="vi-VN"' in styles
    assert "asciiTheme" not in styles


def test_what_must_follow_a_table_never_needs_a_page_of_its_own() -> None:
    body = opened_docx(samples.programme()).element.body
    followers = [
        after
        for table in body.findall(f"{{{W}}}tbl")
        for after in [table.getnext()]
        if after.find(f".//{{{W}}}sectPr") is not None or after.getnext().tag == f"{{{W}}}sectPr"
    ]
    assert len(followers) == 2  # behind the signatures, behind the last table
    for paragraph in followers:
        spacing = paragraph.find(f"{{{W}}}pPr/{{{W}}}spacing")
        told = {name: spacing.get(f"{{{W}}}{name}") for name in ("before", "line", "lineRule")}
        assert told == {"before": "0", "line": "20", "lineRule": "exact"}  # one point


def test_every_style_used_is_defined() -> None:
    document = opened_docx(samples.programme())
    known = {style.style_id for style in document.styles}
    used = {element.get(f"{{{W}}}val") for element in document.element.iter(f"{{{W}}}pStyle")}
    assert used <= known
    assert {"roman", "clause_title", "authority", "national_name"} <= used


def test_page_numbers_are_a_field_hidden_on_the_first_page() -> None:
    document = opened_docx(samples.plan())
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert round(section.header_distance.mm) == 10


def test_margins_and_turned_sections() -> None:
    first, second = opened_docx(samples.programme()).sections
    sides = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 15]
    assert second.page_width > second.page_height
    assert 'w:pgNumType w:start="1"' in second._sectPr.xml


def test_properties_are_set() -> None:
    core = opened_docx(samples.plan()).core_properties
    assert core.title == "Kế hoạch chăm lo năm 2027"
    assert core.author == "Công đoàn phường"
    assert core.language == "vi-VN"


def test_headings_keep_with_what_follows_and_show_in_the_navigation() -> None:
    document = opened_docx(samples.plan())
    heading = next(p for p in document.paragraphs if p.text == "MỤC ĐÍCH, YÊU CẦU")
    assert heading.style.paragraph_format.keep_with_next
    assert 'w:outlineLvl w:val="0"' in heading._p.xml


def test_the_last_paragraph_keeps_with_the_signature() -> None:
    document = opened_docx(samples.plan())
    last = next(p for p in document.paragraphs if p.text.endswith("./."))
    assert last.paragraph_format.keep_with_next


def test_the_last_rows_of_a_table_keep_with_the_signature() -> None:
    table = Table((Column("Tên", 1),), tuple(Row((f"dòng {n}",)) for n in range(5)))
    signed = Closing((None, Signature(("CHỦ TỊCH",), "Hồ Thị Mây")))
    document = opened_docx(Document(PaperKind.FORM, (table, signed), "x"))
    rows = document.tables[0].rows
    assert ["w:keepNext" in row._tr.xml for row in rows] == [True, False, False, False, True, True]


def _listed(rows: int) -> Document:
    """A table whose names take two lines each, and a signature right under it."""
    name = "Công đoàn cơ sở Công ty TNHH May xuất khẩu Bình Minh"
    columns = (Column("STT", 1, CellKind.COUNT), Column("Tên đơn vị", 2), Column("Số", 1))
    table = Table(columns, tuple(Row((n, f"{name} {n}", "x")) for n in range(1, rows + 1)))
    signed = Closing((None, Signature(("CHỦ TỊCH",), "Hồ Thị Mây")))
    return Document(PaperKind.FORM, (table, signed), "x")


def test_the_last_rows_of_a_long_table_are_a_table_of_their_own_style_name() -> None:
    first, last = opened_docx(_listed(40)).tables[:2]
    assert len(last.rows) == shipped_layout().pairs.kept_lines
    assert last._tbl.getprevious() is first._tbl  # nothing between: Word shows one table
    assert first._tbl.tblPr.style is None
    assert last._tbl.tblPr.style == "TableNormal"
    assert len(opened_docx(_listed(6)).tables) == 2  # a short one stays whole


def test_rows_come_along_with_the_signature_in_another_word_processor(
    office_tools: Office, tmp_path: Path
) -> None:
    counts = range(41, 47)
    for count in counts:
        write(_listed(count), tmp_path / f"b{count}.docx")
    made = office_tools.convert_all(
        [tmp_path / f"b{n}.docx" for n in counts], "pdf", tmp_path / "ra"
    )
    for count, path in zip(counts, made, strict=True):
        last = pdf_pages(path.read_bytes())[-1]
        assert "Hồ Thị Mây" in last
        assert last.count("Bình Minh") >= 2, count


def test_table_heads_repeat_and_rows_never_split() -> None:
    document = opened_docx(samples.members_report(3))
    rows = document.tables[1].rows
    assert all("w:cantSplit" in row._tr.xml for row in rows)
    assert ["w:tblHeader" in row._tr.xml for row in rows[:4]] == [True, True, True, False]


def test_names_with_markup_stay_text() -> None:
    name = 'CĐCS <w:p/> & "Con" ]]> \x00\ud800'
    blocks = (
        Item("1.", runs(name), 0, "clause"),
        Table((Column(name, 1),), (Row((name,)),)),
        Paragraph(runs("hai\ndòng")),
    )
    document = opened_docx(Document(PaperKind.NAMED, blocks, name, name))
    kept = name.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert document.paragraphs[0].text == kept
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == [kept, kept]
    assert document.paragraphs[-1].text == "hai\ndòng" or "hai\ndòng" in [
        p.text for p in document.paragraphs
    ]


def words(pages: list[str]) -> list[str]:
    return sorted(word for page in pages for word in page.split())


@pytest.mark.parametrize("name", ["plan", "dispatch", "programme", "regulation"])
def test_a_word_processor_prints_the_words_of_our_pdf(
    name: str, tmp_path: Path, office_tools: Office
) -> None:
    document = getattr(samples, name)()
    write(document, tmp_path / "Kế hoạch năm.docx")
    printed = office_tools.convert(tmp_path / "Kế hoạch năm.docx", "pdf", tmp_path / "ra")
    theirs, ours = pdf_pages(printed.read_bytes()), pdf_pages(pdf_bytes(document))
    assert len(theirs) == len(ours)
    assert words(theirs) == words(ours)


@pytest.mark.parametrize("preset", [None, narrow_layout()])
def test_a_word_processor_keeps_number_place_and_national_name_on_their_lines(
    preset: Layout | None, tmp_path: Path, office_tools: Office
) -> None:
    head = Letterhead(
        "", "Công đoàn phường", 5, "KH-CĐP", "Thành phố Hồ Chí Minh", date(2026, 12, 29)
    )
    body = Paragraph(runs("Nội dung./."))
    paper = Document(PaperKind.NAMED, (head, Title("Kế hoạch", "Thử"), body), "x")
    write(paper, tmp_path / "a.docx", layout=preset)
    data = office_tools.convert(tmp_path / "a.docx", "pdf", tmp_path / "ra").read_bytes()
    (number,), (place,) = text_boxes(data, 0, "Số: 05"), text_boxes(data, 0, "Thành phố")
    (year,), (country,) = text_boxes(data, 0, "năm 2026"), text_boxes(data, 0, "VIỆT NAM")
    (nation,) = text_boxes(data, 0, "CỘNG HÒA")
    letters = [box[3] for box in (number, place)]
    assert letters[0] == pytest.approx(letters[1], abs=1.5)
    assert place[1] == pytest.approx(year[1], abs=4)
    assert nation[1] == pytest.approx(country[1], abs=4)


def test_a_page_of_another_section_keeps_its_number_where_the_pages_go_on() -> None:
    table = Table((Column("Tên", 30),), (Row(("CĐCS",)),))
    on, again = SectionBreak(landscape=True, restart=False), SectionBreak(landscape=True)
    for broken, first_pages in ((on, 1), (again, 2)):
        paper = Document(PaperKind.FORM, (table, broken, table), "x", landscape=True)
        assert (
            part(render(paper, ".docx"), "word/document.xml").count("<w:titlePg/>") == first_pages
        )

"""The PDF stands as the layout rules say: measured in the page, read back as text."""

import unicodedata
from dataclasses import replace
from io import BytesIO

import pytest

from desktop.formats.document import (
    Addressees,
    Closing,
    Document,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    Run,
    Title,
    runs,
)
from desktop.formats.layout import shipped_layout
from desktop.formats.pdf import write_pdf
from desktop.formats.table import Align, CellKind, Column, Row, Table
from tests.formats import samples
from tests.formats.golden import assert_golden
from tests.formats.reading import (
    narrow_layout,
    opened_docx,
    opened_pdf,
    pdf_bytes,
    pdf_pages,
    text_boxes,
)

MM = 72 / 25.4


@pytest.mark.parametrize("name", ["plan", "dispatch", "members_report", "programme"])
def test_the_text_of_each_paper_is_the_reviewed_one(name: str) -> None:
    pages = pdf_pages(pdf_bytes(getattr(samples, name)()))
    assert_golden(f"{name}.pdf.txt", "\f".join(pages))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf_bytes(samples.programme()) == pdf_bytes(samples.programme())


def test_page_numbers_start_on_the_second_page() -> None:
    first, second, *_ = pdf_pages(pdf_bytes(samples.plan(3)))
    assert second.startswith("2\n")
    assert not first.startswith("1\n")


def test_quoc_hieu_stands_on_one_line_in_both_presets() -> None:
    for layout in (shipped_layout(), narrow_layout()):
        data = pdf_bytes(samples.plan(), layout)
        (box,) = text_boxes(data, 0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        right_edge = (210 - layout.page.margin_mm.right) * MM
        assert box[2] <= right_edge + 0.5
        assert box[3] - box[1] < 20


def test_number_and_date_share_a_base_line() -> None:
    data = pdf_bytes(samples.plan())
    (number,) = text_boxes(data, 0, "KH-CĐP")
    (date,) = text_boxes(data, 0, "tháng 01")
    assert abs(number[3] - date[3]) < 3
    assert number[2] < date[0]


def test_recipients_and_authority_begin_level() -> None:
    data = pdf_bytes(samples.plan(3))
    (left,) = text_boxes(data, 1, "Nơi nhận:")
    (right,) = text_boxes(data, 1, "TM. BAN THƯỜNG VỤ")
    assert abs(left[3] - right[3]) < 4
    assert right[0] > 105 * MM


LONG = (
    "Ban Thường vụ Liên đoàn Lao động các huyện, thị xã, thành phố và Công đoàn các khu công "
    "nghiệp, khu kinh tế trên địa bàn toàn tỉnh"
)


@pytest.mark.parametrize("others", [(), ("Các công đoàn cơ sở trực thuộc", LONG)])
def test_a_long_addressee_goes_on_under_its_own_beginning(others: tuple[str, ...]) -> None:
    letter = samples.dispatch()
    names = (LONG, *others)
    blocks = [Addressees(names) if isinstance(b, Addressees) else b for b in letter.blocks]
    data = pdf_bytes(replace(letter, blocks=tuple(blocks)))
    first = text_boxes(data, 0, "Ban Thường vụ Liên đoàn Lao động các")[0]
    lines = pdf_pages(data)[0].splitlines()
    at = next(n for n, line in enumerate(lines) if "Ban Thường vụ Liên đoàn" in line)
    second = text_boxes(data, 0, " ".join(lines[at + 1].split()[:4]))[0]
    assert second[1] < first[1]
    assert abs(second[0] - first[0]) < 1


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "BAN THƯỜNG VỤ CÔNG ĐOÀN CÁC KHU CÔNG NGHIỆP VÀ KHU KINH TẾ TỈNH QUẢNG TRỊ",
            ("BAN THƯỜNG VỤ CÔNG ĐOÀN CÁC", "KHU CÔNG NGHIỆP VÀ KHU KINH TẾ TỈNH QUẢNG TRỊ"),
        ),
        ("CHỦ TỊCH CÔNG ĐOÀN XÃ HÒA SƠN", ("CHỦ TỊCH CÔNG ĐOÀN XÃ HÒA SƠN",)),
    ],
)
def test_who_enacts_is_broken_as_a_clerk_breaks_a_name(name: str, lines: tuple[str, ...]) -> None:
    enacting = Paragraph(
        (Run(name, bold=True),), align=Align.CENTER, keep_with_next=True, is_name=True
    )
    paper = samples.plan()
    paper = replace(paper, blocks=(*paper.blocks[:2], enacting, *paper.blocks[2:]))
    printed = pdf_pages(pdf_bytes(paper))[0].splitlines()
    at = printed.index(lines[0])
    assert tuple(line.strip() for line in printed[at : at + len(lines)]) == lines
    word = opened_docx(paper)
    assert "\n".join(lines) in [one.text for one in word.paragraphs]


@pytest.mark.parametrize("filler", range(14, 34))
def test_the_signature_never_stands_alone_on_a_page(filler: int) -> None:
    text = tuple(Paragraph(runs(f"Dòng số {n}.")) for n in range(filler))
    blocks = (*samples.plan().blocks[:2], *text, samples.CLOSING)
    pages = pdf_pages(pdf_bytes(Document(PaperKind.NAMED, blocks, "x")))
    (signing,) = [page for page in pages if "Nguyễn Thị Hạnh" in page]
    assert "Nơi nhận" in signing
    assert f"Dòng số {filler - 1}." in signing
    assert f"Dòng số {filler - 2}." in signing


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    for repeat in range(1, 9):
        for page in pdf_pages(pdf_bytes(samples.plan(repeat))):
            last = page.strip().splitlines()[-1]
            assert not last.endswith(("Tết Sum vầy", "Mái ấm Công đoàn", "NỘI DUNG"))


def test_headings_are_bookmarked_by_level() -> None:
    with opened_pdf(pdf_bytes(samples.plan())) as pdf:
        toc = [(entry.level, entry.get_title()) for entry in pdf.get_toc()]
    assert toc[:4] == [
        (0, "KẾ HOẠCH Chăm lo đời sống, bảo vệ quyền lợi đoàn viên, người lao động năm 2027"),
        (0, "I. Mục đích, yêu cầu"),
        (1, "1. Mục đích"),
        (1, "2. Yêu cầu"),
    ]


def test_properties_and_language_are_set() -> None:
    data = pdf_bytes(samples.plan())
    with opened_pdf(data) as pdf:
        assert pdf.get_metadata_value("Title") == "Kế hoạch chăm lo năm 2027"
        assert pdf.get_metadata_value("Author") == "Công đoàn phường"
    assert b"/Lang (vi-VN)" in data


def test_fonts_are_embedded_and_nothing_acts() -> None:
    data = pdf_bytes(samples.programme())
    assert data.count(b"/FontFile2") >= 3
    assert b"/Type1" not in data
    for active in (b"/JavaScript", b"/JS", b"/OpenAction", b"/URI", b"/EmbeddedFile", b"/Launch"):
        assert active not in data


def test_tables_repeat_their_head_and_number_pages_from_the_second() -> None:
    data = pdf_bytes(samples.members_report(200))
    pages = pdf_pages(data)
    assert "Tên công đoàn cơ sở" in pages[0]
    assert pages[0].startswith("LIÊN ĐOÀN")
    assert "Trang" not in pages[0]
    for number, page in enumerate(pages[1:], start=2):
        assert "Tên công đoàn cơ sở" in page
        assert page.startswith(f"{number}\n")
        left, bottom, right, _top = text_boxes(data, number - 1, str(number))[0]
        assert abs((left + right) / 2 - (30 + 252 / 2) * 72 / 25.4) < 1  # over the text
        assert bottom > (210 - 20) * 72 / 25.4  # in the margin
    assert sum(page.count("CĐCS Công ty TNHH May số ") for page in pages) == 200


def test_a_blank_cell_is_not_a_nought() -> None:
    page = pdf_pages(pdf_bytes(samples.members_report(2)))[0]
    line = next(line for line in page.splitlines() if "May số 2" in line)
    assert "chưa gửi" in page
    assert "1.002" not in line


@pytest.mark.parametrize(
    "name",
    ["CĐCS <b>Đậm</b> & Con", '=HYPERLINK("x")', r"C:\tệp\mới", "CĐCS <img src='file:///x'/>"],
)
def test_names_with_markup_print_as_they_are(name: str) -> None:
    blocks = (
        Letterhead("LĐLĐ tỉnh", "CĐCS", 1, "KH-CĐCS", "Huế"),
        Title("Kế hoạch", name),
        Item("1.", runs(name), 0, "clause"),
        Table((Column("Tên", 1),), (Row((name,)),)),
    )
    text = "".join(pdf_pages(pdf_bytes(Document(PaperKind.NAMED, blocks, name, name))))
    assert text.count(name) == 3


def test_decomposed_text_prints_composed() -> None:
    text = "Đoàn viên ưu tú, người lao động"
    blocks = (Paragraph(runs(unicodedata.normalize("NFD", text))),)
    document = Document(PaperKind.NAMED, blocks, "x")
    assert text in pdf_pages(pdf_bytes(document))[0]
    assert pdf_bytes(document) == pdf_bytes(replace(document, blocks=(Paragraph(runs(text)),)))


def test_endless_words_cells_and_recipients_still_make_pages() -> None:
    long_word, long_cell = "x" * 5000, "rất dài " * 4000
    blocks = (
        Letterhead("A" * 400, "B" * 400, 12345, "KH-" + "C" * 60, "D" * 90),
        Title("Kế hoạch", "trích yếu " * 900),
        Paragraph(runs(long_word)),
        Table((Column("Tên", 1), Column("Số", 0.01, CellKind.COUNT)), (Row((long_cell, 10**18)),)),
        Closing((samples.Recipients(("Nơi nào đó;",) * 300), samples.CLOSING.columns[1])),
    )
    pages = pdf_pages(pdf_bytes(Document(PaperKind.NAMED, blocks, "x")))
    text = "".join(pages)
    assert text.count("dài") == 4000
    assert text.count("Nơi nào đó;") == 300
    assert text.count("x") == 5000


def test_characters_no_font_has_are_seen_to_be_missing() -> None:
    document = Document(PaperKind.NAMED, (Paragraph(runs("Đoàn \x07viên 日😀")),), "x")
    data = pdf_bytes(document)
    # The sign is drawn for both; who copies the text gets the character itself.
    assert pdf_pages(data)[0] == "Đoàn \ufffdviên 日😀\n"
    signs = [text_boxes(data, 0, char)[0] for char in ("\ufffd", "日")]
    assert signs[0][2] - signs[0][0] == pytest.approx(signs[1][2] - signs[1][0], abs=0.1)
    assert data == pdf_bytes(document)


def test_appendices_are_numbered_on_their_own() -> None:
    pages = pdf_pages(pdf_bytes(samples.programme()))
    start = next(n for n, page in enumerate(pages) if "Phụ lục" in page)
    assert pages[start].startswith("Phụ lục")
    assert pages[start + 1].startswith("2\n")


def test_writing_tells_how_many_pages_there_are() -> None:
    out = BytesIO()
    count = write_pdf(samples.plan(), shipped_layout(), out)
    assert out.getvalue() == pdf_bytes(samples.plan())
    assert count == len(pdf_pages(out.getvalue()))

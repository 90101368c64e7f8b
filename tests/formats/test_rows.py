"""The rows of the layout table that not every paper has: stamps, margins, marks, appendices."""

import re
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from desktop.documents.layout import mirrored, with_body_size, with_preset, with_settings
from desktop.formats.document import (
    AppendixTitle,
    Closing,
    Document,
    Edges,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    Recipients,
    SectionBreak,
    runs,
)
from desktop.formats.layout import Layout, shipped_layout
from desktop.formats.registry import render, write
from tests.formats import samples
from tests.formats.reading import opened_pdf, part, pdf_bytes, pdf_pages, text_boxes
from tests.support.office import Office

MM = 72 / 25.4
LAYOUT = shipped_layout()
EDGES = Edges(
    "Lưu hành nội bộ",
    ("SAO Y; CÔNG ĐOÀN PHƯỜNG", "05/01/2027 14:07:22 +07:00"),
    ("Địa chỉ: số 12 đường Hùng Vương; điện thoại: 0233 000 000", "Thư: cd@vidu.vn"),
)


def marked(document: Document, **stamps: str) -> Document:
    """The document with stamps, margins and the drafter's mark."""

    def change(block: object) -> object:
        if isinstance(block, Letterhead):
            return replace(block, **stamps)
        if isinstance(block, Closing):
            first, *rest = block.columns
            assert isinstance(first, Recipients)
            return Closing((replace(first, drafter="PL.(300)"), *rest))
        return block

    blocks = tuple(change(block) for block in document.blocks)
    return replace(document, blocks=blocks, edges=EDGES)  # type: ignore[arg-type]


FULL = marked(samples.programme(), secrecy="Mật", urgency="Hỏa tốc")


def frames(data: bytes) -> list[tuple[float, float, float, float]]:
    """Return the stroked boxes of page 1 in millimetres: left, bottom, width, height."""
    import pypdfium2.raw as raw

    found = []
    with opened_pdf(data) as pdf:
        for item in pdf[0].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = item.get_bounds()
            if top - bottom > 10 and right - left > 20:
                found.append((left / MM, bottom / MM, (right - left) / MM, (top - bottom) / MM))
    return found


@pytest.mark.parametrize(
    ("word", "width"), [("HỎA TỐC", 30), ("THƯỢNG KHẨN", 40), ("KHẨN", 20), ("MẬT", 20)]
)
def test_a_stamp_has_the_frame_of_the_rule(word: str, width: float) -> None:
    name = "secrecy" if word == "MẬT" else "urgency"
    data = pdf_bytes(marked(samples.plan(), **{name: word}))
    (box,) = text_boxes(data, 0, word)
    frame = next(f for f in frames(data) if f[0] * MM < box[0] and f[1] * MM < box[1] < 700)
    assert frame[2:] == pytest.approx((width, 8), abs=0.5)
    (number,) = text_boxes(data, 0, "Số: 05")
    assert box[3] < number[1]
    assert frame[0] + frame[2] <= 30 + 68 + 0.5


def test_stamps_are_red_and_what_follows_is_black() -> None:
    data = pdf_bytes(FULL)
    with opened_pdf(data) as pdf:
        picture = pdf[0].render(scale=2)
        pixels = bytes(picture.buffer)
    red = {
        n // 3 // picture.width
        for n in range(0, picture.stride * picture.height - 3, 3)
        if pixels[n + 2] > 200 and pixels[n + 1] < 60 and pixels[n] < 60
    }
    (secrecy,) = text_boxes(data, 0, "MẬT")
    (urgency,) = text_boxes(data, 0, "HỎA TỐC")
    top, bottom = (842 - secrecy[3]) * 2 - 20, (842 - urgency[1]) * 2 + 20
    assert red
    assert all(top <= row <= bottom for row in red)


def test_circulation_stands_in_the_top_margin_over_the_right_column() -> None:
    data = pdf_bytes(marked(samples.plan()))
    (box,) = text_boxes(data, 0, "LƯU HÀNH NỘI BỘ")
    assert box[1] > (297 - 20) * MM
    assert box[0] > (30 + 50) * MM


def test_lines_of_a_signed_copy_stand_in_the_corner() -> None:
    data = pdf_bytes(marked(samples.plan()))
    (box,) = text_boxes(data, 0, "SAO Y; CÔNG ĐOÀN PHƯỜNG")
    (circulation,) = text_boxes(data, 0, "LƯU HÀNH NỘI BỘ")
    assert box[1] > (297 - 20) * MM
    assert box[0] > circulation[2]
    assert box[2] <= 210 * MM - 8 * MM + 1


def test_the_address_stands_at_the_foot_of_page_one_alone_and_text_keeps_off_it() -> None:
    data = pdf_bytes(marked(samples.plan(6)))
    pages = pdf_pages(data)
    assert [("Địa chỉ: số 12" in page) for page in pages] == [True] + [False] * (len(pages) - 1)
    (box,) = text_boxes(data, 0, "Địa chỉ: số 12")
    assert box[3] < 22 * MM
    with opened_pdf(data) as pdf:
        textpage = pdf[0].get_textpage()
        lines = [textpage.get_rect(n) for n in range(textpage.count_rects())]
    assert not [line for line in lines if box[3] + 1 < line[1] < box[3] + 5]


def test_the_drafters_mark_ends_the_recipients_at_their_right() -> None:
    data = pdf_bytes(marked(samples.plan()))
    page = len(pdf_pages(data)) - 1
    (mark,) = text_boxes(data, page, "PL.(300)")
    (last,) = text_boxes(data, page, "Lưu: VT")
    assert mark[3] < last[1]
    assert 30 * MM + 40 < mark[0] < mark[2] < (30 + 65) * MM


def two_appendices() -> Document:
    base = samples.plan(3)
    more = (
        SectionBreak(landscape=True),
        AppendixTitle("Phụ lục I", "Bảng việc", "(Kèm theo Kế hoạch số 05/KH-CĐP)"),
        *(Paragraph(runs(samples.LONG)) for _ in range(12)),
        SectionBreak(),
        AppendixTitle("Phụ lục II", "Danh sách", "(Kèm theo Kế hoạch số 05/KH-CĐP)"),
        *(Paragraph(runs(samples.LONG)) for _ in range(12)),
    )
    return replace(base, blocks=(*base.blocks, *more))


def test_each_appendix_has_its_own_page_numbers() -> None:
    pages = pdf_pages(pdf_bytes(two_appendices()))
    heads = [page.splitlines()[0] for page in pages]
    assert heads.index("Phụ lục I") > 1
    assert heads[heads.index("Phụ lục I") + 1] == "2"
    assert heads[heads.index("Phụ lục II") + 1] == "2"


def test_mirrored_margins_swap_on_the_backs() -> None:
    data = pdf_bytes(samples.plan(6), mirrored(LAYOUT))
    for page, left in ((0, 30), (1, 15), (2, 30)):
        with opened_pdf(data) as pdf:
            textpage = pdf[page].get_textpage()
            edges = [textpage.get_rect(n)[0] / MM for n in range(textpage.count_rects())]
        assert min(edges) == pytest.approx(left, abs=0.6)
    assert "w:mirrorMargins" in part(
        render(samples.plan(), ".docx", layout=mirrored(LAYOUT)), "word/settings.xml"
    )
    assert "w:mirrorMargins" not in part(render(samples.plan(), ".docx"), "word/settings.xml")


def test_what_is_numbered_anew_begins_on_a_front_when_both_sides_are_printed() -> None:
    for repeat in (1, 3, 5):
        document = replace(
            samples.programme(),
            blocks=(*samples.plan(repeat).blocks, *two_appendices().blocks[-14:]),
        )
        pages = pdf_pages(pdf_bytes(document, mirrored(LAYOUT)))
        start = next(n for n, page in enumerate(pages) if page.startswith("Phụ lục II"))
        assert start % 2 == 0


@pytest.mark.parametrize("preset", ["default", "decree30"])
@pytest.mark.parametrize("size", [13, 14])
def test_presets_and_sizes_hold_in_pdf_and_word(preset: str, size: int) -> None:
    layout = with_body_size(with_preset(LAYOUT, preset), size)
    data = pdf_bytes(FULL, layout)
    left = layout.page.margin_mm.left
    with opened_pdf(data) as pdf:
        textpage = pdf[0].get_textpage()
        edges = [textpage.get_rect(n) for n in range(textpage.count_rects())]
    assert min(edge[0] for edge in edges) / MM == pytest.approx(left, abs=0.6)
    (name,) = text_boxes(data, 0, LAYOUT.words.national_name.upper())
    assert name[3] - name[1] < 20
    styles = part(render(FULL, ".docx", layout=layout), "word/styles.xml")
    body = re.search(r'w:styleId="body".*?<w:sz w:val="(\d+)"', styles)
    assert body
    assert int(body[1]) == 2 * size


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("stamps.sizes_mm.HỎA TỐC", [36, 9]),
        ("styles.urgency.colour", "0000FF"),
        ("stamps.top_mm", 12),
        ("stamps.copy_top_mm", 8),
        ("page.footer_mm", 12),
        ("styles.address.size_pt", 12),
        ("styles.drafter.bold", True),
        ("pairs.signature_mm", [70, 95]),
        ("pairs.signing_room_mm", 40),
        ("pairs.before_signature_pt", 30),
        ("rules.motto", 0.5),
        ("body.indent_mm", 10),
        ("page.header_mm", 12),
    ],
)
def test_each_number_is_a_setting(place: str, value: object) -> None:
    layout = with_settings(LAYOUT, {place: value})
    assert pdf_bytes(FULL, layout) != pdf_bytes(FULL)
    assert render(FULL, ".docx", layout=layout) != render(FULL, ".docx")


def test_two_lines_of_text_stay_with_the_signature_in_word() -> None:
    blocks = (
        *samples.plan().blocks[:2],
        Paragraph(runs(samples.LONG)),
        Item("1.", runs("Ngắn."), 0, "clause"),
        Paragraph(runs("Hết./.")),
        samples.CLOSING,
    )
    from io import BytesIO

    from docx import Document as Opened

    opened = Opened(BytesIO(render(Document(PaperKind.NAMED, blocks, "x"), ".docx")))
    kept = {p.text: bool(p.paragraph_format.keep_with_next) for p in opened.paragraphs}
    assert kept["Hết./."]
    assert kept["Ngắn."]
    assert not kept[samples.LONG]


def test_the_word_file_is_in_the_order_its_schema_asks() -> None:
    xml = part(render(FULL, ".docx"), "word/document.xml")
    for properties in re.findall(r"<w:pPr>(.*?)</w:pPr>", xml, re.DOTALL):
        plain = re.sub(
            r"<w:(pBdr|rPr|sectPr|numPr)\b.*?</w:\1>", r"<w:\1/>", properties, flags=re.DOTALL
        )
        order = re.findall(r"<w:(\w+)", plain)
        ranks = [_ORDER.index(tag) for tag in order if tag in _ORDER]
        assert ranks == sorted(ranks), order


_ORDER = ["pStyle", "keepNext", "keepLines", "framePr", "numPr", "pBdr", "spacing", "ind", "jc",
          "outlineLvl", "rPr", "sectPr"]  # fmt: skip


def words(pages: list[str]) -> list[str]:
    return sorted(word for page in pages for word in page.replace("\ufffe", "-").split())


@pytest.mark.parametrize("sides", ["one", "both"])
@pytest.mark.parametrize("preset", ["default", "decree30"])
def test_a_word_processor_prints_every_row_as_we_do(
    preset: str, sides: str, tmp_path: Path, office_tools: Office
) -> None:
    layout: Layout = with_preset(LAYOUT, preset)
    layout = mirrored(layout) if sides == "both" else layout
    document = replace(FULL, blocks=(*FULL.blocks, *two_appendices().blocks[-28:]))
    write(document, tmp_path / "ke-hoach.docx", layout=layout)
    printed = office_tools.convert(tmp_path / "ke-hoach.docx", "pdf", tmp_path / "ra")
    theirs = pdf_pages(printed.read_bytes())
    ours = pdf_pages(pdf_bytes(document, layout))
    assert abs(len(theirs) - len(ours)) <= 1
    assert [w for w in words(theirs) if not w.isdigit()] == [
        w for w in words(ours) if not w.isdigit()
    ]


def test_sections_of_a_paper_without_margins_have_no_first_headers() -> None:
    assert 'w:type="first"' not in part(render(samples.programme(), ".docx"), "word/document.xml")
    assert msgspec.structs.asdict(LAYOUT)["page"].mirrored is False

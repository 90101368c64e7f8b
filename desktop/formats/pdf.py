"""Write a neutral document as .pdf: embedded Tinos, bookmarks, the same bytes every time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from desktop.formats.cleaning import clean
from desktop.formats.document import (
    Addressees,
    AppendixTitle,
    Closing,
    Document,
    FormHead,
    Item,
    Letterhead,
    Paragraph,
    QrCode,
    SectionBreak,
    Title,
)
from desktop.formats.faces import face, font, style_face, width_pt
from desktop.formats.layout import Layout
from desktop.formats.pdf_closing import closing_strips
from desktop.formats.pdf_edges import draw_foot, draw_top_edge, draw_watermark, foot_height
from desktop.formats.pdf_flow import (
    POINTS_PER_MM,
    Page,
    PlacedNumber,
    Section,
    Sheet,
    Strip,
    paginate,
)
from desktop.formats.pdf_head import (
    addressees_strips,
    appendix_strips,
    form_head_strips,
    letterhead_strips,
    title_strips,
)
from desktop.formats.pdf_qr import qr_strips
from desktop.formats.pdf_table import table_strips
from desktop.formats.pdf_text import draw_string, item_strips, paragraph_strips
from desktop.formats.table import Table
from desktop.formats.table_across import parted

_STRIPS: Mapping[type, Callable[[Any, Sheet], list[Strip]]] = {
    Letterhead: letterhead_strips,
    FormHead: form_head_strips,
    Title: title_strips,
    Addressees: addressees_strips,
    Paragraph: paragraph_strips,
    Item: item_strips,
    Table: table_strips,
    AppendixTitle: appendix_strips,
    QrCode: qr_strips,
}


def _glue_closing(strips: list[Strip], layout: Layout) -> None:
    """Keep the last lines before a closing block on its page."""
    for strip in strips[-max(layout.pairs.kept_lines, 1) :]:
        strip.glued = True


def _sections(document: Document, layout: Layout) -> list[Section]:
    sheets = {wide: Sheet.of(layout, landscape=wide) for wide in (False, True)}
    first = sheets[document.landscape]
    sections = [Section(first, foot=foot_height(document.edges, first))]
    for block in document.blocks:
        section = sections[-1]
        if isinstance(block, SectionBreak):
            sections.append(Section(sheets[block.landscape], restart=block.restart))
        elif isinstance(block, Closing):
            _glue_closing(section.strips, layout)
            section.strips += closing_strips(block, section.sheet)
        else:
            section.strips += _STRIPS[type(block)](block, section.sheet)
    return sections


def _draw_number(canvas: Any, page: Page, text: str, *, back: bool) -> None:
    style = page.sheet.layout.style("page_number")
    size, name = style.size_pt, style_face(style)
    sheet = page.sheet
    left = sheet.back_left if back else sheet.left
    edge = sheet.layout.page.header_mm * POINTS_PER_MM
    centre = left + (sheet.width - width_pt(text, name, size)) / 2
    draw_string(canvas, centre, sheet.paper[1] - edge - size * 0.9, text, name, size)


class _Outline:
    """Adds bookmarks; a level never jumps by more than one, as viewers require."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self.count = 0
        self.depths: list[int] = []

    def add(self, title: str, level: int, y: float) -> None:
        while self.depths and self.depths[-1] >= level:
            self.depths.pop()
        self.depths.append(level)
        key = f"m{self.count}"
        self.count += 1
        self.canvas.bookmarkPage(key, fit="XYZ", left=0, top=y, zoom=0)
        self.canvas.addOutlineEntry(title[:300], key, level=len(self.depths) - 1, closed=False)


def _draw_page(canvas: Any, page: Page, outline: _Outline, *, back: bool) -> None:
    sheet = page.sheet
    left = sheet.back_left if back else sheet.left
    for offset, strip in page.placed:
        y = sheet.top - offset
        if strip.bookmark:
            outline.add(strip.bookmark[0], strip.bookmark[1], min(y + 6, sheet.paper[1]))
        strip.draw(canvas, left, y)


def _number_text(page: Page) -> str:
    shown = page.number > 1 or page.sheet.layout.number_page_one
    return str(page.number) if shown else ""


def _canvas(document: Document, target: str | BinaryIO) -> Any:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # plain compressed streams: a quarter smaller, and faster
    first = face()
    font(first)  # else each page names a font of the viewer's, which is not embedded
    canvas = Canvas(
        target, invariant=1, lang=document.language, pageCompression=1, initialFontName=first
    )
    canvas.setTitle(clean(document.title))
    canvas.setAuthor(clean(document.author))
    canvas.setSubject(clean(document.subject or document.title))
    canvas.setKeywords([clean(word) for word in document.keywords])
    canvas.setCreator("Sổ Công đoàn")
    canvas.setProducer("Sổ Công đoàn")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def write_pdf(
    document: Document,
    layout: Layout,
    target: Path | BinaryIO,
    *,
    numbers: list[PlacedNumber] | None = None,
) -> int:
    """Write the document and return how many pages it has.

    `target` is a path or an open binary file; the bytes depend on the document and the
    layout alone. `numbers` is filled with where the numbers of tables came to stand.
    """
    document = parted(document, layout)
    pages = paginate(_sections(document, layout), sheets=layout.page.mirrored)
    canvas = _canvas(document, str(target) if isinstance(target, Path) else target)
    outline = _Outline(canvas)
    _draw_pages(canvas, pages, document, outline)
    if outline.count:
        canvas.showOutline()
    canvas.save()
    if numbers is not None:
        numbers += _placed_numbers(pages)
    return len(pages)


def _placed_numbers(pages: Sequence[Page]) -> Iterator[PlacedNumber]:
    for place, page in enumerate(pages):
        sheet = page.sheet
        back = sheet.layout.page.mirrored and place % 2 == 1
        left = sheet.back_left if back else sheet.left
        for offset, strip in page.placed:
            top = sheet.top - offset
            for spot in strip.spots:
                x = left + spot.x
                yield PlacedNumber(
                    place,
                    x,
                    top - strip.height,
                    x + spot.width,
                    top,
                    spot.row,
                    spot.column,
                    spot.cell,
                )


def _draw_pages(canvas: Any, pages: Sequence[Page], document: Document, outline: _Outline) -> None:
    for place, page in enumerate(pages, start=1):
        back = page.sheet.layout.page.mirrored and place % 2 == 0
        canvas.setPageSize(page.sheet.paper)
        text = _number_text(page) if page.placed else ""
        if document.watermark:
            draw_watermark(canvas, document.watermark, page.sheet)
        # What stands above is drawn first: screen readers follow the order of drawing.
        if place == 1:
            draw_top_edge(canvas, document.edges, page.sheet)
        if text:
            _draw_number(canvas, page, text, back=back)
        _draw_page(canvas, page, outline, back=back)
        if place == 1:
            draw_foot(canvas, document.edges, page.sheet)
        canvas.showPage()

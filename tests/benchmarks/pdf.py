"""A plan of 40 pages as PDF, beside reportlab's own layout of the same paragraphs."""

import io
from typing import Any

from desktop.formats.document import Document, Item, Paragraph
from desktop.formats.layout import shipped_layout
from desktop.formats.pdf import write_pdf
from desktop.models import resources
from tests.benchmarks.measuring import Measured, Sample, turns_ms
from tests.formats.samples import plan

TIMES, PAGES = 9, 40


def measure(_sample: Sample) -> list[Measured]:
    """Set the same text in the same face both ways."""
    document, pages = _long_enough()
    texts = [_text(block) for block in document.blocks if isinstance(block, Item | Paragraph)]
    style = _style()
    ours, bare = turns_ms(lambda: _ours(document), lambda: _bare(texts, style), TIMES)
    note = f"{pages / ours * 1000:.0f} pages/s; {len(texts)} paragraphs"
    return [Measured(f"a plan of {pages} pages to PDF", ours, "ms", bare, note=note)]


def _long_enough() -> tuple[Document, int]:
    repeat, pages = 8, 0
    while pages < PAGES:
        repeat += max((PAGES - pages) // 2, 1)
        document = plan(repeat)
        pages = _ours(document)
    return document, pages


def _ours(document: Document) -> int:
    return write_pdf(document, shipped_layout(), io.BytesIO())


def _text(block: Item | Paragraph) -> str:
    words = "".join(run.text for run in block.content)
    return f"{block.label} {words}" if isinstance(block, Item) else words


def _style() -> Any:
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Bare", str(resources.path("fonts/Tinos-Regular.ttf"))))
    return ParagraphStyle(
        "bare", fontName="Bare", fontSize=14, leading=18, alignment=TA_JUSTIFY, spaceAfter=6
    )


def _bare(texts: list[str], style: Any) -> None:
    from html import escape

    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Paragraph as Plain
    from reportlab.platypus import SimpleDocTemplate

    SimpleDocTemplate(io.BytesIO(), pagesize=A4).build([Plain(escape(t), style) for t in texts])

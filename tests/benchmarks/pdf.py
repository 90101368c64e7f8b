"""A plan of 40 pages as PDF: beside reportlab's own layout, beside LibreOffice; and memory."""

import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from desktop.formats.document import Document, Item, Paragraph
from desktop.formats.layout import shipped_layout
from desktop.formats.pdf import write_pdf
from desktop.formats.registry import render
from desktop.models import resources
from tests.benchmarks.measuring import Measured, Sample, median_ms, turns_ms
from tests.formats.samples import plan
from tests.support.office import Office, find_program

TIMES, PAGES = 9, 40
MOST_TIMES, LEAST_FASTER = 1.5, 5


def measure(_sample: Sample) -> list[Measured]:
    """Set the same text in the same face both ways."""
    document, pages = _long_enough()
    texts = [_text(block) for block in document.blocks if isinstance(block, Item | Paragraph)]
    style = _style()
    ours, bare = turns_ms(lambda: _ours(document), lambda: _bare(texts, style), TIMES)
    note = f"{pages / ours * 1000:.0f} pages/s; {len(texts)} paragraphs"
    aim, met = f"≤ {MOST_TIMES:g}×", ours <= MOST_TIMES * bare
    found = [
        Measured(f"a plan of {pages} pages to PDF", ours, "ms", bare, aim, met, note),
        _memory(),
    ]
    return [*found, *_beside_office(document, pages, ours)]


def _beside_office(document: Document, pages: int, ours: float) -> list[Measured]:
    """LibreOffice makes the same pages from our Word file; its start is part of it."""
    program = find_program()
    if program is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        office = Office(program, Path(folder) / "profile")
        source = Path(folder) / "plan.docx"
        source.write_bytes(render(document, ".docx"))
        theirs = median_ms(lambda: office.convert(source, "pdf", Path(folder) / "out"), 3)
    aim, met = f"≤ 1/{LEAST_FASTER}", ours * LEAST_FASTER <= theirs
    what = f"the same {pages} pages by LibreOffice"
    return [Measured(what, ours, "ms", theirs, aim, met, f"{theirs / ours:.0f} times as fast")]


_PEAK = """
import io, pathlib, re, sys
from desktop.formats.layout import shipped_layout
from desktop.formats.pdf import write_pdf
from desktop.formats.registry import render
from tests.benchmarks import pdf
from tests.formats.samples import plan
document = plan(100)
texts = [pdf._text(b) for b in document.blocks if isinstance(b, (pdf.Item, pdf.Paragraph))]
if sys.argv[1] == "ours":
    write_pdf(document, shipped_layout(), io.BytesIO())
else:
    pdf._bare(texts, pdf._style())
held = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())
print(int(held[1]) / 1024)
"""


def _memory() -> Measured:
    """The most a process of its own ever held, both ways."""
    ours, bare = (
        float(
            subprocess.run(
                [sys.executable, "-c", _PEAK, way], capture_output=True, text=True, check=True
            ).stdout
        )
        for way in ("ours", "bare")
    )
    return Measured("memory for the same plan", ours, "MB", bare, "≤ 1.5×", ours <= 1.5 * bare)


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

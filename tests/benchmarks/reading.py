"""A Word file of 100 pages read, beside python-docx opening it and taking its text."""

import io
import tempfile
from pathlib import Path

from desktop.intake.documents import read_document
from desktop.intake.sources.read_docx import read_docx
from tests.benchmarks.measuring import Measured, Sample, median_ms, turns_ms
from tests.intake.gathering import own_documents

TIMES, PAGES, LETTERS_A_PAGE = 9, 100, 2_500


def measure(_sample: Sample) -> list[Measured]:
    """Read the same file both ways, by turns."""
    import docx

    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        path = Path(place) / "van-ban.docx"
        path.write_bytes(hundred_pages())
        ours, bare = turns_ms(
            lambda: read_document(path),
            lambda: [one.text for one in docx.Document(str(path)).paragraphs],
            TIMES,
        )
        walked = median_ms(lambda: read_docx(path), TIMES)
        paragraphs = len(docx.Document(str(path)).paragraphs)
    note = f"{paragraphs:,} paragraphs; {walked:.0f} ms of ours takes the file apart"
    return [
        Measured(f"a .docx of {PAGES} pages read", ours, "ms", bare, "≤ 3×", ours <= 3 * bare, note)
    ]


def hundred_pages() -> bytes:
    """A document of the corpus's texts one after the other, each paragraph told apart."""
    import docx

    made = docx.Document()
    size = round_ = 0
    readings = [read_document(path) for path in own_documents() if path.suffix == ".txt"]
    while size < PAGES * LETTERS_A_PAGE:
        for reading in readings:
            for block in reading.body:
                if size >= PAGES * LETTERS_A_PAGE:
                    break
                paragraph = made.add_paragraph()
                paragraph.add_run(f"{block.label} ")
                for run in block.runs:
                    added = paragraph.add_run(run.text)
                    added.bold, added.italic = run.bold, run.italic
                if round_:
                    paragraph.add_run(f" ({round_})")
                size += len(block.label) + len(block.text) + 1
        round_ += 1
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()

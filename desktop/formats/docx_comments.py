"""Comments put into a .docx that was written: on whole paragraphs, the same bytes every time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from desktop.formats.cleaning import clean
from desktop.formats.steady import repack

_EARLIEST = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Note:
    """A comment to write: who, when (ISO 8601 text), what."""

    author: str
    at: str
    text: str


def add_notes(path: Path, notes: Mapping[int, Sequence[Note]]) -> None:
    """Put comments on the paragraphs at these places, counted over the whole body from 0.

    A paragraph without text cannot hold one and is passed over.
    """
    if not any(notes.values()):
        return
    import docx
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    opened = docx.Document(str(path))
    for place, node in enumerate(opened.element.body.iter(qn("w:p"))):
        for note in notes.get(place, ()):
            runs = Paragraph(node, opened._body).runs
            if not runs:
                continue
            initials = "".join(word[0] for word in note.author.split())[:4].upper()
            made = opened.add_comment(
                [runs[0], runs[-1]] if len(runs) > 1 else runs,
                clean(note.text), clean(note.author), initials,
            )  # fmt: skip
            made._comment_elm.set(qn("w:date"), note.at[:19] + "Z" if note.at else _EARLIEST)
    raw = BytesIO()
    opened.save(raw)
    path.write_bytes(repack(raw.getvalue()))

"""How a document as a whole is typed: where its lines wrap, what stands between paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.intake.source import Line
from desktop.intake.structure.labels import parse
from desktop.intake.words import plain, starts_lower

_END = re.compile(r"[.;:!?…][\s”\"’')\]]*$|\.\s*/\s*\.?[\s”\"’')\]]*$")
_FURNITURE = re.compile(
    r"^[-–—\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*$|^page\s+\d+(?:\s+of\s+\d+)?$"
)
_RULE = re.compile(r"^[\s*_~=\-–—•.|:+]+$")
_FULL_LINE = 60


@dataclass(frozen=True, slots=True)
class Habits:
    """How the document as a whole is typed: its wrap width (0: not wrapped), whether list
    members end in punctuation, whether first lines of paragraphs are indented, whether blank
    lines stand between paragraphs.
    """

    width: int
    pointed: bool
    indented: bool = False
    spaced: bool = False

    def is_full(self, line: str, following: str) -> bool:
        """Whether the line is so long that the next word did not fit."""
        if not self.width:
            return False
        word = following.split(" ", 1)[0]
        return len(line) + 1 + len(word) > self.width * (0.86 if len(word) > 2 else 0.93)


def habits(lines: Sequence[Line], body: Sequence[Line] = ()) -> Habits:
    """Measure the wrap width and whether paragraphs end in punctuation; in the body alone,
    whether blank lines stand between them.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if not b.gap and not b.hard]
    wraps = [a for a, b in pairs if _goes_on(b) and not _END.search(a.text)]
    lengths = sorted(len(line.text) + line.indent for line in wraps)
    width = 0
    if len(wraps) >= 3 and len(wraps) * 12 >= len(pairs) and lengths[len(lengths) // 2] <= 170:
        width = lengths[len(lengths) * 3 // 4]
    if not width and wraps:
        width = _full_width(lines, lengths[-1])
    bullets = [a for a, b in pairwise(lines) if parse(b.text) and len(a.text) > 30]
    ended = sum(bool(_END.search(line.text)) for line in bullets)
    deep = [line.indent >= 3 for line in lines if line.cell is None and len(line.text) > 30]
    following = [b.indent < 3 for a, b in pairs if _goes_on(b) and not _END.search(a.text)]
    flat = sum(following) * 5 >= len(following) * 4
    indented = bool(width) and sum(deep) >= 5 and flat
    labelled = [line.gap for line in body or lines if line.cell is None and parse(line.text)]
    spaced = len(labelled) >= 4 and sum(labelled) * 10 >= len(labelled) * 9
    return Habits(width, ended * 3 >= len(bullets) * 2, indented, spaced)


def _full_width(lines: Sequence[Line], longest_wrap: int) -> int:
    """Return the wrap width of a short document: many lines end near one length, and one of
    them surely goes on in the next; else 0.
    """
    lengths = [len(line.text) + line.indent for line in lines if line.cell is None]
    top = max(lengths)
    near = [length for length in lengths if length >= top - 14]
    found = len(near) >= 3 and _FULL_LINE <= top <= 115 and longest_wrap >= top - 20
    return sorted(near)[len(near) // 2] if found else 0


def _goes_on(line: Line) -> bool:
    """Whether the line begins in the middle of a sentence ("a." begins an item)."""
    return starts_lower(line.text) and not parse(line.text)


def is_rule(text: str) -> bool:
    """Whether a line is drawn, not written."""
    return bool(_RULE.match(text))


def is_furniture(text: str) -> bool:
    """Whether a line is a page number or a drawn rule."""
    text = text.strip()
    return bool(_FURNITURE.match(plain(text)) or _RULE.match(text) or text.startswith("!["))


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence or list member does."""
    return bool(_END.search(text))

"""Which part of a plan each paragraph of a returned paper is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from desktop.i18n import _
from desktop.models.outline.outline import Outline
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import fold, one_line

_ALIKE: Final = 0.6
_TAIL: Final = " .;,/"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan that is printed as a paragraph: an item, or a text of the head.

    `field` is the head's field and `place` the paragraph within it, for an item "" and 0.
    """

    text: str
    label: str
    item: str = ""
    field: str = ""
    place: int = 0


def parts_of(head: PlanHead, outline: Outline) -> list[Part]:
    """Return the parts of a plan in the order they are printed."""
    return [*_head(head), *_items(outline), *_list(head, "closing", _("Đoạn kết thúc"))]


def match(parts: Sequence[Part], paragraphs: Sequence[str]) -> dict[int, int]:
    """Return place of a paragraph → place of its part, in order; what is new has none.

    Equal texts first, labels and the full stop apart; between them the most alike.
    """
    left = [key(part.text) for part in parts]
    right = [_bare(text, parts) for text in paragraphs]
    found: dict[int, int] = {}
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for tag, a, b, c, d in blocks:
        if tag == "equal":
            found |= {c + step: a + step for step in range(b - a) if left[a + step]}
        elif tag == "replace":
            found |= _alike(left, right, range(a, b), range(c, d))
    return found


def key(text: str) -> str:
    """Return a paragraph as it is compared: no case, no tone, no marks at its end."""
    return fold(one_line(text)).strip(_TAIL)


def _alike(left: Sequence[str], right: Sequence[str], parts: range, texts: range) -> dict[int, int]:
    found: dict[int, int] = {}
    start = parts.start
    for at in texts:
        if not right[at]:
            continue
        scores = [
            (SequenceMatcher(None, left[part], right[at], autojunk=False).ratio(), -part)
            for part in range(start, parts.stop)
        ]
        if scores and max(scores)[0] >= _ALIKE:
            found[at] = -max(scores)[1]
            start = found[at] + 1
    return found


def _bare(text: str, parts: Sequence[Part]) -> str:
    """Return a paragraph's key, without a label that was written out as text."""
    whole = key(text)
    keys = {key(part.text) for part in parts}
    if whole in keys:
        return whole
    label = re.match(r"(?:dieu \d+|[ivxlc]+|\d+(?:\.\d+)*|[a-z])\s*[.)/]+\s*|[-+•]\s*", whole)
    return whole[label.end() :] if label and whole[label.end() :] in keys else whole


def _head(head: PlanHead) -> Iterator[Part]:
    if head.subject:
        yield Part(head.subject, _("Trích yếu"), field="subject")
    yield from _list(head, "basis", _("Căn cứ"))
    yield from _list(head, "opening", _("Đoạn mở đầu"))


def _list(head: PlanHead, name: str, label: str) -> Iterator[Part]:
    for place, text in enumerate(getattr(head, name)):
        yield Part(text, label, field=name, place=place)


def _items(outline: Outline) -> Iterator[Part]:
    for row in outline:
        yield Part(row.item.plain, outline.path(row.id), item=row.id)

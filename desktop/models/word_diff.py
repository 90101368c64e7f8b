"""What changed between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

_PIECES: Final = re.compile(r"\w+|\s+|[^\w\s]")
Kind = Literal["same", "added", "removed"]
_ALIKE: Final = 0.35
"""Below this likeness two texts are shown one after the other, not woven together."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> list[Part]:
    """Return the parts in reading order, what went before what came in its place."""
    if old == new:
        return [Part("same", new)] if new else []
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    if likeness(old, new) < _ALIKE:
        return _joined([("removed", before), ("added", after)])
    found: list[tuple[Kind, Sequence[str]]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            lone_space = all(piece.isspace() for piece in before[i1:i2])
            if lone_space and j1 > 0 and j2 < len(after) and found:
                # A space between two changed words belongs to the change.
                found += [("removed", before[i1:i2]), ("added", after[j1:j2])]
            else:
                found.append(("same", before[i1:i2]))
            continue
        found += [("removed", before[i1:i2]), ("added", after[j1:j2])]
    return _joined(found)


def likeness(old: str, new: str) -> float:
    """Return how much two texts have in common, by words: 0 nothing, 1 all."""
    before, after = _words(old), _words(new)
    if not before or not after:
        return 0.0
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _joined(pieces: Sequence[tuple[Kind, Sequence[str]]]) -> list[Part]:
    """Join neighbours of a kind; within one change what went stands before what came."""
    found: list[Part] = []
    gone, come = "", ""
    for kind, words in pieces:
        text = "".join(words)
        if kind == "removed":
            gone += text
        elif kind == "added":
            come += text
        elif text:
            found += _change(gone, come)
            gone = come = ""
            found.append(Part("same", text))
    return found + _change(gone, come)


def _change(gone: str, come: str) -> list[Part]:
    parts: list[Part] = []
    if gone:
        parts.append(Part("removed", gone))
    if come:
        parts.append(Part("added", come))
    return parts

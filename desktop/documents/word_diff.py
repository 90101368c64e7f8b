"""Two wordings side by side: which words of each are not in the other."""

import re
from difflib import SequenceMatcher

Pieces = tuple[tuple[str, bool], ...]
"""Text in pieces, each with whether it differs from the other wording."""


def word_diff(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Return both wordings in pieces; put together again they are the texts themselves."""
    one, other = _words(old), _words(new)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        _add(left, "".join(one[i:j]), tag != "equal")
        _add(right, "".join(other[k:m]), tag != "equal")
    return tuple(left), tuple(right)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _add(pieces: list[tuple[str, bool]], text: str, differs: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1][1] == differs:
        pieces[-1] = (pieces[-1][0] + text, differs)
    else:
        pieces.append((text, differs))

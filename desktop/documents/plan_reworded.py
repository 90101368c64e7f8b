"""Items of two versions that are one in other words and at another place.

What is left when like wording and like places have been paired is compared by its rare words:
"thỏa ước" says more than "tổ chức". Between the same neighbours less is enough. Only what is
clearly more alike than anything else on both sides is taken for one.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from desktop.models.text import fold

_WORD: Final = re.compile(r"[^\W_]+")
_ALIKE: Final = 0.3
_ALIKE_BETWEEN: Final = 0.22
_CLEARLY: Final = 0.04
_FEW: Final = 3

Marks = frozenset[str]
"""The words of a text, folded, and its pairs of words side by side."""


def reworded(
    old: Mapping[str, str],
    new: Mapping[str, str],
    known: Iterable[str],
    alike: Callable[[str, str], bool],
    beside: Callable[[str, str], bool],
) -> dict[str, str]:
    """Return old id → new id of leftovers that are the same task reworded.

    `old` and `new` are leftovers' texts by id, `known` all texts of both versions; `alike` says
    whether two can be one at all, `beside` whether both stand beside items that are paired.
    """
    if not old or not new:
        return {}
    rare = _rareness([marks(text) for text in known])
    left = {one: marks(text) for one, text in old.items()}
    right = {one: marks(text) for one, text in new.items()}
    weights = {one: sum(map(rare, said)) for one, said in (left | right).items()}
    holding: dict[str, list[str]] = {}
    for other, said in right.items():
        for mark in said:
            holding.setdefault(mark, []).append(other)
    scores: dict[tuple[str, str], float] = {}
    for one, said in left.items():
        shared: dict[str, float] = {}
        for mark in said & holding.keys():
            weight = rare(mark)
            for other in holding[mark]:
                shared[other] = shared.get(other, 0.0) + weight
        for other, both in shared.items():
            score = 2 * both / (weights[one] + weights[other])
            if score < _ALIKE_BETWEEN or not alike(one, other):
                continue
            if len(said & right[other]) <= _FEW:
                continue
            between = beside(one, other)
            if between or score >= _ALIKE:
                scores[one, other] = score + 0.1 * between
    return dict(_clear(scores))


@lru_cache(maxsize=8192)
def marks(text: str) -> Marks:
    """Return a text's words and pairs of words, folded."""
    said = _WORD.findall(fold(text))
    return frozenset([*said, *map(" ".join, pairwise(said))])


def _rareness(texts: Sequence[Marks]) -> Callable[[str], float]:
    held = Counter(mark for text in texts for mark in text)
    weights = {mark: math.log(1 + len(texts) / times) for mark, times in held.items()}
    return weights.__getitem__


def _clear(scores: Mapping[tuple[str, str], float]) -> Iterable[tuple[str, str]]:
    """Yield the pairs that are best on both sides, and by more than a little."""
    rivals: dict[str, list[float]] = {}
    for (one, other), score in scores.items():
        rivals.setdefault(f"<{one}", []).append(score)
        rivals.setdefault(f">{other}", []).append(score)
    for side in rivals.values():
        side.sort(reverse=True)
    for (one, other), score in scores.items():
        sides = (rivals[f"<{one}"], rivals[f">{other}"])
        if all(s[0] == score and (len(s) < 2 or s[1] <= score - _CLEARLY) for s in sides):
            yield one, other

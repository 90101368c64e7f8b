"""Whose word on a return goes before, where several offices above its unit have spoken.

What counts is said by the highest office whose last word leaves something standing: what it
accepted is not unsettled from below. But any office on the way may ask for a correction later, of
what a higher one has accepted too: the return is sent back then, and what stood goes on counting.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

Verdict = tuple[str, int, Mapping[str, Any], int]
"""A word on a return: clock, revision, what was said, rank of its office above the unit."""
Verdicts = Sequence[Verdict]


def last_word(said: Iterable[Verdict]) -> Verdict | None:
    """Return the word that tells where one revision stands, of all that were said of it.

    The highest office's last one, unless one below it has sent the revision back since.
    """
    found: Verdict | None = None
    for layer in _layers(said):
        one = max(layer, key=lambda word: word[0])
        if found is None or (one[2].get("state") == "returned" and one[0] > found[0]):
            found = one
    return found


def deciding(said: Iterable[Verdict], judged: Collection[int] = ()) -> Verdict | None:
    """Return the word that leaves something standing, None where none does.

    Of each office the last one is asked, the highest first; of a revision that a higher one has
    judged, those of `judged` among them, the offices below it decide nothing.
    """
    seen = set(judged)
    for layer in _layers(said):
        last = max(layer, key=lambda word: word[:2])
        standing = stands(last[1], last[2])
        if (standing or last[2].get("closed")) and (standing or last[1]) not in seen:
            return last
        seen |= {word[1] for word in layer}
    return None


def stands(rev: int, verdict: Mapping[str, Any]) -> int:
    """Return which revision counts by a word on revision `rev`: 0 where none was accepted.

    A late one that is turned back leaves standing what had been accepted before it.
    """
    if verdict.get("state") == "accepted":
        return rev
    named = verdict.get("stands")
    return named if type(named) is int else 0


def _layers(said: Iterable[Verdict]) -> Iterator[list[Verdict]]:
    """Yield the words of each rank, the highest first."""
    ordered = sorted(said, key=lambda word: word[3], reverse=True)
    for _rank, words in groupby(ordered, key=lambda word: word[3]):
        yield list(words)

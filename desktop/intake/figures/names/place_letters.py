"""Places told by their letters behind a name: “TH HH-ĐKR”, “THCS Hải Hưng (HL)”."""

import re
from collections.abc import Sequence
from typing import Final

from desktop.models.text import fold

_BEHIND: Final = re.compile(r"(?<=\S)[\s–—(-]+([A-ZĐ]{2,5})\)?\s*$")
_VOWELS: Final = frozenset("aeiouy")
_SKELETON: Final = 3
"""So many letters at least tell a place by those of its name: “ĐKR” is Đakrông."""


def with_place(name: str, areas: Sequence[Sequence[str]]) -> str:
    """Return a name whose last letters are written out as the one place of a register they tell.

    The name as it is where they tell none, or several. `areas` are the places of the units, in
    words without marks.
    """
    found = _BEHIND.search(name)
    if found is None:
        return name
    letters = fold(found[1])
    told = {tuple(area) for area in areas if area and _tell(letters, area)}
    return f"{name[: found.start()]} ({' '.join(told.pop())})" if len(told) == 1 else name


def _tell(letters: str, area: Sequence[str]) -> bool:
    """Whether letters begin the words of a place each, or are some of its consonants in order."""
    if len(area) > 1 and letters == "".join(word[0] for word in area):
        return True
    whole = "".join(area)
    if len(letters) < _SKELETON or whole[0] != letters[0] or not _VOWELS.isdisjoint(letters):
        return False
    rest = iter(whole)
    return all(letter in rest for letter in letters)

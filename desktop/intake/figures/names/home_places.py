"""What many names of a register end with: the place of its units, the group of its companies."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from desktop.intake.figures.names.held_names import COUNTRY, WORD
from desktop.intake.figures.names.near_names import is_syllable
from desktop.models.text import fold, nfc

_LEVELS: Final = frozenset({"tinh", "huyen", "xa", "phuong", "pho", "quan", "khu", "tran"})
_GROUP: Final = re.compile(r"\s[-–—]\s*([^\W\d_]+)$")
_LEAST, _SHARE = 3, 10
_SIZES: Final = (2, 3)


def homes_in(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the place of each name: that of most units where the name holds it, else ()."""
    said = [_words(name) for name in names]
    home = _home(said)
    size = len(home)
    return [home if size and any(words[at : at + size] == home for at in range(len(words))) else ()
            for words in said]  # fmt: skip


def groups_in(names: Sequence[str]) -> frozenset[str]:
    """Return the foreign words several names have behind a dash at their end: “- TKV”."""
    behind = Counter(fold(found[1]) for name in names if (found := _GROUP.search(name)))
    return frozenset(word for word, count in behind.items()
                     if count >= _LEAST and word not in COUNTRY
                     and not is_syllable(word))  # fmt: skip


def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in WORD.findall(nfc(name).lower()))


def _home(said: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the folded words of the place that ends the names of several units, () without one.

    Some unit must tell that it is a place: "Trung tâm Y tế huyện Mường Ảng".
    """
    ends: Counter[tuple[str, ...]] = Counter()
    levelled: set[tuple[str, ...]] = set()
    for words in said:
        for size in _SIZES:
            end = words[-size:]
            if len(words) > size + 1 and all(word.isalpha() for word in end):
                ends[end] += 1
                if words[-size - 1] in _LEVELS:
                    levelled.add(end)
    known = [(count, len(end), end) for end, count in ends.items()
             if end in levelled and count >= max(_LEAST, len(said) / _SHARE)]  # fmt: skip
    return max(known)[2] if known else ()

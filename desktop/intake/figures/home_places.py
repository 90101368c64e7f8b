"""The place most units of a register bear the name of, where the register keeps no places."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from desktop.intake.figures.held_names import WORD
from desktop.models.text import fold, nfc

_LEVELS: Final = frozenset({"tinh", "huyen", "xa", "phuong", "pho", "quan", "khu", "tran"})
_LEAST, _SHARE = 3, 10
_SIZES: Final = (2, 3)


def homes_in(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the place of each name: that of most units where the name holds it, else ()."""
    said = [_words(name) for name in names]
    home = _home(said)
    size = len(home)
    return [home if size and any(words[at : at + size] == home for at in range(len(words))) else ()
            for words in said]  # fmt: skip


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

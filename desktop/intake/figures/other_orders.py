"""Names of a register looked up by their letters alone, or with a trade in another place."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from desktop.intake.figures.name_words import Phrases
from desktop.intake.figures.vocabulary import longest_matches

Words = tuple[str, ...]

_LONG: Final = 12
"""Letters from which on one told once for twice makes no other name."""


class OtherOrders:
    """The names of a register, as their words without marks, by what they are written with."""

    def __init__(self, names: Iterable[Words], common: Phrases) -> None:
        self._common = common
        self._by_letters: dict[str, list[Words]] = {}
        self._by_single: dict[str, list[Words]] = {}
        self._by_words: dict[Words, list[Words]] = {}
        for name in names:
            letters = "".join(name)
            self._by_letters.setdefault(letters, []).append(name)
            self._by_single.setdefault(_single(letters), []).append(name)
            self._by_words.setdefault(tuple(sorted(name)), []).append(name)

    def of_letters(self, letters: str) -> Sequence[Words]:
        """Return the names that are these letters when run together, a letter told once for twice
        in words from abroad: “Mangan” is “Măng gan”."""
        found = self._by_letters.get(letters, ())
        if found or len(letters) < _LONG:
            return found
        return self._by_single.get(_single(letters), ())

    def with_trade_moved(self, said: Words) -> Iterator[Words]:
        """Yield the names that say the same but for the place of what a unit does.

        “Xi măng Vicem Hoàng Mai” is “Vicem Xi măng Hoàng Mai”; “An Bình” is not “Bình An”.
        """
        for name in self._by_words.get(tuple(sorted(said)), ()):
            mine, other = self._parted(said), self._parted(name)
            if name != said and mine[0] == other[0] and sorted(mine[1]) == sorted(other[1]):
                yield name

    def _parted(self, words: Words) -> tuple[list[str], list[Words]]:
        """Return the words of a name that name no trade, and the trades."""
        pieces = longest_matches(words, self._common.known, self._common.starts)
        rest = [word for piece, full in pieces if full is None for word in piece]
        return rest, [piece for piece, full in pieces if full is not None]


def _single(letters: str) -> str:
    """Return letters with each run of one of them told once."""
    return "".join(letter for letter, _run in groupby(letters))

"""Names of a register looked up by their letters alone, or with a trade in another place."""

from collections.abc import Iterable, Iterator, Sequence

from desktop.intake.figures.name_words import Phrases
from desktop.intake.figures.vocabulary import longest_matches

Words = tuple[str, ...]


class OtherOrders:
    """The names of a register, as their words without marks, by what they are written with."""

    def __init__(self, names: Iterable[Words], common: Phrases) -> None:
        self._common = common
        self._by_letters: dict[str, list[Words]] = {}
        self._by_words: dict[Words, list[Words]] = {}
        for name in names:
            self._by_letters.setdefault("".join(name), []).append(name)
            self._by_words.setdefault(tuple(sorted(name)), []).append(name)

    def of_letters(self, letters: str) -> Sequence[Words]:
        """Return the names that are these letters when run together."""
        return self._by_letters.get(letters, ())

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

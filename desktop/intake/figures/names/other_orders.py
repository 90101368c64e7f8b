"""Names of a register looked up by their letters alone, or with a trade in another place."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.wording.name_words import Phrases
from desktop.models.phrases import longest_matches

Words = tuple[str, ...]


class OtherOrders:
    """The names of a register, as their words without marks, by what they are written with."""

    def __init__(self, names: Iterable[Words], common: Phrases) -> None:
        self._common = common
        self._by_letters: dict[str, list[Words]] = {}
        self._by_words: dict[Words, list[Words]] = {}
        for name in names:
            letters = "".join(name)
            self._by_letters.setdefault(letters, []).append(name)
            for one in _run_together(name):
                self._by_letters.setdefault(one, []).append(name)
            self._by_words.setdefault(tuple(sorted(name)), []).append(name)

    def of_letters(self, letters: str) -> Sequence[Words]:
        """Return the names that are these letters when run together: “Mangan” is “Măng gan”."""
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


def _run_together(name: Words) -> Iterator[str]:
    """Yield the letters of a name with two of its words made one: the letter both share, once."""
    for at in range(1, len(name)):
        if name[at - 1][-1:] == name[at][:1] and name[at - 1].isalpha() and len(name[at]) > 1:
            yield "".join((*name[:at], name[at][1:], *name[at + 1 :]))


def lettered_apart(
    held: Words, told: Collection[str], names: Mapping[Words, Sequence[Known]]
) -> list[Known]:
    """Return the units whose names differ from one in the letter at its end alone, where that
    letter is not told: “Tiểu học Yên Định” is neither A nor B."""
    if not held or len(held[-1]) > 1 or held[-1].isdigit() or held[-1] in told:
        return []
    return [unit for letter in ascii_lowercase if letter != held[-1]
            for unit in names.get((*held[:-1], letter), ())]  # fmt: skip

"""How much of two texts is the same, by words that weigh the more the fewer names hold them."""

from collections.abc import Iterable, Sequence
from math import fsum, log
from typing import Final, TypeAlias

_TELLING: Final = 0.8
"""What the words of a heading weigh at least, beside one that a single name holds."""
_STRANGE: Final = 0.5
"""What a word no indicator's name holds counts, beside one that a single name holds."""

Named: TypeAlias = tuple[str, frozenset[str]]
"""An indicator's code and the words of one of its names."""


class SharedWords:
    """The names of `known` indicators by the words they hold."""

    def __init__(self, named: Sequence[Named], known: int) -> None:
        self._named = named
        self._holding: dict[str, list[int]] = {}
        held: dict[str, set[str]] = {}
        for at, (code, words) in enumerate(named):
            for word in words:
                self._holding.setdefault(word, []).append(at)
                held.setdefault(word, set()).add(code)
        self._weights = {word: log(1 + known / len(codes)) for word, codes in held.items()}
        self._strange = _STRANGE * log(1 + known)
        self._telling = _TELLING * log(1 + known)

    def names_with(self, words: Iterable[str]) -> list[Named]:
        """Return the names that hold any of some words, in their order."""
        places = {at for word in words for at in self._holding.get(word, ())}
        return [self._named[at] for at in sorted(places)]

    def known(self, words: Iterable[str]) -> int:
        """Return how many words stand in any name."""
        return sum(word in self._weights for word in words)

    def tells(self, words: Iterable[str]) -> bool:
        """Whether words weigh enough to tell an indicator by."""
        return self.weight(words) >= self._telling

    def share(self, told: frozenset[str], name: frozenset[str]) -> float:
        """Return how much of two texts is the same, 0 to 1."""
        return self.weight(told & name) / (self.weight(told | name) or 1.0)

    def weight(self, words: Iterable[str]) -> float:
        """Return what words weigh together."""
        # exact, so that no order of a set decides where two are nearly alike
        return fsum(self._weights.get(word, self._strange) for word in words)

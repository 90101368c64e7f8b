"""Which of some numbers and their sums are left out so that nobody works out one or two people.

A reader knows that a number left out as small is 1 or 2, and of any other one that it is not. A sum
tells what is left of it once all that is told of it is taken off: the small ones among the rest are
safe when each of them may be 1 as well as 2.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)
LEAST: Final = 3
Of = frozenset[Hashable]
"""Whose people a number counts."""


def is_small(value: object) -> bool:
    """Tell whether a count is of one or two people."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < LEAST


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is left out: numbers of one or two people, others for their sake, and sums."""

    small: frozenset[Hashable] = frozenset()
    others: frozenset[Hashable] = frozenset()
    sums: frozenset[Of] = frozenset()


def withheld(numbers: Mapping[Who, int], sums: Iterable[Mapping[Who, int]]) -> Withheld:
    """Return what is left out of numbers that are told, one for each, and of sums that are told.

    A sum is given by what it is made of, also of what nobody is told singly. Of two sums that
    share some of their parts alone the one of fewer parts is left out.
    """
    small = frozenset(who for who, value in numbers.items() if is_small(value))
    if not small:
        return Withheld()
    held = _Held(numbers, small)
    for made_of in sorted(sums, key=len, reverse=True):
        held.add(made_of)
    while (unsafe := held.unsafe()) is not None:
        held.cover(unsafe)
    return Withheld(small, frozenset(held.others), frozenset(held.gone))


@dataclass(slots=True)
class _Held(Generic[Who]):
    """What is told, and what is left out so far."""

    numbers: Mapping[Who, int]
    small: frozenset[Who]
    others: set[Who] = field(default_factory=set)
    gone: set[frozenset[Who]] = field(default_factory=set)
    told: dict[frozenset[Who], dict[Who, int]] = field(default_factory=dict)

    def add(self, made_of: Mapping[Who, int]) -> None:
        of = frozenset(made_of)
        crossed = any(of & other and not of <= other for other in self.told)
        if crossed and of not in self.told:
            self.gone.add(of)
        else:
            self.told[of] = dict(made_of)

    def unsafe(self) -> frozenset[Who] | None:
        """Return a sum by which a small number can be worked out, the narrowest first."""
        narrow = sorted((of for of in self.told if not of.isdisjoint(self.small)), key=len)
        return next((of for of in narrow if not self._is_safe(self._apart(of))), None)

    def cover(self, of: frozenset[Who]) -> None:
        """Leave the least other number of a sum out that makes it safe, or the sum itself."""
        apart = self._apart(of)
        free = [who for who in apart if who in self.numbers and who not in self.others]
        for who in sorted(free, key=self.numbers.__getitem__):
            if self.numbers[who] < LEAST:
                continue
            self.others.add(who)
            if self._is_safe(apart):
                return
            self.others.remove(who)
        self.gone.add(of)
        del self.told[of]

    def _apart(self, of: frozenset[Who]) -> dict[Who, int]:
        """Return what a sum is made of but for the sums within it that are told."""
        within = {who for other in self.told if other < of for who in other}
        return {who: value for who, value in self.told[of].items() if who not in within}

    def _is_safe(self, apart: Mapping[Who, int]) -> bool:
        small = sum(who in self.small for who in apart)
        if not small:
            return True
        rest = [who for who in apart if who not in self.numbers or who in self.others]
        hidden = sum(v for who, v in apart.items() if who in self.small or who in rest)
        least = small - 1 + LEAST * sum(who in self.others for who in rest)
        most = None if rest else 2 * (small - 1)
        return all(least <= hidden - one and (most is None or hidden - one <= most)
                   for one in (1, 2))  # fmt: skip

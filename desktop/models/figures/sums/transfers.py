"""Transfers within the system: who told of them, what cancels inside a tree, what is left over.

A member who moves between two units of a tree leaves one (C21) and comes to the other (C13);
at their common ancestor the two cancel and are not reported upward (figures.md, 5.3). Where
one side told more than the other the difference stays, and the units that told it are named.
Cells do not say where a member came from, so that as many as both sides told are taken to have
moved inside; at the topmost unit nothing can have come from elsewhere.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from desktop.models.figures.cells import TREE_CAUSED
from desktop.models.packs.packs import Packs


class _Part(Protocol):
    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> int: ...


class Transfers(msgspec.Struct, frozen=True):
    """One pair of codes, and unit → number on either side."""

    incoming: str
    outgoing: str
    came: Mapping[str, int]
    left: Mapping[str, int]

    @property
    def codes(self) -> tuple[str, str]:
        """Both codes."""
        return self.incoming, self.outgoing

    @property
    def cancelled(self) -> int:
        """How many were told by both sides."""
        return min(sum(self.came.values()), sum(self.left.values()))

    @property
    def off(self) -> int:
        """How many more came than left, below zero the other way round."""
        return sum(self.came.values()) - sum(self.left.values())

    @property
    def telling(self) -> tuple[str, ...]:
        """The units on the side that told more."""
        side = self.came if self.off > 0 else self.left if self.off < 0 else {}
        return tuple(unit for unit, number in side.items() if number)


def transfer_pairs(packs: Packs) -> list[tuple[str, str]]:
    """Return (incoming, outgoing) codes of single members' transfers.

    Whole unions that moved (C15, C27, B07, B08) are worked out from the register instead.
    """
    found = []
    for equation in packs.equations.values():
        for code in equation.increases:
            indicator = packs.indicators.get(code)
            if indicator is None or indicator.from_register or code in TREE_CAUSED:
                continue
            if indicator.counterpart in equation.decreases:
                found.append((code, indicator.counterpart))
    return found


def transfers_of(packs: Packs, parts: Mapping[str, Sequence[_Part]]) -> list[Transfers]:
    """Return the pairs of which anybody told anything, from code → what units told."""
    found = []
    for incoming, outgoing in transfer_pairs(packs):
        came, left = _by_unit(parts.get(incoming, ())), _by_unit(parts.get(outgoing, ()))
        if came or left:
            found.append(Transfers(incoming, outgoing, came, left))
    return found


def _by_unit(parts: Sequence[_Part]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        found[part.unit] = found.get(part.unit, 0) + part.value
    return found

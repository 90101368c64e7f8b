"""What a line of an ownership type is made of: one entry for each number that was added to it."""

from typing import Final, Literal

import msgspec

from desktop.models.figures.sums.parts import Part

OPENING: Final = "opening"
TURNED: Final = "turned"
"""The columns of an entry beside the codes of indicators."""


class Source(msgspec.Struct, frozen=True):
    """Where a number comes from.

    `how`: a figure somebody told (`part`, under the full `code`, taken `times`), the opening of the
    unit, what its opening is more than its types told of, a union that came or went whole, a change
    of the type, types told apart for the first time (`part`), what moved within and is taken out.
    """

    how: Literal["told", "opened", "rest", "whole", "turned", "apart", "inside"]
    part: Part | None = None
    code: str = ""
    times: int = 1


class TypeEntry(msgspec.Struct, frozen=True):
    """A number of one unit in the line of a type, in a column: a code, `OPENING` or `TURNED`.

    What left for another type is negative in `TURNED`, `other` is that type; decreases are as told.
    """

    kind: str
    column: str
    unit: str
    number: int
    sources: tuple[Source, ...]
    other: str = ""

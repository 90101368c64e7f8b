"""A unit of the register, and what a written name was found to stand for."""

from dataclasses import dataclass
from typing import Final

MOST_CANDIDATES: Final = 5
"""As many units are named where a name may stand for several."""


@dataclass(frozen=True, slots=True)
class Known:
    """A unit of the register; `area` is the place it belongs to, "" when not kept."""

    id: str
    name: str
    kind: str = "CDCS"
    area: str = ""
    code: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a name stands for: a unit and how sure, or the units it may be.

    A `plain` name is written otherwise than in the register, but no other unit of it can be
    meant: nobody need look (0048). `by_kind` tells that only a kind was written, which the
    candidates share. `said` tells what became of a unit that stands no longer, or not under this
    name; its heirs are then the candidates.
    """

    unit: Known | None
    sure: bool = False
    why: str = ""
    candidates: tuple[Known, ...] = ()
    said: str = ""
    plain: bool = False
    by_kind: bool = False

    @property
    def all_told(self) -> bool:
        """Whether the candidates are all there are, not the first of many."""
        return len(self.candidates) < MOST_CANDIDATES

    @property
    def is_name(self) -> bool:
        """Whether it is the name of a unit that stands or stood."""
        return self.unit is not None or bool(self.said)

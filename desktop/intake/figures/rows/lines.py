"""A row of a sheet after reading, and the stretch of rows under one header it belongs to."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.pairs import PairReader
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, shown
from desktop.intake.figures.wording.numbers import Count, CountReader

Kind = Literal[
    "data", "blank", "title", "header", "numbering", "heading", "total", "subtotal", "closing",
    "outside",
]  # fmt: skip
NO_MATCH: Final = Match(None)
NO_COUNT: Final = Count(None)
Told = Callable[[int, int], object]
"""Hears how many rows are read, of how many; may raise to stop."""
PART: Final = 100
"""Rows between two such words."""


def untold(_done: int, _total: int) -> None:
    """Hear nothing and never stop."""


@dataclass(slots=True)
class Line:
    """A row of the grid after reading: its kind, name, figures by role, and its match.

    `women` is the row below that tells only the women of the same unit, `parts` the rows of men
    and women that it stands for; `ask` says why its figures are no unit's, `doubt` what is to be
    looked at of its flows; `theirs` tells that it is a row of another office's union. `elsewhen`
    are the figures of a row of another time than the period, which only a total over all times
    holds.
    """

    at: int
    kind: Kind
    name: str = ""
    area: str = ""
    number: str = ""
    match: Match = NO_MATCH
    counts: dict[str, Count] = field(default_factory=dict)
    why: str = ""
    section: "Section | None" = None
    women: "Line | None" = None
    parts: "tuple[Line, ...]" = ()
    ask: str = ""
    theirs: bool = False
    doubt: str = ""
    elsewhen: Mapping[str, Count] = field(default_factory=dict)

    def holds(self, kind: str) -> bool:
        """Whether figures of a kind of role are read in its section at all."""
        return self.section is not None and kind in self.section.kinds

    @property
    def table(self) -> object:
        """The table it stands in, over all pages with the same header; None outside of any."""
        return None if self.section is None else self.section.table

    @property
    def has_figures(self) -> bool:
        """Whether at least one cell holds a number, sure or not."""
        return any(count.value is not None for count in self.counts.values())


@dataclass(slots=True)
class Section:
    """A stretch of rows under one header: its unit column and a reader for every figure.

    `figures` are the columns that may land, `pairs` those of a whole and its women, `sums` those
    whose parts do, by code, `movements` those of an unknown kind or of another time, `guessed`
    those whose meaning was concluded from others, `kinds` what stands before the code or place
    in the roles that are read: code, men, double, sum, time, aside, moved. `table` is the same
    where the header only repeats at the top of a page: sums are of all its pages. `times` are
    the columns that tell the time of each row.
    """

    header: Header
    unit: int
    code: int
    areas: tuple[int, ...]
    number: int
    readers: Mapping[int, tuple[str, CountReader]]
    figures: Sequence[Column] = ()
    pairs: Mapping[int, tuple[str, PairReader]] = field(default_factory=dict)
    sums: Mapping[str, Sequence[Column]] = field(default_factory=dict)
    movements: Sequence[Column] = ()
    kinds: frozenset[str] = frozenset()
    open_ended: bool = False
    guessed: Sequence[Column] = ()
    table: object = field(default_factory=object)
    times: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        columns = self.header.columns
        self.figures = [c for c in columns if c.role.startswith(("code:", "double:"))]
        codes = dict.fromkeys(c.role[4:] for c in columns if c.role.startswith("sum:"))
        self.sums = {code: [c for c in columns if c.role == "sum:" + code] for code in codes}
        self.movements = [c for c in columns if c.role in ("moved", "unclear")
                          or c.role.startswith("time:")]  # fmt: skip
        self.guessed = [column for column in self.figures if column.guess]
        self.open_ended = any(column.doubtful for column in columns)
        self.kinds = frozenset(re.split("[:@]", role)[0] for role in self.roles())

    def roles(self) -> list[str]:
        """Return the roles of the figures that are read, such as "code:A03"."""
        return [role for role, _reader in self.readers.values()]


def place_role(column: Column) -> str:
    """Return the key of a column's figures; columns that share a role are told apart."""
    if column.role.startswith(("code:", "men:")):
        return column.role
    return f"{column.role}@{column.at}"


def code_in(line: Line, column: Column) -> str:
    """Return the indicator a column's figure in a row is of, "" for none; of several columns of
    one meaning it is the one that was taken."""
    kind, _colon, code = column.role.partition(":")
    if kind == "double" and f"double:{code}@{column.at}" not in line.counts:
        return code if f"code:{code}" in line.counts else ""
    return code if kind == "code" else ""


def sum_of_parts(grid: Grid, line: Line, columns: Sequence[Column]) -> Count:
    """Return what the parts of a period add up to; a part without a number leaves it open."""
    counts = [line.counts.get(place_role(column), NO_COUNT) for column in columns]
    row = grid.rows[line.at]
    blank = [c.at for c in columns if c.at >= len(row) or is_empty(row[c.at])]
    if len(blank) == len(columns):
        return NO_COUNT
    odd = [count.note for count in counts if count.sureness == "flagged"]
    if blank or odd:
        note = odd[0] if odd else _("{place} để trống, chưa cộng được cả kỳ.").format(
            place=grid.place(line.at, blank[0]))  # fmt: skip
        return Count(None, "flagged", note)
    added = " + ".join(shown(row[column.at]) for column in columns)
    note = _("cộng các phần của kỳ: {added}.").format(added=added)
    return Count(sum(count.value or 0 for count in counts), "doubtful", note)


def odd_figures(line: Line, row: Sequence[Cell]) -> bool:
    """Tell whether a cell of a count holds something like a number that cannot be taken."""
    readers = line.section.readers if line.section is not None else {}
    for place, (role, _reader) in readers.items():
        if not role.startswith("code:") or place >= len(row):
            continue
        cell = row[place]
        if line.counts[role].sureness != "flagged":
            continue
        text = shown(cell)
        if not isinstance(cell, str) or (
            any(c.isdigit() for c in text) and len(text) <= 24 and "/KH" not in text
        ):
            return True
    return False

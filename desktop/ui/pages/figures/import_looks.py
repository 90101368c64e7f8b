"""Which rows of an import ask for a look: what is said once above them, what only of a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from desktop.i18n import _
from desktop.ui.pages.figures.import_parts import without_code

if TYPE_CHECKING:
    from desktop.intake.figures.result import (
        FiguresReading,
        ReadRow,
    )

Kind = Literal["refused", "look", "named", "clear", "beside"]
_ORDER: dict[Kind, int] = {"refused": 0, "look": 1, "named": 2, "clear": 3, "beside": 3}
_SHOWN: dict[Kind, tuple[str, str, str]] = {
    "refused": (_("không nhận"), "blocked", "blocked"),
    "look": (_("nhận, cần xem"), "attention", "warning"),
    "named": (_("nhận, tên đọc khác"), "ink.muted", "info"),
    "clear": (_("nhận"), "ink.normal", "check"),
    "beside": (_("chỉ để đối chiếu"), "ink.muted", ""),
}
_COMPARED = (_("để đối chiếu, cần xem"), "attention", "warning")
"""What is said of a row to be looked at of which nothing lands."""
_RULE = re.compile(r"^V\d\d: ")
FEWEST = 2
"""What so many rows say, all there are, is said once above them."""
MOST = 4
"""How many columns are told above the rows; the others stand among the columns."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Judges the rows of one reading.

    `once` are the remarks that hold for whole columns or the whole file: they are said above
    the rows, and so are those that end like one of `ends`, of columns nobody understands. `names`
    are the units' names by id: a row read as one of them says so. `common` are doubts of all rows.
    """

    once: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    guesses: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    common: tuple[str, ...] = ()

    @classmethod
    def of(cls, reading: FiguresReading, names: Mapping[str, str]) -> Looks:
        """Gather what is said once."""
        from desktop.intake.figures.result import TOTALS_DIFFER

        columns = [*reading.columns, *(c for table in reading.tables for c in table.columns)]
        notes = {column.note for column in columns if column.note}
        said = {reason for row in reading.rows for reason in row.reasons}
        guesses = dict.fromkeys(c.note for c in columns if c.note in notes & said)
        once = frozenset({*guesses, *reading.remarks, TOTALS_DIFFER})
        found = cls(once, names, tuple(guesses), tuple(_ends(reading)))
        common = found._common(reading)
        return replace(found, once=once | {*common}, common=common)

    def kind(self, row: ReadRow) -> Kind:
        """Return how much of a look a row asks for."""
        if row.status == "refused":
            return "refused"
        left = self._left(row)
        if any(not self._of_name(row, reason) for reason in left):
            return "look"
        if left:
            return "named"
        return "clear" if row.lands else "beside"

    def shown(self, row: ReadRow) -> tuple[str, str, str]:
        """Return the words, tone and icon of a row's end."""
        kind = self.kind(row)
        return _COMPARED if kind == "look" and not row.lands else _SHOWN[kind]

    def tone(self, row: ReadRow) -> str:
        """Return how loud its reasons are: those of a name alone are quiet."""
        return "ink.muted" if self.kind(row) == "named" else "ink.normal"

    def why(self, row: ReadRow) -> str:
        """Return what is said of this row alone."""
        return " ".join(without_code(reason) for reason in self._left(row))

    def ordered(self, rows: Sequence[ReadRow], *, asking: bool = False) -> list[ReadRow]:
        """Return the rows, what asks most first; `asking`: without those that ask for nothing."""
        kinds = {id(row): _ORDER[self.kind(row)] for row in rows}
        chosen = [row for row in rows if not asking or kinds[id(row)] < _ORDER["clear"]]
        return sorted(chosen, key=lambda row: (kinds[id(row)], row.sheet, row.source_row))

    def count(self, rows: Sequence[ReadRow], *kinds: Kind) -> int:
        """Return how many rows are of these kinds."""
        return sum(self.kind(row) in kinds for row in rows)

    def columns(self) -> str:
        """Return what columns were taken for, in the words of the reading."""
        told = " ".join(self.guesses[:MOST])
        left = len(self.guesses) - MOST
        if left > 0:
            told += " " + _("Còn {n} cột nữa ở phần “Các cột”.").format(n=left)
        return told

    def _left(self, row: ReadRow) -> list[str]:
        """Return what is said of this row alone, what its name was read as behind the rest."""
        left = [reason for reason in row.reasons
                if reason not in self.once and not reason.endswith(self.ends)]  # fmt: skip
        return sorted(left, key=lambda reason: self._of_name(row, reason))

    def _common(self, reading: FiguresReading) -> tuple[str, ...]:
        """Return what every row that is taken says alike, but for rules and names."""
        rows = reading.of("accepted", "warned")
        if len(rows) < FEWEST:
            return ()
        first = dict.fromkeys(self._left(rows[0]))
        return tuple(
            reason for reason in first
            if not _RULE.match(reason) and not self._of_name(rows[0], reason)
            and all(reason in row.reasons for row in rows)
        )  # fmt: skip

    def _of_name(self, row: ReadRow, reason: str) -> bool:
        """Whether a remark only tells as which unit the name was read."""
        name = self.names.get(row.unit_id, "")
        return bool(name) and any(
            f"{words} {name}" in reason for words in (_("đọc là"), _("theo mã là"))
        )


def _ends(reading: FiguresReading) -> Iterator[str]:
    """Yield how rows end that tell of a column nobody understands, where most rows do: the
    column is named above them."""
    from desktop.intake.figures.rows.read_rows import NOT_UNDERSTOOD

    for column in reading.columns:
        end = NOT_UNDERSTOOD.format(place="", name=column.heading)
        told = sum(any(one.endswith(end) for one in row.reasons) for row in reading.rows)
        if column.unclear and told >= FEWEST and told * 2 > len(reading.rows):
            yield end

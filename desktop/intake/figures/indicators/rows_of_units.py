"""Whose the rows of one list of indicators are: one union's all of them, or each its own."""

from collections.abc import Mapping
from dataclasses import replace

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.indicators.row_cells import says_a_number
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.unit_words import no_unit, unsure_unit
from desktop.intake.figures.names.units_known import Known, Match
from desktop.intake.figures.result import Corrections, ReadRow
from desktop.intake.figures.rows.office_rows import is_above
from desktop.intake.figures.rows.row_units import row_units
from desktop.intake.figures.rows.unit_above import unit_above
from desktop.intake.figures.sheets.grid import Grid
from desktop.models.packs.packs import Packs
from desktop.models.text import one_line


class RowsOfUnits:
    """The units a list tells of, and what somebody chose for its rows.

    `told` is row → (the unit's name as read, what it stands for), empty where the whole list is
    one union's: the `own` office's where it names none and `of_offices` says it may be.
    """

    def __init__(
        self, grid: Grid, head: IndicatorHead, headings: HeadingReader, book: NameBook,
        packs: Packs, corrections: Corrections, own: str, *, of_offices: bool,
    ) -> None:  # fmt: skip
        self._book, self._packs, self._corrections = book, packs, corrections
        self._own, self._of_offices = own, of_offices
        self._whose, self._name = self._of_list(grid, head)
        self.told: Mapping[int, tuple[str, Match]] = row_units(
            grid, head, book, lambda cell: says_a_number(cell, headings.words),
            lambda text: headings.role((text,))[0].startswith("code:"),
        )  # fmt: skip

    def name(self, at: int) -> str:
        """Return the name read for a row among several units, "" for none."""
        return self.told[at][0] if at in self.told else ""

    def of(self, at: int) -> str:
        """Return the id of a row's unit, "" where it is not known."""
        match = self.told[at][1] if at in self.told else Match(None) if self.told else self._whose
        return match.unit.id if match.unit else ""

    def named(self, at: int, number: int) -> tuple[str, Match]:
        """Return a row's name of its unit and the unit, with what is to be said of a name."""
        if not self.told:
            return self._name, self._whose
        name, match = self.told.get(at, ("", Match(None)))
        chosen = self._corrections.units.get(number) or self._corrections.names.get(one_line(name))
        if (known := self._known(chosen or "")) is not None:
            return name, Match(known, sure=True)
        if match.unit is None:
            return name, replace(match, said=no_unit(name, match))
        return name, match if match.sure or match.plain else Match(
            match.unit, said=unsure_unit(match)
        )

    def corrected(self, row: ReadRow) -> ReadRow:
        """Return a row with what somebody put right in it."""
        return self._corrections.applied_to(row)

    def _known(self, unit: str) -> Known | None:
        return next((one for one in self._book.units if one.id == unit), None)

    def _of_list(self, grid: Grid, head: IndicatorHead) -> tuple[Match, str]:
        """Return the unit named above the table and its name as read; else the own one.

        What base unions are asked is not an upper office's because it names none. A unit
        somebody chose for the sheet's rows, now or for the same name before, goes before.
        """
        found = unit_above(grid, grid.rows[: head.first], self._book)
        own = self._known(self._own)
        if found is None:
            if own is None or not (self._of_offices or not is_above(self._packs, own)):
                own = self._book.units[0] if len(self._book.units) == 1 else None
            found = Match(own, sure=True), own.name if own is not None else ""
        match, name = found
        chosen = {*self._corrections.units.values()}
        if not chosen and not match.sure:
            chosen = {self._corrections.names.get(name, "")}
        known = self._known(next(iter(chosen))) if len(chosen) == 1 else None
        return (match if known is None else Match(known, sure=True)), name

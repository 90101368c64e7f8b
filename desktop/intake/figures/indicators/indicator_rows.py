"""Sheets with a row for each indicator (chỉ tiêu) and one column of figures, of a single unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_head import HeadFinder, IndicatorHead
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.sheet_choice import is_aside, sheet_sense, sheet_time, title_sense
from desktop.intake.figures.indicators.journals import Journal
from desktop.intake.figures.indicators.list_walk import ListWalk
from desktop.intake.figures.indicators.row_meaning import RowMeanings
from desktop.intake.figures.indicators.rows_of_units import RowsOfUnits
from desktop.intake.figures.indicators.told_columns import told_columns
from desktop.intake.figures.indicators.told_twice import of_one_line, told_once
from desktop.intake.figures.indicators.units_across import tells_units_across
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.result import Corrections, IgnoredRow, ReadColumn, ReadRow
from desktop.intake.figures.rows.admissions import Admissions
from desktop.intake.figures.rows.numbers_outside import told_after
from desktop.intake.figures.sheets.grid import Grid
from desktop.intake.figures.wording.senses import Sense, Time
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.packs.packs import Packs


@dataclass(frozen=True, slots=True)
class IndicatorSheet:
    """What such a sheet came to.

    `time` and `said` are what its title says of the time; `untimed`, that the column of figures
    says nothing of it. `admitted` are rows of admissions that may hold those of new unions, with
    what they are called. `outside` says which numbers below the signatures nobody reads.
    """

    grid: Grid
    time: Time
    said: Sense
    untimed: bool
    columns: tuple[ReadColumn, ...]
    rows: tuple[ReadRow, ...]
    ignored_rows: tuple[IgnoredRow, ...]
    admitted: Mapping[int, Admissions]
    outside: str = ""


class IndicatorRows:
    """Reads sheets of indicators in rows for one form.

    `own_codes` are the form's, `codes` all that are read from such a sheet.
    """

    def __init__(
        self, words: Vocabulary, headings: HeadingReader, book: NameBook, names: IndicatorNames,
        packs: Packs, own_codes: frozenset[str], codes: frozenset[str], own: str,
        corrections: Corrections, *, of_offices: bool,
    ) -> None:  # fmt: skip
        self._words, self._names = words, names
        self._headings = headings
        self._book, self._packs = book, packs
        self._own_codes, self._codes = own_codes, codes
        self._own, self._of_offices = own, of_offices
        self._corrections = corrections
        self._meanings = RowMeanings(words, headings, names, packs)

    def read(self, grids: Sequence[Grid], *, guess: bool = False) -> IndicatorSheet | None:
        """Return the sheet most of whose rows are indicators, None without one.

        Of several the first that is shown, of the period and no draft. Only a sheet that tells
        of the form's own indicators counts; where it may be guessed, one without any known
        heading too.
        """
        finder = HeadFinder(self._words, self._headings, self._names)
        found: list[tuple[tuple[bool, ...], IndicatorSheet]] = []
        for grid in grids:
            head = finder.find(grid, guess=guess)
            if head is None or tells_units_across(grid, head, self._book):
                continue
            made = self._sheet(grid, head)
            if made is None or not any(cell.code in self._own_codes for row in made.rows
                                       for cell in row.cells):  # fmt: skip
                continue
            rank = (grid.hidden, made.time == "other", is_aside(grid.name), made.time != "this",
                    made.said.relation in ("part", "wider"))  # fmt: skip
            if not any(rank):
                return made
            found.append((rank, made))
        return min(found, key=lambda one: one[0])[1] if found else None

    def _sheet(self, grid: Grid, head: IndicatorHead) -> IndicatorSheet | None:
        units = RowsOfUnits(grid, head, self._headings, self._book, self._packs,
                            self._corrections, self._own, of_offices=self._of_offices)  # fmt: skip
        walk = ListWalk(grid, head, self._headings, self._meanings, units, self._packs, self._codes)
        if not walk.go():
            return None
        journal = Journal(grid, head, self._headings)
        rows, ignored = walk.rows, walk.ignored
        if not grid.places:
            rows, others = journal.settled(rows)
            rows = [*map(self._corrections.applied_to, rows)]
            ignored = [*ignored, *others]
        once = list(walk.balances.checked(tuple(told_once(rows, grid, head, self._packs))))
        if grid.places:
            once, ignored = of_one_line(once, ignored)
        titles = grid.rows[: head.first]
        return IndicatorSheet(
            grid,
            sheet_time(grid, title_sense(titles, self._headings).time, self._headings),
            sheet_sense(grid, titles, self._headings),
            head.sense.span is None and not journal.dated,
            told_columns(grid, head, units.told), tuple(once), tuple(ignored),
            {} if walk.balances.proved(once) else walk.admitted,
            told_after(grid, ignored, head.value, self._headings),
        )  # fmt: skip

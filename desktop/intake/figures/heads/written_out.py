"""Sheets as they are read: what is told in words, by legends or sideways stands in cells."""

from collections.abc import Sequence
from typing import Final

from desktop.intake.figures.heads.dated_heads import dated_heads
from desktop.intake.figures.heads.filled_forms import forms_as_lists
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.legends import spelled_out
from desktop.intake.figures.heads.lists_beside import lists_in_one
from desktop.intake.figures.heads.messages import messages_as_tables
from desktop.intake.figures.heads.movement_reasons import with_reasons_told
from desktop.intake.figures.heads.own_slips import of_one_union
from desktop.intake.figures.heads.plans_beside import spelled_beside_plans
from desktop.intake.figures.heads.sideways_pairs import pairs_as_lists
from desktop.intake.figures.heads.titled_months import counted_in_title
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.sheets.bilingual import in_vietnamese
from desktop.intake.figures.sheets.bracketed import explained
from desktop.intake.figures.sheets.grid import Grid
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period

_ADMITTED: Final = "C11"
"""Stands in the form of movements."""


def written_out(
    grids: Sequence[Grid], headings: HeadingReader, names: IndicatorNames, book: NameBook,
    codes: frozenset[str], packs: Packs, period: Period, own: Known | None = None,
) -> list[Grid]:  # fmt: skip
    """Return the sheets of a file with all that they tell otherwise in cells of a table."""
    found = spelled_out(
        spelled_beside_plans(dated_heads(explained(in_vietnamese(grids)))), headings
    )
    found = of_one_union(found, book, own, codes)
    found = lists_in_one(found, headings, names)
    found = counted_in_title(found, headings, period)
    found = forms_as_lists(found)
    found = messages_as_tables(found, headings, book, codes)
    found = pairs_as_lists(found, headings, names, headings.words)
    return with_reasons_told(found, headings, packs) if _ADMITTED in codes else found

"""Sheets made ready to be read: languages, marks and legends, days, months, messages, slips."""

from collections.abc import Sequence

from desktop.intake.figures.heads.dated_heads import dated_heads
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.heads.legends import spelled_out
from desktop.intake.figures.heads.messages import messages_as_tables
from desktop.intake.figures.heads.plans_beside import spelled_beside_plans
from desktop.intake.figures.heads.sideways_pairs import pairs_as_lists
from desktop.intake.figures.heads.titled_months import counted_in_title
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.sheets.bilingual import in_vietnamese
from desktop.intake.figures.sheets.bracketed import explained
from desktop.intake.figures.sheets.grid import Grid
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.packs.periods import Period


def prepared(
    grids: Sequence[Grid], headings: HeadingReader, names: IndicatorNames, words: Vocabulary,
    book: NameBook, codes: frozenset[str], period: Period,
) -> list[Grid]:  # fmt: skip
    """Return the sheets with what they say in other ways said as tables say it."""
    told = dated_heads(explained(in_vietnamese(grids)))
    told = spelled_out(spelled_beside_plans(told), headings)
    told = counted_in_title(told, headings, period)
    told = messages_as_tables(told, headings, book, codes)
    return pairs_as_lists(told, headings, names, words)

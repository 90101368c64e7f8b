"""What the words of a row say before anything is known of its unit."""

import re
from collections.abc import Sequence
from typing import Final

from desktop.intake.figures.rows.lines import Section
from desktop.intake.figures.sheets.grid import Cell, is_empty, shown
from desktop.intake.figures.wording.row_kinds import total_kind
from desktop.intake.figures.wording.vocabulary import Vocabulary

_PLACE_AND_DAY: Final = re.compile(
    r"(?:[^\W\d][^\d,]{1,40},\s*(?:ngày\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|"
    r"(?:[^\d,]{2,40},\s*)?ngày(?:[\s\d./-]+|[\s\d.…]*tháng[\s\d.…]*năm[\s\d.…]*))\s*\.?", re.I
)  # fmt: skip


def text_at(row: Sequence[Cell], at: int) -> str:
    return shown(row[at]) if 0 <= at < len(row) else ""


def first_label(row: Sequence[Cell], section: Section) -> str:
    """Return the first text left of the figures."""
    first = min(section.readers, default=len(row))
    for at in range(min(max(first, section.unit + 1), len(row))):
        text = shown(row[at])
        if isinstance(row[at], str) and text and not text.isdigit():
            return text
    return ""


def neighbour_name(row: Sequence[Cell], section: Section) -> str:
    return first_label(row, section)


def first_total(row: Sequence[Cell], section: Section, words: Vocabulary) -> str:
    first = min(section.readers, default=len(row))
    for at in range(min(max(first, section.unit + 1), len(row))):
        text = shown(row[at]) if isinstance(row[at], str) else ""
        kind = total_kind(text, words)
        if kind:
            return kind
        if len(text) > 3 and not text[0].isdigit():  # "120 người" before the names
            return ""
    return ""


def is_place_and_day(row: Sequence[Cell]) -> bool:
    """Whether a row says no more than “Đông Hà, ngày 01/11/2025”."""
    told = [shown(cell) for cell in row if not is_empty(cell)]
    return len(told) == 1 and bool(_PLACE_AND_DAY.fullmatch(told[0]))

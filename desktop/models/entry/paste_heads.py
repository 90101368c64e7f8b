"""What stands over and before the columns of a pasted block, against the columns they go to."""

import re
from collections.abc import Sequence

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_numbers import read_number
from desktop.models.entry.paste_cells import Block, Line, Odd
from desktop.models.text import fold


def under_other_titles(sheet: EntrySheet, heads: Block, targets: Sequence[int]) -> Odd:
    """Return, for columns of the block that are headed as another column than the one they go
    to, what is to be said of it; for sure is nothing known, where only words are compared."""
    titles = {fold(word) for one in sheet.columns for word in (one.title, one.code, *one.group)}
    found: Odd = {}
    for place, target in enumerate(targets[: len(heads[0]) if heads else 0]):
        if target < 0:
            continue
        column = sheet.columns[target]
        mine = {fold(word) for word in (*column.group, column.title, column.code)}
        words = set(map(initials, mine)).union(*(title.split() for title in mine))
        over = [text for line in heads[:-1] if (text := _reaching(line, place))]
        last = next((line[place] for line in reversed(heads) if line[place].strip()), "")
        other = [text for text in over if fold(text) in titles - mine]
        strange = last and (fold(last) in titles - mine or not _words(last) <= words)
        if told := last if strange else next(iter(other), ""):
            note = _("Khối dán ghi cột “{head}”, đang vào cột “{title}”.").format(
                head=" ".join(told.split()), title=" – ".join((*column.group, column.title))
            )
            found[place] = note, False
    return found


def _words(head: str) -> set[str]:
    """Return the words of a heading, folded: “Tổng số” says what “Tổng” says."""
    return set(fold(head).replace("tong so", "tong").split())


def initials(title: str) -> str:
    """Return what a title is often shortened to: CNVCLĐ, ĐV (folded)."""
    return "".join(word[0] for word in re.findall(r"\w+", title))


def _reaching(line: Sequence[str], place: int) -> str:
    """Return the heading over a column: its own, or that of a group begun on its left."""
    return next((line[at] for at in range(place, -1, -1) if line[at].strip()), "")


def is_table(lines: Sequence[Line], heads: int) -> bool:
    """Say whether a block with names of units is laid out as a table of somebody's: with titles
    above it, groups, subtotals or words below, or with names that are nobody's here."""
    body = lines[heads:]
    totals = [line.number for line in body if line.total]
    words = any(line.row < 0 and not line.total and not line.note and line.words for line in body)
    lost = any(line.row < 0 and line.note for line in body)
    inner = len(totals) > 1 or (bool(totals) and totals[0] != body[-1].number)
    return heads > 1 or inner or words or lost


MOST_BEFORE = 3
"""Columns before that of the names: a number, a kind, a code."""


def strangers_column(block: Block) -> int:
    """Return the column where most lines begin, after a number at most, with words; -1: none.

    Before a name its kind may stand, or what else is no number ("1 | Trường học | Mầm non 2").
    """
    for column in range(MOST_BEFORE + 1):
        cells = [line[column] for line in block if len(line) > column + 1]
        words = [cell for cell in cells if len(fold(cell).split()) > 1]
        if len(words) > 1 and len(words) * 2 > len(cells):
            return -1 if any(read_number(cell).entry is not None for cell in words) else column
        if column and any(read_number(cell).entry is not None for cell in cells if cell.strip()):
            return -1
    return -1

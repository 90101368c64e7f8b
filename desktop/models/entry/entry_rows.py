"""Which rows of an entry sheet are looked at, and in what order: a view, nothing is written.

A choice is made once and kept: a row that no longer answers it stays where it is until the choice
is made anew, so that nothing moves under who is typing.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_row import EntryRow
from desktop.models.figures.begun import stands
from desktop.models.figures.cells import number_of
from desktop.models.text import fold, sort_key

Only = Literal["", "untold", "asking", "flagged"]
"""Rows nobody entered anything in, rows with an error or a warning, rows with a flag; "": all."""
_PLAIN = str.maketrans({".": "", ",": ".", "\N{MINUS SIGN}": "-"})
BY_NAME = "~name"
"""Stands for the names where an order goes by a column's id."""
BY_CODE, BY_MEASURE, BEFORE = "~code", "~measure", "~before "
"""The same of a form with a row per indicator, whose columns are units: their figures, or, with the
last before the unit's id, those of the period before."""


def matching(sheet: EntrySheet, words: str = "", only: Only = "") -> list[int]:
    """Return the rows whose names or codes hold all words, with or without tone marks."""
    sought = fold(words).split()
    return [n for n, row in enumerate(sheet.rows) if _named(row, sought) and _is(row, only)]


def matching_indicators(sheet: EntrySheet, words: str = "", only: Only = "") -> list[int]:
    """Return the columns whose titles or codes hold all words, of any of the rows typed here.

    `only` those nobody entered, with an error or a warning, with a flag.
    """
    sought = fold(words).split()
    return [
        n for n, column in enumerate(sheet.columns)
        if all(word in fold(f"{column.title} {column.code}") for word in sought)
        and (not only or any(_cell_is(row, n, only) for row in sheet.typed_rows))
    ]  # fmt: skip


def _cell_is(row: EntryRow, place: int, only: Only) -> bool:
    column = row.sheet.columns[place]
    if only == "untold":
        return column.kind == "typed" and not stands(row.values.get(column.code))
    if only == "flagged":
        return column.code in row.flags
    return any(one.severity != "I" and column.code in one.codes for one in row.findings)


def ordered(sheet: EntrySheet, rows: Sequence[int], by: str, *, falling: bool) -> list[int]:
    """Return rows in the order of a column (its id) or of their names.

    Those typed here stay above the others, and rows without a figure below those with one,
    whichever way the order goes; rows with the same figure keep their order.
    """
    place = next((n for n, one in enumerate(sheet.columns) if one.id == by), None)
    if by != BY_NAME and place is None:
        return list(rows)
    keys = {row: _key(sheet.rows[row], place) for row in rows}
    told = sorted((row for row in rows if keys[row]), key=lambda row: keys[row], reverse=falling)
    untold = [row for row in rows if not keys[row]]
    return sorted([*told, *untold], key=lambda row: sheet.rows[row].elsewhere)


def ordered_indicators(
    sheet: EntrySheet, places: Sequence[int], by: str, *, falling: bool
) -> list[int]:
    """Return columns in the order of their names (`BY_NAME`), codes, measures (`BY_CODE`,
    `BY_MEASURE`), of a unit's figures (its id) or of those before (`BEFORE` and its id).

    Each stays under the title of its group; those without a figure come last.
    """
    blocks = list(dict.fromkeys(column.block for column in sheet.columns))
    keys = {place: _indicator_key(sheet, place, by) for place in places}
    told = sorted((one for one in places if keys[one]), key=lambda one: keys[one], reverse=falling)
    untold = [one for one in places if not keys[one]]
    return sorted([*told, *untold], key=lambda one: blocks.index(sheet.columns[one].block))


def _indicator_key(sheet: EntrySheet, place: int, by: str) -> tuple[object, ...]:
    column = sheet.columns[place]
    texts = {BY_NAME: column.title, BY_CODE: column.code, BY_MEASURE: column.unit}
    if by in texts:
        return (sort_key(texts[by]),) if texts[by] else ()
    row = next((one for one in sheet.typed_rows if one.unit.id == by.removeprefix(BEFORE)), None)
    if row is None:
        return ()
    before = number_of(row.before.get(column.code))
    number = before if by.startswith(BEFORE) else row.numbers[place]
    return () if number is None else (number,)


def _named(row: EntryRow, sought: Sequence[str]) -> bool:
    if not sought:
        return True
    known = fold(f"{row.unit.name} {row.unit.short} {row.unit.code}")
    return all(word in known for word in sought)


def _is(row: EntryRow, only: Only) -> bool:
    if only == "untold":
        return not row.elsewhere and row.state == "none"
    if only == "flagged":
        return bool(row.flags)
    return only == "" or any(one.severity != "I" for one in row.findings)


def _key(row: EntryRow, place: int | None) -> tuple[object, ...]:
    """Return what a row is ordered by, () where it tells nothing."""
    if place is None:
        return sort_key(row.unit.name)
    text, number = row.texts[place], row.numbers[place]
    if not text.strip("–"):
        return ()
    if row.sheet.columns[place].formula == "growth":  # its number is the part of the ratio above
        return (0, Decimal(text.translate(_PLAIN)))
    return (1, sort_key(text)) if number is None else (0, number)

"""Columns told by what stands in them: the names of units, and words under a heading of figures."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise
from typing import Final

from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.names.near_names import replaced
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.sheets.grid import Cell, Grid, Row, is_empty, is_number, shown
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.text import fold

_MAY_NAME_UNITS: Final = frozenset(
    {"unit", "area", "kind", "number", "person", "address", "unclear"}
)
_NO_FIGURE: Final = ("unclear", "moved", "other")
_MAY_GO_ON: Final = frozenset({"", "unit", "unclear"})
_SAMPLE: Final = 400
_LEAST: Final = 2
_RUNNING: Final = re.compile(r"(\d{1,3})[.)]?")


def unit_column(grid: Grid, header: Header, book: NameBook) -> int:
    """Return the column whose cells hold most names, -1 without one; the kinds of units repeat.

    A heading that reads as anything else ("Công đoàn bộ phận" is an indicator too) speaks against
    a column only where fewer than half of its cells are names of the register.
    """
    told = [column.at for column in header.with_role("unit")]
    rows = grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]
    other = {column.at for column in header.columns
             if column.role and column.role not in _MAY_NAME_UNITS}  # fmt: skip
    best, found = 0.0, told[0] if told else -1
    for at in range(grid.width):
        cells = [row[at] for row in rows if at < len(row)]
        names = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
        if at in other and (told or not any(map(_is_word, names))):
            continue
        matches = {name: _find(name, book) for name in names}
        hits = sum(one.is_name or one.why == "two" for one in matches.values())
        if at in other and (hits < _LEAST or hits * 2 < len(matches)):
            continue
        score = hits + (0.5 if at in told else 0)
        if hits and score > best:
            best, found = score, at
    return found + 1 if _goes_on(header, rows, found, book) else found


def _goes_on(header: Header, rows: Sequence[Row], at: int, book: NameBook) -> bool:
    """Whether a column tells only what its units are, and the one behind it goes on with their
    names: “Công ty TNHH”, “May An Bình”."""
    roles = {column.at: column.role for column in header.columns}
    if at < 0 or roles.get(at + 1, "other") not in _MAY_GO_ON:
        return False
    pairs = [(shown(row[at]), shown(row[at + 1])) for row in rows
             if at + 1 < len(row) and isinstance(row[at], str) and not is_empty(row[at])
             and isinstance(row[at + 1], str) and _is_word(row[at + 1])]  # fmt: skip
    kinds = sum(book.is_kind(book.key(replaced(kind, book.words)).folded) for kind, _name in pairs)
    if kinds < _LEAST or kinds * 2 <= len(pairs):
        return False
    alone = sum(book.find(kind).is_name for kind, _name in pairs)
    whole = sum(book.find(f"{kind} {name}").is_name for kind, name in pairs)
    return whole >= _LEAST and whole * 2 > len(pairs) and whole > alone


def _find(name: str, book: NameBook) -> Match:
    """Return what a cell stands for, or its first line alone: an address may stand below."""
    found, (first, *below) = book.find(shown(name)), name.splitlines()
    return found if found.is_name or not below else book.find(first)


def number_column(grid: Grid, header: Header, unit: int) -> int:
    """Return the column of the rows' numbers, -1 without one: headed so, or without a heading and
    counting on before the names."""
    told = header.with_role("number")
    if told:
        return told[0].at
    headed = {column.at for column in header.columns if column.path}
    rows = grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]
    for at in range(unit):
        cells = [text for row in rows if at < len(row) and (text := shown(row[at]))]
        numbers = [int(found[1]) for text in cells if (found := _RUNNING.fullmatch(text))]
        on = sum(after - before == 1 for before, after in pairwise(numbers))
        if at not in headed and on >= _LEAST and on * 2 > len(cells) - 1:
            return at
    return -1


def naming_units(header: Header, unit: int) -> Header:
    """Return a header whose column of units is no column of figures, whatever it is headed."""
    if all(column.at != unit or not _counts(column) for column in header.columns):
        return header
    columns = [replace(one, role="unit", guess="") if one.at == unit else one
               for one in header.columns]  # fmt: skip
    return replace(header, columns=columns)


def without_words(grid: Grid, header: Header, words: Vocabulary) -> Header:
    """Return a header whose columns of words count nothing: the names under “Chủ tịch CĐBP”.

    Where numbers stand in a column without any heading, the head may be one column off its table
    instead, and nothing is told.
    """
    below = grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]
    header = _without_labels(below, header)
    rows = [row for row in below if sum(map(_is_figure, row)) >= _LEAST]
    headed = {column.at for column in header.columns if column.path}
    if any(_is_figure(cell) for row in rows for at, cell in enumerate(row) if at not in headed):
        return header
    said = words.zero | words.unknown | words.absent
    columns = [replace(one, role="person", guess="") if one.role.startswith("code:")
               and _holds_names([row[one.at] for row in rows if one.at < len(row)], said) else one
               for one in header.columns]  # fmt: skip
    return replace(header, columns=columns)


def _without_labels(below: Sequence[Row], header: Header) -> Header:
    """Return a header whose words before its figures are asked of nobody: “Bộ phận”, “Tuần”."""
    first = min((column.at for column in header.columns if column.is_asked), default=0)
    columns = list(header.columns)
    for column in header.columns[:first]:
        cells = [row[column.at] for row in below if column.at < len(row)]
        filled = [cell for cell in cells if not is_empty(cell)]
        words = [cell for cell in filled if isinstance(cell, str) and cell.strip()[0].isalpha()]
        if column.role in _NO_FIGURE and len(words) * 2 > len(filled):
            columns[column.at] = replace(column, role="", guess="")
    return replace(header, columns=columns)


def _is_figure(cell: Cell) -> bool:
    return is_number(cell) or (isinstance(cell, str) and cell.strip()[:1].isdigit())


def _holds_names(cells: Sequence[Cell], said: Set[str]) -> bool:
    """Whether most cells are words that tell no count: persons, places."""
    texts = [cell for cell in cells if not is_empty(cell)]
    named = [cell for cell in texts if isinstance(cell, str) and " " in shown(cell)
             and not any(map(str.isdigit, cell)) and fold(shown(cell)) not in said]  # fmt: skip
    return len(named) >= _LEAST and len(named) * 3 >= len(texts) * 2


def _counts(column: Column) -> bool:
    return column.role == "other" or ":" in column.role


def _is_word(text: str) -> bool:
    return any(letter.isalpha() for letter in text)

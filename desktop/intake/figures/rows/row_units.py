"""Whose the rows of a list of indicators are, where it tells of several units below each other.

A list names them in a column of their own, on each row or once for the rows below, or in rows of
their own above their indicators.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final

from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.rows.unit_above import LABELLED
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, shown
from desktop.intake.figures.wording.row_kinds import total_kind
from desktop.models.text import fold

_FEWEST: Final = 2
_MOST_STRANGE: Final = 3
_LONGEST: Final = 120
_SAMPLE: Final = 400
_ABOVE: Final = 3
"""Rows above the first indicator of a sheet without a head that may name its first unit."""
_KIND: Final = (
    r"(?:CĐCS|Công đoàn cơ sở|Nghiệp đoàn|Trường|Công ty|Cty|Trạm|HTX|Hợp tác xã|DN|MN|TH|THCS"
    r"|THPT|TYT|Mầm non|Tiểu học|Trạm Y tế|TNHH|Cổ phần|CP|MTV|Nông nghiệp)\s+"
)
_CAPITAL: Final = r"[A-ZĐÀ-Ỹ][\w&.-]*"
_PROPER: Final = re.compile(
    rf"(?:(?:{_KIND})+|{_CAPITAL}\s+)(?:{_CAPITAL}\s+){{0,4}}(?:{_CAPITAL}|\d+)"
)
"""“Trường Hoa Mai”, “Hoa Mai”: a proper name, and no words of a section."""
_LETTERS: Final = 5
"""More letters than these, all of them large, are a name and no number: “VIII.”."""


def row_units(
    grid: Grid,
    head: IndicatorHead,
    book: NameBook,
    is_told: Callable[[Cell], bool],
    is_counted: Callable[[str], bool],
) -> Mapping[int, tuple[str, Match]]:
    """Return row → (the unit's name as read, what it stands for), for the rows below the head.

    `is_told` tells whether a cell holds a count, `is_counted` whether words name what is counted:
    “I. Lao động” over rows is no Liên đoàn Lao động. Empty where fewer than two units are named:
    the sheet is one unit's.
    """
    first = max(head.row + 1, head.first, 0)
    rows = range(max(first - _ABOVE, 0) if head.guessed else first, len(grid.rows))
    for at in range(head.value):
        if at not in (head.name, head.measure):
            named = {row: name for row in rows if (name := _text(grid, row, at))}
            if found := _units(named, book):
                return dict(_down(named, found, rows))
    places = (head.name, *(at for at in range(head.value) if at not in (head.name, head.measure)))
    named = {
        row: name for row in rows
        if (name := _labelled(grid, row, head) or (
            "" if is_told(_cell(grid, row, head.value))
            else next(filter(None, (_text(grid, row, at) for at in places)), "")
        )) and not is_counted(name)
    }  # fmt: skip
    if not _units(dict(islice(named.items(), _SAMPLE)), book):
        return dict(_below_strangers(named, head, book, rows))
    often = Counter(named.values())
    # What several have above their rows is the name of a part of each, no unit's.
    named = {row: name for row, name in named.items()
             if often[name] == 1 or book.find(name).is_name}  # fmt: skip
    found = _units(named, book)
    return dict(_down(named, found, rows)) if found else {}


def _below_strangers(
    named: Mapping[int, str], head: IndicatorHead, book: NameBook, rows: range
) -> Iterator[tuple[int, tuple[str, Match]]]:
    """Yield the rows of a list without a head whose nearest name above is of no unit known: they
    are not those of the unit above the list."""
    strange = {row: name for row, name in named.items() if _PROPER.fullmatch(name)
               and not book.find(name).is_name and not total_kind(name, book.words)}  # fmt: skip
    known = {row for row, name in named.items() if book.find(name).is_name}
    if not head.guessed or not strange or not known or min(known) > min(strange):
        return
    yield from _down({row: named[row] for row in {*known, *strange}},
                     {name: book.find(name) for name in named.values()}, rows)  # fmt: skip


def _units(named: Mapping[int, str], book: NameBook) -> Mapping[str, Match]:
    """Return name → what it stands for; empty where fewer than two are units, or than a third.

    The first names decide whether the others are looked for at all: that takes time.
    """
    names = dict.fromkeys(named.values())
    first = [name for name in islice(names, _SAMPLE) if not total_kind(name, book.words)]
    if sum(book.find(name).unit is not None for name in first) < _FEWEST:
        return {}
    told = [name for name in names if not total_kind(name, book.words)]
    found = {name: book.find(name) for name in told}
    units = {match.unit.id for match in found.values() if match.unit is not None}
    enough = len(units) >= max(_FEWEST, len(told) / _MOST_STRANGE)
    return found if enough else {}


def _down(
    named: Mapping[int, str], found: Mapping[str, Match], rows: range
) -> Iterator[tuple[int, tuple[str, Match]]]:
    """Yield every row with the name written on it, or on the nearest row above."""
    name = ""
    for row in rows:
        name = named.get(row, name)
        yield row, (name, found.get(name, Match(None)))


def _labelled(grid: Grid, row: int, head: IndicatorHead) -> str:
    """Return the name beside “Đơn vị:”, whatever digits it has: “Trường THCS Số 1”."""
    label = fold(shown(_cell(grid, row, head.name)))
    alone = label.endswith(":") and LABELLED.match(label)
    return _text(grid, row, head.value) if alone else ""


def _text(grid: Grid, row: int, at: int) -> str:
    cell = _cell(grid, row, at)
    if is_empty(cell) or not isinstance(cell, str) or len(cell) > _LONGEST:
        return ""
    text = shown(cell)
    if LABELLED.match(fold(text)):
        text = text.partition(":")[2].strip()
    return text if any(map(str.islower, text)) or sum(map(str.isalpha, text)) > _LETTERS else ""


def _cell(grid: Grid, row: int, at: int) -> Cell:
    return grid.rows[row][at] if at < len(grid.rows[row]) else ""

"""Messages pasted into cells, a union and its figures in each: “TYT An Bình: LĐ 34 (nữ 17)”.

They are written out as a table with a row for each message, in its own line, so that they are
read as any other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.columns import find_header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.told_pairs import Pair, pairs_in
from desktop.intake.figures.names.reporting import who_reports, without_greeting
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.sheets.grid import (
    Cell,
    CellError,
    Grid,
    Row,
    is_empty,
    is_number,
    shown,
)

_MOST_ROWS: Final = 300
_MOST_CELLS: Final = 4
_NAME: Final = 60
_FEWEST_CELLS: Final = 5
_NO_LINE: Final = 0
"""The number of a head that stands in no line of the file."""
_STAMP: Final = re.compile(r"^\s*\[[^\]]*\]\s*|^\s*\d{1,2}[:h]\d{2}\s+")
_NUMBERED: Final = re.compile(r"^\s*(?:[-+•*–]\s*|\d{1,3}\s*[.)/]\s*)")
_PARTED: Final = re.compile(r"\s*[:;,\n]\s*|\s+[-–—=>]+\s+|\s*\(\s*|\s+(?=\S)")
_SURE_PARTS: Final = re.compile(r"\s*[:\n]\s*|\s+[-–—]\s+")
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Message:
    """A row that tells a union's figures in words, and the place of the cell it does so in."""

    row: int
    column: int
    name: str
    pairs: Sequence[Pair]


def messages_as_tables(
    grids: Sequence[Grid], headings: HeadingReader, book: NameBook, codes: frozenset[str]
) -> list[Grid]:
    """Return the sheets, those of messages as tables; one with a head of its own is a table."""
    return [_as_table(grid, headings, book, codes) for grid in grids]


def _as_table(grid: Grid, headings: HeadingReader, book: NameBook, codes: frozenset[str]) -> Grid:
    if len(grid.rows) > _MOST_ROWS:
        return grid
    found = list(_messages(grid, headings, book))
    if not found or not any(book.find(one.name).is_name for one in found):
        return grid
    if len(found) * 2 <= sum(map(_tells_numbers, grid.rows[found[0].row :])):
        return grid
    header = find_header(grid, headings, codes, until=found[0].row)
    if header is not None and header.asks():
        return grid
    heads = _heads(found)
    by_row = {one.row: one for one in found}
    others = [at for at, row in enumerate(grid.rows) if at not in by_row and _is_lost(row, book)]
    first, last = min([found[0].row, *others]), found[-1].row
    rows: list[Row] = []
    lines: list[int] = []
    places: dict[tuple[int, int], str] = {}
    for at, row in enumerate(grid.rows):
        if at == first:
            rows.append([_("Tên đơn vị"), *heads.values()])
            lines.append(_NO_LINE)
        message = by_row.get(at)
        if message is not None:
            told = {_key(pair): pair.number for pair in message.pairs}
            places |= {(len(rows), n): grid.place(at, message.column)
                       for n in range(len(heads) + 1)}  # fmt: skip
            row = [message.name, *(_number(told.get(key, "")) for key in heads)]
        elif at in others or (first < at <= last and _tells_numbers(row[1:] or row)):
            text = max(map(shown, row), key=len)  # nobody's, but not to be lost
            row = [text[:_NAME], CellError(text[:_NAME])]
        rows.append(row)
        lines.append(grid.lines[at])
    said = _("Số lấy từ lời nhắn trong ô, không phải từ bảng; xem lại từng dòng.")
    return replace(grid, rows=rows, lines=lines, spans=(), special={}, places=places, told=said)


def _heads(messages: Sequence[Message]) -> dict[str, str]:
    """Return key → heading of all that is told, women right behind their whole."""
    heads: dict[str, str] = {}
    for pair in (pair for one in messages for pair in one.pairs):
        if _key(pair) in heads:
            continue
        whole = _key(pair).removesuffix("N") if pair.women else ""
        told = list(heads.items())
        at = next((n + 1 for n, (key, _head) in enumerate(told) if key == whole), len(told))
        told.insert(at, (_key(pair), pair.label))
        heads = dict(told)
    return heads


def _key(pair: Pair) -> str:
    return pair.role or pair.label.lower()


def _number(text: str) -> Cell:
    return int(text) if text.isdigit() else text


def _messages(grid: Grid, headings: HeadingReader, book: NameBook) -> Iterator[Message]:
    for at, row in enumerate(grid.rows):
        cells = [(n, cell) for n, cell in enumerate(row) if not is_empty(cell)]
        if told := _in_cells(cells, headings, book):
            yield Message(at, cells[0][0], *told)
            continue
        if not cells or len(cells) > _MOST_CELLS:
            continue
        numbers = [n for n, cell in cells if not isinstance(cell, str)]
        if numbers and (numbers != [cells[0][0]] or not is_number(cells[0][1])):
            continue
        texts = [(n, cell) for n, cell in cells if isinstance(cell, str)]
        for place, (column, cell) in enumerate(texts):
            beside = [shown(text) for _n, text in texts[:place]]
            told = _message(cell, beside, headings, book)
            if told is not None:
                yield Message(at, column, *told)
                break


def _in_cells(
    cells: Sequence[tuple[int, Cell]], headings: HeadingReader, book: NameBook
) -> tuple[str, list[Pair]] | None:
    """Return the union that begins a row and what the labels and values behind it tell."""
    told = [cell for _n, cell in cells]
    told = told[1:] if told and is_number(told[0]) else told
    labels, values = told[1::2], told[2::2]
    if len(told) < _FEWEST_CELLS or len(labels) != len(values):
        return None
    if not all(isinstance(one, str) for one in (told[0], *labels)) or not all(
        is_number(one) or shown(one).isdigit() for one in values
    ):  # fmt: skip
        return None
    if not book.find(shown(told[0])).is_name:
        return None
    said = ", ".join(f"{shown(label).strip(' :.')} {shown(value)}"
                     for label, value in zip(labels, values, strict=True))  # fmt: skip
    pairs = pairs_in(said, headings)
    return (shown(told[0]), pairs) if pairs else None


def _message(
    cell: str, beside: Sequence[str], headings: HeadingReader, book: NameBook
) -> tuple[str, list[Pair]] | None:
    """Return the union a cell or the one beside it names, and the figures told of it."""
    text = _NUMBERED.sub("", _STAMP.sub("", cell.strip()))
    if len(text) > _LONGEST:
        return None
    named = next((name for name in reversed(beside) if book.find(name).is_name), "")
    told: list[tuple[str, list[Pair]]] = []
    for said in dict.fromkeys((text, without_greeting(text))):
        if named and (pairs := pairs_in(said, headings)):
            return named, pairs
        if (one := _named_within(said, headings, book)) is not None:
            told.append(one)
    return next((one for one in told if book.find(one[0]).is_name), told[-1] if told else None)


def _named_within(
    text: str, headings: HeadingReader, book: NameBook
) -> tuple[str, list[Pair]] | None:
    """Return the name a message begins with, known or not, and the figures behind it."""
    unknown: tuple[str, list[Pair]] | None = None
    for parted in _PARTED.finditer(text):
        name = text[: parted.start()].strip(" -:.,")
        pairs = pairs_in(text[parted.end() :].rstrip(") "), headings) or pairs_in(
            text[parted.end() :], headings)  # fmt: skip
        if not name or not pairs:
            continue
        for one in (name, *_SURE_PARTS.split(name)[-1:], who_reports(name)):
            if one and book.find(one).is_name:
                return one, pairs
        if unknown is None and _SURE_PARTS.fullmatch(parted[0]):
            unknown = who_reports(name) or name, pairs
    return unknown


def _is_lost(row: Row, book: NameBook) -> bool:
    """Whether a row names a union before numbers: a message that is not understood."""
    texts = [_NUMBERED.sub("", _STAMP.sub("", cell.strip())) for cell in row
             if isinstance(cell, str) and len(cell) <= _LONGEST]  # fmt: skip
    return any(
        book.find(text[: parted.start()]).is_name and any(map(str.isdigit, text[parted.end() :]))
        for text in texts for parted in _PARTED.finditer(text) if parted.start()
    )  # fmt: skip


def _tells_numbers(row: Row) -> bool:
    return any(any(map(str.isdigit, shown(cell))) for cell in row if not is_empty(cell))

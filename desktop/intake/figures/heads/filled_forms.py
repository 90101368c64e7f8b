"""Printed forms filled in on dotted lines, one cell a line: “3. Nghỉ hưu: ...1... người; trong đó
nữ: ...0... người”.

They are written out as a list of what is counted, each in its own line, and are read as such.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.sheets.grid import Cell, CellError, Grid, Row, is_empty, letter
from desktop.models.text import fold, nfc, one_line

_MOST_ROWS: Final = 120
_FEWEST: Final = 2
_NO_LINE: Final = 0
"""The number of a head that stands in no line of the file."""
_DOTS: Final = r"(?:\.{3,}|…+|_{3,})"
_LEADER: Final = re.compile(rf"[.…_]*{_DOTS}[.…_]*")
_BLANK: Final = r"[.…_]{2,}|…"
_NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+"
_MEASURE: Final = r"[^\W\d_][^\d.…_:;,]*?"
_LINE: Final = re.compile(
    rf"(?:\d{{1,2}}\s*[.)]\s*|[-+•]\s*)?(?P<label>[^\d.…_:;]*[^\W\d_][^.…_:;]*):\s*"
    rf"(?:{_BLANK})?\s*(?P<count>{_NUMBER})\s*(?:{_BLANK})?\s*(?P<measure>{_MEASURE})?\s*"
    rf"(?:[;,(]?\s*(?:trong đó|tr\.?\s?đó)?\s*:?\s*(?:số\s*)?nữ\s*:?\s*"
    rf"(?:{_BLANK})?\s*(?P<women>{_NUMBER})?\s*(?:{_BLANK})?\s*(?:{_MEASURE})?\s*\)?)?[.;]?",
    re.IGNORECASE,
)
_NOT_COUNTED: Final = re.compile(
    r"so|(?:thang|nam|quy|ky|ngay|ma|bieu|mau)(?: \w+){0,2}"
    r"|.*\b(?:dien thoai|sdt|fax|tai khoan)\b.*"
)
_WHOSE: Final = re.compile(r"(?:ten )?(?:don vi|cdcs|cong doan co so)(?: bao cao| gui)?\s*:")
_FIGURE: Final = re.compile(r":.*\d")
_CELLS: Final = 4


def forms_as_lists(grids: Iterable[Grid]) -> list[Grid]:
    """Return the sheets, printed forms filled in on dotted lines as lists; any other as it is."""
    return [_as_list(grid) for grid in grids]


def _as_list(grid: Grid) -> Grid:
    if len(grid.rows) > _MOST_ROWS or grid.places or grid.told:
        return grid
    lines = {at: told for at, row in enumerate(grid.rows) if (told := _line(row))}
    if len(lines) < _FEWEST or not _is_one_form(grid, lines):
        return grid
    first = min(lines)
    rows: list[Row] = []
    numbers: list[int] = []
    places: dict[tuple[int, int], str] = {}
    for at, row in enumerate(grid.rows):
        if at == first:
            rows.append([_("Nội dung"), _("Đơn vị tính"), _("Số lượng"), _("Nữ")])
            numbers.append(_NO_LINE)
        made = _row(row, lines.get(at), is_below=at > first)
        if len(made) == _CELLS:
            places |= {(len(rows), n): grid.place(at, _column(row)) for n in range(_CELLS)}
        rows.append(made)
        numbers.append(grid.lines[at])
    heads = (letter(_column(grid.rows[first])),) * _CELLS
    return replace(grid, rows=rows, lines=numbers, spans=(), special={}, places=places,
                   heads=heads)  # fmt: skip


def _is_one_form(grid: Grid, lines: Mapping[int, re.Match[str]]) -> bool:
    """Whether the lines are of one union and stand among no other table: one that tells a thing
    twice, or names a union below its first line, holds several."""
    between = grid.rows[min(lines) : max(lines) + 1]
    labels = [fold(told["label"]) for told in lines.values()]
    below = grid.rows[min(lines) :]
    return (
        len(set(labels)) == len(labels)
        and all(_text(row) or all(map(is_empty, row)) for row in between)
        and not any(_WHOSE.match(fold(_text(row))) for row in below)
    )


def _line(row: Row) -> re.Match[str] | None:
    """Return what a dotted line tells, None for any other row."""
    text = _text(row)
    told = _LINE.fullmatch(text) if _LEADER.search(text) else None
    return None if told is None or _NOT_COUNTED.fullmatch(fold(told["label"])) else told


def _text(row: Sequence[Cell]) -> str:
    """Return the one text of a row, "" where it holds more or other cells."""
    filled = [cell for cell in row if not is_empty(cell)]
    return one_line(nfc(filled[0])) if len(filled) == 1 and isinstance(filled[0], str) else ""


def _row(row: Row, told: re.Match[str] | None, *, is_below: bool) -> Row:
    """Return a row as one of the list; words without a figure keep their place, and a figure that
    is not understood is nobody's, but not lost."""
    if told is not None:
        return [told["label"].strip(), (told["measure"] or "").strip(),
                _number(told["count"]), _number(told["women"])]  # fmt: skip
    text = _text(row)
    if is_below and _LEADER.search(text) and _FIGURE.search(text):
        label, _colon, rest = text.partition(":")
        return [label.strip(), "", CellError(rest.strip()), ""]
    return [_LEADER.sub(" ", cell).strip() if isinstance(cell, str) else cell for cell in row]


def _number(text: str | None) -> Cell:
    return "" if text is None else int(text) if text.isdigit() else text


def _column(row: Sequence[Cell]) -> int:
    return next((at for at, cell in enumerate(row) if not is_empty(cell)), 0)

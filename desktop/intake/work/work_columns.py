"""Where the columns of a table of work stand, found by their titles or by our own codes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop.i18n import _
from desktop.intake.sources.workbook import SheetCells, text_of
from desktop.intake.work.work_words import column_of, money_unit, month_column
from desktop.models.text import fold

_HEAD_ROWS: Final = 40
NOTE_TOO, LEFT_OUT = "other", "skip"
"""A column that goes to the note under its title; one that is not taken in."""
CHOICES: Final = (
    "task",
    "month",
    "due",
    "lead",
    "partner",
    "cost",
    "note",
    "group",
    "number",
    NOTE_TOO,
    LEFT_OUT,
)
"""What a person may say a column holds."""
_CODES: Final = frozenset({"task", "due", "lead", "partner", "cost", "note", "month", "group"})
_ID: Final = re.compile(r"[0-9a-z-]{6,}\.[0-9a-f]{12}(?:\+[0-9a-f]+)?|d\d{4}(?:\+[0-9a-f]+)?")
_NUMBERED: Final = re.compile(r"\d+(?:[.,]0)?[.)]?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by field; `first` is the first row under the titles, counted from 0.

    `months` are columns of ticks (month → place), `ids` the column of our own row ids,
    `others` the titles of columns that are none of ours. `counted`: rows of work are numbered
    1, 2, 3, so that I, II, A are headings. `money_unit` is what one stands for in the costs.
    """

    places: Mapping[str, int]
    titles: Mapping[str, str]
    first: int
    months: Mapping[int, int] = field(default_factory=dict)
    others: Mapping[int, str] = field(default_factory=dict)
    ids: int | None = None
    counted: bool = False
    money_unit: int = 1
    names: Sequence[str] = ()

    def title_at(self, at: int) -> str:
        """Return what a column is called, by its letter where it has no title."""
        return (self.names[at] if at < len(self.names) else "") or column_name(at)

    def holds(self, at: int) -> str:
        """Return what a column holds: a field, "tick", "id", `NOTE_TOO`, or `LEFT_OUT`."""
        if at == self.ids:
            return "id"
        if at in self.months.values():
            return "tick"
        field = next((name for name, place in self.places.items() if place == at), "")
        return field or (NOTE_TOO if at in self.others else LEFT_OUT)


def column_name(at: int) -> str:
    """Return what a column without a title is called: "Cột B"."""
    letters = ""
    place = at + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return _("Cột {letter}").format(letter=letters)


def find_columns(sheet: SheetCells, chosen: Mapping[int, str] | None = None) -> Columns | None:
    """Return the columns of a sheet, None when none holds tasks.

    `chosen` maps places of columns to what a person says they hold: a field, `NOTE_TOO` or
    `LEFT_OUT`; it goes before what the titles say.
    """
    found = _by_titles(sheet)
    if chosen is None:
        return found
    told = corrected(sheet, found or guess_columns(sheet), chosen)
    return told if "task" in told.places else None


def guess_columns(sheet: SheetCells) -> Columns:
    """Return the columns of a sheet whose titles say nothing: the longest texts are the work."""
    counts = [sum(1 for cell in row if text_of(cell)) for row in sheet.rows[:_HEAD_ROWS]]
    most = max(counts, default=0)
    first = next((at for at, n in enumerate(counts) if n > 1 and n >= most - 1), 0)
    cells = sheet.rows[first] if sheet.rows else ()
    named = all(_is_title(cell) for cell in cells)
    width = max((len(row) for row in sheet.rows), default=0)
    titles = [text_of(cells[at]) if named and at < len(cells) else "" for at in range(width)]
    start = first + 1 if named else first
    lengths = [
        sum(len(text_of(row[at])) for row in sheet.rows[start:] if at < len(row))
        for at in range(width)
    ]
    places = {"task": lengths.index(max(lengths))} if width else {}
    others = {at: titles[at] for at in range(width) if lengths[at] and at not in places.values()}
    return _finished(sheet, places, titles, start, {}, others)


def corrected(sheet: SheetCells, found: Columns, chosen: Mapping[int, str]) -> Columns:
    """Return the columns with those a person told taken as told."""
    told = {at: field for at, field in chosen.items() if field in CHOICES}
    fields = {field for field in told.values() if field not in (NOTE_TOO, LEFT_OUT)}
    places = {
        field: at for field, at in found.places.items() if at not in told and field not in fields
    }
    freed = {at for at in found.places.values() if at not in told and at not in places.values()}
    width = max((len(row) for row in sheet.rows), default=0)
    titles = [found.title_at(at) for at in range(width)]
    places |= {field: at for at, field in told.items() if field in fields and at < width}
    others = {at: title for at, title in found.others.items() if at not in told}
    others |= {at: titles[at] for at in freed}
    others |= {at: titles[at] for at, field in told.items() if field == NOTE_TOO and at < width}
    months = {month: at for month, at in found.months.items() if at not in told}
    return _finished(sheet, places, titles, found.first, months, others)


def _is_title(cell: object) -> bool:
    text = text_of(cell)
    return not text or (isinstance(cell, str) and len(text) <= 60 and not text[:1].isdigit())


def _by_titles(sheet: SheetCells) -> Columns | None:
    for place, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        if len(_CODES.intersection(map(text_of, row))) >= 3:
            return _by_codes(sheet, place)
    best: tuple[int, int, list[str]] | None = None
    for place, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        for height in (1, 2):
            titles = _titles(sheet.rows[place : place + height])
            score = _score(titles)
            if score and (best is None or score > best[0]):
                best = (score, place + height, titles)
        if best is not None and place > best[1] + 2:
            break
        del row
    return _made(sheet, best[2], best[1]) if best is not None else None


def _titles(rows: Sequence[Sequence[object]]) -> list[str]:
    width = max((len(row) for row in rows), default=0)
    found = []
    for at in range(width):
        parts = [text_of(row[at]) for row in rows if at < len(row)]
        found.append(" ".join(dict.fromkeys(part for part in parts if part)))
    return found


def _score(titles: Sequence[str]) -> int:
    """Tell how many columns a row of titles names; 0 when it has none of tasks."""
    if any(len(title) > 80 for title in titles):
        return 0
    fields = [column_of(title) for title in titles]
    named = len({name for name in fields if name})
    ticks = sum(month_column(title) is not None for title in titles)
    return named + (3 if ticks >= 6 else 0) if "task" in fields and named + ticks >= 2 else 0


def _made(sheet: SheetCells, titles: Sequence[str], first: int) -> Columns:
    places: dict[str, int] = {}
    months: dict[int, int] = {}
    others: dict[int, str] = {}
    for at, title in enumerate(titles):
        name, month = column_of(title), month_column(title)
        if month is not None and sum(month_column(t) is not None for t in titles) >= 6:
            months.setdefault(month, at)
        elif name and name not in places:
            places[name] = at
        elif title:
            others[at] = title
    return _finished(sheet, places, titles, first, months, others)


def _by_codes(sheet: SheetCells, place: int) -> Columns:
    codes = [text_of(cell) for cell in sheet.rows[place]]
    places = {code: at for at, code in enumerate(codes) if code in _CODES}
    above = [text_of(cell) for cell in sheet.rows[place - 1]] if place else codes
    titles = [above[at] if at < len(above) else "" for at in range(len(codes))]
    number = next((at for at, title in enumerate(titles) if column_of(title) == "number"), None)
    if number is not None:
        places["number"] = number
    known = set(places.values())
    others = {at: title for at, title in enumerate(above) if title and at not in known}
    return _finished(sheet, places, titles, place + 1, {}, others)


def _finished(
    sheet: SheetCells,
    places: dict[str, int],
    titles: Sequence[str],
    first: int,
    months: dict[int, int],
    others: dict[int, str],
) -> Columns:
    rows = sheet.rows[first:]
    ids = next(
        (
            at
            for at in range(max((len(row) for row in rows), default=0))
            if at not in places.values()
            and any(at < len(row) and _ID.fullmatch(text_of(row[at])) for row in rows)
        ),
        None,
    )
    number = places.get("number")
    counted = number is not None and any(
        number < len(row) and _NUMBERED.fullmatch(text_of(row[number])) for row in rows
    )
    cost = places.get("cost")
    unit = money_unit(titles[cost]) if cost is not None else 1
    if unit == 1 and cost is not None:
        unit = _told_unit(sheet, first)
    shown = {name: titles[at] or column_name(at) for name, at in places.items()}
    named = {at: title or column_name(at) for at, title in others.items() if at != ids}
    return Columns(places, shown, first, months, named, ids, counted, unit, tuple(titles))


def _told_unit(sheet: SheetCells, first: int) -> int:
    """Return the unit a line above the table names: "Đơn vị tính: triệu đồng"."""
    for row in sheet.rows[:first]:
        for cell in row:
            text = fold(text_of(cell))
            if "don vi tinh" in text or text.startswith("dvt"):
                return money_unit(text)
    return 1

"""Tables with the same head below one another, each under a title of its own time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.sheet_choice import title_sense
from desktop.intake.figures.sheets.grid import Grid, Row, is_empty, is_number, shown
from desktop.intake.figures.wording.senses import Time
from desktop.models.text import fold

_FEWEST: Final = 2
_MOST_ROWS: Final = 400
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows [title, end) of a grid; `time` is what the title alone says."""

    title: int
    end: int
    time: Time


def of_period(
    grids: Iterable[Grid], headings: HeadingReader
) -> tuple[list[Grid], Mapping[str, str]]:
    """Return the sheets without such tables of other times where one is the period's, and sheet →
    what is to be said of those left out."""
    found: list[Grid] = []
    said: dict[str, str] = {}
    for grid in grids:
        others = _others(grid, headings)
        left = {at for one in others for at in range(one.title, one.end)}
        rows = [[] if at in left else row for at, row in enumerate(grid.rows)]
        found.append(replace(grid, rows=rows) if others else grid)
        if others:
            said[grid.name] = _told(grid, others)
    return found, said


def _others(grid: Grid, headings: HeadingReader) -> list[_Table]:
    tables = _tables(grid, headings) if len(grid.rows) <= _MOST_ROWS else []
    others = [one for one in tables if one.time == "other"]
    of_this = [one for one in tables if one.time == "this"]
    return others if len(of_this) == 1 and len(others) == len(tables) - 1 else []


def _tables(grid: Grid, headings: HeadingReader) -> list[_Table]:
    """Return the tables whose heads are the same, word by word; none where one has no title."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(grid.rows):
        if head := _head(row):
            places.setdefault(head, []).append(at)
    heads = max(places.values(), key=len, default=[])
    if len(heads) < _FEWEST:
        return []
    return [
        _Table(head - 1, _end(grid, head), title_sense([grid.rows[head - 1]], headings).time)
        if head and _filled(grid.rows[head - 1]) == 1 else _Table(head, head, "")
        for head in heads
    ]  # fmt: skip


def _head(row: Row) -> tuple[str, ...]:
    """Return the words of a row of headings, place by place; none for another row."""
    if _filled(row) <= _FEWEST or any(map(is_number, row)):
        return ()
    return tuple(fold(shown(cell)) for cell in row)


def _end(grid: Grid, head: int) -> int:
    below = range(head + 1, len(grid.rows))
    return next((at for at in below if not _filled(grid.rows[at])), len(grid.rows))


def _filled(row: Row) -> int:
    return sum(not is_empty(cell) for cell in row)


def _told(grid: Grid, others: Sequence[_Table]) -> str:
    tables = "; ".join(
        _("“{title}” (dòng {first}–{last})").format(
            title=next(shown(c) for c in grid.rows[one.title] if not is_empty(c))[:_LONGEST],
            first=grid.lines[one.title], last=grid.lines[one.end - 1],
        )
        for one in others
    )  # fmt: skip
    return _("Không đọc bảng của kỳ khác trên cùng trang: {tables}.").format(tables=tables)

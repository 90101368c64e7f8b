"""Short heads that a sheet explains itself: “L - tổng số CNVCLĐ; Đ - tổng số đoàn viên”.

What the legend says is put in the place of a head it explains, so that the sheet is read as if
its columns were headed in full.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Final

from desktop.intake.figures.heads.heading_paths import heading_paths
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.sheets.grid import Cell, Grid, Row, is_empty, shown

_FEWEST: Final = 2
_LEVELS: Final = 3
_LONGEST: Final = 400
_KEY: Final = r"(?:cột\s+)?\(?\s*([^\W_][\w.]{0,5})\s*\)?"
_ENTRY: Final = re.compile(
    rf"^\s*[-+*•]?\s*{_KEY}\s*(?:[:=–—-]|là\s)\s*(\S.*\S)\s*$|^\s*\((\w{{1,3}})\)\s*(\S.*\S)\s*$",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"^\s*(?:chú thích|ghi chú|chú giải|chú dẫn|ký hiệu|quy ước|viết tắt|trong đó|giải thích)"
    r"(?: các)?(?: chữ)?(?: viết tắt| ký hiệu| cột)?\s*[:.]?\s*", re.IGNORECASE,
)  # fmt: skip
_NEXT: Final = r"(?=\s*(?:(?:cột\s)?\(?\w{1,6}\)?\s*[:=–-]\s|\(\w{1,3}\)\s))"
_BETWEEN: Final = re.compile(rf"[;\n]|,{_NEXT}|\.\s{_NEXT}", re.IGNORECASE)
_COLUMN: Final = re.compile(r"^cột\s+", re.IGNORECASE)
_BRACKETS: Final = "()[] .:"


def spelled_out(grids: Sequence[Grid], headings: HeadingReader) -> list[Grid]:
    """Return sheets with the heads that their legends explain written in full."""
    return [_spelled_out(grid, headings) for grid in grids]


def _spelled_out(grid: Grid, headings: HeadingReader) -> Grid:
    legend = _legend(grid)
    if len(legend) < _FEWEST:
        return grid
    rows, changed = list(grid.rows), False
    for at, row in enumerate(grid.rows):
        places = [n for n, cell in enumerate(row) if _key(cell) in legend]
        if len(places) < _FEWEST or not _is_head(row):
            continue
        over = _over(grid, at, {_key(row[n]) for n in places})
        told = {
            n: said
            for n in places
            if _explains(headings, over[n], shown(row[n]), said := legend[_key(row[n])])
        }
        if len(told) >= _FEWEST:
            rows[at] = [told.get(n, cell) for n, cell in enumerate(row)]
            changed = True
    return replace(grid, rows=rows) if changed else grid


def _explains(headings: HeadingReader, above: tuple[str, ...], head: str, said: str) -> bool:
    """Whether a head tells no figure by itself, and does so by what the legend says."""
    return not _counts(headings, (*above, head)) and _counts(headings, (*above, said))


def _counts(headings: HeadingReader, path: tuple[str, ...]) -> bool:
    role = headings.role(path)[0]
    return ":" in role or role in ("opening", "closing", "women", "men")


def _over(grid: Grid, row: int, keys: Set[str]) -> list[tuple[str, ...]]:
    """Return the heads over each column, without those of the row itself and their legend."""
    first = row
    while first > 0 and row - first < _LEVELS and _is_head(grid.rows[first - 1]):
        if any(key in keys for key, _said in _entries(grid.rows[first - 1])):
            break
        first -= 1
    if first == row:
        return [() for _ in grid.rows[row]]
    paths = heading_paths(grid, first, row)
    own = [shown(cell) for cell in grid.rows[row]]
    return [tuple(text for text in path if text != own[at]) if at < len(own) else path
            for at, path in enumerate(paths)]  # fmt: skip


def _is_head(row: Row) -> bool:
    told = [cell for cell in row if not is_empty(cell)]
    return len(told) >= _FEWEST and all(isinstance(cell, str) for cell in told)


def _legend(grid: Grid) -> Mapping[str, str]:
    """Return head → what it stands for; none that is explained in two ways."""
    found: dict[str, str] = {}
    for row in grid.rows:
        for key, said in _entries(row):
            found[key] = said if found.get(key, said) == said else ""
    return {key: said for key, said in found.items() if said}


def _entries(row: Row) -> Iterator[tuple[str, str]]:
    cells = [cell for cell in row if not is_empty(cell)]
    if not cells or any(not isinstance(cell, str) or len(cell) > _LONGEST for cell in cells):
        return
    if len(cells) == 2 and _key(cells[0]):
        yield _key(cells[0]), shown(cells[1]).strip(_BRACKETS)
    if len(cells) > _FEWEST:
        return
    for cell in cells:
        for piece in _BETWEEN.split(_OPENING.sub("", cell)):
            if found := _ENTRY.match(piece):
                yield found[1] or found[3], (found[2] or found[4]).strip(" .,")


def _key(cell: Cell) -> str:
    """Return what a head is looked for by, "" for what is too long for a short one."""
    text = _COLUMN.sub("", shown(cell)).strip(_BRACKETS) if isinstance(cell, str) else ""
    return text if len(text) <= 6 and not text.isspace() else ""

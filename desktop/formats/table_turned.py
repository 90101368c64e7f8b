"""Titles that run from bottom to top, so that more columns of figures stand beside each other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.formats.cleaning import clean
from desktop.formats.faces import break_lines, face, width_pt
from desktop.formats.layout import Layout
from desktop.formats.table import CellKind, Column, Row, Table
from desktop.formats.table_widths import longest_word, widest_kept

TALLEST_PT: Final = 106.0
"""How far a turned title may run before it is broken into another line."""
_NAME_PT: Final = (104.0, 186.0)
"""How wide a column of names is at least, and how wide it gets where there is room."""
_WORDS_PT: Final = (40.0, 96.0)
"""The same of another column with words in it."""
_UPRIGHT: Final = 2.2
_ROOMY_PT: Final = 34.0
"""Wider than this no column of figures gets before the names have all they need."""


def turned_lines(title: str, size_pt: float) -> list[str]:
    """Return the lines of a title that is turned."""
    return list(break_lines(clean(title), face(bold=True), size_pt, TALLEST_PT))


def turned_height(title: str, size_pt: float) -> float:
    """Return how high a turned title is, in points, without room around it."""
    name = face(bold=True)
    return max((width_pt(line, name, size_pt) for line in turned_lines(title, size_pt)), default=0)


def beside(table: Table, layout: Layout, whole_pt: float, edges_pt: float = 0.0) -> Table | None:
    """Return a table of too many columns with its titles turned where that makes all fit a page.

    None where it has no more columns than a page shows anyway, and where they do not fit even so.
    The widths are then points, together the whole; `edges_pt`, by default the layout's, is what a
    cell leaves free beside its text.
    """
    look, columns = layout.table, table.columns
    if len(columns) <= look.most_columns:
        return None
    size = look.size(len(columns))
    edges = edges_pt or 2 * look.padding_pt(size)
    for least in (_UPRIGHT, 0.0):
        made = turn(columns, table.rows, size, edges, least)
        needed = least_widths(made, table.rows, size, edges, look.single_line)
        spare = whole_pt - sum(needed)
        if spare >= 0:
            widths = _spread(made, needed, spare)
            made = tuple(replace(c, width=w) for c, w in zip(made, widths, strict=True))
            return replace(table, columns=made)
    return None


def turn(
    columns: Sequence[Column], rows: Sequence[Row], size: float, edges: float,
    least: float = _UPRIGHT,
) -> tuple[Column, ...]:  # fmt: skip
    """Return the columns with the titles turned that are wider than their figures.

    Where one of a group is turned all of it are, so that they read alike. Titles of no more than
    `least` times the size stand upright even so.
    """
    kept = widest_kept(columns, rows, size)
    wide = [
        column.kind is not CellKind.TEXT
        and longest_word(column.title, size) > max(own, least * size) + edges / 2
        for column, own in zip(columns, kept, strict=True)
    ]
    groups = {column.groups for column, is_wide in zip(columns, wide, strict=True) if is_wide}
    return tuple(
        replace(column, turned=is_wide or bool(column.groups and column.groups in groups))
        for column, is_wide in zip(columns, wide, strict=True)
    )


def least_widths(
    columns: Sequence[Column], rows: Sequence[Row], size: float, edges: float, line: float
) -> list[float]:
    """Return how many points each column needs for its title and its figures."""
    kept = widest_kept(columns, rows, size)
    return [
        max(title_width(column, size, line), own, _words(number, column, rows)) + edges
        for number, (column, own) in enumerate(zip(columns, kept, strict=True))
    ]


def title_width(column: Column, size: float, line: float) -> float:
    """Return how wide a column's title is at least: its lines side by side, or its longest word."""
    if column.turned:
        return len(turned_lines(column.title, size)) * size * line
    return longest_word(column.title, size)


def _words(number: int, column: Column, rows: Sequence[Row]) -> float:
    if column.kind is not CellKind.TEXT:
        return 0.0
    if number == 1:
        return _NAME_PT[0]
    told = any(len(row.cells) == 1 or row.cells[number] for row in rows if number < len(row.cells))
    return _WORDS_PT[0] if told and number else 0.0


def _spread(columns: Sequence[Column], least: Sequence[float], spare: float) -> list[float]:
    """Give names and other words what they need first, then the figures room, then the names."""
    widths = list(least)
    for number in (1, *(n for n, c in enumerate(columns) if n > 1 and c.kind is CellKind.TEXT)):
        most = _NAME_PT[1] if number == 1 else _WORDS_PT[1]
        given = min(spare, max(most - widths[number], 0.0)) if widths[number] > _WORDS_PT[0] else 0
        widths[number] += given
        spare -= given
    wanted = [max(_ROOMY_PT - w, 0.0) if n else 0.0 for n, w in enumerate(widths)]
    part = min(spare / (sum(wanted) or 1.0), 1.0)
    widths = [width + part * own for width, own in zip(widths, wanted, strict=True)]
    widths[1] += spare - part * sum(wanted)
    return widths

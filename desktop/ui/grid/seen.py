"""What the cells in sight looked like when it was last told: those that stayed stay drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.ui.grid.brush import Line, Span
from desktop.ui.grid.source import GridSource, Mark

MOST_RUNS = 12
"""More runs of cells than this are told as one area: each costs the toolkit a rectangle."""
_PROPOSED = int(Mark.PROPOSED)

Look = tuple[str, int, str]
Run = tuple[int, int, int, int]
"""Top, left, bottom and right of neighbouring cells."""


class Seen:
    """Compares cells with what they looked like; whoever sees a difference draws it.

    Only `differing` learns. What was drawn otherwise since (a cell uncovered between two keys) is
    forgotten: it may be drawn in part only, and is taken for different the next time.
    """

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, Look]] = {}

    def forget(self) -> None:
        """Another source is shown, or nobody looked for a while: everything may differ."""
        self._rows.clear()

    def drawn(
        self,
        source: GridSource,
        rows: Sequence[Span],
        columns: Sequence[Span],
        lines: Sequence[Line],
    ) -> None:
        """Cells are being drawn as they are by now, wholly or in part."""
        for (row, _top, _height), line in zip(rows, lines, strict=True):
            known = self._rows.get(row)
            if known is None:
                continue
            for column, look in _looks(source, row, columns, line):
                if known.get(column) != look:
                    known.pop(column, None)

    def differing(
        self,
        source: GridSource,
        rows: Sequence[Span],
        columns: Sequence[Span],
        lines: Sequence[Line],
    ) -> list[Run]:
        """Return the cells in sight that look different by now, and know them from here on."""
        before, self._rows = self._rows, {}
        runs: list[Run] = []
        for (row, _top, _height), line in zip(rows, lines, strict=True):
            now, known = dict(_looks(source, row, columns, line)), before.get(row, {})
            self._rows[row] = now
            if now != known:
                runs += _runs(
                    row, [column for column, look in now.items() if known.get(column) != look]
                )
        return runs if len(runs) <= MOST_RUNS else [_around(runs)]


def _looks(
    source: GridSource, row: int, columns: Sequence[Span], line: Line
) -> Iterator[tuple[int, Look]]:
    for (column, _left, _width), text, mark in zip(columns, *line, strict=True):
        yield column, (text, mark, source.hint(row, column) if mark & _PROPOSED else "")


def _runs(row: int, columns: Sequence[int]) -> Iterator[Run]:
    """Yield the neighbours among columns that ascend."""
    first = 0
    for place, column in enumerate(columns, start=1):
        if place == len(columns) or columns[place] != column + 1:
            yield row, columns[first], row, column
            first = place


def _around(runs: Sequence[Run]) -> Run:
    tops, lefts, bottoms, rights = zip(*runs, strict=True)
    return min(tops), min(lefts), max(bottoms), max(rights)

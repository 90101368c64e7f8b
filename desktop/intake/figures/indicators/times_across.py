"""Lists of indicators with times alone side by side: “Mã số | Đơn vị tính | Kỳ trước | Kỳ báo cáo”.

No column of such a list is a unit's, whatever stands above the head.
"""

from collections.abc import Iterable
from typing import Final

from desktop.intake.figures.heads.heading_paths import heading_paths
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_head import HeadFinder
from desktop.intake.figures.heads.indicator_names import IndicatorNames
from desktop.intake.figures.sheets.grid import Grid, is_empty

_BESIDE: Final = frozenset({"code", "measure", "note", "number"})
_FEWEST: Final = 2


def without_times_across(
    grids: Iterable[Grid], names: IndicatorNames, headings: HeadingReader
) -> list[Grid]:
    """Return the sheets but such lists."""
    finder = HeadFinder(headings.words, headings, names)
    return [grid for grid in grids if not _tells_times_across(grid, finder, headings)]


def _tells_times_across(grid: Grid, finder: HeadFinder, headings: HeadingReader) -> bool:
    head = finder.find(grid)
    if head is None or head.row < head.first or head.sense.time != "this":
        return False
    paths = heading_paths(grid, head.first, head.row)[head.name + 1 :]
    if any(not path and _is_filled(grid, head.row, head.name + 1 + n)
           for n, path in enumerate(paths)):  # fmt: skip
        return False  # under each time stands more than one column: the head goes on below
    said = [headings.sense(" ".join(path)) for path in paths if path]
    counted = [one for one in said if not one.concepts & _BESIDE]
    return len(counted) >= _FEWEST and all(
        one.time and not (one.left or one.codes) for one in counted
    )


def _is_filled(grid: Grid, head: int, column: int) -> bool:
    return any(not is_empty(row[column]) for row in grid.rows[head + 1 :] if column < len(row))

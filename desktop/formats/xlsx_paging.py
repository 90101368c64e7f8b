"""Where the pages of a sheet end on paper: how small it is printed, and breaks before titles."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.formats.layout import Layout
from desktop.formats.xlsx_plan import SheetPlan
from desktop.formats.xlsx_sheet import Sheet

POINTS_PER_MM = 72 / 25.4
SURE = 0.97
"""The part of a page counted on: programs that print round the heights of rows each its way."""
_HOLDS = (SURE, 1.0, 1.025, 1.05)
"""What a page may hold of what is reckoned: by the sharpness of the screen and the program, a
character of a column is 5.25 to 5.5 points wide, and the sheet printed so much smaller."""
_MOST_BREAKS = 1000
"""A few less than a workbook may hold (1,023)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """In points of the sheet: how much a page holds, and what its repeated head takes of it."""

    room: float
    again: float


def print_scale(sheet: Sheet, plan: SheetPlan, layout: Layout) -> float:
    """Return how much smaller the sheet is printed to be as wide as its page, 1 for not at all."""
    shown = layout.text_width_mm(landscape=plan.landscape) * POINTS_PER_MM
    return min(shown / sheet.width_pt(), 1.0)


def paper_of(
    sheet: Sheet, plan: SheetPlan, layout: Layout, head: tuple[int, int], scale: float = 0.0
) -> Paper:
    """Return what a page holds at that scale, by default the one that makes it one page wide."""
    page = layout.page
    margin = page.landscape_margin_mm if plan.landscape else page.margin_mm
    paper = page.size_mm[0] if plan.landscape else page.size_mm[1]
    room = (paper - margin.top - margin.bottom) * POINTS_PER_MM
    again = sum(sheet.heights_of(head[0], head[1] + 1)) if plan.table.repeat_head else 0.0
    return Paper(room / (scale or print_scale(sheet, plan, layout)), again)


def keep_titles(
    sheet: Sheet, plan: SheetPlan, layout: Layout, head: tuple[int, int], scale: float = 0.0
) -> None:
    """Begin a page with each title that would be the last row of one, parted from its rows."""
    if not sheet.titles:
        return
    paper = paper_of(sheet, plan, layout, head, scale)
    rooms = [paper.room * part for part in _HOLDS]
    heights = sheet.heights_of(0, sheet.row)
    used, started = [0.0] * len(rooms), 0
    for row, height in enumerate(heights):
        needed = sum(_with_next(row, heights, sheet.titles))
        parted = row in sheet.titles and row > started
        if parted and any(
            u + height <= room < u + needed for u, room in zip(used, rooms, strict=True)
        ):
            sheet.breaks.append(row)
            used, started = [paper.again] * len(rooms), row
        used = [
            (paper.again if u + height > room else u) + height
            for u, room in zip(used, rooms, strict=True)
        ]
        if len(sheet.breaks) >= _MOST_BREAKS:
            return


def _with_next(row: int, heights: list[float], titles: set[int]) -> Iterable[float]:
    """Yield the heights of a row and, after titles, of what they are titles of."""
    yield heights[row]
    while row in titles and row + 1 < len(heights):
        row += 1
        yield heights[row]

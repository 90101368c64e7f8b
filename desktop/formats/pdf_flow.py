"""Strips and pages: how drawn lines fill sheets, what stays together, what repeats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.formats.layout import Layout
from desktop.formats.table import Cell, Column, Row

POINTS_PER_MM = 72 / 25.4

Draw = Callable[[Any, float, float], None]
"""Draw on a canvas with the strip's left edge at x and its top at y (points, upwards)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page shape in points: paper, text block, and the layout that gave it.

    `back_left` is the left edge of the text on the back of a sheet with mirrored margins.
    """

    layout: Layout
    landscape: bool
    paper: tuple[float, float]
    left: float
    top: float
    width: float
    height: float
    back_left: float

    @classmethod
    def of(cls, layout: Layout, *, landscape: bool) -> "Sheet":
        """Return the sheet of a layout, upright or landscape."""
        page = layout.page
        margin = page.landscape_margin_mm if landscape else page.margin_mm
        short, long = page.size_mm
        across, down = (long, short) if landscape else (short, long)
        mm = POINTS_PER_MM
        return cls(
            layout=layout,
            landscape=landscape,
            paper=(across * mm, down * mm),
            left=margin.left * mm,
            top=(down - margin.top) * mm,
            width=(across - margin.left - margin.right) * mm,
            height=(down - margin.top - margin.bottom) * mm,
            back_left=(margin.right if page.mirrored else margin.left) * mm,
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a strip shows a number of a table: from `x`, `width` wide, as high as the strip."""

    x: float
    width: float
    row: Row
    column: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class PlacedNumber:
    """A number of a table on a page counted from 0; edges in points from its lower left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    row: Row
    column: Column
    cell: Cell


@dataclass(slots=True)
class Strip:
    """A piece of page that never splits: a line, a table row, a letterhead.

    Heights in points. `glued` keeps it on the page of the next strip; `head` is drawn
    again above it when it comes first on a page; `bookmark` is (title, level). `spots` are the
    numbers it shows.
    """

    height: float
    draw: Draw
    before: float = 0.0
    glued: bool = False
    head: "Strip | None" = None
    bookmark: tuple[str, int] | None = None
    spots: tuple[Spot, ...] = ()


@dataclass(slots=True)
class Section:
    """Strips that share one page shape and one run of page numbers.

    `foot` is the room at the end of its first page that is taken already.
    """

    sheet: Sheet
    strips: list[Strip] = field(default_factory=list)
    restart: bool = True
    foot: float = 0.0


@dataclass(slots=True)
class Page:
    """A filled page: its number and the strips with their distance from the top."""

    sheet: Sheet
    number: int
    placed: list[tuple[float, Strip]] = field(default_factory=list)


def _clusters(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return runs of strips that belong on one page."""
    clusters: list[list[Strip]] = []
    open_run = False
    for strip in strips:
        if open_run:
            clusters[-1].append(strip)
        else:
            clusters.append([strip])
        open_run = strip.glued
    return clusters


def _height(run: Sequence[Strip], *, at_top: bool) -> float:
    total = sum(strip.before + strip.height for strip in run)
    if at_top:
        total -= run[0].before
        total += run[0].head.height if run[0].head else 0.0
    return total


class _Filler:
    """Puts runs of strips on pages, one after the other."""

    def __init__(self, sheet: Sheet, first_number: int, foot: float = 0.0) -> None:
        self.sheet = sheet
        self.foot = foot
        self.pages = [Page(sheet, first_number)]
        self.used = 0.0

    def _put(self, strip: Strip) -> None:
        page = self.pages[-1]
        if page.placed:
            self.used += strip.before
        elif strip.head:
            page.placed.append((0.0, strip.head))
            self.used = strip.head.height
        page.placed.append((self.used, strip))
        self.used += strip.height

    def _turn(self) -> None:
        self.pages.append(Page(self.sheet, self.pages[-1].number + 1))
        self.used = 0.0

    def add(self, run: Sequence[Strip]) -> None:
        """Place the run on this page or the next; a run longer than a page is cut."""
        room = self.sheet.height + 0.01
        here = room - self.foot if len(self.pages) == 1 else room
        fits = self.used + _height(run, at_top=not self.pages[-1].placed) <= here
        whole = room if self.pages[-1].placed else here
        if not fits and _height(run, at_top=True) > whole and len(run) > 1:
            for strip in run:
                self.add([strip])
            return
        if not fits and self.pages[-1].placed:
            self._turn()
        for strip in run:
            self._put(strip)


def paginate(sections: Sequence[Section], *, sheets: bool = False) -> list[Page]:
    """Return the filled pages of all sections.

    For printing on both sides (`sheets`) what is numbered anew begins on a sheet of its own.
    """
    pages: list[Page] = []
    for section in sections:
        follows = pages and not section.restart
        if sheets and section.restart and len(pages) % 2:
            pages.append(Page(pages[-1].sheet, pages[-1].number + 1))
        number = pages[-1].number + 1 if follows else 1
        filler = _Filler(section.sheet, number, section.foot)
        for run in _clusters(section.strips):
            filler.add(run)
        pages.extend(filler.pages)
    return pages

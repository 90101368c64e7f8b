"""Which rows the grid shows and in what order: a view of the page, nothing of it is stored.

Rows are units, or indicators in a form that has one for each, ordered under their groups' titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry import Assignments, EntrySheet, Problem
from desktop.models.entry.entry_rows import (
    BY_NAME,
    Only,
    matching,
    matching_indicators,
    ordered,
    ordered_indicators,
)
from desktop.ui.page import Action
from desktop.ui.pages.figures.filter_row import FilterRow
from desktop.ui.pages.figures.turned import TurnedSource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from desktop.ui.pages.figures.source import SheetSource
    from desktop.ui.pages.figures.surface import FiguresPage

KEYS = "Ctrl+Shift+L"


class Filtering:
    """Knows the units chosen and their order; they stay as chosen until chosen anew.

    Each form keeps its choice for the sitting: another period of it is chosen from in the same way.
    A unit that a deed or a jump leads to is shown again, so that nothing is written out of sight.
    """

    def __init__(self, page: FiguresPage) -> None:
        self._page = page
        self.words, self.by, self.falling = "", "", False
        self.only: Only = ""
        self._held: tuple[str, ...] | None = None
        self._known: frozenset[str] = frozenset()
        self._of = ("", "")
        self._kept: dict[str, tuple[str, Only, str, bool]] = {}

    def build(self) -> FilterRow:
        """Return the row above the grid where units are chosen."""
        self.row = FilterRow(self.choose, self.leave, self.go)
        return self.row

    def ask(self) -> None:
        """Open the row, or come back to it, with the keyboard in it."""
        if self._page.grid is not None and self.possible() and self._page.leaving():
            self.row.open()

    def possible(self) -> bool:
        """Whether there are rows to choose from."""
        sheet = self._page.sheet
        return sheet is not None and bool(sheet.rows) and bool(sheet.columns)

    def orderable(self) -> bool:
        """Whether there are rows to be put in order."""
        return self.possible()

    def rows(self, sheet: EntrySheet) -> Sequence[int] | None:
        """Return the rows shown, in their order; None for all as the register has them.

        In another period of a form its units are chosen anew as they were; all are shown where
        none is like that. Units that came since the choice are shown last.
        """
        if self._of != (sheet.period.id, sheet.form.id):
            self._kept[self._of[1]] = self.words, self.only, self.by, self.falling
            self._of = (sheet.period.id, sheet.form.id)
            self._take_up(sheet)
        if self._held is None:
            return None
        at = {name: n for n, name in enumerate(_names(sheet))}
        held = [at[name] for name in self._held if name in at]
        return [*held, *(n for name, n in at.items() if name not in self._known)] or None

    def _take_up(self, sheet: EntrySheet) -> None:
        """Choose the units of a sheet just opened as its form's were chosen last."""
        kept = self._kept.get(sheet.form.id, ("", "", "", False))
        self.words, self.only, self.by, self.falling = kept
        self.row.speak_of(indicators=_is_turned(sheet))
        rows = self._chosen(sheet)
        if not rows:
            self.words, self.only = "", ""
            rows = self._chosen(sheet)
        self._hold(sheet, rows)
        if not (self.words or self.only):
            self.row.close()
            return
        self.row.show_kept(self.words, self.only)
        self.row.tell(len(rows), len(_names(sheet)), found=True)

    def look_again(self) -> None:
        """The sheet was read again: its rows may be others."""
        source, sheet = self._page.source(), self._page.sheet
        others = sheet is not None and not _is_turned(sheet) and (
            len(source.rows) != len(sheet.rows)
        )  # fmt: skip
        if self._held is not None or (self.possible() and others):
            self._page.show_again()

    def looks_at(self, sheet: EntrySheet) -> object:
        """Return what tells rows of a sheet that were taken over from those shown."""
        return len(sheet.rows) if self._held is None else [row.unit.id for row in sheet.rows]

    def nearest(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Return the problems of the rows shown while one is open, else all."""
        source = self._filtered()
        here = [one for one in problems
                if source is not None and source.shows_figure(one.row, one.column)]  # fmt: skip
        return here if any(one.open for one in here) else problems

    def choose(self, words: str, only: Only) -> None:
        """Show the units whose names hold all words, and of those what `only` says."""
        if (words, only) != (self.words, self.only) and self._page.leaving():
            self.words, self.only = words, only
            self._choose()

    def clear(self) -> None:
        """Show all units again."""
        self.row.empty()
        self.choose("", "")

    def leave(self) -> None:
        """Show all units again and put the row away; the keyboard goes to the grid."""
        self.clear()
        self.row.close()
        self.go()

    def go(self) -> None:
        """Put the keyboard in the grid."""
        if self._page.grid is not None:
            self._page.grid.cells.setFocus()

    def bring(self, figures: Iterable[tuple[int, int]]) -> None:
        """Show figures of the sheet, (row, place), that are out of sight: somebody goes there or
        wrote there."""
        source = self._filtered()
        if source is None or all(source.shows_figure(*one) for one in figures):
            return
        self.clear()
        self.row.close()
        self._page.desk.message(
            _("Đã bỏ lọc: chỗ này ở một chỉ tiêu không hiện khi lọc.")
            if _is_turned(source.sheet)
            else _("Đã bỏ lọc: chỗ này ở một đơn vị không hiện khi lọc.")
        )

    def written(self, assignments: Assignments) -> None:
        """Show what something is written of, as a repair or a file may do out of sight."""
        sheet = self._page.sheet
        if sheet is not None and self._filtered() is not None:
            places = (sheet.place_of(unit, code) for unit, code in assignments)
            self.bring(place for place in places if place is not None)

    def within(self, assignments: Assignments) -> Assignments:
        """Return those of the rows shown: a deed on all of them leaves the others alone."""
        source = self._filtered()
        if source is None:
            return assignments
        places = {at: source.sheet.place_of(*at) for at in assignments}
        return {
            at: entry for at, entry in assignments.items()
            if (place := places[at]) is not None and source.shows_figure(*place)
        }  # fmt: skip

    def shown(self, units: Iterable[str]) -> list[str]:
        """Return those of some units, by their ids, that are shown."""
        shown = self.units()
        return [unit for unit in units if shown is None or unit in shown]

    def units(self) -> frozenset[str] | None:
        """Return the ids of the units shown; None for all."""
        source = self._filtered()
        if source is None or _is_turned(source.sheet):
            return None
        return frozenset(source.sheet.rows[row].unit.id for row in source.rows)

    def _filtered(self) -> SheetSource | None:
        """Return what the grid shows while rows of the page's sheet are out of sight."""
        source = self._page.source() if self._page.grid is not None else None
        of_sheet = source is not None and source.sheet is self._page.sheet
        return source if source is not None and of_sheet and source.filtered else None

    def order(self, column: int) -> None:
        """Order by a column of the grid, -1 by names: upwards, downwards, as in the register."""
        sheet = self._page.sheet
        if sheet is None or not self.orderable() or not self._page.leaving():
            return
        by = self._order_of(column)
        if self.by != by:
            self.by, self.falling = by, False
        elif not self.falling:
            self.falling = True
        else:
            self.by, self.falling = "", False
        self._choose()

    def _order_of(self, column: int) -> str:
        """Return what an order by a column of the grid is kept by, -1 by names."""
        source = self._page.source()
        if column < 0:
            return BY_NAME
        if isinstance(source, TurnedSource):
            return source.order_of(column)
        return source.sheet.columns[source.places[column]].id

    def order_by(self, column: int, *, falling: bool) -> None:
        """Order by a column of the grid one way, whatever the order was."""
        self.by, self.falling = "", False
        self.order(column)
        if falling:
            self.order(column)

    def as_listed(self) -> None:
        """Let the rows stand as in the register."""
        if self._page.leaving():
            self.by, self.falling = "", False
            self._choose()

    def mark(self) -> None:
        """Mark in the grid what its rows are ordered by."""
        grid, sheet = self._page.grid, self._page.sheet
        if grid is None or sheet is None:
            return
        columns = range(-1, len(self._page.source().columns))
        column = next((n for n in columns if self._order_of(n) == self.by), None)
        grid.show_order(column, falling=self.falling, offered=self.orderable())

    def menu(self, menu: QMenu, column: int) -> None:
        """Add what orders the rows to a column's menu."""
        if not self.orderable():
            return
        menu.addSeparator()
        menu.addAction(_("Sắp xếp tăng dần"), lambda: self.order_by(column, falling=False))
        menu.addAction(_("Sắp xếp giảm dần"), lambda: self.order_by(column, falling=True))
        if self.by:
            menu.addAction(_("Về thứ tự danh sách"), self.as_listed)

    def actions(self) -> Sequence[Action]:
        """Return what can be done with the rows."""
        group = _("Lọc và sắp xếp")
        return (
            Action("filter", _("Lọc đơn vị, chỉ tiêu"), self.ask, KEYS, "filter", header=False,
                   group=group, enabled=self.possible),
            Action("order", _("Sắp xếp theo cột đang đứng"),
                   lambda: self.order(self._page.grid_cell()[1]), header=False, group=group,
                   enabled=self.orderable),
            Action("as-listed", _("Về thứ tự danh sách"), self.as_listed, header=False,
                   group=group, enabled=lambda: bool(self.by),
                   why_not=lambda: _("Các dòng đang theo thứ tự danh sách.")),
        )  # fmt: skip

    def _choose(self) -> None:
        sheet = self._page.sheet
        if sheet is None:
            return
        self._page.entering.finish()
        found = self._chosen(sheet)
        self._hold(sheet, found or self._ordered(sheet, range(len(_names(sheet)))))
        self._show(sheet, found=bool(found))

    def _chosen(self, sheet: EntrySheet) -> Sequence[int]:
        """Return the rows that are chosen, in their order."""
        choose = matching_indicators if _is_turned(sheet) else matching
        return self._ordered(sheet, choose(sheet, self.words, self.only))

    def _ordered(self, sheet: EntrySheet, rows: Sequence[int]) -> Sequence[int]:
        order = ordered_indicators if _is_turned(sheet) else ordered
        return order(sheet, rows, self.by, falling=self.falling) if self.by else rows

    def _hold(self, sheet: EntrySheet, rows: Sequence[int]) -> None:
        """Keep what some rows are of as what is shown."""
        names = _names(sheet)
        self._known = frozenset(names)
        chosen = self.by or len(rows) < len(names)
        self._held = tuple(names[row] for row in rows) if chosen else None

    def _show(self, sheet: EntrySheet, *, found: bool) -> None:
        """Show the rows chosen; the cursor stays with its unit where that is among them."""
        page = self._page
        before, column = page.cursor(), page.grid_cell()[1]
        page.show_again()
        source = page.source()
        first = source.figure_at(0, column)  # a group's title may stand above it
        cell = source.cell_of(*before) or source.cell_of(*first)
        assert page.grid is not None
        page.grid.cells.go_to(*(cell or (0, column)))
        self.row.tell(*page.source().shown_of(), found=found)
        page.show_cursor()


def _is_turned(sheet: EntrySheet) -> bool:
    return sheet.form.scope == "indicator_rows"


def _names(sheet: EntrySheet) -> list[str]:
    """Return what the rows of the grid are known by: units' ids, or those of columns."""
    if _is_turned(sheet):
        return [column.id for column in sheet.columns]
    return [row.unit.id for row in sheet.rows]

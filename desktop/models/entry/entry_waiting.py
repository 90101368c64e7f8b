"""What waits for a word of a sheet's rows: locked corrections that no report counts yet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry_columns import EntryColumn
from desktop.models.figures.frozen import CLOSING
from desktop.models.figures.sums.made_of import leaves
from desktop.models.figures.sums.waiting import Correction, Waiting, locked_again, waiting_in
from desktop.models.figures.views import form_view, period_views
from desktop.models.store.keys import prefix_range
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number, with_counts
from desktop.models.units.scope import Scope

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet

MOST_TOLD = 5


def read_waiting(sheet: "EntrySheet", reader: Reader) -> tuple[Waiting, ...]:
    """Return what waits of the returns of the rows' units in the sheet's period.

    Most months nothing does: only returns locked again are looked at, where none is closed.
    """
    period, shown = sheet.period, [row.unit.id for row in sheet.rows]
    keys = prefix_range(f"{period.id}|")
    closed = "SELECT 1 FROM leaf WHERE kind = ? AND key >= ? AND key < ? LIMIT 1"
    if reader.rows(closed, (CLOSING, *keys)):
        views = period_views(reader, period.id)
    else:
        scope, views = Scope.of(reader), {}
        for unit, form in sorted(locked_again(reader, period.id)):
            view = form_view(reader, period.id, unit, form, scope) if unit in shown else None
            if view is not None:
                views.setdefault(unit, {})[form] = view
    return waiting_in(reader, period, [period], {period.id: views}, shown, shown, openers=shown)


def total_waits(sheet: "EntrySheet", place: int) -> str:
    """Return what a column's total holds that no report counts yet, "" for nothing."""
    if not sheet.waiting:
        return ""
    told = list(_told(sheet, sheet.columns[place]))
    if not told:
        return ""
    more = [with_counts(_("và {n} số khác"), n=len(told) - MOST_TOLD)] if told[MOST_TOLD:] else []
    listed = "; ".join((*told[:MOST_TOLD], *more))
    return _("Báo cáo còn tính số đã duyệt, bổ sung đang chờ duyệt: {list}.").format(list=listed)


def _told(sheet: "EntrySheet", column: EntryColumn) -> Iterator[str]:
    codes = _codes(sheet, column)
    for one in sheet.waiting:
        for code, said in one.changes.items():
            if code in codes:
                named = one.name if code == column.code else f"{one.name}, {code}"
                yield _("{unit}: {change}").format(unit=named, change=_change(said))


def _change(said: Correction) -> str:
    was, now = (
        _("trống") if number is None else vi_number(number)
        for number in (said.counted, said.corrected)
    )
    return f"{was} → {now}"


def _codes(sheet: "EntrySheet", column: EntryColumn) -> set[str]:
    """Return the figures a column shows, or reckons from."""
    equation = sheet.facts.equations.get(column.id)
    if equation is None or column.formula in ("", "sum"):
        return set(leaves(sheet.facts.packs, column.code))
    if column.formula == "opening":
        return {equation.baseline}
    stocks = equation.stocks if column.formula == "difference" else ()
    return {*equation.increases, *equation.decreases, *stocks}

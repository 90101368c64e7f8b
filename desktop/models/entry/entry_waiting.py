"""What waits for a word of a sheet's rows: locked corrections that no report counts yet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry_columns import MONTHLY, EntryColumn
from desktop.models.figures.frozen import CLOSING
from desktop.models.figures.made_of import leaves
from desktop.models.figures.moves import CARRIED_FORM
from desktop.models.figures.sums.carry import carried_stocks, reckon
from desktop.models.figures.sums.parts import Part, gather
from desktop.models.figures.sums.waiting import Correction, Waiting, locked_again, waiting_in
from desktop.models.figures.views import View, form_view, period_views
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import prefix_range, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number, with_counts
from desktop.models.units.scope import Scope
from desktop.models.units.units import tree_on

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet

MOST_TOLD = 5
_MOVEMENTS = "F3"


def read_waiting(sheet: "EntrySheet", reader: Reader) -> tuple[Waiting, ...]:
    """Return what waits of the returns of the rows' units in the sheet's period, and in the months
    that stocks it shows are carried from.

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
    return waiting_in(
        reader, period, [period], {period.id: views}, shown, shown, openers=shown,
        carried=_carried(sheet, reader),
    )  # fmt: skip


def _carried(sheet: "EntrySheet", reader: Reader) -> dict[str, dict[str, Part]]:
    """Return the stocks the reports carry of units whose earlier returns were locked again, in the
    place of what they did not tell for the sheet's month.
    """
    period, packs = sheet.period, reader.packs
    if period.scheme != MONTHLY or not any(_stocks(sheet)):
        return {}
    again = _locked_again_before(reader, period)
    units = [row.unit for row in sheet.rows if row.unit.id in again]
    if not units:
        return {}
    scope, tree = Scope.of(reader), tree_on(reader, period.data_to)
    views: dict[str, dict[str, View]] = {}
    for unit in units:
        for form in (CARRIED_FORM, _MOVEMENTS):
            view = form_view(reader, period.id, unit.id, form, scope)
            if view is not None:
                views.setdefault(unit.id, {})[form] = view
    told = {unit: forms[CARRIED_FORM] for unit, forms in views.items() if CARRIED_FORM in forms}
    begun = {unit: view.values for unit, view in told.items() if view.state == "live"}
    waiting = [unit for unit in units if unit.id not in told or unit.id in begun]
    found = carried_stocks(
        reader, period, [unit.id for unit in waiting if tree.role(unit) == "base"],
        [unit.id for unit in waiting if tree.role(unit) != "base"], begun,
    )  # fmt: skip
    whose = [unit.id for unit in units]
    flows = gather(packs, period, [period], {period.id: views}, whose, whose).parts
    reckon(packs, period, found, begun, flows)
    return found


def _stocks(sheet: "EntrySheet") -> Iterator[str]:
    """Yield the stocks a sheet's columns show that are carried while nobody tells them."""
    for column in sheet.columns:
        yield from (code for code in _codes(sheet, column) if sheet.facts.is_stock(code))


def _locked_again_before(reader: Reader, period: Period) -> set[str]:
    """Return the units whose returns of stocks of some earlier month were locked more than once."""
    rows = reader.rows(
        "SELECT DISTINCT key FROM leaf WHERE kind = 'submit' AND key < ? AND field <> '1'"
        " AND winner = 1",
        (f"{period.id}|",),
    )
    split = (split_return_key(key) for (key,) in rows)
    return {unit for unit, form, _period in split if form == CARRIED_FORM}


def any_waits(sheet: "EntrySheet") -> bool:
    """Tell whether anything the totals hold waits for a word."""
    return any(_stands(sheet, one, code) for one in sheet.waiting for code in one.changes)


def _stands(sheet: "EntrySheet", one: Waiting, code: str) -> bool:
    """Tell whether a sheet shows what a correction says: of an earlier month until it is typed."""
    if one.period == sheet.period.id:
        return True
    row = next((row for row in sheet.rows if row.unit.id == one.unit), None)
    return row is not None and (row.elsewhere or code in row.estimates)


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
            if code in codes and _stands(sheet, one, code):
                named = one.name if code == column.code else f"{one.name}, {code}"
                if one.period != sheet.period.id:
                    month = parse_period(one.period, sheet.facts.packs.schemes).title
                    named = f"{named}, {lowered(month)}"
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

"""Base unions with an office of their own: shown among those typed here, never typed in.

They count in the total, so that it is the one the report prints. Their figures are what the
report takes for them: the newest return they sent, else their last stocks.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.own_members import is_above, owing_among
from desktop.models.figures.returns.owing import owing_units, tells_movements
from desktop.models.figures.told import told_before
from desktop.models.figures.views import View, form_views, period_views
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import with_counts
from desktop.models.units.ceased import ceased_in_scope
from desktop.models.units.units import Tree, Unit, tree_on

MONTHLY = "THANG"
STOCKS = "F1"


class TheirFigures(msgspec.Struct, frozen=True):
    """What a unit's office sent: code → register value; `carried`: its stocks of before."""

    values: Mapping[str, Any]
    carried: bool = False


def typed_units(
    reader: Reader, tree: Tree, form: Form, period: Period, guests: Collection[str] = ()
) -> list[Unit]:
    """Return whose figures are typed here: who owes the form, and the `guests` asked in.

    Below them unions that ended within the period, where the form asks what moved until then.
    """
    owing = owing_units(reader, tree, form, period.id)
    if tells_movements(reader, form):
        known = {unit.id for unit in owing}
        ended = ceased_in_scope(reader, period.data_from, period.data_to)
        gone = owing_among(reader, tree, form, ended, period.id)
        owing += [unit for unit in gone if unit.id not in known]
    if not guests:
        return owing
    shown = {unit.id for unit in owing} | set(guests)
    living = [unit for unit in tree.scope(reader.own_unit) if unit.id in shown]
    return living + [unit for unit in owing if unit.id not in tree.units]


def could_join(reader: Reader, tree: Tree, form: Form, shown: Collection[str]) -> list[Unit]:
    """Return the units of our scope without figures here that could have some all the same.

    Base unions with results of work of their own, units above them with members of their own.
    """
    above = form.scope == "unit_rows"
    return [
        unit for unit in tree.scope(reader.own_unit)
        if unit.id not in shown and (is_above(tree, unit) if above else tree.role(unit) == "base")
    ]  # fmt: skip


def self_entering(reader: Reader, tree: Tree, form: Form) -> list[Unit]:
    """Return the base unions right below the office's scope that have an office of their own."""
    if form.scope != "unit_rows":
        return []
    return [unit for unit in _beyond(reader, tree) if tree.role(unit) == "base"]


def unions_beyond(reader: Reader, tree: Tree, form: Form) -> int:
    """Return how many base unions report through an upper office below: no rows here."""
    if form.scope != "unit_rows":
        return 0
    uppers = [unit for unit in _beyond(reader, tree) if tree.role(unit) != "base"]
    return sum(len(tree.base_unions(unit.id)) for unit in uppers)


def _beyond(reader: Reader, tree: Tree) -> list[Unit]:
    """Return the units with an office of their own directly below those of our scope."""
    return [
        child
        for unit in tree.scope(reader.own_unit)
        for child in tree.children(unit.id)
        if child.id in tree.assigned
    ]


def their_figures(
    reader: Reader, period: Period, units: Sequence[Unit], *, carry: bool
) -> dict[str, TheirFigures]:
    """Return unit id → figures of the period, as the report adds them up.

    Stocks of before are carried only where those of our own rows are (`carry`): beside rows
    without any they would make a total of one unit.
    """
    if not units:
        return {}
    views = period_views(reader, period.id)
    now = {unit.id: views.get(unit.id, {}) for unit in units}
    waiting = {unit for unit, forms in now.items() if STOCKS not in forms}
    carry = carry and bool(waiting) and period.scheme == MONTHLY
    before = _before(reader, period, waiting) if carry else {}
    found = {}
    for unit, forms in now.items():
        values = {code: value for form, view in forms.items()
                  for code, value in _own(reader, form, view).items()}  # fmt: skip
        carried = _reckoned(reader, before.get(unit, {}), values)
        found[unit] = TheirFigures({**carried, **values}, bool(carried))
    return found


def _before(reader: Reader, period: Period, waiting: set[str]) -> dict[str, dict[str, Any]]:
    """Return the last stocks of units that have not sent theirs, however old."""
    found: dict[str, dict[str, Any]] = {}
    for earlier in told_before(reader, period):
        if waiting <= found.keys():
            break
        views = form_views(reader, earlier.id, waiting - found.keys(), STOCKS)
        found |= {unit: _own(reader, STOCKS, view) for unit, view in views.items()}
    return found


def _reckoned(
    reader: Reader, carried: Mapping[str, Any], told: Mapping[str, Any]
) -> dict[str, Any]:
    """Return stocks of before with who came and left by what is told of the month, as totals do."""
    found = dict(carried)
    for equation in reader.packs.equations.values():
        came = sum(number_of(told.get(code)) or 0 for code in equation.increases)
        left = sum(number_of(told.get(code)) or 0 for code in equation.decreases)
        for stock in equation.stocks:
            number = number_of(found.get(stock))
            if number is not None and came != left:
                found[stock] = max(number + came - left, 0)
    return found


def _own(reader: Reader, form: str, view: View) -> dict[str, Any]:
    """Return the values a form is the home of; those of other forms come from these."""
    indicators = reader.packs.indicators
    return {
        code: value
        for code, value in view.values.items()
        if (indicator := indicators.get(split_code(code)[0])) is not None
        if indicator.home == form
    }


def totals_name(others: int, beyond: int) -> str:
    """Return whom the totals of a sheet are of; `others` of its units type for themselves."""
    if beyond:
        return _("Cộng các đơn vị ở bảng này")
    if others:
        return with_counts(_("Tổng cộng, kể cả {n} đơn vị tự nhập"), n=others)
    return _("Tổng cộng")


def totals_note(others: int, beyond: int) -> str:
    """Return what there is to say of the totals, "" for nothing."""
    if beyond:
        return _(
            "Chưa kể {n} công đoàn cơ sở nhập ở sổ của công đoàn cấp dưới. "
            "Số của cả đơn vị xem ở trang Báo cáo."
        ).format(n=beyond)
    return _("Bằng số tổng cộng của báo cáo.") if others else ""


def own_role(reader: Reader, period: Period) -> str:
    """Return what our own unit is on the period's last day: "base", "upper" …, "" unknown."""
    tree = tree_on(reader, period.data_to)
    own = tree.units.get(reader.own_unit)
    return tree.role(own) if own is not None else ""

"""The second line: base unions that another union coordinates beside their managing one.

An industry union sees the figures of such unions, and so does whoever reports for it; they are
counted where they are managed and added nowhere else (model.md, Units).
"""

from datetime import date

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.sums.rollup import add_up_units
from desktop.models.figures.sums.total import Total
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.units.ceased import top_of
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, Unit, set_attribute, tree_on

SECOND = "second"
"""The dated attribute of a unit: the id of the union that coordinates it, "" for none."""


class SecondLine(msgspec.Struct, frozen=True):
    """A union under the second line: who coordinates and who manages it, and its own figures."""

    unit: Unit
    by: str
    managed_by: str
    totals: dict[str, Total]


def second_line(reader: Reader, period_id: str, unit: str = "") -> list[SecondLine]:
    """Return what a unit (default: our own) and those below it coordinate but do not manage.

    In the order of the tree; nothing of it is part of any total of that unit.
    """
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    top = top_of(reader, tree, unit, period.data_from)
    inside = {each.id for each in tree.walk(top.id)}
    scope = Scope.of(reader)
    found = []
    for each in tree.units.values():
        by = coordinator(scope, each, period.data_to)
        if by in inside and each.id not in inside:
            rolled = add_up_units(reader, period.id, [each.id])
            manager = tree.units.get(each.parent or "")
            found.append(
                SecondLine(
                    each, tree.units[by].name, manager.name if manager else "",
                    rolled.totals(reader.packs),
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.by, one.unit.name, one.unit.code))


def coordinator(scope: Scope, unit: Unit, day: date) -> str:
    """Return the id of the union that coordinates a unit on a day, "" for none.

    Unlike other attributes the link does not reach back before the day it was made from.
    """
    dated = sorted(
        (name.partition("@")[2], value)
        for name, value in scope.units.get(unit.id, {}).items()
        if name.partition("@")[0] == SECOND and name.partition("@")[2] <= day.isoformat()
    )
    known = dated[-1][1] if dated else None
    return scope.resolve(known) if isinstance(known, str) and known else ""


def set_second(store: Store, unit: str, to: str, since: date) -> ChangeSet:
    """Put a unit under the coordination of another (codes or ids) from a day on; "" ends it.

    Who manages it stays. Raises Refusal for a coordinator that is no upper union, is the unit
    itself, or manages it already.
    """
    tree = tree_on(store, since)
    one = tree.by_code(unit)
    by = _checked(store, tree, one, to) if to else ""
    label = _("Thôi tuyến hai của {unit}").format(unit=one.name)
    if by:
        label = _("Tuyến hai của {unit}: {by}").format(unit=one.name, by=tree.units[by].name)
    with store.step(label) as step:
        set_attribute(store, one.id, SECOND, by, since)
    return step.change


def _checked(store: Store, tree: Tree, unit: Unit, to: str) -> str:
    by = tree.by_code(to)
    above = set(Scope.of(store).path(unit.id, tree.on.isoformat()))
    if tree.role(by) not in ("upper", "province"):
        raise Refusal(
            _("{by} không phải công đoàn cấp trên.").format(by=by.name),
            next_step=_("Chọn công đoàn ngành hoặc công đoàn cấp trên khác."), code="E_UNIT",
        )  # fmt: skip
    if by.id in above:
        raise Refusal(
            _("{unit} đã thuộc quyền quản lý của {by}.").format(unit=unit.name, by=by.name),
            next_step=_("Tuyến hai chỉ ghi cho đơn vị do nơi khác quản lý."), code="E_UNIT",
        )  # fmt: skip
    return by.id

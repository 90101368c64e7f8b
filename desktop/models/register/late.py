"""Returns that were locked for the day of an event or after: told, and never altered."""

from dataclasses import dataclass

from desktop.models.errors import Refusal
from desktop.models.packs.periods import parse_period
from desktop.models.register.orders import Plan
from desktop.models.store.keys import split_return_key
from desktop.models.store.reader import Reader
from desktop.models.units.units import tree_on


@dataclass(frozen=True, slots=True)
class Late:
    """A locked return whose period the event still reaches."""

    period: str
    form: str
    unit: str


def locked_since(reader: Reader, plan: Plan) -> tuple[Late, ...]:
    """Return the locked returns of the units concerned, of periods that end on the day or later.

    A unit that is founded concerns those beside it: their sum was told without it. Figures stay
    as they were locked; what is added up above them is by the tree of then.
    """
    tree = tree_on(reader, plan.order.day)
    concerned = {below.id for unit in plan.units for below in tree.walk(unit.id)}
    concerned |= {unit.id for unit in plan.units}
    if plan.target is not None:
        concerned.add(plan.target.id)
    if plan.order.kind == "found" and plan.parent is not None:
        concerned |= {below.id for below in tree.walk(plan.parent.id)}
    ends: dict[str, bool] = {}
    found = []
    for (key,) in reader.rows(
        "SELECT DISTINCT key FROM leaf WHERE kind = 'submit' AND winner = 1 AND value <> 'null'"
    ):
        unit, form, period = split_return_key(key)
        if unit not in concerned:
            continue
        if period not in ends:
            ends[period] = _reaches(reader, period, plan)
        if ends[period]:
            found.append(Late(period, form, unit))
    return tuple(sorted(found, key=lambda one: (one.period, one.unit, one.form)))


def _reaches(reader: Reader, period: str, plan: Plan) -> bool:
    try:
        return parse_period(period, reader.packs.schemes).data_to >= plan.order.day
    except Refusal:
        return False

"""What is told of an event after it was written: its decision, and whom a founding or a split
began with.

A union is often founded on paper days before its decision is at hand. Until it is told, its month
is not locked (V13); telling it is a step like any other.
"""

from dataclasses import dataclass, replace
from datetime import date

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.moves import born_within, moves_within
from desktop.models.packs.periods import period_containing
from desktop.models.register import event_rules as rules
from desktop.models.register.late import Late, locked_since
from desktop.models.register.orders import Order, Plan
from desktop.models.register.told_members import TOLD, check_counts, check_parting
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import one_line, short_date
from desktop.models.units.unit_events import EVENTS, UnitEvent, events_of, record_event
from desktop.models.units.units import Unit, tree_on

LONGEST = 100
"""Letters of a decision's number."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an event; None leaves it as it was."""

    decision: str | None = None
    members: int | None = None
    women: int | None = None


@dataclass(frozen=True, slots=True)
class ToldNow:
    """An event as it is told now, and the returns that were locked for its day or after."""

    event: str
    change: ChangeSet
    late: tuple[Late, ...] = ()


def founding_of(reader: Reader, unit: Unit) -> UnitEvent | None:
    """Return the event that founded a unit on its first day, None where nobody wrote one."""
    found = (one for one in events_of(reader, unit.id)
             if one.kind == "found" and unit.id in one.units)  # fmt: skip
    return next((one for one in found if one.day == unit.valid_from), None)


def split_of(reader: Reader, unit: Unit) -> UnitEvent | None:
    """Return the split that made a unit on its first day, None where none did."""
    found = (one for one in events_of(reader, unit.id)
             if one.kind == "split" and unit.id in one.to)  # fmt: skip
    return next((one for one in found if one.day == unit.valid_from), None)


def may_be_founded(reader: Reader, unit: Unit) -> bool:
    """Tell whether a founding can still be written of a unit: no event made it, and it is not the
    one its office began with.
    """
    born = born_within(reader, unit.valid_from, unit.valid_from)
    return unit.id not in born and unit.parent is not None and unit.id != reader.own_unit


def tell_founding(store: Store, code: str, told: Told) -> ToldNow:
    """Tell the decision and first members of a unit's founding, or of the split that made it (code
    or id).

    A unit that was added as one that had been there before is founded by it. Raises Refusal for
    a unit this office does not manage, that a merger made, or numbers that cannot be.
    """
    unit = tree_on(store, rules.LAST_DAY, ended_too=True).by_code(code)
    known = founding_of(store, unit) or split_of(store, unit)
    if known is not None:
        return tell_event(store, known.id, told)
    if not may_be_founded(store, unit):
        raise Refusal(
            _("{unit} không phải đơn vị mới thành lập.").format(unit=unit.name),
            next_step=_("Chọn sự kiện đã ghi của đơn vị ở mục Diễn biến."), code="E_EVENT",
        )  # fmt: skip
    rules.check_managed(store, unit, unit.valid_from)
    _check(unit.valid_from, told)
    decision = _clean(told.decision or "")
    if not decision and told.members is None:
        raise _nothing()
    plan = _plan(store, unit, unit.valid_from)
    late = locked_since(store, plan)
    with store.step(_("Ghi thành lập {unit}").format(unit=unit.name)) as step:
        event = record_event(
            store, "found", unit.valid_from, [unit.id], decision=decision,
            members=told.members, women=told.women,
        )  # fmt: skip
        if late:
            step.put("event", event, "late", sorted({one.period for one in late}))
    return ToldNow(event, step.change, late)


def tell_event(store: Store, event: str, told: Told) -> ToldNow:
    """Tell the decision of an event and, of a founding or split, with whom it began; by its id.

    Raises Refusal for an event of units this office does not manage, members of another event,
    numbers that cannot be, and where nothing would change.
    """
    known = next((one for one in events_of(store) if one.id == event), None)
    if known is None:
        raise Refusal(_("Không còn sự kiện này."), next_step=_("Chọn lại ở mục Diễn biến."),
                      code="E_EVENT")  # fmt: skip
    ever = tree_on(store, rules.LAST_DAY, ended_too=True)
    units = [ever.units[one] for one in known.units if one in ever.units]
    for unit in units:
        rules.check_managed(store, unit, known.day)
    counts = told.members is not None or told.women is not None
    if counts and known.kind not in TOLD:
        raise Refusal(
            _("Chỉ sự kiện thành lập, chia tách ghi số đoàn viên."),
            next_step=_("Bỏ số đoàn viên, chỉ ghi số quyết định."), code="E_MEMBERS",
        )  # fmt: skip
    women = told.women if told.women is not None else known.women
    members = told.members if told.members is not None else known.members
    if counts:
        _check(known.day, Told(members=members, women=women))
    if counts and known.kind == "split" and units:
        order = Order("split", known.day, known.units, members=members, women=women)
        check_parting(store, units[0], order, _gone(store, known))
    now = {"decision": known.decision if told.decision is None else _clean(told.decision),
           "members": members, "women": women}  # fmt: skip
    had = {"decision": known.decision, "members": known.members, "women": known.women}
    fields = {name: value for name, value in now.items() if value != had[name]}
    if not fields:
        raise _nothing()
    late = locked_since(store, _plan_of(store, known, units[0])) if units and counts else ()
    if late:
        fields["late"] = sorted({*known.late, *(one.period for one in late)})  # type: ignore[assignment]
    name = units[0].name if len(units) == 1 else _("{n} đơn vị").format(n=len(units))
    label = _("Ghi quyết định: {event} {unit}").format(event=EVENTS[known.kind], unit=name)
    with store.step(label) as step:
        step.put_fields("event", known.id, fields)
    return ToldNow(known.id, step.change, late)


def find_event(reader: Reader, code: str, kind: str, day: date | None) -> UnitEvent:
    """Return the one event of a kind of a unit (code or id), of several that of a day.

    Raises Refusal where there is none, or more than one.
    """
    unit = tree_on(reader, rules.LAST_DAY, ended_too=True).by_code(code)
    found = [one for one in events_of(reader, unit.id)
             if one.kind == kind and unit.id in one.units and day in (None, one.day)]  # fmt: skip
    if len(found) == 1:
        return found[0]
    if found:
        days = ", ".join(short_date(one.day) for one in found)
        raise Refusal(
            _("{unit} có nhiều sự kiện “{event}”: {days}.").format(
                unit=unit.name, event=EVENTS[kind], days=days
            ),
            next_step=_("Ghi thêm ngày của sự kiện (--date)."), code="E_EVENT",
        )  # fmt: skip
    raise Refusal(
        _("{unit} chưa có sự kiện “{event}”.").format(unit=unit.name, event=EVENTS[kind]),
        next_step=_("Ghi sự kiện đó trước."), code="E_EVENT",
    )  # fmt: skip


def _plan(reader: Reader, unit: Unit, day: date) -> Plan:
    tree = tree_on(reader, day)
    then = tree.units.get(unit.id, unit)
    parent = tree.units.get(then.parent or "")
    return Plan(Order("found", day, (unit.code,)), (unit,), parent=parent, code=unit.code)


def _plan_of(reader: Reader, known: UnitEvent, unit: Unit) -> Plan:
    """Return the event as a plan of whom its members concern: of a split both sides."""
    plan = _plan(reader, unit, known.day)
    if known.kind != "split":
        return plan
    made = tree_on(reader, known.day, ended_too=True).units.get(known.to[0]) if known.to else None
    return replace(plan, order=replace(plan.order, kind="split"), target=made)


def _gone(reader: Reader, known: UnitEvent) -> dict[str, int]:
    """Return equation → members a split moved as it is told now, or by the new union's figures."""
    month = next(scheme for scheme in reader.packs.schemes if scheme.kind == "month")
    moves = moves_within(reader, period_containing(known.day, month))
    return dict(next((one.numbers for one in moves if one.event == known.id), {}))


def _check(day: date, told: Told) -> None:
    check_counts(Order("found", day, (), members=told.members, women=told.women))


def _clean(decision: str) -> str:
    cleaned = one_line(decision)
    if len(cleaned) > LONGEST:
        raise Refusal(
            _("Số quyết định dài quá {n} chữ.").format(n=LONGEST),
            next_step=_("Chỉ ghi số và ký hiệu, như 12/QĐ-LĐLĐ."), code="E_DECISION",
        )  # fmt: skip
    return cleaned


def _nothing() -> Refusal:
    return Refusal(
        _("Chưa ghi gì mới."),
        next_step=_("Ghi số quyết định, hoặc số đoàn viên khi thành lập."), code="E_NOTHING",
    )  # fmt: skip

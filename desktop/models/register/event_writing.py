"""Checked events written: the tree changed from a day on, and the event kept beside it."""

from collections.abc import Callable, Mapping

from desktop.i18n import _
from desktop.models.register import event_rules as rules
from desktop.models.register.late import Late
from desktop.models.register.orders import Plan
from desktop.models.store.store import Store
from desktop.models.units.unit_events import ACTIVE, SUSPENDED, record_event
from desktop.models.units.units import found_unit, set_attribute


def write(store: Store, plan: Plan, late: tuple[Late, ...]) -> str:
    """Write a checked event with the periods that were locked before, and return its id."""
    with store.step(_LABELS[plan.order.kind](plan)) as step:
        event = _WRITERS[plan.order.kind](store, plan)
        if late:
            step.put("event", event, "late", sorted({one.period for one in late}))
    return event


def _write_ending(store: Store, plan: Plan) -> str:
    for unit in plan.units:
        set_attribute(store, unit.id, "alive", False, plan.order.day)
    return _record(store, plan)


def _write_merge(store: Store, plan: Plan) -> str:
    day = plan.order.day
    target = plan.target.id if plan.target is not None else _make(store, plan)
    for unit in plan.units:
        for child in rules.children_from(store, unit, day):
            set_attribute(store, child.id, "parent", target, max(day, child.valid_from))
        set_attribute(store, unit.id, "alive", False, day)
    return _record(store, plan, to=target, note=target)


def _write_split(store: Store, plan: Plan) -> str:
    target = plan.target.id if plan.target is not None else _make(store, plan)
    return _record(store, plan, to=target)


def _write_found(store: Store, plan: Plan) -> str:
    unit = _make(store, plan)
    order = plan.order
    return record_event(
        store, "found", order.day, [unit], decision=order.decision, members=order.members,
        women=order.women,
    )  # fmt: skip


def _write_reparent(store: Store, plan: Plan) -> str:
    assert plan.parent is not None
    for unit in plan.units:
        set_attribute(store, unit.id, "parent", plan.parent.id, plan.order.day)
    return _record(store, plan, to=plan.parent.id, note=plan.parent.id)


def _write_rename(store: Store, plan: Plan) -> str:
    set_attribute(store, plan.units[0].id, "name", plan.order.name, plan.order.day)
    return _record(store, plan)


def _write_ownership(store: Store, plan: Plan) -> str:
    for unit in plan.units:
        set_attribute(store, unit.id, "ownership", plan.order.ownership, plan.order.day)
    return _record(store, plan, note=plan.order.ownership)


def _write_area(store: Store, plan: Plan) -> str:
    for unit in plan.units:
        set_attribute(store, unit.id, "area", plan.order.into, plan.order.day)
    return _record(store, plan, note=plan.order.into)


def _write_status(store: Store, plan: Plan) -> str:
    value = SUSPENDED if plan.order.kind == "suspend" else ACTIVE
    for unit in plan.units:
        set_attribute(store, unit.id, "status", value, plan.order.day)
    return _record(store, plan)


def _make(store: Store, plan: Plan) -> str:
    assert plan.parent is not None
    order = plan.order
    given = dict(order.attributes or {})
    if order.ownership:
        given["ownership"] = order.ownership
    source = plan.units[0] if plan.units else None
    for name in ("area", "sector", "commune") if source is not None else ():
        if source is not None and name not in given and source.attributes.get(name):
            given[name] = str(source.attributes[name])
    return found_unit(
        store, name=order.name, kind=order.unit_kind, parent=plan.parent.id, since=order.day,
        code=plan.code, **given,
    )  # fmt: skip


def _record(store: Store, plan: Plan, *, to: str = "", note: str = "") -> str:
    order = plan.order
    return record_event(
        store, order.kind, order.day, [unit.id for unit in plan.units], decision=order.decision,
        note=note, to=[to] if to else [], members=order.members, women=order.women,
    )  # fmt: skip


def _named(text: str) -> Callable[[Plan], str]:
    def label(plan: Plan) -> str:
        names = [unit.name for unit in plan.units] or [plan.order.name]
        unit = names[0] if len(names) == 1 else _("{n} đơn vị").format(n=len(names))
        makes = plan.order.kind == "merge" and plan.target is None
        place = None if makes else plan.target or plan.parent
        return text.format(unit=unit, to=place.name if place else plan.order.name)

    return label


_WRITERS: Mapping[str, Callable[[Store, Plan], str]] = {
    "found": _write_found, "dissolve": _write_ending, "end": _write_ending,
    "merge": _write_merge, "split": _write_split, "rename": _write_rename,
    "reparent": _write_reparent, "ownership": _write_ownership, "area": _write_area,
    "suspend": _write_status, "resume": _write_status,
}  # fmt: skip
_LABELS: Mapping[str, Callable[[Plan], str]] = {
    "found": _named(_("Thành lập {unit}")),
    "dissolve": _named(_("Giải thể {unit}")),
    "end": _named(_("Kết thúc hoạt động {unit}")),
    "merge": _named(_("Sáp nhập {unit} vào {to}")),
    "split": _named(_("Tách {unit}")),
    "rename": _named(_("Đổi tên {unit}")),
    "reparent": _named(_("Chuyển {unit} về {to}")),
    "ownership": _named(_("Đổi loại hình {unit}")),
    "area": _named(_("Đổi địa bàn {unit}")),
    "suspend": _named(_("Tạm dừng hoạt động {unit}")),
    "resume": _named(_("{unit} hoạt động trở lại")),
}

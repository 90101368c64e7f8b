"""Reorganisation: one dated event of one kind, checked, previewed, written as one step.

The day given is the first on which the new state holds. What an event moves is worked out
from the figures (`figures.moves`), so nothing but the event and the tree is written.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register import event_rules as rules
from desktop.models.register.doubts import check_agreed, said_already
from desktop.models.register.event_effects import Moved, Stock, effects, stocks
from desktop.models.register.late import Late, locked_since
from desktop.models.register.later import Lost, check_nobody_came, lost_by
from desktop.models.register.told_members import check_counts, check_parting, lacking_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import nfc
from desktop.models.units.unit_events import ACTIVE, KINDS, MORE_KINDS, SUSPENDED, record_event
from desktop.models.units.units import (
    Unit,
    check_ownership,
    clean_name,
    found_unit,
    next_code,
    set_attribute,
    tree_on,
)


@dataclass(frozen=True, slots=True)
class Order:
    """An event somebody wants to write; units by code or id.

    `into` receives (merge, split) or is the new ownership type or area; `name` is that of a new
    unit or the new name; `members` and `women` those of a union founded or split off.
    """

    kind: str
    day: date
    units: tuple[str, ...]
    into: str = ""
    to_parent: str = ""
    name: str = ""
    decision: str = ""
    unit_kind: str = ""
    ownership: str = ""
    members: int | None = None
    women: int | None = None
    attributes: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked order: the units it found, and the code and place of a unit it would make."""

    order: Order
    units: tuple[Unit, ...]
    target: Unit | None = None
    parent: Unit | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an event did or would do; `event` is None when nothing was written.

    `moved` is code → indicator → number, as known now; `late` the returns that were locked for
    the day of the event or after; `odd` says what another kind of event may be meant for; `lost`
    is what was written of later days and would count no more; `again` what of the same day it
    takes the place of; `lacks` what a founding or a split must still be told; `stocks` what the
    units had and will have.
    """

    event: str | None
    moved: Moved
    late: tuple[Late, ...]
    odd: str = ""
    lost: tuple[Lost, ...] = ()
    lacks: str = ""
    again: str = ""
    stocks: tuple[Stock, ...] = ()


def preview(reader: Reader, order: Order) -> Outcome:
    """Tell what an event would do, writing nothing. Raises Refusal as `carry_out` does."""
    return told_of(reader, check(reader, order))


def carry_out(store: Store, order: Order, *, sure: bool = False) -> Outcome:
    """Write an event as one undoable step.

    Raises Refusal, with nothing changed, when a unit is not in the register or not ours to
    change that day, does not stand then, or the event makes no sense; and, until somebody is
    `sure`, when it leaves a doubt (`doubts`).
    """
    plan = check(store, order)
    told = told_of(store, plan)
    check_agreed(store.packs, told, sure=sure)
    return replace(told, event=write(store, plan, told.late))


def told_of(reader: Reader, plan: Plan) -> Outcome:
    """Tell what a checked event would do."""
    late = locked_since(reader, plan)
    odd = rules.odd_ending(reader, plan.order.kind, plan.units)
    lost, lacks = lost_by(reader, plan, late), lacking_of(reader, plan.order)
    again, moved = said_already(reader, plan), effects(reader, plan)
    return Outcome(None, moved, late, odd, lost, lacks, again, stocks(reader, plan, moved))


def write(store: Store, plan: Plan, late: tuple[Late, ...]) -> str:
    """Write a checked event with the periods that were locked before, and return its id."""
    with store.step(_LABELS[plan.order.kind](plan)) as step:
        event = _WRITERS[plan.order.kind](store, plan)
        if late:
            step.put("event", event, "late", sorted({one.period for one in late}))
    return event


def check(reader: Reader, order: Order) -> Plan:
    """Return the order with the units it speaks of. Raises Refusal as `carry_out` does."""
    if order.kind not in _PLANNERS:
        raise Refusal(
            _("Không có sự kiện loại “{kind}”.").format(kind=order.kind[:20]),
            next_step=_("Các loại: {kinds}.").format(kinds=", ".join((*KINDS, *MORE_KINDS))),
            code="E_EVENT",
        )  # fmt: skip
    rules.check_day(order.day)
    check_counts(order)
    if not order.units:
        raise rules.missing(
            _("Chưa chọn đơn vị."), _("Chọn đơn vị ở trang Đơn vị trước."), "E_UNIT"
        )
    units: tuple[Unit, ...] = ()
    if order.kind != "found":
        found = {u.id: u for code in order.units for u in [_ours(reader, code, order.day)]}
        units = tuple(found.values())
    return _PLANNERS[order.kind](reader, replace(order, name=nfc(order.name).strip()), units)


def _ours(reader: Reader, code: str, day: date) -> Unit:
    unit = rules.standing(reader, code, day)
    rules.check_managed(reader, unit, day)
    return unit


# planning


def _plan_ending(reader: Reader, order: Order, units: tuple[Unit, ...]) -> Plan:
    for unit in units:
        rules.check_ending(reader, unit, order.day)
        check_nobody_came(reader, unit, order.day)
    return Plan(order, units)


def _plan_merge(reader: Reader, order: Order, units: tuple[Unit, ...]) -> Plan:
    if not (order.into or order.name):
        raise rules.missing(
            _("Chưa chọn đơn vị nhận sáp nhập."),
            _("Chọn đơn vị nhận; hợp thành đơn vị mới thì ghi tên đơn vị mới."), "E_INTO",
        )  # fmt: skip
    ever = tree_on(reader, rules.LAST_DAY, ended_too=True)
    known = ever.find(order.into) if order.into else None
    if known is None and order.name:
        alike = _shared_ownership(reader, order, units)
        ((usual, _often),) = Counter(unit.kind for unit in units).most_common(1)
        made = replace(order, unit_kind=order.unit_kind or usual,
                       ownership=order.ownership or alike)  # fmt: skip
        for unit in units:
            _check_same_level(reader, unit, order.name, made.unit_kind)
        rules.check_several(units)
        plan = _plan_new(reader, made, order.into, order.to_parent or units[0].parent or "")
        target = None
    else:
        if known is not None:
            _check_not_named(order, known)
        target = rules.standing(reader, order.into, order.day, before=False)
        plan = Plan(order, units, target)
        _check_target(reader, units, target, order.day)
    for unit in units:
        if unit.valid_to is not None or unit.id == reader.own_unit:
            rules.check_ending(reader, unit, order.day)
        check_nobody_came(reader, unit, order.day)
        for child in rules.children_from(reader, unit, order.day):
            if target is not None:
                rules.check_fits(reader, child, target, order.day)
    return replace(plan, units=units)


def _shared_ownership(reader: Reader, order: Order, units: tuple[Unit, ...]) -> str:
    """Return the ownership type of units that become one; refuse several until one is told."""
    held = {unit.ownership for unit in units}
    if len(held) > 1 and not order.ownership:
        known = reader.packs.ownerships
        names = sorted(known[one].short if one in known else _("chưa ghi") for one in held)
        raise rules.missing(
            _("Các đơn vị thuộc nhiều loại hình khác nhau: {names}.").format(
                names=", ".join(names)
            ),
            _("Chọn loại hình của đơn vị mới theo quyết định."), "E_OWNERSHIP",
        )  # fmt: skip
    return held.pop() if len(held) == 1 else ""


def _check_target(reader: Reader, units: tuple[Unit, ...], target: Unit, day: date) -> None:
    if any(unit.id == target.id for unit in units):
        raise Refusal(
            _("Một đơn vị không sáp nhập vào chính mình."),
            next_step=_("Chọn đơn vị nhận khác."), code="E_SELF",
        )  # fmt: skip
    if target.id != reader.own_unit:
        rules.check_managed(reader, target, day)
    for unit in units:
        _check_same_level(reader, unit, target.name, target.kind)
    rules.check_still(reader, target, day)
    if target.valid_to is not None:
        raise Refusal(
            _("{unit} đã có ngày kết thúc, không nhận sáp nhập được.").format(unit=target.name),
            next_step=_("Chọn đơn vị nhận khác."), code="E_ENDED",
        )  # fmt: skip


def _check_same_level(reader: Reader, unit: Unit, target: str, kind: str) -> None:
    if not rules.same_level(reader, unit.kind, kind):
        raise Refusal(
            _("{unit} không cùng cấp với {target} nên không sáp nhập được.").format(
                unit=unit.name, target=target
            ),
            next_step=_("Chọn các đơn vị cùng cấp."), code="E_LEVEL",
        )  # fmt: skip


def _check_not_named(order: Order, known: Unit) -> None:
    """Refuse the code of a unit that stands for one that is to be made under a name."""
    if order.name and order.name != known.name:
        raise Refusal(
            _("Mã “{code}” đã dùng cho {unit}.").format(code=order.into[:40], unit=known.name),
            next_step=_("Đặt mã khác cho đơn vị mới, hoặc bỏ tên mới để chuyển vào đơn vị đó."),
            code="E_CODE",
        )  # fmt: skip


def _plan_split(reader: Reader, order: Order, units: tuple[Unit, ...]) -> Plan:
    (source,) = _one(units)
    known = tree_on(reader, rules.LAST_DAY, ended_too=True).find(order.into) if order.into else None
    check_parting(reader, source, order)
    if known is not None:
        _check_not_named(order, known)
        target = _ours(reader, order.into, order.day)
        _check_target(reader, units, target, order.day)
        if order.members is None:
            raise rules.missing(_("Chưa ghi số đoàn viên tách sang."),
                                _("Ghi số đoàn viên theo quyết định."), "E_MEMBERS")  # fmt: skip
        return Plan(order, units, target)
    order = replace(order, unit_kind=order.unit_kind or source.kind,
                    ownership=order.ownership or source.ownership)  # fmt: skip
    plan = _plan_new(reader, order, order.into, order.to_parent or source.parent or "")
    return replace(plan, units=units)


def _plan_found(reader: Reader, order: Order, _units: tuple[Unit, ...]) -> Plan:
    (code,) = _one(order.units)
    parent = order.to_parent
    ever = tree_on(reader, rules.LAST_DAY, ended_too=True)
    known = ever.find(code)
    if known is not None and not parent and ever.role(known) != "base":
        code, parent = order.into, code  # the unit named is the one that founds
    return _plan_new(reader, order, code, parent or reader.own_unit)


def _plan_new(reader: Reader, order: Order, code: str, parent: str) -> Plan:
    """Check a unit that is to be made, and give it a code where none is told."""
    if not order.name:
        raise Refusal(_("Chưa ghi tên đơn vị mới."), next_step=_("Ghi tên đầy đủ theo quyết định."),
                      code="E_NAME")  # fmt: skip
    clean_name(order.name)
    bearer = tree_on(reader, rules.LAST_DAY, ended_too=True).find(code) if code else None
    if bearer is not None:
        raise Refusal(
            _("Mã “{code}” đã dùng cho {unit}.").format(code=code, unit=bearer.name),
            next_step=_("Đặt mã khác."), code="E_CODE",
        )  # fmt: skip
    above = rules.standing(reader, parent, order.day, before=False)
    rules.check_place_for_new(reader, above, order.day)
    kind = order.unit_kind or "CDCS"
    rules.check_kind(reader, kind, order.day)
    if order.ownership:
        check_ownership(reader, order.ownership, order.day)
    made = Unit("", code, order.name, kind, order.ownership, above.id, order.day, None, {})
    rules.check_fits(reader, made, above, order.day)
    code = code or next_code(reader, kind, rules.LAST_DAY)
    return Plan(replace(order, unit_kind=kind), (), None, above, code)


def _plan_reparent(reader: Reader, order: Order, units: tuple[Unit, ...]) -> Plan:
    parent = order.to_parent or order.into
    if not parent:
        raise rules.missing(_("Chưa chọn cấp quản lý mới."),
                            _("Chọn công đoàn sẽ quản lý từ ngày này."), "E_PARENT")  # fmt: skip
    above = rules.standing(reader, parent, order.day, before=False)
    rules.check_place_for_new(reader, above, order.day)
    for unit in units:
        if unit.id == reader.own_unit:
            rules.check_ending(reader, unit, order.day)
        rules.check_fits(reader, unit, above, order.day)
        if unit.parent == above.id:
            raise Refusal(
                _("{unit} đã trực thuộc {parent} vào ngày này.").format(
                    unit=unit.name, parent=above.name
                ),
                next_step=_("Chọn cấp quản lý khác."), code="E_SAME",
            )  # fmt: skip
    return Plan(order, units, parent=above)


def _plan_rename(reader: Reader, order: Order, units: tuple[Unit, ...]) -> Plan:
    (unit,) = _one(units)
    if not order.name:
        raise rules.missing(_("Chưa ghi tên mới."), _("Ghi tên đầy đủ theo quyết định."), "E_NAME")
    if clean_name(order.name) == unit.name:
        raise rules.missing(_("Tên mới giống tên đang dùng."),
                            _("Ghi tên khác theo quyết định."), "E_SAME")  # fmt: skip
    return Plan(order, units)


def _plan_ownership(reader: Reader, order: Order, units: tuple[Unit, ...]) -> Plan:
    new = order.ownership or order.into
    if not new:
        raise rules.missing(_("Chưa chọn loại hình mới."),
                            _("Chọn loại hình theo quyết định."), "E_OWNERSHIP")  # fmt: skip
    check_ownership(reader, new, order.day)
    for unit in units:
        if unit.ownership == new:
            raise rules.missing(
                _("{unit} đã thuộc loại hình này.").format(unit=unit.name),
                _("Chọn loại hình khác, hoặc bỏ đơn vị này ra."), "E_SAME",
            )  # fmt: skip
        rules.check_once_a_day(reader, order.kind, unit, order.day)
    return Plan(replace(order, ownership=new), units)


def _plan_area(_reader: Reader, order: Order, units: tuple[Unit, ...]) -> Plan:
    if not (order.into or order.name):
        raise rules.missing(_("Chưa ghi địa bàn mới."),
                            _("Ghi tên xã, phường hoặc khu nơi đơn vị chuyển đến."),
                            "E_AREA")  # fmt: skip
    return Plan(replace(order, into=nfc(order.into or order.name).strip()), units)


def _plan_status(reader: Reader, order: Order, units: tuple[Unit, ...]) -> Plan:
    for unit in units:
        rules.check_status(reader, unit, order.day, stops=order.kind == "suspend")
    return Plan(order, units)


def _one(units: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(units) != 1:
        raise rules.missing(_("Sự kiện này ghi cho từng đơn vị một."),
                            _("Chọn một đơn vị rồi ghi, sau đó đến đơn vị khác."),
                            "E_ONE")  # fmt: skip
    return units


# writing


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


_PLANNERS: Mapping[str, Callable[[Reader, Order, tuple[Unit, ...]], Plan]] = {
    "found": _plan_found, "dissolve": _plan_ending, "end": _plan_ending, "merge": _plan_merge,
    "split": _plan_split, "rename": _plan_rename, "reparent": _plan_reparent,
    "ownership": _plan_ownership, "area": _plan_area, "suspend": _plan_status,
    "resume": _plan_status,
}  # fmt: skip
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

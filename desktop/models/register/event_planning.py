"""Events checked before they are written: what each kind asks, and the unit it would make."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register import event_rules as rules
from desktop.models.register.later import check_nobody_came
from desktop.models.register.orders import Order, Plan
from desktop.models.register.told_members import check_counts, check_parting
from desktop.models.store.reader import Reader
from desktop.models.text import nfc
from desktop.models.units.unit_events import KINDS, MORE_KINDS
from desktop.models.units.units import Unit, check_ownership, clean_name, next_code, tree_on


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


_PLANNERS: Mapping[str, Callable[[Reader, Order, tuple[Unit, ...]], Plan]] = {
    "found": _plan_found, "dissolve": _plan_ending, "end": _plan_ending, "merge": _plan_merge,
    "split": _plan_split, "rename": _plan_rename, "reparent": _plan_reparent,
    "ownership": _plan_ownership, "area": _plan_area, "suspend": _plan_status,
    "resume": _plan_status,
}  # fmt: skip

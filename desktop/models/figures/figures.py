"""Entering figures: one cell per (unit, period, indicator, disaggregation), as one step."""

from collections.abc import Container, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import (
    BY_TREE,
    CLEARED,
    TREE_CAUSED,
    Entry,
    check_number,
    indicator_of,
    split_code,
)
from desktop.models.figures.closure import check_open
from desktop.models.figures.kinds import may_be_told
from desktop.models.figures.revisions import closed_units, revisions
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.history import may_turn_back
from desktop.models.store.keys import cell_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import lowered, short_date, vi_number
from desktop.models.units.scope import Scope

_LABELS: Final = {
    "value": (_("Sửa {name}, {period}"), _("Nhập {n} ô số liệu, {period}")),
    "cleared": (_("Xóa {name}, {period}"), _("Xóa {n} ô số liệu, {period}")),
    "na": (_("Ghi không phát sinh: {name}, {period}"),
           _("Ghi không phát sinh {n} ô số liệu, {period}")),
}  # fmt: skip
"""Name of a step on one cell, and on several."""
FAR_AHEAD: Final = timedelta(days=366)
"""Nobody enters figures of a period that begins later than this; a mistyped year does."""


def set_cells(
    store: Store, period: str, values: Mapping[tuple[str, str], Entry], *, reason: str = ""
) -> ChangeSet:
    """Enter cells, (unit, code) → entry, as one step.

    Raises Refusal for an unknown indicator or period, a period far ahead, a computed indicator,
    a number that is negative or too large, a unit outside the office's scope, a locked return
    without a reason, or one that only the level above can open again.
    """
    when = parse_period(period, store.packs.schemes)
    if any(entry.state != CLEARED.state for entry in values.values()):
        _check_near(store, when)
    check_scope(store, {unit for unit, _code in values}, when)
    known = {code: indicator_of(store, code) for _unit, code in values}
    for (_unit, code), entry in values.items():
        _check_entry(store, code, known[code], entry, when)
    homes = {(unit, known[code].home) for unit, code in values}
    check_open(store, when, homes)
    if not reason:
        _check_locked(store, period, homes)
    keys = {unit: cell_key(store.unit(unit), period) for unit, _code in values}
    entered: dict[str, dict[str, Any]] = {}
    for (unit, code), entry in values.items():
        entered.setdefault(keys[unit], {})[code] = entry.register(reason)
    with store.step(_label(store, values, when)) as step:
        step.put_all("cell", entered)
        if reason:
            told = {key: dict.fromkeys(codes, reason) for key, codes in entered.items()}
            step.put_all("reason", told)
    return step.change


def _check_near(store: Store, when: Period) -> None:
    """Refuse a period far ahead of the last thing done here and of this computer's clock."""
    ((done,),) = store.rows("SELECT max(at) FROM (SELECT at FROM step ORDER BY seq DESC LIMIT 1)")
    if done and when.data_from - date.fromisoformat(str(done)[:10]) <= FAR_AHEAD:
        return
    today = store.clock.now().date()
    if when.data_from - today <= FAR_AHEAD:
        return
    raise Refusal(
        _("{period} còn lâu mới đến: hôm nay là {day}.").format(
            period=when.title, day=short_date(today)
        ),
        next_step=_("Xem lại năm của kỳ; nếu kỳ đúng thì chỉnh ngày giờ của máy."),
        code="E_PERIOD_FAR",
    )


def _label(store: Store, values: Mapping[tuple[str, str], Entry], when: Period) -> str:
    """Return what the step is called: what was done with one indicator, or with how many cells."""
    states = {entry.state for entry in values.values()}
    one, many = _LABELS[states.pop() if len(states) == 1 else "value"]
    codes = {code for _unit, code in values}
    if len(values) == 1:
        (code,) = codes
        return one.format(name=indicator_of(store, code).name, period=lowered(when.title))
    return many.format(n=vi_number(len(values)), period=lowered(when.title))


def check_scope(reader: Reader, units: Iterable[str], when: Period) -> None:
    """Refuse units whose figures of the period are another office's, or not alive then."""
    scope = Scope.of(reader)
    own = reader.own_unit
    for unit in units:
        known = scope.resolve(unit) in scope.units
        if known and own in scope.path(unit, when.data_to.isoformat()):
            owner = scope.owner(unit, when.data_to)
            nobody = owner not in scope.assigned and own not in scope.assigned
            if owner == own or nobody:
                continue
            if unit == own or scope.resolve(unit) == own:
                raise _of_before(scope, own, owner, when)
            raise _of_owner(scope, unit, owner, when)
        raise Refusal(
            _("Số liệu {period} của {unit} không thuộc quyền nhập của đơn vị mình.").format(
                period=lowered(when.title), unit=scope.label(unit)
            ),
            next_step=_("Chọn đơn vị thuộc phạm vi của mình."), code="E_SCOPE",
        )  # fmt: skip


def _of_owner(scope: Scope, unit: str, owner: str, when: Period) -> Refusal:
    """Return the refusal of a unit below whose figures come in bundles of its own book, or of the
    office between that enters them."""
    of_itself = owner == scope.resolve(unit)
    told = _("Số liệu {period} của {unit} do {office} nhập và gửi lên: không nhập thay.")
    if of_itself:
        told = _("{unit} có sổ riêng, tự nhập số liệu {period} và gửi gói số liệu lên: "
                 "không nhập thay.")  # fmt: skip
    instead = _("Nhận gói số liệu của {office}; số nào sai thì báo nơi đó sửa rồi gửi lại.")
    return Refusal(
        told.format(unit=scope.label(unit), office=scope.label(owner), period=lowered(when.title)),
        next_step=instead.format(office=scope.label(owner)), code="E_SCOPE",
    )  # fmt: skip


def _of_before(scope: Scope, own: str, owner: str, when: Period) -> Refusal:
    """Return the refusal of a period from before, or after, the unit had an office of its own."""
    told = _("Số liệu {period} của đơn vị mình do {office} nhập.").format(
        period=lowered(when.title), office=scope.label(owner)
    )
    later = (
        day for day, office in scope.assigned.get(own, ())
        if office == own and day > when.data_to.isoformat()
    )  # fmt: skip
    begins = next(later, None)
    instead = _("Cần sửa thì báo cho nơi đó.")
    if begins:
        day = short_date(date.fromisoformat(begins))
        instead = _("Đơn vị mình nhập từ ngày {day}; cần sửa số của kỳ trước thì báo cho nơi đó.")
        instead = instead.format(day=day)
    return Refusal(told, next_step=instead, code="E_SCOPE")


def _check_entry(store: Store, code: str, indicator: Indicator, entry: Entry, when: Period) -> None:
    if ";" in code and not _is_told_by(store, *split_code(code)):
        raise Refusal(
            _("Không có loại hình “{part}”.").format(part=split_code(code)[1][:30]),
            next_step=_("Ghi như C11;LH=FDI."), code="E_INDICATOR",
        )  # fmt: skip
    if indicator.computed:
        raise Refusal(
            _("“{name}” do chương trình tính, không nhập được.").format(name=indicator.name),
            next_step=_("Sửa các số thành phần của chỉ tiêu này."), code="E_COMPUTED",
        )  # fmt: skip
    if indicator.code in TREE_CAUSED and entry.state != CLEARED.state:
        raise Refusal(
            _("“{name}” không nhập được.").format(name=indicator.name),
            next_step=BY_TREE, code="E_COMPUTED",
        )  # fmt: skip
    if not indicator.holds_on(when.data_to):
        raise Refusal(
            _("“{name}” không áp dụng cho {period}.").format(
                name=indicator.name, period=lowered(when.title)
            ),
            next_step=_("Chọn kỳ khác."), code="E_INDICATOR",
        )  # fmt: skip
    if entry.value is not None:
        check_number(entry.value, money=indicator.money)


def _is_told_by(store: Store, bare: str, part: str) -> bool:
    name, _equals, kind = part.partition("=")
    known = kind in store.packs.ownerships
    return name == "LH" and (known or may_be_told(store.packs, bare, kind))


def _check_locked(store: Store, period: str, homes: Iterable[tuple[str, str]]) -> None:
    """Refuse the (unit, form) whose return of the period is locked."""
    closed: dict[str, Container[str]] = {}
    for unit, form in homes:
        if form not in closed:
            closed[form] = closed_units(store, form, period)
        if store.unit(unit) in closed[form]:
            raise Refusal(
                _("{form} {period} của đơn vị này đã chốt.").format(
                    form=form, period=lowered(parse_period(period, store.packs.schemes).title)
                ),
                next_step=_way_on(store, period, store.unit(unit), form),
                code="E_LOCKED_RETURN",
            )


def _way_on(store: Store, period: str, unit: str, form: str) -> str:
    """Return what to do about a locked return; what has left the office is not undone."""
    last = revisions(store, period, form)[unit, form][-1]
    if may_turn_back(store, last.op):
        return _("Ghi lý do để lập báo cáo bổ sung, hoặc hoàn tác việc chốt.")
    return _("Ghi lý do để lập báo cáo bổ sung.")


def day_of(reader: Reader, period: str) -> date:
    """Return the last day of a period's data window."""
    return parse_period(period, reader.packs.schemes).data_to

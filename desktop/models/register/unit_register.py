"""The register of units as a page shows it: counts below each, what changed when."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.figures.cells import TREE_CAUSED, number_of
from desktop.models.figures.moves import (
    CARRIED_FORM,
    Move,
    born_within,
    eve,
    moves_between,
    net_moved,
)
from desktop.models.figures.told import told_before
from desktop.models.figures.views import form_views
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, parse_period, period_containing
from desktop.models.register.events import UnitEvent, events_of
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, short_date
from desktop.models.units.scope import Scope
from desktop.models.units.unit_events import ACTIVE, EVENTS, SUSPENDED
from desktop.models.units.units import ATTRIBUTES, Tree, Unit

LABELS: Mapping[str, str] = {
    "name": _("Tên"),
    "short": _("Tên gọi tắt"),
    "code": _("Mã"),
    "kind": _("Loại đơn vị"),
    "ownership": _("Loại hình"),
    "parent": _("Cấp quản lý"),
    "second": _("Tuyến hai (phối hợp)"),
    "sector": _("Ngành nghề"),
    "area": _("Cụm, địa bàn"),
    "commune": _("Thuộc xã, phường"),
    "address": _("Địa chỉ"),
    "company_form": _("Loại công ty"),
    "country": _("Quốc gia"),
    "founded": _("Năm thành lập"),
    "status": _("Tình trạng"),
    "note": _("Ghi chú"),
}
STATUSES: Mapping[str, str] = {SUSPENDED: _("Tạm dừng hoạt động"), ACTIVE: _("Đang hoạt động")}


_BY_EVENT = frozenset({"alive", "name", "parent", "ownership", "area", "status"})
"""Attributes that an event of the same day has told of already."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Base unions under a unit (itself included), and members of those that told theirs.

    `told` of `unions` have a member count, however old: totals carry it as long (figures.md, 5.3).
    `current` of them have told one for the month of the day itself.
    """

    unions: int
    members: int
    told: int
    current: int = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that began to hold on a day.

    `event` is the id of the event behind it, `kind` its kind, `members` and `women` those told
    with a founding; `first` marks the day a unit began on.
    """

    day: date
    text: str
    decision: str = ""
    event: str = ""
    kind: str = ""
    members: int | None = None
    women: int | None = None
    first: bool = False


def unit_counts(reader: Reader, tree: Tree) -> dict[str, Counts]:
    """Return unit → counts of its tree on the tree's day; ended unions in it count no more."""
    members, month = _newest(reader, tree.on), tree.on.replace(day=1)
    found: dict[str, Counts] = {}

    def count(unit: Unit) -> Counts:
        unions = told = total = current = 0
        alive, role = unit.valid_to is None or unit.valid_to >= tree.on, tree.role(unit)
        if alive and role == "base":
            unions, known = 1, members.get(unit.id)
            if known is not None:
                told, total, current = 1, known[0], int(known[1] >= month)
        elif alive and role != "base" and role != "part" and unit.id in members:
            total = members[unit.id][0]  # those it manages itself
        for child in tree.children(unit.id):
            below = count(child)
            unions, told = unions + below.unions, told + below.told
            total, current = total + below.members, current + below.current
        found[unit.id] = Counts(unions, total, told, current)
        return found[unit.id]

    for root in tree.roots():
        count(root)
    return found


def members_of(reader: Reader, day: date) -> dict[str, int]:
    """Return unit → newest count of members at or before the month of a day.

    A count of an earlier month comes with the members whom events brought or took since, and with
    those who came and left by what is told of the month itself; a union that an event founded or
    split off has those it began with until it tells its own.
    """
    return {unit: number for unit, (number, _told) in _newest(reader, day).items()}


def _newest(reader: Reader, day: date) -> dict[str, tuple[int, date]]:
    """Return unit → (count of members, the last day of the period that told it)."""
    schemes = reader.packs.schemes
    month = period_containing(day, next(s for s in schemes if s.kind == "month"))
    found: dict[str, tuple[int, date]] = {}
    waiting, first = set(Scope.of(reader).units), month.data_from
    for period in (month, *told_before(reader, month)):
        if not waiting:
            break
        for unit, view in form_views(reader, period.id, waiting, CARRIED_FORM).items():
            number = number_of(view.values.get("A03"))
            if number is not None:
                found[unit] = (number, period.data_to)
                first = period.data_from
        waiting -= found.keys()
    moves = [m for m in moves_between(reader, first, month.data_to) if m.day <= day]
    concerned = {unit for move in moves for unit in (move.source, move.target)}
    for unit in (born_within(reader, first, day) & concerned) - found.keys():
        found[unit] = (0, eve(first))
    older = {unit for unit, (_number, told) in found.items() if told < month.data_from}
    net = _net_told(reader, month, older)
    return {
        unit: (
            _since(moves, unit, number + net.get(unit, 0), told, month.data_from)
            if unit in concerned else max(number + net.get(unit, 0), 0),
            told,
        )
        for unit, (number, told) in found.items()
    }  # fmt: skip


def _net_told(reader: Reader, month: Period, units: Set[str]) -> dict[str, int]:
    """Return unit → who came less who left by what is told of a month, as the totals reckon."""
    equation, found = reader.packs.equations.get("members"), dict.fromkeys(units, 0)
    if equation is None or not units:
        return found
    signed = dict.fromkeys(equation.increases, 1) | dict.fromkeys(equation.decreases, -1)
    signed = {code: sign for code, sign in signed.items() if code not in TREE_CAUSED}
    known = reader.packs.indicators
    for form in {known[code].home for code in signed if code in known}:
        for unit, view in form_views(reader, month.id, units, form).items():
            found[unit] += sum(
                sign * (number_of(view.values.get(code)) or 0)
                for code, sign in signed.items() if known[code].home == form
            )  # fmt: skip
    return found


def _since(moves: Sequence[Move], unit: str, number: int, told: date, month: date) -> int:
    """Return a count with what events moved since; what was typed this month is in it already."""
    before = [move for move in moves if told < move.day < month]
    now = [move for move in moves if move.day > told and move.day >= month]
    net = net_moved(before, unit, "members", typed=True) + net_moved(now, unit, "members")
    return max(number + net, 0)


def value_text(packs: Packs, scope: Scope, name: str, value: Any) -> str:
    """Return an attribute's value in words."""
    if value is None or value == "":
        return ""
    if name == "kind" and value in packs.unit_kinds:
        return packs.unit_kinds[value].short
    if name == "ownership" and value in packs.ownerships:
        return packs.ownerships[value].short
    if name == "status" and value in STATUSES:
        return STATUSES[value]
    if name == "sector" and value in packs.sectors:
        return packs.sectors[value].name
    if name in ("parent", "second"):
        return scope.label(scope.resolve(str(value)))
    return str(value)


def attribute_since(scope: Scope, unit: str, name: str, day: date) -> date | None:
    """Return since when the value of an attribute that holds on a day has held."""
    days = [
        key.partition("@")[2] for key in scope.units.get(unit, {}) if key.partition("@")[0] == name
    ]
    known = [one for one in days if one and one <= day.isoformat()]
    return date.fromisoformat(max(known)) if known else None


def suspension(reader: Reader, unit: Unit, day: date) -> str:
    """Say since when a unit has paused its work on a day: "tạm dừng hoạt động từ 15/03/2026"; ""
    for one that works. `unit` is as of that day."""
    if unit.attributes.get("status") != SUSPENDED:
        return ""
    since = attribute_since(Scope.of(reader), unit.id, "status", day)
    if since is None:
        return _("tạm dừng hoạt động")
    return _("tạm dừng hoạt động từ {day}").format(day=short_date(since))


def timeline(reader: Reader, unit: str) -> list[Moment]:
    """Return what happened to a unit, newest first: events, then attributes that changed."""
    scope = Scope.of(reader)
    found = [
        Moment(
            event.day, _event_text(reader.packs, scope, event, unit), event.decision, event.id,
            event.kind, event.members, event.women,
        )
        for event in events_of(reader, unit)
    ]  # fmt: skip
    told = {moment.day for moment in found}
    changes: dict[str, list[tuple[str, Any]]] = {}
    for key, value in scope.units.get(unit, {}).items():
        name, _sep, day = key.partition("@")
        if day:
            changes.setdefault(name, []).append((day, value))
    for name, dated in changes.items():
        for place, (day, value) in enumerate(sorted(dated)):
            moment = _change(reader.packs, scope, name, date.fromisoformat(day), value, place)
            if moment is not None and not (name in _BY_EVENT and place and moment.day in told):
                found.append(moment)
    return sorted(found, key=lambda moment: moment.day, reverse=True)


def _change(
    packs: Packs, scope: Scope, name: str, day: date, value: Any, place: int
) -> Moment | None:
    if name == "alive":
        told = _("Có trong sổ từ ngày này") if value else _("Không còn hoạt động")
        return Moment(day, told, first=bool(value) and not place)
    if place == 0 or name not in ATTRIBUTES:
        return None
    told = value_text(packs, scope, name, value) or _("để trống")
    return Moment(day, f"{LABELS.get(name, name)}: {told}")


def _event_text(packs: Packs, scope: Scope, event: UnitEvent, unit: str) -> str:
    words, told = EVENTS.get(event.kind, event.kind), ""
    others = ", ".join(scope.label(one) for one in event.to)
    if event.kind == "merge" and event.to:
        if unit in event.to:
            names = ", ".join(scope.label(one) for one in event.units)
            told = _("Nhận sáp nhập {units}").format(units=names)
        else:
            told = _("{event} vào {unit}").format(event=words, unit=others)
    elif event.kind == "split" and event.to:
        source = scope.label(event.units[0]) if event.units else ""
        told = (_("Tách từ {unit}").format(unit=source) if unit in event.to
                else _("{event}, lập {unit}").format(event=words, unit=others))  # fmt: skip
    elif event.kind == "reparent" and event.to:
        told = _("{event} về {unit}").format(event=words, unit=others)
        if unit in event.to:
            told = _("Tiếp nhận {n} đơn vị").format(n=len(event.units))
    elif event.kind == "rename":
        name = scope.attribute(unit, "name", event.day.isoformat()) or scope.label(unit)
        told = _("{event} thành {unit}").format(event=words, unit=name)
    elif event.kind in ("ownership", "area") and event.note:
        new = value_text(packs, scope, event.kind, event.note)
        told = _("{event} thành {unit}").format(event=words, unit=new)
    if not told and len(event.units) > 1:
        told = _("{event}, {n} đơn vị").format(event=words, n=len(event.units))
    return _late(packs, told or words, event)


def _late(packs: Packs, text: str, event: UnitEvent) -> str:
    """Say that periods were locked before the event was written: they stay as locked."""
    if not event.late:
        return text
    named = [lowered(parse_period(one, packs.schemes).title) for one in event.late[:3]]
    periods = ", ".join(named) + ("…" if len(event.late) > 3 else "")
    return _("{event} (ghi sau khi đã chốt {periods})").format(event=text, periods=periods)


def written(day: date | None) -> str:
    """Return a day as it stands beside a value, "" for none."""
    return short_date(day) if day is not None else ""

"""What was written of later days and loses its meaning by an event of an earlier one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import parse_period
from desktop.models.register.late import Late
from desktop.models.register.orders import Plan
from desktop.models.store.keys import cell_key, prefix_range, split_cell_key
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, short_date
from desktop.models.units.scope import Scope
from desktop.models.units.unit_events import EVENTS, UnitEvent, events_of
from desktop.models.units.units import Unit, tree_on

ENDS = frozenset({"dissolve", "end", "merge"})
"""Events after which their units stand no more."""
SETS: Mapping[str, str] = {
    "reparent": "parent",
    "ownership": "ownership",
    "rename": "name",
    "area": "area",
}
"""Event → the attribute of its units that it sets."""
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Lost:
    """What of one unit counts no more: events of later days, figures of periods that begin later.

    `name` and `code` are those of the event's day.
    """

    unit: str
    code: str
    name: str
    events: tuple[UnitEvent, ...] = ()
    periods: tuple[str, ...] = ()


def lost_by(reader: Reader, plan: Plan, late: Iterable[Late]) -> tuple[Lost, ...]:
    """Return what an event would leave without meaning; `late` are the returns locked for its
    day or after."""
    told = list(late)
    found = (_lost(reader, plan, unit, told) for unit in plan.units)
    return tuple(one for one in found if one.events or one.periods)


def _lost(reader: Reader, plan: Plan, unit: Unit, late: Iterable[Late]) -> Lost:
    day, kind = plan.order.day, plan.order.kind
    events = tuple(one for one in events_of(reader, unit.id) if unit.id in one.units)
    if kind not in ENDS:
        again = _set_again(reader, plan, unit)
        events = tuple(one for one in events if (one.kind, one.day) == (kind, again))
        return Lost(unit.id, unit.code, unit.name, events)
    events = tuple(one for one in events if one.day > day)
    locked = {one.period for one in late if one.unit == unit.id}
    periods = [
        one for one in (*_typed(reader, unit.id), *locked) if _begins_after(reader, one, day)
    ]
    return Lost(unit.id, unit.code, unit.name, events, tuple(sorted(set(periods))))


def _set_again(reader: Reader, plan: Plan, unit: Unit) -> date | None:
    """Return the day on which the unit was next said to be what the event makes of it now."""
    order, attribute = plan.order, SETS.get(plan.order.kind, "")
    given = {
        "parent": plan.parent.id if plan.parent is not None else "",
        "ownership": order.ownership, "name": order.name, "area": order.into,
    }  # fmt: skip
    fields = Scope.of(reader).units.get(unit.id, {})
    dated = (
        (begins, value) for field, value in fields.items()
        for name, _at, begins in [field.partition("@")] if name == attribute and begins
    )  # fmt: skip
    coming = min((one for one in dated if one[0] > order.day.isoformat()), default=None)
    if coming is None or coming[1] != given.get(attribute):
        return None
    return date.fromisoformat(coming[0])


def _typed(reader: Reader, unit: str) -> Iterator[str]:
    """Yield the periods for which a unit has figures, looked up period by period."""
    at = ""
    while True:
        ((key,),) = reader.rows("SELECT min(key) FROM leaf WHERE kind = 'cell' AND key > ?", (at,))
        if key is None:
            return
        period = split_cell_key(key)[1]
        at = prefix_range(f"{period}|")[1]
        if reader.rows(
            "SELECT 1 FROM leaf WHERE kind = 'cell' AND key = ? AND winner = 1"
            " AND value <> 'null' LIMIT 1",
            (cell_key(unit, period),),
        ):
            yield period


def _begins_after(reader: Reader, period: str, day: date) -> bool:
    """Tell whether a period begins after a day; what moved in the day's own month still counts."""
    try:
        return parse_period(period, reader.packs.schemes).data_from > day
    except Refusal:
        return False


def still_late(late: Iterable[Late], lost: Iterable[Lost]) -> tuple[Late, ...]:
    """Return the locked returns that go on to count."""
    gone = {(one.unit, period) for one in lost for period in one.periods}
    return tuple(one for one in late if (one.unit, one.period) not in gone)


def lost_sentence(packs: Packs, lost: Iterable[Lost]) -> str:
    """Return what loses its meaning in a sentence for each unit, "" for nothing."""
    return " ".join(_said(packs, one) for one in lost)


def _said(packs: Packs, lost: Lost) -> str:
    told = []
    if lost.events:
        named = [
            _("“{event}” ngày {day}").format(event=EVENTS[one.kind], day=short_date(one.day))
            for one in lost.events
        ]
        told.append(_("sự kiện {events} đã ghi sẽ không còn tác dụng").format(events=_few(named)))
    if lost.periods:
        named = [lowered(parse_period(one, packs.schemes).title) for one in lost.periods]
        told.append(
            _("số liệu {periods} đã nhập sẽ không được cộng vào đâu").format(periods=_few(named))
        )
    return _("{unit}: {told}.").format(unit=lost.name, told="; ".join(told))


def late_sentence(packs: Packs, late: Iterable[Late]) -> str:
    """Return what to know of returns locked for an event's day or after, "" for none."""
    periods = sorted({one.period for one in late})
    if not periods:
        return ""
    named = [lowered(parse_period(one, packs.schemes).title) for one in periods]
    return _(
        "Đã chốt số liệu {periods}. Số đã chốt giữ nguyên; cần đổi thì lập báo cáo bổ sung có"
        " lý do."
    ).format(periods=_few(named))


def _few(named: list[str]) -> str:
    more = ", …" if len(named) > _MOST_NAMED else ""
    return ", ".join(named[:_MOST_NAMED]) + more


def check_nobody_came(reader: Reader, unit: Unit, day: date) -> None:
    """Refuse that a unit ends before a day on which members came to it or were split off it.

    They would come to, or from, a unit that stands no more.
    """
    for event in events_of(reader, unit.id):
        parted = event.kind == "split" or (event.kind == "merge" and unit.id in event.to)
        if event.day <= day or not parted:
            continue
        others = [one for one in event.concerned if one != unit.id]
        known: Mapping[str, Unit] = tree_on(reader, event.day, ended_too=True).units
        names = ", ".join(known[one].name for one in others if one in known)
        raise Refusal(
            _("Ngày {day} đã ghi “{event}” giữa {unit} và {others}, nên {unit} chưa thể kết thúc"
              " trước đó.").format(day=short_date(event.day), event=EVENTS[event.kind],
                                   unit=unit.name, others=names),
            next_step=_("Ghi ngày sau {day}, hoặc hoàn tác sự kiện kia nếu đã ghi nhầm.").format(
                day=short_date(event.day)
            ),
            code="E_LATER",
        )  # fmt: skip

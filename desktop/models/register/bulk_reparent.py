"""Many units to new parents at once: a pasted or opened list (`parent_lines`) as one step.

The end of the districts on 1/7/2025 is such a list: every base union and the commune union it
goes to.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.register import event_rules as rules
from desktop.models.register.doubts import check_agreed
from desktop.models.register.event_effects import Moved, Stock
from desktop.models.register.event_planning import check
from desktop.models.register.event_writing import write
from desktop.models.register.late import locked_since
from desktop.models.register.later import lost_by
from desktop.models.register.orders import Order, Plan
from desktop.models.register.outcomes import BulkOutcome, Outcome
from desktop.models.register.parent_lines import ParentLine
from desktop.models.register.parent_refusals import nothing_moves
from desktop.models.register.reorganise import preview, told_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import short_date
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, Unit, tree_on

_MOST_NAMED = 3


def preview_parents(
    reader: Reader, lines: Sequence[ParentLine], day: date, *, end_emptied: bool = False
) -> BulkOutcome:
    """Tell what moving the ready lines would do, writing nothing; see `move_to_parents`."""
    told = [preview(reader, order) for order in _orders(lines, day, "")]
    if not end_emptied:
        return _joined(told)
    ending, kept = _emptied(reader, tree_on(reader, day), lines, day, "")
    return _joined(told, ending, kept)


def move_to_parents(
    store: Store,
    lines: Sequence[ParentLine],
    day: date,
    *,
    decision: str = "",
    end_emptied: bool = False,
    sure: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BulkOutcome:
    """Move the units of the ready lines as one step, one event for each new parent.

    With `end_emptied` the upper units that have nobody left under them end that day too; of the
    others that gave some away the outcome says why not. Raises Refusal, until somebody is `sure`,
    where it leaves a doubt (`doubts`).
    """
    orders = _orders(lines, day, decision)
    if not orders:
        raise nothing_moves(lines)
    before = tree_on(store, day)
    count = len(_ready(lines))
    plans = [check(store, order) for order in orders]
    ended, kept = _emptied(store, before, lines, day, decision) if end_emptied else ([], [])
    plans += ended
    known = [(plan, told_of(store, plan)) for plan in plans]
    check_agreed(store.packs, _joined([would for _plan, would in known]), sure=sure)
    with store.step(_("Chuyển cấp quản lý {n} đơn vị").format(n=count)):
        told = []
        for done, (plan, would) in enumerate(known):
            told.append(replace(would, event=write(store, plan, would.late)))
            if progress is not None:
                progress(done, len(known))
        _check_no_circle(store, before, lines, day)
    return _joined(told, ended, kept)


def _check_no_circle(store: Store, before: Tree, lines: Sequence[ParentLine], day: date) -> None:
    """Refuse lists that put two upper units under each other."""
    scope = Scope.of(store)
    for line in _ready(lines):
        unit = before.units[line.unit]
        if before.role(unit) == "base":
            continue
        if line.unit in scope.path(line.parent, day.isoformat()):
            raise Refusal(
                _("{unit} không thể đứng dưới chính đơn vị trực thuộc mình.").format(
                    unit=unit.name
                ),
                next_step=_("Sửa cấp quản lý mới trong danh sách."), code="E_CYCLE",
            )  # fmt: skip


def _emptied(
    reader: Reader, before: Tree, lines: Sequence[ParentLine], day: date, decision: str
) -> tuple[list[Plan], list[str]]:
    """Return the ends of the upper units under which nobody stands after the moves.

    And a sentence for each of the others that gave some away: why it does not end.
    """
    moved = {line.unit for line in _ready(lines)}
    taking = {line.parent for line in _ready(lines)}
    old = {before.units[unit].parent for unit in moved}
    found, kept = [], []
    for unit in sorted(
        (before.units[u] for u in old if u in before.units), key=lambda unit: unit.code
    ):
        left = [one for one in rules.children_from(reader, unit, day) if one.id not in moved]
        why = _why_kept(reader, before, unit, day, left, taking)
        if why:
            kept.append(_("{unit} không kết thúc: {why}.").format(unit=unit.name, why=why))
        else:
            order = Order("dissolve", day, (unit.id,), decision=decision)
            found.append(Plan(order, (unit,)))
    return found, kept


def _why_kept(
    reader: Reader, before: Tree, unit: Unit, day: date, left: Sequence[Unit],
    taking: Collection[str],
) -> str:  # fmt: skip
    """Return why an upper unit that gave some away does not end with the move, "" where it does."""
    if unit.id == reader.own_unit:
        return _("là đơn vị mình")
    if before.role(unit) != "upper":
        return _("không phải công đoàn cấp trên trực tiếp cơ sở")
    if unit.id in taking:
        return _("danh sách này chuyển đơn vị khác về đó")
    if unit.valid_to is not None:
        return _("đã ghi kết thúc từ ngày {day}").format(
            day=short_date(unit.valid_to + timedelta(1))
        )
    if unit.valid_from >= day:
        return _("mới có trong sổ từ ngày {day}").format(day=short_date(unit.valid_from))
    if left:
        names = ", ".join(one.name for one in left[:_MOST_NAMED])
        more = ", …" if len(left) > _MOST_NAMED else ""
        told = _("còn {n} đơn vị trực thuộc ({names}), chuyển nốt rồi ghi giải thể")
        return told.format(n=len(left), names=names + more)
    ending = Plan(Order("dissolve", day, (unit.id,)), (unit,))
    if lost_by(reader, ending, locked_since(reader, ending)):
        return _("còn số liệu hoặc sự kiện ghi cho sau ngày này, xem lại rồi ghi giải thể")
    return ""


def _ready(lines: Sequence[ParentLine]) -> list[ParentLine]:
    return [line for line in lines if line.state == "ready"]


def _orders(lines: Sequence[ParentLine], day: date, decision: str) -> list[Order]:
    groups: dict[str, list[str]] = {}
    for line in _ready(lines):
        groups.setdefault(line.parent, []).append(line.unit)
    return [
        Order("reparent", day, tuple(units), to_parent=parent, decision=decision)
        for parent, units in groups.items()
    ]


def _joined(
    told: Sequence[Outcome], ended: Sequence[Plan] = (), kept: Sequence[str] = ()
) -> BulkOutcome:
    moved: Moved = {}
    for outcome in told:
        for code, counts in outcome.moved.items():
            _add(moved.setdefault(code, {}), counts)
    events = tuple(outcome.event for outcome in told if outcome.event is not None)
    late = tuple(dict.fromkeys(one for outcome in told for one in outcome.late))
    codes = tuple(plan.units[0].code for plan in ended)
    lost = tuple(one for outcome in told for one in outcome.lost)
    again = " ".join(outcome.again for outcome in told if outcome.again)
    return BulkOutcome(events, moved, late, codes, tuple(kept), lost, again,
                       stocks=_summed(told))  # fmt: skip


def _summed(told: Sequence[Outcome]) -> tuple[Stock, ...]:
    """Return what units have before and after several events of one day, each told once."""
    found: dict[tuple[str, str], Stock] = {}
    for one in (stock for outcome in told for stock in outcome.stocks):
        had = found.get((one.unit, one.what))
        after = one.after if had is None else had.after + one.after - one.before
        found[one.unit, one.what] = one._replace(after=after)
    return tuple(found.values())


def _add(into: dict[str, int], counts: Mapping[str, int]) -> None:
    for code, number in counts.items():
        into[code] = into.get(code, 0) + number

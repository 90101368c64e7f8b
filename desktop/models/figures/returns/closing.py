"""Closing a period for the units below, opening it again, and what to know before closing.

A closing freezes what counts: its word names the operation behind every return that counted
(`desktop.models.figures.frozen`), so that what comes or changes later waits for a word.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.closure import today_of, who_may
from desktop.models.figures.frozen import ALL_FORMS, CLOSING, Closings, last_clock
from desktop.models.figures.returns.due import due, due_among
from desktop.models.figures.returns.reasons import reason_to_reopen
from desktop.models.figures.returns.returns import statuses
from desktop.models.figures.revisions import entry_form
from desktop.models.figures.views import period_views
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import OFFICE, cell_key, down, prefix_range, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Step, Store
from desktop.models.text import lowered, short_date
from desktop.models.units.ceased import ceased_under, ceased_within, unit_within
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, Unit, tree_on

MOST_IN_A_WORD = 4_000
"""Returns one word names, about 110 bytes each: a line is at most 1 MiB (docs/bundle-format.md)."""


class Lacking(msgspec.Struct, frozen=True):
    """A unit directly below of whose returns not all came: how many came, of how many."""

    unit: Unit
    came: int
    owed: int


class SentBack(msgspec.Struct, frozen=True):
    """A unit directly below that has to send returns again: how many were sent back to it."""

    unit: Unit
    count: int


class Outlook(msgspec.Struct, frozen=True):
    """What closing a period would freeze.

    `units` are those it would be closed for; `lacking` those of them of which something never
    came, `sent_back` those of which something came and was sent back: a unit may be both.
    `waiting` counts returns that came and nobody accepted; of `owing` units that owe anything
    `complete` sent all, as the board counts them. `shut` counts units directly below the period
    is closed for already, which the board counts too. `disputed` are
    (unit, form) of which two machines locked different values and nobody has chosen: the one that
    counts meanwhile would be frozen.
    """

    period: Period
    units: tuple[Unit, ...]
    lacking: tuple[Lacking, ...]
    sent_back: tuple[SentBack, ...]
    waiting: int
    owing: int
    complete: int
    shut: int = 0
    disputed: tuple[tuple[Unit, str], ...] = ()

    @property
    def returned(self) -> int:
        """How many returns were sent back."""
        return sum(one.count for one in self.sent_back)


def outlook(reader: Reader, period: str, *, form: str = "", unit: str = "") -> Outlook:
    """Return what closing would freeze now. Raises Refusal where `close` would."""
    when, units, shut = _closable(reader, period, form, unit)
    tree = tree_on(reader, when.data_to)
    forms = [form] if form else list(due(reader, tree, when))
    lacking, sent_back, waiting, owing, complete = [], [], 0, 0, 0
    found = due_among(reader, tree, when, statuses(reader, when.id, forms))
    for one in units:
        below = {each.id for each in tree.walk(one.id)}
        below |= {each.id for each in ceased_under(reader, when.data_from, when.data_to, one.id)}
        mine = [status for status in found if status.unit.id in below]
        came = [status for status in mine if status.rev]
        if len(came) < len(mine):
            lacking.append(Lacking(one, len(came), len(mine)))
        if back := sum(status.state == "returned" for status in came):
            sent_back.append(SentBack(one, back))
        kept = sum(status.stands > 0 for status in came)
        waiting += sum(status.state not in ("accepted", "returned") for status in came)
        owing += bool(mine)
        complete += bool(mine) and len(came) - back + kept == len(mine)
    return Outlook(
        when, tuple(units), tuple(lacking), tuple(sent_back), waiting, owing, complete, shut,
        _disputed(reader, when, tree, units, forms),
    )  # fmt: skip


def _disputed(
    reader: Reader, period: Period, tree: Tree, units: Iterable[Unit], forms: Iterable[str]
) -> tuple[tuple[Unit, str], ...]:
    """Return (unit, form) below the units whose newest revision has two open values."""
    newest: dict[tuple[str, str], tuple[int, bool]] = {}
    for key, rev, values in reader.rows(
        "SELECT key, field, count(DISTINCT value) FROM leaf WHERE kind = 'submit'"
        " AND key >= ? AND key < ? GROUP BY key, field",
        prefix_range(f"{period.id}|"),
    ):
        unit, form, _period = split_return_key(key)
        told = (int(rev), values > 1) if rev.isdigit() else (0, False)
        newest[unit, form] = max(newest.get((unit, form), told), told)
    below = dict.fromkeys(each.id for one in units for each in tree.walk(one.id))
    return tuple(
        (tree.units[unit], form)
        for unit in below for form in forms if newest.get((unit, form), (0, False))[1]
    )  # fmt: skip


def close(
    store: Store, period: str, *, form: str = "", unit: str = "", reason: str = ""
) -> ChangeSet:
    """Close a period for a unit and what is below it (default: every one directly below).

    From then on what counts stays as it is: nothing of it can be changed until it is reopened,
    and what comes all the same waits for a word. Units it is closed for already are passed over.
    A barrier step. Refuses a period that has not ended, and one closed for everybody.
    """
    when, mine, _shut = _closable(store, period, form, unit)
    tree, scope = tree_on(store, when.data_to), Scope.of(store)
    views = period_views(store, when.id)
    stands = {
        each: {name: [view.rev, view.op] for name, view in sorted(forms.items())
               if view.op and form in ("", name)}
        for each, forms in views.items()
    }  # fmt: skip
    gone: dict[str | None, list[Unit]] = {}
    for ended in ceased_within(store, when.data_from, when.data_to):
        gone.setdefault(ended.parent, []).append(ended)
    label = _("Khóa sổ {period}, {n} đơn vị").format(period=lowered(when.title), n=len(mine))
    forms = [form] if form else [one.id for one in store.packs.forms.values() if one.entry]
    if two := _disputed(store, when, tree, mine, forms):
        label += _("; {n} báo cáo có hai bản khác nhau, giữ bản đang tính").format(n=len(two))
    with store.step(label, barrier="close") as step:
        voice = _Voice(step, scope, store.own_unit, when, last_clock(store, when.id))
        word: dict[str, Any] = {"state": "closed", "at": store.now()}
        word |= {"reason": reason.strip()} if reason.strip() else {}
        for one in mine:
            for each, table in _tables(tree, gone, one.id, stands):
                voice.say(each, form or ALL_FORMS, word | {"stands": table})
    return step.change


def _tables(
    tree: Tree, gone: Mapping[str | None, list[Unit]], unit: str,
    stands: Mapping[str, dict[str, Any]],
) -> Iterator[tuple[str, dict[str, Any]]]:  # fmt: skip
    """Yield (unit, what stands of it and of those below it), in as many words as lines need.

    Below a unit lie also the unions that ended under it within the period (`gone` by parent).
    """
    below = [one for each in tree.walk(unit) for one in (each, *gone.get(each.id, ()))]
    table = {each.id: stands[each.id] for each in below if stands.get(each.id)}
    if sum(map(len, table.values())) <= MOST_IN_A_WORD:
        yield unit, table
        return
    mine = [unit, *(one.id for one in gone.get(unit, ()))]
    yield unit, {each: table[each] for each in mine if each in table}
    for child in tree.children(unit):
        yield from _tables(tree, gone, child.id, stands)


def open_month(store: Store, period: str, reason: str, *, unit: str = "") -> ChangeSet:
    """Open a closed period again for every unit directly below it was closed for (`unit`: a code,
    for that one and what is below it); a barrier step.

    What was locked stays locked: it may be corrected again, or sent back. What waited since
    counts provisionally, as in a period that was never closed.
    """
    told = reason_to_reopen(reason)
    when = parse_period(period, store.packs.schemes)
    tree, own = tree_on(store, when.data_to), store.own_unit
    scope, said = Scope.of(store), Closings.of(store, when)
    above = unit_within(store, when.data_from, when.data_to, unit).id if unit else own
    shut = {
        (each, form)
        for each, form in said.closed_by(own)
        if each != own and each in tree.units
        and {own, above} <= {each, *scope.path(each, when.data_to.isoformat())}
    }  # fmt: skip
    if not shut:
        told = (
            _("{period} không khóa sổ cho đơn vị này.")
            if unit
            else _("{period} không khóa sổ cho đơn vị nào.")
        )
        raise Refusal(
            told.format(period=when.title),
            next_step=_("Chọn kỳ đã khóa sổ."), code="E_NOTHING",
        )  # fmt: skip
    for each, _form in shut:
        who_may(store, each, when.id)
    label = _("Mở lại {period}, {n} đơn vị").format(
        period=lowered(when.title), n=len({each for each, _form in shut})
    )
    with store.step(label, barrier="open") as step:
        say_open(store, step, when, shut, told)
    return step.change


def say_open(
    store: Store, step: Step, period: Period, returns: Collection[tuple[str, str]], reason: str
) -> None:
    """Open (unit, form or `ALL_FORMS`) of a period again, in the open step."""
    voice = _Voice(step, Scope.of(store), store.own_unit, period, last_clock(store, period.id))
    # The moment makes it a new word each time: the newest one counts.
    word = {"state": "open", "reason": reason, "at": store.now()}
    for unit, form in sorted(returns):
        voice.say(unit, form, word)


class _Voice(msgspec.Struct):
    """Says words that close or open, in an open step; they come after all that is held."""

    step: Step
    scope: Scope
    own: str
    period: Period
    seen: str

    def say(self, unit: str, form: str, word: dict[str, Any]) -> None:
        """Write a word down to the office it is for and, for those above, upwards."""
        key = cell_key(unit, self.period.id)
        stream = down(office_below(self.scope, self.own, unit, self.period.data_to))
        self.step.put(CLOSING, key, form, word, stream=stream, seen=self.seen)
        if self.scope.parent(self.own) is not None:
            passed = f"{form}@{self.own}"
            self.step.put(CLOSING, key, passed, word, stream=OFFICE, seen=self.seen)


def _closable(reader: Reader, period: str, form: str, unit: str) -> tuple[Period, list[Unit], int]:
    """Return the units a period is to be closed for, and for how many more it is closed already.

    Raises Refusal where there are none left.
    """
    when = parse_period(period, reader.packs.schemes)
    tree = tree_on(reader, when.data_to)
    if form:
        entry_form(reader, form)
    _refuse_running(reader, when)
    own, scope = reader.own_unit, Scope.of(reader)
    units = [tree.by_code(unit)] if unit else tree.children(own)
    listed = [one for one in units if one.id != own and (unit or tree.role(one) != "part")]
    mine = [one for one in listed if unit or scope.owner(one.id, when.data_to) != own]
    if scope.parent(own, when.data_to.isoformat()) is None:
        mine = listed
    if not mine:
        raise Refusal(
            _("Không có đơn vị nào để khóa sổ."),
            next_step=_("Khóa sổ là việc của cơ quan cấp trên của đơn vị."),
            code="E_NOTHING",
        )
    for one in mine:
        who_may(reader, one.id, when.id)
    forms = [form] if form else [one.id for one in reader.packs.forms.values() if one.entry]
    still = still_open(reader, when, tree, mine, forms)
    if not still:
        raise Refusal(
            _("{period} đã khóa sổ cho {whom} rồi.").format(
                period=when.title, whom=mine[0].name if len(mine) == 1 else _("mọi đơn vị")
            ),
            next_step=_("Báo cáo đến sau nằm ở phần Chờ duyệt; muốn sửa số thì mở lại kỳ."),
            code="E_CLOSED",
        )  # fmt: skip
    return when, still, len(mine) - len(still)


def still_open(
    reader: Reader, period: Period, tree: Tree, units: Sequence[Unit], forms: Iterable[str]
) -> list[Unit]:
    """Return those of the units of which something of a period is not closed."""
    said, forms = Closings.of(reader, period), list(forms)
    if not said:
        return list(units)
    named = said.units()
    found = []
    for one in units:
        # Closed for the unit is closed for all below it, but of those somebody spoke of since.
        inside = [one.id, *(each.id for each in tree.walk(one.id) if each.id in named)]
        if not all(said.last(each, form) for each in inside for form in forms):
            found.append(one)
    return found


def _refuse_running(reader: Reader, period: Period) -> None:
    today: date = today_of(reader)
    if today <= period.data_to:
        raise Refusal(
            _("{period} chưa hết: đến ngày {last} mới khóa sổ được, hôm nay là {today}.").format(
                period=period.title, last=short_date(period.data_to), today=short_date(today)
            ),
            next_step=_("Xem lại kỳ; nếu kỳ đúng thì chỉnh ngày giờ của máy."),
            code="E_PERIOD_FAR",
        )  # fmt: skip


def office_below(scope: Scope, own: str, unit: str, day: date) -> str:
    """Return the unit whose office must hear about a return: the one just below us."""
    below = []
    for above in scope.path(unit, day.isoformat()):
        if above == own:
            break
        if above in scope.assigned:
            below.append(above)
    return below[-1] if below else unit

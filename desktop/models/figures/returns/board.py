"""The board of an upper office: which units below have reported which months.

A row is a unit directly below that answers for itself, or did in one of the months; a province
also lists the base unions straight below it for which it types. A commune lists one for which it
types only where a return of it was taken from a bundle nobody signed: no grid shows that, and of
nothing else is it asked. The cell of a month adds up the returns of every base union that stood
under the unit on the month's last day.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from desktop.models.errors import Refusal
from desktop.models.figures.closure import shut_units
from desktop.models.figures.frozen import Closings
from desktop.models.figures.returns.board_units import (
    Owed,
    Trees,
    answering,
    owed_under,
    units_below,
)
from desktop.models.figures.returns.due import due
from desktop.models.figures.returns.earlier import changed_openings
from desktop.models.figures.returns.newest_returns import (
    Came,
    Latest,
    ReviewState,
    latest_returns,
    read_walls,
)
from desktop.models.figures.returns.rule_words import rule_said
from desktop.models.figures.returns.supplements import Difference, since_accepted, supplement
from desktop.models.figures.returns.ways import own_stores
from desktop.models.figures.revisions import Revision, reviews, revisions
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import (
    Period,
    parse_period,
    period_containing,
    previous,
    set_periods,
)
from desktop.models.store.reader import Reader
from desktop.models.units.ceased import ceased_under
from desktop.models.units.scope import Scope
from desktop.models.units.units import Unit, tree_on

if TYPE_CHECKING:
    from desktop.models.figures.returns.words_said import Said

BoardState = Literal[
    "none", "ahead", "missing", "overdue", "partial", "received", "returned", "accepted"
]
MONTHS = 12
RECENT, LONGER = "recent", "longer"
"""The spans of a board: the last months; the periods longer than a month, with the ad-hoc ones."""
_LONG = ("half", "nine_months", "year")
_LATELY = timedelta(days=400)


class BoardReturn(msgspec.Struct, frozen=True):
    """One return owed by a base union; `locked_at` is ISO, "" while nothing came.

    `accepted` is the revision accepted before a newer one came (0: none), and `changes` what
    the newest changed: since the accepted one, else since the one before. `warned` are the
    warnings it explains (what the rule says, why it stands), `shut` says why it cannot be
    changed below, `opening` that the closing before it changed after it was locked, and
    `verified` is False for what was entered from a bundle nobody signed. `vetted` names the
    office below this one that has accepted revision `vetted_rev`, "" for none. `answer` is what a
    supplementary return that changes nothing tells; `said` every word on it, oldest first.
    `after_closing` tells that nothing of it had come when the month was closed: it counts nothing.
    Of one that was sent back `stands` is the earlier revision that counts meanwhile (0: none), and
    `back_at` the name of the office below this one that sent it back, "" where none did.
    """

    unit: str
    name: str
    form: str
    rev: int
    state: ReviewState
    locked_at: str = ""
    on_time: bool | None = None
    reason: str = ""
    accepted: int = 0
    changes: tuple[Difference, ...] = ()
    warned: tuple[tuple[str, str], ...] = ()
    shut: str = ""
    opening: bool = False
    verified: bool = True
    vetted: str = ""
    vetted_rev: int = 0
    answer: str = ""
    after_closing: bool = False
    said: tuple["Said", ...] = ()
    stands: int = 0
    back_at: str = ""


class BoardCell(msgspec.Struct, frozen=True):
    """A unit's month: how many returns are owed, came, were accepted or sent back.

    `changed` counts those that were accepted and corrected since; `revised` supplementary ones,
    `warned` those that explain warnings, `unverified` those nobody signed for, `vetted` those that
    wait here and that an office below has accepted as they are; `lacking` names
    the base unions of which forms have not come; `closed` tells that the month is closed for it,
    `opened` counts what was sent back in spite of that, `after_closing` what came first after it.
    Of those sent back `kept` are corrections in whose place an earlier revision counts, `below`
    those that an office below this one sent back.
    """

    period: str
    state: BoardState
    owed: int = 0
    reported: int = 0
    accepted: int = 0
    returned: int = 0
    late: int = 0
    changed: int = 0
    revised: int = 0
    warned: int = 0
    unverified: int = 0
    vetted: int = 0
    lacking: tuple[tuple[str, tuple[str, ...]], ...] = ()
    closed: bool = False
    opened: int = 0
    after_closing: int = 0
    kept: int = 0
    below: int = 0

    @property
    def standing(self) -> int:
        """How many came and count: one sent back is owed again, unless an earlier one counts."""
        return self.reported - self.returned + self.kept

    @property
    def waiting(self) -> int:
        """How many came and wait for a word."""
        return self.reported - self.returned - self.accepted

    @property
    def complete(self) -> bool:
        """Tell whether nothing is owed any more."""
        return self.standing == self.owed

    @property
    def owing(self) -> bool:
        """Tell whether something has to be sent; of a closed month only what was opened again."""
        return not self.complete and self._may_send

    @property
    def awaited(self) -> bool:
        """Tell whether nothing is owed but corrections that were sent back."""
        return self.complete and self.kept > 0 and self._may_send

    @property
    def _may_send(self) -> bool:
        return not self.closed or self.opened > 0


class BoardRow(msgspec.Struct, frozen=True):
    """A unit directly below, and its months in the order of the board.

    `last` is when the newest bundle of its office was taken in (ISO), "" when none ever was.
    """

    unit: Unit
    enrolled: bool
    cells: tuple[BoardCell, ...]
    last: str = ""


class Board(msgspec.Struct, frozen=True):
    """Units by months; `forms` are the ids of the forms counted."""

    months: tuple[Period, ...]
    forms: tuple[str, ...]
    rows: tuple[BoardRow, ...]

    def column(self, period: str) -> int:
        """Return the place of a month; -1 when the board does not show it."""
        return next((i for i, month in enumerate(self.months) if month.id == period), -1)

    def missing(self, period: str) -> list[BoardRow]:
        """Return the units that still have to send something, those with nothing first."""
        at = self.column(period)
        found = [row for row in self.rows if at >= 0 and row.cells[at].owing]
        return sorted(found, key=lambda row: row.cells[at].reported > 0)

    def awaited(self, period: str) -> list[BoardRow]:
        """Return the units of which nothing is owed but corrections that were sent back."""
        at = self.column(period)
        return [row for row in self.rows if at >= 0 and row.cells[at].awaited]

    def reported(self, period: str) -> tuple[int, int]:
        """Return (units that sent everything, units that owe anything) of a month."""
        at = self.column(period)
        owing = [row.cells[at] for row in self.rows if at >= 0 and row.cells[at].owed]
        return sum(cell.complete for cell in owing), len(owing)


def month_forms(reader: Reader) -> list[Form]:
    """Return the forms every base union owes for each month."""
    months = {s.id for s in reader.packs.schemes if s.kind == "month"}
    return [
        form
        for form in reader.packs.forms.values()
        if form.entry and form.scope == "unit_rows" and months.intersection(form.schemes)
    ]


def last_months(reader: Reader, last: str, count: int = MONTHS) -> list[Period]:
    """Return that many months up to one, oldest first."""
    found = [parse_period(last, reader.packs.schemes)]
    while len(found) < count:
        found.append(previous(found[-1], reader.packs.schemes))
    return found[::-1]


def span_of(packs: Packs, period: str, shown: object) -> object:
    """Return the span that shows a period ("" for none): the one `shown`, if it may."""
    if not period:
        return shown
    kinds = {scheme.id: scheme.kind for scheme in packs.schemes}
    if kinds[parse_period(period, packs.schemes).scheme] != "month":
        return LONGER
    return RECENT if shown == LONGER else shown


def longer_periods(reader: Reader, today: date) -> list[Period]:
    """Return the half-years, nine months and years of late, oldest first.

    With them quarters and ad-hoc periods whose days were set, or in which something was locked.
    """
    schemes, found = reader.packs.schemes, dict[str, Period]()
    for scheme in schemes:
        if scheme.kind in _LONG and scheme.holds_on(today):
            now = period_containing(today, scheme)
            before = previous(now, schemes)
            found |= {one.id: one for one in (previous(before, schemes), before, now)}
        found |= {one.id: one for one in set_periods(scheme)}
    for (name,) in reader.rows(
        "SELECT DISTINCT substr(key, 1, instr(key, '|') - 1) FROM leaf"
        " WHERE kind = 'submit' AND winner = 1 AND value <> 'null'"
    ):
        with suppress(Refusal):  # of a pack that is not here any more
            found[name] = parse_period(name, schemes)
    months = {scheme.id for scheme in schemes if scheme.kind in ("month", "programme")}
    shown = (one for one in found.values() if one.scheme not in months and one.data_from <= today)
    lately = [one for one in shown if one.data_to >= today - _LATELY]
    return sorted(lately, key=lambda one: (one.data_to, one.id))[-MONTHS:]


Told = Callable[[int, int], object]
"""Is told (months read, months in all) while a board is read; it may raise to stop."""


def read_board(
    reader: Reader,
    months: Sequence[Period],
    today: date,
    trees: Trees | None = None,
    told: Told = lambda _done, _total: None,
) -> Board:
    """Return the board of the given months (oldest first) as it stands today."""
    forms = month_forms(reader)
    trees = trees or Trees(reader)
    latest: Latest = {}
    per_month, shut = [], []
    for done, month in enumerate(months, start=1):
        latest |= trees.once(("came", month.id), partial(latest_returns, reader, [month]))
        below = partial(units_below, reader, trees.on(month.data_to), month)
        per_month.append(trees.once(("below", month.id), below))
        shut.append(Closings.of(reader, month))
        told(done, len(months))
    units: dict[str, Unit] = {}
    listed: set[str] = set()
    for month, found in zip(months, per_month, strict=True):
        units |= {unit.id: unit for unit, _bases in found.values()}
        listed |= answering(trees.on(month.data_to), reader.own_unit, found)
    owed = {form for found in per_month for _unit, units in found.values() for _u, mine in units
            for form in mine}  # fmt: skip
    counted = [form.id for form in reader.packs.forms.values() if form.id in owed]
    unsigned = {unit for (_period, form, unit), one in latest.items()
                if not one.verified and form in counted}  # fmt: skip
    units = {unit: one for unit, one in units.items() if unit in listed | unsigned}
    rows = []
    enrolled, last = trees.offices, last_bundles(reader)
    for unit in sorted(units.values(), key=lambda u: (trees.place.get(u.id, 10**9), u.code)):
        cells = tuple(
            _cell(month, found.get(unit.id), forms, latest, today, said, asked=unit.id in listed)
            for month, found, said in zip(months, per_month, shut, strict=True)
        )
        rows.append(BoardRow(unit, unit.id in enrolled, cells, last.get(unit.id, "")))
    return Board(tuple(months), tuple(counted), tuple(rows))


def last_bundles(reader: Reader) -> dict[str, str]:
    """Return unit → when the newest bundle of its office was taken in (ISO)."""
    found: dict[str, str] = {}
    for fields in reader.known_records("bundle").values():
        record = fields.get("taken")
        if isinstance(record, dict):
            unit = reader.unit(str(record.get("unit", "")))
            found[unit] = max(found.get(unit, ""), str(record.get("at", "")))
    return found


def sent_back(reader: Reader, period: Period) -> int:
    """Return how many returns of a period an office above has sent back for correction."""
    ours = own_stores(reader)
    return sum(
        came.state == "returned" and came.back_below is None and came.judge not in ours
        for came in latest_returns(reader, [period]).values()
    )


def returns_of(reader: Reader, period_id: str, unit: str) -> list[BoardReturn]:
    """Return what is owed at and under a unit for a month, in the order of the tree.

    Returns of other forms that came all the same stand after them, and those of unions that ended
    within the month.
    """
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    latest = latest_returns(reader, [period])
    asked_of = due(reader, tree, period)
    owed = owed_under(tree, unit, asked_of)
    forms = list(asked_of)
    gone = {one.id: one for one in ceased_under(reader, period.data_from, period.data_to, unit)}
    names = {each.id: each for each in tree.walk(unit)} | gone
    read_walls(reader, [came for (_p, _f, owner), came in latest.items() if owner in names])
    beside = _Beside.of(reader, period, forms, [one.id for one, _forms in owed])
    scope = Scope.of(reader)
    closings, found = Closings.of(reader, period, scope), []
    for one, asked in owed:
        for form in asked:
            came = latest.get((period.id, form, one.id))
            found.append(beside.told(_return(one, form, period, came, closings, scope)))
    told_of = {(one.id, form) for one, mine in owed for form in mine}
    for (_period, form, owner), came in latest.items():
        if owner in names and (owner, form) not in told_of:
            found.append(_return(names[owner], form, period, came, closings, scope))
    return found


class _Beside(msgspec.Struct):
    """What is told of a period's returns beside their states."""

    packs: Packs
    listed: dict[tuple[str, str], list[Revision]]
    verdicts: dict[tuple[str, str], list[tuple[str, int, Any]]]
    shut: dict[str, dict[str, str]]
    opened: frozenset[tuple[str, str]]
    said: dict[tuple[str, str], tuple["Said", ...]]

    @classmethod
    def of(
        cls, reader: Reader, period: Period, forms: Sequence[str], units: Sequence[str]
    ) -> "_Beside":
        from desktop.models.figures.returns.words_said import words_in  # no board asks for them

        listed = revisions(reader, period.id)
        wanted = set(units)
        mine = {key: found for key, found in listed.items() if key[0] in wanted}
        return cls(
            reader.packs, listed, reviews(reader, period.id),
            {form: shut_units(reader, form, period, units) for form in forms},
            frozenset((one.unit, one.form) for one in changed_openings(reader, period, mine)),
            words_in(reader, period.id, wanted),
        )  # fmt: skip

    def told(self, one: BoardReturn) -> BoardReturn:
        key, shut = (one.unit, one.form), self.shut[one.form].get(one.unit, "")
        listed = self.listed.get(key, [])
        if not listed:
            return msgspec.structs.replace(one, shut=shut)
        accepted, changes = since_accepted(self.packs, listed, self.verdicts.get(key, ()))
        if not changes and len(listed) > 1:
            changes = supplement(self.packs, listed, listed[-1].rev)
        return msgspec.structs.replace(
            one, shut=shut, changes=changes, warned=tuple(
                (rule_said(self.packs, rule), why)
                for rule, why in sorted(listed[-1].explained.items())
            ),
            accepted=accepted if accepted != one.rev else 0, opening=key in self.opened,
            answer=listed[-1].reason if len(listed) > 1 and not changes else "",
            said=self.said.get(key, ()),
        )  # fmt: skip


def _cell(
    month: Period,
    found: tuple[Unit, Owed] | None,
    forms: Iterable[Form],
    latest: Latest,
    today: date,
    said: Closings,
    *,
    asked: bool,
) -> BoardCell:
    owed = [(month.id, form, u.id) for u, asked in (found[1] if found else ()) for form in asked]
    if not asked:
        owed = [key for key in owed if key in latest and not latest[key].verified]
    came = [latest[key] for key in owed if key in latest]
    states = [one.state for one in came]
    closed = found is not None and bool(said) and all(said.last(found[0].id, f.id) for f in forms)
    opened = closed and sum(
        key in latest and latest[key].state == "returned" and said.last(key[2], key[1]) is None
        for key in owed
    )
    accepted, returned = states.count("accepted"), states.count("returned")
    late = sum(one.locked.date() > month.due for one in came)
    changed = sum(one.corrected and one.state == "received" for one in came)
    return BoardCell(
        month.id, _state(month, len(owed), len(came), accepted, returned, today),
        len(owed), len(came), accepted, returned, late, changed,
        sum(one.rev > 1 for one in came), sum(one.warned for one in came),
        sum(not one.verified for one in came),
        sum(one.state == "received" and one.vetted == one.rev for one in came),
        _lacking(month, found, latest) if len(came) < len(owed) else (),
        closed, int(opened),
        sum(latest[key].is_after(said, key[2], key[1]) for key in owed if key in latest),
        sum(one.stands > 0 for one in came), sum(one.back_below is not None for one in came),
    )  # fmt: skip


def _lacking(
    month: Period,
    found: tuple[Unit, Owed] | None,
    latest: Latest,
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    told = []
    for unit, asked in found[1] if found else ():
        missing = tuple(form for form in asked if (month.id, form, unit.id) not in latest)
        if missing:
            told.append((unit.short, missing))
    return tuple(told)


def _state(
    month: Period, owed: int, came: int, accepted: int, returned: int, today: date
) -> BoardState:
    if not owed:
        return "none"
    if returned:
        return "returned"
    if came == owed:
        return "accepted" if accepted == owed else "received"
    if came:
        return "partial"
    if today > month.due:
        return "overdue"
    return "missing" if today > month.data_to else "ahead"


def _return(
    unit: Unit, form: str, period: Period, came: Came | None, closings: Closings, scope: Scope
) -> BoardReturn:
    if came is None:
        return BoardReturn(unit.id, unit.name, form, 0, "missing")
    reason, back = str(came.said[1].get("reason", "")) if came.said else "", came.back_below
    return BoardReturn(
        unit.id, unit.name, form, came.rev, came.state,
        came.locked.isoformat(timespec="minutes"), came.locked.date() <= period.due,
        back.reason if back else reason,
        verified=came.verified, after_closing=came.is_after(closings, unit.id, form),
        vetted=scope.label(came.below.office) if came.below and came.vetted else "",
        vetted_rev=came.vetted, stands=came.stands,
        back_at=scope.label(back.office) if back else "",
    )  # fmt: skip

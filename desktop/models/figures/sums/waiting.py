"""Locked corrections that wait for a word: what a total counts meanwhile, what they would change.

A figure that the level above accepted, or that stood when a period was closed, goes on counting
until a word is said on the supplementary return (`views`). What a sum would be with it is worked
out as the sum itself is: a stock of a month that another month follows changes nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.closure import closed_from_above
from desktop.models.figures.frozen import CLOSING
from desktop.models.figures.revisions import Revision, revisions, revisions_of
from desktop.models.figures.sums.parts import Part, first_openings, gather
from desktop.models.figures.views import View, Words, form_view
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import prefix_range, return_key, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.units import tree_on

Views = Mapping[str, Mapping[str, View]]
"""Unit → form → view of one period."""


class Correction(msgspec.Struct, frozen=True):
    """What a sum counts of a figure and what the correction says; None where either says none."""

    counted: int | None
    corrected: int | None


class Waiting(msgspec.Struct, frozen=True):
    """Revision `rev` of a return (unit id, form, period id) waits while `stands` counts, 0: none.

    `accepted` tells that what counts was accepted, `ours` that this office may say the word, else
    a level above. `changes` by code are those of the sum it was asked of.
    """

    unit: str
    code: str
    name: str
    form: str
    period: str
    rev: int
    stands: int
    accepted: bool
    ours: bool
    changes: Mapping[str, Correction]

    def of(self, codes: Collection[str]) -> "Waiting | None":
        """Return what it would change of some figures, None for nothing."""
        if self.changes.keys() <= set(codes):
            return self
        kept = {code: one for code, one in self.changes.items() if code in codes}
        return replace(self, changes=kept) if kept else None


def waiting_in(
    reader: Reader,
    window: Period,
    periods: Sequence[Period],
    views: Mapping[str, Views],
    units: Collection[str],
    living: Collection[str],
    *,
    openers: Collection[str] = (),
    ended: Mapping[str, date] | None = None,
    carried: Mapping[str, Mapping[str, Part]] | None = None,
) -> tuple[Waiting, ...]:
    """Return what waits of the units' returns and would change what they add to a window.

    `views` by period are those that count; `living` live at its end, `openers` open it with what
    they typed once, `ended` are the last days of those that ended within it; `carried` are the
    stocks of before that count in the place of missing ones.
    """
    scope, asked = Scope.of(reader), set(units)
    late = {
        period.id: {key: told for key, told in found.items() if key[0] in asked}
        for period in periods
        if (found := locked_later(reader, period, views[period.id], scope))
    }
    before = carried or {}
    old = _of_carried(reader, scope, before)
    whose = list(dict.fromkeys(unit for found in late.values() for unit, _form in found))
    if not whose:
        return old
    then = {period: _corrected(views[period], late.get(period, {}), whose) for period in views}

    def added(seen: Mapping[str, Views]) -> _Added:
        packs, opening = reader.packs, [unit for unit in openers if unit in whose]
        found = gather(packs, window, periods, seen, whose, living, ended)
        return _added(found.parts | first_openings(packs, window, seen, opening))

    counted, corrected = added(views), added(then)
    return old + tuple(
        replace(one, changes=changes)
        for period in periods
        for one in _listed(reader, scope, period, late.get(period.id, {}), views[period.id])
        if (changes := _changes(reader.packs, one, counted, corrected, before.get(one.unit, {})))
    )


def locked_later(
    reader: Reader, period: Period, views: Views, scope: Scope
) -> dict[tuple[str, str], Revision]:
    """Return (unit, form) → the newest revision of returns of which another counts, or none."""
    found = {
        (unit, form): revisions_of(reader, unit, form, period.id)[-1]
        for unit, forms in views.items()
        for form, view in forms.items()
        if view.waits
    }
    return found | dict(_uncounted(reader, period, views, scope))


def _uncounted(
    reader: Reader, period: Period, views: Views, scope: Scope
) -> Iterator[tuple[tuple[str, str], Revision]]:
    """Yield the newest revisions that came after a closing and for which nothing stands."""
    keys = prefix_range(f"{period.id}|")
    closed = "SELECT 1 FROM leaf WHERE kind = ? AND key >= ? AND key < ? LIMIT 1"
    if not reader.rows(closed, (CLOSING, *keys)):
        return
    words = Words.of(reader, period.id, scope, f"{period.id}|")
    for (unit, form), listed in revisions(reader, period.id).items():
        key, last = return_key(unit, form, period.id), listed[-1]
        if form not in views.get(unit, {}) and not words.sent_back(unit, form, key, last.rev):
            yield (unit, form), last


def _of_carried(
    reader: Reader, scope: Scope, carried: Mapping[str, Mapping[str, Part]]
) -> tuple[Waiting, ...]:
    """Return what waits of the months that stocks were carried from, as it would be carried."""
    months: dict[str, set[tuple[str, str]]] = {}
    for unit, parts in carried.items():
        for code, part in parts.items():
            home = reader.packs.indicators[split_code(code)[0]].home
            months.setdefault(part.period, set()).add((unit, home))
    found = []
    for month, asked in months.items():
        for one in waiting_of(reader, scope, month, locked_again(reader, month) & asked):
            changes = {
                code: Correction(part.value, part.value + said.corrected - said.counted)
                for code, part in carried[one.unit].items()
                if (said := one.changes.get(code)) is not None
                and said.counted is not None and said.corrected is not None
            }  # fmt: skip
            found += [replace(one, changes=changes)] if changes else []
    return tuple(found)


def waiting_of(
    reader: Reader, scope: Scope, month: str, returns: Iterable[tuple[str, str]]
) -> Iterator[Waiting]:
    """Yield those of the returns (unit, form) of a period (id) of which a correction waits.

    `changes` are the figures as they stand in the return.
    """
    views = dict[str, dict[str, View]]()
    for unit, form in returns:
        view = form_view(reader, month, unit, form, scope)
        if view is not None and view.waits:
            views.setdefault(unit, {})[form] = view
    late = {
        (unit, form): revisions_of(reader, unit, form, month)[-1]
        for unit, forms in views.items() for form in forms
    }  # fmt: skip
    for one in _listed(reader, scope, parse_period(month, reader.packs.schemes), late, views):
        was, now = views[one.unit][one.form].values, late[one.unit, one.form].values
        changes = {
            code: Correction(a, b) for code in (*was, *now)
            if (a := number_of(was.get(code))) != (b := number_of(now.get(code)))
        }  # fmt: skip
        yield replace(one, changes=changes)


def locked_again(reader: Reader, period: str) -> set[tuple[str, str]]:
    """Return (unit, form) of the returns of a period that were locked more than once."""
    rows = reader.rows(
        "SELECT DISTINCT key FROM leaf WHERE kind = 'submit' AND key >= ? AND key < ?"
        " AND field <> '1' AND winner = 1",
        prefix_range(f"{period}|"),
    )
    return {split_return_key(key)[:2] for (key,) in rows}


def _corrected(
    views: Views, late: Mapping[tuple[str, str], Revision], units: Iterable[str]
) -> dict[str, dict[str, View]]:
    """Return the units' views of a period as they would be with what waits."""
    found = {unit: dict(views.get(unit, {})) for unit in units}
    for (unit, form), newest in late.items():
        found[unit][form] = View("submitted", newest.values, newest.rev, newest.op)
    return found


_Added = Mapping[tuple[str, str], Mapping[str, int]]
"""(unit, code) → period → what it adds."""


def _added(parts: Mapping[str, Sequence[Part]]) -> _Added:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for code, listed in parts.items():
        for part in listed:
            held = found.setdefault((part.unit, code), {})
            held[part.period] = held.get(part.period, 0) + part.value
    return found


def _listed(
    reader: Reader, scope: Scope, period: Period,
    late: Mapping[tuple[str, str], Revision], views: Views,
) -> Iterator[Waiting]:  # fmt: skip
    """Yield what waits of a period in the order of the tree, without what it would change."""
    if not late:
        return
    known = tree_on(reader, period.data_to, ended_too=True).units
    judges = _judge(reader, scope, period)
    places = {unit: n for n, unit in enumerate(known)}
    for (unit, form), newest in sorted(
        late.items(), key=lambda one: (places.get(one[0][0], len(places)), one[0])
    ):
        view, named = views.get(unit, {}).get(form), known.get(unit)
        yield Waiting(
            unit, named.code if named else str(scope.attribute(unit, "code") or unit),
            named.name if named else scope.label(unit), form, period.id, newest.rev,
            view.rev if view is not None else 0,
            view is not None and view.state == "accepted", judges(unit), {},
        )  # fmt: skip


def _judge(reader: Reader, scope: Scope, period: Period) -> Callable[[str], bool]:
    """Return what tells whether this office may judge a unit's return of a period."""
    own, day = reader.own_unit, period.data_to
    topmost = scope.parent(own, day.isoformat()) is None
    shut = closed_from_above(reader, period)

    def judges(unit: str) -> bool:
        if unit == own or shut or own not in scope.path(unit, day.isoformat()):
            return False
        return topmost or scope.owner(unit, day) != own

    return judges


def _changes(
    packs: Packs, one: Waiting, counted: _Added, corrected: _Added, carried: Mapping[str, Part]
) -> dict[str, Correction]:
    """Return code → what a return would change, of what it is the home of."""
    found = {}
    codes = {code for unit, code in (*counted, *corrected) if unit == one.unit}
    for code in sorted(codes):
        indicator = packs.indicators.get(split_code(code)[0])
        if indicator is None or indicator.home != one.form:
            continue
        was = counted.get((one.unit, code), {}).get(one.period)
        now = corrected.get((one.unit, code), {}).get(one.period)
        if was is None and now is not None and code in carried:
            was = carried[code].value
        if was != now:
            found[code] = Correction(was, now)
    return found


def together(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Return what waits of several sums, each return once with all it would change."""
    found: dict[tuple[str, str, str], Waiting] = {}
    for one in waiting:
        key = one.period, one.unit, one.form
        known = found.get(key)
        found[key] = replace(one, changes={**known.changes, **one.changes}) if known else one
    return tuple(found.values())


def waiting_json(waiting: Iterable[Waiting]) -> list[dict[str, Any]]:
    """Return what waits in the shape of the command line's answers; units by their codes."""
    return [
        {"unit": one.code, "name": one.name, "form": one.form, "period": one.period,
         "rev": one.rev, "stands": one.stands, "ours": one.ours,
         "codes": {code: msgspec.to_builtins(said) for code, said in one.changes.items()}}
        for one in waiting
    ]  # fmt: skip

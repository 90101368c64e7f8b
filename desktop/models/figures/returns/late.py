"""Returns that came late: into what this office had accepted or closed, each waiting for a word.

What was accepted stands in the totals until they are accepted; where nothing was, the newest
counts provisionally, as everywhere. Turned back, they are the unit's to correct. Only what the
office may judge is listed.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec

from desktop.models.errors import Refusal
from desktop.models.figures.closure import ALL_FORMS, CLOSING
from desktop.models.figures.returns.supplements import Difference, since_accepted, supplement
from desktop.models.figures.revisions import read_revision, reviews
from desktop.models.figures.views import stands
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import prefix_range, return_key, split_cell_key, split_return_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.units import Unit, tree_on

Why = Literal["accepted", "closed"]
MOST = 2_000


class Late(msgspec.Struct, frozen=True):
    """One return (unit id, form, period) whose revision `rev` waits.

    `why`: revision `accepted` was accepted before it came, or the period had been closed for the
    unit (`accepted` is 0 then, unless both). `changes` is what it would change.
    """

    unit: str
    name: str
    code: str
    form: str
    period: Period
    rev: int
    why: Why
    accepted: int = 0
    changes: tuple[Difference, ...] = ()


_Keys = dict[tuple[str, int], tuple[Why, int]]


def late_returns(reader: Reader) -> list[Late]:
    """Return what waits, the newest period first, in the order of units within it."""
    found: dict[str, tuple[int, Why, int]] = {}
    for (key, rev), (why, accepted) in (_after_acceptance(reader) | _after_closing(reader)).items():
        if key not in found or found[key][0] < rev:
            found[key] = (rev, why, accepted)
    scope, trees = Scope.of(reader), cache(lambda day: tree_on(reader, day).units)
    told = [
        one
        for key, (rev, why, accepted) in sorted(found.items())[:MOST]
        if (one := _told(reader, scope, trees, key, rev, why, accepted)) is not None
    ]
    return sorted(told, key=lambda one: one.period.data_to, reverse=True)


def _after_acceptance(reader: Reader) -> _Keys:
    """Return (key, newest revision) → of returns whose last word accepts something else."""
    newest: dict[str, tuple[int, str]] = {}
    words: dict[str, tuple[str, int, Mapping[str, Any]]] = {}
    for key, field, hlc, value, rev, op in reader.rows(
        "SELECT said.key, said.field, said.hlc, said.value, told.field, told.op FROM leaf AS said"
        # CROSS JOIN keeps the order: there are far more returns than words about them.
        " CROSS JOIN leaf AS told WHERE told.kind = 'submit' AND told.key = said.key"
        " AND told.winner = 1 AND told.value <> 'null'"
        " AND said.kind = 'review' AND said.winner = 1 AND said.value <> 'null'"
    ):
        newest[key] = max(newest.get(key, (0, "")), (int(rev), op))
        if key not in words or words[key][0] < hlc:
            words[key] = (hlc, int(field), load(value))
    found: _Keys = {}
    for key, (_hlc, accepted, said) in words.items():
        rev, op = newest[key]
        standing = stands(accepted, said)
        if not standing:
            continue
        written_over = rev == standing == accepted and said.get("op") not in (None, op)
        if rev > accepted or (written_over and said.get("state") == "accepted"):
            found[key, rev] = ("accepted", standing)
    return found


def _after_closing(reader: Reader) -> _Keys:
    """Return (key, revision) → of returns that came here after their period was closed, unjudged.

    What came first is told by this office's own order of arrival: clocks of offices differ.
    """
    found: _Keys = {}
    scope = Scope.of(reader)
    for period, said in _closings(reader).items():
        judged = reviews(reader, period)
        day = _day(reader, period)
        newest: dict[str, tuple[int, int]] = {}
        for key, rev, came in reader.rows(
            "SELECT leaf.key, leaf.field, op.seq FROM leaf"
            " JOIN op ON op.store = leaf.store AND op.id = leaf.op"
            " WHERE leaf.kind = 'submit' AND leaf.key >= ? AND leaf.key < ?"
            " AND leaf.winner = 1 AND leaf.value <> 'null'",
            prefix_range(f"{period}|"),
        ):
            newest[key] = max(newest.get(key, (0, 0)), (int(rev), came))
        for key, (rev, came) in newest.items():
            unit, form, _period = split_return_key(key)
            if any(number == rev for _at, number, _word in judged.get((unit, form), ())):
                continue
            words = (
                word
                for above in scope.path(unit, day)
                for name, word in said.get(above, {}).items()
                if name in (form, ALL_FORMS)
            )
            _hlc, closed, since = max(words, default=("", False, 0))
            if closed and since < came:
                found[key, rev] = ("closed", 0)
    return found


def _closings(reader: Reader) -> dict[str, dict[str, dict[str, tuple[str, bool, int]]]]:
    """Return period → unit → form → (clock, closed or opened again, place of arrival)."""
    found: dict[str, dict[str, dict[str, tuple[str, bool, int]]]] = {}
    for key, form, hlc, value, came in reader.rows(
        "SELECT leaf.key, leaf.field, leaf.hlc, leaf.value, op.seq FROM leaf"
        " JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.kind = ? AND leaf.winner = 1"
        " AND leaf.value <> 'null'",
        (CLOSING,),
    ):
        unit, period = split_cell_key(key)
        closed = load(value).get("state") == "closed"
        found.setdefault(period, {}).setdefault(unit, {})[form] = (hlc, closed, came)
    return found


def _day(reader: Reader, period: str) -> str:
    try:
        return parse_period(period, reader.packs.schemes).data_to.isoformat()
    except Refusal:
        return date.max.isoformat()


def _told(
    reader: Reader, scope: Scope, units_on: Callable[[date], Mapping[str, Unit]],
    key: str, rev: int, why: Why, accepted: int,
) -> Late | None:  # fmt: skip
    unit, form, period_id = split_return_key(key)
    try:
        period = parse_period(period_id, reader.packs.schemes)
    except Refusal:
        return None
    day, own = period.data_to, reader.own_unit
    topmost = scope.parent(own, day.isoformat()) is None
    if unit == own or own not in scope.path(unit, day.isoformat()):
        return None
    if scope.owner(unit, day) == own and not topmost:
        return None  # the level above judges what this office types itself
    known = units_on(day).get(unit)
    if known is None:
        return None
    return Late(
        unit, known.name, known.code, form, period, rev, why, accepted,
        tuple(_changes(reader, unit, form, period.id, rev)),
    )  # fmt: skip


def _changes(reader: Reader, unit: str, form: str, period: str, rev: int) -> Iterator[Difference]:
    rows = reader.rows(
        "SELECT key, field, value, op FROM leaf WHERE kind = 'submit' AND key = ?"
        " AND winner = 1 AND value <> 'null'",
        (return_key(unit, form, period),),
    )
    listed = sorted((read_revision(*row) for row in rows), key=lambda one: one.rev)
    words = reviews(reader, period).get((unit, form), [])
    _accepted, changes = since_accepted(reader.packs, listed, words)
    if not changes and len(listed) > 1:
        changes = supplement(reader.packs, listed, rev)
    yield from changes

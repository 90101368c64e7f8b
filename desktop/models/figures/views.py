"""What the level that adds up sees of each unit: accepted, submitted or live figures.

A locked figure never changes from below: once a revision is accepted, it stands until the
level above reopens it. Where this office has said nothing, the revision counts that the office
below it has accepted, so that both add up to the same. Figures typed but not locked count only
in the office that types them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Literal

import msgspec

from desktop.models.figures.cells import split_code
from desktop.models.figures.vetted import Vetted, vetted
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import (
    cell_key,
    prefix_range,
    return_key,
    split_cell_key,
    split_return_key,
)
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

PartState = Literal["accepted", "submitted", "live", "carried", "missing"]
_FEW = 50
"""Up to how many units are looked up one by one; for more a whole period is read."""
WORST = ("accepted", "submitted", "live", "carried", "missing")


class View(msgspec.Struct, frozen=True):
    """A unit's figures of one form and period, and how firm they are."""

    state: PartState
    values: Mapping[str, Any]
    rev: int
    op: str


class _Winner(msgspec.Struct, frozen=True):
    hlc: str
    op: str
    value: Any


def period_views(
    reader: Reader, period: str, scope: Scope | None = None
) -> dict[str, dict[str, View]]:
    """Return unit → form → view of a period.

    `scope` is the present register, for callers that read several periods.
    """
    submits = _winners(reader, "submit", period + "|")
    verdicts = _winners(reader, "review", period + "|")
    passed = vetted(reader, period, scope)
    found: dict[str, dict[str, View]] = {}
    for key, by_rev in submits.items():
        unit, form, _period = split_return_key(key)
        view = _submitted(
            by_rev, verdicts.get(key, {}), passed.get((unit, form)),
            lambda op: _written(reader, op),
        )  # fmt: skip
        if view is not None:
            found.setdefault(unit, {})[form] = view
    live = _live(reader, period, scope or Scope.of(reader), found)
    for unit, forms in live.items():
        held = found.setdefault(unit, {})
        for form, values in forms.items():
            held[form] = View("live", values, 0, "")
    return found


def form_views(reader: Reader, period: str, units: Collection[str], form: str) -> dict[str, View]:
    """Return unit → view of a form and period, of those of the units that have one, by id."""
    if len(units) <= _FEW:
        scope = Scope.of(reader)
        found = {unit: form_view(reader, period, unit, form, scope) for unit in units}
    else:
        views = period_views(reader, period)
        found = {unit: views[unit].get(form) for unit in units if unit in views}
    return {unit: view for unit, view in sorted(found.items()) if view is not None}


def form_view(
    reader: Reader, period: str, unit: str, form: str, scope: Scope | None = None
) -> View | None:
    """Return the view of one unit and form as `period_views` does, None where there is none.

    For a few units: a month of a province is a hundred thousand figures to read.
    """
    key = return_key(unit, form, period)
    scope = scope or Scope.of(reader)
    by_rev = _winners(reader, "submit", key).get(key, {})
    verdicts = _winners(reader, "review", key).get(key, {})
    passed = vetted(reader, period, scope, key=key).get((unit, form))
    view = _submitted(by_rev, verdicts, passed, lambda op: _written(reader, op))
    if view is not None:
        return view
    typed = _live(reader, period, scope, {}, unit=unit).get(unit, {}).get(form)
    return View("live", typed, 0, "") if typed is not None else None


def _submitted(
    by_rev: Mapping[str, _Winner],
    verdicts: Mapping[str, _Winner],
    passed: Vetted | None,
    written: Callable[[str], _Winner | None],
) -> View | None:
    revisions = {int(rev): winner for rev, winner in by_rev.items() if winner.value is not None}
    if not revisions:
        return None
    said = [(w.hlc, int(rev), w.value) for rev, w in verdicts.items() if w.value is not None]
    rev = 0
    if said:
        _hlc, rev, verdict = max(said, key=lambda one: (one[0], one[1]))
        standing = stands(rev, verdict)
        if standing in revisions:
            counted = _as_accepted(revisions[standing], verdict, written)
            return _view("accepted", standing, counted)
    standing = stands(passed.rev, passed.said) if passed is not None and passed.rev > rev else 0
    if passed is not None and standing in revisions:
        counted = _as_accepted(revisions[standing], passed.said, written)
        return _view("submitted", standing, counted)
    newest = max(revisions)
    return _view("submitted", newest, revisions[newest])


def stands(rev: int, verdict: Mapping[str, Any]) -> int:
    """Return which revision counts by a word on revision `rev`: 0 where none was accepted.

    A late one that is turned back leaves standing what had been accepted before it.
    """
    if verdict.get("state") == "accepted":
        return rev
    named = verdict.get("stands")
    return named if type(named) is int else 0


def _as_accepted(
    now: _Winner, verdict: Mapping[str, Any], written: Callable[[str], _Winner | None]
) -> _Winner:
    """Return a revision as it was accepted: what wrote over it later changes nothing."""
    op = verdict.get("op")
    if not isinstance(op, str) or op == now.op:
        return now
    return written(op) or now


def _written(reader: Reader, op: str) -> _Winner | None:
    """Return what an operation wrote, None while it is not in the books."""
    for (raw,) in reader.rows("SELECT raw FROM op WHERE id = ? AND kind = 'submit'", (op,)):
        body = load(raw)
        if isinstance(body.get("v"), dict):
            return _Winner(str(body["hlc"]), op, body["v"])
    return None


def _view(state: PartState, rev: int, winner: _Winner) -> View:
    return View(state, winner.value.get("values", {}), rev, winner.op)


def _live(
    reader: Reader,
    period: str,
    scope: Scope,
    locked: Mapping[str, Collection[str]],
    *,
    unit: str = "",
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return unit → form → code → value of cells typed in this office's own scope.

    Those of the forms a unit has `locked` are left out. `unit`: of that one alone.
    """
    own, indicators = reader.own_unit, reader.packs.indicators
    day = parse_period(period, reader.packs.schemes).data_to
    homes: dict[str, str | None] = {}
    found: dict[str, dict[str, dict[str, Any]]] = {}
    last = None
    mine: dict[str, dict[str, Any]] | None = None
    ours = True
    shut: Collection[str] = ()
    for key, code, value in _entered(reader, cell_key(unit, period)):
        if key != last:  # the rows of a unit stand together
            last, (whose, _period) = key, split_cell_key(key)
            mine, ours, shut = None, True, locked.get(whose, ())
        if not ours:
            continue
        if code not in homes:
            indicator = indicators.get(split_code(code)[0])
            homes[code] = indicator.home if indicator is not None else None
        home = homes[code]
        if home is None or home in shut:
            continue
        if mine is None:  # most units have locked everything: whose they are is not asked
            owner = scope.owner(whose, day)
            ours = owner == own or owner not in scope.assigned
            if not ours:
                continue
            mine = found.setdefault(whose, {})
        values = mine.get(home)
        if values is None:
            values = mine[home] = {}
        values[code] = load(value)
    return found


def _entered(reader: Reader, keys: str) -> Iterable[tuple[Any, ...]]:
    """Return (cell key, code, value as JSON) of what is entered under keys that begin so."""
    return reader.rows(
        "SELECT key, field, value FROM leaf WHERE kind = 'cell' AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null' ORDER BY key",
        prefix_range(keys),
    )


def _winners(reader: Reader, kind: str, keys: str) -> dict[str, dict[str, _Winner]]:
    found: dict[str, dict[str, _Winner]] = {}
    for key, field, value, op, hlc in reader.rows(
        "SELECT key, field, value, op, hlc FROM leaf"
        " WHERE kind = ? AND key >= ? AND key < ? AND winner = 1",
        (kind, *prefix_range(keys)),
    ):
        found.setdefault(key, {})[field] = _Winner(hlc, op, load(value))
    return found

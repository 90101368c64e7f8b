"""What a union brings along when it comes from elsewhere: the figures its former office wrote.

Its last closing is what its new office opens with, and what that office adds to the members who
came. Nobody else could tell it: the former office sends upwards alone.
"""

from collections.abc import Collection, Iterable
from datetime import date
from hashlib import sha256

from desktop.models.errors import Refusal
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import OFFICE
from desktop.models.store.ops import dump, member
from desktop.models.store.reader import Reader
from desktop.models.units.figures_seen import figure_heads
from desktop.models.units.scope import Scope
from desktop.models.units.unit_events import all_events
from desktop.sync.trust import Trust

_LEAVES = (
    "SELECT op.raw FROM json_each(?1) AS one CROSS JOIN leaf ON leaf.kind = ?2"
    " AND leaf.key = one.value JOIN op ON op.store = leaf.store AND op.id = leaf.op"
    " WHERE op.stream = ?3 AND leaf.store NOT IN (SELECT value FROM json_each(?4))"
    " ORDER BY leaf.key, leaf.field, leaf.op"
)


def taken_in(reader: Reader, scope: Scope, below: Collection[str]) -> set[str]:
    """Return the units of elsewhere whose members an event brought to units of a subtree."""
    found: set[str] = set()
    waiting = set(below)
    while waiting:
        news = {
            unit
            for event in all_events(reader)
            if event.kind == "merge" and not waiting.isdisjoint(event.to)
            for unit in event.units
            if unit in scope.units
        }
        waiting = news - found - set(below)
        found |= waiting
    return found


def taken_out(reader: Reader, scope: Scope, below: Collection[str]) -> set[str]:
    """Return the units that a word replaced since had put under a unit of a subtree.

    Whoever was told that word has to hear the one that took its place.
    """
    names = {*below, *(own for own in scope.aliases if scope.resolve(own) in below)}
    put = reader.remembered_of(("unit",), "every parent told", lambda: _parents_told(reader))
    return {scope.resolve(unit) for name in names for unit in put.get(name, ())} & set(scope.units)


def _parents_told(reader: Reader) -> dict[str, set[str]]:
    """Return parent → units that any word, also a replaced one, put under it."""
    found: dict[str, set[str]] = {}
    for unit, raw in reader.rows(
        "SELECT key, raw FROM op WHERE kind = 'unit' AND field >= 'parent' AND field < 'parenu'"
    ):
        parent = member(raw, "v")
        if isinstance(parent, str):
            found.setdefault(parent, set()).add(unit)
    return found


def came_from_elsewhere(reader: Reader, scope: Scope, unit: str) -> set[str]:
    """Return the units of a subtree that stood elsewhere on some day, by words replaced since too.

    As one that was moved to another office by mistake and put back: that one may have typed.
    """
    below = scope.subtree(unit)
    put = reader.remembered_of(("unit",), "every parent told", lambda: _parents_told(reader))
    astray = {
        scope.resolve(one)
        for parent, units in put.items() if scope.resolve(parent) not in below
        for one in units
    } & (below - {unit})  # fmt: skip
    under = set().union(*(scope.subtree(one) for one in astray)) & below
    return under | {one for one in below if not scope.always_under(one, unit)}


def put_before(reader: Reader, scope: Scope, unit: str) -> tuple[list[bytes], set[str]]:
    """Return the words replaced since on who manages unions that came to a subtree, and whom they
    put them under: those offices wrote under them.
    """
    came = came_from_elsewhere(reader, scope, unit)
    if not came:
        return [], set()
    names = sorted({*came, *(one for one in scope.aliases if scope.resolve(one) in came)})
    lines, above = [], set[str]()
    for (raw,) in reader.rows(
        "SELECT op.raw FROM json_each(?) AS one CROSS JOIN op ON op.kind = 'unit'"
        " AND op.key = one.value WHERE op.field >= 'parent' AND op.field < 'parenu'"
        " AND op.stream <> 'local' AND NOT EXISTS (SELECT 1 FROM leaf WHERE leaf.kind = 'unit'"
        " AND leaf.key = op.key AND leaf.field = op.field AND leaf.op = op.id) ORDER BY op.seq",
        (dump(names),),
    ):
        parent = member(raw, "v")
        lines.append(raw)
        above |= {scope.resolve(parent)} if isinstance(parent, str) else set()
    return lines, above & set(scope.units)


def stood_elsewhere(scope: Scope, unit: str, office: str, day: date) -> bool:
    """Tell whether a unit stood outside an office on a day."""
    return office not in scope.path(unit, day.isoformat())


def moved_figures(reader: Reader, scope: Scope, trust: Trust, unit: str) -> list[bytes]:
    """Return the figures of a unit's subtree that were written where its unions stood before.

    Of months that ended before they came, and of later ones what others wrote all the same.
    """
    below = scope.subtree(unit)
    came = came_from_elsewhere(reader, scope, unit) | taken_in(reader, scope, below)
    if not came:
        return []
    own, theirs = dump(sorted(trust.of_units({unit}))), dump(sorted(trust.of_units(below)))
    names = sorted({*came, *(one for one in scope.aliases if scope.resolve(one) in came)})
    lines: list[bytes] = []
    for kind, head in figure_heads(reader):
        try:
            day = parse_period(head.partition("|")[0], reader.packs.schemes).data_to
        except Refusal:
            continue
        outside = [one for one in names if stood_elsewhere(scope, scope.resolve(one), unit, day)]
        inside = sorted(set(names).difference(outside))
        for listed, without in ((outside, own), (inside, theirs)):
            keys = dump([f"{head}|{name}" for name in listed])
            lines += [raw for (raw,) in reader.rows(_LEAVES, (keys, kind, OFFICE, without))]
    return lines


def mark_of(lines: Iterable[bytes]) -> str:
    """Return what tells one set of lines from another, "" of none."""
    found = sorted(lines)
    return sha256(b"".join(found)).hexdigest() if found else ""

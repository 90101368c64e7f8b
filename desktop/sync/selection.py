"""Which operations a bundle carries: whole chain ends, and the register a unit below needs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.errors import Refusal
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import DOWN_ALL, LOCAL, OFFICE, down
from desktop.models.store.ops import dump, load, read_op
from desktop.models.store.reader import Reader
from desktop.models.units.figures_seen import figure_heads
from desktop.models.units.scope import Scope
from desktop.sync.chains import Chain, chains
from desktop.sync.manifest import Head
from desktop.sync.moved import mark_of, moved_figures, put_before, taken_in, taken_out
from desktop.sync.ownership import FIGURE_KINDS, REGISTER_KINDS
from desktop.sync.trust import ENROL, Trust

_LEAVES = (
    "SELECT leaf.kind, leaf.key, leaf.value, op.raw FROM leaf"
    " JOIN op ON op.store = leaf.store AND op.id = leaf.op"
    " WHERE leaf.kind IN ({}) AND op.stream <> 'local'"
    " ORDER BY leaf.kind, leaf.key, leaf.field, leaf.op"
)
_LEAVES_OF = (
    "SELECT op.raw FROM json_each(?1) AS one CROSS JOIN leaf ON leaf.kind = ?2"
    " AND leaf.key = one.value JOIN op ON op.store = leaf.store AND op.id = leaf.op"
    " WHERE op.stream = ?3 AND leaf.store NOT IN (SELECT value FROM json_each(?4))"
    " ORDER BY leaf.key, leaf.field, leaf.op"
)
_WHOLE = frozenset({"event", "target"})
"""Kinds whose key is no unit: one field names the units, the others mean nothing without it."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Raw lines in their order, the ends of the chains behind them, and what was left out."""

    lines: tuple[bytes, ...]
    heads: tuple[Head, ...]
    base: tuple[Head, ...]
    moved: str = ""
    """Tells which figures of unions that came from elsewhere are among the lines, "" where none."""


def upward(reader: Reader, scope: Scope, trust: Trust, acked: Sequence[Head]) -> Selected:
    """Return what the level above lacks of this office's stores and of those below."""
    stores = trust.of_units(scope.subtree(reader.own_unit)) | {reader.store_id}
    return suffixes(list(chains(reader, [OFFICE], stores)), acked)


def downward(
    reader: Reader,
    scope: Scope,
    trust: Trust,
    unit: str,
    acked: Sequence[Head],
    *,
    full: bool,
    held: Collection[str] = (),
) -> Selected:
    """Return what the office of a unit below lacks; with `full` also its own operations.

    And what others wrote of figures that are its own now, and what they locked while its typing was
    taken back: the one it types on and decides on, the other closes what it opens with. Of unions
    that stood elsewhere their figures of then, unless they are as one of the marks it `held` tells.
    """
    below = scope.subtree(unit)
    givers = trust.of_units({reader.own_unit, *scope.ever_above(reader.own_unit)})
    givers |= {reader.store_id}
    found = list(chains(reader, streams_to(scope, unit), givers))
    if full:
        found += chains(reader, [OFFICE], trust.of_units(below))
    selected = suffixes(found, acked)
    already = set(selected.lines)
    single = register_lines(reader, scope, trust, unit)
    if full:
        single += _replaced(reader, single, trust.of_units(below))
        single += _returns_of_others(reader, scope, trust, below)
        single += _figures_of_others(reader, scope, trust, below)
    moved = moved_figures(reader, scope, trust, unit)
    mark = mark_of(moved)
    if full or mark not in held:
        single += [*moved, *_replaced(reader, moved, trust.of_units({unit}))]
    else:
        mark = ""
    register = [raw for raw in dict.fromkeys(single) if raw not in already]
    return Selected((*register, *selected.lines), selected.heads, selected.base, mark)


def register_lines(reader: Reader, scope: Scope, trust: Trust, unit: str) -> list[bytes]:
    """Return the present leaves of the register about a unit's subtree and all ever above it.

    Whoever once managed a union of the subtree enrolled it and judged its returns: without the
    former managers the office that took it over could not believe what it sends. Unions that were
    merged into one of the subtree belong to it: their members are among its own. So do those that
    a word put there which was replaced since: its office would keep them; and of those that came,
    the words replaced since, under which others wrote figures.
    """
    wanted = scope.subtree(unit)
    replaced, above = put_before(reader, scope, unit)
    wanted |= taken_in(reader, scope, wanted) | taken_out(reader, scope, wanted) | above
    wanted = wanted.union(*(scope.ever_above(one) for one in wanted))
    stores = trust.of_units(wanted) | {reader.store_id}
    kinds = sorted(REGISTER_KINDS)
    rows = reader.rows(_LEAVES.format(",".join("?" * len(kinds))), kinds)
    named = {
        (kind, key)
        for kind, key, value, _raw in rows
        if (key in stores if kind == ENROL else bool(_units(scope, key, value) & wanted))
    }
    return replaced + [
        raw
        for kind, key, value, raw in rows
        if (kind, key) in named
        and (kind in _WHOLE or kind == ENROL or _units(scope, key, value) & wanted)
    ]


def _replaced(reader: Reader, lines: Iterable[bytes], theirs: Collection[str]) -> list[bytes]:
    """Return what the words of the register replaced, as far as others than the unit wrote it.

    An older word of the unit may be replaced through one of them alone: to a new machine of the
    unit, which has neither, both ends would else seem to disagree.
    """
    found: dict[str, bytes] = {}
    seen: set[str] = set()
    waiting = [base for line in lines for base in read_op(line).base]
    while waiting:
        op_id = waiting.pop()
        if op_id in seen:
            continue
        seen.add(op_id)
        for store, stream, raw in reader.rows(
            "SELECT store, stream, raw FROM op WHERE id = ?", (op_id,)
        ):
            waiting += read_op(raw).base
            if store not in theirs and stream != LOCAL:
                found[op_id] = raw
    return [found[op_id] for op_id in sorted(found)]


def _returns_of_others(reader: Reader, scope: Scope, trust: Trust, below: set[str]) -> list[bytes]:
    """Return what other offices locked for the units whose typing was once taken back.

    A unit enrolled for the first time enters what it opens with once, by hand: what is locked here
    then may end months before.
    """
    back = {
        unit
        for unit in below
        if any(office != unit for _day, office in scope.assigned.get(unit, ()))
    }
    given = {unit for unit in below if unit in back or not back.isdisjoint(scope.ever_above(unit))}
    if not given:
        return []
    theirs = trust.of_units(below)
    found = [
        (store, op)
        for key, store, op in reader.rows(
            "SELECT key, store, op FROM leaf WHERE kind = 'submit' AND value <> 'null'"
            " ORDER BY key, field, op"
        )
        if store not in theirs and scope.resolve(key.rpartition("|")[2]) in given
    ]
    query = "SELECT raw FROM op WHERE store = ? AND id = ? AND stream = ?"
    return [raw for one in found for (raw,) in reader.rows(query, (*one, OFFICE))]


def _figures_of_others(reader: Reader, scope: Scope, trust: Trust, below: set[str]) -> list[bytes]:
    """Return what other offices wrote of figures that an office in the subtree owns by now.

    Without them it could not know, and nobody else may choose, where its own word differs.
    """
    theirs, lines = dump(sorted(trust.of_units(below))), []
    names = [*below, *(own for own in scope.aliases if scope.resolve(own) in below)]
    for kind, head in figure_heads(reader):
        try:
            day = parse_period(head.partition("|")[0], reader.packs.schemes).data_to
        except Refusal:
            continue
        owned = [name for name in names if scope.owner(scope.resolve(name), day) in below]
        keys = dump([f"{head}|{name}" for name in sorted(owned)])
        lines += [raw for (raw,) in reader.rows(_LEAVES_OF, (keys, kind, OFFICE, theirs))]
    return lines


def is_disputed(reader: Reader, scope: Scope, unit: str) -> bool:
    """Tell whether figures of a unit or one below it stand with several values here."""
    below = scope.subtree(unit)
    return any(
        kind in FIGURE_KINDS and scope.resolve(key.rpartition("|")[2]) in below
        for kind, key, _field in reader.conflicts()
    )


def _units(scope: Scope, key: str, value: str) -> set[str]:
    parts = key.split("|")
    return {scope.resolve(part) for part in [*parts, *texts_in(load(value))]}


def texts_in(value: Any) -> Iterable[str]:
    """Return every text in a value, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in texts_in(item)]
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_in(item)]
    return []


def streams_to(scope: Scope, unit: str) -> list[str]:
    """Return the streams an office of a unit receives whole from above."""
    names = [unit, *(own for own in scope.aliases if scope.resolve(own) == unit)]
    return [DOWN_ALL, *(down(name) for name in sorted(set(names)))]


def suffixes(found: Sequence[Chain], acked: Sequence[Head]) -> Selected:
    """Return of each chain what lies behind the acknowledged ends."""
    lines: list[bytes] = []
    heads: list[Head] = []
    base: list[Head] = []
    for chain in found:
        known = {link.id for link in chain.links}
        mine = [head for head in acked if (head.store, head.stream) == (chain.store, chain.stream)]
        # Ends we do not hold (we are an older copy of ourselves) cover nothing of ours.
        usable = [head for head in mine if head.id in known]
        lines += [link.raw for link in chain.behind([head.id for head in usable])]
        heads += chain.heads()
        base += usable
    return Selected(tuple(lines), tuple(heads), tuple(base))

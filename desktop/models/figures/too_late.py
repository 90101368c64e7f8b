"""What a machine that was ended had still sent: kept to be seen, until it was entered anew.

Nothing of it is believed: whoever holds a lost machine could have written it. But nobody may send
it again, a new machine of the unit least of all, so its figures lie with this machine's own notes,
outside the books, beside what counts here. The office above tells the unit of them by its receipt.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.i18n import _
from desktop.models.store.held import held_ids
from desktop.models.store.keys import cell_key, prefix_range, split_cell_key, split_return_key
from desktop.models.store.machines import machine_units
from desktop.models.store.ops import MalformedOp, Op, read_op
from desktop.models.store.reader import Reader
from desktop.models.store.shapes import is_readable
from desktop.models.units.scope import Scope

if TYPE_CHECKING:
    from desktop.models.store.store import Store

MOST_BUNDLES, MOST_LINES = 50, 2_000
"""Kept at once; what nobody vouches for must not fill the disk."""
_PLACE = "late/"
_KINDS = frozenset({"cell", "submit"})


class _Note(msgspec.Struct, frozen=True):
    """Lines kept since a moment; `seen` are the ids of those a person has put aside."""

    at: str
    lines: list[str]
    seen: list[str] = []


def void() -> str:
    """Return the reason a person reads beside what a revoked store wrote too late."""
    return _("ghi sau khi khóa của máy gửi bị thu hồi")


def keep(store: "Store", source: str, ender: str, ops: Iterable[Op]) -> bool:
    """Keep the figures an ended store wrote behind its end; tell whether there were any.

    `source` is the bundle that brought them, or who told of them. Of a figure written several
    times the last one is kept; nothing twice.
    """
    last: dict[tuple[str, str, str], Op] = {}
    for op in ops:
        if op.store == ender and _is_figure(op):
            known = last.get((op.kind, op.key, op.field))
            if known is None or known.hlc < op.hlc:
                last[op.kind, op.key, op.field] = op
    held = held_ids(store.rows, last.values())
    locked = _locked(last.values())
    wanted = sorted(
        (op for op in last.values() if op.id not in held and not _says_the_same(op, locked)),
        key=lambda op: op.kind != "submit",
    )
    if not wanted:
        return False
    notes = dict(_notes(store))
    mine = notes.pop(_PLACE + source, None)
    oldest = sorted((note.at, name) for name, note in notes.items())
    for _at, name in oldest[: max(0, len(oldest) + 1 - MOST_BUNDLES)]:
        store.remember(name, None)
    lines = [op.raw.decode() for op in wanted[:MOST_LINES]]
    if mine is None or set(mine.lines) != set(lines):  # the first time counts: entered since then
        seen = mine.seen if mine is not None else []
        store.remember(_PLACE + source, {"at": store.now(), "lines": lines, "seen": seen})
    return True


def _is_figure(op: Op) -> bool:
    """Tell whether a line says a figure or a return; what does not read nobody can enter anew."""
    return op.kind in _KINDS and op.value is not None and is_readable(op)


def keep_told(
    store: "Store", by: str, named: Collection[str], lines: Iterable[str]
) -> None:  # fmt: skip
    """Keep, in the open step, what an office says it holds so of an earlier machine of this unit.

    `by` names that office, `named` all operations its list names: what it told before and is not
    among them is kept no more. What is no line of such a machine is left out.
    """
    for name, note in list(_notes(store)):
        left = [line for line in note.lines if read_op(line.encode()).id in named]
        if name.startswith(f"{_PLACE}{by}/") and left != note.lines:
            kept = {"at": note.at, "lines": left, "seen": note.seen}
            store.remember(name, kept if left else None)
    known = {line for _name, note in _notes(store) for line in note.lines}
    machines = machine_units(store)
    found: dict[str, list[Op]] = {}
    for line in lines:
        with suppress(MalformedOp):
            op = read_op(line.encode()) if line not in known else None
            if op and op.store != store.store_id and machines.get(op.store) == store.own_unit:
                found.setdefault(op.store, []).append(op)
    for ender, ops in found.items():
        keep(store, f"{by}/{ops[0].id[:16]}", ender, ops)


def put_aside(store: "Store", ops: Collection[str]) -> int:
    """Take figures off the list that somebody has looked at; their lines are kept all the same.

    `ops` are ids. Returns how many were on the list.
    """
    waiting = {op.id for op in kept_lines(store)}.intersection(ops)
    for name, note in list(_notes(store)):
        held = {read_op(line.encode()).id for line in note.lines}
        if mine := held & waiting:
            seen = sorted({*note.seen, *mine})
            store.remember(name, {"at": note.at, "lines": note.lines, "seen": seen})
    return len(waiting)


def count_of_own_unit(reader: Reader) -> int:
    """Return how many returns and figures of earlier machines of this unit wait to be seen."""
    machines = machine_units(reader)
    return sum(machines.get(op.store) == reader.own_unit for op in kept_lines(reader))


def _locked(ops: Iterable[Op]) -> dict[str, dict[str, Any]]:
    """Return cell key → values of the returns that were locked of it."""
    found: dict[str, dict[str, Any]] = {}
    for op in ops:
        values = op.value.get("values") if isinstance(op.value, dict) else None
        if op.kind == "submit" and op.key.count("|") == 2 and isinstance(values, dict):
            unit, _form, period = split_return_key(op.key)
            found.setdefault(cell_key(unit, period), {}).update(values)
    return found


def _says_the_same(op: Op, locked: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell of a cell whether the return that was locked of it says it, too."""
    return op.kind == "cell" and locked.get(op.key, {}).get(op.field) == op.value


def kept_lines(reader: Reader) -> list[Op]:
    """Return the figures kept that still wait for somebody to look, each once.

    Not those that count after all, are the same here or were put aside, or of a figure or a return
    that was entered since: here, or by another machine whose bundle came.
    """
    found, aside = dict[str, tuple[str, Op]](), set[str]()
    for _name, note in _notes(reader):
        for line in note.lines:
            op = read_op(line.encode())
            if op.id in note.seen:
                aside.add(op.id)
            elif _is_figure(op) and (op.id not in found or note.at > found[op.id][0]):
                found[op.id] = note.at, op
    held = held_ids(reader.rows, [op for _at, op in found.values()])
    return [
        op for at, op in found.values()
        if op.id not in held | aside and not _is_here(reader, op)
        and not _entered_since(reader, op, at)
    ]  # fmt: skip


def _notes(reader: Reader) -> Iterator[tuple[str, _Note]]:
    rows = reader.rows("SELECT name, value FROM machine WHERE name >= ? AND name < ? ORDER BY name",
                       prefix_range(_PLACE))  # fmt: skip
    for name, value in rows:
        try:
            yield name, msgspec.json.decode(value, type=_Note)
        except msgspec.MsgspecError:
            continue  # written by another version


def _entered_since(reader: Reader, op: Op, at: str) -> bool:
    """Tell whether another machine's return was locked, or the figure typed, after a moment."""
    if op.kind == "submit":
        unit, form, period = split_return_key(op.key)
        keys = [f"{period}|{form}|{name}" for name in _names(reader, unit)]
    else:
        unit, period = split_cell_key(op.key)
        keys = [f"{period}|{name}" for name in _names(reader, unit)]
    field = "" if op.kind == "submit" else op.field
    query = (
        "SELECT 1 FROM op WHERE kind = ? AND key = ? AND (? = '' OR field = ?)"
        " AND accepted_at > ? AND store <> ? LIMIT 1"
    )
    return any(reader.rows(query, (op.kind, key, field, field, at, op.store)) for key in keys)


def _is_here(reader: Reader, op: Op) -> bool:
    here = standing(reader, op.kind, op.key, op.field)
    if op.kind == "submit" and isinstance(here, dict) and isinstance(op.value, dict):
        return bool(here.get("values") == op.value.get("values"))
    return bool(here == op.value)


def _names(reader: Reader, unit: str) -> set[str]:
    scope = Scope.of(reader)
    known = scope.resolve(unit)
    return {known, unit, *(own for own in scope.aliases if scope.resolve(own) == known)}


def standing(reader: Reader, op_kind: str, key: str, field: str) -> Any:
    """Return what counts here where an operation would stand: of a return, its newest revision."""
    if op_kind != "submit" or key.count("|") != 2:
        return reader.get(op_kind, key, field)
    unit, form, period = split_return_key(key)
    listed = reader.fields("submit", f"{period}|{form}|{reader.unit(unit)}")
    numbers = [int(rev) for rev in listed if rev.isdigit()]
    return listed[str(max(numbers))] if numbers else None

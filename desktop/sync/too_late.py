"""What a machine that was ended had still sent, of a unit nobody else sends for: kept to be seen.

Nothing of it is believed: whoever holds a lost machine could have written it. But where no machine
of the unit is left it will not come again either, so its figures lie with this machine's own notes,
outside the books, beside what counts here, until somebody has entered them anew.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.models.store.held import held_ids
from desktop.models.store.keys import cell_key, prefix_range, split_cell_key, split_return_key
from desktop.models.store.ops import Op, read_op
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.sync.trust import Trust

if TYPE_CHECKING:
    from desktop.models.store.store import Store

MOST_BUNDLES, MOST_LINES = 50, 2_000
"""Kept at once; what nobody vouches for must not fill the disk."""
_PLACE = "late/"
_KINDS = frozenset({"cell", "submit"})


class _Note(msgspec.Struct, frozen=True):
    at: str
    lines: list[str]


def keep(store: "Store", bundle: str, ender: str, ops: Iterable[Op]) -> bool:
    """Keep the figures an ended store wrote of a unit that has no living machine; tell whether.

    `bundle` is what brought them. Of a figure written several times the last one is kept.
    """
    if not _is_last_word(store, ender):
        return False
    last: dict[tuple[str, str, str], Op] = {}
    for op in ops:
        if op.store == ender and op.kind in _KINDS and op.value is not None:
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
    notes = sorted((note.at, name) for name, note in _notes(store) if name != _PLACE + bundle)
    for _at, name in notes[: max(0, len(notes) + 1 - MOST_BUNDLES)]:
        store.remember(name, None)
    lines = [op.raw.decode() for op in wanted[:MOST_LINES]]
    store.remember(_PLACE + bundle, {"at": store.now(), "lines": lines})
    return True


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

    Not those that count after all or are the same here, of a unit that has a machine again, or of
    a figure or a return that was entered here since.
    """
    found: dict[str, tuple[str, Op]] = {}
    for _name, note in _notes(reader):
        for line in note.lines:
            op = read_op(line.encode())
            if op.id not in found or note.at > found[op.id][0]:
                found[op.id] = note.at, op
    if not found:
        return []
    alive = {
        store: _is_last_word(reader, store) for store in {op.store for _at, op in found.values()}
    }
    held = held_ids(reader.rows, [op for _at, op in found.values()])
    return [
        op for at, op in found.values()
        if alive[op.store] and op.id not in held and not _is_here(reader, op)
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


def _is_last_word(reader: Reader, store: str) -> bool:
    """Tell whether a store was revoked and no machine of its unit lives."""
    trust = Trust.of(reader, Scope.of(reader))
    enrolled = trust.stores.get(store)
    if enrolled is None or enrolled.revoked is None:
        return False
    return not trust.alive_of_units({enrolled.unit})


def _entered_since(reader: Reader, op: Op, at: str) -> bool:
    """Tell whether the return was locked here, or the figure typed, after a moment."""
    if op.kind == "submit":
        unit, form, period = split_return_key(op.key)
        keys = [f"{period}|{form}|{name}" for name in _names(reader, unit)]
    else:
        unit, period = split_cell_key(op.key)
        keys = [f"{period}|{name}" for name in _names(reader, unit)]
    field = "" if op.kind == "submit" else op.field
    query = (
        "SELECT 1 FROM op WHERE kind = ? AND key = ? AND (? = '' OR field = ?)"
        " AND accepted_at > ? AND bundle IS NULL LIMIT 1"
    )
    return any(reader.rows(query, (op.kind, key, field, field, at)) for key in keys)


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

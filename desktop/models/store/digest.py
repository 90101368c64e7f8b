"""The digest: one hash two people compare over the phone.

Of a whole office it covers the accepted operations of all streams but the local one, and the
folded state they give; no receipts and no times of import, so any order of arrival gives the same.
Of a unit or a period it covers what was submitted: two levels that hold the same newest revisions
read the same, whatever either has said of them or has typed since.
"""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from desktop.models.store.keys import prefix_range
from desktop.models.store.reader import Reader

_LAST_KEY = "\U0010ffff"


def digest(
    reader: Reader, unit: str = "", period: str = "", *, below: Iterable[str] = ()
) -> dict[str, Any]:
    """Return {"digest": hex, "ops": n}, of everything or of a unit's or period's returns.

    `below` are the units that ever stood below it, whose returns belong to it too; each counts
    under whatever id an office gave it.
    """
    if unit or period:
        names = _names(reader, {unit, *below}) if unit else frozenset()
        return _of_ops(_submitted(reader, names, period))
    ops = [op for (op,) in reader.rows("SELECT id FROM op WHERE stream <> 'local' ORDER BY id")]
    state = reader.rows(
        "SELECT leaf.kind, leaf.key, leaf.field, leaf.op, leaf.value"
        " FROM leaf JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE op.stream <> 'local' ORDER BY leaf.kind, leaf.key, leaf.field, leaf.op"
    )
    return _of_ops(ops, state)


def _of_ops(ops: Collection[str], state: Iterable[Iterable[str]] = ()) -> dict[str, Any]:
    total = hashlib.sha256()
    for op in ops:
        total.update(op.encode() + b"\n")
    for row in state:
        total.update("\x1f".join(row).encode() + b"\n")
    return {"digest": total.hexdigest(), "ops": len(ops)}


def _submitted(reader: Reader, names: frozenset[str], period: str) -> list[str]:
    """Return the operations behind the newest revision of each return, both where two disagree."""
    newest: dict[str, tuple[int, list[str]]] = {}
    for key, field, op in reader.rows(
        "SELECT key, field, op FROM leaf WHERE kind = 'submit' AND key >= ? AND key < ?"
        " AND value <> 'null'",
        prefix_range(f"{period}|") if period else ("", _LAST_KEY),
    ):
        if not field.isdigit() or (names and names.isdisjoint(key.split("|"))):
            continue
        rev, ops = newest.get(key, (0, []))
        if int(field) >= rev:
            newest[key] = int(field), [*(ops if int(field) == rev else ()), op]
    return sorted(op for _rev, ops in newest.values() for op in ops)


def _names(reader: Reader, units: Collection[str]) -> frozenset[str]:
    """Return the ids of units, and the own ids that offices gave them."""
    own = (own for own, _to in reader.rows("SELECT own, unit FROM alias"))
    return frozenset([*units, *(name for name in own if reader.unit(name) in units)])

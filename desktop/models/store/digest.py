"""The digest: one hash two people compare over the phone.

It covers the accepted operations of all streams but the local one, and the folded state they
give; no receipts and no times of import, so any order of arrival gives the same.
"""

import hashlib
from typing import Any

from desktop.models.store.reader import Reader

_FIGURES = ("cell", "submit", "review", "reason")


def digest(reader: Reader, unit: str = "", period: str = "") -> dict[str, Any]:
    """Return {"digest": hex, "ops": n}, of everything or of a unit's or period's figures."""
    where, parameters = "stream <> 'local'", []
    if unit or period:
        where += " AND kind IN ('cell', 'submit', 'review', 'reason')"
    if period:
        where += " AND key >= ? AND key < ?"
        parameters += [f"{period}|", f"{period}}}"]
    if unit:
        names = [
            unit,
            *(own for own, to in reader.rows("SELECT own, unit FROM alias") if to == unit),
        ]
        where += " AND (" + " OR ".join("instr(key, ?)" for _name in names) + ")"
        parameters += names
    total = hashlib.sha256()
    ops = 0
    for (op,) in reader.rows("SELECT id FROM op WHERE " + where + " ORDER BY id", parameters):
        total.update(op.encode() + b"\n")
        ops += 1
    for row in _state(reader, unit, period):
        total.update("\x1f".join(row).encode() + b"\n")
    return {"digest": total.hexdigest(), "ops": ops}


def _state(reader: Reader, unit: str, period: str) -> list[tuple[str, ...]]:
    rows = reader.rows(
        "SELECT leaf.kind, leaf.key, leaf.field, leaf.op, leaf.value"
        " FROM leaf JOIN op ON op.id = leaf.op WHERE op.stream <> 'local'"
        " ORDER BY leaf.kind, leaf.key, leaf.field, leaf.op"
    )
    if not (unit or period):
        return rows
    return [
        row
        for row in rows
        if row[0] in _FIGURES
        and (not period or row[1].startswith(period + "|"))
        and (not unit or unit in row[1].split("|"))
    ]

"""The digest: one hash two people compare over the phone.

It covers the accepted operations of all streams but the local one, and the folded state they
give; no receipts and no times of import, so any order of arrival gives the same.
"""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from desktop.models.store.reader import Reader

_FIGURES = ("cell", "submit", "review", "reason")


def digest(
    reader: Reader, unit: str = "", period: str = "", *, below: Iterable[str] = ()
) -> dict[str, Any]:
    """Return {"digest": hex, "ops": n}, of everything or of a unit's or period's figures.

    `below` are the units that ever stood below it, whose figures belong to it too; each counts
    under whatever id an office gave it.
    """
    names = _names(reader, {unit, *below}) if unit else frozenset()
    total = hashlib.sha256()
    ops = 0
    where, parameters = _where("", unit, period)
    for op, key in reader.rows(
        f"SELECT id, key FROM op WHERE stream <> 'local'{where} ORDER BY id", parameters
    ):
        if not names or not names.isdisjoint(key.split("|")):
            total.update(op.encode() + b"\n")
            ops += 1
    where, parameters = _where("leaf.", unit, period)
    for row in reader.rows(
        "SELECT leaf.kind, leaf.key, leaf.field, leaf.op, leaf.value"
        " FROM leaf JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        f" WHERE op.stream <> 'local'{where}"
        " ORDER BY leaf.kind, leaf.key, leaf.field, leaf.op",
        parameters,
    ):
        if not names or not names.isdisjoint(row[1].split("|")):
            total.update("\x1f".join(row).encode() + b"\n")
    return {"digest": total.hexdigest(), "ops": ops}


def _where(table: str, unit: str, period: str) -> tuple[str, list[str]]:
    where, parameters = "", list[str]()
    if unit or period:
        where += f" AND {table}kind IN ({', '.join('?' * len(_FIGURES))})"
        parameters += _FIGURES
    if period:
        where += f" AND {table}key >= ? AND {table}key < ?"
        parameters += [f"{period}|", f"{period}}}"]
    return where, parameters


def _names(reader: Reader, units: Collection[str]) -> frozenset[str]:
    """Return the ids of units, and the own ids that offices gave them."""
    own = (own for own, _to in reader.rows("SELECT own, unit FROM alias"))
    return frozenset([*units, *(name for name in own if reader.unit(name) in units)])

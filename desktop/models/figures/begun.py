"""Whether a unit's figures of a period are begun: what was cleared again counts for nothing.

So a stock typed and cleared is carried on like one never typed, until the return is locked. A
comment or a flag at a cleared cell keeps it begun: somebody means to come back to it.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from desktop.models.store.keys import split_cell_key
from desktop.models.store.reader import Reader

KEPT = ("note", "flag")


def is_cleared(held: Any) -> bool:
    """Say whether a register was emptied by an explicit act."""
    return isinstance(held, dict) and held.get("state") == "cleared"


def stands(held: Any) -> bool:
    """Say whether a register holds something that can be cleared."""
    return held is not None and not is_cleared(held)


def is_begun(held: Mapping[str, Any], kept: Iterable[str] = ()) -> bool:
    """Say whether registers, by code, hold anything; `kept` are codes with a comment or a flag."""
    return any(map(stands, held.values())) or any(code in held for code in kept)


def told_of(held: Mapping[str, Any]) -> dict[str, Any]:
    """Return registers, by code, without those cleared again: nobody told them.

    Of a return that was never locked; in a locked one what was cleared is an answer.
    """
    if dict not in map(type, held.values()):
        return dict(held)
    return {code: raw for code, raw in held.items() if not is_cleared(raw)}


def kept_codes(reader: Reader, period: str) -> dict[str, set[str]]:
    """Return unit → the codes with a comment or a flag in a period."""
    found: dict[str, set[str]] = {}
    for kind in KEPT:
        for key, fields in reader.records(kind, period + "|").items():
            codes = {code for code, value in fields.items() if value}
            found.setdefault(split_cell_key(key)[0], set()).update(codes)
    return found


def begun_keys(reader: Reader) -> Collection[str]:
    """Return the (period, unit) keys of all periods that hold a figure."""
    cleared = "substr(value, 1, 1) = '{' AND json_extract(value, '$.state') IS 'cleared'"
    standing = _keys(reader, f"kind = 'cell' AND NOT ({cleared})")
    kept = _keys(reader, "kind IN ('note', 'flag')")
    return standing | (kept & _keys(reader, "kind = 'cell'") if kept else frozenset())


def _keys(reader: Reader, which: str) -> frozenset[str]:
    rows = reader.rows(
        f"SELECT DISTINCT key FROM leaf WHERE {which} AND winner = 1 AND value <> 'null'"
    )
    return frozenset(str(key) for (key,) in rows)

"""What this office wrote and another says, by its receipt, that it does not count."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.models.store.reader import Reader

_PEER = "peer"

Refusals = Mapping[str, tuple[str, str]]
"""Operation → (unit that refused it, reason in Vietnamese)."""


def told_refused(reader: "Reader") -> Refusals:
    """Return the operations that the newest receipts name as not counted."""
    return reader.remembered_of((_PEER,), "told refused", lambda: _read(reader))


def _read(reader: "Reader") -> Refusals:
    found: dict[str, tuple[str, str]] = {}
    for unit, fields in sorted(reader.records(_PEER).items()):
        record = fields.get("acked")
        named = record.get("rejected") if isinstance(record, dict) else None
        for op, reason in named or ():
            found.setdefault(str(op), (unit, str(reason)))
    return found

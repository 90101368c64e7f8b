"""QR sheets that came before the key they are signed with: kept aside until a bundle brings it.

A unit that changed its key prints sheets nobody above can verify yet; its next bundle carries
the proof. Nothing of a sheet kept is believed meanwhile: it lies with the machine's own notes,
outside the books, and is read from the beginning once its key is known.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.sync.digits import from_typed, to_digits
from desktop.sync.sheet_messages import SheetRefusal
from desktop.sync.trust import Trust

if TYPE_CHECKING:
    from desktop.models.store.store import Store

MOST = 200
"""Sheets kept at once; paper that nobody vouches for must not fill the disk."""
_PLACE = "sheet/"


class Waiting(msgspec.Struct, frozen=True):
    """A sheet kept: its digits, the key (id) it needs, whose it claims to be (code), since when."""

    digits: str
    key: str
    code: str
    at: str

    @property
    def name(self) -> str:
        """Return the first 8 digits of what it is kept under."""
        return _name(self.digits)[:8]


def _name(digits: str) -> str:
    return hashlib.sha256(digits.encode()).hexdigest()


def waiting(reader: Reader) -> list[Waiting]:
    """Return the sheets kept, oldest first."""
    rows = reader.rows(
        "SELECT value FROM machine WHERE name >= ? AND name < ?", (_PLACE, _PLACE + "~")
    )
    return sorted(_read(rows), key=lambda one: (one.at, one.digits))


def _read(rows: Sequence[tuple[Any]]) -> Iterator[Waiting]:
    for (value,) in rows:
        try:
            yield msgspec.json.decode(value, type=Waiting)
        except msgspec.MsgspecError:
            continue  # written by another version: the paper is still there


def claimant(scope: Scope, trust: Trust, refusal: SheetRefusal, own: str) -> str | None:
    """Return the unit (id) a sheet of an unknown key claims to be of, where it may be true.

    A unit from here downwards that has an enrolled machine: only such can have changed its key.
    """
    if refusal.code != "E_QR_UNKNOWN":
        return None
    unit = scope.only_by_code(str(refusal.fields.get("claimed") or ""))
    if unit is None or not trust.alive_of_units({unit}):
        return None
    return unit if unit == own or scope.is_below(unit, own) else None


def keep(store: "Store", text: str, refusal: SheetRefusal) -> None:
    """Keep a sheet until its key is known; the oldest gives way where there are too many."""
    digits = to_digits(from_typed(text))
    known = waiting(store)
    if any(one.digits == digits for one in known):
        return
    for one in known[: max(0, len(known) + 1 - MOST)]:
        store.remember(_PLACE + _name(one.digits), None)
    kept = Waiting(digits, refusal.detail, str(refusal.fields.get("claimed") or ""), store.now())
    store.remember(_PLACE + _name(digits), msgspec.to_builtins(kept))


def ready(reader: Reader) -> list[Waiting]:
    """Return the sheets kept whose key is known by now."""
    kept = waiting(reader)
    if not kept:
        return []
    trust = Trust.of(reader, Scope.of(reader))
    return [one for one in kept if trust.key_for(one.key) is not None]


def forget(store: "Store", one: Waiting) -> None:
    """Keep a sheet no longer."""
    store.remember(_PLACE + _name(one.digits), None)


__all__ = ["MOST", "Waiting", "claimant", "forget", "keep", "ready", "waiting"]

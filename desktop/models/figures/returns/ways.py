"""How far an office's locked revisions have travelled, and which installations are its own."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from desktop.models.store.reader import Reader
from desktop.models.store.refusals import Refusals, told_refused
from desktop.models.units.scope import Scope

ReturnState = Literal["none", "entering", "locked", "sent", "received", "returned", "accepted"]


class Ways(msgspec.Struct):
    """How far locked revisions have travelled, by the bundles this office remembers."""

    best: dict[tuple[str, str], ReturnState]
    own_stores: frozenset[str]
    store: str
    refused: Refusals
    scope: Scope

    @classmethod
    def of(cls, reader: Reader) -> "Ways":
        return reader.remembered("ways", lambda: cls._read(reader))

    @classmethod
    def _read(cls, reader: Reader) -> "Ways":
        best: dict[tuple[str, str], ReturnState] = {}
        for fields in reader.records("bundle").values():
            made = fields.get("made")
            if not isinstance(made, dict):
                continue
            state: ReturnState = "locked"
            if fields.get("received"):
                state = "received"
            elif fields.get("sent"):
                state = "sent"
            for key, rev in made.get("returns", []):
                if _FAR[state] > _FAR.get(best.get((key, str(rev)), "locked"), 0):
                    best[key, str(rev)] = state
        return cls(
            best, own_stores(reader), reader.store_id, told_refused(reader), Scope.of(reader)
        )

    def from_below(self, store: str) -> bool:
        """Tell whether a store is not one of this office's own."""
        return store not in self.own_stores

    def state(self, key: str, rev: int) -> ReturnState:
        """Return how far a revision has travelled."""
        return self.best.get((key, str(rev)), "locked")


_FAR: Mapping[str, int] = {"locked": 0, "sent": 1, "received": 2}


def own_stores(reader: Reader) -> frozenset[str]:
    """Return the installations of this office: this one and those enrolled for its unit."""
    own = reader.own_unit
    enrolled = {
        store
        for store, fields in reader.records("enrol").items()
        if reader.unit(str(fields.get("unit", ""))) == own
    }
    own_ones = enrolled | {reader.store_id}
    earlier = {  # never enrolled: one of them vouches for it
        store
        for store, fields in reader.records("enrol").items()
        if any(name.removeprefix("vouched@") in own_ones for name in fields)
        and not fields.get("unit")
    }
    return frozenset(own_ones | earlier)

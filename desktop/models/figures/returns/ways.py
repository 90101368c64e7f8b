"""How far an office's locked revisions have travelled, and which installations are its own."""

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
        sent, received = set[tuple[str, str]](), set[tuple[str, str]]()
        for fields in reader.known_records("bundle").values():
            made = fields.get("made")
            if not isinstance(made, dict):
                continue
            went = received if fields.get("received") else sent if fields.get("sent") else None
            if went is not None:
                went.update((key, str(rev)) for key, rev in made.get("returns", []))
        best: dict[tuple[str, str], ReturnState] = dict.fromkeys(sent, "sent")
        best |= dict.fromkeys(received, "received")
        return cls(
            best, own_stores(reader), reader.store_id, told_refused(reader), Scope.of(reader)
        )

    def from_below(self, store: str) -> bool:
        """Tell whether a store is not one of this office's own."""
        return store not in self.own_stores

    def state(self, key: str, rev: int) -> ReturnState:
        """Return how far a revision has travelled."""
        return self.best.get((key, str(rev)), "locked")


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

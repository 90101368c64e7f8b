"""Whose bundles this office believes: the stores enrolled for units, with their keys."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync.keys import KeyFile, KeyPair, key_id

ENROL = "enrol"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One install that may speak for a unit; `public` is its 32-byte Ed25519 key."""

    store: str
    unit: str
    public: bytes
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Trust:
    """The enrolled stores this office knows, by store id."""

    stores: Mapping[str, Enrolled]

    @classmethod
    def of(cls, reader: Reader, scope: Scope) -> "Trust":
        """Read the register of enrolments; this office's own store always speaks for it."""
        known: dict[str, Enrolled] = {}
        for store, fields in reader.records(ENROL).items():
            public, unit = decode_key(fields.get("key")), fields.get("unit")
            if public is not None and isinstance(unit, str):
                revoked = fields.get("revoked") is not None
                known[store] = Enrolled(store, scope.resolve(unit), public, revoked)
        own = reader.store_id
        if own not in known:
            known[own] = Enrolled(own, reader.own_unit, b"")
        return cls(known)

    def key_for(self, wanted: str) -> bytes | None:
        """Return the public key of a key id that is enrolled and not revoked."""
        for enrolled in self.stores.values():
            if enrolled.public and not enrolled.revoked and key_id(enrolled.public) == wanted:
                return enrolled.public
        return None

    def unit_of(self, store: str) -> str | None:
        """Return the unit a store speaks for, None when it was never enrolled."""
        enrolled = self.stores.get(store)
        return enrolled.unit if enrolled else None

    def signer(self, store: str, key: str) -> Enrolled | None:
        """Return the enrolment of the store that signs with this key id."""
        enrolled = self.stores.get(store)
        if enrolled is None or not enrolled.public or key_id(enrolled.public) != key:
            return None
        return enrolled

    def of_units(self, units: set[str]) -> set[str]:
        """Return the stores that speak for any of these units."""
        return {store for store, enrolled in self.stores.items() if enrolled.unit in units}


def encode_key(public: bytes) -> str:
    """Return a public key as it stands in registers and files."""
    return base64.b64encode(public).decode()


def decode_key(text: object) -> bytes | None:
    """Return the 32 bytes of a public key, None when the text is not one."""
    if not isinstance(text, str):
        return None
    try:
        public = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return public if len(public) == 32 else None


def office_key(store: Store, passphrase: str | None = None) -> KeyPair:
    """Return the office's signing key, made when it has none."""
    file = KeyFile(store.folder / "keys")
    if not file.exists():
        file.save(KeyPair.generate(), passphrase)
    return file.load(passphrase)


def ensure_self(store: Store, pair: KeyPair) -> None:
    """Write, in the open step, which key this store signs with, when nobody has said so."""
    step = store.require_step()
    if store.get(ENROL, store.store_id, "key") is None:
        fields = {"unit": store.own_unit, "key": encode_key(pair.public), "role": "self"}
        step.put_fields(ENROL, store.store_id, fields)

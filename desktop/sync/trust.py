"""Whose bundles this office believes: the stores enrolled for units, with their keys."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import structs

from desktop.models.store.reader import Reader
from desktop.models.store.store import Step, Store
from desktop.models.units.scope import Scope
from desktop.sync.keys import KeyFile, KeyPair, key_id
from desktop.sync.manifest import Origin
from desktop.sync.messages import BundleRefusal

ENROL = "enrol"
REVOKED = "revoked"
AGE = "age"
ENDED = "ended@"
"""Field that says until where a former key of a store signed: `ended@<key id>`."""
VOUCHED = "vouched@"
"""Field by which another machine of the unit vouches for what a store wrote: `vouched@<store>`."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a key or store: since `on` (date), what lies behind `heads` (op ids) is void.

    `final`: whoever ended it does not believe what came later, whatever its unit says.
    """

    on: str
    heads: frozenset[str] = frozenset()
    public: bytes = b""
    final: bool = False

    @property
    def told(self) -> str:
        """Return the day as it is written here, "21/11/2026"."""
        return f"{self.on[8:10]}/{self.on[5:7]}/{self.on[:4]}"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One install that may speak for a unit; `public` is its 32-byte Ed25519 key.

    It is b"" of one that nobody enrolled and another machine of the unit vouches for.
    `revoked` ends the store as a whole; `former` are keys it signed with before, by key id.
    `age` is the public key one seals for it with, "" when it never told one.
    """

    store: str
    unit: str
    public: bytes
    revoked: Ending | None = None
    former: Mapping[str, Ending] = field(default_factory=dict)
    age: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """The enrolled stores this office knows, by store id."""

    stores: Mapping[str, Enrolled]

    @classmethod
    def of(cls, reader: Reader, scope: Scope) -> "Trust":
        """Return the register of enrolments; this office's own store always speaks for it.

        `scope` is the present one of this office.
        """
        # Of the scope only the aliases are used, and every value kept is read again after one.
        return reader.remembered_of((ENROL,), "trust", lambda: cls._read(reader, scope))

    @classmethod
    def _read(cls, reader: Reader, scope: Scope) -> "Trust":
        known: dict[str, Enrolled] = {}
        for store, fields in reader.records(ENROL).items():
            public, unit = decode_key(fields.get("key")), fields.get("unit")
            if public is not None and isinstance(unit, str):
                known[store] = Enrolled(
                    store, scope.resolve(unit), public, read_ending(fields.get(REVOKED)),
                    _former(fields, key_id(public)), str(fields.get(AGE) or ""),
                )  # fmt: skip
        own = reader.store_id
        if own not in known:
            known[own] = Enrolled(own, reader.own_unit, b"")
        for store, fields in reader.records(ENROL).items():
            vouched = _vouched(known, store, fields)
            if vouched is not None:
                known[store] = vouched
        return cls(known)

    def key_for(self, wanted: str) -> bytes | None:
        """Return the public key of a key id, enrolled now or once.

        What an ended key signed is held against `ending` before anything of it is taken.
        """
        for enrolled in self.stores.values():
            if enrolled.public and key_id(enrolled.public) == wanted:
                return enrolled.public
            if wanted in enrolled.former:
                return enrolled.former[wanted].public
        return None

    def is_alive(self, store: str, key: str) -> bool:
        """Tell whether a store signs with this key now and was not revoked."""
        enrolled = self.stores.get(store)
        public = enrolled.public if enrolled and not enrolled.revoked else b""
        return bool(public) and key_id(public) == key

    def ending(self, store: str, key: str) -> Ending | None:
        """Return until where a store's key is believed; None while it may sign anything."""
        enrolled = self.stores.get(store)
        if enrolled is None:
            return None
        return enrolled.revoked or enrolled.former.get(key)

    def unit_of(self, store: str) -> str | None:
        """Return the unit a store speaks for, None when it was never enrolled."""
        enrolled = self.stores.get(store)
        return enrolled.unit if enrolled else None

    def signer(self, store: str, key: str) -> Enrolled | None:
        """Return the enrolment of the store that signs with this key id."""
        enrolled = self.stores.get(store)
        if enrolled is None or not enrolled.public:
            return None
        return enrolled if key == key_id(enrolled.public) or key in enrolled.former else None

    def of_units(self, units: set[str]) -> set[str]:
        """Return the stores that speak, or spoke until they were revoked, for these units."""
        return {store for store, enrolled in self.stores.items() if enrolled.unit in units}

    def alive_of_units(self, units: set[str]) -> set[str]:
        """Return the stores that speak for any of these units now."""
        return {store for store in self.of_units(units) if not self.stores[store].revoked}


def as_enrolled(origin: Origin, trust: Trust, scope: Scope) -> Origin:
    """Return who signed by the register: what a manifest says of its unit is only a claim."""
    unit = trust.unit_of(origin.store)
    if unit is None or unit not in scope.units:
        return origin
    code = str(scope.attribute(unit, "code") or origin.code)
    return structs.replace(origin, unit=unit, code=code, name=scope.label(unit))


def _vouched(
    known: Mapping[str, Enrolled], store: str, fields: Mapping[str, Any]
) -> Enrolled | None:
    """Return a store as other machines of its unit vouch for it, None where none does.

    One that was enrolled belongs to its unit, and one that goes on needs nobody's word. For one
    that never was, the first machine that speaks of it tells the unit.
    """
    words = {
        by: read_ending(value)
        for name, value in sorted(fields.items())
        if name.startswith(VOUCHED) and (by := name.removeprefix(VOUCHED)) != store
        and value is not None and by in known and known[by].public
    }  # fmt: skip
    own = known.get(store)
    if not words or (own is not None and (own.revoked is None or own.revoked.final)):
        return None
    unit = own.unit if own is not None else known[next(iter(words))].unit
    ends = [end for by, end in words.items() if end is not None and known[by].unit == unit]
    heads = frozenset().union(*(end.heads for end in ends))
    if own is not None and own.revoked is not None:
        return replace(own, revoked=replace(own.revoked, heads=own.revoked.heads | heads))
    return Enrolled(store, unit, b"", Ending(min(end.on for end in ends), heads))


def read_ending(value: Any) -> Ending | None:
    """Return what a register says of the end of a key or store, None while it goes on.

    A value of an unknown shape ends it with nothing believed behind any point.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        return Ending(str(value))
    heads = value.get("heads")
    listed = heads if isinstance(heads, list) else []
    ids = [head.get("id") for head in listed if isinstance(head, dict)]
    return Ending(
        str(value.get("on") or ""), frozenset(one for one in ids if isinstance(one, str)),
        decode_key(value.get("key")) or b"", value.get("final") is True,
    )  # fmt: skip


def _former(fields: Mapping[str, Any], present: str) -> dict[str, Ending]:
    found = {}
    for name, value in fields.items():
        ending = read_ending(value) if name.startswith(ENDED) else None
        key = name.removeprefix(ENDED)
        if ending and key != present and key_id(ending.public) == key:
            found[key] = ending
    return found


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
    """Return the office's signing key, made when it has none.

    Refuses E_KEY_MISSING when this machine is enrolled with a key that is not there any more:
    a bundle signed with another would be refused above.
    """
    file = KeyFile(store.folder / "keys")
    enrolled = enrolled_key(store)
    if enrolled is not None and file.public() != enrolled:
        file.promote(enrolled)  # a change of keys that was cut off
        if file.public() != enrolled:
            raise BundleRefusal("E_KEY_MISSING" if not file.exists() else "E_KEY_OTHER")
    if not file.exists():
        file.load_or_create()
    return file.load(passphrase)


def enrolled_key(reader: Reader) -> bytes | None:
    """Return the public key this machine is enrolled with, None while it is not."""
    return decode_key(reader.get(ENROL, reader.store_id, "key"))


def key_to_ask_with(store: Store, passphrase: str | None, *, anew: bool) -> KeyPair:
    """Return the key for a request: the present one, or a new one where it is lost or `anew`.

    A key that cannot be used any more is kept beside under another name.
    """
    file = KeyFile(store.folder / "keys")
    if not anew:
        try:
            return office_key(store, passphrase)
        except BundleRefusal as refusal:
            if refusal.code not in ("E_KEY_MISSING", "E_KEY_DAMAGED", "E_KEY_OTHER"):
                raise
            enrolled = enrolled_key(store)
            if file.public() and file.public() != enrolled and refusal.code == "E_KEY_OTHER":
                return file.load(passphrase)  # made for an earlier request, not granted yet
    file.put_aside()
    return file.load_or_create()


def refuse_revoked(store: Store) -> None:
    """Refuse E_OWN_REVOKED when the level above has ended this machine's key."""
    ending = read_ending(store.get(ENROL, store.store_id, REVOKED))
    if ending is not None:
        raise BundleRefusal("E_OWN_REVOKED", day=ending.told)


def is_ungranted(reader: Reader) -> bool:
    """Tell whether the unit has an office with a key, and nobody has given this machine one.

    So it is with a copy that was restored: its books know a key, this machine has another.
    """
    if reader.get(ENROL, reader.store_id, "key") is not None:
        return False
    own = reader.own_unit
    stores = Trust.of(reader, Scope.of(reader)).of_units({own}) - {reader.store_id}
    return bool(stores)


def refuse_ungranted(store: Reader) -> None:
    """Refuse E_NOT_GRANTED where nobody could believe what this machine signs.

    E_NOT_GRANTED_TOP of the topmost office, which nobody above can enrol.
    """
    if is_ungranted(store):
        scope = Scope.of(store)
        top = scope.parent(store.own_unit) is None
        code = "E_NOT_GRANTED_TOP" if top else "E_NOT_GRANTED"
        raise BundleRefusal(code, unit=scope.label(store.own_unit))


def ensure_self(store: Store, pair: KeyPair) -> None:
    """Write, in the open step, which key this store signs with, when nobody has said so."""
    step = store.require_step()
    if store.get(ENROL, store.store_id, "key") is None:
        fields = {"unit": store.own_unit, "key": encode_key(pair.public), "role": "self"}
        step.put_fields(ENROL, store.store_id, fields)
    tell_recipient(store, step, pair)


def tell_recipient(store: Store, step: Step, pair: KeyPair) -> None:
    """Write, in the open step, what others seal for this machine with, once it is enrolled."""
    from desktop.sync.sealing import recipient

    if enrolled_key(store) == pair.public and not store.get(ENROL, store.store_id, AGE):
        step.put(ENROL, store.store_id, AGE, recipient(pair))

"""Who an office is: what its people read out over the phone."""

from dataclasses import dataclass
from datetime import date

from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.units import own_unit
from desktop.sync.keys import KeyFile, fingerprint
from desktop.sync.records import PEER
from desktop.sync.trust import ENROL, decode_key


@dataclass(frozen=True, slots=True)
class Identity:
    """Empty texts where nothing is known yet; `fingerprint` is that of the signing key."""

    unit: str = ""
    kind: str = ""
    code: str = ""
    above: str = ""
    fingerprint: str = ""
    store: str = ""


def read_identity(reader: Reader, day: date) -> Identity:
    """Return who the office is on a day."""
    above = reader.get(PEER, "parent", "unit")
    name = Scope.of(reader).label(reader.unit(above)) if isinstance(above, str) else ""
    digits, store = _fingerprint(reader), reader.store_id
    try:
        unit = own_unit(reader, day)
    except Refusal:
        return Identity(above=name, fingerprint=digits, store=store)
    kind = reader.packs.unit_kinds.get(unit.kind)
    return Identity(unit.name, kind.name if kind else "", unit.code, name, digits, store)


def _fingerprint(reader: Reader) -> str:
    public = decode_key(reader.get(ENROL, reader.store_id, "key"))
    if public is not None:
        return fingerprint(public)
    public = KeyFile(reader.folder / "keys").public()
    return fingerprint(public) if public else ""

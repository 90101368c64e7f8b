"""The machines this office knows by their keys: whose, since when, until when."""

import msgspec

from desktop.models.store.reader import Reader
from desktop.models.text import sort_key
from desktop.models.units.scope import Scope


class Machine(msgspec.Struct, frozen=True):
    """An enrolled machine. `since`, `last` and `revoked` are ISO dates or moments, "" for none.

    `unit` is the unit's id; `manages` tells that this office may revoke it, `ours` that it is
    of this office's unit or one below. `types` tells that the unit types its figures itself and
    that this office may take them back; `typist` is the office that did, since `typed_from`.
    """

    store: str
    unit: str
    name: str
    code: str
    fingerprint: str
    since: str
    last: str
    revoked: str
    own: bool
    manages: bool
    ours: bool
    types: bool = False
    typist: str = ""
    typed_from: str = ""


def machines(reader: Reader) -> tuple[Machine, ...]:
    """Return every enrolled machine, the office's own first, then by the name of the unit."""
    from desktop.sync import records
    from desktop.sync.keys import fingerprint
    from desktop.sync.take_back import may_be_taken_back, taken_back_since
    from desktop.sync.trust import Trust

    scope = Scope.of(reader)
    own, top = reader.own_unit, scope.parent(reader.own_unit) is None
    last: dict[str, str] = {}
    for taken in records.taken(reader):
        last[taken.store] = max(last.get(taken.store, ""), taken.at)
    fields = reader.records("enrol")
    found = [
        Machine(
            one.store, one.unit, scope.label(one.unit),
            str(scope.attribute(one.unit, "code") or ""), fingerprint(one.public),
            str(fields.get(one.store, {}).get("from") or ""), last.get(one.store, ""),
            one.revoked.on if one.revoked else "", one.store == reader.store_id,
            one.store != reader.store_id and not one.revoked
            and (scope.is_below(one.unit, own) or (top and one.unit == own)),
            one.unit == own or scope.is_below(one.unit, own),
            may_be_taken_back(reader, scope, one.unit), *taken_back_since(scope, one.unit),
        )
        for one in Trust.of(reader, scope).stores.values()
        if one.public
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda m: (not m.own, sort_key(m.name), m.revoked, m.since)))

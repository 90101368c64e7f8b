"""The stored fields of activities, as the office that wrote each of them has them.

An activity is its office's own (model.md, Streams; bundle-format, 7): whoever gets it reads it.
Earlier versions let an office above change and delete the activities of one below in its own
books. Those words are there for good, and count no more.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from desktop.models.single_line import clean_value
from desktop.models.store.machines import machine_units
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader

ACTIVITY = "activity"


class Record(NamedTuple):
    """The fields of an activity that are set, and the unit whose office wrote it first."""

    fields: dict[str, Any]
    office: str


def records(reader: Reader, key: str = "") -> dict[str, Record]:
    """Return id → record of all activities, or of the one named, in order of their ids."""
    machines = machine_units(reader)
    offices = _offices(reader, machines, key)
    found: dict[str, Record] = {}
    for one, name, raw, store in reader.rows(
        "SELECT key, field, value, store FROM leaf WHERE kind = ? AND winner = 1"
        + (" AND key = ?" if key else ""),
        (ACTIVITY, key) if key else (ACTIVITY,),
    ):
        office = offices.get(one, "")
        value = load(raw)
        if machines.get(store, office) != office:
            value = _said_by(reader, machines, office, one, name)
        record = found.setdefault(one, Record({}, office))
        if value is not None:
            record.fields[name] = clean_value(ACTIVITY, name, value)
    return found


def _offices(reader: Reader, machines: Mapping[str, str], key: str) -> dict[str, str]:
    """Return activity → the unit of the office that wrote it first.

    What came in no bundle was written here, by an earlier machine too; what an unknown machine
    wrote is of whoever sent it.
    """
    senders: dict[str, str] = {}

    def office(store: str, bundle: str | None) -> str:
        if store in machines or bundle is None:
            return machines.get(store, reader.own_unit)
        if bundle not in senders:
            taken = reader.get("bundle", bundle, "taken")
            unit = taken.get("unit") if isinstance(taken, dict) else None
            senders[bundle] = reader.unit(unit) if isinstance(unit, str) else ""
        return senders[bundle]

    rows: Iterable[tuple[Any, ...]] = reader.rows(
        "SELECT key, store, bundle, min(seq) FROM op WHERE kind = ? AND field = 'title'"
        + (" AND key = ?" if key else "") + " GROUP BY key",
        (ACTIVITY, key) if key else (ACTIVITY,),
    )  # fmt: skip
    return {one: office(store, bundle) for one, store, bundle, _seq in rows}


def _said_by(reader: Reader, machines: Mapping[str, str], office: str, key: str, field: str) -> Any:
    """Return what an activity's own office said last of a field, None where it said nothing."""
    said = [
        load(raw)
        for raw, store in reader.rows(
            "SELECT raw, store FROM op WHERE kind = ? AND key = ? AND field = ?",
            (ACTIVITY, key, field),
        )
        if machines.get(store, office) == office
    ]
    last = max(said, key=lambda body: (body["hlc"], body["store"], body["id"]), default=None)
    return last["v"] if last is not None else None

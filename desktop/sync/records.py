"""What this office remembers of bundles it made and took in, in its local stream."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.models.figures.too_late import keep_told
from desktop.models.store.keys import LOCAL
from desktop.models.store.reader import Reader
from desktop.models.store.store import Step, Store

if TYPE_CHECKING:
    from desktop.sync.manifest import Head, Manifest

BUNDLE = "bundle"
PEER = "peer"
MOST_BUNDLES = 2_000
"""Identities a receipt names at most, the newest."""
STAND_IN = "stand_in"
"""Field of (PEER, "parent"): the unit put above an office before any register came."""


class Made(msgspec.Struct, frozen=True):
    """A bundle that went out (or waits to): `returns` are (return key, revision) pairs.

    `moved` tells which figures of unions that had stood elsewhere it brought, "" for none.
    """

    id: str
    at: str
    kind: str
    to: str
    seq: int
    file: str
    returns: tuple[tuple[str, str], ...]
    acked_bundles: tuple[str, ...]
    sent: str | None
    received: str | None
    moved: str = ""


class Taken(msgspec.Struct, frozen=True):
    """A bundle that came in: from which unit and store, when, as which direction.

    `verified` is False for one taken without a signature, by explicit choice: whatever only
    such bundles brought is marked so on the board and in reports.
    """

    id: str
    at: str
    unit: str
    store: str
    direction: str
    full: bool
    verified: bool = True


def write_made(step: Step, manifest: "Manifest", bundle_id: str, file: str, details: Any) -> None:
    """Remember a bundle that was made; `file` as `place_told` writes it."""
    record = {
        "kind": manifest.kind, "at": manifest.created, "file": file, "seq": manifest.bundle_seq,
        "to": manifest.audience[0] if manifest.audience else "",
        "acks": list(manifest.acks.bundles), **details,
    }  # fmt: skip
    step.put(BUNDLE, bundle_id, "made", record, stream=LOCAL)


def place_told(reader: Reader, file: Path) -> str:
    """Return where a file lies, told from the office's folder where it is inside.

    An office that is moved or restored then still knows where it lies.
    """
    inside, whole = reader.folder.resolve(), file.resolve()
    if whole.is_relative_to(inside):
        return whole.relative_to(inside).as_posix()
    return str(whole)


def write_taken(step: Step, taken: Taken) -> None:
    """Remember a bundle that was taken in."""
    record = {
        "at": taken.at, "unit": taken.unit, "store": taken.store,
        "direction": taken.direction, "full": taken.full,
    }  # fmt: skip
    record |= {} if taken.verified else {"verified": False}
    step.put(BUNDLE, taken.id, "taken", record, stream=LOCAL)


def made(reader: Reader) -> list[Made]:
    """Return the bundles this office made, oldest first."""
    read = (_read_made(reader, bundle, fields) for bundle, fields in reader.records(BUNDLE).items())
    return sorted((one for one in read if one is not None), key=lambda one: (one.at, one.seq))


def moved_held(reader: Reader, unit: str) -> set[str]:
    """Return which figures of unions from elsewhere a unit below has received, as marks."""
    return {
        one.moved for one in made(reader)
        if one.moved and one.received and reader.unit(one.to) == unit
    }  # fmt: skip


def made_one(reader: Reader, bundle: str) -> Made | None:
    """Return one bundle this office made, None for any other id."""
    return _read_made(reader, bundle, reader.fields(BUNDLE, bundle))


def _read_made(reader: Reader, bundle: str, fields: Mapping[str, Any]) -> Made | None:
    record = fields.get("made")
    if not isinstance(record, dict):
        return None
    return _made(bundle, record | {"file": str(reader.folder / record["file"])}, fields)


def taken(reader: Reader) -> list[Taken]:
    """Return the bundles this office took in, in the order it did."""
    found = []
    for bundle, fields in reader.records(BUNDLE).items():
        record = fields.get("taken")
        if isinstance(record, dict):
            found.append(
                Taken(bundle, record["at"], record["unit"], record["store"],
                      record["direction"], record["full"], record.get("verified") is not False)
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.at, one.id))


class Gone(msgspec.Struct, frozen=True):
    """A bundle that was undone at a moment and is not taken in again; `taken` is when it came."""

    id: str
    at: str
    taken: str
    unit: str


def undone(reader: Reader) -> list[Gone]:
    """Return the bundles that were undone, in the order they were."""
    found = []
    for bundle, fields in reader.records(BUNDLE).items():
        record = fields.get("undone")
        if isinstance(record, dict) and "taken" not in fields:
            found.append(Gone(bundle, record["at"], record["taken"], record["unit"]))
    return sorted(found, key=lambda one: (one.at, one.id))


def grants(reader: Reader) -> set[str]:
    """Return the bundles that gave this office its place: they were accepted, not imported."""
    rows = reader.rows(
        "SELECT DISTINCT op.key FROM op JOIN step ON step.id = op.step"
        " WHERE op.kind = 'bundle' AND op.field = 'taken' AND step.barrier = 'enrol'"
    )
    return {key for (key,) in rows}


def was_taken(reader: Reader, bundle_id: str) -> str | None:
    """Return when a bundle was taken in, None when it was not."""
    record = reader.get(BUNDLE, bundle_id, "taken")
    return record["at"] if isinstance(record, dict) else None


def mark_sent(store: Store, bundle_id: str, channel: str) -> None:
    """Note that a bundle has been handed over, by a channel or by hand. No change if known."""
    from desktop.i18n import _

    if store.get(BUNDLE, bundle_id, "sent") is None:
        with store.step(_("Ghi nhận đã gửi gói"), barrier="sent") as step:
            record = {"at": store.now(), "channel": channel}
            step.put(BUNDLE, bundle_id, "sent", record, stream=LOCAL)


def acknowledged(reader: Reader, unit: str) -> tuple[str, tuple["Head", ...]]:
    """Return (when, heads) of the newest receipt of a unit; ("", ()) without one."""
    from desktop.sync.manifest import Head

    record = reader.get(PEER, unit, "acked")
    if not isinstance(record, dict):
        return "", ()
    return record["created"], tuple(Head(**head) for head in record["heads"])


def take_acks(
    step: Step, store: Store, unit: str, receipt: "Manifest", *, below: bool = False
) -> tuple[list[str], list[int]]:
    """Note what a receipt acknowledges; return the bundles that are received by it now.

    An office `below` speaks for itself: what was made for somebody else it has not received.
    And the numbers of those that are not any more: undone by the very machine that had told of
    them. They count as not sent, for whoever would see them as sent would wait for ever.
    """
    reader: Reader = store
    news: list[str] = []
    known, origin = reader.get(PEER, unit, "acked"), receipt.origin.store
    newer = _is_newer(receipt, known, store.now())
    said = {"at": receipt.created, "by": unit, "store": origin}
    # An older word of the machine that spoke last tells of nothing it has not told since.
    fresh = newer or not isinstance(known, dict) or known.get("store") != origin
    for bundle in receipt.acks.bundles if fresh else ():
        ours = reader.get(BUNDLE, bundle, "made")
        mine = ours is not None and not (below and reader.unit(ours["to"]) != unit)
        if mine and reader.get(BUNDLE, bundle, "received") is None:
            step.put(BUNDLE, bundle, "received", said, stream=LOCAL)
            news.append(bundle)
    lost = _no_longer(reader, unit, receipt) if newer and _falls_back(receipt, known) else []
    for one in lost:
        for field in ("received", "sent"):
            step.put(BUNDLE, one.id, field, None, stream=LOCAL)
    if newer:
        heads = [
            {"store": head.store, "stream": head.stream, "n": head.n, "id": head.id}
            for head in sorted(receipt.acks.heads)
        ]
        record: dict[str, Any] = {
            "created": receipt.created, "store": receipt.origin.store,
            "seq": receipt.bundle_seq, "heads": heads,
        }  # fmt: skip
        if not isinstance(receipt.acks.rejected, msgspec.UnsetType):
            record["rejected"] = [[one.id, one.reason] for one in sorted(receipt.acks.rejected)]
        step.put(PEER, unit, "acked", record, stream=LOCAL)
        keep_told_lines(store, receipt)
    return news, [one.seq for one in lost]


def keep_told_lines(store: Store, receipt: "Manifest") -> None:
    """Keep, in the open step, the lines of earlier machines of this unit that a receipt tells."""
    rejected = receipt.acks.rejected
    told = () if isinstance(rejected, msgspec.UnsetType) else rejected
    lines = [one.line for one in told if isinstance(one.line, str)]
    keep_told(store, receipt.origin.unit, {one.id for one in told}, lines)


def _falls_back(receipt: "Manifest", known: Any) -> bool:
    """Tell whether a receipt claims less of a chain than the one before, from any machine."""
    now: dict[tuple[str, str], int] = {}
    for head in receipt.acks.heads:
        chain = head.store, head.stream
        now[chain] = max(now.get(chain, 0), head.n)
    before = known["heads"] if isinstance(known, dict) else []
    return any(now.get((one["store"], one["stream"]), 0) < one["n"] for one in before)


def _no_longer(reader: Reader, unit: str, receipt: "Manifest") -> list[Made]:
    """Return the bundles a receipt passes over that its machine had said it received."""
    named = set(receipt.acks.bundles)
    if len(named) >= MOST_BUNDLES:
        return []  # the oldest have no room in it
    said = {"by": unit, "store": receipt.origin.store}
    found = []
    for one in made(reader):
        record = reader.get(BUNDLE, one.id, "received")
        if one.id not in named and isinstance(record, dict) and said.items() <= record.items():
            found.append(one)
    return found


def _is_newer(receipt: "Manifest", known: Any, now: str) -> bool:
    """Tell whether a receipt was made after the one that is known.

    A machine counts its bundles, and a clock set back does not; where it was restored from an
    older copy it counts from there anew, and its clock tells. A receipt made later than now, by
    a clock that ran ahead, gives way to whatever follows, or later ones would be passed over.
    """
    if not isinstance(known, dict):
        return True
    same = known.get("store") == receipt.origin.store
    counted = same and receipt.bundle_seq > int(known["seq"])
    before = str(known["created"])
    return counted or receipt.created >= before or before > now


def _made(bundle: str, record: Mapping[str, Any], fields: Mapping[str, Any]) -> Made:
    return Made(
        id=bundle, at=record["at"], kind=record["kind"], to=record["to"], seq=record["seq"],
        file=record["file"], returns=_pairs(record.get("returns", [])),
        acked_bundles=tuple(record["acks"]), sent=_at(fields.get("sent")),
        received=_at(fields.get("received")), moved=str(record.get("moved") or ""),
    )  # fmt: skip


def _pairs(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in rows)


def _at(record: Any) -> str | None:
    return str(record["at"]) if isinstance(record, dict) else None

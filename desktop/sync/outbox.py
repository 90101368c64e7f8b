"""The bundles this office made and how far each has come."""

from collections.abc import Container
from typing import Any

from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.store.refusals import told_refused
from desktop.sync import records
from desktop.sync.queue import Queued, queued
from desktop.sync.records import Made
from desktop.sync.reviews import REVIEW, is_accepted, number
from desktop.sync.totals import SUBMIT

STATES = ("made", "sent", "received", "consolidated")


def state_of(reader: Reader, bundle: Made) -> tuple[str, str]:
    """Return (state, since when) of a bundle this office made.

    Consolidated: it was received, and every return in it is accepted or superseded by a
    newer revision.
    """
    if bundle.received:
        since = _consolidated(reader, bundle)
        return ("consolidated", since) if since else ("received", bundle.received)
    return ("sent", bundle.sent) if bundle.sent else ("made", bundle.at)


def outbox(reader: Reader) -> dict[str, Any]:
    """Return {"bundles": [{"id","state","since", …}]}, newest first.

    `overtaken` tells of a consolidated one that it is so for newer figures that wait, see there.
    `steps` tells each state passed with its moment and by whom: a role of this office, or the
    id of the unit that took the bundle in; `queue` is its row while a channel has to do with it.
    """
    rows = []
    waiting = queued(reader)
    for bundle in reversed(records.made(reader)):
        state, since = state_of(reader, bundle)
        rows.append(
            {
                "id": bundle.id, "state": state, "since": since, "kind": bundle.kind,
                "to": bundle.to, "file": bundle.file, "seq": bundle.seq, "made": bundle.at,
                "channel": channel_of(reader, bundle.id),
                "overtaken": overtaken(reader, bundle) or None,
                "steps": [
                    {"state": name, "at": at, "by": by}
                    for name, at, by in steps_of(reader, bundle, state, since)
                ],
                "queue": as_json(waiting[bundle.id]) if bundle.id in waiting else None,
            }
        )  # fmt: skip
    return {"bundles": rows}


def steps_of(reader: Reader, bundle: Made, state: str, since: str) -> list[tuple[str, str, str]]:
    """Return (state, ISO moment, by whom) of each state a bundle has passed, in order."""
    found = [("made", bundle.at, _role(reader, bundle.id, "made"))]
    if bundle.sent:
        found.append(("sent", bundle.sent, _role(reader, bundle.id, "sent")))
    if bundle.received:
        record = reader.get(records.BUNDLE, bundle.id, "received")
        by = str(record.get("by", "")) if isinstance(record, dict) else ""
        found.append(("received", bundle.received, reader.unit(by) if by else bundle.to))
    if state == "consolidated":
        found.append((state, since, bundle.to))
    return found


def channel_of(reader: Reader, bundle: str) -> str:
    """Return by what a bundle was sent, "" while it was not."""
    record = reader.get(records.BUNDLE, bundle, "sent")
    return str(record.get("channel", "")) if isinstance(record, dict) else ""


def as_json(row: Queued) -> dict[str, Any]:
    """Return a row of the queue as the headless verbs tell it."""
    return {
        "state": row.state, "channel": row.channel, "tries": row.tries,
        "next_try": row.next_try or None, "code": row.code or None,
        "message": row.message or None, "note": row.note or None,
    }  # fmt: skip


def _role(reader: Reader, bundle: str, field: str) -> str:
    rows = reader.rows(
        "SELECT op.raw FROM leaf JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.winner = 1 AND leaf.kind = ? AND leaf.key = ? AND leaf.field = ?",
        (records.BUNDLE, bundle, field),
    )
    return str(load(rows[0][0]).get("role", "")) if rows else ""


def _consolidated(reader: Reader, bundle: Made) -> str | None:
    if not bundle.returns:
        return None
    refused, last = told_refused(reader), ""
    for key, revision in bundle.returns:  # most wait for their very first one
        end = _settled(reader, key, revision, refused)
        if not end:
            return None
        last = max(last, end)
    return last


def overtaken(reader: Reader, bundle: Made) -> str:
    """Return "unsent" or "sent" of a consolidated bundle, by how far newer figures have come.

    A return in it was superseded, and neither it nor what followed it is accepted: the bundle is
    done with, its figures are not. "" where all of them are, or the bundle is still on its way.
    """
    if not bundle.received or not _consolidated(reader, bundle):
        return ""
    waiting = set[tuple[str, str]]()
    for key, revision in bundle.returns:
        fields = reader.fields(SUBMIT, key)
        later = sorted((one for one in fields if number(one) > number(revision)), key=number)
        if later and not any(is_accepted(reader.get(REVIEW, key, r)) for r in (revision, *later)):
            waiting.add((key, later[-1]))
    if not waiting:
        return ""
    gone = {one for made in records.made(reader) if made.sent or made.received
            for one in made.returns}  # fmt: skip
    return "sent" if waiting <= gone else "unsent"


def _settled(reader: Reader, key: str, revision: str, refused: Container[str]) -> str | None:
    """Return when a revision was accepted or superseded, None while it waits."""
    if is_accepted(reader.get(REVIEW, key, revision)):
        return _accepted(reader, key, revision) or _when(reader, REVIEW, key, revision)
    later = (one for one in reader.fields(SUBMIT, key) if number(one) > number(revision))
    newer = [one for one in later if reader.leaves(SUBMIT, key, one)[-1].op not in refused]
    return min((_when(reader, SUBMIT, key, field) for field in newer), default=None)


def _accepted(reader: Reader, key: str, revision: str) -> str:
    """Return when this office first heard that a revision is accepted, and not turned back since.

    The office above says it, later the one above that: the bundle was done with by then.
    """
    since = ""
    for at, raw in reader.rows(
        "SELECT accepted_at, raw FROM op WHERE kind = ? AND key = ? AND field = ? ORDER BY seq",
        (REVIEW, key, revision),
    ):
        since = (since or str(at)) if is_accepted(load(raw)["v"]) else ""
    return since


def _when(reader: Reader, kind: str, key: str, field: str) -> str:
    """Return when this office took in the operation that holds a register."""
    rows = reader.rows(
        "SELECT op.accepted_at FROM leaf JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.winner = 1 AND leaf.kind = ? AND leaf.key = ? AND leaf.field = ?",
        (kind, key, field),
    )
    return str(rows[0][0]) if rows else ""

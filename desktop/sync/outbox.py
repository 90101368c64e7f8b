"""The bundles this office made and how far each has come."""

from typing import Any

from desktop.models.store.reader import Reader
from desktop.sync import records
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
    """Return {"bundles": [{"id","state","since", …}]}, newest first."""
    rows = []
    for bundle in reversed(records.made(reader)):
        state, since = state_of(reader, bundle)
        rows.append(
            {
                "id": bundle.id, "state": state, "since": since, "kind": bundle.kind,
                "to": bundle.to, "file": bundle.file, "seq": bundle.seq, "made": bundle.at,
            }
        )  # fmt: skip
    return {"bundles": rows}


def _consolidated(reader: Reader, bundle: Made) -> str | None:
    if not bundle.returns:
        return None
    ends = [_settled(reader, key, revision) for key, revision in bundle.returns]
    return max(end for end in ends if end) if all(ends) else None


def _settled(reader: Reader, key: str, revision: str) -> str | None:
    """Return when a revision was accepted or superseded, None while it waits."""
    if is_accepted(reader.get(REVIEW, key, revision)):
        return _when(reader, REVIEW, key, revision)
    newer = [field for field in reader.fields(SUBMIT, key) if number(field) > number(revision)]
    return min((_when(reader, SUBMIT, key, field) for field in newer), default=None)


def _when(reader: Reader, kind: str, key: str, field: str) -> str:
    """Return when this office took in the operation that holds a register."""
    rows = reader.rows(
        "SELECT op.accepted_at FROM leaf JOIN op ON op.id = leaf.op WHERE leaf.winner = 1"
        " AND leaf.kind = ? AND leaf.key = ? AND leaf.field = ?",
        (kind, key, field),
    )
    return str(rows[0][0]) if rows else ""

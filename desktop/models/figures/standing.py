"""Which revision of which return stands in the totals, and who vouches for it.

A return that only unsigned bundles brought is unverified: taken by explicit choice, counted,
and marked wherever it is shown, until a signed bundle brings the same operation.
"""

from collections.abc import Iterator

import msgspec

from desktop.models.figures.views import period_views
from desktop.models.packs.periods import Period
from desktop.models.store.ops import member
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

_BUNDLE = "bundle"


class Standing(msgspec.Struct, frozen=True):
    """A locked revision that counts: `unit` and `office` are ids, `office` "" this one's own.

    `at` is ISO 8601 by the clock of who locked it; `bundle` brought it here and `sender` (a
    unit's id) signed that bundle; both are "" for this office's own.
    """

    unit: str
    form: str
    rev: int
    state: str
    op: str
    at: str
    role: str
    office: str
    bundle: str
    sender: str
    verified: bool


def standing_returns(reader: Reader, period: Period) -> dict[tuple[str, str], Standing]:
    """Return (unit, form) → the revision of a period that counts in totals."""
    journal = _journal(reader, period)
    unsure, senders = unverified_bundles(reader), _senders(reader)
    offices = {
        store: reader.unit(str(fields.get("unit", "")))
        for store, fields in reader.records("enrol").items()
    }
    found = {}
    for unit, forms in period_views(reader, period.id, Scope.of(reader)).items():
        for form, view in forms.items():
            if not view.op or view.op not in journal:
                continue
            raw, bundle = journal[view.op]
            store = str(member(raw, "store") or "")
            found[unit, form] = Standing(
                unit, form, view.rev, view.state, view.op, str(member(raw, "wall") or ""),
                str(member(raw, "role") or ""),
                "" if store == reader.store_id else offices.get(store, ""),
                bundle or "", senders.get(bundle or "", ""), bundle not in unsure,
            )  # fmt: skip
    return found


def unverified_bundles(reader: Reader) -> frozenset[str]:
    """Return the bundles that were taken in without a signature."""
    return frozenset(
        bundle for bundle, record in _taken(reader) if record.get("verified") is False
    )  # fmt: skip


def unverified_returns(reader: Reader, period: Period) -> dict[str, set[str]]:
    """Return unit → forms of a period whose counting revision nobody has signed for."""
    found: dict[str, set[str]] = {}
    if not unverified_bundles(reader):
        return found
    for (unit, form), one in standing_returns(reader, period).items():
        if not one.verified:
            found.setdefault(unit, set()).add(form)
    return found


def _taken(reader: Reader) -> Iterator[tuple[str, dict[str, object]]]:
    for bundle, fields in reader.records(_BUNDLE).items():
        record = fields.get("taken")
        if isinstance(record, dict):
            yield bundle, record


def _senders(reader: Reader) -> dict[str, str]:
    return {bundle: reader.unit(str(record.get("unit", ""))) for bundle, record in _taken(reader)}


def _journal(reader: Reader, period: Period) -> dict[str, tuple[str | bytes, str | None]]:
    """Return op → (raw line, bundle) of every return of a period."""
    rows = reader.rows(
        "SELECT op.id, op.raw, op.bundle FROM leaf JOIN op ON op.id = leaf.op"
        " WHERE leaf.kind = 'submit' AND leaf.key >= ? AND leaf.key < ? AND leaf.winner = 1",
        (f"{period.id}|", f"{period.id}}}"),
    )
    return {op: (raw, bundle) for op, raw, bundle in rows}

"""The life of one return: each revision, what it changed, and what was said of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.returns.supplements import Difference, differences, since_accepted
from desktop.models.figures.returns.words_said import Said, words_on
from desktop.models.figures.revisions import Revision, entry_form, reviews, revisions
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import return_key
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.text import lowered
from desktop.models.units.ceased import unit_within
from desktop.models.units.persons import person_names, told_person
from desktop.models.units.scope import Scope
from desktop.models.units.units import Unit


class Version(msgspec.Struct, frozen=True):
    """The same revision as another operation wrote it: by whom, what brought it, what differs.

    `open`: it stands beside the one that counts until somebody chooses; else it was written
    over, after it had been accepted. `changes` go from this one to the one that stands now.
    """

    op: str
    at: str
    role: str
    origin: str
    bundle: str | None
    open: bool
    changes: tuple[Difference, ...]


class RevisionTold(msgspec.Struct, frozen=True):
    """One revision: its values and what it changed against the one before.

    `at` is when it was locked, `role` and `person` by whom, `origin` the unit whose office did,
    `bundle` what brought it (None: this office's own); `late` tells that it was locked after
    the period's closing day. `said` is every word on it, oldest first; `explained` why the rules'
    warnings stand.
    """

    rev: int
    at: str
    role: str
    origin: str
    bundle: str | None
    on_time: bool
    late: bool
    reason: str
    values: Mapping[str, Any]
    changes: tuple[Difference, ...]
    said: tuple[Said, ...]
    op: str = ""
    versions: tuple[Version, ...] = ()
    person: str = ""
    explained: Mapping[str, str] = msgspec.field(default_factory=dict)


class ReturnHistory(msgspec.Struct, frozen=True):
    """All revisions of a return, oldest first, and what changed since the accepted one."""

    unit: Unit
    form: str
    period: Period
    revisions: tuple[RevisionTold, ...]
    accepted: int
    since_accepted: tuple[Difference, ...]


def return_history(reader: Reader, form_id: str, period_id: str, unit: str) -> ReturnHistory:
    """Return the life of a unit's return (code or id). Raises Refusal where none was locked."""
    form = entry_form(reader, form_id)
    period = parse_period(period_id, reader.packs.schemes)
    known = unit_within(reader, period.data_from, period.data_to, unit)
    listed = revisions(reader, period.id, form.id).get((known.id, form.id), [])
    if not listed:
        raise Refusal(
            _("{unit} chưa chốt {form} {period}.").format(
                unit=known.name, form=form.id, period=lowered(period.title)
            ),
            next_step=_("Chọn báo cáo đã chốt."), code="E_NO_RETURN",
        )  # fmt: skip
    words = reviews(reader, period.id).get((known.id, form.id), [])
    said = words_on(reader, known.id, form.id, period.id)
    told = tuple(
        _told(reader, period, one, listed[place - 1] if place else None, said)
        for place, one in enumerate(listed)
    )
    accepted, since = since_accepted(reader.packs, listed, words)
    return ReturnHistory(known, form.id, period, told, accepted, since)


def _told(
    reader: Reader, period: Period, one: Revision, before: Revision | None,
    words: tuple[Said, ...],
) -> RevisionTold:  # fmt: skip
    rows = reader.rows("SELECT raw, bundle FROM op WHERE id = ?", (one.op,))
    body, bundle = (load(rows[0][0]), rows[0][1]) if rows else ({}, None)
    at = str(body.get("wall", ""))
    day = date.fromisoformat(at[:10]) if at else period.due
    changes = differences(reader.packs, before.values, one) if before else ()
    said = tuple(word for word in words if word.rev == one.rev)
    return RevisionTold(
        one.rev, at, str(body.get("role", "")), _origin(reader, str(body.get("store", ""))),
        bundle, day <= period.due, day > period.closing, one.reason, one.values, changes, said,
        one.op, tuple(_versions(reader, one, {word.op for word in said} - {"", one.op})),
        told_person(person_names(reader), body.get("who"),
                    here=body.get("store") == reader.store_id),
        one.explained,
    )  # fmt: skip


def _versions(reader: Reader, one: Revision, accepted: set[str]) -> Iterator[Version]:
    """Yield what stands beside a revision, and what of it was accepted and written over."""
    key = return_key(one.unit, one.form, one.period)
    leaves = reader.leaves("submit", key, str(one.rev))
    values = {leaf.op: leaf.value for leaf in leaves}
    beside = {op for op, value in values.items() if value != values.get(one.op)}
    for op in sorted(beside | accepted):
        for raw, bundle in reader.rows("SELECT raw, bundle FROM op WHERE id = ?", (op,)):
            body = load(raw)
            held = body["v"].get("values", {}) if isinstance(body["v"], dict) else {}
            yield Version(
                op, str(body.get("wall", "")), str(body.get("role", "")),
                _origin(reader, str(body.get("store", ""))), bundle, op in beside,
                differences(reader.packs, held, one),
            )  # fmt: skip


def _origin(reader: Reader, store: str) -> str:
    """Return the unit whose office wrote, "" this one."""
    if store == reader.store_id:
        return ""
    unit = reader.get("enrol", store, "unit")
    return Scope.of(reader).label(reader.unit(str(unit))) if unit else _("sổ khác")


def as_json(found: ReturnHistory) -> dict[str, Any]:
    """Return a history in plain values; figures as `figures get` tells them."""
    return {
        "unit": found.unit.code, "form": found.form, "period": found.period.id,
        "accepted": found.accepted,
        "revisions": [
            {
                "rev": one.rev, "supplement": one.rev - 1, "at": one.at, "role": one.role,
                "person": one.person or None, "origin": one.origin, "bundle": one.bundle,
                "on_time": one.on_time, "late": one.late, "reason": one.reason,
                "explained": dict(sorted(one.explained.items())),
                "values": {code: plain(value) for code, value in sorted(one.values.items())},
                "changes": [difference_json(change) for change in one.changes],
                "said": [
                    {"state": s.state, "reason": s.reason, "at": s.at, "office": s.office,
                     "person": s.person or None}
                    for s in one.said
                ],
                "versions": [
                    {
                        "op": other.op, "at": other.at, "role": other.role,
                        "origin": other.origin, "bundle": other.bundle, "open": other.open,
                        "accepted": any(s.op == other.op for s in one.said),
                        "changes": [difference_json(change) for change in other.changes],
                    }
                    for other in one.versions
                ],
            }
            for one in found.revisions
        ],
        "since_accepted": [difference_json(change) for change in found.since_accepted],
    }  # fmt: skip


def difference_json(one: Difference) -> dict[str, Any]:
    """Return a changed figure in plain values."""
    return {
        "indicator": one.code, "name": one.name, "was": plain(one.was), "is": plain(one.now),
        "reason": one.reason, "role": one.role, "at": one.at, "from": one.source,
    }  # fmt: skip


def plain(value: Any) -> Any:
    """Return a register's value as the command line writes it: a number, "na" or null."""
    if isinstance(value, dict):
        return "na" if value.get("state") == "na" else value.get("value")
    return value

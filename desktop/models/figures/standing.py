"""Which revision of which return stands in the totals, and who vouches for it.

A return entered from a bundle nobody signed for, by explicit choice, says so itself (member
`unverified` of what was locked): it counts, it is marked wherever it is shown, and the mark
travels up with it until a revision without it takes its place.
"""

from collections.abc import Iterable, Iterator

import msgspec

from desktop.models.figures.views import FIRM, form_views, period_views
from desktop.models.packs.periods import Period
from desktop.models.store.ops import load
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

_BUNDLE = "bundle"
MARK = "unverified"
"""Member of a locked return taken from an unsigned bundle: bundle, name and key it claims."""


class Standing(msgspec.Struct, frozen=True):
    """A locked revision that counts: `unit` and `office` are ids, `office` "" this one's own.

    `at` is ISO 8601 by the clock of who locked it; `bundle` brought it here and `sender` (a
    unit's id) signed that bundle; both are "" for this office's own. `verified` is False for
    figures entered from an unsigned bundle.
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
    senders = _senders(reader)
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
            body = load(raw)
            store = str(body["store"])
            found[unit, form] = Standing(
                unit, form, view.rev, view.state, view.op, str(body["wall"]),
                str(body.get("role") or ""),
                "" if store == reader.store_id else offices.get(store, ""),
                bundle or "", senders.get(bundle or "", ""),
                not is_unverified(body["v"]),
            )  # fmt: skip
    return found


def still_counting(
    reader: Reader, period: str, returns: Iterable[tuple[str, str, int]]
) -> dict[tuple[str, str], int]:
    """Return (unit, form) → the revision that goes on counting of a return that was sent back.

    `returns` are (unit, form, newest revision) of a period (id). It is an earlier one, or the
    newest itself where an office further above had accepted it; those of which nothing counts, or
    what was sent back no firmer than what is being typed, are left out.
    """
    asked: dict[str, dict[str, int]] = {}
    for unit, form, rev in returns:
        asked.setdefault(form, {})[unit] = rev
    return {
        (unit, form): view.rev
        for form, newest in asked.items()
        for unit, view in form_views(reader, period, newest, form).items()
        if view.rev and not view.returned and (view.rev < newest[unit] or view.state in FIRM)
    }


def is_unverified(locked: object) -> bool:
    """Tell whether what was locked says that nobody signed for it."""
    return isinstance(locked, dict) and isinstance(locked.get(MARK), dict)


def unverified_returns(reader: Reader, period: Period) -> dict[str, set[str]]:
    """Return unit → forms of a period whose counting revision nobody has signed for."""
    marked = reader.rows(
        "SELECT 1 FROM leaf WHERE kind = 'submit' AND key >= ? AND key < ? AND winner = 1"
        " AND instr(value, ?) LIMIT 1",
        (f"{period.id}|", f"{period.id}}}", f'"{MARK}":{{'),
    )
    found: dict[str, set[str]] = {}
    for (unit, form), one in standing_returns(reader, period).items() if marked else ():
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


def _journal(reader: Reader, period: Period) -> dict[str, tuple[bytes, str | None]]:
    """Return op → (raw line, bundle) of every return of a period."""
    rows = reader.rows(
        "SELECT id, raw, bundle FROM op WHERE kind = 'submit' AND key >= ? AND key < ?",
        (f"{period.id}|", f"{period.id}}}"),
    )
    return {op: (raw, bundle) for op, raw, bundle in rows}

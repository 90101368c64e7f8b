"""What the exchange page shows: bundles with their states, offices connected, conflicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.i18n import _
from desktop.models.store.keys import split_return_key
from desktop.models.store.reader import Reader
from desktop.models.text import sort_key
from desktop.models.units.scope import Scope
from desktop.models.units.units import tree_on

if TYPE_CHECKING:
    from desktop.sync.conflicts import Disagreement
    from desktop.sync.refused import NotCounted
    from desktop.sync.trust import Trust
    from desktop.tasks.exchange.machines import Machine

OFFICE_ROLES = ("national", "province", "upper")


class BundleRow(msgspec.Struct, frozen=True):
    """A bundle made here or taken in.

    `reached` counts the states passed of made, sent, received, consolidated; moments are ISO.
    `times` has a moment per state passed, "" where it is not known. `undone` is when a bundle
    taken in was undone, `lasting` tells of one that cannot be: a grant. `overtaken` is that of
    `outbox`; such a bundle has not reached the fourth state, whatever came of it.
    """

    id: str
    out: bool
    unit: str
    seq: int
    at: str
    reached: int
    since: str
    times: tuple[str, ...]
    file: str
    returns: tuple[tuple[str, str], ...]
    answered: bool = False
    undone: str = ""
    lasting: bool = False
    overtaken: str = ""


class LinkedOffice(msgspec.Struct, frozen=True):
    """An office below that was enrolled; `last` is when its newest bundle was taken in."""

    unit: str
    name: str
    code: str
    fingerprint: str
    since: str
    last: str


class ExchangeView(msgspec.Struct, frozen=True):
    """Everything but the board. `parent` is "" while no level above has enrolled us.

    `ungranted`: this is a copy that was restored, whose own key nobody has granted yet; `ended`
    is the day from which the level above ended this machine's key, "" while it goes on.
    """

    role: str
    own: str
    parent: str
    fingerprint: str
    bundles: tuple[BundleRow, ...]
    linked: tuple[LinkedOffice, ...]
    to_answer: tuple[str, ...]
    machines: tuple[Machine, ...]
    locked: bool
    disagreements: tuple[Disagreement, ...]
    refused: tuple[NotCounted, ...] = ()
    ungranted: bool = False
    ended: str = ""


def read_exchange(reader: Reader) -> ExchangeView:
    """Read what the page shows."""
    from desktop.sync.conflicts import disagreements
    from desktop.sync.keys import KeyFile
    from desktop.sync.refused import not_counted
    from desktop.sync.trust import ENROL, REVOKED, Trust, is_ungranted, read_ending
    from desktop.tasks.exchange.machines import machines

    scope = Scope.of(reader)
    trust = Trust.of(reader, scope)
    linked = _linked(reader, scope, trust)
    ending = read_ending(reader.get(ENROL, reader.store_id, REVOKED))
    return ExchangeView(
        role=role_of(reader), own=scope.label(reader.own_unit),
        parent=_parent(reader, scope, trust), fingerprint=own_fingerprint(reader),
        bundles=tuple(_bundles(reader, scope)), linked=linked,
        to_answer=tuple(_to_answer(reader, [one.unit for one in linked])),
        machines=machines(reader), locked=KeyFile(reader.folder / "keys").is_locked(),
        disagreements=tuple(disagreements(reader)), refused=tuple(not_counted(reader)),
        ungranted=is_ungranted(reader), ended=ending.told if ending is not None else "",
    )  # fmt: skip


def role_of(reader: Reader) -> str:
    """Return the role of the office's own unit: national, province, upper, base or part."""
    fields = reader.fields("unit", reader.own_unit)
    dated = [name for name in fields if name.partition("@")[0] == "kind"]
    kind = reader.packs.unit_kinds.get(str(fields[max(dated)])) if dated else None
    return kind.role if kind else "base"


def own_fingerprint(reader: Reader) -> str:
    """Return the digits of the office's own key, "" while it has none that can be read."""
    from desktop.sync.keys import KeyFile, fingerprint

    public = KeyFile(reader.folder / "keys").public()
    return fingerprint(public) if public else ""


def short_digest(hexadecimal: str) -> str:
    """Return six groups of five digits of a digest, to be read over the phone."""
    digits = f"{int(hexadecimal, 16) % 10**30:030d}"
    return " ".join(digits[at : at + 5] for at in range(0, 30, 5))


def phone_totals(
    reader: Reader, returns: Sequence[tuple[str, str]], most: int = 12
) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return period → (indicator name, sum) of locked returns, in the order of the forms.

    The sums are those the bundle itself states: over the newest revision of each unit.
    """
    newest: dict[str, int] = {}
    for key, rev in returns:
        newest[key] = max(newest.get(key, 0), int(rev))
    sums: dict[str, dict[str, int]] = {}
    for key, number in newest.items():
        _unit, _form, period = split_return_key(key)
        body = reader.get("submit", key, str(number))
        values = body.get("values", {}) if isinstance(body, dict) else {}
        row = sums.setdefault(period, {})
        for code, value in values.items():
            if type(value) is int and ";" not in code:
                row[code] = row.get(code, 0) + value
    return [(period, _named(reader, row)[:most]) for period, row in sorted(sums.items())][::-1]


def _named(reader: Reader, row: Mapping[str, int]) -> list[tuple[str, int]]:
    known = reader.packs.indicators
    return [(known[code].name, row[code]) for code in known if row.get(code)]


def reply_targets(reader: Reader) -> list[str]:
    """Return the enrolled units below that a bundle from here would tell something."""
    from desktop.sync.trust import Trust

    scope = Scope.of(reader)
    linked = _linked(reader, scope, Trust.of(reader, scope))
    return _to_answer(reader, [one.unit for one in linked])


def _to_answer(reader: Reader, units: Sequence[str]) -> list[str]:
    from desktop.sync import records
    from desktop.sync.receipts import owed

    waiting = owed(reader)
    last = {bundle.to: bundle.at for bundle in records.made(reader)}
    said = dict(
        reader.rows(
            "SELECT substr(stream, 6), max(accepted_at) FROM op WHERE stream LIKE 'down:%'"
            " AND store = ? GROUP BY stream",
            (reader.store_id,),
        )
    )
    news = _machine_news(reader)
    return [
        unit for unit in units
        if unit in waiting or unit in news or said.get(unit, "") > last.get(unit, "")
    ]  # fmt: skip


def _machine_news(reader: Reader) -> set[str]:
    """Return the units with a machine that has not been told of a change to another of them."""
    from desktop.sync import records
    from desktop.sync.layout import KIND_GRANT
    from desktop.sync.trust import Trust

    trust = Trust.of(reader, Scope.of(reader))
    last = {one.to: one.at for one in records.made(reader) if one.kind != KIND_GRANT}
    changed = reader.rows(
        "SELECT key, max(accepted_at) FROM op WHERE kind = 'enrol' AND store = ? GROUP BY key",
        (reader.store_id,),
    )
    found = set()
    for store, at in changed:
        unit = trust.unit_of(store) or ""
        if trust.alive_of_units({unit}) - {store} and at > last.get(unit, ""):
            found.add(unit)
    return found


def _parent(reader: Reader, scope: Scope, trust: Trust) -> str:
    alive = [one for one in trust.stores.values() if one.public and not one.revoked]
    offices = {enrolled.unit for enrolled in alive}
    above = (unit for unit in scope.path(reader.own_unit) if unit != reader.own_unit)
    return next((scope.label(unit) for unit in above if unit in offices), "")


def _linked(reader: Reader, scope: Scope, trust: Trust) -> tuple[LinkedOffice, ...]:
    from desktop.sync import records
    from desktop.sync.keys import fingerprint

    last: dict[str, str] = {}
    for taken in records.taken(reader):
        last[taken.store] = max(last.get(taken.store, ""), taken.at)
    enrolled = reader.records("enrol")
    found = [
        LinkedOffice(
            one.unit, scope.label(one.unit), str(scope.attribute(one.unit, "code") or ""),
            fingerprint(one.public), str(enrolled.get(one.store, {}).get("from") or ""),
            last.get(one.store, ""),
        )
        for one in trust.stores.values()
        if one.public and not one.revoked and scope.parent(one.unit) == reader.own_unit
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda office: sort_key(office.name)))


def _bundles(reader: Reader, scope: Scope) -> list[BundleRow]:
    from desktop.sync import records
    from desktop.sync.outbox import STATES, overtaken, state_of
    from desktop.sync.records import grants

    made = records.made(reader)
    answered = {bundle for one in made for bundle in one.acked_bundles}
    rows = []
    for one in made:
        state, since = state_of(reader, one)
        reached = STATES.index(state) + 1
        newer = overtaken(reader, one) if reached == 4 else ""
        reached -= bool(newer)
        times = (one.at, one.sent or "", one.received or "", since if reached == 4 else "")
        rows.append(
            BundleRow(one.id, True, scope.label(scope.resolve(one.to)), one.seq, one.at, reached,
                      since, times, one.file, one.returns, overtaken=newer)
        )  # fmt: skip
    lasting = grants(reader)
    for came in records.taken(reader):
        rows.append(
            BundleRow(came.id, False, scope.label(scope.resolve(came.unit)), 0, came.at, 0,
                      came.at, (), "", (), came.id in answered, lasting=came.id in lasting)
        )  # fmt: skip
    for gone in records.undone(reader):
        rows.append(
            BundleRow(gone.id, False, scope.label(scope.resolve(gone.unit)), 0, gone.taken, 0,
                      gone.at, (), "", (), undone=gone.at)
        )  # fmt: skip
    return sorted(rows, key=lambda row: row.at, reverse=True)


def units_below(reader: Reader, day: Any) -> list[tuple[str, str]]:
    """Return (name, code or id) of the units that may be enrolled from here.

    Those below; at the end the office's own, for a further PC, where nobody above enrols it.
    """
    tree = tree_on(reader, day)
    own = reader.own_unit
    found = [unit for unit in tree.walk(own) if unit.id != own and tree.role(unit) != "part"]
    if Scope.of(reader).parent(own) is None:
        found += [unit for unit in tree.walk(own) if unit.id == own]
    return [
        (f"{unit.name} ({unit.code})" if unit.code else unit.name, unit.code or unit.id)
        for unit in found
    ]


def overtaken_words(overtaken: str) -> str:
    """Return what became of a bundle whose figures were replaced before they were accepted."""
    if overtaken == "sent":
        return _("đã có bản mới hơn, đã gửi")
    return _("đã có bản mới hơn, chưa gửi") if overtaken else ""


def state_words() -> tuple[str, ...]:
    """Return the four states of a bundle in words."""
    return (_("đã tạo"), _("đã gửi"), _("đã tiếp nhận"), _("đã tổng hợp"))

"""Importing bundles: verify, show the difference, take in one transaction, owe a receipt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.agenda.change_counts import Tally, tally
from desktop.models.collector import without_collector
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import Scheme
from desktop.models.packs.periods import parse_period
from desktop.models.store.fold import Change
from desktop.models.store.held import held_ops
from desktop.models.store.ops import Op
from desktop.models.store.store import Step, Store
from desktop.models.units.open_conflicts import open_conflicts
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.absorb import Outcome, absorb, settle
from desktop.sync.evidence import backup_before_import, keep, keep_blobs, local_copy, only_once
from desktop.sync.judged import Judged, judged_returns, told
from desktop.sync.keys import Unsigned
from desktop.sync.layout import KIND_GRANT
from desktop.sync.manifest import Origin, decode_raw, head_view
from desktop.sync.messages import BundleRefusal, Message, message
from desktop.sync.ownership import Direction, Sender, direction_of
from desktop.sync.reader import (
    OpenedBundle,
    opened,
    read_bundle,
    read_sealed,
    told_as_workbook,
)
from desktop.sync.revocation import covered, refuse_after_end
from desktop.sync.rotation import Followed
from desktop.sync.sealing import unsealed
from desktop.sync.superseding import supersede_unverified
from desktop.sync.totals import returns_in, totals_of
from desktop.sync.trust import Trust, as_enrolled
from desktop.sync.vouching import vouch_for_bundle
from desktop.sync.waiting import Waiting, waiting_returns
from desktop.sync.warnings import about_copy, about_returned, about_undone, warnings_about

Backup = Callable[[Store], object]
BACKUP_ABOVE = 50
"""An import of more changes than this is preceded by a verified backup."""
_ASKED_AT_ONCE = 500
_REGISTER = attrgetter("kind", "key", "field")


class ImportResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file; counts are of things as `tally` counts them: activities, figures.

    `status` is imported, already or refused; `pending` counts returns that wait for a word beside
    what counts, `pending_first` those of them that came first after their period was closed,
    `settled` the disagreements it ended;
    `warnings` are sentences; `tally` tells the counts kind by kind; `differences` and `returns`
    (return key, revision) are for the preview, and so are `findings`, what the rules say of the
    returns: only a preview judges them.
    """

    path: str
    id: str | None = None
    status: str = "refused"
    code: str | None = None
    message: str = ""
    next_step: str = ""
    kind: str | None = None
    unit: str | None = None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    pending: int = 0
    pending_first: int = 0
    conflicts: int = 0
    settled: int = 0
    warnings: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    returns: tuple[tuple[str, str], ...] = ()
    rejected: tuple[tuple[str, str, str, str], ...] = ()
    differences: tuple[Change, ...] = ()
    findings: tuple[Judged, ...] = ()
    tally: Tally = Tally()
    verified: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the members the headless verb answers with."""
        members = msgspec.structs.asdict(self)
        for private in ("differences", "returns", "rejected", "received", "tally"):
            del members[private]
        things = [msgspec.structs.asdict(one) | {"name": one.name} for one in self.tally.kinds]
        findings = [msgspec.structs.asdict(one) for one in self.findings]
        return members | {
            "warnings": list(self.warnings), "things": things, "findings": findings,
        }  # fmt: skip


def import_files(
    store: Store,
    paths: Iterable[Path],
    *,
    dry_run: bool = False,
    backup: Backup | None = backup_before_import,
    phrase: str = "",
    rules: bool = True,
    own_save: bool = False,
) -> list[ImportResult]:
    """Import each file on its own; one that is refused never blocks the others.

    One backup, from before the first of them that brings much, serves them all.
    """
    results, backup = [], backup and only_once(backup)
    for path in paths:
        try:
            results.append(
                import_bundle(
                    store,
                    path,
                    dry_run=dry_run,
                    backup=backup,
                    phrase=phrase,
                    rules=rules,
                    own_save=own_save,
                )
            )
        except Refusal as met:
            refusal = told_as_workbook(path, met)  # a copy of it was read
            results.append(
                ImportResult(
                    path=str(path), code=refusal.code, message=refusal.message,
                    next_step=refusal.next_step,
                )
            )  # fmt: skip
    return results


def preview_bundle(store: Store, path: Path) -> ImportResult:
    """Tell what importing the file would change, and change nothing."""
    return import_bundle(store, path, dry_run=True)


def import_bundle(
    store: Store,
    path: Path,
    *,
    dry_run: bool = False,
    backup: Backup | None = backup_before_import,
    phrase: str = "",
    rules: bool = True,
    own_save: bool = False,
) -> ImportResult:
    """Import one file in one transaction. Raises Refusal and leaves everything as it was.

    `backup` makes a verified copy of the office; it is called before many changes, when the
    office already holds figures. `phrase` opens a bundle that a passphrase seals. A `dry_run`
    judges the returns, the longest part of it, unless it is to go without `rules`. `own_save`: a
    person says that this bundle of an earlier machine of this unit, since ended, is their own.
    """
    if dry_run:
        with unsealed(store.folder, path, phrase) as plain:
            bundle = verified(store, plain, own_save=own_save)
            return _imported(store, path, bundle, dry_run=True, rules=rules)
    with local_copy(store.folder, path) as copy, unsealed(store.folder, copy, phrase) as plain:
        bundle = verified(store, plain, own_save=own_save)
        bundle = bundle if plain == copy else replace(bundle, evidence=copy)
        if backup and _brings_much(store, bundle):
            backup(store)
        return _imported(store, path, bundle, dry_run=False)


def _brings_much(store: Store, bundle: OpenedBundle) -> bool:
    unknown, end = 0, len(bundle.ops)
    while end > 0 and unknown <= BACKUP_ABOVE:  # from its end: a bundle repeats what came before
        last = bundle.ops[max(0, end - _ASKED_AT_ONCE) : end]
        unknown += len(last) - len(held_ops(store.rows, last))
        end -= _ASKED_AT_ONCE
    return unknown > BACKUP_ABOVE


def verified(store: Store, path: Path, *, own_save: bool = False) -> OpenedBundle:
    """Read a bundle from an enrolled office to this one and check its sums."""
    scope = Scope.of(store)
    own = {store.own_unit, store.meta("unit") or ""}
    trust = Trust.of(store, scope)
    try:
        bundle = read_bundle(path, trust.key_for, own, Followed(trust))
    except BundleRefusal as refusal:
        if refusal.code == "E_UNKNOWN_SENDER" and _claims_to_be_grant(path):
            raise BundleRefusal("E_GRANT_FILE", refusal.detail) from refusal
        if refusal.code == "E_UNKNOWN_SENDER" and refusal.detail == Unsigned().id:
            name = _origin(path).claimed
            raise BundleRefusal("E_UNSIGNED", refusal.detail, name=name) from refusal
        if refusal.code == "E_UNKNOWN_SENDER":
            _refuse_ended(trust, scope, path)
            _tell_of_above(refusal, scope, store.own_unit, path)
        raise
    check_sums(bundle)
    refuse_after_end(
        store, trust, bundle.manifest.origin.store, bundle.signer, bundle.id, bundle.ops,
        own_save=own_save,
    )  # fmt: skip
    origin = as_enrolled(bundle.manifest.origin, trust, scope)
    return replace(bundle, manifest=msgspec.structs.replace(bundle.manifest, origin=origin))


def _claims_to_be_grant(path: Path) -> bool:
    """Tell whether a file of an unknown sender calls itself a grant; nothing is believed."""
    with opened(path) as archive:
        return decode_raw(read_sealed(archive).manifest).get("kind") == KIND_GRANT


def _refuse_ended(trust: Trust, scope: Scope, path: Path) -> None:
    """Refuse E_REVOKED where an unknown key claims to be a revoked machine's: it gets no grant."""
    origin = _origin(path)
    enrolled = trust.stores.get(origin.store)
    if enrolled is not None and enrolled.revoked is not None:
        unit, day = scope.label(enrolled.unit), enrolled.revoked.told
        raise BundleRefusal("E_REVOKED", origin.key_id, unit=unit, day=day)


def _origin(path: Path) -> Origin:
    with opened(path) as archive:
        return head_view(decode_raw(read_sealed(archive).manifest)).origin


def _tell_of_above(refusal: BundleRefusal, scope: Scope, own: str, path: Path) -> None:
    """Say so where an unknown key claims to be an office's above: it may have a new computer."""
    with opened(path) as archive:
        origin = decode_raw(read_sealed(archive).manifest).get("origin")
    unit = scope.resolve(str(origin.get("unit"))) if isinstance(origin, dict) else ""
    if unit in scope.units and scope.is_below(own, unit):
        told = message("W_UNKNOWN_ABOVE", unit=scope.label(unit))
        refusal.message, refusal.next_step = told.text, told.next_step


def check_sums(bundle: OpenedBundle) -> None:
    """Refuse E_TOTALS when the numbers told in the manifest are not those of the lines."""
    counts = bundle.manifest.counts
    returns = len(returns_in(bundle.ops))
    if counts.get("submits", returns) != returns:
        raise BundleRefusal("E_TOTALS", "number of returns")
    if bundle.manifest.totals and bundle.manifest.totals != totals_of(bundle.ops):
        raise BundleRefusal("E_TOTALS", "totals")


def sender_of(store: Store, bundle: OpenedBundle) -> Sender:
    """Return who signed, seen from here. Refuses E_UNKNOWN_SENDER where no line connects."""
    scope = Scope.of(store)
    signer = Followed(Trust.of(store, scope)).signer(bundle)
    direction = direction_of(scope, store.own_unit, signer.unit) if signer else None
    if signer is None or direction is None:
        raise BundleRefusal("E_UNKNOWN_SENDER", "store, key and unit do not belong together")
    return Sender(signer.unit, direction, bundle.manifest.full)


def last_day_finder(schemes: Iterable[Scheme]) -> Callable[[str], date]:
    """Return a function from a period id to the last day of its figures (`data_to`)."""
    listed = list(schemes)
    known: dict[str, date] = {}

    def last_day(period: str) -> date:
        if period not in known:
            try:
                known[period] = parse_period(period, listed).data_to
            except Refusal:
                known[period] = date.max
        return known[period]

    return last_day


@without_collector()
def _imported(
    store: Store, path: Path, bundle: OpenedBundle, *, dry_run: bool, rules: bool = False
) -> ImportResult:
    before = records.was_taken(store, bundle.id)
    if before is not None:
        return already_taken(path, bundle, before)
    sender = sender_of(store, bundle)
    label = _("Nhận gói của {unit}").format(unit=Scope.of(store).label(sender.unit))
    # Only who stands above judges: what a further PC of the office tells waits for nobody here.
    waiting = waiting_returns(store, bundle.ops) if sender.direction is Direction.UP else []
    with store.step(label, barrier="import", rehearse=dry_run) as step:
        outcome, received, lost = _take(store, step, bundle, sender)
        heads = bundle.manifest.heads
        warnings = warnings_about(store, bundle.ops, outcome, sender, waiting, heads)
        warnings += about_copy(store, bundle.manifest.acks.heads, sender.unit)
        warnings += about_undone(store, lost, sender.unit)
        judged = judged_returns(store, outcome.taken) if dry_run and rules else ()
        warnings += told(judged)
        if not dry_run:
            keep_blobs(store.folder, bundle)
            keep(store.folder, bundle)
        disputed = frozenset(open_conflicts(store))
        scope = Scope.of(store)  # as the bundle leaves it: it may say what own ids stand for
    changes = [
        one
        if not one.conflict or (one.kind, one.key, one.field) in disputed
        else msgspec.structs.replace(one, conflict=False)
        for one in _real(step)
    ]
    if sender.direction is not Direction.UP:
        warnings += about_returned(store, changes)
    counted = _counted(scope, bundle, changes, outcome)
    result = _result(path, bundle, changes, outcome, counted, received, warnings, waiting)
    settled = _settled(step)
    if lost:  # that is what it brings, and there is something to do
        result = msgspec.structs.replace(result, message="", next_step="")
    elif settled and result.message:  # what was in use was chosen: no value changed by it
        done = message("I_SETTLED", count=settled)
        result = msgspec.structs.replace(result, message=done.text, next_step=done.next_step)
    return msgspec.structs.replace(result, findings=judged, settled=settled)


def _take(
    store: Store, step: Step, bundle: OpenedBundle, sender: Sender
) -> tuple[Outcome, list[str], list[int]]:
    last_day = last_day_finder(store.packs.schemes)
    origin = bundle.manifest.origin
    if sender.direction is Direction.PEER and _is_past_its_end(store, bundle):
        vouch_for_bundle(store, step, origin.store, bundle.ops)
    outcome = absorb(store, step, bundle.ops, sender, bundle.id, last_day)
    records.write_taken(
        step,
        records.Taken(
            bundle.id, store.now(), sender.unit, origin.store, sender.direction.value, sender.full
        ),
    )
    settle(store, step, outcome.taken, last_day)
    if sender.direction is Direction.DOWN:
        supersede_unverified(store, step, last_day)
    received, lost = list[str](), list[int]()
    ended = Trust.of(store, Scope.of(store)).ending(origin.store, bundle.signer)
    if origin.store != store.store_id and ended is None:
        peer = sender.direction is Direction.PEER  # each PC of an office acknowledges for itself
        by = origin.store if peer else sender.unit
        below = sender.direction is Direction.UP
        received, lost = records.take_acks(step, store, by, bundle.manifest, below=below)
    return outcome, received, lost


def _is_past_its_end(store: Store, bundle: OpenedBundle) -> bool:
    """Tell of a bundle that was let in whether a person stands by it: an earlier machine's."""
    trust, name = Trust.of(store, Scope.of(store)), bundle.manifest.origin.store
    ending = trust.stores[name].revoked
    if ending is None or ending.final or name == store.store_id:
        return False
    good = covered(store, name, ending, bundle.ops)
    return any(op.store == name and op.id not in good for op in bundle.ops)


_OWN_NOTES = frozenset({records.BUNDLE, records.PEER})
"""What an import writes for this office's own sake."""


def _real(step: Step) -> list[Change]:
    """Return the changes of an import that a person would call so.

    A disagreement that it ended itself, as our word over an unsigned one, is none any more.
    """
    ended = {change.register for change in step.change.changes if change.settled}
    changes = [
        msgspec.structs.replace(one, conflict=False) if ended and one.register in ended else one
        for one in step.change.changes
        if one.kind not in _OWN_NOTES
    ]
    return [one for one in changes if one.before != one.after or one.conflict]


def _settled(step: Step) -> int:
    """Return how many disagreements of machines an import ended."""
    return len({change.register for change in step.change.changes if change.settled})


def _counted(
    scope: Scope, bundle: OpenedBundle, changes: Sequence[Change], outcome: Outcome
) -> Tally:
    plain = not scope.aliases

    def register(op: Op) -> tuple[str, str, str]:
        if plain or op.kind == "alias":
            return op.kind, op.key, op.field
        return op.kind, "|".join(map(scope.resolve, op.key.split("|"))), op.field

    refused = [register(rejected.op) for rejected in outcome.rejected]
    every = set(map(_REGISTER if plain else register, bundle.ops))
    every.difference_update(map(_REGISTER, changes))
    return tally(changes, every, refused)


def _result(
    path: Path,
    bundle: OpenedBundle,
    changes: Sequence[Change],
    outcome: Outcome,
    counted: Tally,
    received: Sequence[str],
    warnings: Sequence[str],
    waiting: Sequence[Waiting],
) -> ImportResult:
    new, changed, skipped = (counted.total(what) for what in ("new", "changed", "skipped"))
    nothing = not (new or changed or skipped or counted.conflicts)
    told = _nothing_new(bundle, len(received)) if nothing else None
    return ImportResult(
        path=str(path), id=bundle.id, status="imported", kind=bundle.manifest.kind,
        unit=bundle.manifest.origin.code, pending=len(waiting), conflicts=counted.conflicts,
        message=told.text if told else "", next_step=told.next_step if told else "",
        warnings=tuple(warnings), received=tuple(received),
        pending_first=sum(one.why == "first" for one in waiting),
        returns=tuple((op.key, op.field) for op in returns_in(outcome.taken)),
        rejected=tuple((r.op.kind, r.op.key, r.op.field, r.reason) for r in outcome.rejected),
        differences=tuple(changes), tally=counted, new=new,
        changed=changed, unchanged=counted.total("unchanged"), skipped=skipped,
    )  # fmt: skip


def _nothing_new(bundle: OpenedBundle, received: int) -> Message:
    name = bundle.manifest.origin.name
    if bundle.blobs and not bundle.ops:
        return message("I_BLOBS", count=len(bundle.blobs))
    code = "I_RECEIPT" if received else "I_NOTHING"
    return message(code, unit=name, count=received)


def already_taken(path: Path, bundle: OpenedBundle, at: str) -> ImportResult:
    """Return the result of a bundle that was taken in before, at an ISO moment."""
    counted = tally((), ((op.kind, op.key, op.field) for op in bundle.ops))
    day = f"{at[8:10]}/{at[5:7]}/{at[:4]}"
    told = message("I_ALREADY", day=day)
    return ImportResult(
        path=str(path), id=bundle.id, status="already", code="I_ALREADY", message=told.text,
        next_step=told.next_step, kind=bundle.manifest.kind, unit=bundle.manifest.origin.code,
        unchanged=counted.total("unchanged"), tally=counted,
    )  # fmt: skip

"""Taking a QR sheet: verified like a bundle, shown first, taken in one transaction.

The sheet brings one operation out of the middle of its chain. It counts at once; the chain is
acknowledged only when a bundle brings the rest, and that bundle finds the operation known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from desktop.i18n import _
from desktop.models.agenda.change_counts import tally
from desktop.models.errors import Refusal
from desktop.models.figures.revisions import name_of
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import split_return_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import Step, Store
from desktop.models.text import lowered
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.absorb import Outcome, absorb, holds
from desktop.sync.digits import from_typed, to_digits
from desktop.sync.files import write_atomic
from desktop.sync.importer import ImportResult, last_day_finder
from desktop.sync.judged import judged_returns, told
from desktop.sync.layout import KIND_SHEET
from desktop.sync.messages import BundleRefusal
from desktop.sync.ownership import Direction, Sender, direction_of
from desktop.sync.revocation import refuse_after_end
from desktop.sync.sheet import Sheet, open_sheet
from desktop.sync.sheet_export import newest_locked
from desktop.sync.sheet_messages import SheetRefusal, message
from desktop.sync.sheet_waiting import claimant, forget, keep, ready
from desktop.sync.trust import Enrolled, Trust
from desktop.sync.waiting import waiting_returns
from desktop.sync.warnings import warnings_about


@dataclass(frozen=True, slots=True)
class Known:
    """A genuine sheet as this office sees it: whose store signed, and from where."""

    sheet: Sheet
    signer: Enrolled
    sender: Sender
    scope: Scope


def import_sheets(
    store: Store, texts: Sequence[str], path: str = "", *, dry_run: bool = False
) -> list[ImportResult]:
    """Take each sheet on its own; one that is refused never blocks the others.

    One whose key is not known yet is kept aside, E_QR_KEPT; with `dry_run` it only would be.
    """
    results = []
    for text in texts:
        try:
            results.append(import_sheet(store, text, path, dry_run=dry_run))
        except Refusal as refusal:
            told = _kept_aside(store, text, refusal, dry_run=dry_run) or refusal
            results.append(refused(path, told))
    return results


def _kept_aside(store: Store, text: str, refusal: Refusal, *, dry_run: bool) -> Refusal | None:
    scope = Scope.of(store)
    unit = None
    if isinstance(refusal, SheetRefusal):
        unit = claimant(scope, Trust.of(store, scope), refusal, store.own_unit)
    if unit is None or not isinstance(refusal, SheetRefusal):
        return None
    if not dry_run:
        keep(store, text, refusal)
    return SheetRefusal("E_QR_KEPT", refusal.detail, unit=scope.label(unit))


def import_waiting(store: Store) -> list[ImportResult]:
    """Take the sheets kept aside whose key has become known; each is kept no longer.

    Each result goes by a name of its own, as files do.
    """
    results = []
    for place, one in enumerate(ready(store), 1):
        day = f"{one.at[8:10]}/{one.at[5:7]}/{one.at[:4]}"
        path = _("phiếu QR {n} của {code}, giữ từ ngày {day}").format(
            n=place, code=one.code, day=day
        )
        try:
            results.append(import_sheet(store, one.digits, path))
        except Refusal as refusal:
            results.append(refused(path, refusal))
        forget(store, one)
    return results


def refused(path: str, refusal: Refusal) -> ImportResult:
    """Return the result of what could not be taken."""
    return ImportResult(
        path=path, code=refusal.code, message=refusal.message, next_step=refusal.next_step,
        kind=KIND_SHEET,
    )  # fmt: skip


def import_sheet(store: Store, text: str, path: str = "", *, dry_run: bool = False) -> ImportResult:
    """Take the return of one sheet in one transaction, or with `dry_run` only tell of it.

    `path` is where the text came from, for the result. Raises Refusal and changes nothing.
    """
    known = verified_sheet(store, text)
    before = records.was_taken(store, known.sheet.id)
    if before is not None:
        return _already(known, path, before)
    op = known.sheet.op
    _refuse_outdated(store, known)
    unit = known.scope.label(known.sender.unit)
    waiting = waiting_returns(store, [op])
    label = _("Nhận phiếu QR của {unit}").format(unit=unit)
    with store.step(label, barrier="import", rehearse=dry_run) as step:
        outcome = _take(store, step, known)
        warnings = warnings_about(store, [op], outcome, known.sender, waiting, alone=True)
        judged = judged_returns(store, outcome.taken) if dry_run else ()
        warnings += told(judged)
        if not dry_run:
            _keep(store, known.sheet, text)
    result = _result(store, known, path, step)
    return msgspec.structs.replace(
        result,
        pending=len(waiting),
        warnings=tuple(warnings),
        findings=judged,
        pending_first=sum(one.why == "first" for one in waiting),
    )


def verified_sheet(store: Store, text: str) -> Known:
    """Return a sheet an enrolled office signed, below this one or a PC of its own.

    Refuses the codes of `open_sheet`, E_REVOKED and E_QR_FOREIGN.
    """
    scope = Scope.of(store)
    trust = Trust.of(store, scope)
    try:
        sheet = open_sheet(text, trust.key_for)
    except SheetRefusal as refusal:
        raise _named(scope, refusal) from refusal
    signer = _signer(trust, sheet)
    direction = direction_of(scope, store.own_unit, signer.unit)
    if direction is None or direction is Direction.DOWN:
        raise _foreign(scope, signer.unit, _("đơn vị này không thuộc cấp dưới của cơ quan mình"))
    refuse_after_end(store, trust, signer.store, sheet.key, sheet.id, [sheet.op])
    return Known(sheet, signer, Sender(signer.unit, direction), scope)


def _named(scope: Scope, refusal: SheetRefusal) -> SheetRefusal:
    """Put the unit's name for the code the sheet claims, where the register knows it."""
    code = refusal.fields.get("unit")
    unit = scope.only_by_code(str(code)) if code else None
    if unit is None:
        return refusal
    named = refusal.fields | {"unit": f"{scope.label(unit)} ({code})", "claimed": code}
    return SheetRefusal(refusal.code, refusal.detail, **named)


def _signer(trust: Trust, sheet: Sheet) -> Enrolled:
    mine = (one for store, one in sorted(trust.stores.items()) if trust.signer(store, sheet.key))
    found = next(mine, None)
    if found is None:
        raise SheetRefusal("E_QR_UNKNOWN", sheet.key, unit=sheet.code)
    return found


def _foreign(scope: Scope, unit: str, why: str) -> SheetRefusal:
    return SheetRefusal("E_QR_FOREIGN", unit=scope.label(unit), why=why)


def _refuse_outdated(store: Store, known: Known) -> None:
    """Refuse E_QR_OUTDATED a revision the books do not hold when they hold a newer one."""
    sheet = known.sheet
    unit, form, period = split_return_key(sheet.op.key)
    unit = known.scope.resolve(unit)
    held = newest_locked(store, f"{period}|{form}|{unit}")
    if held is None or int(held.field) <= sheet.revision or holds(store, sheet.op):
        return
    raise SheetRefusal(
        "E_QR_OUTDATED", unit=known.scope.label(unit), form=form, period=_period(store, period),
        newer=name_of(int(held.field)), given=name_of(sheet.revision),
    )  # fmt: skip


def _period(reader: Reader, period: str) -> str:
    try:
        return lowered(parse_period(period, reader.packs.schemes).title)
    except Refusal:
        return period


def _take(store: Store, step: Step, known: Known) -> Outcome:
    sheet, sender = known.sheet, known.sender
    outcome = absorb(
        store, step, [sheet.op], sender, sheet.id, last_day_finder(store.packs.schemes)
    )
    for rejected in outcome.rejected:
        raise _foreign(known.scope, sender.unit, rejected.reason)
    records.write_taken(
        step,
        records.Taken(
            sheet.id, store.now(), sender.unit, known.signer.store, sender.direction.value,
            full=False,
        ),
    )  # fmt: skip
    return outcome


def _keep(store: Store, sheet: Sheet, text: str) -> None:
    """Keep the sheet's digits as evidence; on the disk before the import commits."""
    folder = store.folder / "bundles" / "in"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BundleRefusal("E_WRITE", str(error), folder=folder) from error
    write_atomic(folder / f"{sheet.id}.txt", to_digits(from_typed(text)).encode())


def _result(store: Store, known: Known, path: str, step: Step) -> ImportResult:
    op = known.sheet.op
    changes = [one for one in step.change.changes if one.kind not in (records.BUNDLE, records.PEER)]
    real = [one for one in changes if one.before != one.after or one.conflict]
    held = (op.kind, "|".join(map(known.scope.resolve, op.key.split("|"))), op.field)
    counted = tally(real, () if real else [held])
    nothing = message("I_QR_NOTHING", unit=known.scope.label(known.sender.unit))
    return ImportResult(
        path=path, id=known.sheet.id, status="imported", kind=KIND_SHEET, unit=known.sheet.code,
        message="" if real else nothing.text, next_step="" if real else nothing.next_step,
        new=counted.total("new"), changed=counted.total("changed"),
        unchanged=counted.total("unchanged"), conflicts=counted.conflicts, tally=counted,
        returns=((op.key, op.field),) if real else (), differences=tuple(real),
    )  # fmt: skip


def _already(known: Known, path: str, at: str) -> ImportResult:
    op = known.sheet.op
    counted = tally((), [(op.kind, op.key, op.field)])
    told_again = message("I_QR_ALREADY", day=f"{at[8:10]}/{at[5:7]}/{at[:4]}")
    return ImportResult(
        path=path, id=known.sheet.id, status="already", code="I_ALREADY", kind=KIND_SHEET,
        message=told_again.text, next_step=told_again.next_step, unit=known.sheet.code,
        unchanged=counted.total("unchanged"), tally=counted,
    )  # fmt: skip

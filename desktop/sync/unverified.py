"""Taking figures from a bundle nobody vouches for, by explicit choice of a person.

An operation counts only when its owner wrote it, so nothing of such a bundle enters the journal
as it is. The receiving office, which owns the figures of a unit without an office, enters and
locks them itself; every revision made so says where it is from and stays marked on its way up.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.models.agenda.change_counts import tally
from desktop.models.errors import Refusal
from desktop.models.figures.cells import (
    BY_TREE,
    CLEARED,
    NOT_APPLICABLE,
    TREE_CAUSED,
    Entry,
    number_of,
)
from desktop.models.figures.figures import set_cells
from desktop.models.figures.revisions import entry_form, form_codes, revisions
from desktop.models.figures.sums.trace_words import when
from desktop.models.store.keys import return_key, split_return_key
from desktop.models.store.ops import Op
from desktop.models.store.store import Step, Store
from desktop.models.text import lowered
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.evidence import keep, local_copy
from desktop.sync.importer import ImportResult, already_taken, check_sums
from desktop.sync.messages import BundleRefusal, message
from desktop.sync.ownership import Direction
from desktop.sync.reader import OpenedBundle, read_unsigned
from desktop.sync.sealing import unsealed
from desktop.sync.totals import SUBMIT, standing_returns
from desktop.sync.trust import Trust

MARK = "unverified"
"""Member of a locked return: the bundle, the name and the key it claims to come from."""


def import_unverified(
    store: Store, path: Path, unit_code: str = "", *, dry_run: bool = False, phrase: str = ""
) -> ImportResult:
    """Take the locked returns of an unsigned bundle, or one of an unknown key, as one step.

    `unit_code` says which unit below it is of; "" where the code in the bundle is right. The
    step can be undone like typing. Refuses E_VERIFIED for a bundle of an enrolled office,
    E_UNVERIFIED_UNIT, E_UNVERIFIED_CODE, E_UNVERIFIED_ENROLLED, E_UNVERIFIED_BEFORE for one taken
    as of another unit, E_UNVERIFIED_EMPTY without a locked return, and what the strict reader
    refuses.
    """
    if dry_run:
        with unsealed(store.folder, path, phrase) as plain:
            return _taken(store, path, _read(store, plain), unit_code, dry_run=True)
    with local_copy(store.folder, path) as copy, unsealed(store.folder, copy, phrase) as plain:
        bundle = _read(store, plain)
        bundle = bundle if plain == copy else replace(bundle, evidence=copy)
        return _taken(store, path, bundle, unit_code, dry_run=False)


def _read(store: Store, path: Path) -> OpenedBundle:
    bundle = read_unsigned(path, {store.own_unit, store.meta("unit") or ""})
    check_sums(bundle)
    key = bundle.manifest.origin.key_id
    if Trust.of(store, Scope.of(store)).key_for(key) is not None:
        raise BundleRefusal("E_VERIFIED", key)
    return bundle


def _taken(
    store: Store, path: Path, bundle: OpenedBundle, unit_code: str, *, dry_run: bool
) -> ImportResult:
    scope = Scope.of(store)
    before = next((one for one in records.taken(store) if one.id == bundle.id), None)
    if before is not None and before.verified:
        return already_taken(path, bundle, before.at)
    meant = _Meant.of(store, scope, bundle, unit_code)
    if before is not None and scope.resolve(before.unit) != meant.unit:
        raise BundleRefusal(
            "E_UNVERIFIED_BEFORE", day=when(before.at)[:10], before=scope.label(before.unit),
            unit=scope.label(meant.unit),
        )  # fmt: skip
    if before is not None:
        return already_taken(path, bundle, before.at)
    returns = list(standing_returns(bundle.ops))
    if not returns:  # typed and not locked: nothing of it may count, and nobody would know
        raise BundleRefusal("E_UNVERIFIED_EMPTY", bundle.id)
    label = _("Nhận gói chưa xác thực của {unit}").format(unit=scope.label(meant.unit))
    rejected: list[tuple[str, str, str, str]] = []
    with store.step(label, rehearse=dry_run) as step:
        for op in returns:
            try:
                rejected += _enter(store, step, bundle, meant, op)
            except Refusal as refusal:
                rejected.append((op.kind, op.key, op.field, refusal.message))
        origin = bundle.manifest.origin
        taken = records.Taken(
            bundle.id, store.now(), meant.unit, origin.store, Direction.UP.value, False, False
        )
        records.write_taken(step, taken)
        if not dry_run:
            keep(store.folder, bundle)
    changes = [one for one in step.change.changes if one.kind in ("cell", SUBMIT)]
    registers = [one.register for one in changes]
    counted = tally(changes, registers, [(kind, key, name) for kind, key, name, _why in rejected])
    claimed = bundle.manifest.origin.name or bundle.manifest.origin.code
    told = message("W_UNVERIFIED_TAKEN", unit=scope.label(meant.unit), name=claimed)
    nothing = message("I_NOTHING") if not (changes or rejected) else None
    return ImportResult(
        message=nothing.text if nothing else "", next_step=nothing.next_step if nothing else "",
        path=str(path), id=bundle.id, status="imported", kind=bundle.manifest.kind,
        unit=str(scope.attribute(meant.unit, "code") or ""),
        warnings=(f"{told.text} {told.next_step}", *dict.fromkeys(row[3] for row in rejected)),
        rejected=tuple(rejected), differences=tuple(changes), tally=counted,
        new=counted.total("new"), changed=counted.total("changed"),
        skipped=counted.total("skipped"), verified=False,
        returns=tuple((one.key, one.field) for one in changes if one.kind == SUBMIT),
    )  # fmt: skip


class _Meant:
    """Which of our units the units named in a bundle are."""

    def __init__(self, unit: str, by_id: Mapping[str, str]) -> None:
        self.unit, self._by_id = unit, by_id

    @classmethod
    def of(cls, store: Store, scope: Scope, bundle: OpenedBundle, code: str) -> "_Meant":
        origin = bundle.manifest.origin
        found = scope.only_by_code(code or origin.code)
        named = scope.resolve(code or origin.unit)
        if found is None and named in scope.units:
            found = named
        if found is None or not (found == store.own_unit or scope.is_below(found, store.own_unit)):
            if code:
                raise BundleRefusal("E_UNVERIFIED_CODE", unit=code)
            raise BundleRefusal("E_UNVERIFIED_UNIT", origin.code)
        alive = Trust.of(store, scope).alive_of_units({found})
        if found == store.own_unit or alive:
            raise BundleRefusal("E_UNVERIFIED_ENROLLED", unit=scope.label(found))
        known = {unit: unit for unit in scope.units if scope.is_below(unit, found)}
        for op in bundle.ops:
            if op.kind == "unit" and op.field.startswith("code@") and isinstance(op.value, str):
                ours = scope.by_code(op.value)
                if ours is not None and scope.is_below(ours, found):
                    known[op.key] = ours
        return cls(found, known | {origin.unit: found})

    def ours(self, unit: str) -> str:
        """Return our id of a unit. Raises Refusal when it is none under the one meant."""
        if unit not in self._by_id:
            raise Refusal(_("đơn vị của số liệu chưa có trong danh sách"))
        return self._by_id[unit]


def _enter(
    store: Store, step: Step, bundle: OpenedBundle, meant: _Meant, op: Op
) -> list[tuple[str, str, str, str]]:
    """Enter and lock one return; return the figures that were left out, each with its reason."""
    name, form_id, period = split_return_key(op.key)
    unit, form = meant.ours(name), entry_form(store, form_id)
    said = op.value.get("values") if isinstance(op.value, dict) else None
    codes, entries = form_codes(store, form.id), {}
    left_out = []
    for code, value in said.items() if isinstance(said, dict) else ():
        entry = _entry(value)
        if code.partition(";")[0] not in codes:
            why = _("chỉ tiêu không có trong biểu {form}").format(form=form.label)
            left_out.append(("cell", op.key, code, why))
        elif entry is None:
            left_out.append(("cell", op.key, code, _("giá trị sai quy cách")))
        elif code.partition(";")[0] in TREE_CAUSED and entry != CLEARED:
            left_out.append(("cell", op.key, code, lowered(BY_TREE.rstrip("."))))
        else:
            entries[unit, code] = entry
    listed = revisions(store, period, form.id).get((unit, form.id), [])
    held = {code: entry.register() for (_unit, code), entry in entries.items()}
    if not held or (listed and listed[-1].values == held):
        return left_out
    origin = bundle.manifest.origin
    reason = _("Gói chưa xác thực của {name}").format(name=origin.name) if listed else ""
    set_cells(store, period, entries, reason=reason)
    mark = {"bundle": bundle.id, "name": origin.name, "key": origin.key_id}
    body: dict[str, Any] = {
        "form": form.id, "version": form.version, "values": held, MARK: mark,
        **({"reason": reason} if reason else {}),
    }  # fmt: skip
    rev = listed[-1].rev + 1 if listed else 1
    step.put(SUBMIT, return_key(unit, form.id, period), str(rev), body)
    return left_out


def _entry(value: Any) -> Entry | None:
    """Return what a locked value enters, None for a shape no return holds."""
    state = value.get("state") if isinstance(value, dict) else None
    if state in ("na", "cleared"):
        return NOT_APPLICABLE if state == "na" else CLEARED
    number = number_of(value)
    return Entry(number) if type(number) is int else None

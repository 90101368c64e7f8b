"""Making a QR sheet: the newest locked revision of a return, signed, remembered as sent out."""

from dataclasses import dataclass

from desktop.models.store.keys import LOCAL, return_key
from desktop.models.store.ops import Op, read_op
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync import records
from desktop.sync.export import parent_office
from desktop.sync.keys import KeyPair
from desktop.sync.layout import KIND_SHEET
from desktop.sync.sheet import seal_sheet
from desktop.sync.sheet_messages import SheetRefusal
from desktop.sync.totals import SUBMIT
from desktop.sync.trust import Trust, office_key, refuse_revoked, refuse_ungranted


@dataclass(frozen=True, slots=True)
class SealedSheet:
    """A sheet ready for printing: identity (hex), digits, and for which unit (id) above."""

    id: str
    digits: str
    to: str
    to_name: str
    key: str
    revision: str


def sealed_return(
    store: Store, unit: str, form: str, period: str, pair: KeyPair | None = None
) -> SealedSheet:
    """Return the sheet of a unit's (id) newest locked revision; nothing is written.

    Refuses E_QR_NOT_LOCKED, E_QR_TOO_BIG, E_NO_PARENT, E_OWN_REVOKED and E_NOT_GRANTED.
    """
    refuse_revoked(store)
    refuse_ungranted(store)
    scope = Scope.of(store)
    to = parent_office(store, scope, Trust.of(store, scope))
    key = return_key(unit, form, period)
    op = newest_locked(store, key)
    if op is None:
        raise SheetRefusal("E_QR_NOT_LOCKED", unit=scope.label(unit), form=form, period=period)
    code = str(scope.attribute(store.own_unit, "code") or store.own_unit[:8])
    sheet_id, digits = seal_sheet(op, pair or office_key(store), code)
    return SealedSheet(sheet_id, digits, to, scope.label(to), key, op.field)


def remember_sheet(store: Store, sheet: SealedSheet, file: str) -> None:
    """Write down in the open step that a sheet was made, once.

    The step must be a barrier: paper that has left the office is not called back by undo.
    """
    step = store.require_step()
    if store.get(records.BUNDLE, sheet.id, "made") is None:
        record = {
            "kind": KIND_SHEET, "at": store.now(), "file": file,
            "seq": len(records.made(store)) + 1, "to": sheet.to, "acks": [],
            "returns": [[sheet.key, sheet.revision]],
        }  # fmt: skip
        step.put(records.BUNDLE, sheet.id, "made", record, stream=LOCAL)


def newest_locked(reader: Reader, key: str) -> Op | None:
    """Return the operation of the newest revision of a return that stands, None without one."""
    rows = reader.rows(
        "SELECT op.raw FROM leaf JOIN op ON op.store = leaf.store AND op.id = leaf.op"
        " WHERE leaf.kind = ? AND leaf.key = ? AND leaf.winner = 1 AND leaf.value <> 'null'"
        " ORDER BY CAST(leaf.field AS INTEGER) DESC LIMIT 1",
        (SUBMIT, key),
    )
    return read_op(rows[0][0]) if rows else None

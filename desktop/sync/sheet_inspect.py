"""Telling a person what a QR sheet is, without taking it in or keeping it."""

from collections.abc import Sequence
from typing import Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.revisions import name_of
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import split_return_key
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.sync.layout import KIND_SHEET
from desktop.sync.messages import message as bundle_message
from desktop.sync.reader import KeyFor
from desktop.sync.sheet import Sheet, open_sheet
from desktop.sync.sheet_messages import SheetRefusal
from desktop.sync.totals import totals_of
from desktop.sync.trust import Trust

Explained = dict[str, Any]


def inspect_sheet(text: str, key_for: KeyFor, reader: Reader | None = None) -> Explained:
    """Return {"id","kind","origin","counts","totals","return","valid","problems", …} of a sheet.

    `return` is {"unit","form","period","rev"}, None before the signature is verified: nothing
    behind it is unpacked until then, and origin is the sheet's claim. `reader` names units and
    tells of keys that have ended.
    """
    told: Explained = {
        "id": None, "kind": KIND_SHEET, "origin": None, "counts": {}, "totals": {},
        "return": None, "valid": False, "verified": False, "sealed": False, "problems": [],
    }  # fmt: skip
    try:
        sheet = open_sheet(text, key_for)
    except SheetRefusal as refusal:
        told["problems"].append(f"{refusal.message} {refusal.next_step}")
        told["code"] = refusal.code
        claim = refusal.fields.get("unit")
        if claim is not None:
            told["origin"] = {"code": str(claim), "name": _name(reader, str(claim)),
                              "key_id": refusal.detail}  # fmt: skip
        return told
    told |= _contents(sheet, reader)
    told["problems"] += _ended(sheet, reader)
    told["valid"] = not told["problems"]
    return told


def _contents(sheet: Sheet, reader: Reader | None) -> Explained:
    unit, form, period = split_return_key(sheet.op.key)
    scope = Scope.of(reader) if reader is not None else None
    return {
        "id": sheet.id, "verified": True,
        "origin": {"code": sheet.code, "name": _name(reader, sheet.code), "key_id": sheet.key},
        "counts": {"submits": 1, "figures": len(sheet.op.value["values"])},
        "totals": totals_of([sheet.op]),
        "return": {
            "unit": scope.label(scope.resolve(unit)) if scope else unit, "form": form,
            "period": period, "rev": sheet.revision,
        },
    }  # fmt: skip


def _name(reader: Reader | None, code: str) -> str:
    """Return how the register calls the unit of a code, "–" where it does not know it."""
    scope = Scope.of(reader) if reader is not None else None
    unit = scope.only_by_code(code) if scope else None
    return scope.label(unit) if scope and unit else "–"


def _ended(sheet: Sheet, reader: Reader | None) -> list[str]:
    if reader is None:
        return []
    trust = Trust.of(reader, Scope.of(reader))
    for store in trust.stores:
        ending = trust.ending(store, sheet.key) if trust.signer(store, sheet.key) else None
        if ending is not None:
            found = bundle_message("W_ENDED_KEY", day=ending.told)
            return [f"{found.text} {found.next_step}"]
    return []


def explain_sheet(told: Explained, reader: Reader | None = None) -> list[str]:
    """Return the same as a few Vietnamese lines."""
    origin, of = told["origin"] or {}, told["return"]
    lines = [
        _("Mã phiếu: {id}").format(id=(told["id"] or "–")[:8]),
        _("Loại: {kind}").format(kind=_("phiếu QR của báo cáo đã chốt")),
        _("Đơn vị gửi: {name} ({code})").format(
            name=origin.get("name", "–"), code=origin.get("code", "–")
        ),
        _("Xác thực: {state}").format(
            state=_("chữ ký đúng") if told["verified"] else _("chưa xác thực")
        ),
    ]
    if of is not None:
        lines.append(
            _("Báo cáo: {form} {period} của {unit}, {what}, {n} ô số liệu").format(
                form=of["form"], period=_period(reader, of["period"]), unit=of["unit"],
                what=name_of(of["rev"]), n=told["counts"]["figures"],
            )
        )  # fmt: skip
    return [*lines, *told["problems"]]


def _period(reader: Reader | None, period: str) -> str:
    try:
        return parse_period(period, reader.packs.schemes).title if reader else period
    except Refusal:
        return period


def together(sheets: Sequence[Explained]) -> Explained:
    """Return what is told of a file: the first sheet's members, and all of them in "sheets"."""
    return {**sheets[0], "sheets": list(sheets)} if len(sheets) > 1 else dict(sheets[0])

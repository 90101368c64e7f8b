"""Telling a person what a bundle is, without taking anything in."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.plain_file import open_plain
from desktop.models.text import vi_number
from desktop.models.units.scope import Scope
from desktop.sync import manifest as manifests
from desktop.sync.keys import Unsigned, key_id
from desktop.sync.layout import KIND_REQUEST, MAX_INT
from desktop.sync.messages import BundleRefusal, message
from desktop.sync.reader import (
    KeyFor,
    Sealed,
    opened,
    read_payload,
    read_sealed,
    refuse_entry_names,
    refuse_other_audience,
)
from desktop.sync.requests import EnrolRequest, read_request
from desktop.sync.rotation import Followed
from desktop.sync.sealing import sealed_by, unsealed
from desktop.sync.trust import Trust, as_enrolled

Explained = dict[str, Any]


def inspect_bundle(
    path: Path,
    key_for: KeyFor,
    own_units: Collection[str] | None = None,
    *,
    trust: Trust | None = None,
    office: Path | None = None,
    phrase: str = "",
    scope: Scope | None = None,
) -> Explained:
    """Return {"id","kind","origin","counts","totals","valid","problems", …} of any file.

    `valid` is true only when the signature is that of a trusted key and every byte fits the
    manifest; `office` (its folder) opens a sealed one, and
    `trust` tells of keys that followed others or have ended, `scope` what units are called.
    Otherwise `problems` says in sentences
    why, and the rest is the bundle's claim.
    """
    told: Explained = {
        "id": None, "kind": None, "origin": None, "counts": {}, "totals": {},
        "valid": False, "verified": False, "damaged": False, "sealed": False, "problems": [],
    }  # fmt: skip
    try:
        if _is_request(path):
            return told | _request_claims(read_request(path))
        told["sealed"] = bool(sealed_by(path))
        with unsealed(office, path, phrase) as plain, opened(plain) as archive:
            sealed = read_sealed(archive)
            told["id"] = sealed.id
            raw = manifests.decode_raw(sealed.manifest)
            told |= _claims(raw)
            refuse_entry_names(archive)  # whoever signed it: nobody is to be enrolled for it
            label = scope.label if scope else str
            genuine, problems = _signature_problems(sealed, raw, key_for, trust, label)
            told["problems"] += problems
            if not genuine:
                return told  # nothing more of an unverified file is read
            if trust is not None and scope is not None:
                origin = as_enrolled(manifests.head_view(raw).origin, trust, scope)
                told["origin"] |= msgspec.structs.asdict(origin)
            manifests.refuse_newer(manifests.head_view(raw))
            manifest = manifests.typed_view(raw)
            told["damaged"] = True  # until every byte was found as it was signed
            payload = read_payload(archive, manifest)
            told["damaged"], told["verified"] = False, not problems
            told["ops_by_stream"] = _tally(op.stream for op in payload.ops)
            refuse_other_audience(manifest, own_units)
    except BundleRefusal as refusal:
        told["problems"].append(f"{refusal.message} {refusal.next_step}")
        told["code"] = refusal.code
    told["valid"] = not told["problems"]
    return told


def explain(told: Explained) -> str:
    """Return the same as a few Vietnamese lines for the screen or the console."""
    origin = told.get("origin") or {}
    lines = [
        _("Mã gói: {id}").format(id=(told["id"] or "–")[:8]),
        _("Loại: {kind}").format(kind=_kind_name(told["kind"])),
        _("Đơn vị gửi: {name} ({code})").format(
            name=origin.get("name", "–"), code=origin.get("code", "–")
        ),
        _("Ngày tạo: {created}").format(created=_moment(told.get("created") or "–")),
        _("Xác thực: {state}").format(state=_signed_words(told)),
    ]
    lines += [f"  {count} {name}" for name, count in _counted(told["counts"])]
    return "\n".join(lines + list(told["problems"]))


def claim(told: Explained) -> str:
    """Return whose a bundle says it is, since when and with what; "" where it says nothing."""
    origin = told.get("origin") or {}
    name, code = origin.get("name") or "", origin.get("code") or ""
    code = "" if name and code.startswith("~") else code  # one a union gave itself says nothing
    if not (name or code):
        return ""
    who = _("{name} (mã {code})").format(name=name, code=code) if name and code else name or code
    counts = {one: n for one, n in told["counts"].items() if n and one in ("submits", "figures")}
    held = ", ".join(f"{count} {name}" for name, count in _counted(counts))
    return _("Gói tự ghi là của {who}, tạo {created}; trong gói: {held}.").format(
        who=who, created=_moment(told.get("created") or "–"), held=held or "–"
    )


def _signed_words(told: Mapping[str, Any]) -> str:
    if told["damaged"]:
        return _("không đạt: nội dung gói không còn như lúc ký")
    return _("chữ ký đúng") if told["verified"] else _("chưa xác thực")


def _counted(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return (what, how many) of a manifest's counts, as a person calls them."""
    names = {
        "submits": _("báo cáo đã chốt"), "figures": _("số liệu trong báo cáo đã chốt"),
        "ops": _("thay đổi"), "blobs": _("tệp đính kèm"), "receipts": _("biên nhận"),
    }  # fmt: skip
    known = [(names[name], vi_number(counts[name])) for name in names if name in counts]
    return known + [(name, vi_number(n)) for name, n in sorted(counts.items()) if name not in names]


def _moment(text: str) -> str:
    """Return "21/11/2026 23:22" of an ISO moment, other words as they are."""
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})", text)
    return f"{found[3]}/{found[2]}/{found[1]} {found[4]}" if found else text


def _is_request(path: Path) -> bool:
    try:
        with open_plain(path) as file:
            return file.read(1) == b"{"
    except OSError:
        return False  # the reader that follows tells why


def _request_claims(asked: EnrolRequest) -> Explained:
    """A request is signed with the key it brings: genuine, but nobody vouches for its words."""
    return {
        "id": hashlib.sha256(msgspec.json.encode(asked, order="sorted")).hexdigest(),
        "kind": KIND_REQUEST,
        "created": asked.created,
        "origin": {"unit": asked.unit.id, "code": asked.unit.code, "name": asked.unit.name,
                   "store": asked.store, "key_id": key_id(asked.public)},
        "fingerprint": asked.fingerprint,
        "problems": [_sentence("W_UNVERIFIED")],
    }  # fmt: skip


def _claims(raw: Mapping[str, Any]) -> Explained:
    """What the manifest says of itself, whatever its shape; nothing here is believed."""
    origin = raw.get("origin")
    counts, totals = raw.get("counts"), raw.get("totals")
    return {
        "kind": _text(raw.get("kind")),
        "created": _text(raw.get("created")),
        "app": _text(raw.get("app")),
        "full": raw.get("full") is True,
        "audience": [_text(unit) for unit in _list(raw.get("audience"))[:20]],
        "origin": {name: _text(value) for name, value in _members(origin)},
        "counts": _numbers(counts),
        "totals": {p: _numbers(row) for p, row in _members(totals) if isinstance(row, dict)},
        "files": len(_list(raw.get("files"))),
    }


def _signature_problems(
    sealed: Sealed,
    raw: Mapping[str, Any],
    key_for: KeyFor,
    trust: Trust | None,
    label: Callable[[str], str],
) -> tuple[bool, list[str]]:
    """Return whether a key known here signed it, and what is wrong all the same."""
    head = manifests.head_view(raw)
    ending = trust.ending(head.origin.store, head.origin.key_id) if trust else None
    public = key_for(head.origin.key_id)
    if public is None and trust is not None:
        public = Followed(trust)(raw, head.origin.key_id)
    if public is not None and ending is not None and sealed.is_signed_by(public):
        return True, [_sentence("W_ENDED_KEY", day=ending.told)]
    if public is None:
        if head.origin.key_id == Unsigned().id:
            return False, [_sentence("E_UNSIGNED", name=head.origin.claimed)]
        claimed = trust.stores.get(head.origin.store) if trust else None
        if claimed is not None and claimed.revoked is not None:  # it gets no grant
            unit = label(claimed.unit)
            return False, [_sentence("E_REVOKED", unit=unit, day=claimed.revoked.told)]
        return False, [_sentence("E_UNKNOWN_SENDER"), _sentence("W_UNVERIFIED")]
    signed = sealed.is_signed_by(public)
    return signed, [] if signed else [_sentence("E_SIGNATURE")]


def _sentence(code: str, **fields: object) -> str:
    told = message(code, **fields)
    return f"{told.text} {told.next_step}"


def _kind_name(kind: str | None) -> str:
    names = {
        "baocao": _("gói báo cáo gửi lên"),
        "chidao": _("gói chỉ đạo gửi xuống"),
        "noibo": _("gói giữa các máy của một cơ quan"),
        "saoluu": _("gói đầy đủ"),
        "capphep": _("gói cấp phép"),
        "dangky": _("yêu cầu cấp phép"),
    }
    return names.get(kind or "", kind or "–")


def _text(value: object) -> str:
    return value[:500] if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _members(value: object) -> list[tuple[str, object]]:
    return [(_text(k), v) for k, v in value.items()] if isinstance(value, dict) else []


def _numbers(value: object) -> dict[str, int]:
    return {
        name: number
        for name, number in _members(value)
        if type(number) is int and abs(number) <= MAX_INT
    }


def _tally(values: Any) -> dict[str, int]:
    counted: dict[str, int] = {}
    for value in values:
        counted[value] = counted.get(value, 0) + 1
    return counted

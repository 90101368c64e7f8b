"""What the fields of things are called, and the words for the codes they hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.outline.targets import format_targets, targets_of
from desktop.models.packs.packs import Packs
from desktop.models.text import short_date, vi_number
from desktop.models.units.unit_events import EVENTS

_MONEY = frozenset({"cost", "union_money", "social_money"})


def field_name(kind: str, field: str) -> str:
    """Return what a field is called, "" for one that a person never named."""
    names = _TABLES.get(kind)
    return names().get(field.partition("@")[0], "") if names else ""


def coded(packs: Packs, field: str, value: str) -> str:
    """Return the name that a code stands for in a field of a unit, plan, item or activity."""
    known: Mapping[str, Any] | None = {
        "category": packs.activity_categories, "ownership": packs.ownerships,
        "kind": packs.unit_kinds, "doc_type": packs.document_types,
    }.get(field)  # fmt: skip
    if known is not None and value in known:
        return str(known[value].name)
    return _codes().get(field, {}).get(value, value)


def readable(kind: str, field: str, value: Any) -> str | None:
    """Return the words for a value that is more than a text or a number, None for others."""
    if kind == "target" or field == "target":
        return format_targets(targets_of(value)) or None
    if field in _MONEY and isinstance(value, int):
        return _("{n} đồng").format(n=vi_number(value))
    if field in ("year", "founded") and isinstance(value, int):
        return str(value)
    if field == "evidence" and isinstance(value, list):
        return ", ".join(str(one[-1]) for one in value if isinstance(one, list) and one)[:200]
    if kind == "issued_plan" and isinstance(value, dict):
        items = value.get("items")
        return _("{n} mục").format(n=len(items) if isinstance(items, list) else 0)
    if kind == "period" and isinstance(value, dict):
        return _period(value)
    return None


def _period(value: Mapping[str, Any]) -> str:
    """Return the days of an ad-hoc period in words, "" where they are not to be read."""
    try:
        first, last, due = (
            short_date(date.fromisoformat(str(value.get(name)))) for name in ("from", "to", "due")
        )
    except ValueError:
        return ""
    return _("{name}: từ {first} đến {last}, hạn nộp {due}").format(
        name=value.get("name") or "", first=first, last=last, due=due
    )


def _unit() -> Mapping[str, str]:
    return {
        "name": _("tên"), "short": _("tên ngắn"), "code": _("mã"), "kind": _("loại đơn vị"),
        "ownership": _("loại hình"), "parent": _("đơn vị quản lý"), "alive": _("đang hoạt động"),
        "second": _("đơn vị phối hợp"),
        "sector": _("ngành nghề"), "area": _("địa bàn"), "address": _("địa chỉ"),
        "founded": _("năm thành lập"), "note": _("ghi chú"), "commune": _("thuộc xã, phường"),
        "company_form": _("loại công ty"), "country": _("quốc gia"), "status": _("tình trạng"),
    }  # fmt: skip


def _activity() -> Mapping[str, str]:
    return {
        "title": _("tên"), "category": _("loại"), "start": _("từ ngày"), "end": _("đến ngày"),
        "place": _("nơi"), "area": _("địa bàn"), "lead": _("chủ trì"), "partners": _("phối hợp"),
        "people": _("số người"), "women": _("số nữ"), "attendances": _("số lượt"),
        "union_money": _("kinh phí công đoàn"), "social_money": _("xã hội hóa"),
        "result": _("kết quả"), "plan_items": _("mục kế hoạch"), "figures": _("số liệu kèm theo"),
        "evidence": _("minh chứng"), "deleted": _("đã xóa"),
    }  # fmt: skip


def _plan() -> Mapping[str, str]:
    return {
        "title": _("tên"), "role": _("là văn bản"), "state": _("tình trạng"),
        "doc_type": _("loại văn bản"), "subject": _("trích yếu"), "year": _("năm"),
        "number": _("số"), "symbol": _("ký hiệu"), "date": _("ngày"), "place": _("nơi ban hành"),
        "issuer": _("cơ quan ban hành"), "parent_issuer": _("cơ quan cấp trên"),
        "opening": _("phần mở đầu"), "basis": _("căn cứ"), "closing": _("phần kết"),
        "addressees": _("kính gửi"), "recipients": _("nơi nhận"), "authority": _("thẩm quyền ký"),
        "signer_title": _("chức vụ người ký"), "signer_name": _("người ký"),
        "left_out": _("phần không thuộc đơn vị mình"), "table_title": _("tên bảng"),
        "urgency": _("độ khẩn"), "secrecy": _("độ mật"), "circulation": _("phạm vi lưu hành"),
        "address": _("địa chỉ"), "drafter": _("người soạn"), "copies": _("số bản"),
        "appendices": _("phụ lục"), "asked_on": _("ngày xin ý kiến"),
        "asked_until": _("hạn góp ý"), "withdrawn": _("ngày thu hồi"),
        "withdrawn_why": _("lý do thu hồi"), "deleted": _("đã xóa"),
    }  # fmt: skip


def _item() -> Mapping[str, str]:
    return {
        "text": _("nội dung"), "pos": _("vị trí"), "style": _("cách đánh số"),
        "owner": _("người thực hiện"), "partner": _("phối hợp"), "due": _("thời hạn"),
        "target": _("chỉ tiêu"), "cost": _("kinh phí"), "answers": _("mục cấp trên"),
        "note": _("ghi chú"), "deleted": _("đã xóa"),
    }  # fmt: skip


def _work_row() -> Mapping[str, str]:
    return {
        "task": _("nội dung"), "month": _("tháng"), "quarter": _("quý"), "due": _("thời hạn"),
        "lead": _("chủ trì"), "partner": _("phối hợp"), "cost": _("kinh phí"),
        "category": _("loại"), "group": _("nhóm nhiệm vụ"), "note": _("ghi chú"),
    }  # fmt: skip


def _event() -> Mapping[str, str]:
    return {
        "kind": _("loại việc"), "date": _("ngày"), "units": _("đơn vị"),
        "decision": _("số quyết định"), "note": _("ghi chú"),
    }  # fmt: skip


def _enrol() -> Mapping[str, str]:
    return {"unit": _("đơn vị"), "from": _("từ ngày"), "office": _("đơn vị nhập số liệu")}


_TABLES = {
    "unit": _unit, "activity": _activity, "plan": _plan, "item": _item, "work_row": _work_row,
    "event": _event, "enrol": _enrol, "assign": _enrol,
}  # fmt: skip


def _codes() -> Mapping[str, Mapping[str, str]]:
    return {
        "kind": EVENTS,
        "role": {
            "own": _("của đơn vị mình"), "parent": _("của cấp trên"), "template": _("mẫu"),
        },
        "state": {"draft": _("dự thảo"), "issued": _("đã ban hành")},
        "style": {
            "part": _("phần"), "chapter": _("chương"), "section": _("mục"), "article": _("điều"),
            "roman": _("I, II, III"), "arabic": _("1, 2, 3"), "decimal": _("1.1, 1.2"),
            "letter": _("a, b, c"), "dash": _("gạch đầu dòng"), "plus": _("dấu cộng"),
            "none": _("không đánh số"),
        },
    }  # fmt: skip

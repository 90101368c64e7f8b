"""A register and its values in words, for previews, conflicts and lists of changes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import split_code
from desktop.models.packs.periods import parse_period
from desktop.models.store.fold import Change
from desktop.models.store.keys import split_cell_key, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number
from desktop.models.units.scope import Scope

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES = ("title", "name", "subject")


@dataclass
class ChangeWords:
    """Says registers in words; reads the names of units once.

    `coming` holds the names of things that are not there yet: (kind, key) → name.
    """

    reader: Reader
    scope: Scope
    coming: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader, changes: Iterable[Change] = ()) -> "ChangeWords":
        """Read the present names, and those that changes would bring."""
        return cls(reader, Scope.of(reader), _names_in(changes))

    def with_names_of(self, changes: Iterable[Change]) -> "ChangeWords":
        """Return the same words for other changes."""
        return ChangeWords(self.reader, self.scope, _names_in(changes))

    def subject(self, kind: str, key: str, field: str) -> str:
        """Return what a register is about."""
        match kind:
            case "cell" | "reason":
                unit, period = split_cell_key(key)
                parts = (self.indicator(field), self.unit(unit), self.period(period))
            case "submit" | "review":
                unit, form, period = split_return_key(key)
                revision = _("lần {n}").format(n=field)
                parts = (f"{self.form(form)} {revision}", self.unit(unit), self.period(period))
            case "unit":
                parts = (self.unit(key), _attribute(field), _since(field))
            case _:
                parts = (_kind(kind), self.named(kind, key), _detail(kind, field))
        return " · ".join(part for part in parts if part)

    def value(self, kind: str, value: Any) -> str:
        """Return a value as a person reads it; "–" for nothing."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return _("có") if value else _("không")
        if isinstance(value, int):
            return vi_number(value)
        if isinstance(value, dict):
            return _record(kind, value)
        if isinstance(value, list):
            return ", ".join(self.value(kind, one) for one in value)[:200] or "–"
        if isinstance(value, str) and value in self.scope.units:
            return self.scope.label(value)
        if isinstance(value, str):
            return self._words(kind, value)
        return str(value)[:200]

    def _words(self, kind: str, text: str) -> str:
        if _DAY.fullmatch(text):
            return f"{text[8:]}/{text[5:7]}/{text[:4]}"
        known = self.reader.packs.activity_categories.get(text) if kind == "activity" else None
        return known.name if known else text[:200]

    def unit(self, unit: str) -> str:
        """Return what a unit is called."""
        known = self.scope.resolve(unit)
        label = self.scope.label(known)
        return self.coming.get(("unit", known), label) if label == known else label

    def heading(self, kind: str, key: str) -> str:
        """Return what a thing of many registers is: its kind and its name."""
        if kind == "unit":
            return " · ".join((_("Đơn vị"), self.unit(key)))
        return " · ".join(part for part in (_kind(kind), self.named(kind, key)) if part)

    def part(self, kind: str, name: str) -> str:
        """Return what one field of a thing is called, "" for what a person never named."""
        if kind == "unit":
            return " · ".join(part for part in (_attribute(name), _since(name)) if part)
        return _detail(kind, name)

    def period(self, period: str) -> str:
        """Return a period's title inside a sentence."""
        try:
            return lowered(parse_period(period, self.reader.packs.schemes).title)
        except Refusal:
            return period

    def form(self, form: str) -> str:
        """Return what a form is called."""
        known = self.reader.packs.forms.get(form)
        return known.label if known else form

    def indicator(self, field: str) -> str:
        """Return an indicator's name, with its part of the whole."""
        code, part = split_code(field)
        known = self.reader.packs.indicators.get(code)
        name = known.name if known else code
        return f"{name} ({part})" if part else name

    def named(self, kind: str, key: str) -> str:
        """Return what a thing is called here, or will be called; "" when nothing names it."""
        for name in _NAMES:
            found = self.reader.get(kind, key, name)
            if isinstance(found, str) and found:
                return found[:120]
        return self.coming.get((kind, key), "")


def _names_in(changes: Iterable[Change]) -> dict[tuple[str, str], str]:
    """Return (kind, key) → the name that changes give a thing."""
    found: dict[tuple[str, str], str] = {}
    for change in changes:
        name, value = change.field.partition("@")[0], change.after
        head = value.get("head") if isinstance(value, dict) else None
        if isinstance(head, dict):  # a plan as it was issued
            value = head.get("title") or head.get("subject")
            name = "title"
        if name in _NAMES and isinstance(value, str) and value:
            found[change.kind, change.key] = value[:120]
    return found


def _record(kind: str, value: dict[str, Any]) -> str:
    state = value.get("state")
    if kind == "submit":
        return _("{n} số đã chốt").format(n=len(value.get("values", {})))
    if state == "returned":
        return _("trả lại: {reason}").format(reason=value.get("reason", ""))
    words = {
        "accepted": _("đã duyệt"),
        "cleared": _("đã xóa"),
        "na": _("không phát sinh"),
        "estimated": _("ước tính"),
    }
    if state in words:
        return words[state]
    number = value.get("value")
    return vi_number(number) if isinstance(number, int) else _("có nội dung")


def _attribute(field: str) -> str:
    names = {
        "name": _("tên"), "short": _("tên ngắn"), "code": _("mã"), "kind": _("loại đơn vị"),
        "ownership": _("loại hình"), "parent": _("đơn vị quản lý"), "alive": _("đang hoạt động"),
        "sector": _("ngành nghề"), "area": _("địa bàn"), "address": _("địa chỉ"),
        "founded": _("năm thành lập"), "note": _("ghi chú"),
    }  # fmt: skip
    return names.get(field.partition("@")[0], field.partition("@")[0])


def _detail(kind: str, field: str) -> str:
    names = {
        "title": _("tên"), "category": _("loại"), "start": _("từ ngày"), "end": _("đến ngày"),
        "place": _("nơi"), "area": _("địa bàn"), "lead": _("chủ trì"), "partners": _("phối hợp"),
        "people": _("số người"), "women": _("số nữ"), "attendances": _("số lượt"),
        "union_money": _("kinh phí công đoàn"), "social_money": _("xã hội hóa"),
        "result": _("kết quả"), "plan_items": _("mục kế hoạch"), "figures": _("số liệu kèm theo"),
        "evidence": _("minh chứng"), "deleted": _("đã xóa"),
    }  # fmt: skip
    return names.get(field, "") if kind == "activity" else ""


def _since(field: str) -> str:
    day = field.partition("@")[2]
    return _("từ {day}").format(day=f"{day[8:10]}/{day[5:7]}/{day[:4]}") if len(day) == 10 else ""


def _kind(kind: str) -> str:
    names = {
        "activity": _("Hoạt động"), "issued_plan": _("Văn bản đã ban hành"),
        "event": _("Sự kiện tổ chức"), "enrol": _("Cấp phép"), "alias": _("Mã đơn vị"),
        "assign": _("Phân công nhập số liệu"), "target": _("Chỉ tiêu"), "pack": _("Gói mẫu"),
        "plan": _("Kế hoạch"), "item": _("Mục kế hoạch"), "resolve": _("Chọn giá trị"),
        "comment": _("Ý kiến"), "milestone": _("Mốc của kế hoạch"), "snippet": _("Chữ tắt"),
        "word": _("Từ riêng của đơn vị"),
        "reference": _("Văn bản viện dẫn"),
        "reading": _("Văn bản đang soát"),
        "reading_part": _("Văn bản đang soát"),
    }  # fmt: skip
    return names.get(kind, _("Mục khác"))

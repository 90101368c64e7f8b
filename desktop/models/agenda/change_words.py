"""A register and its values in words, for previews, conflicts and lists of changes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.i18n import _
from desktop.models.agenda.field_words import coded, field_name, readable
from desktop.models.errors import Refusal
from desktop.models.figures.cells import name_with_part
from desktop.models.figures.kinds import target_title
from desktop.models.figures.revisions import name_told
from desktop.models.outline import rich_text
from desktop.models.packs.periods import parse_period
from desktop.models.plans.unit_targets import GIVEN
from desktop.models.store.fold import Change
from desktop.models.store.keys import split_cell_key, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number
from desktop.models.units.scope import Scope

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES = ("title", "name", "subject", "task", "text")


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

    def naming(self, rows: Iterable[tuple[str, str, str, Any]]) -> "ChangeWords":
        """Return the same words, which also know the names that (kind, key, field, value) give.

        For what is told about and is not in the books: a unit that does not count, an activity.
        """
        found = dict(self.coming)
        for kind, key, name, value in rows:
            told = _text_of(value) if name.partition("@")[0] in _NAMES else ""
            if told:
                found[kind, self.scope.resolve(key) if kind == "unit" else key] = told[:120]
        return ChangeWords(self.reader, self.scope, found)

    def subject(self, kind: str, key: str, field: str) -> str:
        """Return what a register is about."""
        match kind:
            case "cell" | "reason":
                unit, period = split_cell_key(key)
                parts = (self.indicator(field), self.unit(unit), self.period(period))
                if kind == "reason":
                    parts = (_("Lý do sửa {name}").format(name=parts[0]), *parts[1:])
            case "submit" | "review" | "vetted" if key.count("|") >= 2:  # a line may be wrong
                unit, form, period = split_return_key(key)
                revision = name_told(field.partition("@")[0])
                parts = (f"{self.form(form)}, {revision}", self.unit(unit), self.period(period))
            case "closing":
                unit, period = split_cell_key(key)
                form, _at, _office = field.partition("@")
                form = self.form(form) if form != "*" else ""
                parts = (_("Khóa sổ {form}").format(form=form).strip(), self.unit(unit),
                         self.period(period))  # fmt: skip
            case "unit":
                parts = (self.unit(key), field_name(kind, field), _since(field))
            case "target":
                year, _sep, unit = key.partition("|")
                given = field.startswith(GIVEN)
                told = _("Chỉ tiêu giao {year}") if given else _("Chỉ tiêu {year}")
                code = field.removeprefix(GIVEN)
                title = target_title(self.reader.packs, code)
                parts = (told.format(year=year), title, self.unit(unit))
            case "period":
                parts = (_kind(kind), key, "")
            case _:
                parts = (_kind(kind), self.named(kind, key), self.part(kind, field))
        return " · ".join(part for part in parts if part)

    def value(self, kind: str, value: Any, field: str = "") -> str:
        """Return a value as a person reads it; "–" for nothing."""
        if value is None:
            return "–"
        name = field.partition("@")[0]
        if kind == "item" and name in ("text", "pos"):
            return self._of_item(name, value)
        told = readable(kind, name, value)
        if told is not None:
            return told or "–"
        if isinstance(value, bool):
            return _("có") if value else _("không")
        if isinstance(value, int):
            return vi_number(value)
        if isinstance(value, dict) and name == "figures":
            each = (f"{self.indicator(code)}: {self.value(kind, n)}" for code, n in value.items())
            return ", ".join(each)[:200] or "–"
        if isinstance(value, dict):
            return _record(kind, value)
        if isinstance(value, list):
            return ", ".join(self.value(kind, one, field) for one in value)[:200] or "–"
        if isinstance(value, str) and value in self.scope.units:
            return self.scope.label(value)
        if isinstance(value, str):
            return self._words(kind, name or ("category" if kind == "activity" else ""), value)
        return str(value)[:200]

    def _words(self, kind: str, name: str, text: str) -> str:
        if _DAY.fullmatch(text):
            return f"{text[8:]}/{text[5:7]}/{text[:4]}"
        if name in ("plan_items", "answers"):
            return self.named("item", text) or _("mục đã xóa")
        return coded(self.reader.packs, name, text)[:200] or "–"

    def _of_item(self, name: str, value: Any) -> str:
        if name == "text":
            return rich_text.plain(rich_text.runs_of(value))[:200] or "–"
        above = value[0] if isinstance(value, list) and value else None
        if not isinstance(above, str):
            return _("ngoài cùng")
        return _("dưới “{item}”").format(item=self.named("item", above)[:80] or "…")

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
            return " · ".join(part for part in (field_name(kind, name), _since(name)) if part)
        day = _since(name) if kind == "assign" else ""
        return " · ".join(part for part in (field_name(kind, name), day) if part)

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
        return name_with_part(self.reader.packs, field)

    def named(self, kind: str, key: str) -> str:
        """Return what a thing is called here, or will be called; "" when nothing names it."""
        for name in _NAMES:
            found = _text_of(self.reader.get(kind, key, name))
            if found:
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
        told = _text_of(value) if name in _NAMES else ""
        if told:
            found[change.kind, change.key] = told[:120]
    return found


def _text_of(value: Any) -> str:
    """Return the text of a name, which in an item may be partly bold."""
    return rich_text.plain(rich_text.runs_of(value)) if isinstance(value, str | list) else ""


def _record(kind: str, value: dict[str, Any]) -> str:
    state, values = str(value.get("state")), value.get("values")
    if kind == "submit":
        return _("{n} số đã chốt").format(n=len(values) if isinstance(values, dict) else 0)
    if state == "returned":
        return _("trả lại: {reason}").format(reason=value.get("reason", ""))
    words = {
        "accepted": _("đã duyệt"),
        "closed": _("đã khóa sổ"),
        "open": _("mở lại"),
        "cleared": _("đã xóa"),
        "na": _("không phát sinh"),
        "estimated": _("ước tính"),
    }
    if state in words:
        return words[state]
    number = value.get("value")
    return vi_number(number) if isinstance(number, int) else _("có nội dung")


def _since(field: str) -> str:
    day = field.partition("@")[2]
    return _("từ {day}").format(day=f"{day[8:10]}/{day[5:7]}/{day[:4]}") if len(day) == 10 else ""


def _kind(kind: str) -> str:
    names = {
        "activity": _("Hoạt động"), "issued_plan": _("Văn bản đã ban hành"),
        "event": _("Sự kiện tổ chức"), "enrol": _("Cấp phép"), "alias": _("Mã đơn vị"),
        "assign": _("Phân công nhập số liệu"), "target": _("Chỉ tiêu"), "pack": _("Gói mẫu"),
        "period": _("Kỳ đột xuất"),
        "plan": _("Kế hoạch"), "item": _("Nhiệm vụ"),
        "work_row": _("Dòng chương trình công tác"), "resolve": _("Chọn giá trị"),
        "comment": _("Ý kiến"), "milestone": _("Mốc của kế hoạch"), "snippet": _("Chữ tắt"),
        "word": _("Từ riêng của đơn vị"),
        "reference": _("Văn bản viện dẫn"),
        "reading": _("Văn bản đang soát"),
        "reading_part": _("Văn bản đang soát"),
    }  # fmt: skip
    return names.get(kind, _("Mục khác"))

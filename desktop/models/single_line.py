"""Text as it is shown: which registers hold one line, which several, and how they are cleaned.

Whatever a register of this list holds is cleaned when a verb writes it and again whenever it
is read, so that a value that came from another office shows as cleanly as one typed here. An
operation that came in is never changed.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from desktop.models.text import one_line, seen_lines

_PLAN: Final = (
    *("title", "number", "symbol", "place", "template", "issuer", "parent_issuer"),
    *("signer_title", "signer_name", "table_title", "addressees", "recipients", "authority"),
    *("parent_ref", "urgency", "secrecy", "circulation", "address", "drafter", "signed_copy"),
)
_ITEM: Final = ("owner", "partner", "due", "target")
_ROW: Final = ("task", "due", "lead", "partner", "group")
SINGLE_LINE: Final[Mapping[str, frozenset[str]]] = {
    "activity": frozenset({"title", "place", "area", "lead", "partners", "evidence"}),
    "unit": frozenset(
        {"code", "name", "short", "sector", "area", "address", "country", "commune", "status"}
    ),
    "contact": frozenset({"chair_name", "chair_phone"}),
    "event": frozenset({"decision"}),
    "plan": frozenset(_PLAN),
    "item": frozenset(_ITEM),
    "work_row": frozenset(_ROW),
    "comment": frozenset({"author"}),
    "outgoing": frozenset(
        {"number", "symbol", "doc_type", "subject", "signer", "recipients", "note"}
    ),
    "snippet": frozenset({"text"}),
    "period": frozenset({"window"}),
    "setting": frozenset(
        {"symbol", "place", "parent", "collective", "signer_title", "signer_name", "parent_code"}
    ),
}
"""Kind → fields; of a dated field ("name@2025-07-01") the part before the day."""
SEVERAL_LINES: Final[Mapping[str, frozenset[str]]] = {
    "activity": frozenset({"result"}),
    "unit": frozenset({"note"}),
    "event": frozenset({"note"}),
    "plan": frozenset({"subject", "opening", "basis", "closing", "appendices", "withdrawn_why"}),
    "item": frozenset({"note"}),
    "work_row": frozenset({"note"}),
    "comment": frozenset({"text"}),
}
"""The same for text whose line breaks are meant."""

Clean = Callable[[str, Any], Any]


def cleaner(kind: str) -> Clean | None:
    """Return what cleans (field, value) of a kind, None for a kind without such text."""
    if kind == "issued_plan":
        return lambda _field, value: _snapshot(value)
    if kind == "milestone":
        return _milestone
    if kind not in SINGLE_LINE:
        return None
    single, several = SINGLE_LINE[kind], SEVERAL_LINES.get(kind, frozenset())

    def clean(field: str, value: Any) -> Any:
        name = field.partition("@")[0]
        if name in single:
            return _cleaned(value, one_line)
        return _cleaned(value, seen_lines) if name in several else value

    return clean


def clean_value(kind: str, field: str, value: Any) -> Any:
    """Return the value of a register as it is written and shown."""
    clean = _cleaner(kind)
    return value if clean is None else clean(field, value)


_cleaner = lru_cache(maxsize=64)(cleaner)


def _cleaned(value: Any, text: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_cleaned(one, text) for one in value]
    if isinstance(value, dict):
        return {name: _cleaned(one, text) for name, one in value.items()}
    return value


def _snapshot(value: Any) -> Any:
    """Clean the parts of an issued plan as their own registers are."""
    if not isinstance(value, dict):
        return value
    parts = {"items": "item", "rows": "work_row"}
    found = dict(value)
    if isinstance(value.get("head"), dict):
        found["head"] = _fields("plan", value["head"])
    for name, kind in parts.items():
        if isinstance(value.get(name), list):
            found[name] = [_fields(kind, one) for one in value[name]]
    return found


def _milestone(field: str, value: Any) -> Any:
    if field == "items" and isinstance(value, list):
        return [_fields("item", one) for one in value]
    return _cleaned(value, one_line) if field == "name" else value


def _fields(kind: str, record: Any) -> Any:
    if not isinstance(record, dict):
        return record
    return {name: clean_value(kind, name, value) for name, value in record.items()}

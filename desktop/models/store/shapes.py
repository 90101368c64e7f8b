"""Whether a line about a return or an event reads as one: a signature says nothing of its content.

Every page that adds up reads these registers. One written by a faulty program of an enrolled
office must not stop an office above from reading all the others, so what does not read is kept
aside like any other line that does not count. Members nobody here knows do no harm.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from desktop.i18n import _
from desktop.models.store.ops import Op

_REVISION: Final = re.compile(r"[1-9][0-9]{0,8}")
_TABLES: Final = ("changes", "opening", "reasons")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TOLD: Final = frozenset({"alive", "parent", "name", "code", "kind", "ownership", "office"})
_LISTS: Final = ("units", "to", "late")
_PARTS: Final = {"submit": 3, "review": 3, "vetted": 3, "cell": 2, "reason": 2, "closing": 2}
"""Kind → of how many parts its key is made."""
KINDS: Final = ("assign", "event", "unit", *_PARTS)
"""The kinds whose lines are looked at; of any other every line reads."""


def unreadable() -> str:
    """Return why such a line is kept aside, in Vietnamese."""
    return _("nội dung sai quy cách, không đọc được")


def is_readable(op: Op) -> bool:
    """Tell whether an operation reads as its kind does."""
    if op.kind == "cell" and type(op.value) is int and op.field:
        return op.key.count("|") == 1  # nearly every line there is
    return reads(op.kind, op.key, op.field, op.value)


def all_read(ops: Sequence[Op]) -> bool:
    """Tell whether operations under one key of one kind all read."""
    if ops and ops[0].kind == "cell" and {type(op.value) for op in ops} == {int}:
        return ops[0].key.count("|") == 1 and all(op.field for op in ops)
    return all(map(is_readable, ops))


def reads(kind: str, key: str, field: str, value: Any) -> bool:
    """Tell whether key, field and value are of the form their kind has.

    Of kinds not listed in `KINDS` everything is; null, which unsets a register, always.
    """
    if kind == "event" and field in _LISTS:
        return value is None or isinstance(value, list)
    if kind in ("unit", "assign") and value is not None:
        name, dated, day = field.partition("@")
        if dated and not _is_day(day):
            return False
        wanted = bool if name == "alive" else str
        return name not in _TOLD or isinstance(value, wanted)
    parts = _PARTS.get(kind)
    if parts is None:
        return True
    if key.count("|") != parts - 1 or not field:
        return False
    if kind in ("submit", "review", "vetted"):
        revision = field.partition("@")[0] if kind == "vetted" else field
        if _REVISION.fullmatch(revision) is None:
            return False
    return value is None or _value_reads(kind, value)


def _is_day(text: str) -> bool:
    if _DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _value_reads(kind: str, value: Any) -> bool:
    match kind:
        case "cell":
            return type(value) is int or _is_figure(value)
        case "reason":
            return isinstance(value, str)
        case "submit":
            return isinstance(value, dict) and _is_return(value)
        case "closing":
            return isinstance(value, dict) and _stands(value.get("stands"))
    return isinstance(value, dict) and isinstance(value.get("stands", 0), int)


def _is_figure(value: Any) -> bool:
    """Tell whether a value is a whole number, unset, or tells its number or state by name."""
    if isinstance(value, dict):
        number = value.get("value")
        return (number is None or type(number) is int) and (
            number is not None or isinstance(value.get("state"), str)
        )
    return value is None or type(value) is int


def _are_figures(values: Iterable[Any]) -> bool:
    return set(map(type, values)) == {int} or all(map(_is_figure, values))


def _is_return(value: Mapping[str, Any]) -> bool:
    values = value.get("values")
    if not isinstance(values, dict) or not _are_figures(values.values()):
        return False
    if not isinstance(value.get("reason", ""), str | None):
        return False
    tables = {name: value.get(name) for name in _TABLES}
    if not all(table is None or isinstance(table, dict) for table in tables.values()):
        return False
    told, opening, reasons = (tables[name] or {} for name in _TABLES)
    return (
        all(isinstance(one, dict) for one in told.values())
        and all(one is None or type(one) is int for one in opening.values())
        and all(isinstance(one, str) for one in reasons.values())
    )


def _stands(table: Any) -> bool:
    """Tell whether a closing names what stood as unit → form → [revision, operation]."""
    if table is None:
        return True
    return isinstance(table, dict) and all(
        isinstance(forms, dict) and all(map(_is_named, forms.values())) for forms in table.values()
    )


def _is_named(one: Any) -> bool:
    return (
        isinstance(one, list) and len(one) > 1
        and type(one[0]) is int and isinstance(one[1], str)
    )  # fmt: skip

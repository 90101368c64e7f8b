"""Whether a line about a return or an event reads as one: a signature says nothing of its content.

Every page that adds up reads these registers. One written by a faulty program of an enrolled
office must not stop an office above from reading all the others, so what does not read is kept
aside like any other line that does not count. Members nobody here knows do no harm.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from desktop.models.store.ops import Op

_REVISION: Final = re.compile(r"[1-9][0-9]{0,8}")
_TABLES: Final = ("changes", "opening", "reasons")
_DAY: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_TOLD: Final = frozenset({"alive", "parent", "name", "code", "kind", "ownership", "office"})
_LISTS: Final = ("units", "to", "late")
_PARTS: Final = {"submit": 3, "review": 3, "vetted": 3, "cell": 2, "reason": 2, "closing": 2}
"""Kind → of how many parts its key is made."""


def is_readable(op: Op) -> bool:
    """Tell whether key, field and value of an operation are of the form its kind has.

    Of kinds not listed here everything is; null, which unsets a register, always.
    """
    if op.kind == "event" and op.field in _LISTS:
        return op.value is None or isinstance(op.value, list)
    if op.kind in ("unit", "assign") and op.value is not None:
        name, dated, day = op.field.partition("@")
        if dated and _DAY.fullmatch(day) is None:
            return False
        wanted = bool if name == "alive" else str
        return name not in _TOLD or isinstance(op.value, wanted)
    parts = _PARTS.get(op.kind)
    if parts is None:
        return True
    if op.key.count("|") != parts - 1 or not op.field:
        return False
    if op.kind in ("submit", "review", "vetted"):
        revision = op.field.partition("@")[0] if op.kind == "vetted" else op.field
        if _REVISION.fullmatch(revision) is None:
            return False
    return op.value is None or _reads(op.kind, op.value)


def _reads(kind: str, value: Any) -> bool:
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


def _is_return(value: Mapping[str, Any]) -> bool:
    values = value.get("values")
    if not isinstance(values, dict) or not all(map(_is_figure, values.values())):
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

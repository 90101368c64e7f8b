"""A field of a plan's head typed as text, for the command line."""

from typing import Any

from desktop.documents.appendices import split_appendices
from desktop.models.plans.plan_head import PlanHead

_NUMBERS = frozenset({"year", "body_size", "copies"})
_YES = frozenset({"1", "true", "có", "yes"})


def head_value(field: str, text: str) -> Any:
    """Return the value a text stands for in a field; lists have one entry per line.

    A text that is no number is given back as it is, for the field to refuse.
    """
    text = text.replace("\\n", "\n")
    if field == "appendices":
        return split_appendices(text)
    if isinstance(getattr(PlanHead(), field, ""), tuple):
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field == "mirrored":
        return text.strip().casefold() in _YES
    if field in _NUMBERS and text.strip().isdecimal():
        return int(text)
    return text.strip()

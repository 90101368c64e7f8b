"""A field of a plan's head typed as text, for the command line."""

from collections.abc import Mapping
from typing import Any

from desktop.documents.appendices import split_appendices
from desktop.documents.layout import presets
from desktop.formats.layout import shipped_layout
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import fold

_NUMBERS = frozenset({"year", "body_size", "copies"})
_STAMPS = frozenset({"urgency", "secrecy", "circulation"})
_YES = frozenset({"1", "true", "có", "yes"})


def head_value(field: str, text: str) -> Any:
    """Return the value a text stands for in a field; lists have one entry per line.

    A text that is no number is given back as it is, for the field to refuse. Raises `Refusal`
    for a stamp or a margin preset there is none of, as the window offers only those.
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
    if field in _STAMPS:
        return _offered(text, {word: word for word in getattr(shipped_layout().stamps, field)})
    if field == "margin":
        return _offered(text, presets())
    return text.strip()


def _offered(text: str, known: Mapping[str, str]) -> str:
    """Return the name among those known that a text is or is titled by, letters' case aside."""
    asked = fold(text.strip())
    for name, title in known.items():
        if asked in ("", fold(name), fold(title)):
            return name if asked else ""
    raise Refusal(
        _("Không có “{text}” để chọn.").format(text=text.strip()[:30]),
        next_step=_("Ghi một trong: {known}.").format(known=", ".join(known)),
        code="E_CHOICE",
    )

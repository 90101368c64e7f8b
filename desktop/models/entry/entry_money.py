"""Money as it is typed and shown: whole đồng in the office, a chosen unit on the screen."""

import re
from typing import Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.cells import Entry, check_number, parse_entry
from desktop.models.figures.number_words import closed_up, plain_digits
from desktop.models.text import vi_number

SCALES: Final = {1: _("đồng"), 1_000: _("nghìn đồng"), 1_000_000: _("triệu đồng")}
"""How many đồng one of the unit is → its name."""

_AMOUNT = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,(?P<part>[0-9]+))?")


def money_text(dong: int, scale: int) -> str:
    """Return an amount in the unit, exact: 1.500.000 in millions is "1,5"."""
    whole, rest = divmod(dong, scale)
    return vi_number(whole) + _part(rest, scale)


def money_edit(dong: int, scale: int) -> str:
    """Return an amount as an editor starts with it: no dots between thousands."""
    whole, rest = divmod(dong, scale)
    return str(whole) + _part(rest, scale)


def _part(rest: int, scale: int) -> str:
    digits = len(str(scale)) - 1
    return "," + f"{rest:0{digits}}".rstrip("0") if rest else ""


def parse_money(text: str, scale: int) -> Entry | None:
    """Read an amount in the unit; a comma stands before parts of it, never of a đồng.

    Returns None for an empty text. Raises Refusal for anything else (rule V01).
    """
    amount = _AMOUNT.fullmatch(closed_up(plain_digits(text)) or "")
    if scale == 1 or amount is None:
        return parse_entry(text)
    part = (amount["part"] or "").rstrip("0")
    digits = len(str(scale)) - 1
    if len(part) > digits:
        raise Refusal(
            _("“{text}” {unit} không tròn đồng.").format(text=text.strip()[:30],
                                                         unit=SCALES[scale]),
            next_step=_("Bớt chữ số sau dấu phẩy, hoặc nhập bằng đồng."), code="V01",
        )  # fmt: skip
    whole = amount["whole"].replace(".", "")
    number = int(whole[:16]) * scale + int((part or "0").ljust(digits, "0"))
    return Entry(check_number(number if len(whole) <= 16 else 10**16))

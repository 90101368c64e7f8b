"""What people type into fields: numbers and dates the Vietnamese way. No toolkit here."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.number_words import closed_up, plain_digits, why_none
from desktop.models.text import fold

_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+")
_PLAIN = re.compile(r"[+-]?\d+")
_DATE = re.compile(r"(\d{1,2})\s*[/\-. ]\s*(\d{1,2})(?:\s*[/\-. ]\s*(\d{2}|\d{4}))?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")


def parse_number(text: str, decimals: int = 0) -> Decimal | None:
    """Read "1.234,5"; None for an empty text.

    A point groups thousands, a comma begins decimals, and nothing is guessed: "475,962" in a
    field of whole numbers and "1.23" are refused.
    """
    told = plain_digits(text).replace("\u2212", "-")
    if not told:
        return None
    if (bare := closed_up(told)) is None:
        why, instead = why_none(text)
        raise Refusal(why, next_step=instead)
    whole, comma, part = bare.partition(",")
    if not (_GROUPED.fullmatch(whole) or _PLAIN.fullmatch(whole)):
        raise Refusal(_("“{text}” không phải là số.").format(text=text.strip()))
    if comma and (not part.isascii() or not part.isdigit() or len(part) > decimals):
        raise Refusal(_not_whole(text) if decimals == 0 else _too_fine(text, decimals))
    return Decimal(whole.replace(".", "") + ("." + part if part else ""))


def _not_whole(text: str) -> str:
    return _("“{text}” không phải số nguyên (dấu chấm ngăn hàng nghìn: 1.234).").format(
        text=text.strip()
    )


def _too_fine(text: str, decimals: int) -> str:
    return _("“{text}” có quá {n} chữ số sau dấu phẩy.").format(text=text.strip(), n=decimals)


def parse_date(text: str, today: date, year: int | None = None) -> date | None:
    """Read "5/1/2027", "05-01-2027", "05012027", "5/1", "hôm nay"; None when empty.

    A date without a year is of this year, or of the year that is written about.
    """
    bare = text.strip()
    if not bare:
        return None
    if fold(bare) in ("hom nay", "nay"):
        return today
    found = _DATE.fullmatch(bare) or _DIGITS.fullmatch(bare)
    if found is None:
        raise Refusal(_("“{text}” không phải là ngày.").format(text=bare), next_step=_example())
    day, month, told = found.groups()
    written = int(told) + (2000 if len(told) == 2 else 0) if told else None
    full_year = written or year or today.year
    try:
        return date(full_year, int(month), int(day))
    except ValueError:
        raise Refusal(
            _("Không có ngày “{text}”.").format(text=bare), next_step=_example()
        ) from None


def _example() -> str:
    return _("Ghi theo mẫu ngày/tháng/năm, ví dụ 15/10/2026.")

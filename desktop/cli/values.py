"""Reading argument texts: words in any locale, whole numbers, days, file names."""

import os
import re
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from desktop.i18n import _

_CODE = re.compile(r"(?<![^\W\d_])[a-z]\d{2}[a-z]{0,3}(?![\w])|(?<=;)lh=\w+", re.IGNORECASE)
_SECTORS = {"LH=STATE": "LH=state", "LH=NON_STATE": "LH=non_state"}
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")


def words(text: str) -> str:
    """Return a text as typed in UTF-8, NFC, even where the locale says otherwise."""
    from desktop.models.text import nfc

    return nfc(typed(text))


def codes(text: str) -> str:
    """Return a text with its codes of indicators in capitals: "c11;lh=fdi" is "C11;LH=FDI"; the
    two sectors are written small ("LH=non_state")."""
    return _CODE.sub(lambda found: _written(found[0].upper()), words(text))


def _written(code: str) -> str:
    return _SECTORS.get(code, code)


def typed(text: str) -> str:
    """Return a text character by character as typed in UTF-8, whatever the locale says."""
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return text


def whole(text: str) -> int:
    """Return a whole number of 0 or more, written "1000000" or "1.000.000"."""
    digits = text.replace(".", "") if _GROUPED.fullmatch(text) else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        raise ArgumentTypeError(
            _("“{text}” không phải số nguyên không âm; ghi như 412 hoặc 1.234").format(
                text=text[:30]
            )
        )
    return int(digits)


def day(text: str) -> date:
    """Return the day of "2026-10-05" or "05/10/2026"."""
    iso = "-".join(reversed(text.split("/"))) if "/" in text else text
    try:
        year, month, number = (int(part) for part in iso.split("-"))
        return date(year, month, number)
    except ValueError:
        raise ArgumentTypeError(
            _("“{text}” không phải ngày; ghi như 2026-10-05").format(text=text[:30])
        ) from None


def paper_day(text: str) -> date:
    """Return the day of a paper: one of this program's time."""
    found = day(text)
    if not 1930 <= found.year < 2200:
        raise ArgumentTypeError(_("năm {year} không phải năm của văn bản").format(year=found.year))
    return found


def file(text: str) -> Path:
    """Return a path; an empty one is refused, for it would mean the present folder."""
    if not text.strip() or "\0" in text:
        raise ArgumentTypeError(_("tên tệp bị bỏ trống"))
    return Path(text)


def year(text: str) -> int:
    """Return a year of this program's time."""
    number = whole(text)
    if not 1930 <= number < 2200:
        raise ArgumentTypeError(_("“{text}” không phải năm").format(text=text[:30]))
    return number

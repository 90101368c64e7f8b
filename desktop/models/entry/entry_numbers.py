"""Reading a number from somebody else's table: what is certain, what only looks like one."""

import re
from dataclasses import dataclass
from typing import Literal

from desktop.i18n import _
from desktop.models.figures.cell_words import is_dash, meaning
from desktop.models.figures.cells import LARGEST, NOT_APPLICABLE, Entry, too_large
from desktop.models.figures.number_words import (
    closed_up,
    plain_digits,
    sentences,
    without_word,
)

Outcome = Literal["lands", "same", "skipped", "doubtful", "refused"]

EMPTIED = "∅"
"""In cells of our own, copied or filled: empties what it lands on, where "" does nothing."""
_DIGITS = re.compile(r"[0-9]+")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
_COMMAED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")
_WHOLE = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?:[.,][0-9]{3})+)[.,]0+")
_FRACTION = re.compile(r"[0-9]+([.,][0-9]{3})*[.,]([0-9]{1,2}|[0-9]{4,})")
_QUOTES = "'’‘“”\""
_PHONE = 9


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a text means: an entry (None when it lands nowhere), how sure, and why not."""

    outcome: Outcome
    entry: Entry | None = None
    note: str = ""


def is_fraction(text: str) -> bool:
    """Tell whether a text is a number with a part behind the comma (or point)."""
    bare = closed_up(plain_digits(text)) or ""
    return bool(_FRACTION.fullmatch(bare)) and not _WHOLE.fullmatch(bare)


def read_number(text: str, *, fractions_near: bool = False) -> NumberReading:
    """Read one cell of a pasted block.

    `fractions_near` says that the same column holds numbers with fractions: a point may then
    not group thousands. An empty text is skipped, never a zero and never a clearing; so is a
    dash, as in a sheet that is imported.
    """
    written = plain_digits(text)
    if not written:
        return NumberReading("skipped")
    quoted = written.strip(_QUOTES).strip()
    if (number := without_word(quoted)) != quoted:
        read = read_number(number, fractions_near=fractions_near)
        note = read.note or _("Chữ sau số đã bỏ.")
        return read if read.entry is None else NumberReading("doubtful", read.entry, note)
    if (bare := closed_up(quoted)) is None:
        return NumberReading("refused", None, sentences(quoted))
    if is_dash(bare):
        note = _("Dấu “-” của bảng khác đọc là ô trống; Excel cũng hiện số 0 như vậy.")
        return NumberReading("skipped", NOT_APPLICABLE, note)
    if said := meaning(text.strip().strip(_QUOTES)):
        return NumberReading("lands", NOT_APPLICABLE if said == "na" else Entry(0))
    if _DIGITS.fullmatch(bare):
        return _digits(bare)
    if _DOTTED.fullmatch(bare):
        note = _("Cột này có số lẻ, dấu chấm có thể là dấu thập phân.") if fractions_near else ""
        return _sure(bare.replace(".", ""), note)
    if _COMMAED.fullmatch(bare):
        return _sure(bare.replace(",", ""), _("Dấu phẩy đọc là dấu ngăn hàng nghìn."))
    if whole := _WHOLE.fullmatch(bare):
        digits = re.sub("[.,]", "", whole["whole"])
        return _sure(digits, _("Phần lẻ bằng 0 đã bỏ."))
    return NumberReading("refused", None, sentences(text))


def _digits(bare: str) -> NumberReading:
    if len(bare) >= _PHONE and bare[0] == "0":
        return _sure(bare, _("Giống số điện thoại."))
    if len(bare) > 1 and bare[0] == "0":
        return _sure(bare, _("Số có chữ số 0 ở đầu."))
    return _sure(bare, "")


def _sure(digits: str, doubt: str) -> NumberReading:
    number = int(digits) if len(digits) <= len(str(LARGEST)) else LARGEST + 1
    if number > LARGEST:
        return NumberReading("refused", None, too_large(money=True))
    return NumberReading("doubtful" if doubt else "lands", Entry(number), doubt)

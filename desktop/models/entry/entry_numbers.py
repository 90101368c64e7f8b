"""Reading a number from somebody else's table: what is certain, what only looks like one."""

import re
from dataclasses import dataclass
from typing import Literal

from desktop.i18n import _
from desktop.models.figures.cell_words import is_dash, meaning, way_to_say
from desktop.models.figures.cells import LARGEST, NOT_APPLICABLE, Entry, too_large
from desktop.models.text import nfc

Outcome = Literal["lands", "same", "skipped", "doubtful", "refused"]

EMPTIED = "∅"
"""In cells of our own, copied or filled: empties what it lands on, where "" does nothing."""
_SPACES = dict.fromkeys(map(ord, " \u00a0\u2007\u2009\u202f"))
_DIGITS = re.compile(r"[0-9]+")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
_COMMAED = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+")
_WHOLE = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?:[.,][0-9]{3})+)[.,]0+")
_FRACTION = re.compile(r"[0-9]+([.,][0-9]{3})*[.,]([0-9]{1,2}|[0-9]{4,})")
_QUOTES = "'’‘“”\""
_COUNTED = re.compile(r"(?P<number>[0-9.,]*[0-9])(người|ng\.?|đv|đoànviên)", re.IGNORECASE)
_PHONE = 9


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a text means: an entry (None when it lands nowhere), how sure, and why not."""

    outcome: Outcome
    entry: Entry | None = None
    note: str = ""


def is_fraction(text: str) -> bool:
    """Tell whether a text is a number with a part behind the comma (or point)."""
    bare = text.translate(_SPACES)
    return bool(_FRACTION.fullmatch(bare)) and not _WHOLE.fullmatch(bare)


def read_number(text: str, *, fractions_near: bool = False) -> NumberReading:
    """Read one cell of a pasted block.

    `fractions_near` says that the same column holds numbers with fractions: a point may then
    not group thousands. An empty text is skipped, never a zero and never a clearing; so is a
    dash, as in a sheet that is imported.
    """
    written = text.translate(_SPACES)
    if not written:
        return NumberReading("skipped")
    bare = written.strip(_QUOTES)
    if counted := _COUNTED.fullmatch(nfc(bare)):
        read = read_number(counted["number"], fractions_near=fractions_near)
        note = read.note or _("Chữ sau số đã bỏ.")
        return read if read.entry is None else NumberReading("doubtful", read.entry, note)
    if is_dash(bare):
        note = _("Dấu “-” của bảng khác đọc là ô trống; Excel cũng hiện số 0 như vậy.")
        return NumberReading("skipped", NOT_APPLICABLE, note)
    if said := meaning(text.strip().strip(_QUOTES)):
        return NumberReading("lands", NOT_APPLICABLE if said == "na" else Entry(0))
    if _DIGITS.fullmatch(bare):
        return _digits(bare, text)
    if _DOTTED.fullmatch(bare):
        note = _("Cột này có số lẻ, dấu chấm có thể là dấu thập phân.") if fractions_near else ""
        return _sure(bare.replace(".", ""), note)
    if _COMMAED.fullmatch(bare):
        return _sure(bare.replace(",", ""), _("Dấu phẩy đọc là dấu ngăn hàng nghìn."))
    if whole := _WHOLE.fullmatch(bare):
        digits = re.sub("[.,]", "", whole["whole"])
        return _sure(digits, _("Phần lẻ bằng 0 đã bỏ."))
    note = _("“{text}” không phải số nguyên không âm.").format(text=text.strip()[:30])
    wordy = any(map(str.isalpha, bare)) and not any(map(str.isdigit, bare))
    return NumberReading("refused", None, f"{note} {way_to_say()}" if wordy else note)


def _digits(bare: str, text: str) -> NumberReading:
    if len(bare) >= _PHONE and bare[0] == "0":
        return _sure(bare, _("Giống số điện thoại."))
    if len(bare) > 1 and bare[0] == "0":
        return _sure(bare, _("Số có chữ số 0 ở đầu."))
    spaced = re.sub(r"[\u00a0\u2007\u2009\u202f]", " ", text.strip())
    grouped = re.fullmatch(r"[0-9]{1,3}( [0-9]{3})+|[0-9]+", spaced.strip(_QUOTES))
    return _sure(bare, "" if grouped else _("Giữa các chữ số có khoảng trống."))


def _sure(digits: str, doubt: str) -> NumberReading:
    number = int(digits) if len(digits) <= len(str(LARGEST)) else LARGEST + 1
    if number > LARGEST:
        return NumberReading("refused", None, too_large(money=True))
    return NumberReading("doubtful" if doubt else "lands", Entry(number), doubt)

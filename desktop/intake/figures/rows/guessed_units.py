"""Rows whose unit was found by elimination alone, and whose figures say that it is another's."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.names.mistaken_names import is_one_slip
from desktop.intake.figures.names.near_names import is_syllable
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.rows.lines import Line
from desktop.models.text import fold, nfc, one_line

_WORD: Final = re.compile(r"[^\W\d_]+")
_GUESSED: Final = frozenset({"left", "mistaken"})
_STOCKS: Final = ("A01", "A03")
_TIMES: Final = 3
_FEWEST: Final = 2
_SMALL: Final = 10


def ask_for_guesses(data: Sequence[Line], held: Callable[[Known], Mapping[str, object]]) -> None:
    """Ask for the unit of rows that are one unit's only because no other row is, where they
    repeat another row's figures, may be of the unit another row without one may be of too, or tell
    a stock of several times, or a part of, the one `held`."""
    open_rows = [line for line in data if line.match.unit is None and line.has_figures]
    for line in data:
        unit = line.match.unit
        if unit is None or line.match.why not in _GUESSED or line.ask:
            continue
        told = _values(line)
        if sum(map(bool, told.values())) >= _FEWEST and any(
            other is not line and _values(other) == told for other in data
        ):
            line.ask = _("Tên không đủ rõ, số giống hệt một dòng khác của bảng; chọn đơn vị cho "
                         "dòng này, hoặc bỏ dòng.")  # fmt: skip
        elif other := next((one for one in open_rows if unit in one.match.candidates
                            and not _names_another(one, line, unit)), None):  # fmt: skip
            line.ask = _("Tên không đủ rõ: {name} có thể là đơn vị của dòng này, hay của dòng "
                         "“{other}”; chọn đơn vị cho cả hai dòng.").format(
                             name=unit.name, other=one_line(other.name)[:60])  # fmt: skip
        elif any(_is_far(told.get(code), held(unit).get(code)) for code in _STOCKS):
            line.ask = _("Tên không đủ rõ, số khác xa số sổ đang ghi của {name}; chọn đơn vị cho "
                         "dòng này.").format(name=unit.name)  # fmt: skip


def _names_another(line: Line, guessed: Line, unit: Known) -> bool:
    """Whether a row that is nobody's tells a proper name written out, no word of which is one of
    the unit's or of the guess's own, even but for a slip: “TH Kim Đồng” is no “TH Hưng Thịnh”."""
    if line.match.why != "none" or line.match.said:
        return False
    marked = not line.name.isascii()
    own = _without(line.name, unit.name, marked=marked)
    letters = [word for word in own if word.isupper() and not line.name.isupper()]
    written_out = not letters and all(is_syllable(fold(word)) for word in own)
    left = _without(guessed.name, line.name, marked=marked)
    return written_out and len(own) >= _FEWEST and len(left) >= _FEWEST


def _without(name: str, other: str, *, marked: bool) -> list[str]:
    """Return the words of a name that another one does not hold, even but for a slip."""
    held = _WORD.findall(nfc(other))
    return [word for word in _WORD.findall(nfc(name))
            if not any(fold(word) == fold(one) or is_one_slip(word, one, marked=marked)
                       for one in held)]  # fmt: skip


def _values(line: Line) -> dict[str, int]:
    return {role[5:]: count.value for role, count in line.counts.items()
            if role.startswith("code:") and count.value is not None}  # fmt: skip


def _is_far(told: int | None, held: object) -> bool:
    if told is None or not isinstance(held, int) or not told or not held:
        return False
    less, more = sorted((told, held))
    return more >= less * _TIMES and more - less > _SMALL

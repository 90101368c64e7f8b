"""How a count is written, and what to say of a text that is none: what it looks like and what to
type instead. One reading for what is typed, given by a command and pasted."""

import re
import unicodedata
from typing import Final

from desktop.i18n import _
from desktop.models.figures.cell_words import counts_people, way_to_say
from desktop.models.text import nfc

_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u3000\t"), " ")
_FULL_WIDTH: Final = re.compile("[\uff10-\uff19]")
_APART: Final = re.compile(r"[0-9] +[0-9]")
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])")
_COUNTED: Final = re.compile(r"([0-9][0-9., ]*?)\s*([^\W\d_][^0-9]*)")
_NUMBER: Final = r"[0-9]+(?:[.,][0-9]{3})*"
_SEVERAL: Final = re.compile(rf"{_NUMBER}(?:\s*(?:[;/|+\n]|, |\s-\s|-|–)\s*{_NUMBER})+\s*[;,/|]?")
_DATE: Final = re.compile(
    r"(?P<day>0?[1-9]|[12][0-9]|3[01])[/.\-](?P<month>0?[1-9]|1[0-2])"
    r"(?:[/.\-](?P<year>[0-9]{4}|[0-9]{2}))?"
)
_BACKWARDS: Final = re.compile(
    r"(?P<year>[0-9]{4})[/\-](?P<month>0?[1-9]|1[0-2])[/\-](?P<day>0?[1-9]|[12][0-9]|3[01])"
    r"(?:[T ][0-9:.]+)?"
)
_NAMED: Final = re.compile(
    r"(?P<day>[0-9]{1,2})[\-/ ](?P<name>[a-z]{3}|(?:thg|tháng) ?[0-9]{1,2})(?:[\-/ ,]+[0-9]{2,4})?",
    re.IGNORECASE,
)
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_SHARE: Final = re.compile(r"[0-9][0-9.,]* ?%")
_FRACTION: Final = re.compile(r"[0-9][0-9. ]*,[0-9]+|[0-9]+\.[0-9]{1,2}")
_SHOWN: Final = 30


def plain_digits(text: str) -> str:
    """Return a text with digits of full width and odd spaces as plain ones, none around it."""
    if _FULL_WIDTH.search(text):
        text = unicodedata.normalize("NFKC", text)
    return nfc(text).translate(_SPACES).strip()


def closed_up(text: str) -> str | None:
    """Return a plain text without its spaces; None where one parts digits that are no thousands.

    "1 234" is one number; "4 20" may be one mistyped, or two.
    """
    grouped = _GROUPED.match(text)
    rest = text[grouped.end() :] if grouped else text
    return None if _APART.search(rest) else text.replace(" ", "")


def without_word(text: str) -> str:
    """Return the number of a plain text such as "120 người"; any other text as it is."""
    found = _COUNTED.fullmatch(text)
    return found[1] if found is not None and counts_people(found[2]) else text


def why_none(text: str) -> tuple[str, str]:
    """Return what a text is that is no whole count, and what to type instead."""
    bare = without_word(plain_digits(text))
    return (
        looks_like(text)
        or _spaced(bare)
        or _negative(bare)
        or _commaed(bare)
        or _fraction(bare)
        or (
            _("“{text}” không phải số nguyên không âm.").format(text=_short(text.strip())),
            way_to_say(),
        )
    )


def looks_like(text: str) -> tuple[str, str] | None:
    """Return the same of what is clearly another thing: a formula, a share, a date, several
    numbers; None of anything else."""
    bare = plain_digits(text)
    return _formula(bare) or _share(bare) or _date(bare) or _several(bare)


def no_date() -> str:
    """Return what is done where a date stands for a count."""
    return _("Xem lại bảng gốc, Excel có thể đã đổi số thành ngày; gõ số vào ô.")


def no_share() -> str:
    """Return what is done where a share stands for a count."""
    return _("Gõ số người hay số việc, như 412; tỷ lệ chương trình tự tính.")


def sentences(text: str) -> str:
    """Return both sentences of `why_none`."""
    return " ".join(why_none(text))


def has_only_figures(text: str) -> bool:
    """Say whether there are digits and no letter in a text: never a heading."""
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


Said = tuple[str, str] | None


def _formula(text: str) -> Said:
    if text.startswith("#") and text[1:2]:
        told = _("“{text}” là ô báo lỗi hay ô bị che của bảng tính, không có số.")
        return told.format(text=_short(text)), _("Xem lại ô đó trong bảng gốc, gõ số vào đây.")
    if not text.startswith("=") or not text[1:]:
        return None
    told = _("“{text}” là công thức, không phải số.").format(text=_short(text))
    return told, _("Gõ kết quả của công thức, như 412.")


def _share(text: str) -> Said:
    if not _SHARE.fullmatch(text):
        return None
    return _("“{text}” là tỷ lệ, không phải số đếm.").format(text=_short(text)), no_share()


def _date(text: str) -> Said:
    named = _NAMED.fullmatch(text)
    if named is not None:
        month = _month(named["name"])
        return _dated(text, int(named["day"]), month) if month else None
    found = _BACKWARDS.fullmatch(text)
    if found is not None:
        return _dated(text, int(found["day"]), int(found["month"]))
    found = _DATE.fullmatch(text)
    if found is None or ("." in text and not found["year"]):
        return None  # 12.5 is rather twelve and a half
    day, month = int(found["day"]), int(found["month"])
    if found["year"]:
        return _dated(text, day, month)
    told = _("“{text}” có thể là ngày {day} tháng {month}, hay hai số {day} và {month}.").format(
        text=_short(text), day=day, month=month
    )
    return told, _("Mỗi ô gõ một số; Excel có thể đã đổi số thành ngày.")


def _dated(text: str, day: int, month: int) -> Said:
    told = _("“{text}” là ngày {day} tháng {month}, không phải số đếm.").format(
        text=_short(text), day=day, month=month
    )
    return told, no_date()


def _month(name: str) -> int:
    """Return the number of a month named as spreadsheets name it, 0 for no month."""
    digits = "".join(filter(str.isdigit, name))
    if digits:
        return int(digits) if 1 <= int(digits) <= 12 else 0
    return _MONTHS.index(name.lower()) + 1 if name.lower() in _MONTHS else 0


def _several(text: str) -> Said:
    if not _SEVERAL.fullmatch(text):
        return None
    told = _("“{text}” là {n} số trong một ô.").format(
        text=_short(" ".join(text.split())), n=(n := len(re.findall(_NUMBER, text)))
    )
    way = _("Mỗi ô một số: gõ từng ô, hoặc tách thành {n} cột trong Excel rồi dán lại.")
    return told, way.format(n=n)


def _spaced(text: str) -> Said:
    if not re.fullmatch(r"[0-9][0-9., ]*", text) or closed_up(text) is not None:
        return None
    told = _("“{text}”: giữa các chữ số có khoảng trống.").format(text=_short(text))
    joined = re.sub("[., ]", "", text).lstrip("0") or "0"
    return told, _("Là một số thì gõ liền {n}, là nhiều số thì mỗi ô một số.").format(
        n=_short(joined)
    )


def _negative(text: str) -> Said:
    if not re.fullmatch(rf"[\-–−] ?{_NUMBER}|\({_NUMBER}\)", text):
        return None
    told = _("“{text}” không phải số nguyên không âm: là số âm.").format(text=_short(text))
    return told, _("Gõ số không có dấu trừ; người giảm ghi ở cột giảm.")


def _commaed(text: str) -> Said:
    if not re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+", text):
        return None
    told = _("“{text}”: dấu phẩy có thể ngăn hàng nghìn, có thể là phần lẻ.")
    way = _("Gõ {n} nếu đúng là số đó.").format(n=_short(text.replace(",", ".")))
    return told.format(text=_short(text)), way


def _fraction(text: str) -> Said:
    if not _FRACTION.fullmatch(text):
        return None
    told = _("“{text}” không phải số nguyên không âm: có phần lẻ.").format(text=_short(text))
    return told, _("Gõ số nguyên như 412; dấu chấm chỉ ngăn hàng nghìn, như 1.234.")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"

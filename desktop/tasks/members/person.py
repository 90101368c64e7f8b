"""One member as the list keeps it: few fields, those that are not needed switched off."""

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import fold, lowered, nfc

WOMAN: Final = "Nữ"
MAN: Final = "Nam"
LONGEST = 200


class Member(msgspec.Struct, frozen=True, omit_defaults=True):
    """One member; `id` says nothing of the person. Days are written as they were given.

    `unit` is the base union, "" for the office's own. Everything but the name may be empty.
    """

    id: str
    full_name: str
    unit: str = ""
    union_post: str = ""
    group: str = ""
    sex: str = ""
    joined: str = ""
    card: str = ""
    born: str = ""
    came: str = ""
    left: str = ""
    dues: str = ""
    phone: str = ""
    note: str = ""


BASIC: Final = ("full_name", "union_post", "group", "sex", "joined", "card")
"""What a list needs; kept whenever the list is on."""
OPTIONAL: Final = ("born", "came", "left", "dues", "phone", "note")
"""Kept only when the office says that it needs them."""
FIELDS: Final = (*BASIC, *OPTIONAL)
DAYS: Final = ("born", "joined", "came", "left")
"""Those that hold a day."""


def field_names() -> Mapping[str, str]:
    """Return field → how it is called."""
    return {
        "full_name": _("Họ và tên"), "union_post": _("Chức vụ công đoàn"),
        "group": _("Tổ công đoàn"), "sex": _("Nam, nữ"), "joined": _("Ngày vào công đoàn"),
        "card": _("Số thẻ"), "born": _("Ngày sinh"), "came": _("Ngày chuyển đến"),
        "left": _("Ngày chuyển đi"), "dues": _("Đoàn phí"), "phone": _("Điện thoại"),
        "note": _("Ghi chú"),
    }  # fmt: skip


def member_of(
    identity: str, texts: Mapping[str, str], allowed: Collection[str], unit: str = ""
) -> Member:
    """Return a member of typed texts. Refuses one without a name and an unknown field."""
    told = {name: clean(text) for name, text in texts.items() if text and clean(text)}
    for name in told:
        if name not in allowed:
            raise Refusal(
                _("Danh sách chưa bật mục “{name}”.").format(name=field_names().get(name, name)),
                next_step=_("Bật mục đó trong Cài đặt, hoặc bỏ ra."), code="E_FIELD",
            )  # fmt: skip
    if not told.get("full_name"):
        raise Refusal(
            _("Đoàn viên chưa có họ và tên."), next_step=_("Điền họ và tên rồi ghi."),
            code="E_NAME",
        )  # fmt: skip
    if "sex" in told:
        told["sex"] = sex_of(told["sex"])
    _check_days(told)
    return Member(identity, unit=unit, **told)


def day_of(text: str, *, last: bool = False) -> date | None:
    """Return the day of "12/5/1988", "1988-05-12", "5/1988" or "1988"; None for anything else.

    A month or year stands for its first day, or its `last`; so does a day or month written 00.
    """
    parts = _DAYS.split(text.strip())
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if numbers[0] < _FIRST_YEAR:
        numbers.reverse()
    year, month, day = [*numbers, 0, 0][:3]
    if not _FIRST_YEAR <= year <= _LAST_YEAR or month > 12 or (day and not month):
        return None
    month = month or (12 if last else 1)
    longest = monthrange(year, month)[1]
    day = day or (longest if last else 1)
    return date(year, month, day) if day <= longest else None


_DAYS = re.compile(r"\s*[/.-]\s*")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SHORT_YEAR = 2


def _check_days(told: Mapping[str, str]) -> None:
    """Refuse a day that is in no calendar, and days that cannot follow each other.

    Words ("khoảng 1990") and years of two digits stay as they were given.
    """
    names = field_names()
    for name in DAYS:
        text = told.get(name, "")
        parts = _DAYS.split(text)
        whole = bool(text) and all(part.isdigit() for part in parts)
        short = len(parts) > 1 and max(map(len, parts)) == _SHORT_YEAR
        if whole and not short and day_of(text) is None:
            raise Refusal(
                _("{name} “{text}” không có trong lịch.").format(name=names[name], text=text[:20]),
                next_step=_("Ghi như 12/5/1988, 5/1988 hoặc 1988."), code="E_DAY",
            )  # fmt: skip
    for first, then in (("born", "joined"), ("born", "came"), ("joined", "left"), ("came", "left")):
        begin = day_of(told.get(first, ""))
        end = day_of(told.get(then, ""), last=True)
        if begin is not None and end is not None and end < begin:
            raise Refusal(
                _("{then} đứng trước {first}.").format(
                    then=names[then], first=lowered(names[first])
                ),
                next_step=_("Xem lại hai ngày."), code="E_DAY",
            )  # fmt: skip


def check_typed(member: Member, today: date) -> None:
    """Refuse what nobody means who types one member: a sex of its own, a day still to come.

    Rows of a file are taken as they are written; a day of leaving may be known before.
    """
    names = field_names()
    if member.sex not in ("", WOMAN, MAN):
        raise Refusal(
            _("“{text}” không phải Nam hay Nữ.").format(text=member.sex[:20]),
            next_step=_("Ghi Nam, Nữ, hoặc để trống."), code="E_SEX",
        )  # fmt: skip
    for name in ("born", "joined", "came"):
        text = getattr(member, name)
        day = day_of(text)
        if day is not None and day > today:
            raise Refusal(
                _("{name} “{text}” chưa đến.").format(name=names[name], text=text[:20]),
                next_step=_("Xem lại năm."), code="E_DAY",
            )  # fmt: skip


def clean(text: str) -> str:
    """Return text as it is kept: composed, on one line, not longer than a line can be."""
    return " ".join(nfc(text).split())[:LONGEST]


def sex_of(text: str) -> str:
    """Return "Nam", "Nữ" or what was written where neither is meant."""
    bare = fold(text)
    if bare in ("nu", "f", "female", "nu gioi", "0"):
        return WOMAN
    if bare in ("nam", "m", "male", "nam gioi", "1"):
        return MAN
    return text


def matches(member: Member, needle: str) -> bool:
    """Tell whether a search finds a member: all its words, with or without tones."""
    hay = fold(" ".join(getattr(member, name) for name in FIELDS))
    return all(word in hay for word in fold(needle).split())

"""One member as the list keeps it: few fields, those that are not needed switched off."""

from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import fold, nfc

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
    return Member(identity, unit=unit, **told)


def clean(text: str) -> str:
    """Return text as it is kept: composed, on one line, without leading formula marks."""
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

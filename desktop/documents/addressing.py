"""Whom parts of an upper paper speak to: which duties are ours, ours to hand on, or not ours."""

import re
from collections.abc import Mapping
from typing import Final

from desktop.documents.office_facts import ROLES, Role
from desktop.models.outline import Outline, OutlineRow
from desktop.models.text import nfc

_BODIES: Final[Mapping[Role, re.Pattern[str]]] = {
    "national": re.compile(r"tổng liên đoàn|\btlđ\b|\btổng lđlđ"),
    "province": re.compile(
        r"(?:liên đoàn lao động|lđlđ) (?:tỉnh|thành phố)|(?:các )?(?:ban|phòng|văn phòng)\b[^,;:]*"
        r"(?:lđlđ|liên đoàn lao động) (?:tỉnh|thành phố)|các ban (?:lđlđ|chuyên đề|tham mưu)|"
        r"văn phòng (?:lđlđ|liên đoàn)|ủy ban kiểm tra|\bban (?:tài chính|tổ chức|tuyên giáo|"
        r"tuyên truyền|chính sách|csplđ|cspl|nữ công|công tác|quan hệ|xây dựng)"
    ),
    "upper": re.compile(
        r"(?:(?:công đoàn|cđ) )?cấp trên trực tiếp|"
        r"(?:liên đoàn lao động|lđlđ) (?:các )?(?:huyện|thị xã|quận)|"
        r"(?:công đoàn|cđ) (?:các )?(?:ngành|xã|phường|đặc khu|khu |kcn|viên chức|liên xã|khối)"
    ),
    "base": re.compile(r"công đoàn cơ sở|\bcđcs\b|nghiệp đoàn|các cơ sở"),
}
_EVERYONE: Final = re.compile(r"các cấp công đoàn|các đơn vị|công đoàn các cấp")
_BEFORE: Final = re.compile(
    r"^(?:đối với|đề nghị|yêu cầu|giao|trách nhiệm(?: của)?|ban thường vụ|ban chấp hành|các|"
    r"[-–•*]|\s)+\s"
)
ORGANISATION: Final = re.compile(
    r"tổ chức thực hiện|tổ chức triển khai|phân công|trách nhiệm thực hiện"
)
PURPOSE: Final = re.compile(r"mục đích|yêu cầu|mục tiêu chung|quan điểm")
CONTEXT: Final = re.compile(r"tình hình|đặc điểm|sự cần thiết|thực trạng|kết quả")
_HEADING: Final = 160


def roles_named(text: str, *, leading: bool = False) -> frozenset[Role]:
    """Return the kinds of bodies a text names; `leading` asks that it begins with one."""
    said = " ".join(nfc(text).casefold().split())
    if _EVERYONE.search(said):
        return frozenset()
    bare = _BEFORE.sub("", said)
    found = frozenset(role for role, pattern in _BODIES.items() if pattern.search(said))
    if leading and not any(p.match(bare) or p.match(said) for p in _BODIES.values()):
        return frozenset()
    return found


def addressees(outline: Outline) -> dict[str, frozenset[Role]]:
    """Return, for each item, the bodies it is addressed to; empty means everybody.

    A heading that begins with a body speaks for all under it; under an organisation heading
    so does the beginning of a sentence ("Ban Tài chính: …").
    """
    found: dict[str, frozenset[Role]] = {}
    organising: set[str] = set()
    for row in outline:
        parent = found.get(row.parent or "", frozenset())
        if row.parent in organising or ORGANISATION.search(nfc(row.item.plain).casefold()):
            organising.add(row.id)
        found[row.id] = _own(row, inside=row.parent in organising) or parent
    return found


def _own(row: OutlineRow, *, inside: bool) -> frozenset[Role]:
    text = row.item.plain
    if row.size > 1 and len(text) < _HEADING:
        return roles_named(text, leading=True)
    if not inside:
        return frozenset()
    head, colon, _rest = text.partition(":")
    if colon and len(head) < _HEADING:
        return roles_named(head, leading=True)
    return roles_named(" ".join(text.split()[:9]), leading=True)


def concerns(role: Role, named: frozenset[Role]) -> bool:
    """Tell whether duties of these bodies are ours to do or to hand on to those below."""
    own = ROLES.index(role)
    return not named or any(ROLES.index(other) >= own for other in named)

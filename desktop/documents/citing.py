"""How another paper is named in running text, and how names in capitals are written there."""

import re
from collections.abc import Mapping
from typing import Final

from desktop.documents.kinds import document_type
from desktop.models.packs.packs import Packs
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import nfc, short_date

_KEPT: Final[Mapping[str, str]] = {
    "tổng liên đoàn lao động": "Tổng Liên đoàn Lao động",
    "liên đoàn lao động": "Liên đoàn Lao động",
    "công đoàn": "Công đoàn",
    "nghiệp đoàn": "Nghiệp đoàn",
    "ủy ban nhân dân": "Ủy ban nhân dân",
    "việt nam": "Việt Nam",
    "lđlđ": "LĐLĐ",
    "cđcs": "CĐCS",
    "tnhh": "TNHH",
    "thpt": "THPT",
    "thcs": "THCS",
}
_AREA: Final = re.compile(
    r"\b(tỉnh|thành phố|huyện|thị xã|quận|xã|phường|đặc khu|trường|công ty|khu)\s+(.+)$"
)


def cite(head: PlanHead, packs: Packs) -> str:
    """Return "Kế hoạch số 34/KH-LĐLĐ ngày 28/7/2021 của Liên đoàn Lao động tỉnh … về …"."""
    kind = document_type(packs, head.doc_type)
    parts = [kind.name]
    if head.full_number:
        parts.append(f"số {head.full_number}")
    if head.day:
        parts.append(f"ngày {short_date(head.day)}")
    if head.issuer:
        parts.append(f"của {proper_name(head.issuer)}")
    subject = re.sub(r"^\s*(?:v/v|về việc|về)\s+", "", nfc(head.subject), flags=re.IGNORECASE)
    if subject:
        parts.append(f"về {begin_small(subject)}")
    return " ".join(parts)


def is_known(head: PlanHead) -> bool:
    """Tell whether anything identifies the paper: a number, an issuer or a subject."""
    return bool(head.full_number or head.issuer or head.subject)


def short_cite(head: PlanHead, packs: Packs) -> str:
    """Return "Kế hoạch số 34/KH-LĐLĐ", or the kind and issuer where it has no number."""
    kind = document_type(packs, head.doc_type).name
    if head.full_number:
        return f"{kind} số {head.full_number}"
    return f"{kind} của {proper_name(head.issuer)}" if head.issuer else kind


def proper_name(name: str) -> str:
    """Return a body's name as it is written in a sentence; only capitals are changed.

    "LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG TRỊ" becomes "Liên đoàn Lao động tỉnh Quảng Trị".
    """
    text = " ".join(nfc(name).split())
    if not text.isupper():
        return text
    text = text.lower()
    found = _AREA.search(text)
    if found:
        text = text[: found.start(2)] + _titled(found[2])
    for small, written in _KEPT.items():
        text = re.sub(rf"\b{small}\b", written, text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


def begin_small(text: str) -> str:
    """Return the text to stand inside a sentence: a small first letter unless it is a name."""
    first, _space, rest = text.partition(" ")
    name = any(c.isupper() for c in first[1:]) or rest[:1].isupper()
    return text if name else text[:1].lower() + text[1:]


def _titled(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split())

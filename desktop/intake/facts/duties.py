"""One duty in words: what is sent to whom, by when, and at which address."""

import re

from desktop.intake.facts.deadlines import Calendar, deadlines_in
from desktop.intake.reading import Duty, Role, Span
from desktop.intake.words import plain, squeeze

_SENDS = re.compile(
    r"\b(?:bao cao|gui|nop|phan anh|thong tin|dang ky|cap nhat|tong hop)\b[^.;]{0,160}?"
    r"(?:\b(?:ve|cho|den|toi|len|qua)\b|\b(?:truoc|cham nhat|trong|vao|hang|dinh ky|ngay)\b|"
    r"\bban thuong vu\b|\bldld\b|\blien doan\b|\bcong doan\b|@)"
)
_MAX_TEXT = 2_000
_WORD = re.compile(r"\b(?:bao cao|gui|nop|phan anh|dang ky)\b")
_TO = re.compile(
    r"\b(?:ve|cho|den|toi|len|bao cao(?: nhanh| ket qua| tong hop)?)\s+"
    r"(?P<to>(?:dia chi\s+)?(?:cac\s+)?(?:ban|van phong|ldld|lien doan|cong doan|tong lien doan|"
    r"tld|uy ban|thuong truc|phong|so|dang uy|huyen uy|tinh uy|dong chi|d/c|chu tich|"
    r"hai co quan|cap tren|cd)\b[^.;:()@]{0,90}?)"
    r"(?=\s*(?:[,.;:(]|$|\b(?:truoc|cham nhat|qua|theo|de|trong|vao|dinh ky|hang|xem xet|ket qua|"
    r"ve|kip thoi|tu ngay|bang|gom|va|ngay \d)\b))"
)
_THROUGH = re.compile(
    r"\(?\bqua\s+(?P<by>(?:ban|van phong|phong|dong chi|d/c|bo phan)\b[^.;)]{0,70}?)\s*"
    r"(?=[).;,]|\btruoc\b|\btheo\b|$)"
)
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_PHONE = re.compile(
    r"(?:\b(?:dien thoai|so dien thoai|dt|sdt|di dong|zalo|hotline|duong day nong|fax|lien he)\b"
    r"[^\d@.;]{0,40})(?P<n>\+?\d[\d .\-]{6,16}\d)"
)


def may_report(bare: str) -> bool:
    """Whether a tone-less clause has a word that sends something to somebody."""
    return bool(_WORD.search(bare))


def duty_of(unit: str, role: Role, text: str, block: int, span: Span, dates: Calendar) -> Duty:
    """Return a clause as a duty; a report where something is sent to somebody or by a day."""
    told = text[:_MAX_TEXT]
    bare = plain(told)
    due = next(iter(deadlines_in(told, block, dates)), None)
    emails = tuple(_EMAIL.findall(told)) if "@" in told else ()
    phones = tuple(squeeze(text[m.start("n") : m.end("n")]) for m in _PHONE.finditer(bare))
    word = _WORD.search(bare)
    to = _found(_TO, "to", text, bare) if word else None
    report = bool(word and _SENDS.search(bare) and (to or due or emails))
    return Duty(
        unit=unit, role=role, text=text, block=block, span=span, report=report,
        to=to, through=_found(_THROUGH, "by", text, bare) if report else None,
        due=due.text if due else None, date=due.date if due else None,
        recurring=bool(due and due.recurring), emails=emails, phones=phones,
    )  # fmt: skip


def _found(pattern: re.Pattern[str], name: str, text: str, bare: str) -> str | None:
    match = pattern.search(bare)
    if not match:
        return None
    return squeeze(text[match.start(name) : match.end(name)]).strip(" ,") or None

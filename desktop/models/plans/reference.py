"""One cited paper: what is known of it, its legal citations, and how it is kept.

A reference is one record of the stream that never leaves the office. Its key is its kind,
number and date put plainly; its fields say what is known of it, and one field per citing
document keeps the words printed there.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from desktop.i18n import _
from desktop.models.store.reader import Reader
from desktop.models.store.store import Step
from desktop.models.text import fold, nfc, one_line, short_date

REFERENCE: Final = "reference"
CITED_IN: Final = "cited:"
FIELDS: Final = ("type", "number", "date", "issuer", "subject")
_LAWS: Final = ("luat", "bo luat", "phap lenh", "hien phap", "dieu le")
_LONGEST: Final = 600


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited paper. `date` is YYYY-MM-DD or ""; `slips` are codes of what was written wrong.

    `cited` holds (document id, words printed there) pairs; `kept` is the id of the paper
    itself where the office keeps it, `id` the key it is stored under.
    """

    type: str
    number: str = ""
    date: str = ""
    issuer: str = ""
    subject: str = ""
    slips: tuple[str, ...] = ()
    cited: tuple[tuple[str, str], ...] = ()
    kept: str = ""
    id: str = ""

    @property
    def key(self) -> str:
        """What tells papers apart: kind, number and date; a law by its name."""
        name = "" if self.number else fold(self.subject)[:80]
        number = re.sub(r"\s+", "", self.number).casefold()
        return "|".join((fold(self.type), number or name, self.date))

    @property
    def is_law(self) -> bool:
        """Whether it is cited by its name later on."""
        return fold(self.type).startswith(_LAWS)

    @property
    def day(self) -> datetime.date | None:
        """The date as a day, None where it is unknown."""
        try:
            return datetime.date.fromisoformat(self.date)
        except ValueError:
            return None


def cite_first(reference: Reference) -> str:
    """Return the first citation: kind, number, date, issuer and subject in full."""
    name = _name(reference)
    parts = [name] if reference.is_law else [reference.type]
    if reference.number:
        parts.append(_("số {number}").format(number=reference.number))
    if reference.day:
        parts.append(_("ngày {day}").format(day=short_date(reference.day)))
    if reference.issuer and not reference.is_law:
        parts.append(_("của {issuer}").format(issuer=reference.issuer))
    if reference.subject and not reference.is_law:
        subject = reference.subject
        parts.append(
            subject if subject.startswith("“") else _("về {subject}").format(subject=subject)
        )
    return " ".join(part for part in parts if part)


def cite_later(reference: Reference) -> str:
    """Return a later citation: kind and number only; a law by its name."""
    if reference.is_law:
        return _name(reference)
    if reference.number:
        return _("{type} số {number}").format(type=reference.type, number=reference.number)
    if reference.issuer:
        return _("{type} của {issuer}").format(type=reference.type, issuer=reference.issuer)
    return reference.type


def _name(reference: Reference) -> str:
    return f"{reference.type} {reference.subject}".strip() if reference.is_law else reference.type


def same_paper(one: Reference, other: Reference) -> bool:
    """Whether two citations mean one paper: one number, and no two different dates."""
    if one.number and other.number:
        near = one.type.startswith(other.type) or other.type.startswith(one.type)
        dates = not one.date or not other.date or one.date == other.date
        return near and dates and one.number.casefold() == other.number.casefold()
    return one.key == other.key


def joined(one: Reference, other: Reference) -> Reference:
    """Return one reference that knows what both do."""

    def better(name: str) -> str:
        return str(getattr(one, name) or getattr(other, name))

    both = Reference(
        one.type, one.number, better("date"), better("issuer"), better("subject"),
        tuple(dict.fromkeys((*one.slips, *other.slips))), (*one.cited, *other.cited),
    )  # fmt: skip
    told = {name for name in ("date", "issuer") if getattr(both, name)}
    return replace(both, slips=tuple(slip for slip in both.slips if slip not in told))


def reference_of(key: str, fields: Mapping[str, Any]) -> Reference:
    """Return a stored record as a reference, whoever cites it."""
    texts = {name: str(fields.get(name) or "") for name in FIELDS}
    cited = sorted(
        (field.removeprefix(CITED_IN), str(words))
        for field, words in fields.items()
        if field.startswith(CITED_IN) and words
    )
    slips = tuple(fields.get("slips") or ())
    return Reference(**texts, slips=slips, cited=tuple(cited), id=key)


def put_references(step: Step, reader: Reader, plan: str, found: Iterable[Reference]) -> None:
    """Add what a document cites to the library, within the step that keeps the document.

    What is already known of a paper stays; only what was missing is filled in.
    """
    known = {key: reference_of(key, fields) for key, fields in reader.records(REFERENCE).items()}
    for one in found:
        same = [key for key, other in known.items() if same_paper(one, other)]
        # Two papers of one number: without a date it cannot be told which is meant.
        key = same[0] if len(same) == 1 else one.key
        old = known.get(key)
        now = joined(old, one) if old else one
        known[key] = now
        for name in FIELDS:
            value = nfc(getattr(now, name))[:_LONGEST]
            if value and value != (getattr(old, name) if old else ""):
                step.put(REFERENCE, key, name, value)
        if now.slips != (old.slips if old else ()):
            step.put(REFERENCE, key, "slips", list(now.slips) or None)
        words = " … ".join(dict.fromkeys(text for _plan, text in one.cited))
        step.put(REFERENCE, key, f"{CITED_IN}{plan}", one_line(words)[:_LONGEST] or one.type)


def slip_words(slips: Sequence[str]) -> list[str]:
    """Return what each slip code means, for a person to correct."""
    said = {
        "double_slash": _("Hai dấu gạch chéo trong số, ký hiệu"),
        "spaces": _("Thừa dấu cách trong số, ký hiệu"),
        "year": _("Số, ký hiệu ghi cả năm"),
        "case": _("Ký hiệu viết sai chữ hoa, chữ thường"),
        "code": _("Ký hiệu không khớp tên loại văn bản"),
        "zero": _("Số dưới 10 thiếu số 0 ở trước"),
        "issuer": _("Thiếu tên cơ quan ban hành"),
        "date": _("Thiếu ngày ban hành"),
        "bad_date": _("Ngày ban hành không có thật"),
        "party": _("Ký hiệu văn bản của Đảng viết loại trước dấu gạch chéo: 02-NQ/TW"),
    }
    return [said[slip] for slip in slips if slip in said]

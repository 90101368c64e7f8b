"""Papers out that were made elsewhere, typed into the office's yearly register."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from desktop.i18n import _
from desktop.models.clock import uuid7
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import nfc, one_line

OUTGOING: Final = "outgoing"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One paper. `number` is what stands before the slash as written ("05", "05a"), `symbol`
    what follows it, `date` ISO, `doc_type` a code or name of the pack's document types;
    `recipients` one line each, `copies` how many were sent out.
    """

    number: str = ""
    symbol: str = ""
    date: str = ""
    doc_type: str = ""
    subject: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    copies: int | None = None
    note: str = ""
    withdrawn: str = ""
    id: str = ""

    @property
    def full_number(self) -> str:
        """ "05/KH-LĐLĐ", as printed."""
        return "/".join(part for part in (self.number, self.symbol) if part)

    @property
    def plain_number(self) -> int | None:
        """The number as a number; None where letters are in it."""
        return int(self.number) if self.number.isascii() and self.number.isdigit() else None


FIELDS: Final = tuple(f.name for f in fields(Outgoing) if f.name != "id")
_FIRST_YEAR: Final = 1930
_LAST_YEAR: Final = 2199
_WRITTEN: Final = re.compile(r"0*(\d{1,5})\s*([a-zđ]?)\s*(?:/+\s*(.+))?", re.IGNORECASE)


def list_outgoing(reader: Reader) -> list[Outgoing]:
    """Return the typed papers by day and number."""
    found = [
        _read(key, record)
        for key, record in reader.records(OUTGOING, "").items()
        if not record.get("deleted")
    ]
    return sorted(found, key=lambda one: (one.date, one.plain_number or 0, one.number, one.id))


def add_outgoing(store: Store, entry: Outgoing) -> str:
    """Add a paper to the register; returns its id. Refuses one without number, day, subject."""
    clean = checked(entry)
    key = uuid7(store.clock)
    with store.step(_("Ghi sổ văn bản đi")) as step:
        step.put_fields(OUTGOING, key, _values(clean))
    return key


def change_outgoing(store: Store, entry: Outgoing) -> ChangeSet:
    """Write a paper anew; refuses one that is not there."""
    known = store.fields(OUTGOING, entry.id)
    if not known or known.get("deleted"):
        raise _gone()
    clean = checked(entry)
    with store.step(_("Sửa sổ văn bản đi")) as step:
        step.put_fields(OUTGOING, entry.id, dict.fromkeys(FIELDS) | _values(clean))
    return step.change


def delete_outgoing(store: Store, entry_id: str) -> ChangeSet:
    """Take a paper out of the register; undoing the step brings it back."""
    known = store.fields(OUTGOING, entry_id)
    if not known or known.get("deleted"):
        raise _gone()
    with store.step(_("Xóa khỏi sổ văn bản đi")) as step:
        step.put(OUTGOING, entry_id, "deleted", True)
    return step.change


def checked(entry: Outgoing) -> Outgoing:
    """Return the paper as it is kept: "5/ kh-lđlđ" becomes number 05 and symbol kh-lđlđ.

    A year in the number ("12/2027/CV-CĐX") is left out where it is the paper's own: numbers
    begin anew each year, and the register is kept by year.
    """
    found = _WRITTEN.fullmatch(one_line(entry.number))
    if found is None or not int(found[1]) or any(c in (found[3] or "") for c in ("..", "\\", ":")):
        raise _wrong(_("Số văn bản “{text}” không hợp lệ.").format(text=entry.number[:20]))
    signed = _day(entry.date)
    if signed is None or not _FIRST_YEAR <= signed.year <= _LAST_YEAR:
        raise _wrong(_("Ngày văn bản không hợp lệ."))
    if not entry.subject.strip():
        raise _wrong(_("Văn bản chưa có trích yếu."))
    number = f"{int(found[1]):02d}{found[2].lower()}"
    parts = one_line(found[3] or entry.symbol).replace(" ", "").strip("/").split("/")
    if len(parts) > 1 and str(signed.year) in (parts[0], parts[-1]):
        parts.remove(str(signed.year))
    return replace(entry, number=number, symbol="/".join(parts))


def _values(entry: Outgoing) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(entry, name)
        if isinstance(value, tuple):
            value = [one_line(text) for text in value if one_line(text)]
        elif isinstance(value, str):
            value = nfc(value).strip()
        if value not in ("", None, []):
            found[name] = value
    return found


def _read(key: str, record: Mapping[str, Any]) -> Outgoing:
    texts = {
        name: value
        for name in FIELDS
        if name not in ("recipients", "copies") and isinstance(value := record.get(name), str)
    }
    places, copies = record.get("recipients"), record.get("copies")
    return Outgoing(
        id=key,
        recipients=tuple(str(p) for p in places) if isinstance(places, list) else (),
        copies=copies if isinstance(copies, int) and not isinstance(copies, bool) else None,
        **texts,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _wrong(sentence: str) -> Refusal:
    return Refusal(
        sentence, next_step=_("Ghi số, ký hiệu, ngày và trích yếu của văn bản."), code="E_REGISTER"
    )


def _gone() -> Refusal:
    return Refusal(
        _("Văn bản này không còn trong sổ."), next_step=_("Chọn văn bản khác."), code="E_REGISTER"
    )

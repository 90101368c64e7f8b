"""The head of a plan: everything of the paper but its items, and what each field may hold."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import nfc

OWN, PARENT, TEMPLATE = "own", "parent", "template"
DRAFT, ISSUED = "draft", "issued"
ASKED, AMENDED, REPLACED, WITHDRAWN = "for_comment", "amended", "replaced", "withdrawn"
AMEND, REPLACE = "amend", "replace"


class ParentRef(msgspec.Struct, frozen=True):
    """How an upper paper is known everywhere: issuer, number and ISO date."""

    issuer: str = ""
    number: str = ""
    date: str = ""


class PlanHead(msgspec.Struct, frozen=True):
    """A plan without its items.

    `role`: own, parent (a paper from above) or template. `doc_type` is a code or a name of
    the pack's document types. `number` is what stands before the slash ("05"; "" until
    issue), `symbol` what follows ("KH-LĐLĐ"), `date` ISO. `subject` is the title under the
    type word or after V/v; `title` what the list shows. Texts in lists are paragraphs.
    `authority` holds the lines above the signer's title, `signer_title` that title.
    `issuer` and `parent_issuer` are the names of the letterhead. `source_plan` is the
    office's copy of the upper paper; `left_out` its duties that are not ours.
    `urgency`, `secrecy` and `circulation` are the words of stamps ("HỎA TỐC"), `address`
    the lines at the foot of page 1, `drafter` and `copies` the mark under the recipients,
    `signed_copy` the lines in the corner of a signed copy; `mirrored` margins are for both
    sides of the paper. Each of `appendices` is a text whose first line is its title.
    `table_view` groups the work programme by month, quarter or task group. `asked_on` and
    `asked_until` are the days a draft was sent for comment and is awaited back. `amends` is
    the issued plan this one changes, `amends_how` whether in part or whole; the other way
    round `amended_by` and `replaced_by`. `withdrawn` is the day it ceased to hold.
    """

    id: str = ""
    title: str = ""
    role: str = OWN
    state: str = DRAFT
    doc_type: str = "KH"
    subject: str = ""
    year: int | None = None
    number: str = ""
    symbol: str = ""
    date: str = ""
    place: str = ""
    heading_set: str = "A"
    template: str = ""
    issuer: str = ""
    parent_issuer: str = ""
    opening: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    signer_title: str = ""
    signer_name: str = ""
    parent_ref: ParentRef | None = None
    source_plan: str = ""
    left_out: tuple[str, ...] = ()
    table_title: str = ""
    margin: str = "default"
    body_size: int = 14
    mirrored: bool = False
    urgency: str = ""
    secrecy: str = ""
    circulation: str = ""
    address: tuple[str, ...] = ()
    drafter: str = ""
    copies: int | None = None
    signed_copy: tuple[str, ...] = ()
    appendices: tuple[str, ...] = ()
    table_view: str = "month"
    asked_on: str = ""
    asked_until: str = ""
    amends: str = ""
    amends_how: str = ""
    amended_by: tuple[str, ...] = ()
    replaced_by: str = ""
    withdrawn: str = ""
    withdrawn_why: str = ""
    deleted: bool = False

    @property
    def full_number(self) -> str:
        """ "05/KH-LĐLĐ", "" before issue."""
        return "/".join(part for part in (self.number, self.symbol) if part) if self.number else ""

    @property
    def stage(self) -> str:
        """How far the paper has come: draft, for_comment, issued, amended, replaced, withdrawn."""
        if self.state != ISSUED:
            return ASKED if self.asked_on else DRAFT
        if self.withdrawn:
            return WITHDRAWN
        if self.replaced_by:
            return REPLACED
        return AMENDED if self.amended_by else ISSUED

    @property
    def day(self) -> datetime.date | None:
        """The date of issue."""
        return _iso(self.date)


FIELDS: Final = tuple(name for name in PlanHead.__struct_fields__ if name != "id")
_LISTS: Final = frozenset(
    {"opening", "basis", "closing", "addressees", "recipients", "authority", "left_out"}
    | {"address", "signed_copy", "appendices", "amended_by"}
)
_CHOICES: Final[Mapping[str, tuple[Any, ...]]] = {
    "role": (OWN, PARENT, TEMPLATE),
    "state": (DRAFT, ISSUED),
    "heading_set": ("A", "B", "C"),
    "body_size": (13, 14),
    "table_view": ("month", "quarter", "group"),
    "amends_how": (AMEND, REPLACE),
}
_DAYS: Final = frozenset({"date", "asked_on", "asked_until", "withdrawn"})


def read_head(plan_id: str, record: Mapping[str, Any]) -> PlanHead:
    """Return the head of a stored record; what cannot be read keeps its default."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        if name in record:
            found = _read(name, record[name])
            if found is not None:
                values[name] = found
    return PlanHead(id=plan_id, **values)


def head_values(head: PlanHead) -> dict[str, Any]:
    """Return the registers a head is stored in; defaults are left out."""
    plain = PlanHead()
    return {
        name: stored(getattr(head, name))
        for name in FIELDS
        if getattr(head, name) != getattr(plain, name)
    }


def checked(field: str, value: Any) -> Any:
    """Return the value as it is stored, None unsets.

    Raises Refusal for a field a plan does not have or a value it cannot hold.
    """
    if field not in FIELDS:
        raise _wrong(field)
    if value is None or value == "":
        return None
    clean = _clean(value)
    if _read(field, clean) is None:
        raise _wrong(field)
    return clean


def with_field(head: PlanHead, field: str, value: Any) -> PlanHead:
    """Return the head with one field set, as `checked` takes it."""
    clean = checked(field, value)
    found = getattr(PlanHead(), field) if clean is None else _read(field, clean)
    return replace(head, **{field: found})


def stored(value: Any) -> Any:
    """Return a head's attribute as it is written to its register."""
    if isinstance(value, tuple):
        return [nfc(text) for text in value]
    if isinstance(value, ParentRef):
        return {"issuer": value.issuer, "number": value.number, "date": value.date}
    return nfc(value) if isinstance(value, str) else value


def _clean(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [nfc(str(text)).strip() for text in value if str(text).strip()]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): nfc(str(text)) for name, text in value.items()}
    return stored(value)


def _read(name: str, value: Any) -> Any:
    """Return the attribute a stored value stands for, None when it cannot be."""
    if name in _CHOICES:
        return value if value in _CHOICES[name] else None
    if name in _LISTS:
        sound = isinstance(value, list) and all(isinstance(text, str) for text in value)
        return tuple(value) if sound else None
    match name:
        case "parent_ref":
            return _reference(value)
        case "year":
            whole = isinstance(value, int) and not isinstance(value, bool)
            return value if whole and 1930 <= value < 2200 else None
        case "copies":
            whole = isinstance(value, int) and not isinstance(value, bool)
            return value if whole and 0 < value < 100_000 else None
        case "deleted":
            return value is True
        case "mirrored":
            return value if isinstance(value, bool) else None
        case day if day in _DAYS:
            return value if isinstance(value, str) and _iso(value) else None
        case _:
            return value if isinstance(value, str) else None


def _reference(value: Any) -> ParentRef | None:
    if not isinstance(value, dict):
        return None
    texts = {name: value.get(name) for name in ("issuer", "number", "date")}
    return ParentRef(**{n: t if isinstance(t, str) else "" for n, t in texts.items()})


def _iso(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _wrong(field: str) -> Refusal:
    return Refusal(
        _("Thông tin “{field}” của văn bản không hợp lệ.").format(field=field),
        next_step=_("Kiểm tra lại ô đó rồi nhập lại."), code="E_PLAN_FIELD",
    )  # fmt: skip

"""What reading a document yields: a proposal a person checks, nothing of the text dropped."""

from dataclasses import dataclass
from typing import Any, Literal

from desktop.intake.source import Run
from desktop.models.outline.targets import GRADE

Zone = Literal[
    "letterhead", "title", "addressees", "opening", "body", "recipients", "signature",
    "appendix", "furniture",
]  # fmt: skip
Role = Literal["chủ trì", "phối hợp"]


@dataclass(frozen=True, slots=True)
class Span:
    """Source lines from `first` to `last`, counted from 1, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Field:
    """One value read from the document, where it stood (None: inferred) and how surely
    (confidence from 0 to 1).
    """

    value: str
    span: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Target:
    """A figure the document sets out to reach. `text` is the clause that sets it.

    `value` is an exact decimal written with a point ("70", "1.5"); `value_max` only for a
    range. `basis` cites the document that assigned it; `population` names the part of the
    whole that is meant ("doanh nghiệp có từ 20 lao động trở lên"), `denominator` what a share
    is taken of, `per` the unit an average is for ("CĐCS"), `for_unit` whose quota it is.
    `indicator` is the pack's code it is counted under, `indicator_sure` how surely (0 to 1).
    `printed` is False where no figure stands in the text ("không để xảy ra …": 0;
    "hoàn thành tốt nhiệm vụ trở lên": grade 2 or better).
    """

    text: str
    value: str
    value_max: str | None
    comparator: Literal["=", ">=", ">", "<=", "<", "range"]
    unit: str
    stage: str | None
    basis: str | None
    block: int
    span: Span
    confidence: float
    population: str | None = None
    denominator: str | None = None
    per: str | None = None
    for_unit: str | None = None
    indicator: str | None = None
    indicator_sure: float = 0.0
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Assignment:
    """Items the document hands to somebody: `refs` are labels, `section` the item above
    them ("II.1"); `items` are the blocks meant, by index, as far as they were found.
    """

    unit: str
    refs: tuple[str, ...]
    section: str | None
    role: Role
    block: int
    span: Span
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when the block's task is due. `text` is what is printed, from `start` to `end` of the
    block's text; `date` (YYYY-MM-DD) the day meant, None where it recurs or hangs on another.
    """

    block: int
    text: str
    date: str | None
    recurring: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody is told to do in words of its own, without naming the paper's items.

    A `report` is sent to somebody: `to` is the body, `through` the board it goes by; `emails`
    and `phones` are as printed. `due` is the printed deadline, `date` its day (YYYY-MM-DD).
    """

    unit: str
    role: Role
    text: str
    block: int
    span: Span
    report: bool = False
    to: str | None = None
    through: str | None = None
    due: str | None = None
    date: str | None = None
    recurring: bool = False
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper that the text cites, from `start` to `end` of its block; `date` YYYY-MM-DD or "".

    `number` is put right, `slips` are codes of what was wrong with it or is missing; a law's
    name is its `subject`.
    """

    type: str
    number: str
    date: str
    issuer: str
    subject: str
    text: str
    slips: tuple[str, ...]
    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or item of the document in reading order.

    `kind` is "item" (it begins with a label), "paragraph", "row" (of a table, cells joined
    by " | ") or "furniture" (page numbers, rules). `depth` is an item's level in the
    outline, 0 outermost; a paragraph has the depth of the item it follows, and `owner` is
    that item's index in the body. `printed` is False when list numbering supplied the label.
    """

    kind: str
    zone: Zone
    depth: int
    label: str
    text: str
    runs: tuple[Run, ...]
    heading: bool
    owner: int | None
    span: Span
    confidence: float
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read. `source_lines[n - 1]` is line n of the source as shown, `pages[n - 1]`
    the page it begins on, counted from 1 (0: not known); no pages where the source has none.
    """

    source_lines: tuple[str, ...]
    kind: str
    fields: dict[str, Field]
    legal_basis: tuple[Field, ...]
    addressees: tuple[Field, ...]
    recipients: tuple[Field, ...]
    body: tuple[Block, ...]
    targets: tuple[Target, ...]
    assignments: tuple[Assignment, ...]
    duties: tuple[Duty, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    citations: tuple[Citation, ...] = ()
    pages: tuple[int, ...] = ()

    def page_of(self, line: int) -> int:
        """Return the page a line of the source begins on, 0 where that is not known."""
        return self.pages[line - 1] if 0 < line <= len(self.pages) else 0

    def value(self, name: str) -> str | None:
        """Return a field's value: issuer, parent, number, place, date, doc_type, subject,
        signer.authority, signer.title, signer.name.
        """
        found = self.fields.get(name)
        return found.value if found else None

    @property
    def outline(self) -> tuple[Block, ...]:
        """The labelled items of the body."""
        return tuple(b for b in self.body if b.kind == "item" and b.zone == "body")

    def _number(self, block: int) -> int | None:
        """Return which item of the outline, from 0, a block is or belongs to."""
        owner = block if self.body[block].kind == "item" else self.body[block].owner
        before = [b for b in self.body[: owner or 0] if b.kind == "item" and b.zone == "body"]
        return None if owner is None else len(before)

    def to_json(self) -> dict[str, Any]:
        """Return the reading in the shape of the reading contract, plain values only."""
        head = ("issuer", "parent", "number", "place", "date", "doc_type", "subject")
        return {
            **{name: self.value(name) for name in head},
            "legal_basis": [field.value for field in self.legal_basis],
            "outline": [[block.depth, block.label, block.text] for block in self.outline],
            "targets": [_target(target) for target in self.targets if target.printed],
            "zero_targets": [
                _target(target)
                for target in self.targets
                if not target.printed and target.unit != GRADE
            ],
            "grade_targets": [_target(target) for target in self.targets if target.unit == GRADE],
            "assignments": [
                {"unit": a.unit, "refs": list(a.refs), "section": a.section, "role": a.role}
                for a in self.assignments
            ],
            "duties": [_duty(duty) for duty in self.duties],
            "deadlines": [
                {
                    "item": self._number(one.block),
                    "text": one.text,
                    "date": one.date,
                    "recurring": one.recurring,
                }
                for one in self.deadlines
            ],
            "references": [_citation(one) for one in self.citations],
            "addressees": [field.value for field in self.addressees],
            "recipients": [field.value for field in self.recipients],
            "signer": {
                name: self.value(f"signer.{name}") for name in ("authority", "title", "name")
            },
        }


def _citation(one: Citation) -> dict[str, Any]:
    names = ("type", "number", "date", "issuer", "subject")
    said = {name: getattr(one, name) or None for name in names}
    return {**said, "text": one.text, "slips": list(one.slips)}


def _duty(duty: Duty) -> dict[str, Any]:
    always = {"unit": duty.unit, "role": duty.role, "text": duty.text, "report": duty.report}
    more = {name: getattr(duty, name) for name in ("to", "through", "due", "date")}
    lists = {"emails": list(duty.emails), "phones": list(duty.phones)}
    return {**always, **{name: value for name, value in {**more, **lists}.items() if value}}


_MORE = (
    "basis", "population", "denominator", "per", "for_unit", "indicator", "indicator_sure",
)  # fmt: skip


def _number(value: str) -> int | float:
    return int(value) if "." not in value else float(value)


def _target(target: Target) -> dict[str, Any]:
    shown: dict[str, Any] = {"text": target.text, "value": _number(target.value)}
    if target.value_max is not None:
        shown["value_max"] = _number(target.value_max)
    return {
        **shown,
        "comparator": target.comparator,
        "unit": target.unit,
        "stage": target.stage,
        **{name: value for name in _MORE if (value := getattr(target, name))},
        "confidence": round(target.confidence, 2),
    }

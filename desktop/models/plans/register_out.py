"""The register of documents out: papers issued here and papers typed in, by year."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from desktop.models.packs.packs import Packs
from desktop.models.plans import plan_head, plans
from desktop.models.plans.outgoing import Outgoing, list_outgoing
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.plan_life import stage_names
from desktop.models.store.reader import Reader
from desktop.models.text import fold

ISSUED_STAGES: Final = (
    plan_head.ISSUED, plan_head.AMENDED, plan_head.REPLACED, plan_head.WITHDRAWN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of the register. `plan` is the plan issued here, `entry` the typed paper.

    `kind` is the name of the document type; `recipients` and `subject` as printed; `stage` of
    `plan_head`; `by` is the number of the paper that amends or replaces it.
    """

    number: str
    full_number: str
    date: str
    kind: str
    subject: str
    signer: str
    recipients: tuple[str, ...]
    copies: int | None
    stage: str
    by: str = ""
    note: str = ""
    plan: str = ""
    entry: str = ""

    @property
    def id(self) -> str:
        """What the line is known by."""
        return self.plan or self.entry

    @property
    def state(self) -> str:
        """The stage in words, with what amended or replaced it."""
        name = stage_names()[self.stage]
        return f"{name} ({self.by})" if self.by else name


def register_lines(reader: Reader, year: int | None = None) -> list[RegisterLine]:
    """Return the register of a year (None: of all), by day and number."""
    heads = plans.list_plans(reader)
    numbers = {head.id: head.full_number for head in heads}
    lines = [
        *(_of_plan(h, reader.packs, numbers) for h in _sent_out(reader, heads)),
        *(_of_entry(entry, reader.packs) for entry in list_outgoing(reader)),
    ]
    wanted = (line for line in lines if year is None or line.date.startswith(f"{year:04d}-"))
    return sorted(wanted, key=lambda line: (line.date, _order(line.number), line.id))


def register_years(lines: Iterable[RegisterLine]) -> list[int]:
    """Return the years in the register, the newest first."""
    return sorted({int(line.date[:4]) for line in lines if line.date[:4].isdigit()}, reverse=True)


def filtered(
    lines: Iterable[RegisterLine], *, words: str = "", kind: str = "", stage: str = ""
) -> list[RegisterLine]:
    """Return the lines that hold all the words, tone marks and case apart, of a kind and stage."""
    needles = fold(words).split()
    found = []
    for line in lines:
        said = fold(" ".join((
            line.full_number, line.kind, line.subject, line.signer, *line.recipients, line.note,
            line.by,
        )))  # fmt: skip
        if (
            all(needle in said for needle in needles)
            and (not kind or line.kind == kind)
            and (not stage or line.stage == stage)
        ):
            found.append(line)
    return found


def kinds_in(lines: Sequence[RegisterLine]) -> list[str]:
    """Return the kinds of paper that occur."""
    return sorted({line.kind for line in lines if line.kind})


def _sent_out(reader: Reader, heads: Iterable[PlanHead]) -> Iterator[PlanHead]:
    """Return the papers as they left; one opened for a new revision as it last did."""
    for head in heads:
        if head.stage in ISSUED_STAGES:
            yield head
        elif head.number and (issued := plans.issued_once(reader, head.id)) is not None:
            yield replace(
                issued, state=plan_head.ISSUED, amended_by=head.amended_by,
                replaced_by=head.replaced_by, withdrawn=head.withdrawn,
            )  # fmt: skip


def _of_plan(head: PlanHead, packs: Packs, numbers: dict[str, str]) -> RegisterLine:
    known = packs.document_types.get(head.doc_type)
    by = [numbers.get(one, "") for one in (*head.amended_by, head.replaced_by)]
    return RegisterLine(
        number=head.number,
        full_number=head.full_number,
        date=head.date,
        kind=known.name if known is not None else head.doc_type,
        subject=head.subject or head.title,
        signer=head.signer_name,
        recipients=head.recipients,
        copies=head.copies,
        stage=head.stage,
        by=", ".join(filter(None, by)),
        note=head.withdrawn_why,
        plan=head.id,
    )


def _of_entry(entry: Outgoing, packs: Packs) -> RegisterLine:
    known = packs.document_types.get(entry.doc_type)
    return RegisterLine(
        number=entry.number,
        full_number=entry.full_number,
        date=entry.date,
        kind=known.name if known is not None else entry.doc_type,
        subject=entry.subject,
        signer=entry.signer,
        recipients=entry.recipients,
        copies=entry.copies,
        stage=plan_head.WITHDRAWN if entry.withdrawn else plan_head.ISSUED,
        note=entry.note,
        entry=entry.id,
    )


def _order(number: str) -> tuple[int, str]:
    digits = number[: len(number) - len(number.lstrip("0123456789"))]
    return int(digits or 0), number

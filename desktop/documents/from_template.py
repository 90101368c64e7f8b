"""A draft from a built-in or received template, with this office's names and year."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from desktop.documents.calendar_rows import group_name
from desktop.documents.for_base import fits_base, for_base
from desktop.documents.kinds import document_type
from desktop.documents.office_facts import OfficeFacts
from desktop.models.outline.rich_text import tidy
from desktop.models.outline.targets import Target, number_of
from desktop.models.packs.pack_types import DocumentType, Template, TemplateItem, TemplateTarget
from desktop.models.packs.packs import Packs, fill
from desktop.models.plans.plan_draft import DraftItem, PlanDraft
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_row import WorkRow
from desktop.models.units.collective import STANDING

_CLAUSE: Final = re.compile(r"[,;]\s+((?:Ban Thường vụ|Ban Chấp hành)\s.+)$", re.DOTALL)
_CITES: Final = re.compile(r"\s*(?:căn cứ|thực hiện)\b", re.IGNORECASE)


def draft_from_template(
    template: Template, packs: Packs, year: int, facts: OfficeFacts
) -> PlanDraft:
    """Return an own plan drawn up from a template for a year."""
    left_out: tuple[str, ...] = ()
    if facts.role == "base":
        template, left_out = for_base(template, facts), tuple(_left(template.items))
    values = {
        **facts.values(year),
        "below_title": facts.subordinates[:1].upper() + facts.subordinates[1:],
    }
    kind = document_type(packs, template.doc_type)
    subject = fill(template.subject, values)
    opening = _filled(template.opening, values)
    head = PlanHead(
        title=_title(kind.name if kind.named or _is_open(subject) else "", subject),
        doc_type=kind.code,
        subject=subject,
        year=year,
        symbol=_symbol(template, kind, facts),
        place=facts.place,
        heading_set=template.heading_set,
        template=f"{template.id}@{template.version}",
        issuer=facts.name,
        parent_issuer=facts.parent,
        basis=_filled(template.basis, values),
        opening=_short_opening(opening) if template.basis else opening,
        closing=_filled(template.closing, values),
        addressees=_filled(_below(template.addressees, facts), values),
        recipients=_filled(_below(template.recipients, facts), values),
        authority=_authority(template, facts),
        signer_title=template.signer_title or facts.signer_title,
        signer_name=facts.signer_name,
        table_title=fill(template.table_title, values),
        left_out=_filled(left_out, values),
        body_size=facts.body_size,
        margin=facts.margin,
    )
    origin = f"{template.id}@{template.version}#"
    items = tuple(
        _item(item, values, f"{origin}{place}") for place, item in enumerate(template.items, 1)
    )
    rows = tuple(
        WorkRow(
            task=fill(row.task, values),
            month=row.month,
            due=fill(row.due, values),
            lead=fill(row.lead, values),
            partner=fill(row.partner, values),
            cost=row.cost,
            category=row.category,
            group=group_name(packs, row.category),
        )
        for row in template.table
    )
    return PlanDraft(head, items, rows)


def _symbol(template: Template, kind: DocumentType, facts: OfficeFacts) -> str:
    """Return what follows the number: a letter's names no kind, others' do (KH-LĐLĐ)."""
    if not kind.named:
        return facts.letter_symbol
    return "-".join(part for part in (template.symbol, facts.symbol) if part)


def _authority(template: Template, facts: OfficeFacts) -> tuple[str, ...]:
    """Return who signs: a base union has no standing committee of its own choosing here."""
    if facts.role == "base" or not template.authority:
        return facts.authority
    if STANDING.upper() in template.authority and facts.collective != STANDING:
        return facts.authority  # its executive committee is too small to have elected one
    return (template.authority,)


def _below(lines: tuple[str, ...], facts: OfficeFacts) -> tuple[str, ...]:
    """Return lines of bodies with those under the office in place of {below}."""
    found: list[str] = []
    for line in lines:
        found += facts.addressed_below if line.strip() == "{below}" else (line,)
    return tuple(dict.fromkeys(found))


def _left(items: tuple[TemplateItem, ...]) -> Iterator[str]:
    for item in items:
        if not fits_base(item):
            yield item.text
        else:
            yield from _left(item.children)


def _item(item: TemplateItem, values: Mapping[str, str], origin: str) -> DraftItem:
    return DraftItem(
        text=tidy([(fill(item.text, values), "")]),
        style=item.style,
        children=tuple(
            _item(child, values, f"{origin}.{place}")
            for place, child in enumerate(item.children, 1)
        ),
        owner=fill(item.owner, values),
        due=fill(item.due, values),
        targets=_targets(item, values),
        origin=origin,
        note=fill(item.note, values),
    )


def _targets(item: TemplateItem, values: Mapping[str, str]) -> tuple[Target, ...]:
    return (_target(item.target, values),) if item.target is not None else ()


def _target(target: TemplateTarget, values: Mapping[str, str]) -> Target:
    return Target(
        comparator=target.comparator,
        value=number_of(target.value),
        value_max=number_of(target.value_max),
        unit=target.unit,
        indicator=target.indicator,
        stage=fill(target.stage, values),
        filter=fill(target.filter, values),
    )


def _short_opening(opening: tuple[str, ...]) -> tuple[str, ...]:
    """Leave what the basis lines already say: only who draws the plan up remains.

    A union plan has either "Căn cứ …" lines or one paragraph citing everything.
    """
    text = " ".join(opening)
    found = _CLAUSE.search(text) if _CITES.match(text) else None
    return (found[1],) if found else opening


def _filled(texts: tuple[str, ...], values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(fill(text, values) for text in texts)


def _is_open(subject: str) -> bool:
    """Tell whether the subject is still to be written: a list needs some name all the same."""
    return not re.sub(r"^\s*v/v\s*", "", subject, flags=re.IGNORECASE).strip(" ….")


def _title(kind: str, subject: str) -> str:
    bare = re.sub(r"^\s*v/v\s*", "", subject, flags=re.IGNORECASE)
    if not kind:
        return bare[:1].upper() + bare[1:]
    return f"{kind} {bare[:1].lower()}{bare[1:]}"

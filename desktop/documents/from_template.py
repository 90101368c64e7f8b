"""A draft from a built-in or received template, with this office's names and year."""

import re
from collections.abc import Mapping
from typing import Final

from desktop.documents.kinds import document_type
from desktop.documents.office_facts import OfficeFacts
from desktop.models.pack_types import Template, TemplateItem, TemplateTarget
from desktop.models.packs import Packs, fill
from desktop.models.plan_draft import DraftItem, PlanDraft
from desktop.models.plan_head import PlanHead
from desktop.models.rich_text import tidy
from desktop.models.targets import Target, number_of
from desktop.models.work_row import WorkRow

_CLAUSE: Final = re.compile(r"[,;]\s+((?:Ban Thường vụ|Ban Chấp hành)\s.+)$", re.DOTALL)
_CITES: Final = re.compile(r"\s*(?:căn cứ|thực hiện)\b", re.IGNORECASE)


def draft_from_template(
    template: Template, packs: Packs, year: int, facts: OfficeFacts
) -> PlanDraft:
    """Return an own plan drawn up from a template for a year."""
    values = facts.values(year)
    kind = document_type(packs, template.doc_type)
    subject = fill(template.subject, values)
    opening = _filled(template.opening, values)
    head = PlanHead(
        title=_title(kind.name if kind.named else "", subject),
        doc_type=kind.code,
        subject=subject,
        year=year,
        symbol="-".join(part for part in (template.symbol, facts.symbol) if part),
        place=facts.place,
        heading_set=template.heading_set,
        template=f"{template.id}@{template.version}",
        issuer=facts.name,
        parent_issuer=facts.parent,
        basis=_filled(template.basis, values),
        opening=_short_opening(opening) if template.basis else opening,
        closing=_filled(template.closing, values),
        addressees=_filled(template.addressees, values),
        recipients=_filled(template.recipients, values),
        authority=(template.authority,) if template.authority else facts.authority,
        signer_title=template.signer_title or facts.signer_title,
        signer_name=facts.signer_name,
        table_title=fill(template.table_title, values),
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
        )
        for row in template.table
    )
    return PlanDraft(head, items, rows)


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


def _title(kind: str, subject: str) -> str:
    bare = re.sub(r"^\s*v/v\s*", "", subject, flags=re.IGNORECASE)
    if not kind:
        return bare[:1].upper() + bare[1:]
    return f"{kind} {bare[:1].lower()}{bare[1:]}"

"""The head of an own plan started from a template of the office's own."""

from msgspec.structs import replace

from desktop.documents.kinds import document_type
from desktop.documents.office_facts import OfficeFacts
from desktop.models.packs.packs import Packs
from desktop.models.plans.plan_head import OWN, PlanHead


def own_head(head: PlanHead, packs: Packs, year: int, facts: OfficeFacts) -> PlanHead:
    """Return the head of a template with this office's names, not issued."""
    kind = document_type(packs, head.doc_type)
    return replace(
        head,
        id="",
        role=OWN,
        state=PlanHead().state,
        year=year,
        number="",
        date="",
        symbol=facts.letter_symbol
        if not kind.named
        else "-".join(part for part in (kind.abbreviation, facts.symbol) if part),
        place=facts.place or head.place,
        issuer=facts.name or head.issuer,
        parent_issuer=facts.parent or head.parent_issuer,
        authority=facts.authority,
        signer_title=facts.signer_title,
        signer_name=facts.signer_name,
        parent_ref=None,
        source_plan="",
        left_out=(),
    )

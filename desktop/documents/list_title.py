"""The name a paper has in the list: its type and subject, as long as nobody wrote another."""

import re
from typing import Final

from desktop.documents.citing import begin_small
from desktop.documents.kinds import document_type
from desktop.models.packs.packs import Packs
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import fold

_DISPATCH: Final = re.compile(r"^\s*v/v\b\s*:?\s*", re.IGNORECASE)


def list_title(head: PlanHead, packs: Packs) -> str:
    """Return the name made of type and subject; a letter's is its subject, once it is written."""
    kind = document_type(packs, head.doc_type)
    bare = _DISPATCH.sub("", head.subject)
    if not kind.named and bare.strip(" ….") != "":
        return bare[:1].upper() + bare[1:]
    return f"{kind.name} {begin_small(bare)}".strip()


def followed_title(before: PlanHead, after: PlanHead, packs: Packs) -> str | None:
    """Return the name after a change of type or subject; None where it was written by hand."""
    kind = document_type(packs, before.doc_type).name
    bare = _DISPATCH.sub("", before.subject)
    spoken = _DISPATCH.sub("về ", before.subject)
    made = ("", bare, before.subject, f"{kind} {bare}", f"{kind} {spoken}")
    if fold(before.title).strip() not in {fold(text).strip() for text in made}:
        return None
    return list_title(after, packs)

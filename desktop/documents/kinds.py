"""Kinds of paper by the name or code they go under, and the form each has."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

import msgspec

from desktop.i18n import _
from desktop.models import resources
from desktop.models.outline.outline import Outline
from desktop.models.packs.pack_types import DocumentType, Template, TemplateItem
from desktop.models.packs.packs import Packs
from desktop.models.plans.plan_head import PlanHead
from desktop.models.text import fold

OFFERED: Final = ("KH", "CTR", "CV", "BC", "TB", "HD", "QD", "TTR")
"""The kinds a new document begins as, the usual one first."""
AS_ABOVE: Final = "Như trên"


class KindForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The form of a kind and the skeleton a new one begins with.

    `addressed`: whether "Kính gửi" stands on it: always, only to a superior, never.
    `enacting` is the line between the bases and the articles ("QUYẾT ĐỊNH:"); such a paper
    names above its bases the body that enacts it. Texts may hold the placeholders of
    templates, {collective} and {below_title}; a line "{below}" becomes the bodies below.
    """

    title: str
    subject: str
    items: tuple[TemplateItem, ...]
    addressed: Literal["always", "superior", "never"] = "never"
    enacting: str = ""
    heading_set: Literal["A", "B", "C"] = "A"
    basis: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True):
    kinds: dict[str, KindForm]


@lru_cache(maxsize=1)
def kind_forms() -> Mapping[str, KindForm]:
    """Return code → form, of the kinds that have one of their own."""
    data = resources.path("packs/core/kind_forms.json").read_bytes()
    return msgspec.json.decode(data, type=_File).kinds


def document_type(packs: Packs, name: str) -> DocumentType:
    """Return the document type of a code ("KH"), an abbreviation ("CTr") or a name.

    A name that no pack lists is taken as a named type without an abbreviation.
    """
    found = packs.document_types.get(name)
    if found is not None:
        return found
    wanted = fold(name)
    for known in packs.document_types.values():
        if wanted in (fold(known.name), fold(known.abbreviation) or None):
            return known
    return DocumentType(code="X", name=name or "Văn bản", abbreviation="")


def skeleton(packs: Packs, name: str) -> Template | None:
    """Return the skeleton of a kind by code, abbreviation or name; None where it has none."""
    kind = document_type(packs, name)
    form = kind_forms().get(kind.code)
    if form is None:
        return None
    return Template(
        id=f"loai-{kind.code.lower()}",
        version="1",
        title=form.title,
        issuer="",
        doc_type=kind.code,
        symbol=kind.abbreviation if kind.named else "",
        heading_set=form.heading_set,
        subject=form.subject,
        basis=form.basis,
        opening=form.opening,
        addressees=form.addressees,
        items=form.items,
        closing=form.closing,
        recipients=form.recipients,
        authority="",
    )


def form_remarks(head: PlanHead, outline: Outline, packs: Packs) -> list[str]:
    """Return what a paper lacks of the form of its kind, a sentence each."""
    kind = document_type(packs, head.doc_type)
    form = kind_forms().get(kind.code)
    if form is None:
        return []
    told: list[str] = []
    first = fold(head.recipients[0]).lstrip("-– ") if head.recipients else ""
    as_above = first.startswith(("nhu tren", "nhu kinh gui"))
    if form.addressed == "always" and not head.addressees:
        told.append(_("{kind} phải có “Kính gửi”.").format(kind=kind.name))
    if form.addressed == "never" and head.addressees:
        told.append(_("{kind} không ghi “Kính gửi”.").format(kind=kind.name))
    if head.addressees and form.addressed != "never" and not as_above:
        told.append(_("Dòng đầu của Nơi nhận là “Như trên”."))
    if not head.addressees and as_above:
        told.append(_("Nơi nhận ghi “Như trên” nhưng văn bản không có “Kính gửi”."))
    if form.enacting and not head.basis:
        told.append(_("{kind} phải có căn cứ ban hành.").format(kind=kind.name))
    if form.enacting and not any(row.style == "article" for row in outline):
        told.append(_("Nội dung {kind} chia thành các Điều.").format(kind=kind.name.lower()))
    if head.recipients and "luu" not in fold(head.recipients[-1]):
        told.append(_("Dòng cuối của Nơi nhận là “Lưu: VT”."))
    return told

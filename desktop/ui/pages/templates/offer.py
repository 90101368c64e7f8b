"""What can be started from: templates of the packs and papers kept as templates. No toolkit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.documents.compose import compose, layout_for
from desktop.documents.from_template import draft_from_template
from desktop.formats import registry
from desktop.i18n import _
from desktop.models.packs.packs import Packs
from desktop.models.plans import plan_head, plans
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.papers.draft import plan_from_template
from desktop.tasks.papers.layout_settings import office_layout
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.own_plan import own_plan_from
from desktop.tasks.papers.print_plan import plan_document


@dataclass(frozen=True, slots=True)
class Offer:
    """A template: of a pack (`own` False, `id` its id) or of the office (`id` the plan's)."""

    id: str
    title: str
    type: str
    issuer: str
    version: str
    note: str
    own: bool
    pack: str


def offers(reader: Reader) -> list[Offer]:
    """Return every template: those of the packs in their order, then the office's own."""
    packs = reader.packs
    found = [
        Offer(
            one.id,
            one.title,
            _type(packs, one.doc_type),
            one.issuer,
            one.version,
            one.note,
            own=False,
            pack=_pack_of(packs, one.id),
        )
        for one in packs.templates()
    ]
    kept = plans.list_plans(reader, role=plan_head.TEMPLATE)
    found += [
        Offer(
            head.id,
            head.title or head.subject,
            _type(packs, head.doc_type),
            head.issuer,
            "",
            _("Nhận từ văn bản {number}").format(number=head.full_number or "–"),
            own=True,
            pack=_("Mẫu của đơn vị"),
        )
        for head in kept
    ]
    return found


def page_of(reader: Reader, offer: Offer, year: int, today: date) -> bytes:
    """Return the PDF of the paper the template makes for a year."""
    if offer.own:
        document, layout = plan_document(reader, offer.id)
    else:
        facts = office_facts(reader, today)
        draft = draft_from_template(reader.packs.template(offer.id), reader.packs, year, facts)
        document = compose(draft.head, draft.outline(), reader.packs, draft.rows)
        layout = layout_for(draft.head, office_layout(reader))
    return registry.render(document, ".pdf", layout=layout)


def start(store: Store, offer: Offer, year: int, today: date) -> str:
    """Start an own plan from the template; returns its id."""
    if offer.own:
        plan = own_plan_from(store, offer.id, today)
        head = plans.read_plan(store, plan)
        if head.year != year:
            plans.set_plan_field(store, plan, "year", year)
        return plan
    return plan_from_template(store, offer.id, year, office_facts(store, today))


def _type(packs: Packs, code: str) -> str:
    known = packs.document_types.get(code)
    return known.name if known is not None else code


def _pack_of(packs: Packs, template_id: str) -> str:
    folder = packs.template_files[template_id].parent.parent.name
    for manifest in packs.manifests:
        if manifest.id == folder:
            return manifest.title
    return packs.manifests[0].title

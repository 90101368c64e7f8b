"""The plan compiler: an upper paper becomes the draft of an own plan that carries it out.

Every duty addressed to our kind of office, to those below it or to nobody by name becomes
an item linked to the duty, in our own words; what only other bodies must do is left out and
listed. The draft proposes, a person decides: wording, owners, deadlines and numbers are all
to be edited.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import msgspec

from desktop.documents import addressing, given_targets, own_words
from desktop.documents.citing import begin_small, cite, is_known, proper_name, short_cite
from desktop.documents.duties import Duties, is_task_section, rest_of_line, sort_out
from desktop.documents.given_targets import Quota
from desktop.documents.kinds import document_type
from desktop.documents.office_facts import OfficeFacts
from desktop.documents.wording import written
from desktop.models.outline import outline_labels as labels
from desktop.models.outline import rich_text
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.outline.targets import Target
from desktop.models.packs.pack_types import DocumentType
from desktop.models.packs.packs import Packs
from desktop.models.plans.plan_draft import DraftItem, PlanDraft, draft_item
from desktop.models.plans.plan_head import ParentRef, PlanHead

PURPOSE, ORGANISATION = "wording:purpose", "wording:organisation"
"""What the items written by a choice of wording were made from."""
_PROGRAMME: Final = re.compile(r"chương trình công tác", re.IGNORECASE)
_DISPATCH_WORD: Final = re.compile(r"^\W*(?:v/v|về việc)\s*:?\s*", re.IGNORECASE)
_TITLE: Final = 160
_AT_LEAST: Final = re.compile(r"^(?!.*\b(?:toàn|tổng)\b).*(?:ít nhất|tối thiểu)", re.IGNORECASE)
_DAY: Final = re.compile(r"(?:trước|chậm nhất|xong)[^.;]{0,20}?ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})")
_PERIOD: Final = re.compile(
    r"(?:trong|vào|hết)\s+(?:quý\s+(IV|I{1,3}|[1-4])|tháng\s+(\d{1,2}))\b"
    r"(?:\s*(?:/|năm\s+)\s*(\d{4})\b)?(?!\s*(?:,|và|-|–|đến)\s*(?:quý|tháng|\d|I))(?!/)",
    re.IGNORECASE,
)


def compile_plan(
    head: PlanHead,
    parent: Outline,
    packs: Packs,
    year: int,
    facts: OfficeFacts,
    duties: Duties | None = None,
) -> PlanDraft:
    """Return the draft of an own plan for a year that answers every duty of the paper.

    `duties` tell which items are ours; without them the paper's handing-out lines are not
    resolved.
    """
    work = _Work(head, parent, packs, year, facts, duties or sort_out(parent, facts))
    return PlanDraft(work.head(), work.items())


def compile_head(
    head: PlanHead,
    parent: Outline,
    packs: Packs,
    year: int,
    facts: OfficeFacts,
    duties: Duties | None = None,
) -> PlanHead:
    """Return the head of the plan that `compile_plan` draws up."""
    return _Work(head, parent, packs, year, facts, duties or sort_out(parent, facts)).head()


def wording_of(source: PlanHead, packs: Packs, facts: OfficeFacts) -> dict[str, str]:
    """Return how the upper paper is named in an own plan: in full, and by its number."""
    if not is_known(source):
        named = f"văn bản của {facts.parent or 'công đoàn cấp trên'}"
        return {"cited": named, "short": named}
    issuer = source.issuer or facts.parent
    return {
        "cited": cite(msgspec.structs.replace(source, issuer=issuer), packs),
        "short": short_cite(msgspec.structs.replace(source, issuer=issuer), packs),
    }


def written_items(
    part: str, facts: OfficeFacts, named: Mapping[str, str], kind: str, year: int, way: str = ""
) -> tuple[DraftItem, ...]:
    """Return the items of the purpose or the organisation as the office writes them."""
    origin = PURPOSE if part == "purpose" else ORGANISATION
    texts = written(part, facts, **named, kind=kind, year=year, way=way)
    return tuple(replace(draft_item(text, labels.ARABIC), origin=origin) for text in texts)


def drafter(
    parent: Outline,
    source: PlanHead,
    packs: Packs,
    year: int,
    facts: OfficeFacts,
    duties: Duties | None = None,
) -> Callable[[str], DraftItem | None]:
    """Return what tells the own item one item of the paper becomes, None where it is not ours."""
    work = _Work(source, parent, packs, year, facts, duties or sort_out(parent, facts))
    builder = work.builder()
    return lambda item: replace(builder, used=[]).build(parent.row(item))


@dataclass(frozen=True, slots=True)
class _Work:
    source: PlanHead
    parent: Outline
    packs: Packs
    year: int
    facts: OfficeFacts
    duties: Duties

    def head(self) -> PlanHead:
        kind = self._kind()
        subject = self._subject()
        reference = ParentRef(self.source.issuer, self.source.full_number, self.source.date)
        return PlanHead(
            title=f"{kind.name} {begin_small(subject)}",
            doc_type=kind.code,
            subject=subject,
            year=self.year,
            symbol="-".join(part for part in (kind.abbreviation, self.facts.symbol) if part),
            body_size=self.facts.body_size,
            margin=self.facts.margin,
            place=self.facts.place,
            issuer=self.facts.name,
            parent_issuer=self.facts.parent or proper_name(self.source.issuer),
            opening=self._written("opening"),
            closing=self._written("closing"),
            recipients=self._recipients(),
            authority=self.facts.authority,
            signer_title=self.facts.signer_title,
            signer_name=self.facts.signer_name,
            parent_ref=reference,
            source_plan=self.source.id,
            left_out=self.left_out(),
        )

    def items(self) -> tuple[DraftItem, ...]:
        builder = self.builder()
        tasks: list[DraftItem] = []
        organisation: list[DraftItem] = []
        for top in self.parent.children(None):
            if not is_task_section(self.parent, top):
                continue
            built = builder.build(top)
            if built is None:
                continue
            if addressing.ORGANISATION.search(top.item.plain.casefold()):
                organisation += _said_under(built)
            else:
                tasks.append(built)
        purpose = replace(
            draft_item("MỤC ĐÍCH, YÊU CẦU", labels.ROMAN, *self._standing("purpose")),
            origin=PURPOSE,
        )
        given = builder.unused()
        quota = [draft_item("CHỈ TIÊU ĐƯỢC GIAO", labels.ROMAN, *given)] if given else []
        return (purpose, *quota, *_sections(tasks), self._organisation(organisation))

    def builder(self) -> "_Items":
        given = given_targets.quotas(self.parent, self.facts)
        cited = wording_of(self.source, self.packs, self.facts)["short"]
        return _Items(
            self.parent, self.duties, self.facts, self.source.year, self.year, given, cited, []
        )

    def _kind(self) -> DocumentType:
        programme = bool(_PROGRAMME.search(self.source.subject))
        return document_type(self.packs, "CTR" if programme else "KH")

    def _subject(self) -> str:
        if _PROGRAMME.search(self.source.subject):
            return f"Công tác công đoàn năm {self.year}"
        cited = wording_of(self.source, self.packs, self.facts)["cited"]
        subject = _DISPATCH_WORD.sub("", self.source.subject).strip(' “”"') or f"Thực hiện {cited}"
        runs = rich_text.tidy([(subject[:1].upper() + subject[1:], "")])
        facts = self.facts if self.facts.area else replace(self.facts, role="base")
        said = own_words.own_words(runs, facts, self.source.year, self.year)
        return rich_text.plain(said).replace(" tại đơn vị", "")

    def _spoken_kind(self) -> str:
        """Return the kind of paper as a sentence names it."""
        programme = bool(_PROGRAMME.search(self.source.subject))
        return "chương trình công tác" if programme else self._kind().name.lower()

    def _written(self, part: str) -> tuple[str, ...]:
        named = wording_of(self.source, self.packs, self.facts)
        return written(part, self.facts, **named, kind=self._spoken_kind(), year=self.year)

    def _standing(self, part: str) -> tuple[DraftItem, ...]:
        named = wording_of(self.source, self.packs, self.facts)
        return written_items(part, self.facts, named, self._spoken_kind(), self.year)

    def _recipients(self) -> tuple[str, ...]:
        above = self.facts.parent or proper_name(self.source.issuer) or "Công đoàn cấp trên"
        near = {
            "base": "Cấp ủy, lãnh đạo đơn vị",
            "province": "Thường trực Tỉnh ủy, HĐND, UBND, Ủy ban MTTQ Việt Nam tỉnh",
        }.get(self.facts.role, "Đảng ủy, HĐND, UBND, Ủy ban MTTQ Việt Nam cùng cấp")
        members = f"Ủy viên Ban Chấp hành {self.facts.called}"
        return (f"{above} (báo cáo)", near, members, *self.facts.addressed_below, "Lưu: VT")

    def _organisation(self, given: list[DraftItem]) -> DraftItem:
        own = self._standing("organisation")
        children = tuple(_as(item, labels.ARABIC) for item in (*own[:1], *given, *own[1:]))
        return replace(
            draft_item("TỔ CHỨC THỰC HIỆN", labels.ROMAN, *children), origin=ORGANISATION
        )

    def left_out(self) -> tuple[str, ...]:
        """Return what is only for other bodies: "path: text"."""
        return tuple(
            f"{self.parent.path(one)}: {self.parent.row(one).item.plain}"
            for one in self.duties.left_out
        )


@dataclass(frozen=True, slots=True)
class _Items:
    """Builds the branches of the own plan from those of the upper paper."""

    parent: Outline
    duties: Duties
    facts: OfficeFacts
    source_year: int | None
    year: int
    given: Sequence[Quota]
    cited: str
    used: list[Quota]

    def build(self, row: OutlineRow) -> DraftItem | None:
        """Return the own item for a row, None where nothing under it is ours."""
        if row.style == labels.NONE:
            if given_targets.is_quota_table(self.parent, row):
                return None
            return DraftItem(self._words(row), labels.NONE, origin=row.id)
        children = tuple(
            built for child in self.parent.children(row.id) if (built := self.build(child))
        )
        if row.id in self.duties.ours:
            return self._duty(row, children)
        if not any(child.style != labels.NONE for child in children):
            return None
        return replace(self._heading(row), children=children)

    def unused(self) -> tuple[DraftItem, ...]:
        """Return items for the numbers set for us that no task asks for."""
        rest = [one for one in self.given if one not in self.used]
        found = []
        for one in rest:
            target = Target(">=", one.value, unit=one.unit, basis=f"Giao tại {self.cited}")
            amount = given_targets.amount_words(one)
            found.append(
                replace(
                    draft_item(f"Phấn đấu đạt {amount}.", labels.ARABIC),
                    targets=(target,), owner=self.facts.collective, due=f"Năm {self.year}",
                    origin=one.item,
                )
            )  # fmt: skip
        return tuple(found)

    def _duty(self, row: OutlineRow, children: tuple[DraftItem, ...]) -> DraftItem:
        named = self.duties.named.get(row.id, frozenset())
        text = self._words(row)
        # "Công đoàn xã, phường tổ chức ít nhất 02 đợt" asks it of each of them.
        each = any("=" in one for one in named) or _AT_LEAST.search(row.item.plain)
        ours = bool(named and each) and addressing.by_name(self.facts, named)
        targets: list[Target] = []
        for given in row.item.targets:
            quota = given_targets.matching(given, [q for q in self.given if q not in self.used])
            own = given_targets.proposed(
                given, row.item.plain, self.facts, quota, self.cited, ours=ours
            )
            own = msgspec.structs.replace(
                own, stage=own_words.in_year(own.stage, self.source_year, self.year)
            )
            if quota is not None:
                self.used.append(quota)
            targets.append(own)
        text = given_targets.opened(text, row.item.targets, targets)
        for given, own in zip(row.item.targets, targets, strict=True):
            text = given_targets.written_in(text, given, own)
        leads = self.duties.part.get(row.id, True)
        return DraftItem(
            text=text,
            style=row.style,
            children=children,
            owner=self._owner(named) if leads else "",
            partner="" if leads else self.facts.collective,
            due=row.item.due or deadline(row.item.plain) or f"Năm {self.year}",
            targets=tuple(targets),
            answers=row.id,
            origin=row.id,
        )

    def _words(self, row: OutlineRow) -> rich_text.Runs:
        text = row.item.text
        if row.id in self.duties.lines:
            text = rich_text.tidy([(rest_of_line(row.item.plain), "")])
        said = row.item.plain
        bare = len(said) < _TITLE and (row.size > 1 or own_words.only_bodies(said))
        if bare and addressing.bodies_named(said, leading=True):
            return self._heading(row).text
        return own_words.own_words(text, self.facts, self.source_year, self.year)

    def _heading(self, row: OutlineRow) -> DraftItem:
        """Return a heading; one that names us or those below is called by our own names."""
        named = addressing.bodies_named(row.item.plain, leading=True)
        text = own_words.own_words(row.item.text, self.facts, self.source_year, self.year)
        if named:
            us = addressing.by_name(self.facts, named)
            below = any(one.startswith(addressing.BASE) for one in named)
            if us or below:
                said = own_words.heading_words(row.item.plain, self.facts, below=below, us=us)
                text = rich_text.tidy([(said, rich_text.flags_before(row.item.text, 0))])
        return DraftItem(text=text, style=row.style, origin=row.id)

    def _owner(self, named: addressing.Named) -> str:
        below = bool(named) and all(one.startswith(addressing.BASE) for one in named)
        if self.facts.role != "base" and below:
            return "Các CĐCS"
        return self.facts.collective


def _said_under(built: DraftItem) -> tuple[DraftItem, ...]:
    """Return what stands under a heading of organisation; bare paragraphs answer for it."""
    if not built.answers or not built.children:
        return built.children or (built,)
    task = replace(built, children=())
    return tuple(
        replace(task, text=child.text, style=labels.ARABIC) if child.style == labels.NONE else child
        for child in built.children
    )


def _sections(tasks: list[DraftItem]) -> list[DraftItem]:
    """Return the task sections as outermost headings; loose items get one of their own."""
    loose = [item for item in tasks if not item.children]
    if not loose:
        return [_as(item, labels.ROMAN) for item in tasks]
    gathered = draft_item(
        "NHIỆM VỤ, GIẢI PHÁP",
        labels.ROMAN,
        *(_as(item, labels.ARABIC) for item in tasks),
    )
    return [gathered]


def _as(item: DraftItem, style: str) -> DraftItem:
    """Return the item with this style and its branch numbered below it."""
    if item.style == labels.NONE or item.style == style:
        return item
    children = tuple(
        child
        if child.style == labels.NONE or labels.RANK[child.style] > labels.RANK[style]
        else _as(child, labels.style_below("A", style))
        for child in item.children
    )
    return replace(item, style=style, children=children)


def deadline(text: str) -> str:
    """Return the ISO day, or "Quý II/2027", "Tháng 3", a sentence sets; "" where it sets none."""
    found = _DAY.search(text)
    if found is None:
        return _period(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""


def _period(text: str) -> str:
    found = _PERIOD.search(text)
    if found is None or int(found[2] or 1) > 12:
        return ""
    named = f"Quý {found[1].upper()}" if found[1] else f"Tháng {int(found[2])}"
    return f"{named}/{found[3]}" if found[3] else named

"""The plan compiler: an upper paper becomes the draft of an own plan that carries it out.

Every duty addressed to our kind of office, to those below it or to nobody by name becomes
an item linked to the duty; what only bodies above us must do is left out and listed. The
draft proposes, a person decides: wording, owners, deadlines and numbers are all to be edited.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desktop.documents import addressing
from desktop.documents.citing import begin_small, cite, is_known, proper_name, short_cite
from desktop.documents.coverage import duties_of, is_task_section, left_out
from desktop.documents.kinds import document_type
from desktop.documents.office_facts import OfficeFacts, Role
from desktop.models import outline_labels as labels
from desktop.models import rich_text
from desktop.models.outline import Outline, OutlineRow
from desktop.models.packs import Packs
from desktop.models.plan_draft import DraftItem, PlanDraft, draft_item
from desktop.models.plan_head import ParentRef, PlanHead
from desktop.models.rich_text import Runs
from desktop.models.targets import PERCENT, Target, format_target
from desktop.models.text import vi_number

_PROGRAMME: Final = re.compile(r"chương trình công tác", re.IGNORECASE)
_DISPATCH_WORD: Final = re.compile(r"^\s*(?:v/v|về việc)\s*:?\s*", re.IGNORECASE)
_DAY: Final = re.compile(r"(?:trước|chậm nhất|xong)[^.;]{0,20}?ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})")


def compile_plan(
    head: PlanHead, parent: Outline, packs: Packs, year: int, facts: OfficeFacts
) -> PlanDraft:
    """Return the draft of an own plan for a year that answers every duty of the paper."""
    work = _Work(head, parent, packs, year, facts)
    return PlanDraft(work.head(), work.items())


@dataclass(frozen=True, slots=True)
class _Work:
    source: PlanHead
    parent: Outline
    packs: Packs
    year: int
    facts: OfficeFacts

    def head(self) -> PlanHead:
        programme = bool(_PROGRAMME.search(self.source.subject))
        kind = document_type(self.packs, "CTR" if programme else "KH")
        subject = _DISPATCH_WORD.sub("", self.source.subject) or f"Thực hiện {self._cited()}"
        if programme:
            subject = f"Công tác công đoàn năm {self.year}"
        subject = subject[:1].upper() + subject[1:]
        reference = ParentRef(self.source.issuer, self.source.full_number, self.source.date)
        return PlanHead(
            title=f"{kind.name} {begin_small(subject)}",
            doc_type=kind.code,
            subject=subject,
            year=self.year,
            symbol="-".join(part for part in (kind.abbreviation, self.facts.symbol) if part),
            place=self.facts.place,
            issuer=self.facts.name,
            parent_issuer=self.facts.parent or proper_name(self.source.issuer),
            opening=(self._opening(kind.name),),
            closing=(self._closing(kind.name),),
            recipients=self._recipients(),
            authority=self.facts.authority,
            signer_title=self.facts.signer_title,
            signer_name=self.facts.signer_name,
            parent_ref=reference,
            source_plan=self.source.id,
            left_out=self._left_out(),
        )

    def items(self) -> tuple[DraftItem, ...]:
        wanted = {row.id for row in duties_of(self.parent, self.facts.role)}
        named = addressing.addressees(self.parent)
        builder = _Items(self.parent, wanted, named, self.facts, self.year)
        tasks: list[DraftItem] = []
        organisation: list[DraftItem] = []
        for top in self.parent.children(None):
            if not is_task_section(self.parent, top):
                continue
            built = builder.build(top)
            if built is None:
                continue
            if addressing.ORGANISATION.search(top.item.plain.casefold()):
                organisation += built.children or (built,)
            else:
                tasks.append(built)
        return (self._purpose(), *_sections(tasks), self._organisation(organisation))

    def _opening(self, kind: str) -> str:
        body = f"{self.facts.collective} {self.facts.called}"
        return f"Thực hiện {self._cited()}, {body} xây dựng {kind.lower()} năm {self.year} như sau:"

    def _cited(self) -> str:
        if is_known(self.source):
            issuer = self.source.issuer or self.facts.parent
            return cite(replace(self.source, issuer=issuer), self.packs)
        return f"văn bản của {self.facts.parent or 'công đoàn cấp trên'}"

    def _closing(self, kind: str) -> str:
        asked = {"base": "các tổ công đoàn, đoàn viên"}.get(
            self.facts.role, "các công đoàn cơ sở, nghiệp đoàn cơ sở trực thuộc"
        )
        return (
            f"Trên đây là {kind.lower()} của {self.facts.called}; đề nghị {asked} tổ chức thực"
            f" hiện, định kỳ báo cáo kết quả về {self.facts.called}."
        )

    def _recipients(self) -> tuple[str, ...]:
        above = self.facts.parent or proper_name(self.source.issuer) or "Công đoàn cấp trên"
        if self.facts.role == "base":
            near = ("Cấp ủy, lãnh đạo đơn vị", "Các tổ công đoàn")
        else:
            near = (
                "Đảng ủy, HĐND, UBND, Ủy ban MTTQ Việt Nam cùng cấp",
                "Các CĐCS, nghiệp đoàn cơ sở trực thuộc",
            )
        members = f"Ủy viên Ban Chấp hành {self.facts.called}"
        return (f"{above} (báo cáo)", near[0], members, near[1], "Lưu: VT")

    def _purpose(self) -> DraftItem:
        known = is_known(self.source)
        paper = short_cite(self.source, self.packs) if known else self._cited()
        return draft_item(
            "MỤC ĐÍCH, YÊU CẦU",
            labels.ROMAN,
            draft_item(
                f"Cụ thể hóa và tổ chức thực hiện đầy đủ {paper} phù hợp với điều kiện thực tế"
                f" của {self.facts.called}.",
                labels.ARABIC,
            ),
            draft_item(
                "Mỗi nhiệm vụ rõ việc, rõ người chủ trì, rõ thời hạn và kết quả; gắn với công"
                " tác thi đua và đánh giá, xếp loại cuối năm.",
                labels.ARABIC,
            ),
        )

    def _organisation(self, given: list[DraftItem]) -> DraftItem:
        lead = f"{self.facts.collective} {self.facts.called}"
        own = draft_item(
            f"{lead} phân công ủy viên phụ trách từng nhiệm vụ, theo dõi, kiểm tra, đôn đốc;"
            f" sơ kết 6 tháng và tổng kết năm {self.year}, báo cáo công đoàn cấp trên.",
            labels.ARABIC,
        )
        below = {"base": "Các tổ công đoàn"}.get(
            self.facts.role, "Các công đoàn cơ sở, nghiệp đoàn cơ sở"
        )
        others = draft_item(
            f"{below} xây dựng kế hoạch của đơn vị, tổ chức thực hiện và báo cáo kết quả về"
            f" {self.facts.called} theo định kỳ.",
            labels.ARABIC,
        )
        children = tuple(_as(item, labels.ARABIC) for item in (own, *given, others))
        return draft_item("TỔ CHỨC THỰC HIỆN", labels.ROMAN, *children)

    def _left_out(self) -> tuple[str, ...]:
        rows = left_out(self.parent, self.facts.role)
        return tuple(f"{self.parent.path(row.id)}: {row.item.plain}" for row in rows)


@dataclass(frozen=True, slots=True)
class _Items:
    """Builds the branches of the own plan from those of the upper paper."""

    parent: Outline
    wanted: set[str]
    named: Mapping[str, frozenset[Role]]
    facts: OfficeFacts
    year: int

    def build(self, row: OutlineRow) -> DraftItem | None:
        """Return the own item for a row, None where nothing under it is ours."""
        if row.style == labels.NONE:
            return DraftItem(row.item.text, labels.NONE, origin=row.id)
        children = tuple(
            built for child in self.parent.children(row.id) if (built := self.build(child))
        )
        labelled = any(child.style != labels.NONE for child in children)
        if row.id in self.wanted:
            return self._duty(row, children)
        if not labelled:
            return None
        return replace(self._heading(row), children=children)

    def _duty(self, row: OutlineRow, children: tuple[DraftItem, ...]) -> DraftItem:
        target = own_target(row.item.target)
        return DraftItem(
            text=_opened(row.item.text, row.item.target, target),
            style=row.style,
            children=children,
            owner=row.item.owner or self._owner(self.named[row.id]),
            partner=row.item.partner,
            due=row.item.due or _deadline(row.item.plain) or f"Năm {self.year}",
            targets=(target,) if target else (),
            answers=row.id,
            origin=row.id,
        )

    def _heading(self, row: OutlineRow) -> DraftItem:
        """Return a heading; one that names us among others is called by our own name."""
        named = addressing.roles_named(row.item.plain, leading=True)
        text = row.item.text
        if named == {self.facts.role} and self.facts.name:
            text = ((self.facts.name, ""),)
        return DraftItem(text=text, style=row.style, origin=row.id)

    def _owner(self, named: frozenset[Role]) -> str:
        if self.facts.role != "base" and named == {"base"}:
            return "Các CĐCS"
        return self.facts.collective


def own_target(target: Target | None) -> Target | None:
    """Return what a target of the upper paper proposes for us.

    A percentage holds for every office; a number was set for the whole area above, so ours
    is left open and the number is kept as its basis.
    """
    if target is None or target.unit == PERCENT or target.value is None:
        return target
    basis = f"Chỉ tiêu cấp trên: {format_target(target)}"
    if target.basis:
        basis = f"{basis} ({target.basis})"
    comparator = ">=" if target.comparator == "range" else target.comparator
    return replace(target, value=None, value_max=None, basis=basis, comparator=comparator)


def _opened(text: Runs, given: Target | None, own: Target | None) -> Runs:
    """Return the text with room in place of a number that was set for the area above."""
    if given is None or own is None or given.value is None or own.value is not None:
        return text
    whole = int(given.value)
    written = "|".join(re.escape(t) for t in (vi_number(whole), f"{whole:02d}", str(whole)))
    found = re.search(rf"(?<![\d.,])(?:{written})(?![\d%]|[.,]\d)", rich_text.plain(text))
    return rich_text.replace(text, found.start(), found.end(), "…") if found else text


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


def _deadline(text: str) -> str:
    found = _DAY.search(text)
    if found is None:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""

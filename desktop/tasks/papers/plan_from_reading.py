"""A document that was read and checked becomes a plan: an upper paper or a template."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop.documents.citing import begin_small
from desktop.documents.kinds import document_type
from desktop.i18n import _
from desktop.intake import reading as read
from desktop.intake.reading import Block, Reading
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.rich_text import Runs, tidy
from desktop.models.outline.targets import Target, number_of
from desktop.models.packs.packs import Packs
from desktop.models.plans.plan_draft import DraftItem, PlanDraft
from desktop.models.plans.plan_head import PARENT, ParentRef, PlanHead
from desktop.tasks.papers.library import cited_papers

# "Nhóm 1:", "Mục tiêu 2.", "Bước thứ ba:": words that number, and say what is numbered.
_NAMED: Final = re.compile(
    r"(?!(?:phần|chương|mục|tiểu mục|điều)\s+(?:thứ\s+)?[^\W_]+[\s\W]*$)[^\W\d_]{2,}\s",
    re.IGNORECASE,
)
_STYLES: Final = (
    (_NAMED, labels.ARABIC),
    (re.compile(r"phần\b", re.IGNORECASE), labels.PART),
    (re.compile(r"chương\b", re.IGNORECASE), labels.CHAPTER),
    (re.compile(r"mục\b", re.IGNORECASE), labels.SECTION),
    (re.compile(r"điều\b", re.IGNORECASE), labels.ARTICLE),
    (re.compile(r"[(\[]?[IVX]+\W*$"), labels.ROMAN),
    (re.compile(r"[(\[]?[ivx]{2,}\W*$"), labels.LETTER),
    (re.compile(r"[A-ZĐ]?\.?\d+\.\d+"), labels.DECIMAL),
    (re.compile(r"[(\[]?\d+\W*$"), labels.ARABIC),
    (re.compile(r"[(\[]?[a-zđ]\W*$"), labels.LETTER),
    (re.compile(r"[A-ZĐ]\W*$"), labels.ROMAN),
    (re.compile(r"\+"), labels.PLUS),
)
_TITLE: Final = 160
# Below it the indicator is only a guess that a person would have to undo.
_SURE: Final = 0.7
# Of a horizon ("đến năm 2030", "tầm nhìn 2050") a paper tells, not of the year it is for.
_YEAR: Final = re.compile(r"(?<!đến )(?<!tầm nhìn )\bnăm (20\d\d)\b", re.IGNORECASE)
# A year alone ("Tết Đinh Mùi 2027"), not one of a date, a number or a term.
_BARE_YEAR: Final = re.compile(
    r"(?<!đến )(?<!tầm nhìn )(?<!năm )(?<![\d/.–-])\b(20\d\d)\b(?![/–-]|\.\d)", re.IGNORECASE
)
# What is left of a paragraph of legal bases but for "; và".
_SPEAKS: Final = re.compile(r"(?!và\b)\b[^\W_]+")
_CLOSING: Final = re.compile(
    r"(?:trên đây|đề nghị|yêu cầu|căn cứ|nhận được|trong quá trình|quá trình|ban thường vụ|"
    r"ban chấp hành|liên đoàn lao động)\b",
    re.IGNORECASE,
)


def plan_of_reading(reading: Reading, packs: Packs, role: str = PARENT) -> PlanDraft:
    """Return the plan a reading proposes, ready to be saved with this role.

    Every block between letterhead and recipients is kept: items as a tree, other text as
    paragraphs under the item it follows, opening and closing apart.
    """
    body = [b for b in reading.body if b.zone in ("body", "appendix") and b.kind != "furniture"]
    closing = _closing(body)
    kept = body[: len(body) - len(closing)] if closing else body
    items = _Tree(reading).build(kept)
    cited = tuple(cited_papers(reading))
    return PlanDraft(_head(reading, packs, role, closing), items, cited=cited)


def _year_of(subject: str, day: str) -> int | None:
    """Return the year that the title names, else that of the day (YYYY-MM-DD or nothing).

    A paper dated in autumn speaks of the year after, so the title goes first.
    """
    spoken = " ".join(subject.split())
    named = _YEAR.search(spoken)
    if named:
        return int(named[1])
    alone = set(_BARE_YEAR.findall(spoken))
    if len(alone) == 1:
        return int(alone.pop())
    return int(day[:4]) if day[:4].isdigit() else None


def kept_label(label: str) -> str:
    """Return what of a printed label stays in the text: the words of "Nhóm 1:", no sign."""
    return f"{label} " if _NAMED.match(label.strip(" *")) else ""


def label_style(label: str) -> str:
    """Return the style that numbers as a printed label does."""
    bare = label.strip(" *")
    return next((style for pattern, style in _STYLES if pattern.match(bare)), labels.DASH)


def _head(reading: Reading, packs: Packs, role: str, closing: Sequence[Block]) -> PlanHead:
    def value(name: str) -> str:
        return reading.value(name) or ""

    kind = document_type(packs, value("doc_type"))
    number, _slash, symbol = value("number").partition("/")
    subject = value("subject")
    spoken = re.sub(r"^\s*v/v\b\s*:?", "về", subject, flags=re.IGNORECASE)
    name = f"{kind.name} {begin_small(spoken)}".strip() if value("doc_type") else spoken
    day = value("date")
    basis, opening = _opening(reading)
    return PlanHead(
        title=name or _("Văn bản chưa rõ tên"),
        role=role,
        doc_type=kind.code if kind.code in packs.document_types else value("doc_type"),
        subject=subject,
        year=_year_of(subject, day),
        number=number,
        symbol=symbol,
        date=day,
        place=value("place"),
        heading_set=_heading_set(reading.outline),
        issuer=value("issuer"),
        parent_issuer=value("parent"),
        opening=opening,
        basis=basis,
        closing=tuple(block.text for block in closing),
        addressees=tuple(name.value for name in reading.addressees),
        recipients=tuple(name.value for name in reading.recipients),
        authority=tuple(line for line in (value("signer.authority"),) if line),
        signer_title=value("signer.title"),
        signer_name=value("signer.name"),
        parent_ref=ParentRef(value("issuer"), value("number"), day),
    )


def _opening(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the legal bases and the opening: every sentence in one of them, in its order.

    A paragraph that first names papers and then speaks stays whole, with what follows it.
    """
    basis: list[str] = []
    opening: list[str] = []
    for block in reading.body:
        if block.zone != "opening" or block.kind == "furniture":
            continue
        named = [one.value for one in reading.legal_basis if one.span == block.span]
        rest = " ".join(block.text.split())
        for clause in named:
            rest = rest.replace(clause, "", 1)
        if named and not opening and not _SPEAKS.search(rest):
            basis += named
        else:
            opening.append(block.text)
    return tuple(basis), tuple(opening)


def _heading_set(outline: Sequence[Block]) -> str:
    styles = {label_style(block.label) for block in outline if block.depth == 0}
    if labels.CHAPTER in styles or labels.ARTICLE in styles:
        return "B"
    return "C" if labels.PART in styles else "A"


def _closing(body: Sequence[Block]) -> list[Block]:
    """Return the paragraphs after the last item that speak for the whole paper again."""
    last = max((n for n, block in enumerate(body) if block.kind == "item"), default=-1)
    tail = list(body[last + 1 :])
    if last < 0 or any(block.zone != "body" or block.kind != "paragraph" for block in tail):
        return []
    # What follows a bare name ("2. Công đoàn cơ sở") is what that body is to do.
    title = body[last].text.rstrip()
    bare = len(title) < _TITLE and not title.endswith((".", ";", ","))
    start = next(
        (n for n, one in enumerate(tail) if n >= bare and _CLOSING.match(one.text)), len(tail)
    )
    return tail[start:]


@dataclass(slots=True)
class _Node:
    block: Block | None
    depth: int
    children: list["_Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Tree:
    reading: Reading

    def build(self, blocks: Sequence[Block]) -> tuple[DraftItem, ...]:
        """Return the blocks as trees; a depth that skips levels hangs on the nearest item."""
        root = _Node(None, -1)
        stack = [root]
        for block in blocks:
            if block.kind == "item":
                while stack[-1].depth >= block.depth:
                    stack.pop()
                node = _Node(block, block.depth)
                stack[-1].children.append(node)
                stack.append(node)
            else:
                stack[-1].children.append(_Node(block, stack[-1].depth + 1))
        targets: dict[int, list[read.Target]] = {}
        for target in self.reading.targets:
            targets.setdefault(target.block, []).append(target)
        places = {id(block): place for place, block in enumerate(self.reading.body)}
        return tuple(self._item(node, targets, places) for node in root.children)

    def _item(
        self, node: _Node, targets: dict[int, list[read.Target]], places: dict[int, int]
    ) -> DraftItem:
        assert node.block is not None
        block = node.block
        found = targets.get(places[id(block)], [])
        return DraftItem(
            text=tidy([(kept_label(block.label), _mark(block)), *_text(block)]),
            style=label_style(block.label) if block.kind == "item" else labels.NONE,
            children=tuple(self._item(child, targets, places) for child in node.children),
            targets=tuple(_target(target) for target in found),
        )


def _mark(block: Block) -> str:
    """Return the mark that the label takes from the beginning of its text."""
    found = _text(block)
    return found[0][1] if found else ""


def _text(block: Block) -> Runs:
    """Return the text with its marks, where the runs say the same as the text."""
    if not block.heading and "".join(r.text for r in block.runs).strip() == block.text.strip():
        marks = {(False, False): "", (True, False): "b", (False, True): "i", (True, True): "bi"}
        return tidy((run.text, marks[run.bold, run.italic]) for run in block.runs)
    return tidy([(block.text, "")])


def _target(target: read.Target) -> Target:
    return Target(
        comparator=target.comparator,
        value=number_of(target.value),
        value_max=number_of(target.value_max),
        unit=target.unit,
        stage=target.stage or "",
        basis=target.basis or "",
        indicator=target.indicator if target.indicator_sure >= _SURE else None,
        filter=target.population or "",
    )

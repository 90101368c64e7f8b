"""What an upper paper asks of us: its tasks sorted into ours, those of others, and handings-out.

A line that hands out the paper's own items ("Công đoàn phường: chủ trì nội dung 1.1, 2.3") is
no task: it says whose tasks those items are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop.documents import addressing
from desktop.documents.given_targets import is_quota_line
from desktop.documents.office_facts import OfficeFacts
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.text import nfc

_CITES_ITEMS: Final = re.compile(
    r"(?:nội dung|nhiệm vụ|mục|điểm|khoản|chỉ tiêu|giải pháp|phần)\s*(?:số\s*)?(?:\d|[IVX]+\b)",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"(?<=[;.])\s+")
_ADVISES: Final = re.compile(r"tham mưu|theo dõi|tổng hợp|đôn đốc|hướng dẫn", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Handed:
    """One handing-out: the line's id, who is named, the items meant, and whether they lead."""

    line: str
    unit: str
    items: tuple[str, ...]
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Duties:
    """`ours` and `left_out` are innermost items by id; `lines` hand out items and are none.

    `part` tells for items handed to us by name whether we lead (True) or take part; `named`
    whom each item is addressed to.
    """

    ours: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    part: Mapping[str, bool] = field(default_factory=dict)
    named: Mapping[str, addressing.Named] = field(default_factory=dict)


def sort_out(parent: Outline, facts: OfficeFacts, handed: Sequence[Handed] = ()) -> Duties:
    """Return what of an upper paper is ours to carry out or to hand on."""
    named = addressing.addressees(parent)
    spoken = addressing.spoken_to(named.values())
    lines, part, others = _handings(parent, facts, handed, spoken)
    ours: list[str] = []
    left_out: list[str] = []
    for row in _innermost(parent):
        if row.id in lines and not rest_of_line(row.item.plain):
            if not addressing.concerns(facts, named[row.id], spoken):
                left_out.append(row.id)
            continue
        if not is_task_section(parent, row):
            continue
        if is_quota_line(row.item.plain, facts):
            continue  # a number set for us: it becomes the target of the task it belongs to
        wanted = addressing.concerns(facts, named[row.id], spoken)
        if facts.role in ("upper", "base") and addressing.only_above(row.item.plain):
            wanted = False
        if row.id in part:
            wanted = True
        elif row.id in others and not named[row.id] and not _for_all(row):
            wanted = False
        (ours if wanted else left_out).append(row.id)
    return Duties(tuple(ours), tuple(left_out), lines, part, named)


def rest_of_line(text: str) -> str:
    """Return what a line that hands out items asks besides: its clauses that cite none."""
    _head, colon, said = nfc(text).partition(":")
    clauses = [one.strip() for one in _CLAUSE.split(said if colon else "")]
    kept = [one for one in clauses if len(one) > 12 and not _CITES_ITEMS.search(one)]
    found = " ".join(kept).strip()
    return found[:1].upper() + found[1:]


def is_task_section(parent: Outline, row: OutlineRow) -> bool:
    """Tell whether an item stands in a section of tasks or of their organisation."""
    above = parent.ancestors(row.id)
    top = above[-1] if above else row
    title = nfc(top.item.plain).casefold()[:120]
    if top.id == row.id and row.size == 1 and len(title) >= 120:
        return True
    sets_tasks = "nhiệm vụ" in title or "giải pháp" in title or "chỉ tiêu" in title
    aside = addressing.PURPOSE.search(title) or addressing.CONTEXT.search(title)
    return sets_tasks or not aside


def _handings(
    parent: Outline, facts: OfficeFacts, handed: Iterable[Handed], spoken: addressing.Named
) -> tuple[dict[str, tuple[str, ...]], dict[str, bool], set[str]]:
    """Return the handing-out lines, our part in their items, and items only others lead.

    Where the paper gives nothing to our kind by name, what it gives to departments says only
    who advises above us; the items stay everybody's.
    """
    lines: dict[str, tuple[str, ...]] = {}
    part: dict[str, bool] = {}
    others: set[str] = set()
    shared: set[str] = set()
    named_us = False
    for one in handed:
        if one.line not in parent:
            continue
        items = tuple(i for item in one.items if item in parent for i in _leaves(parent, item))
        lines[one.line] = tuple(dict.fromkeys((*lines.get(one.line, ()), *items)))
        whose = addressing.bodies_named(one.unit, leading=True)
        if not whose or addressing.concerns(facts, whose, spoken):
            named_us = named_us or bool(whose)
            shared.update(items)
            if not whose or addressing.by_name(facts, whose):
                part |= {item: part.get(item, False) or one.leads for item in items}
        elif one.leads and not _ADVISES.search(parent.row(one.line).item.plain):
            others.update(items)
    return lines, part, others - shared if named_us else set()


def _for_all(row: OutlineRow) -> bool:
    return bool(addressing.EVERYONE.search(nfc(row.item.plain).casefold()))


def _leaves(parent: Outline, item: str) -> list[str]:
    branch = parent.branch(item)
    inner = {row.parent for row in branch[1:] if row.style != labels.NONE}
    return [row.id for row in branch if row.style != labels.NONE and row.id not in inner]


def _innermost(outline: Outline) -> list[OutlineRow]:
    """Return the labelled items without labelled items under them."""
    with_labelled = {
        row.parent for row in outline if row.style != labels.NONE and row.parent is not None
    }
    return [row for row in outline if row.style != labels.NONE and row.id not in with_labelled]

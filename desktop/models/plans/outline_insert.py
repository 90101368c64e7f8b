"""Bringing text and branches into an outline: what is pasted, dragged across, or a snippet."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.i18n import _
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, OutlineRow, item_values
from desktop.models.outline.outline_edits import Edit
from desktop.models.outline.outline_places import Assignment, places_after
from desktop.models.plans.plan_draft import DraftItem, draft_item, flatten, trees, without_ids

_LABELS: Final = (
    (
        re.compile(r"(?:phần|chương)\s+(?:[IVXLC]+|\d+|thứ \w+)[.:]?\s*", re.IGNORECASE),
        labels.ROMAN,
    ),
    (re.compile(r"điều\s+\d+[.:]?\s*", re.IGNORECASE), labels.ARTICLE),
    (re.compile(r"[IVXLC]+\s*(?:[.)/-]+)\s*(?=\S)"), labels.ROMAN),
    (re.compile(r"\(?\d+(?:\.\d+)+[.)/]?\s+"), labels.DECIMAL),
    (re.compile(r"\(?\d+\s*[.)/-]\s*(?=\D)"), labels.ARABIC),
    (re.compile(r"\(?[a-zđ][.)]\s*(?=\S)"), labels.LETTER),
    (re.compile(r"[-–—•*]\s*(?=\S)"), labels.DASH),
    (re.compile(r"\+\s*(?=\S)"), labels.PLUS),
)


_HEADINGS: Final = frozenset(
    {labels.PART, labels.CHAPTER, labels.SECTION, labels.ARTICLE, labels.ROMAN}
)


def read_lines(text: str) -> tuple[DraftItem, ...]:
    """Return pasted lines as trees by their labels; empty lines are passed over.

    Where no line has a label every line is an item of its own, "" for its style; else a line
    without one is a paragraph under the item before it.
    """
    lines = [_split_label(line) for line in text.splitlines() if line.strip()]
    if not any(style for style, _text in lines):
        return tuple(draft_item(line) for _style, line in lines)
    root = _Node("", -1)
    stack = [root]
    for style, line in lines:
        if not style:
            stack[-1].children.append(_Node(labels.NONE, labels.RANK[labels.NONE], line))
            continue
        rank = labels.RANK[style]
        while stack[-1].rank >= rank:
            stack.pop()
        node = _Node(style, rank, line)
        stack[-1].children.append(node)
        stack.append(node)
    return tuple(node.item() for node in root.children)


def insert(
    outline: Outline,
    item_id: str | None,
    items: Sequence[DraftItem],
    new_id: Callable[[], str],
    *,
    label: str = "",
) -> Edit | None:
    """Insert branches at an item: inner labels go under it, others after it on its level.

    An empty item is replaced. The branches take the numbering of where they land; a heading
    such as "V." is no point of the section the caret is in, but comes after that section.
    """
    if not items:
        return None
    row = outline.row(item_id) if item_id is not None and item_id in outline else None
    style, parent, after = _landing(outline, row, items[0].style)
    edit = _inserted(outline, parent, after, items, style, new_id, label)
    if row is None or row.item.text or row.size > 1:
        return edit
    return replace(edit, values=(*edit.values, (row.id, "deleted", True)))


def insert_at(
    outline: Outline,
    parent: str | None,
    after: str | None,
    items: Sequence[DraftItem],
    new_id: Callable[[], str],
    *,
    label: str = "",
) -> Edit | None:
    """Insert branches under a parent (None: outermost), after a child of it (None: first)."""
    if not items:
        return None
    near = [row for row in outline.children(parent) if row.style != labels.NONE]
    if near:
        style = near[0].style
    elif parent is None:
        style = labels.style_at(outline.heading_set, 0)
    else:
        style = labels.style_below(outline.heading_set, outline.row(parent).style)
    return _inserted(outline, parent, after, items, style, new_id, label)


def answering(parent: Outline, item_id: str) -> DraftItem:
    """Return a copy of an upper paper's branch whose innermost items answer it."""
    top = next(tree for tree in _subtrees(parent, item_id))
    return _linked(top)


def as_text(outline: Outline, item_ids: Iterable[str]) -> str:
    """Return items as lines with their labels, for the clipboard."""
    chosen = [outline.row(item_id) for item_id in item_ids if item_id in outline]
    top = min((row.depth for row in chosen), default=0)
    return "\n".join(
        "\t" * (row.depth - top) + f"{row.label} {row.item.plain}".strip() for row in chosen
    )


@dataclass(slots=True)
class _Node:
    style: str
    rank: int
    text: str = ""
    children: list["_Node"] = field(default_factory=list)

    def item(self) -> DraftItem:
        return draft_item(self.text, self.style, *(child.item() for child in self.children))


def _split_label(line: str) -> tuple[str, str]:
    text = line.strip()
    for pattern, style in _LABELS:
        found = pattern.match(text)
        if found and text[found.end() :].strip():
            return style, text[found.end() :].strip()
    return "", text


def _inserted(
    outline: Outline,
    parent: str | None,
    after: str | None,
    items: Sequence[DraftItem],
    style: str,
    new_id: Callable[[], str],
    label: str,
) -> Edit:
    places, repairs = places_after(outline, parent, after, len(items))
    fitted = [_fitted(outline, item, style) for item in items]
    flat = flatten(fitted, new_id, parent, [place[1] for place in places])
    values: list[Assignment] = list(repairs)
    for new in flat:
        values += [(new.id, name, value) for name, value in item_values(new).items()]
    last = flat[-1]
    return Edit(label or _("Chèn mục"), tuple(values), last.id, len(last.plain))


def _landing(
    outline: Outline, row: OutlineRow | None, style: str
) -> tuple[str, str | None, str | None]:
    """Return the style of the tops, their parent, and the sibling they come after."""
    if row is None:
        last = outline.children(None)[-1:]
        return labels.style_at(outline.heading_set, 0), None, last[0].id if last else None
    if style in _HEADINGS:
        for above in outline.ancestors(row.id):
            if above.style == style:
                return style, above.parent, above.id
    inner = style and labels.RANK[style] > labels.RANK[row.style]
    if inner and row.item.text:
        return style, row.id, None
    return row.style, None if row.stray else row.parent, row.id


def _fitted(outline: Outline, item: DraftItem, style: str) -> DraftItem:
    kept = item.style if item.style == labels.NONE else style
    children = []
    for child in item.children:
        fits = child.style == labels.NONE or (
            child.style and labels.RANK[child.style] > labels.RANK[kept]
        )
        below = child.style if fits else labels.style_below(outline.heading_set, kept)
        children.append(_fitted(outline, child, below))
    return replace(item, style=kept, children=tuple(children))


def _subtrees(outline: Outline, item_id: str) -> Iterable[DraftItem]:
    parent = outline.row(item_id).parent
    return (tree for tree in trees(outline, parent) if tree.id == item_id)


def _linked(item: DraftItem) -> DraftItem:
    labelled = any(child.style != labels.NONE for child in item.children)
    (bare,) = without_ids([replace(item, children=())])
    return replace(
        bare,
        answers=None if labelled or item.style == labels.NONE else item.id,
        origin=item.id,
        children=tuple(_linked(child) for child in item.children),
    )

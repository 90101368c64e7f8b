"""The outline of a plan: its items as an ordered tree with computed labels.

An item's place is one register (parent, key among its siblings), so that two people moving
items never tear the tree. What a merge may leave behind is put right on reading, everywhere
the same way: a ring of parents is cut at its smallest id, and items whose parent is gone
stand at the end. No item is ever lost or shown twice.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from desktop.models.outline import outline_labels as labels
from desktop.models.outline import rich_text, targets
from desktop.models.outline.rich_text import Runs
from desktop.models.outline.targets import Target


class PlanItem(msgspec.Struct, frozen=True):
    """One item as it is stored; its label and depth follow from its place.

    `index` orders siblings (see `fractional`). `style` "" takes the heading set's. `owner`
    and `partner` are who leads and who helps, `due` an ISO date or words, `cost` whole đồng,
    `answers` the parent plan's item it carries out, `origin` the template's or parent's item
    it was made from. `targets` are the figures it sets out to reach, the chief one first.
    """

    id: str
    parent: str | None = None
    index: str = ""
    text: Runs = ()
    style: str = ""
    owner: str = ""
    partner: str = ""
    due: str = ""
    targets: tuple[Target, ...] = ()
    cost: int | None = None
    answers: str | None = None
    origin: str = ""
    note: str = ""
    deleted: bool = False

    @property
    def plain(self) -> str:
        """The text without bold and italic."""
        return rich_text.plain(self.text)

    @property
    def target(self) -> Target | None:
        """The chief target, None where the item has none."""
        return self.targets[0] if self.targets else None


class OutlineRow(msgspec.Struct, frozen=True):
    """One item where it stands: `depth` from 0, `size` items in its branch, itself included.

    `number` is the label without punctuation ("1.2", "b"), "" for dashes and paragraphs;
    `place` counts from 1 among siblings of its style; `stray` marks an item put at the end
    because its parent is gone.
    """

    item: PlanItem
    label: str
    number: str
    style: str
    depth: int
    parent: str | None
    place: int
    size: int
    stray: bool = False

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id


class Outline:
    """The items of one plan in the order they are read; never changes, edits make new ones."""

    __slots__ = ("_at", "_children", "heading_set", "items", "rows")

    def __init__(self, items: Iterable[PlanItem], heading_set: str = "A") -> None:
        self.heading_set = heading_set
        self.items: Mapping[str, PlanItem] = {item.id: item for item in items}
        self._children, strays = _tree(self.items)
        self.rows: tuple[OutlineRow, ...] = tuple(_walk(self._children, strays, heading_set))
        self._at = {row.id: place for place, row in enumerate(self.rows)}

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[OutlineRow]:
        return iter(self.rows)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._at

    def at(self, item_id: str) -> int:
        """Return the place of an item in `rows`; raises KeyError when it is not shown."""
        return self._at[item_id]

    def row(self, item_id: str) -> OutlineRow:
        """Return the row of an item; raises KeyError when it is not shown."""
        return self.rows[self._at[item_id]]

    def children(self, item_id: str | None) -> list[OutlineRow]:
        """Return an item's children in order; None gives the outermost items."""
        return [self.row(child.id) for child in self._children.get(item_id, ())]

    def branch(self, item_id: str) -> tuple[OutlineRow, ...]:
        """Return the item and everything under it, in order."""
        start = self._at[item_id]
        return self.rows[start : start + self.rows[start].size]

    def ancestors(self, item_id: str) -> list[OutlineRow]:
        """Return the items above, the nearest first."""
        found = []
        parent = self.row(item_id).parent
        while parent is not None:
            found.append(self.row(parent))
            parent = found[-1].parent
        return found

    def leaves(self) -> list[OutlineRow]:
        """Return the rows that have nothing under them."""
        return [row for row in self.rows if row.size == 1]

    def deleted(self) -> list[PlanItem]:
        """Return the items that were taken out and can be brought back."""
        return [item for item in self.items.values() if item.deleted]

    def path(self, item_id: str) -> str:
        """Return a name for the item that is clear anywhere: "II.2.3", "II.1.a", "II.1 (-2)"."""
        row = self.row(item_id)
        names: list[str] = []
        for step in [row, *self.ancestors(item_id)]:
            covered = bool(names) and names[0].startswith(f"{step.number}.")
            if step.number and not (covered and step.style in (labels.ARABIC, labels.DECIMAL)):
                names.insert(0, step.number)
        path = ".".join(names)
        if row.number:
            return path
        mark = row.label or "¶"
        return f"{path} ({mark}{row.place})".strip()

    def with_values(self, values: Iterable[tuple[str, str, Any]]) -> "Outline":
        """Return the outline after assignments (item id, field, stored value)."""
        items = dict(self.items)
        changed: set[str] = set()
        shape = False
        for item_id, field, value in values:
            old = items.get(item_id) or PlanItem(item_id)
            items[item_id] = replace(old, **read_field(field, value))
            changed.add(item_id)
            shape = shape or field in _SHAPE or item_id not in self.items
        if shape:
            return Outline(items.values(), self.heading_set)
        return self._worded(items, changed)

    def _worded(self, items: Mapping[str, PlanItem], changed: Iterable[str]) -> "Outline":
        """Return the same tree with other words in some items: nothing is numbered anew."""
        rows = list(self.rows)
        for item_id in changed:
            if item_id in self._at:
                place = self._at[item_id]
                rows[place] = replace(rows[place], item=items[item_id])
        made = Outline.__new__(Outline)
        made.heading_set, made.items, made.rows = self.heading_set, items, tuple(rows)
        # Both know their items by id alone.
        made._children, made._at = self._children, self._at
        return made


def read_item(item_id: str, fields: Mapping[str, Any]) -> PlanItem:
    """Return the item of a record; fields of newer versions are passed over."""
    values: dict[str, Any] = {}
    for field, value in fields.items():
        values |= read_field(field, value)
    return PlanItem(item_id, **values)


def read_field(field: str, value: Any) -> dict[str, Any]:
    """Return the attributes of `PlanItem` that a stored field gives; unreadable is unset."""
    match field:
        case "pos":
            parent, index = value if isinstance(value, list) and len(value) == 2 else (None, "")
            return {
                "parent": parent if isinstance(parent, str) else None,
                "index": index if isinstance(index, str) else "",
            }
        case "text":
            return {"text": rich_text.runs_of(value)}
        case "target":
            return {"targets": targets.targets_of(value)}
        case "cost":
            counted = isinstance(value, int) and not isinstance(value, bool)
            return {"cost": value if counted else None}
        case "answers":
            return {"answers": value if isinstance(value, str) else None}
        case "deleted":
            return {"deleted": value is True}
        case "style" | "owner" | "partner" | "due" | "origin" | "note":
            return {field: value if isinstance(value, str) else ""}
        case _:
            return {}


def item_values(item: PlanItem) -> dict[str, Any]:
    """Return the registers an item is stored in; what is not set is left out."""
    found: dict[str, Any] = {"pos": [item.parent, item.index]}
    if item.text:
        found["text"] = rich_text.to_value(item.text)
    if item.targets:
        found["target"] = targets.stored_targets(item.targets)
    if item.cost is not None:
        found["cost"] = item.cost
    for field in ("style", "owner", "partner", "due", "answers", "origin", "note"):
        if getattr(item, field):
            found[field] = getattr(item, field)
    return found


_Children = dict[str | None, list[PlanItem]]


def _tree(items: Mapping[str, PlanItem]) -> tuple[_Children, list[PlanItem]]:
    """Return the children of each item, and the strays that stand at the end."""
    live = {item.id: item for item in items.values() if not item.deleted}
    cut = _ring_cuts(live)
    children: _Children = {}
    strays: list[PlanItem] = []
    for item in live.values():
        if item.id in cut or (item.parent is not None and item.parent not in live):
            strays.append(item)
        else:
            children.setdefault(item.parent, []).append(item)
    for siblings in children.values():
        siblings.sort(key=_order)
    strays.sort(key=_order)
    children.setdefault(None, []).extend(strays)
    return children, strays


def _order(item: PlanItem) -> tuple[str, str]:
    return item.index, item.id


def _ring_cuts(live: Mapping[str, PlanItem]) -> set[str]:
    """Return the item at which each ring of parents is cut: its smallest id."""
    cuts: set[str] = set()
    settled: set[str] = set()
    for start in live:
        trail: list[str] = []
        seen: dict[str, int] = {}
        at: str | None = start
        while at is not None and at in live and at not in settled:
            if at in seen:
                cuts.add(min(trail[seen[at] :]))
                break
            seen[at] = len(trail)
            trail.append(at)
            at = live[at].parent
        settled.update(trail)
    return cuts


_SHAPE = frozenset({"pos", "style", "deleted"})
"""The fields that change where items stand or how they are numbered."""


def _walk(children: _Children, strays: list[PlanItem], heading_set: str) -> list[OutlineRow]:
    """Return the rows in reading order."""
    placed: list[tuple[PlanItem, int, int]] = []
    stack = [(item, 0, -1) for item in reversed(children.get(None, []))]
    while stack:
        item, depth, parent = stack.pop()
        here = len(placed)
        placed.append((item, depth, parent))
        stack += [(child, depth + 1, here) for child in reversed(children.get(item.id, []))]
    sizes = [1] * len(placed)
    for place in range(len(placed) - 1, -1, -1):
        above = placed[place][2]
        if above >= 0:
            sizes[above] += sizes[place]
    numbering = _Numbering(heading_set, {item.id for item in strays})
    rows: list[OutlineRow] = []
    for (item, depth, parent), size in zip(placed, sizes, strict=True):
        rows.append(numbering.row(item, depth, rows[parent] if parent >= 0 else None, size))
    return rows


class _Numbering:
    """Counts items while the tree is walked.

    Siblings of one style count on; an outer style among them starts the inner ones again.
    Articles (Điều) count through the whole paper.
    """

    def __init__(self, heading_set: str, strays: Collection[str]) -> None:
        self._set, self._strays = heading_set, strays
        self._counts: dict[str | None, dict[str, int]] = {}
        self._articles = 0

    def row(self, item: PlanItem, depth: int, parent: OutlineRow | None, size: int) -> OutlineRow:
        style = item.style if item.style in labels.RANK else labels.style_at(self._set, depth)
        place = self._count(parent.id if parent else None, style)
        number = ""
        if style in labels.COUNTED:
            number = labels.bare_number(style, place, _prefix(parent))
        return OutlineRow(
            item=item,
            label=labels.label(style, number),
            number=number,
            style=style,
            depth=depth,
            parent=parent.id if parent else None,
            place=place,
            size=size,
            stray=item.id in self._strays,
        )

    def _count(self, parent: str | None, style: str) -> int:
        counts = self._counts.setdefault(parent, {})
        if style == labels.ARTICLE:
            self._articles += 1
            return self._articles
        if style != labels.NONE:
            rank = labels.RANK[style]
            for inner in [s for s in counts if labels.RANK[s] > rank]:
                del counts[inner]
        counts[style] = counts.get(style, 0) + 1
        return counts[style]


def _prefix(parent: OutlineRow | None) -> str:
    """Return the number that 1.1 goes on from: the parent's, in digits."""
    if parent is None:
        return ""
    if parent.style in (labels.ARABIC, labels.DECIMAL):
        return parent.number
    return str(parent.place) if parent.style == labels.ROMAN else ""

"""Where moved and new items go in an outline, and how they are numbered there."""

from collections.abc import Iterable, Sequence
from typing import Any

from desktop.models import fractional
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, OutlineRow

Assignment = tuple[str, str, Any]
"""(item id, field, stored value); None unsets."""


def places_after(
    outline: Outline,
    parent: str | None,
    after: str | None,
    count: int,
    without: Iterable[str] = (),
) -> tuple[list[list[Any]], list[Assignment]]:
    """Return `count` places (parent, key) after a sibling (None: first), and repairs they need.

    Keys that a merge left equal, or that no program of ours made, are dealt out anew. After
    a stray the places come last among those that do have a place.
    """
    skipped = set(without)
    siblings = [r for r in outline.children(parent) if not r.stray and r.id not in skipped]
    return places_among([(r.id, r.item.index) for r in siblings], parent, after, count)


def places_among(
    siblings: Sequence[tuple[str, str]], parent: str | None, after: str | None, count: int
) -> tuple[list[list[Any]], list[Assignment]]:
    """Return the same as `places_after` for siblings told by id and key."""
    names = [name for name, _key in siblings]
    at = 0 if after is None else names.index(after) + 1 if after in names else len(names)
    keys = [key for _name, key in siblings]
    low = keys[at - 1] if at else ""
    high = keys[at] if at < len(keys) else None
    sound = (not at or fractional.is_key(low)) and (
        high is None or (fractional.is_key(high) and low < high)
    )
    if sound:
        new = [fractional.between(low, high)] if count == 1 else fractional.spread(count, low, high)
        return [[parent, key] for key in new], []
    dealt = fractional.spread(len(keys) + count)
    kept = dealt[:at] + dealt[at + count :]
    repairs: list[Assignment] = [
        (name, "pos", [parent, key]) for name, key in zip(names, kept, strict=True)
    ]
    return [[parent, key] for key in dealt[at : at + count]], repairs


def style_there(outline: Outline, row: OutlineRow, parent: str | None, after: str | None) -> str:
    """Return the style a moved item takes: that of its new neighbours, else the next inner."""
    if row.style == labels.NONE:
        return row.style
    siblings = [r for r in outline.children(parent) if r.id != row.id]
    names = [r.id for r in siblings]
    at = names.index(after) + 1 if after in names else 0
    near = [*reversed(siblings[:at]), *siblings[at:]]
    found = next((r.style for r in near if r.style != labels.NONE), None)
    if found is not None:
        return found
    if parent is None:
        return labels.style_at(outline.heading_set, 0)
    return labels.style_below(outline.heading_set, outline.row(parent).style)


def fitting_style(outline: Outline, style: str, parent_style: str) -> str:
    """Return the style under a parent: kept when it is an inner one, else the next inner."""
    if style == labels.NONE or labels.RANK[style] > labels.RANK[parent_style]:
        return style
    return labels.style_below(outline.heading_set, parent_style)


def restyled(outline: Outline, row: OutlineRow, style: str, depth: int) -> list[Assignment]:
    """Return the styles of a branch whose top comes to have this style at this depth."""
    found: list[Assignment] = []
    wanted = {row.id: style}
    for inner in outline.branch(row.id):
        if inner.id != row.id:
            assert inner.parent is not None
            wanted[inner.id] = fitting_style(outline, inner.style, wanted[inner.parent])
        at = depth + inner.depth - row.depth
        now = inner.item.style or labels.style_at(outline.heading_set, at)
        if wanted[inner.id] != now:
            found.append((inner.id, "style", wanted[inner.id]))
    return found

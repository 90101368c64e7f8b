"""Where dragged items may fall: between which rows, and on which level."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desktop.models.outline.outline import Outline, OutlineRow


@dataclass(frozen=True, slots=True)
class Drop:
    """A place for items: under `parent` (None: outermost), after a child of it (None: first)."""

    parent: str | None
    after: str | None
    depth: int


def drops(
    outline: Outline, shown: Sequence[str], gap: int, moving: Collection[str] = ()
) -> list[Drop]:
    """Return the places in the gap above row number `gap` of the rows shown, outermost first.

    Rows not shown are folded under the one before. Items being moved, with all under them,
    count as taken out.
    """
    taken = _branches(outline, moving)
    above = next((outline.row(one) for one in reversed(shown[:gap]) if one not in taken), None)
    below = next((outline.row(one) for one in shown[gap:] if one not in taken), None)
    if above is None:
        return [Drop(None, None, 0)]
    lowest = below.depth if below is not None and not below.stray else 0
    chain = [above, *outline.ancestors(above.id)]
    found = [
        Drop(None if row.stray else row.parent, row.id, row.depth)
        for row in reversed(chain)
        if row.depth >= lowest
    ]
    found.append(_inside(outline, above, shown, taken))
    return found


def drop_at(places: Sequence[Drop], depth: int) -> Drop:
    """Return the place whose level is nearest to the one pointed at."""
    return min(places, key=lambda one: (abs(one.depth - depth), one.depth))


def is_home(outline: Outline, moving: Sequence[str], drop: Drop) -> bool:
    """Tell whether the items stand there already, so that nothing would move."""
    rows = [outline.row(one) for one in moving]
    siblings = [row.id for row in outline.children(drop.parent)]
    if any(row.parent != drop.parent or row.stray for row in rows):
        return False
    start = siblings.index(drop.after) + 1 if drop.after in siblings else 0
    kept = [one for one in siblings[:start] if one not in moving]
    after = [one for one in siblings[start:] if one not in moving]
    return [*kept, *moving, *after] == siblings


def _inside(
    outline: Outline, row: OutlineRow, shown: Sequence[str], taken: Collection[str]
) -> Drop:
    """Return the place below a row, as its first child; last where its children are folded."""
    children = [child.id for child in outline.children(row.id) if child.id not in taken]
    folded = bool(children) and not any(child in shown for child in children)
    return Drop(row.id, children[-1] if folded else None, row.depth + 1)


def _branches(outline: Outline, moving: Collection[str]) -> set[str]:
    return {row.id for one in moving if one in outline for row in outline.branch(one)}

"""Two outlines side by side: which items stayed, changed, moved, came or went.

Items match by id (two states of one plan), by where they were made from or what they answer
(a plan and its upper paper), and what is left by its text: the same, then the most alike
near by. Nothing is matched twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.outline.targets import format_targets
from desktop.models.text import fold
from desktop.models.word_diff import Part, likeness, word_diff

Fate = Literal["same", "changed", "moved", "added", "removed"]
FIELDS: Final = ("owner", "partner", "due", "targets", "cost")
_ALIKE: Final = 0.55
_MOST_PAIRS: Final = 40_000


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the comparison. `parts` are its words; `fields` what else changed:
    (field, before, after) in words. `moved` items stand elsewhere or on another level.
    `row` is the item as it is now, or as it was where it went.
    """

    fate: Fate
    row: OutlineRow
    parts: tuple[Part, ...]
    fields: tuple[tuple[str, str, str], ...] = ()
    moved: bool = False
    old: str = ""
    new: str = ""

    @property
    def label(self) -> str:
        """The item's label."""
        return self.row.label

    @property
    def depth(self) -> int:
        """The item's level."""
        return self.row.depth

    @property
    def differs(self) -> bool:
        """Whether there is anything to look at."""
        return self.fate != "same"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines in the new outline's order; what went stands where it was."""

    lines: tuple[Line, ...]

    def count(self, fate: Fate) -> int:
        """Return how many items had this fate."""
        return sum(line.fate == fate for line in self.lines)

    @property
    def differences(self) -> int:
        """How many items differ."""
        return sum(line.differs for line in self.lines)


def compare(old: Outline, new: Outline) -> Comparison:
    """Return what became of the old outline's items in the new one."""
    pairs = matches(old, new)
    stayed = _stayed(old, new, pairs)
    gone = _gone_before(old, new, pairs)
    lines: list[Line] = [_removed(row) for row in gone.get("", ())]
    for row in new:
        match = pairs.get(row.id)
        if match is None:
            lines.append(_added(row))
        else:
            lines.append(_kept(old.row(match), row, moved=row.id not in stayed))
        lines += [_removed(lost) for lost in gone.get(row.id, ())]
    return Comparison(tuple(lines))


def matches(old: Outline, new: Outline) -> dict[str, str]:
    """Return new item → old item."""
    pairs: dict[str, str] = {}
    free = {row.id for row in old}
    links: tuple[Callable[[OutlineRow], str], ...] = (
        lambda row: row.id,
        lambda row: row.item.origin,
        lambda row: row.item.answers or "",
    )
    for link in links:
        for row in new:
            name = link(row)
            if row.id not in pairs and name in free:
                pairs[row.id] = name
                free.discard(name)
    _same_origin(old, new, pairs, free)
    _same_text(old, new, pairs, free)
    _alike(old, new, pairs, free)
    return pairs


def _same_origin(old: Outline, new: Outline, pairs: dict[str, str], free: set[str]) -> None:
    """Items of two plans made from one template or upper paper."""
    made = {row.item.origin: row.id for row in old if row.item.origin and row.id in free}
    for row in new:
        name = made.get(row.item.origin, "") if row.item.origin else ""
        if row.id not in pairs and name in free:
            pairs[row.id] = name
            free.discard(name)


def _same_text(old: Outline, new: Outline, pairs: dict[str, str], free: set[str]) -> None:
    waiting: dict[str, list[str]] = {}
    for row in old:
        if row.id in free:
            waiting.setdefault(fold(row.item.plain), []).append(row.id)
    for row in new:
        listed = waiting.get(fold(row.item.plain)) if row.item.plain else None
        if row.id not in pairs and listed:
            pairs[row.id] = listed.pop(0)
            free.discard(pairs[row.id])


def _alike(old: Outline, new: Outline, pairs: dict[str, str], free: set[str]) -> None:
    """Pair what is most alike; among hundreds of strangers only those of one heading."""
    left = [row for row in new if row.id not in pairs and row.item.plain]
    right = [row for row in old if row.id in free and row.item.plain]
    near = len(left) * len(right) > _MOST_PAIRS
    words = {row.id: set(fold(row.item.plain).split()) for row in (*left, *right)}
    found: list[tuple[float, int, str, str]] = []
    for place, row in enumerate(left):
        for other in right:
            if near and row.label != other.label:
                continue
            shared = len(words[row.id] & words[other.id])
            if shared * 2 < _ALIKE * (len(words[row.id]) + len(words[other.id])):
                continue
            alike = likeness(other.item.plain, row.item.plain)
            alike += 0.05 * (row.label == other.label)
            if alike >= _ALIKE:
                found.append((-alike, place, row.id, other.id))
    for _alike_by, _place, name, other_name in sorted(found):
        if name not in pairs and other_name in free:
            pairs[name] = other_name
            free.discard(other_name)


def _in_order(places: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the longest run of matched items that kept their order: the others moved."""
    from bisect import bisect_left

    ordered = sorted(places)
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_was, now) in enumerate(ordered):
        at = bisect_left(tails, now)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(now)
            ends.append(number)
        else:
            tails[at], ends[at] = now, number
    kept: set[tuple[int, int]] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.add(ordered[number])
        number = before[number]
    return kept


def _stayed(old: Outline, new: Outline, pairs: Mapping[str, str]) -> set[str]:
    """Return the new items that stand under the same parent in the same order: what is under
    an item that moved has not moved itself.
    """
    stayed: set[str] = set()
    for parent in {row.parent for row in new}:
        known = pairs.get(parent) if parent is not None else None
        if parent is not None and known is None:
            # A new heading put over items: they are where they were in the text.
            stayed.update(row.id for row in new.children(parent) if row.id in pairs)
            continue
        places = {
            (old.at(pairs[row.id]), new.at(row.id)): row.id
            for row in new.children(parent)
            if row.id in pairs and old.row(pairs[row.id]).parent == known
        }
        stayed.update(places[place] for place in _in_order(list(places)))
    return stayed


def _gone_before(
    old: Outline, new: Outline, pairs: Mapping[str, str]
) -> dict[str, list[OutlineRow]]:
    """Return new item → old items that went and stood after it ("": at the beginning)."""
    where = {a: b for b, a in pairs.items()}
    found: dict[str, list[OutlineRow]] = {}
    last = ""
    for row in old:
        if row.id in where:
            last = where[row.id]
        else:
            found.setdefault(last, []).append(row)
    return found


def _kept(before: OutlineRow, row: OutlineRow, *, moved: bool) -> Line:
    parts = tuple(word_diff(before.item.plain, row.item.plain))
    fields = tuple(_fields(before, row))
    changed = before.item.plain != row.item.plain or bool(fields)
    fate: Fate = "changed" if changed else "moved" if moved else "same"
    return Line(fate, row, parts, fields, moved, before.id, row.id)


def _fields(before: OutlineRow, row: OutlineRow) -> Iterator[tuple[str, str, str]]:
    for name in FIELDS:
        was, now = _shown(before, name), _shown(row, name)
        if was != now:
            yield name, was, now


def _shown(row: OutlineRow, name: str) -> str:
    if name == "targets":
        return format_targets(row.item.targets)
    value = getattr(row.item, name)
    return "" if value is None else str(value)


def _added(row: OutlineRow) -> Line:
    return Line("added", row, _whole("added", row), new=row.id)


def _removed(row: OutlineRow) -> Line:
    return Line("removed", row, _whole("removed", row), old=row.id)


def _whole(kind: Literal["added", "removed"], row: OutlineRow) -> tuple[Part, ...]:
    return (Part(kind, row.item.plain),) if row.item.plain else ()

"""Labels of an outline as a word processor numbers them: which can be automatic, which not.

A word processor counts by itself. This module plays its counting beforehand and gives an
item automatic numbering only where the result is the very label the document has.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.formats.document import Item

MAX_LEVEL = 8
_LABEL = re.compile(
    r"(?P<prefix>(?:[^\W\d_]{2,} )?)(?P<number>\d+(?:\.\d+)*|[IVXLC]+|[A-Z]|[a-z])(?P<suffix>[.)]?)"
)
_ROMAN = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
BULLETS = frozenset("-+•*–")


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a level writes its number: "1.2." has kind decimal, depth 2, suffix "."."""

    prefix: str
    kind: str
    depth: int
    suffix: str


Kind = tuple[int, Pattern]
"""A level of the outline and how it writes its labels."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Automatic numbering of one item: the list level it takes, or a bullet."""

    slot: int
    bullet: str = ""


@dataclass(slots=True)
class Plan:
    """Numbering for a document.

    `slots` gives every kind of label a level of the word processor's list: the usual kind
    of an outline level its own, other kinds the levels left over. `counting_through` are
    slots that never begin again; `items` the automatic items by place.
    """

    slots: dict[Kind, int] = field(default_factory=dict)
    counting_through: set[int] = field(default_factory=set)
    bullets: list[str] = field(default_factory=list)
    items: dict[int, Numbered] = field(default_factory=dict)


def roman(number: int) -> str:
    """Return 1–399 in Roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


_WRITE: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "upperRoman": roman,
    "upperLetter": lambda n: chr(64 + n) if n <= 26 else "",
    "lowerLetter": lambda n: chr(96 + n) if n <= 26 else "",
}


def pattern_of(label: str) -> Pattern | None:
    """Return how the label is written, or None when no automatic numbering writes it so."""
    match = _LABEL.fullmatch(label)
    if match is None:
        return None
    number = match["number"]
    if number[0].isdigit():
        kind = "decimal"
    elif number[0].islower():
        kind = "lowerLetter"
    else:
        kind = "upperRoman" if set(number) <= set("IVXLC") else "upperLetter"
    return Pattern(match["prefix"], kind, number.count(".") + 1, match["suffix"])


def label_text(kind: Kind, slot: int, counters: Sequence[int]) -> str:
    """Return the label a word processor writes in the slot with those counters."""
    level, pattern = kind
    above = counters[level - pattern.depth + 1 : level]
    if pattern.depth > level + 1 or 0 in above:
        return ""
    own = _WRITE[pattern.kind](counters[slot])
    return pattern.prefix + ".".join([*map(str, above), own]) + pattern.suffix


def _groups(items: Sequence[tuple[int, Item]]) -> Iterator[list[tuple[int, Item]]]:
    """Yield runs of siblings in the order of their first item."""
    open_groups: dict[int, list[tuple[int, Item]]] = {}
    order: list[list[tuple[int, Item]]] = []
    for place, item in items:
        for level in [level for level in open_groups if level > item.level]:
            del open_groups[level]
        group = open_groups.get(item.level)
        if group is None:
            group = open_groups[item.level] = []
            order.append(group)
        group.append((place, item))
    yield from order


def _counts_through(groups: Sequence[Sequence[tuple[int, Item]]], kind: Kind) -> bool:
    """Tell whether the kind's numbers run on over all its groups (Điều 1 … n)."""
    own = [group for group in groups if _kind_of(group[0][1]) == kind]
    counters = [0] * (MAX_LEVEL + 1)
    level, pattern = kind
    if len(own) < 2 or pattern.depth > 1:
        return False
    for _, item in (member for group in own for member in group):
        counters[level] += 1
        if label_text(kind, level, counters) != item.label:
            return False
    return True


def _kind_of(item: Item) -> Kind | None:
    pattern = pattern_of(item.label)
    return (item.level, pattern) if pattern else None


class _Counter:
    """Counts as a word processor does, group by group."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.counters = [0] * (MAX_LEVEL + 1)
        self.automatic: dict[int, int] = {}
        # Levels passed over on the way down: some programs count them as begun.
        self.passed_over: set[int] = set()

    def try_group(self, group: Sequence[tuple[int, Item]]) -> None:
        """Make the group's items automatic when the labels come out as they are."""
        kind = _kind_of(group[0][1])
        slot = self.plan.slots.get(kind) if kind else None
        if kind is None or slot is None or slot in self.passed_over:
            return
        trial = list(self.counters)
        for _, item in group:
            trial[slot] += 1
            if label_text(kind, slot, trial) != item.label:
                return
        self.automatic.update((place, slot) for place, _ in group)

    def step(self, place: int, item: Item) -> None:
        """Count an automatic item; later levels of the list begin again."""
        slot = self.automatic.get(place)
        if slot is None:
            return
        kind = _kind_of(item)
        self.counters[slot] += 1
        for later in range(slot + 1, MAX_LEVEL + 1):
            if later not in self.plan.counting_through:
                self.counters[later] = 0
                self.passed_over.discard(later)
        self.passed_over.update(at for at in range(slot) if not self.counters[at])
        # Items in between may have made the list begin again; then the label is typed.
        if kind and label_text(kind, slot, self.counters) == item.label:
            self.plan.items[place] = Numbered(slot)
        else:
            self.counters[slot] -= 1


def _assign_slots(items: Sequence[tuple[int, Item]]) -> dict[Kind, int]:
    """Return a list level for each kind of label, the usual kinds first."""
    counts = Counter(kind for _, item in items if (kind := _kind_of(item)))
    usual = sorted(counts, key=lambda kind: (kind[0], -kind[1].depth, -counts[kind]))
    slots: dict[Kind, int] = {}
    for kind in usual:
        if kind[0] not in slots.values() and kind[1].depth <= kind[0] + 1:
            slots[kind] = kind[0]
    spare = iter(range(max((item.level for _, item in items), default=0) + 1, MAX_LEVEL + 1))
    for kind in usual:
        slot = None if kind in slots or kind[1].depth > kind[0] + 1 else next(spare, None)
        if slot is not None:
            slots[kind] = slot
    return slots


def plan_numbering(items: Sequence[tuple[int, Item]]) -> Plan:
    """Return what numbering the items can have; `items` are (place in document, item)."""
    plan = Plan()
    items = [(place, item) for place, item in items if item.level <= MAX_LEVEL]
    for place, item in items:
        if item.label in BULLETS:
            if item.label not in plan.bullets:
                plan.bullets.append(item.label)
            plan.items[place] = Numbered(item.level, item.label)
    groups = list(_groups(items))
    numbered = [(place, item) for place, item in items if place not in plan.items]
    plan.slots = _assign_slots(numbered)
    for kind, slot in plan.slots.items():
        if slot == kind[0] and _counts_through(groups, kind):
            plan.counting_through.add(slot)
    starts = {group[0][0]: group for group in groups}
    counter = _Counter(plan)
    for place, item in numbered:
        if place in starts:
            counter.try_group(starts[place])
        counter.step(place, item)
    return plan

"""Labels of an outline as a word processor numbers them: which can be automatic, which not.

A word processor counts by itself. This module plays its counting beforehand and gives an
item automatic numbering only where the result is the very label the document has.
"""

import re
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


@dataclass(frozen=True, slots=True)
class Numbered:
    """Automatic numbering of one item: a list level, or a bullet."""

    level: int
    bullet: str = ""


@dataclass(slots=True)
class Plan:
    """Numbering for a document: patterns by level, levels that count through, items."""

    patterns: dict[int, Pattern] = field(default_factory=dict)
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


def label_text(pattern: Pattern, level: int, counters: Sequence[int]) -> str:
    """Return the label a word processor writes at the level with those counters."""
    above = counters[level - pattern.depth + 1 : level]
    if pattern.depth > level + 1 or 0 in above:
        return ""
    own = _WRITE[pattern.kind](counters[level])
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


def _counts_through(
    groups: Sequence[Sequence[tuple[int, Item]]], level: int, pattern: Pattern
) -> bool:
    """Tell whether the level's numbers run on over all its groups (Điều 1 … n)."""
    own = [
        group
        for group in groups
        if group[0][1].level == level and pattern_of(group[0][1].label) == pattern
    ]
    counters = [0] * (MAX_LEVEL + 1)
    if len(own) < 2 or pattern.depth > 1:
        return False
    for _, item in (member for group in own for member in group):
        counters[level] += 1
        if label_text(pattern, level, counters) != item.label:
            return False
    return True


class _Counter:
    """Counts as a word processor does, group by group."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.counters = [0] * (MAX_LEVEL + 1)
        self.automatic: set[int] = set()

    def try_group(self, group: Sequence[tuple[int, Item]]) -> None:
        """Make the group's items automatic when the labels come out as they are."""
        level = group[0][1].level
        pattern = self.plan.patterns.get(level)
        if pattern is None:
            return
        trial = list(self.counters)
        for _, item in group:
            trial[level] += 1
            if label_text(pattern, level, trial) != item.label:
                return
        self.automatic.update(place for place, _ in group)

    def step(self, place: int, item: Item) -> None:
        """Count an automatic item; deeper levels begin again."""
        if place not in self.automatic:
            return
        self.counters[item.level] += 1
        for deeper in range(item.level + 1, MAX_LEVEL + 1):
            if deeper not in self.plan.counting_through:
                self.counters[deeper] = 0
        self.plan.items[place] = Numbered(item.level)


def plan_numbering(items: Sequence[tuple[int, Item]]) -> Plan:
    """Return what numbering the items can have; `items` are (place in document, item)."""
    plan = Plan()
    for place, item in items:
        if item.label in BULLETS and item.level <= MAX_LEVEL:
            if item.label not in plan.bullets:
                plan.bullets.append(item.label)
            plan.items[place] = Numbered(item.level, item.label)
    numbered = [(p, i) for p, i in items if p not in plan.items and i.level <= MAX_LEVEL]
    groups = list(_groups([pair for pair in items if pair[1].level <= MAX_LEVEL]))
    for _, item in numbered:
        pattern = pattern_of(item.label)
        if pattern and item.level not in plan.patterns:
            plan.patterns[item.level] = pattern
    for level, pattern in plan.patterns.items():
        if _counts_through(groups, level, pattern):
            plan.counting_through.add(level)
    starts = {group[0][0]: group for group in groups}
    counter = _Counter(plan)
    for place, item in numbered:
        if place in starts:
            counter.try_group(starts[place])
        counter.step(place, item)
    return plan

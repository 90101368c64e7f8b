"""Depth of items, found from how the labels of this document nest in one another."""

from collections import Counter
from collections.abc import Sequence

from desktop.intake.blocks import Draft
from desktop.intake.labels import Label
from desktop.intake.words import is_caps

_RANK = {
    "part": 0, "chapter": 1, "section": 2, "article": 3, "upper": 4, "roman": 5, "decimal": 6,
    "lower": 20, "small": 22, "bullet": 30,
}  # fmt: skip
_STYLE = {".": 0.0, ")": 0.3, "()": 0.5}


def set_depths(drafts: Sequence[Draft], *, whole: bool) -> None:
    """Give every item its depth, 0 for the outermost label of the document; a paragraph
    takes the depth of the item it follows.

    `whole` says that the document's beginning is there; when it is lost, the first items
    are placed as deep as their kind lies in the rest.
    """
    items = [draft for draft in drafts if draft.label is not None]
    ranks = _ranks(items)
    chains = _usual_chains(items, ranks)
    stack = list(() if whole or not items else _missing(items[0], chains))
    for index, item in enumerate(items):
        level = _level(item)
        _unwind(stack, level, ranks)
        if level not in stack:
            parent = _lost_parent(items, index, stack, ranks)
            if parent:
                stack.append(parent)
            stack.append(level)
        item.depth = len(stack) - 1
    depth = 0
    for draft in drafts:
        if draft.label is not None:
            depth = draft.depth
        else:
            draft.depth = depth


def _level(item: Draft) -> str:
    assert item.label is not None
    return item.label.level


def _unwind(stack: list[str], level: str, ranks: dict[str, float]) -> None:
    while stack and level in stack and stack[-1] != level:
        stack.pop()
    if level in stack:
        return
    while stack and ranks.get(stack[-1], 0.0) > ranks[level]:
        stack.pop()


def _ranks(items: Sequence[Draft]) -> dict[str, float]:
    """Order the levels from outer to inner: by kind first, then by what this document shows."""
    ranks: dict[str, float] = {}
    for item in items:
        label = item.label
        if label is not None and label.level not in ranks:
            ranks[label.level] = _default_rank(label)
    for outer, inner in (("roman", "upper"), ("decimal.", "decimal)"), ("decimal.", "lower)")):
        _settle(items, ranks, outer, inner)
    _settle_bullets(items, ranks)
    return ranks


def _default_rank(label: Label) -> float:
    if label.family == "bullet":
        return 30 + {"*": -0.2, "-": 0.0, "+": 0.5, "•": 0.7}.get(label.style, 0.8)
    arity = len(label.numbers) - 1 if label.family == "decimal" else 0
    return _RANK[label.family] + arity + _STYLE.get(label.style, 0.0)


def _settle(items: Sequence[Draft], ranks: dict[str, float], one: str, other: str) -> None:
    """Put the level inside the other whose numbering it restarts under."""
    if one not in ranks or other not in ranks:
        return
    inside = _restarts(items, other, one) - _restarts(items, one, other)
    low, high = sorted((ranks[one], ranks[other]))
    if inside > 0:
        ranks[one], ranks[other] = low, high
    elif inside < 0:
        ranks[one], ranks[other] = high, low


def _restarts(items: Sequence[Draft], inner: str, outer: str) -> int:
    """Count how often `inner` begins again at 1 after an `outer` item."""
    count = 0
    open_outer = False
    for item in items:
        level = _level(item)
        assert item.label is not None
        if level == outer:
            open_outer = True
        elif level == inner:
            if open_outer and item.label.numbers[-1:] == (1,):
                count += 1
            open_outer = False
    return count


def _settle_bullets(items: Sequence[Draft], ranks: dict[str, float]) -> None:
    """A mark that opens most lists lies outside; stars over lists are small headings."""
    marks = [key for key in ranks if key.startswith("bullet")]
    if len(marks) < 2:
        return
    votes: Counter[tuple[str, str]] = Counter()
    run: list[Draft] = []
    for item in [*items, None]:
        if item is not None and item.label is not None and item.label.is_bullet:
            run.append(item)
            continue
        kinds = list(dict.fromkeys(_level(entry) for entry in run))
        for outer in range(len(kinds)):
            for inner in kinds[outer + 1 :]:
                votes[kinds[outer], inner] += 1
        run = []
    for item in items:
        if item.label is not None and item.label.is_bullet and _is_title(item):
            votes.update({(_level(item), mark): 1 for mark in marks if mark != _level(item)})
    wins = {mark: sum(votes[mark, other] > votes[other, mark] for other in marks) for mark in marks}
    ordered = sorted(marks, key=lambda mark: (-wins[mark], ranks[mark]))
    for place, mark in enumerate(ordered):
        ranks[mark] = 30 + place / 10


def _is_title(item: Draft) -> bool:
    text = item.text
    return len(text) < 120 and (text.endswith(":") or is_caps(text))


def _usual_chains(
    items: Sequence[Draft], ranks: dict[str, float]
) -> dict[str, Counter[tuple[str, ...]]]:
    """Return, per level, how often it lies under which chain of levels."""
    chains: dict[str, Counter[tuple[str, ...]]] = {}
    stack: list[str] = []
    for item in items:
        level = _level(item)
        _unwind(stack, level, ranks)
        if level not in stack:
            stack.append(level)
        chains.setdefault(level, Counter())[tuple(stack[:-1])] += 1
    return chains


def _missing(first: Draft, chains: dict[str, Counter[tuple[str, ...]]]) -> tuple[str, ...]:
    """Return the levels that lay above the first item of a document cut at its beginning."""
    usual = [(count, chain) for chain, count in chains[_level(first)].items() if chain]
    return max(usual, default=(0, ()))[1]


def _lost_parent(
    items: Sequence[Draft], index: int, stack: list[str], ranks: dict[str, float]
) -> str | None:
    """Return the level of a parent that the text lost: "1.1" before "2." has had a "1."."""
    label = items[index].label
    assert label is not None
    if label.family != "decimal" or len(label.numbers) < 2:
        return None
    parent = "decimal." if len(label.numbers) == 2 else f"decimal{len(label.numbers) - 1}"
    if parent in stack or parent not in ranks:
        return None
    floor = ranks[stack[-1]] if stack else -1.0
    if floor >= ranks[parent]:
        return None
    for later in items[index + 1 :]:
        level = _level(later)
        if ranks[level] <= floor:
            return None
        if level == parent:
            assert later.label is not None
            return parent if later.label.numbers[-1] > label.numbers[-2] else None
    return None

"""Depth of items, found from how the labels of this document nest in one another."""

from collections import Counter
from collections.abc import Sequence

from desktop.intake.structure.blocks import Draft
from desktop.intake.structure.hierarchy import find_order
from desktop.intake.structure.labels import Label
from desktop.intake.words import is_caps

_INNER = " inner"


def set_depths(drafts: Sequence[Draft], *, whole: bool) -> None:
    """Give every item its depth, 0 for the outermost label of the document; a paragraph
    takes the depth of the item it follows.

    `whole` says that the document's beginning is there; when it is lost, the first items
    are placed as deep as their kind lies in the rest.
    """
    items = [draft for draft in drafts if draft.label is not None]
    ranks = find_order(
        [item.label for item in items if item.label is not None],
        [_announces(item) for item in items],
    )
    chains = _usual_chains(items, ranks)
    stack = list(() if whole or not items else _missing(items[0], chains))
    numbers: dict[str, int] = {}
    for index, item in enumerate(items):
        level = _level_here(items, index, stack, numbers, ranks)
        numbers[level] = _number(item)
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
    return _label_of(item).level


def _number(item: Draft) -> int:
    numbers = _label_of(item).numbers
    return numbers[-1] if numbers else 0


def _level_here(
    items: Sequence[Draft],
    index: int,
    stack: Sequence[str],
    numbers: dict[str, int],
    ranks: dict[str, float],
) -> str:
    """Return the item's level; a list "1., 2." right under "2.2. Bầu ban chấp hành:" is one
    level further in than the "2." above, though it is numbered alike.
    """
    level = _level(items[index])
    inner = level + _INNER
    value = _number(items[index])
    if inner in stack and value == numbers[inner] + 1:
        return inner
    above = items[index - 1] if index else None
    if (
        value == 1
        and above is not None
        and level in stack
        and stack[-1] == _level(above) != level
        and above.text.endswith(":")
        and not _label_of(above).is_bullet
    ):
        ranks[inner] = ranks[stack[-1]] + 0.5
        return inner
    return level


def _label_of(item: Draft) -> Label:
    assert item.label is not None
    return item.label


def _announces(item: Draft) -> bool:
    text = item.text
    return len(text) < 120 and (text.endswith(":") or is_caps(text))


def _unwind(stack: list[str], level: str, ranks: dict[str, float]) -> None:
    while stack and level in stack and stack[-1] != level:
        stack.pop()
    if level in stack:
        return
    while stack and ranks.get(stack[-1], 0.0) > ranks[level]:
        stack.pop()


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

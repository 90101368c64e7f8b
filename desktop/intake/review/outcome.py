"""The reading that comes out of a review: what is kept, in the order of the document."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from desktop.intake.reading import Assignment, Block, Reading
from desktop.intake.review.rows import State

_HANDLED: Final = frozenset({"body", "targets", "assignments"})


def outcome(reading: Reading, state: State) -> Reading:
    """Return the reading as corrected; rows left out are not in it, everything else is."""
    kept = [row for row in state.rows if not row.dropped]
    places = {row.id: place for place, row in enumerate(kept)}
    origins = {origin: place for place, row in enumerate(kept) for origin in row.origins}
    blocks: list[Block] = []
    owner: int | None = None
    depth = 0
    for place, row in enumerate(kept):
        block = row.block
        if block.kind == "item":
            owner, depth = place, block.depth
            blocks.append(replace(block, owner=place))
        elif block.zone in ("body", "appendix"):
            blocks.append(replace(block, owner=owner, depth=depth))
        else:
            blocks.append(block)
    return replace(
        reading,
        fields=dict(state.fields),
        legal_basis=state.lists["legal_basis"],
        addressees=state.lists["addressees"],
        recipients=state.lists["recipients"],
        body=tuple(blocks),
        targets=tuple(
            replace(target, block=places[row.id]) for row in kept for target in row.targets
        ),
        assignments=tuple(_assignments(state, places)),
        **_others(reading, origins),
    )


def _assignments(state: State, places: Mapping[str, int]) -> Iterable[Assignment]:
    for hand in state.hands:
        place = places.get(hand.row)
        if place is not None:
            items = (places.get(item) for item in hand.items)
            found = tuple(item for item in items if item is not None)
            yield replace(hand.read, block=place, items=found)


def _others(reading: Reading, origins: Mapping[int, int]) -> dict[str, Any]:
    """Return the other facts that name blocks, with the blocks' new places."""
    found: dict[str, Any] = {}
    for one in fields(reading):
        value = getattr(reading, one.name)
        if one.name in _HANDLED or not isinstance(value, tuple):
            continue
        if value and is_dataclass(value[0]) and hasattr(value[0], "block"):
            found[one.name] = tuple(
                moved for fact in value if (moved := _moved(fact, origins)) is not None
            )
    return found


def _moved(fact: Any, origins: Mapping[int, int]) -> Any:
    if fact.block is None or fact.block < 0:
        return fact
    place = origins.get(fact.block)
    if place is None:
        return None
    changes: dict[str, Any] = {"block": place}
    if isinstance(items := getattr(fact, "items", None), tuple):
        changes["items"] = tuple(origins[item] for item in items if item in origins)
    return replace(fact, **changes)

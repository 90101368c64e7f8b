"""The reading that comes out of a review: what is kept, in the order of the document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from desktop.intake.reading import Assignment, Block, Reading
from desktop.intake.review.rows import Row, State

_HANDLED: Final = frozenset({"body", "targets", "assignments"})


def outcome(reading: Reading, state: State) -> Reading:
    """Return the reading as corrected; rows left out are not in it, everything else is."""
    kept = [row for row in state.rows if not row.dropped]
    places = {row.id: place for place, row in enumerate(kept)}
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
        **_others(reading, state, kept),
    )


def _assignments(state: State, places: Mapping[str, int]) -> Iterable[Assignment]:
    for hand in state.hands:
        place = places.get(hand.row)
        if place is not None:
            items = (places.get(item) for item in hand.items)
            found = tuple(item for item in items if item is not None)
            yield replace(hand.read, block=place, items=found)


def facts_of(reading: Reading, state: State, row: Row) -> list[tuple[str, Any]]:
    """Return (name, fact) of the further facts read from a row: duties, deadlines …"""
    found: list[tuple[str, Any]] = []
    for name, number, fact in _further(reading):
        if f"{name}:{number}" not in state.gone and fact.block in row.origins:
            rows = [one for one in state.rows if fact.block in one.origins]
            if _home(fact, rows) is row:
                found.append((f"{name}:{number}", fact))
    return found


def _others(reading: Reading, state: State, kept: list[Row]) -> dict[str, Any]:
    """Return the further facts that name blocks, with the blocks' new places."""
    homes: dict[int, list[Row]] = {}
    for row in kept:
        for origin in row.origins:
            homes.setdefault(origin, []).append(row)
    places = {row.id: place for place, row in enumerate(kept)}
    found: dict[str, Any] = {name: () for name, _number, _fact in _further(reading)}
    for name, number, fact in _further(reading):
        rows = homes.get(fact.block, [])
        if not rows or f"{name}:{number}" in state.gone:
            continue
        home = _home(fact, rows)
        changes: dict[str, Any] = {"block": places[home.id]}
        if hasattr(fact, "start"):
            at = home.block.text.find(fact.text)
            if at < 0:
                continue  # the words it was read from were typed over
            changes |= {"start": at, "end": at + len(fact.text)}
        if isinstance(items := getattr(fact, "items", None), tuple):
            changes["items"] = tuple(places[homes[i][0].id] for i in items if i in homes)
        found[name] = (*found[name], replace(fact, **changes))
    return found


def _further(reading: Reading) -> Iterable[tuple[str, int, Any]]:
    for one in fields(reading):
        value = getattr(reading, one.name)
        if one.name in _HANDLED or not isinstance(value, tuple):
            continue
        for number, fact in enumerate(value):
            if is_dataclass(fact) and isinstance(getattr(fact, "block", None), int):
                yield one.name, number, fact


def _home(fact: Any, rows: Sequence[Row]) -> Row:
    """Return which of the rows a block was made into holds the fact's words."""
    words = " ".join(str(getattr(fact, "text", "")).split())[:40]
    return next((row for row in rows if words and words in row.block.text), rows[0])

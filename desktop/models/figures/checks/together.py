"""Checks over several units of a tree: transfers between them, names given twice, round numbers."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from desktop.models.figures.cells import number_of
from desktop.models.figures.checks.facts import Found, Group, shape, together, whole
from desktop.models.figures.checks.history import is_heaped
from desktop.models.packs.pack_types import Rule
from desktop.models.text import lowered, nfc


@together("transfers_match")
def _transfers(group: Group, rule: Rule) -> Iterator[Found]:
    """V15: members moved within the tree leave one unit and come to another.

    Below the top of the system the other side may be another office's, so that the difference
    only informs there. It is told at the units of the side that has more.
    """
    incoming, outgoing = str(rule.params["incoming"]), str(rule.params["outgoing"])
    if len(group.units) < 2:
        return
    came, left = _told(group, incoming), _told(group, outgoing)
    off = sum(came.values()) - sum(left.values())
    if off == 0:
        return
    severity = "" if group.topmost else "I"
    side, code = (came, incoming) if off > 0 else (left, outgoing)
    yield Found((code,), {"d": off}, severity, units=tuple(side))


def _told(group: Group, code: str) -> dict[str, int]:
    """Return unit → a figure, where it is more than nothing."""
    values = group.values
    held = [(unit.id, values[unit.id].get(code)) for unit in group.units if unit.id in values]
    return {unit: n for unit, one in held if (n := one if type(one) is int else number_of(one))}


@together("same_name_and_area")
def _same_name(group: Group, rule: Rule) -> Iterator[Found]:
    """V29: one name and one area twice; without an area, under the same managing unit."""
    known: dict[tuple[str, str], list[str]] = {}
    for unit in group.units:
        area = unit.attributes.get("area") or unit.attributes.get("commune") or unit.parent
        known.setdefault((_plain(unit.name), _plain(str(area))), []).append(unit.id)
    for same in known.values():
        for one in same if len(same) > 1 else ():
            yield Found((), {}, "", one)


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    """Return a text without what typing varies: capitals, spaces, points and dashes."""
    kept = "".join(c if c.isalnum() else " " for c in nfc(text).casefold())
    return " ".join(kept.split())


@together("column_heaped")
def _column_heaped(group: Group, rule: Rule) -> Iterator[Found]:
    """In one column far more units end in 0 than counting gives."""
    found, least = shape(group.packs, group.form), whole(rule, "from", 20)
    held = [group.values.get(unit.id, {}) for unit in group.units]
    for code in (*found.stocks, *found.flows):
        if code in found.money:
            continue
        numbers = _from(least, [one.get(code) for one in held])
        heaped = sum(1 for n in numbers if n % 10 == 0)
        if len(numbers) >= whole(rule, "least", 10) and is_heaped(rule, heaped, len(numbers)):
            name = lowered(group.packs.indicators[code].name)
            yield Found((code,), {"a": heaped, "n": len(numbers), "name": name}, "", group.own)


def _from(least: int, values: Iterable[Any]) -> list[int]:
    """Return the numbers of a column from a least one on; most are plain, of many columns."""
    return [n for one in values if (n := one if type(one) is int else number_of(one) or 0) >= least]

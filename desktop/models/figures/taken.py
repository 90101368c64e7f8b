"""Whether a number taken from activities is still what they give: decided here for the cells of
the window, for what is said before locking, and for the command line.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desktop.models.activities.activities import Activity
from desktop.models.activities.giving import contributions
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.text import fold
from desktop.models.units.units import Unit


def is_of(activity: Activity, unit: Unit) -> bool:
    """Tell whether a unit led an activity; one that names nobody is of the office that wrote it."""
    names = (unit.id, unit.name, unit.short, unit.code)
    return fold(activity.host or unit.id) in {fold(name) for name in names if name}


def given_to(packs: Packs, activity: Activity, unit: Unit, period: Period) -> Mapping[str, int]:
    """Return what an activity gives a unit in a period: nothing where another unit led it, or
    its last day lies outside."""
    ours = is_of(activity, unit)
    return dict(contributions(packs, activity)) if ours and period.holds(activity.end) else {}


def shares_of(held: Any) -> Iterable[tuple[str, int]]:
    """Yield (activity, what it gave) of a cell that was taken from activities."""
    ids, shares = (
        held.get(k) if isinstance(held, dict) else None for k in ("activities", "shares")
    )
    if isinstance(ids, list) and isinstance(shares, list) and len(ids) == len(shares):
        yield from ((str(one), share) for one, share in zip(ids, shares, strict=True))


def given_now(held: Any, now: Callable[[str], int]) -> int | None:
    """Return what the activities of a cell give now, None where each gives what it gave then.

    `now` answers for an activity by id, 0 for one that was deleted. Two changes that cancel out
    are a change.
    """
    pairs = list(shares_of(held))
    given = {one: now(one) for one, _share in pairs}
    return sum(given.values()) if any(given[one] != share for one, share in pairs) else None

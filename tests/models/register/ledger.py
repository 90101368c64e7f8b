"""A second, naive account of what events do: persons in unions, month by month, plain loops."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass
class Ledger:
    """Where every union stands and whom it has; all days are looked up in plain lists.

    `parents[unit]` holds (day, parent), `alive[unit]` (first day, first day no more), `stock`
    members by union after each month.
    """

    parents: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    alive: dict[str, tuple[date, date | None]] = field(default_factory=dict)
    stock: dict[str, int] = field(default_factory=dict)
    past: dict[tuple[str, str], int] = field(default_factory=dict)
    lost: list[tuple[str, date, str, int]] = field(default_factory=list)
    moved: list[tuple[date, str, str, int]] = field(default_factory=list)

    def stands(self, unit: str, day: date) -> bool:
        """Tell whether a unit exists on a day."""
        first, last = self.alive[unit]
        return first <= day and (last is None or day < last)

    def parent(self, unit: str, day: date) -> str:
        """Return who manages a unit on a day."""
        return [above for since, above in self.parents[unit] if since <= day][-1]

    def under(self, top: str, day: date) -> Iterator[str]:
        """Yield the unions under a unit on a day."""
        for unit in self.parents:
            if self.stands(unit, day) and self._is_under(unit, top, day):
                yield unit

    def _is_under(self, unit: str, top: str, day: date) -> bool:
        above = unit
        while above in self.parents:
            above = self.parent(above, day)
            if above == top:
                return True
        return False

    def close_month(self, month: str) -> None:
        """Keep the stocks of a month."""
        self.past |= {(month, unit): n for unit, n in self.stock.items()}

    def members(self, top: str, month: str, day: date) -> int:
        """Add the members under a unit after a month, by the map of a day."""
        return sum(self.past.get((month, unit), 0) for unit in self.under(top, day))


def month_days(month: str) -> tuple[date, date]:
    """Return the first and last day of a month id."""
    first = date.fromisoformat(month + "-01")
    following = (first + timedelta(31)).replace(day=1)
    return first, following - timedelta(1)

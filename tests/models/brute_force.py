"""A second, naive calculation of totals: plain loops over what was typed."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Return:
    """What one base union locked for one month, and whether it was accepted."""

    values: dict[str, int]
    accepted: bool = False


@dataclass
class History:
    """Months in order; alive[unit] = (first month, last month or None)."""

    months: list[str]
    alive: dict[str, tuple[str, str | None]]
    returns: dict[tuple[str, str], Return] = field(default_factory=dict)

    def living(self, month: str) -> list[str]:
        """Return the unions alive on the month's last day."""
        return [u for u, (a, b) in self.alive.items() if a <= month and (b is None or month < b)]

    def stock(self, month: str, code: str) -> int | None:
        """Add the last known stock of every living union, carried when it is missing."""
        found = []
        for unit in self.living(month):
            for earlier in [m for m in self.months if m <= month][::-1]:
                held = self.returns.get((unit, earlier))
                if held:
                    if code in held.values:
                        found.append(held.values[code])
                    break
        return sum(found) if found else None

    def flow(self, months: list[str], code: str) -> int | None:
        """Add a flow over months, of unions that belonged to the tree then."""
        found = []
        for (unit, month), held in self.returns.items():
            if month in months and code in held.values and unit in self.living(month):
                found.append(held.values[code])
        return sum(found) if found else None

    def reported(self, month: str) -> int:
        """Count the living unions that locked the month."""
        return sum((unit, month) in self.returns for unit in self.living(month))


def first_day(month: str) -> date:
    """Return the first day of a month id."""
    return date.fromisoformat(month + "-01")

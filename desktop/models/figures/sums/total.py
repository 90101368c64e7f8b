"""A total with how firm it is, and in the shape of the command line's contract."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.sums.months_told import MonthsTold, reported_words
from desktop.models.figures.sums.months_told import as_json as months_json
from desktop.models.figures.sums.waiting import Waiting, waiting_json
from desktop.models.figures.views import WORST, PartState
from desktop.models.text import with_counts


class Total(msgspec.Struct, frozen=True):
    """A total with how firm it is; for a ratio `value` is rounded to two decimals.

    `reported` of `of` units that owe the figure's home form have locked it: base unions, of the
    form of an office's own work the offices; a flow of a longer period for each of its months.
    `internal` is what moved between two units counted here and was taken out of the value;
    `missing_months` are the months of a longer period for which some unit gave nothing, so that
    a flow is only part.
    `by_offices`: not every base union owes it. `told` is how far the months of a longer period
    are told in its home form, None of one month; `waiting` are the locked corrections that would
    change it and wait for a word.
    """

    value: int | Decimal | None
    state: PartState
    reported: int
    of: int
    numerator: int | None = None
    denominator: int | None = None
    internal: int = 0
    missing_months: tuple[str, ...] = ()
    by_offices: bool = False
    told: MonthsTold | None = None
    waiting: tuple[Waiting, ...] = ()

    @property
    def coverage(self) -> str:
        """Say who reported, of those who owe the figure: "35/36 CĐCS", "1/2 đơn vị".

        Of a longer period that is who told each month so far.
        """
        told = _("{n}/{of} đơn vị") if self.by_offices else _("{n}/{of} CĐCS")
        n, of = self.so_far
        return with_counts(told, n=n, of=of)

    @property
    def so_far(self) -> tuple[int, int]:
        """How many of how many reported; of a longer period up to the last month told."""
        if self.told is None:
            return self.reported, self.of
        return len(self.told.reported), self.told.of

    @property
    def until(self) -> str:
        """The month up to which a longer period is told; "" to its end."""
        if self.told is None or self.told.is_to_the_end:
            return ""
        return self.told.last.title

    @property
    def reported_words(self) -> str:
        """Say who reported, and of a longer period that is not told to its end up to when."""
        if self.told is not None:
            return reported_words(self.told, by_offices=self.by_offices)
        return _("{who} đã báo cáo").format(who=self.coverage)


def ratio(numerator: int, denominator: int, scale: int = 100) -> Decimal | None:
    """Return scale × numerator / denominator, two decimals, half-up; None without a whole."""
    if denominator == 0:
        return None
    exact = Fraction(numerator * scale * 100, denominator)
    rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return Decimal(rounded).scaleb(-2)


def worst_of(states: Iterable[PartState]) -> PartState:
    """Return the least firm of several states."""
    found = set(states)
    return next((state for state in reversed(WORST) if state in found), "missing")


def as_json(total: Total) -> dict[str, Any]:
    """Return a total in the shape of the command line's contract."""
    value = float(total.value) if isinstance(total.value, Decimal) else total.value
    found: dict[str, Any] = {
        "value": value, "state": total.state, "reported": total.reported, "of": total.of,
    }  # fmt: skip
    if total.numerator is not None:
        found |= {"numerator": total.numerator, "denominator": total.denominator}
    if total.internal:
        found["internal"] = total.internal
    if total.missing_months:
        found["missing_months"] = list(total.missing_months)
    if total.told is not None:
        found |= months_json(total.told)
    if total.waiting:
        found["waiting"] = waiting_json(total.waiting)
    return found

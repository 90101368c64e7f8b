"""Who told of which month, of those who owe it: how much of a year is known."""

from collections.abc import Sequence
from fractions import Fraction

from desktop.models.figures.sums.parts import months_in, owed_monthly
from desktop.models.figures.sums.rollup import Rollup
from desktop.models.packs.packs import Packs


def shares_told(packs: Packs, rolled: Rollup, form: str) -> tuple[int, Sequence[Fraction]]:
    """Return how many months passed before anybody told of one, and month by month which part
    of the base unions told of it, in a form all of them owe.

    For a form that not everybody owes each month, the one best told counts: silence there is no
    sign of a report still to come. A month told in the form itself counts for the part of those
    who ever told of it in the window. Nothing will come of months before the first that anybody
    told of: they count as told. Empty for a window that holds no whole months.
    """
    owed = owed_monthly(packs)
    listed = [_told(packs, rolled, one) for one in ([form] if form in owed else owed)]
    if form not in owed:
        listed.append(_given(packs, rolled, form))
    best = [max(shares) for shares in zip(*listed, strict=True)]
    first = next((n for n, share in enumerate(best) if share), len(best))
    return first, [Fraction(1)] * first + best[first:]


def _given(packs: Packs, rolled: Rollup, form: str) -> list[Fraction]:
    months, given = range(len(months_in(packs, rolled.period))), rolled.given.get(form, {})
    told = [sum(bits >> month & 1 for bits in given.values()) for month in months]
    return [Fraction(units, max(1, len(given))) for units in told]


def _told(packs: Packs, rolled: Rollup, form: str) -> list[Fraction]:
    months = months_in(packs, rolled.period)
    if len(months) == 1:
        silent = {
            u.id for u in rolled.base
            if rolled.states.get(form, {}).get(u.id, "missing") in ("missing", "carried")
        }  # fmt: skip
        missing = {months[0].id: silent}
    else:
        missing = rolled.gaps.get(form, {})
    found = []
    for month in months:
        living = {unit.id for unit in rolled.base if unit.valid_from <= month.data_to}
        silent = living & missing.get(month.id, set())
        found.append(1 - Fraction(len(silent), len(living)) if living else Fraction(1))
    return found

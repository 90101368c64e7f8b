"""Fast reports (Tết, Workers' Month) as parts of the longer periods they lie in.

What such a report alone asks about happens at no other time of the year: once given there it is
not asked for again (figures.md, 5.4). Which figures those are the scheme says (`feeds`).
"""

from collections.abc import Mapping
from datetime import date

from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, is_free, periods_between

_LONGER = frozenset({"month", "quarter", "half", "nine_months", "year"})


def feeding(packs: Packs, window: Period) -> Mapping[Period, frozenset[str]]:
    """Return the fast reports within a window, each with the codes it gives to longer periods.

    A window of an ad-hoc period holds nothing but what was entered for it.
    """
    if packs.scheme(window.scheme, _known(packs, window)).kind not in _LONGER:
        return {}
    return {
        period: frozenset(scheme.feeds)
        for scheme in packs.schemes
        if scheme.feeds and scheme.kind == "ad_hoc" and not is_free(scheme)
        for period in periods_between(window.data_from, window.data_to, scheme)
        if scheme.holds_on(period.data_from)
    }


def _known(packs: Packs, window: Period) -> date | None:
    """Return a day on which the window's scheme is in force; it may begin before the scheme."""
    days = (window.data_from, window.data_to)
    found = (day for day in days if any(
        one.id == window.scheme and one.holds_on(day) for one in packs.schemes))  # fmt: skip
    return next(found, None)

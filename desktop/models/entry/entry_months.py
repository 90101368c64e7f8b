"""What the months and fast reports of a longer period hold, so that it is not asked again."""

from collections.abc import Collection
from typing import Any

from desktop.models.entry.entry_columns import MONTHLY
from desktop.models.figures.cells import number_of
from desktop.models.figures.views import period_views
from desktop.models.packs.feeding import feeding
from desktop.models.packs.periods import Period, months_of
from desktop.models.store.reader import Reader


def figures_within(
    reader: Reader, period: Period, shown: Collection[str], typed: Collection[str]
) -> dict[str, dict[str, Any]]:
    """Return unit → code → number: of the months what is `shown`, of fast reports the `typed`."""
    found = _of_months(reader, period, shown)
    for unit, held in _of_fast_reports(reader, period, typed).items():
        found.setdefault(unit, {}).update(held)
    return found


def _of_months(reader: Reader, period: Period, codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return unit → code → number: a stock as of the last month, a flow over all months."""
    if period.scheme == MONTHLY or not codes:
        return {}
    indicators, months = reader.packs.indicators, months_of(period, reader.packs.schemes)
    found: dict[str, dict[str, Any]] = {}
    for month in months:
        for unit, forms in period_views(reader, month.id).items():
            held = found.setdefault(unit, {})
            for form, view in forms.items():
                for code, raw in view.values.items():
                    number = number_of(raw)
                    if number is None or code not in codes or indicators[code].home != form:
                        continue
                    flow = indicators[code].type == "F"
                    held[code] = held.get(code, 0) + number if flow else number
    return found


def _of_fast_reports(
    reader: Reader, period: Period, codes: Collection[str]
) -> dict[str, dict[str, Any]]:
    indicators = reader.packs.indicators
    found: dict[str, dict[str, Any]] = {}
    for one, fed in feeding(reader.packs, period).items():
        wanted = fed.intersection(codes)
        for unit, forms in period_views(reader, one.id).items() if wanted else ():
            for form, view in forms.items():
                for code in wanted & view.values.keys():
                    number = number_of(view.values[code])
                    if number is not None and indicators[code].home == form:
                        held = found.setdefault(unit, {})
                        held[code] = held.get(code, 0) + number
    return found

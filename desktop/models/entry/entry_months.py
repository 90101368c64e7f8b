"""What the months of a longer period hold, for the columns it does not ask for again."""

from collections.abc import Collection
from typing import Any

from desktop.models.entry.entry_columns import MONTHLY
from desktop.models.figures.cells import number_of
from desktop.models.figures.views import period_views
from desktop.models.packs.periods import Period, months_of
from desktop.models.store.reader import Reader


def month_figures(
    reader: Reader, period: Period, codes: Collection[str]
) -> dict[str, dict[str, Any]]:
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

"""Names in a sentence: the first few of them, and how many others there are."""

from collections.abc import Sequence

from desktop.i18n import _
from desktop.models.text import with_counts

UNITS, REPORTS = _("{n} đơn vị khác"), _("{n} báo cáo khác")


def first_few(names: Sequence[str], most: int, others: str = UNITS, *, between: str = ", ") -> str:
    """Return "A, B và 3 đơn vị khác"; `between` "; " where the names hold commas."""
    told = between.join(names[:most])
    if len(names) <= most:
        return told
    rest = with_counts(others, n=len(names) - most)
    link = _(" và {others}") if between == ", " else _("; và {others}")
    return told + link.format(others=rest)

"""Whether a period that is about to be locked has ended: what still happens in it is not told."""

from datetime import date

from desktop.i18n import _
from desktop.models.packs.periods import Period
from desktop.models.text import with_counts


def days_left(period: Period, today: date) -> int:
    """Return the days of a period that are still to come, 0 from its last day on."""
    return max((period.data_to - today).days, 0)


def unended_words(period: Period, today: date) -> str:
    """Say that a period has not ended, without a full stop; "" from its last day on."""
    left = days_left(period, today)
    if not left:
        return ""
    return with_counts(_("{period} chưa hết, còn {n} ngày"), period=period.title, n=left)

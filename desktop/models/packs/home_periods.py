"""In which period a form takes the stocks that a table of another form tells beside its own."""

from collections.abc import Iterable

from desktop.models.packs.pack_types import Form, Scheme
from desktop.models.packs.periods import Period, months_of


def home_period(form: Form, period: Period, schemes: Iterable[Scheme]) -> Period | None:
    """Return the form's period that holds the stocks of a period's last day; None for none.

    It is the same one where the form is typed for such periods; a longer one's stocks are those
    of the month that ends with it.
    """
    if period.scheme in form.schemes:
        return period
    last = next(reversed(months_of(period, schemes)), None)
    if last is None or last.data_to != period.data_to or last.scheme not in form.schemes:
        return None
    return last

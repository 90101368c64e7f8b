"""Which period and which form: the two choices in the header."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from PySide6.QtCore import Qt

from desktop.i18n import _
from desktop.models.clock import VIETNAM
from desktop.models.packs.pack_types import Form
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.months import months, usual
from desktop.ui.widgets.fields import Choice


class Pickers:
    """Months with their state behind them, forms by label; `state` is that of the month shown."""

    def __init__(self) -> None:
        self.months = Choice(name=_("Kỳ"))
        self.forms = Choice(name=_("Biểu"))
        self.state = "none"

    def show(self, reader: Reader, period: str, form: str) -> tuple[str, str]:
        """Fill both from the office; returns the period and form shown, the usual when empty."""
        forms = monthly_forms(reader.packs.forms.values())
        known = form if form in {one.id for one in forms} else forms[0].id
        self.forms.set_options([(short(one), one.id) for one in forms])
        for place, one in enumerate(forms):
            self.forms.setItemData(place, one.title, Qt.ItemDataRole.ToolTipRole)
        self.forms.show_value(known)
        return self._show_months(reader, period, known), known

    def _show_months(self, reader: Reader, period: str, form: str) -> str:
        listed = months(reader, reader.packs.forms[form], today())
        chosen = period or usual(listed)
        options = [(titled(m.period.title, m.words), m.period.id) for m in listed]
        if chosen not in {m.period.id for m in listed}:
            options.append((chosen, chosen))
        self.state = {m.period.id: m.state for m in listed}.get(chosen, "none")
        self.months.set_options(options)
        longest = max(len(text) for text, _period in options)
        self.months.setMinimumContentsLength(longest)
        self.months.show_value(chosen)
        return chosen


def monthly_forms(forms: Iterable[Form]) -> list[Form]:
    """Return the forms typed each month with one row per unit."""
    return [f for f in forms if f.entry and f.scope == "unit_rows" and "THANG" in f.schemes]


def short(form: Form) -> str:
    """Return a form's label with the first word of its title, written in two syllables."""
    return f"{form.label}: {' '.join(form.title.split()[:2])}"


def titled(title: str, words: str) -> str:
    """Return a period's title with its state behind it."""
    return f"{title} · {words}" if words else title


def today() -> date:
    """Return the day it is in Vietnam."""
    return datetime.now(VIETNAM).date()

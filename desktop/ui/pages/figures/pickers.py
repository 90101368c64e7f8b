"""Which form, which kind of period and which one, and the unit money is shown in."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.clock import VIETNAM
from desktop.models.entry.entry_money import SCALES
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import Form, Scheme
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.ui.pages.figures.months import months, schemes_of, typed_forms, usual
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.layout import row

LONGEST = 30
"""How many letters of a choice its picker makes room for; the rest is in its tip."""
AD_HOC = "…"
"""What the choice of kinds holds for setting an ad-hoc period."""
_KINDS = {
    "month": _("Tháng"), "quarter": _("Quý"), "half": _("6 tháng"),
    "nine_months": _("9 tháng"), "year": _("Năm"),
}  # fmt: skip


class Picker(Choice):
    """Wide enough for its usual choices; one that holds an office's name is cut, not the window."""

    def sizeHint(self) -> QSize:
        """Room for the longest choice, as far as `LONGEST` letters."""
        hint = super().sizeHint()
        most = max(self._letters(LONGEST), super().minimumSizeHint().width())
        return QSize(min(hint.width(), most), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Two thirds of that: a period's name without its state is still whole."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._letters(LONGEST * 2 // 3)), hint.height())

    def _letters(self, number: int) -> int:
        return self.fontMetrics().averageCharWidth() * number


class Pickers:
    """Periods with their state behind them, forms by label; `state` is that of the one shown.

    The kind of period is asked only of forms that have several; the unit of money only where
    there is any, and beside the cells it speaks of.
    """

    def __init__(self) -> None:
        self.months = Picker(name=_("Kỳ"))
        self.forms = Picker(name=_("Biểu"))
        self.kinds = Picker(name=_("Loại kỳ"))
        self.money = Choice(name=_("Đơn vị tiền"))
        self.money.set_options([(words, scale) for scale, words in SCALES.items()])
        self.money.hide()
        self.some = QWidget()  # the header shows whole pickers; this one comes and goes within it
        self.some.setLayout(row(self.kinds))
        self.state = "none"
        self._shown: dict[str, str] = {}  # by kind of period, the one shown last at the end

    def show(self, reader: Reader, period: str, form: str) -> tuple[str, str]:
        """Fill all from the office; returns the period and form shown, the usual when empty.

        A form that is not typed for the period shows the last one of its own kinds that was open,
        so that going through the forms and back never leads into another month.
        """
        forms = typed_forms(reader.packs.forms.values())
        known = form if form in {one.id for one in forms} else forms[0].id
        self.forms.set_options([(short(one), one.id) for one in forms])
        for place, one in enumerate(forms):
            self.forms.setItemData(place, one.title, Qt.ItemDataRole.ToolTipRole)
        self.forms.show_value(known)
        kind, wanted = self._show_kinds(reader, reader.packs.forms[known], period)
        shown = self._show_months(reader, wanted, known, kind)
        self._shown.pop(kind, None)
        self._shown[kind] = shown
        return shown, known

    def last(self, kind: str) -> str:
        """Return the period of a kind that was shown last, "" where none was."""
        return self._shown.get(kind, "")

    def _show_kinds(self, reader: Reader, form: Form, period: str) -> tuple[str, str]:
        """Show the kinds of period; returns the one shown, and the period when it is of it."""
        schemes = schemes_of(reader.packs, form, today())
        options = [(_kind(scheme), scheme.id) for scheme in schemes]
        if any(reader.packs.scheme(one, today()).kind == "ad_hoc" for one in form.schemes):
            options.append((_("Kỳ đột xuất…"), AD_HOC))
        self.kinds.set_options(options)
        self.kinds.setVisible(len(schemes) > 1)
        self.some.setMaximumWidth(0 if self.kinds.isHidden() else 16_777_215)  # no empty room
        typed_for = {*form.schemes, *(scheme.id for scheme in schemes)}
        if not period or scheme_of(reader, period) not in typed_for:
            known = [one for one in self._shown if one in typed_for]
            period = self._shown[known[-1]] if known and period else ""
        of_period = scheme_of(reader, period) if period else ""
        fits = of_period in typed_for
        kind = of_period if fits else schemes[0].id
        if kind in {scheme.id for scheme in schemes}:
            self.kinds.show_value(kind)
        return kind, period if fits else ""

    def show_money(self, scale: int, *, any_money: bool) -> None:
        """Show the unit money stands in, where a form has any."""
        self.money.setVisible(any_money)
        self.money.show_value(scale)

    def _show_months(self, reader: Reader, period: str, form: str, kind: str) -> str:
        listed = months(reader, reader.packs.forms[form], today(), kind)
        chosen = period or usual(listed)
        options = [(titled(m.period.title, m.words), m.period.id) for m in listed]
        if chosen not in {m.period.id for m in listed}:
            options.append((title_of(reader, chosen), chosen))
        self.state = {m.period.id: m.state for m in listed}.get(chosen, "none")
        self.months.set_options(options)
        self.months.show_value(chosen)
        self.months.setToolTip(self.months.currentText())
        return chosen


def newest(reader: Reader, form: str, kind: str) -> str:
    """Return the period of a kind one most likely wants to type."""
    return usual(months(reader, reader.packs.forms[form], today(), kind))


def scheme_of(reader: Reader, period: str) -> str:
    """Return the scheme of a period, "" of one that is none."""
    try:
        return parse_period(period, reader.packs.schemes).scheme
    except Refusal:
        return ""


def title_of(reader: Reader, period: str) -> str:
    """Return a period's title, its id where it has none."""
    try:
        return parse_period(period, reader.packs.schemes).title
    except Refusal:
        return period


def _kind(scheme: Scheme) -> str:
    short_name = scheme.name.removeprefix("Báo cáo ")
    return _KINDS.get(scheme.kind, short_name[:1].upper() + short_name[1:])


def short(form: Form) -> str:
    """Return a form's label with the first word of its title, written in two syllables."""
    words = form.title.removeprefix("Biểu số liệu ").split()[:2]
    return f"{form.label}: {' '.join(words).capitalize()}"


def titled(title: str, words: str) -> str:
    """Return a period's title with its state behind it."""
    return f"{title} · {words}" if words else title


def today() -> date:
    """Return the day it is in Vietnam."""
    return datetime.now(VIETNAM).date()

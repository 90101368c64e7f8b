"""How far a year's targets are reached, and what the year will come to at this pace.

Attained is what has been added up since the year began over the target, both raw. The window
is that of the newest month anyone reported, as in F4; once the year's own returns are in, that
of the year's period. The forecast is simple and says so: last year's rhythm where last year
is known month by month, else as much each month as so far.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Literal

import msgspec

from desktop.i18n import _
from desktop.models.figures.cells import number_of
from desktop.models.figures.sums.rollup import Total, cumulate
from desktop.models.figures.views import View, period_views
from desktop.models.outline.targets import PERCENT, Attainment, Target, attainment, compared
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, cumulative_window, months_between, parse_period
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number, vi_ratio
from desktop.models.units.units import tree_on

Rhythm = Literal["", "linear", "season"]
ADMITTED, GREW = "C40", "C41"
"""Admissions are what targets are set on; what the union really grew by is told beside them."""
_LEAST_SHARE = Fraction(1, 12)
"""A last year that had done less than this by the same month says nothing of a rhythm."""
_MONTHS = 12


class Progress(msgspec.Struct, frozen=True):
    """How far one target is reached.

    `done` is in the target's own unit (per cent for a percentage), `numerator` and
    `denominator` the raw numbers behind it. `forecast` is what the year comes to, in the same
    unit, None where nothing runs on (a stock, a ratio, a target no number is known for);
    `rhythm` says how it was reckoned. `net` is the net growth beside a target of admissions.
    """

    code: str
    target: Target
    numerator: int | None
    denominator: int | None
    reached: Attainment
    forecast: Fraction | None
    rhythm: Rhythm
    net: int | None = None

    @property
    def done(self) -> Fraction | None:
        """What was reached, in the target's unit."""
        return self.reached.done

    @property
    def share(self) -> Fraction | None:
        """What was reached over what is wanted; None where either is not known."""
        return _over(self.reached.done, self.reached.wanted)

    @property
    def forecast_share(self) -> Fraction | None:
        """The year's forecast over what is wanted."""
        return _over(self.forecast, self.reached.wanted)

    @property
    def forecast_note(self) -> str:
        """Say in a few words what the year comes to, for a narrow column; "" once reached."""
        if self.forecast is None or self.reached.met or not self.rhythm:
            return ""
        return _("ước cả năm {n}").format(n=vi_number(round_half_up(self.forecast)))

    @property
    def forecast_words(self) -> str:
        """Say what the year comes to and how that was reckoned; "" for nothing."""
        if self.forecast is None:
            return ""
        amount = vi_number(round_half_up(self.forecast))
        if self.target.unit == PERCENT:
            amount += PERCENT
        share = self.forecast_share
        told = _("ước cả năm {n}").format(n=amount)
        if share is not None:
            told += f" ({vi_ratio(share.numerator, share.denominator, 0)})"
        how = _("theo nhịp năm trước") if self.rhythm == "season" else _("chia đều các tháng")
        return f"{told}, {how}"


class YearSoFar(msgspec.Struct, dict=True, frozen=True):
    """One unit's year up to the newest period anyone reported.

    `elapsed` is the part of the year behind it (10/12 at the end of October).
    """

    reader: Reader
    unit: str
    year: int
    period: Period
    since: date
    elapsed: Fraction
    totals: Mapping[str, Total]

    def progress(self, code: str, target: Target) -> Progress | None:
        """Return how far a target is reached; None for an indicator the packs do not know."""
        packs = self.reader.packs
        indicator = packs.indicators.get(code)
        if indicator is None:
            return None
        numerator, denominator = parts_of(packs, indicator, target, self.totals)
        ratio = target.unit == PERCENT or indicator.type == "R"
        if numerator is None or (ratio and not denominator):
            nothing = compared(target, None)
            return Progress(code, target, numerator, denominator, nothing, None, "")
        reached = _measured(indicator, target, numerator, denominator)
        forecast, rhythm = self._forecast(indicator, target, reached)
        net = _whole(self.totals.get(GREW)) if code == ADMITTED else None
        return Progress(code, target, numerator, denominator, reached, forecast, rhythm, net)

    def _forecast(
        self, indicator: Indicator, target: Target, reached: Attainment
    ) -> tuple[Fraction | None, Rhythm]:
        if indicator.type != "F" or reached.done is None or target.unit == PERCENT:
            return None, ""
        if self.elapsed >= 1:
            return reached.done, ""
        season = self._season(indicator.code)
        if season is not None:
            return reached.done * season, "season"
        return reached.done / self.elapsed, "linear"

    def _season(self, code: str) -> Fraction | None:
        """Return last year's whole over what it had been by the same month."""
        months = self._last_year
        if len(months) < _MONTHS:
            return None
        amounts = [_summed(self.reader.packs, code, month) for month in months]
        if any(amount is None or amount < 0 for amount in amounts):
            return None
        by_then = sum(amount or 0 for amount in amounts[: int(self.elapsed * _MONTHS)])
        whole = sum(amount or 0 for amount in amounts)
        if not whole or Fraction(by_then, whole) < _LEAST_SHARE:
            return None
        return Fraction(whole, by_then)

    @cached_property
    def _last_year(self) -> list[dict[str, int]]:
        """Return code → sum of last year's months, in order; the months that are known.

        A rhythm needs no more than the proportions of the months: what moved between units is
        not looked at, and the units are those of the year's last day.
        """
        first, last = date(self.since.year - 1, self.since.month, 1), self.since
        schemes = self.reader.packs.schemes
        tree = tree_on(self.reader, last - timedelta(1))
        below = {one.id for one in tree.walk(self.unit)} if self.unit in tree.units else set()
        found = []
        for month in months_between(first, last, schemes):
            if month.data_to >= last:
                break
            views = period_views(self.reader, month.id)
            known = [forms for unit, forms in views.items() if unit in below]
            if not known:
                return []
            found.append(_flows(self.reader.packs, known))
        return found


def year_so_far(reader: Reader, unit: str, year: int, today: date) -> YearSoFar | None:
    """Return a unit's year up to the newest month reported by today; None before the first."""
    period = _year_return(reader, unit, year, today) or _newest_month(reader, unit, year, today)
    if period is None:
        return None
    return year_at(reader, unit, period, cumulate(reader, period.id, unit).totals(reader.packs))


def year_at(reader: Reader, unit: str, period: Period, totals: Mapping[str, Total]) -> YearSoFar:
    """Return a unit's year as it stands at a period's end, of totals added up already."""
    since, _last = cumulative_window(period, reader.packs.schemes)
    behind = (period.data_to.year - since.year) * 12 + period.data_to.month - since.month + 1
    elapsed = Fraction(min(behind, _MONTHS), _MONTHS)
    return YearSoFar(reader, unit, period.calendar_year, period, since, elapsed, totals)


def _year_return(reader: Reader, unit: str, year: int, today: date) -> Period | None:
    """Return the year's own period once its window is over and somebody gave figures for it."""
    scheme = next((s for s in reader.packs.schemes if s.kind == "year"), None)
    if scheme is None:
        return None
    period = parse_period(scheme.pattern.replace("{year}", str(year)), reader.packs.schemes)
    return period if period.data_to < today and _given(reader, period, unit) else None


def _newest_month(reader: Reader, unit: str, year: int, today: date) -> Period | None:
    last = min(today, date(year, 12, 31))
    months = months_between(date(year, 1, 1), date(year, 12, 31), reader.packs.schemes)
    begun = [month for month in months if month.data_from <= last]
    return next((month for month in reversed(begun) if _given(reader, month, unit)), None)


def _given(reader: Reader, period: Period, unit: str) -> bool:
    views = period_views(reader, period.id)
    if not views:
        return False
    tree = tree_on(reader, period.data_to)
    return unit in tree.units and any(one.id in views for one in tree.walk(unit))


def parts_of(
    packs: Packs, indicator: Indicator, target: Target, totals: Mapping[str, Total]
) -> tuple[int | None, int | None]:
    """Return the raw numerator and whole a target is measured by."""
    if indicator.type == "R":
        return _sum(indicator.numerator, totals), _sum(indicator.denominator, totals)
    whole = None
    if target.unit == PERCENT and indicator.part_of:
        whole = _whole(totals.get(indicator.part_of))
    return _whole(totals.get(indicator.code)), whole


def round_half_up(number: Fraction) -> int:
    """Return the nearest whole number, a half going up."""
    return int((number + Fraction(1, 2)).__floor__())


def _measured(indicator: Indicator, target: Target, top: int, whole: int | None) -> Attainment:
    """Set the raw numbers against a target; a ratio is one whether or not "%" was written."""
    if indicator.type == "R":
        done = Fraction(top * indicator.scale, whole) if whole else None
        return compared(target, done)
    return attainment(target, top, whole)


def _whole(total: Total | None) -> int | None:
    return total.value if total is not None and isinstance(total.value, int) else None


def _sum(codes: Sequence[str], totals: Mapping[str, Total]) -> int | None:
    known = [_whole(totals.get(code)) for code in codes]
    return sum(n or 0 for n in known) if any(n is not None for n in known) else None


def _over(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return part / whole if part is not None and whole else None


def _flows(packs: Packs, known: Sequence[Mapping[str, View]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for forms in known:
        for form, view in forms.items():
            for code, value in view.values.items():
                indicator = packs.indicators.get(code)
                number = number_of(value)
                if indicator is None or number is None or indicator.home != form:
                    continue
                if indicator.type == "F":
                    sums[code] = sums.get(code, 0) + number
    return sums


def _summed(packs: Packs, code: str, sums: Mapping[str, int]) -> int | None:
    indicator = packs.indicators[code]
    plus = indicator.sum_of or (code,)
    if not any(one in sums for one in (*plus, *indicator.minus)):
        return 0
    return sum(sums.get(c, 0) for c in plus) - sum(sums.get(c, 0) for c in indicator.minus)


def until_words(period: Period) -> str:
    """Say up to when was counted: "đến hết tháng 10/2026"."""
    return _("đến hết {month}").format(month=lowered(period.title))

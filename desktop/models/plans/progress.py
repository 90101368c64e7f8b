"""How far a year's targets are reached, and what the year will come to at this pace.

Attained is what has been added up since the year began over the target, both raw. The window
is that of the year's own period, as in the F4 of the year: from its first day to the end of the
newest month anyone reported, and the whole of it once it is over, whoever has reported by then.
What was given for longer than that, as in the year's own report, is measured by the whole window.
The forecast runs to the end of the same window, and is the result once that is what is measured.
It is simple and says so: last year's rhythm where last year is known month by month, else as much
each month as so far. A month of which only some unions told counts for that part of it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Literal

import msgspec
from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.figures.cells import number_of
from desktop.models.figures.kinds import measured_by, split_target
from desktop.models.figures.made_of import summands
from desktop.models.figures.sums.bands import of_band
from desktop.models.figures.sums.coverage import shares_told
from desktop.models.figures.sums.parts import within
from desktop.models.figures.sums.rollup import Rollup, cumulate
from desktop.models.figures.sums.total import Total
from desktop.models.figures.views import View, any_counts, period_views
from desktop.models.outline.targets import GRADE, PERCENT, Attainment, Target, attainment, compared
from desktop.models.packs.ownership_kinds import types_of
from desktop.models.packs.pack_types import Indicator
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, months_between, period_of
from desktop.models.store.as_known import as_known
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, short_date, vi_number, vi_ratio
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
    `total` is the figure it is measured by, with who has reported it.
    """

    code: str
    target: Target
    numerator: int | None
    denominator: int | None
    reached: Attainment
    forecast: Fraction | None
    rhythm: Rhythm
    net: int | None = None
    total: Total | None = None

    @property
    def done(self) -> Fraction | None:
        """What was reached, in the target's unit."""
        return self.reached.done

    @property
    def provisional(self) -> str:
        """Say that some who owe the figure have not reported it: "tạm tính 35/36 CĐCS"; or ""."""
        total = self.total
        if total is None or not total.of or total.state in ("accepted", "submitted"):
            return ""
        said = _("tạm tính {who}").format(who=total.coverage)
        if total.until:
            said += _(" đến {month}").format(month=total.until)
        lacking = len(total.missing_months)
        if total.told is not None and lacking:
            lacking = total.told.lacking
        if lacking:
            said += _(", thiếu số liệu {n} tháng").format(n=lacking)
        return said

    @property
    def share(self) -> Fraction | None:
        """What was reached over what is wanted; None where either is not known, and of a grade."""
        return None if self.target.unit == GRADE else _over(self.reached.done, self.reached.wanted)

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
    def forecast_told(self) -> str:
        """Return what the year comes to and the share that this number is of what is wanted."""
        if self.forecast is None or not self.rhythm:
            return ""
        number = round_half_up(self.forecast)
        share = _over(Fraction(number), self.reached.wanted)
        told = f" ({vi_ratio(share.numerator, share.denominator, 0)})" if share is not None else ""
        return vi_number(number) + (PERCENT if self.target.unit == PERCENT else "") + told

    @property
    def forecast_words(self) -> str:
        """Say what the year comes to and how that was reckoned; "" where nothing is."""
        if not (told := self.forecast_told):
            return ""
        how = _("theo nhịp năm trước") if self.rhythm == "season" else _("chia đều các tháng")
        return f"{_('ước cả năm {n}').format(n=told)}, {how}"


class YearSoFar(msgspec.Struct, dict=True, frozen=True):
    """One unit's year up to the newest period anyone reported, counted from `since`.

    `told` is the newest period within it of which anything is known, `over` whether the year's
    window ends with what was reported, `running` whether that period has not ended. `whole` is
    the whole window with the figures of the periods in `beyond`, which `period` does not hold;
    None where nobody gave any. `kind` are the ownership types it is of, "" all of them.
    """

    reader: Reader
    unit: str
    year: int
    period: Period
    since: date
    rolled: Rollup
    totals: Mapping[str, Total]
    told: Period
    over: bool
    whole: "YearSoFar | None" = None
    beyond: frozenset[str] = frozenset()
    kind: str = ""
    running: bool = False

    def of_kind(self, kind: str) -> "YearSoFar":
        """Return the same year of some ownership types alone."""
        if kind not in self._kinds:
            packs, whole = self.reader.packs, self.whole
            rolled = of_band(self.rolled, packs, kind)
            self._kinds[kind] = replace(
                self, rolled=rolled, totals=rolled.totals(packs), kind=kind,
                whole=whole.of_kind(kind) if whole is not None else None,
            )  # fmt: skip
        return self._kinds[kind]

    @cached_property
    def _kinds(self) -> dict[str, "YearSoFar"]:
        return {self.kind: self}

    def standing_of(self, code: str, target: Target) -> "YearSoFar":
        """Return what a target is measured by: the whole window where its figure was told for it,
        of a target of some ownership types the year of those.
        """
        whole, indicator = self.whole, measured_by(self.reader.packs, code)
        bare, kind = split_target(code)
        if indicator is not None and kind != self.kind:
            return self.of_kind(kind).standing_of(code, target)
        if whole is None or indicator is None:
            return self
        code = bare
        needed = [*indicator.numerator, *indicator.denominator]
        if indicator.type != "R":
            needed = [code, *([indicator.part_of or code] if target.unit == PERCENT else [])]
        parts = (
            part
            for one in needed
            for made_of in summands(self.reader.packs, one)
            for part in whole.rolled.parts.get(made_of, ())
        )
        later = any(part.period in self.beyond and not part.event for part in parts)
        return whole if later else self

    @property
    def elapsed(self) -> Fraction:
        """The part of the year behind it by the calendar (10/12 at the end of October)."""
        return Fraction(self._behind, _MONTHS)

    @property
    def _behind(self) -> int:
        last = self.period.data_to
        months = (last.year - self.since.year) * _MONTHS + last.month - self.since.month + 1
        return min(months, _MONTHS)

    def elapsed_of(self, code: str) -> Fraction:
        """Return the part of the year that what a target is of is known of.

        Of October with 35 of 36 unions that is 9 months and 35/36 of one.
        """
        bare, kind = split_target(code)
        if kind != self.kind:
            return self.of_kind(kind).elapsed_of(code)
        return self._elapsed_of(bare)

    def _elapsed_of(self, bare: str) -> Fraction:
        return sum(self._months_of(bare)[1], Fraction(0)) / _MONTHS

    def _months_of(self, code: str) -> tuple[int, Sequence[Fraction]]:
        """Return how many months passed before the first that anybody told of, and month by
        month which part of those who owe an indicator told of it."""
        indicator = self.reader.packs.indicators[code]
        everything = [Fraction(1)] * self._behind
        if indicator.from_register:
            return 0, everything
        if indicator.home not in self._shares:
            silent, shares = shares_told(self.reader.packs, self.rolled, indicator.home)
            known = len(shares) == self._behind
            self._shares[indicator.home] = (silent, shares) if known else (0, everything)
        return self._shares[indicator.home]

    @cached_property
    def _shares(self) -> dict[str, tuple[int, Sequence[Fraction]]]:
        return {}

    def progress(self, code: str, target: Target) -> Progress | None:
        """Return how far a target is reached; None for an indicator the packs do not know."""
        standing = self.standing_of(code, target)
        if standing is not self:
            return standing.progress(code, target)
        packs = self.reader.packs
        indicator = measured_by(packs, code)
        if indicator is None:
            return None
        numerator, denominator = parts_of(packs, indicator, target, self.totals)
        ratio = target.unit == PERCENT or indicator.type == "R"
        if numerator is None or (ratio and not denominator):
            nothing = compared(target, None)
            total = self.totals.get(indicator.code)
            return Progress(code, target, numerator, denominator, nothing, None, "", None, total)
        reached = _measured(indicator, target, numerator, denominator)
        forecast, rhythm = self._forecast(indicator, target, reached)
        net = _whole(self.totals.get(GREW)) if code == ADMITTED else None
        return Progress(
            code, target, numerator, denominator, reached, forecast, rhythm, net,
            self.totals.get(indicator.code),
        )  # fmt: skip

    def _forecast(
        self, indicator: Indicator, target: Target, reached: Attainment
    ) -> tuple[Fraction | None, Rhythm]:
        if indicator.type != "F" or reached.done is None or target.unit == PERCENT:
            return None, ""
        elapsed, silent = self._elapsed_of(indicator.code), self._months_of(indicator.code)[0]
        unpaced = silent >= elapsed * _MONTHS  # told by others than those who owe each month
        if elapsed >= 1 or (self.over and (unpaced or not self.running)):
            return reached.done, ""
        season = self._season(indicator.code)
        if season is not None:
            return reached.done * season, "season"
        # Nothing comes of the months before the first that was told, and they set no pace.
        silent = 0 if unpaced else silent
        return reached.done * (_MONTHS - silent) / (elapsed * _MONTHS - silent), "linear"

    def _season(self, code: str) -> Fraction | None:
        """Return last year's whole over what it had been by the same month."""
        months = self._last_year
        if len(months) < _MONTHS:
            return None
        amounts = [_summed(self.reader.packs, code, month) for month in months]
        if any(amount is None or amount < 0 for amount in amounts):
            return None
        _silent, told = self._months_of(code)
        by_then = sum(
            ((amount or 0) * share for amount, share in zip(amounts, told, strict=False)),
            Fraction(0),
        )
        whole = sum(amount or 0 for amount in amounts)
        if not whole or by_then / whole < _LEAST_SHARE:
            return None
        return whole / by_then

    @cached_property
    def _last_year(self) -> list[dict[str, int]]:
        """Return code → sum of last year's months, in order; the months that are known.

        A rhythm needs no more than the proportions of the months: what moved between units is
        not looked at, and the units are those of the year's last day.
        """
        first, last = date(self.since.year - 1, self.since.month, 1), self.since
        schemes = self.reader.packs.schemes
        tree = tree_on(self.reader, last - timedelta(1))
        kinds = types_of(self.reader.packs, self.kind) if self.kind else None
        below = (
            {one.id for one in tree.walk(self.unit) if kinds is None or one.ownership in kinds}
            if self.unit in tree.units
            else set()
        )
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


def year_so_far(
    reader: Reader, unit: str, year: int, today: date, *, beside: str = ""
) -> YearSoFar | None:
    """Return a unit's year up to the newest month reported by today; None before the first.

    `beside` is the unit on whose board it stands: all units there are told up to one day.
    """
    counted = _year_and_told(reader, beside or unit, year, today)
    if counted is None:
        return None
    period, told = counted
    first, last = year_window(reader.packs, year)
    stood = tree_on(reader, period.data_to, ended_too=True).units.get(unit)
    if stood is None or (stood.valid_to is not None and stood.valid_to < first):
        return None
    found = _standing(reader, unit, year, period, told)
    found = replace(found, running=period.data_to >= today)
    if unit not in tree_on(reader, last).units:  # it ended: what it did is its year
        return replace(found, over=True, running=False)
    whole = _year_period(reader.packs, year)
    if whole is None or whole.id == period.id:
        return found
    inside = within(reader.packs, found.rolled.period, period)
    longer = [one for one in within(reader.packs, whole, whole) if one not in inside]
    beyond = frozenset(one.id for one in longer if _given(reader, one, unit))
    if not beyond:
        return found
    ahead = _standing(reader, unit, year, whole, told)
    return replace(found, whole=replace(ahead, over=found.over), beyond=beyond)


def year_at(
    reader: Reader, period: Period, unit: str, *, known_on: date | None = None
) -> YearSoFar | None:
    """Return a unit's year as it stands at a period's end; None where that is no day of it.

    December's figures are none of its year, and a fast report is no part of any. What was given
    for the year itself is no forecast any more.
    """
    first, last = year_window(reader.packs, period.calendar_year)
    begun = first <= period.data_from and period.data_to <= last
    if not begun or reader.packs.scheme(period.scheme, period.data_from).kind == "ad_hoc":
        return None
    year = period.calendar_year
    found = _standing(reader, unit, year, period, period, known_on)
    whole = _year_period(reader.packs, year)
    with as_known(reader, known_on) as then:
        if whole is None or whole.id == period.id or not _given(then, whole, unit):
            return found
    ahead = _standing(reader, unit, year, whole, period, known_on)
    return replace(found, whole=replace(ahead, over=found.over), beyond=frozenset((whole.id,)))


def _standing(
    reader: Reader, unit: str, year: int, period: Period, told: Period,
    known_on: date | None = None,
) -> YearSoFar:  # fmt: skip
    since, last = year_window(reader.packs, year)
    rolled = cumulate(reader, period.id, unit, known_on=known_on, since=since)
    totals = rolled.totals(reader.packs)
    over = period.data_to >= last
    return YearSoFar(reader, rolled.top.id, year, period, since, rolled, totals, told, over)


def year_window(packs: Packs, year: int) -> tuple[date, date]:
    """Return the days a year's targets count: those of its own period, 01/12 to 30/11."""
    period = _year_period(packs, year)
    if period is None:  # packs without a report of the year
        return date(year, 1, 1), date(year, 12, 31)
    return period.data_from, period.data_to


def _year_period(packs: Packs, year: int) -> Period | None:
    scheme = next((one for one in packs.schemes if one.kind == "year"), None)
    return None if scheme is None else period_of(scheme, year)


def _year_and_told(
    reader: Reader, unit: str, year: int, today: date
) -> tuple[Period, Period] | None:
    """Return the period a year is measured up to, and the newest one anything is known of."""
    own = _year_return(reader, unit, year, today)
    if own is not None:
        return own
    month = _newest_month(reader, unit, year, today)
    return None if month is None else (month, month)


def _year_return(reader: Reader, unit: str, year: int, today: date) -> tuple[Period, Period] | None:
    """Return the year's own period once its window is over, whatever it is known by.

    Waiting for its returns would move the window by the first bundle that holds one.
    """
    period = _year_period(reader.packs, year)
    if period is None or period.data_to >= today:
        return None
    inside = within(reader.packs, period, period)
    newest = sorted(inside, key=lambda one: (one.data_to, one.data_from), reverse=True)
    told = next((one for one in newest if _given(reader, one, unit)), None)
    return None if told is None else (period, told)


def _newest_month(reader: Reader, unit: str, year: int, today: date) -> Period | None:
    """Return the newest month told of; where only longer periods are, the last that those hold."""
    months = months_between(*year_window(reader.packs, year), reader.packs.schemes)
    begun = [month for month in months if month.data_from <= today]
    told = next((month for month in reversed(begun) if _given(reader, month, unit)), None)
    whole = _year_period(reader.packs, year)
    if told is not None or whole is None or not begun:
        return told
    longer = [one for one in within(reader.packs, whole, whole) if _given(reader, one, unit)]
    last = max((one.data_to for one in longer), default=date.min)
    return next((month for month in reversed(begun) if month.data_to <= last), None)


def _given(reader: Reader, period: Period, unit: str) -> bool:
    below = (one.id for one in tree_on(reader, period.data_to).walk(unit))
    return any_counts(reader, period.id, {unit, *below})


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


def days_words(since: date, until: date) -> str:
    """Say the days that are counted: "từ 01/12/2025 đến 31/10/2026"."""
    return _("từ {first} đến {last}").format(first=short_date(since), last=short_date(until))

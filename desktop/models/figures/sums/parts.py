"""What one unit adds to a total, and how the periods within a longer one make up its figures.

A unit's figure of a long period is what it gave for that very period; where it gave none, what
it gave for the half-years, quarters and months within. A flow adds up, a stock is the last one,
and one that is missing at the end is taken from the latest period within and marked as carried
(figures.md, 5.4). What a fast report alone asks about is taken from it. No day is ever counted
twice, whatever a unit reported for.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.views import FIRM, PartState, View
from desktop.models.packs.feeding import feeding
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, has_whole_months, months_of, periods_between

_NESTED = ("half", "quarter", "", "month")
"""The kinds of schemes whose periods may make up a longer one, longest first ("": fast reports)."""


class Part(msgspec.Struct, frozen=True):
    """What one unit adds to a total; `op` is a revision's, "" for typed cells, or an event's."""

    unit: str
    value: int
    state: PartState
    period: str
    op: str
    event: bool = False


class Gathered(msgspec.Struct):
    """What units gave for a period: parts by code, codes that do not apply by unit.

    `newest` is the state of each form at the period's end by unit, `returned` the units of which
    it was sent back, `months` which months of the period a unit's form covers, a bit each;
    `locked` and `back` are those of them that it locked and that were sent back.
    """

    parts: dict[str, list[Part]] = msgspec.field(default_factory=dict)
    na: dict[str, set[str]] = msgspec.field(default_factory=dict)
    newest: dict[str, dict[str, PartState]] = msgspec.field(default_factory=dict)
    months: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    locked: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    back: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    returned: dict[str, set[str]] = msgspec.field(default_factory=dict)


def begins_after_end(period: Period, last: date) -> bool:
    """Tell whether a period begins after the day on which a unit with that last day was ended."""
    return period.data_from > last + timedelta(1)


def within(packs: Packs, window: Period, asked: Period) -> list[Period]:
    """Return the periods that make up a window, the nearest to the whole first.

    `asked` is the period the figures are wanted for; the window may begin before it. One that
    cuts a month is made up of nothing: what was given for the whole month is more or less.
    """
    found = [asked]
    if asked.scheme == "THANG" and asked.data_from == window.data_from:
        return found
    if not has_whole_months(window):
        return found
    for kind in _NESTED:
        found += [] if kind else feeding(packs, window)
        for scheme in packs.schemes:
            if scheme.kind == kind and scheme.holds_on(window.data_to):
                found += periods_between(window.data_from, window.data_to, scheme)
    return list({period.id: period for period in found}.values())


def months_in(packs: Packs, window: Period) -> list[Period]:
    """Return the months of a window; one that holds no whole month stands for itself."""
    return months_of(window, packs.schemes) or [window]


def gather(
    packs: Packs,
    window: Period,
    periods: Sequence[Period],
    views: Mapping[str, Mapping[str, Mapping[str, View]]],
    units: Iterable[str],
    living: Iterable[str],
    ended: Mapping[str, date] | None = None,
) -> Gathered:
    """Add up what units gave for the periods of `within`; stocks only of the `living`.

    What a unit that `ended` (by its last day) gave for periods that begin later counts no more.
    """
    months = months_in(packs, window)
    fast = feeding(packs, window)
    whole = [
        _bits(months, period) if period not in fast else _touched(months, period)
        for period in periods
    ]
    found, alive = Gathered(), set(living)
    carried = _Carried(packs)
    natures: dict[str, dict[str, str]] = {}
    first = _baselines(packs)
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for unit in units:
        covered: dict[str, int] = {}
        known: set[str] = set()
        lives, gone = unit in alive, (ended or {}).get(unit)
        for period, bits in zip(periods, whole, strict=True):
            if gone is not None and begins_after_end(period, gone):
                continue
            fed = fast.get(period)
            last = period.data_to == window.data_to and fed is None
            for form, view in views[period.id].get(unit, _NOTHING).items():
                if fed is None:
                    _mark(found.months, form, unit, bits)
                    if view.returned:
                        _mark(found.back, form, unit, bits)
                    elif view.state in FIRM:
                        _mark(found.locked, form, unit, bits)
                if last:
                    found.newest.setdefault(form, {}).setdefault(unit, view.state)
                    if view.returned:
                        found.returned.setdefault(form, set()).add(unit)
                known_natures = natures.setdefault(form, {})
                for code, raw in view.values.items():
                    nature = known_natures.get(code)
                    if nature is None:
                        nature = known_natures[code] = _nature(packs, form, code, first)
                    if not nature or (fed is not None and (code not in fed or nature == "S")):
                        continue
                    if nature == "S" and not last and not carried.takes(code):
                        continue
                    value = raw if type(raw) is int else number_of(raw)
                    part = None if value is None else Part(
                        unit, value, view.state, period.id, view.op)  # fmt: skip
                    if nature != "S":
                        had = covered.get(code, 0)
                        if part is not None and not had & bits:
                            covered[code] = had | bits
                            parts[code].append(part)
                    elif last and code not in known:
                        known.add(code)
                        if part is not None and lives:
                            parts[code].append(part)
                    elif not last and part is not None and lives:
                        carried.note(code, period, part)
                    if part is None and last and isinstance(raw, dict) and (
                        raw.get("state") == "na"):  # fmt: skip
                        found.na.setdefault(unit, set()).add(code)
        for code, part in carried.left(known):
            parts[code].append(part)
    found.parts.update(parts)
    return found


_NOTHING: Mapping[str, View] = {}


def _mark(held: dict[str, dict[str, int]], form: str, unit: str, bits: int) -> None:
    mine = held.setdefault(form, {})
    mine[unit] = mine.get(unit, 0) | bits


def _nature(packs: Packs, form: str, code: str, baselines: Container[str]) -> str:
    """Return the type of a figure (S, F …), "" where the form is not its home or the unit
    register counts it: what somebody typed beside it is no part of a total. First openings, the
    `baselines`, are added up apart (`first_openings`).
    """
    indicator = packs.indicators.get(split_code(code)[0])
    if indicator is None or indicator.home != form or indicator.from_register:
        return ""
    return "" if indicator.code in baselines else indicator.type


def _baselines(packs: Packs) -> set[str]:
    """Return the codes of first openings (C00 and those of its parts) that people type."""
    baselines = {equation.baseline for equation in packs.equations.values()}
    return {
        code for code, one in packs.indicators.items()
        if (code in baselines or one.part_of in baselines) and not one.from_register
    }  # fmt: skip


def first_openings(
    packs: Packs,
    window: Period,
    views: Mapping[str, Mapping[str, Mapping[str, View]]],
    units: Iterable[str],
) -> dict[str, list[Part]]:
    """Return code → first openings (C00) that units typed in any month of a window, once each.

    `units` are those that open the window here, whether they live at its end or not: who was
    founded within it began with nobody, who came from elsewhere opened there.
    """
    found: dict[str, list[Part]] = {}
    homes: dict[str, set[str]] = {}
    for code in _baselines(packs):
        homes.setdefault(packs.indicators[code].home, set()).add(code)
    told = set[tuple[str, str]]()
    for month in months_in(packs, window):
        held = views.get(month.id, {})
        for unit in units:
            forms = held.get(unit, _NOTHING)
            for form in forms.keys() & homes.keys():
                view = forms[form]
                for code in homes[form] & view.values.keys():
                    value = number_of(view.values[code])
                    if value is None or (unit, code) in told:
                        continue
                    told.add((unit, code))
                    part = Part(unit, value, view.state, month.id, view.op)
                    found.setdefault(code, []).append(part)
    return found


class _Carried:
    """The latest stocks a unit gave before the end of the window, but not at its end."""

    def __init__(self, packs: Packs) -> None:
        self._indicators = packs.indicators
        self._lasts: dict[str, bool] = {}
        self._noted: dict[str, tuple[date, Part]] = {}

    def takes(self, code: str) -> bool:
        """Tell whether a stock is carried; asked for every figure of every unit."""
        if code not in self._lasts:
            indicator = self._indicators[split_code(code)[0]]
            # What F1 holds is carried with the members whom events moved since.
            self._lasts[code] = indicator.home != "F1"
        return self._lasts[code]

    def note(self, code: str, period: Period, part: Part) -> None:
        if code not in self._noted or self._noted[code][0] < period.data_to:
            self._noted[code] = (period.data_to, part)

    def left(self, known: set[str]) -> list[tuple[str, Part]]:
        noted, self._noted = self._noted, {}
        return [
            (code, msgspec.structs.replace(part, state="carried"))
            for code, (_day, part) in noted.items()
            if code not in known
        ]


def _bits(months: Sequence[Period], period: Period) -> int:
    """Return which months of the window a period covers, a bit each."""
    return sum(
        1 << n
        for n, month in enumerate(months)
        if period.data_from <= month.data_from and month.data_to <= period.data_to
    ) or (1 << len(months))


def _touched(months: Sequence[Period], period: Period) -> int:
    """Return the months of the window that a fast report's days lie in, a bit each."""
    return sum(
        1 << n
        for n, month in enumerate(months)
        if period.data_from <= month.data_to and month.data_from <= period.data_to
    )


def gaps(
    packs: Packs, window: Period, found: Gathered, living: Iterable[tuple[str, date]]
) -> dict[str, dict[str, set[str]]]:
    """Return form → month → units that gave nothing for it, of a period of several months.

    `living` are the base unions with their first day. A form that every base union owes each
    month is looked for in all of them; any other only from the month the unit first gave it.
    """
    months = months_in(packs, window)
    if len(months) < 2:
        return {}
    owed = owed_monthly(packs)
    missing: dict[str, dict[str, set[str]]] = {}
    since = dict(living)
    for form in {*owed, *found.months}:
        held = found.months.get(form, {})
        for unit in since if form in owed else held:
            # A form that is not owed each month is asked for from its first use on.
            first = 0 if form in owed else (held[unit] & -held[unit]).bit_length() - 1
            for n, month in enumerate(months):
                begun = n >= first and since.get(unit, date.min) <= month.data_to
                if begun and not held.get(unit, 0) & (1 << n):
                    missing.setdefault(form, {}).setdefault(month.id, set()).add(unit)
    return missing


def monthly_forms(packs: Packs) -> list[Form]:
    """Return the forms of entry that are filled for months."""
    monthly = {s.id for s in packs.schemes if s.kind == "month"}
    return [one for one in packs.forms.values() if one.entry and monthly & set(one.schemes)]


def owed_monthly(packs: Packs) -> list[str]:
    """Return the forms that every base union owes each month."""
    return [form.id for form in monthly_forms(packs) if form.scope == "unit_rows"]


OCCUPATIONAL, OF_OCCUPATIONAL = "NDCS", "A06M"
"""The kind of occupational base unions, and the members of theirs (figures.md, 3.2)."""


def told_of(owing: set[str], parts: Iterable[Part]) -> tuple[list[PartState], int]:
    """Return how firm a figure is that some unions alone owe, in whichever form they told it:
    the states of its parts, and how many of those unions have locked theirs."""
    listed = list(parts)
    told = {part.unit for part in listed} & owing
    loose = {part.unit for part in listed if part.state not in FIRM}
    gone: list[PartState] = ["missing"] if owing - told else []
    return [*(part.state for part in listed), *gone] or ["accepted"], len(told - loose)

"""F4: activities and results by indicator: this period, since the year began, against the plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desktop.formats.document import Document
from desktop.formats.table import Align, Cell, CellKind, Column, Figure, Role, Row, Table
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.kinds import (
    measured_by,
    part_title,
    split_target,
    target_code,
)
from desktop.models.figures.sums.bands import of_band
from desktop.models.figures.sums.compare import moved_across, moved_note, same_units
from desktop.models.figures.sums.rollup import Rollup, add_up_units, cumulate, roll_up
from desktop.models.figures.sums.total import Total
from desktop.models.figures.sums.waiting import Waiting, together
from desktop.models.figures.sums.waiting_words import notes as waiting_notes
from desktop.models.outline.targets import GRADE, PERCENT, Target, grade_of
from desktop.models.packs.pack_types import Form, FormColumn, Indicator, Scheme
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import (
    Period,
    cumulative_window,
    is_free,
    period_of,
    same_last_year,
)
from desktop.models.plans.progress import YearSoFar, year_at
from desktop.models.plans.year_targets import targets_that_count
from desktop.models.store.reader import Reader
from desktop.models.text import short_date, vi_number, vi_signed
from desktop.models.units.units import tree_on
from desktop.reports.indicator_paper import indicator_paper
from desktop.reports.registry import Report
from desktop.reports.unit_columns import NO_WHOLE

_ALIGN = {"left": Align.LEFT, "center": Align.CENTER, "right": Align.RIGHT}
_MARKS = {
    "plan": "1",
    "current": "2",
    "cumulative": "3",
    "plan_percent": "4 = 3 : 1",
    "last_year": "5",
    "change": "6 = 2 − 5",
}


@dataclass(frozen=True, slots=True)
class Result:
    """One indicator's figures, of all or of one `kind` of unions; None where nobody told any."""

    indicator: Indicator
    current: Total | None
    cumulative: Total | None
    last_year: Total | None
    target: Target | None
    whole: Total | None = None
    """What a percentage of a count is measured by, since the year began."""
    note: str = ""
    kind: str = ""
    title: str = ""

    @property
    def code(self) -> str:
        """The code of the row; of some ownership types that of their target."""
        return target_code(self.indicator.code, self.kind)


def build(
    reader: Reader,
    period_id: str,
    unit: str = "",
    *,
    known_on: date | None = None,
    personal: bool = False,
) -> Document:
    """Return F4: a row per indicator that the period asks for or that has figures."""

    def table(form: Form, rollup: Rollup) -> Table:
        found = results(reader, form, rollup, known_on)
        notes = [
            *_other_window(reader, rollup.period, found), *_same_scope(reader, rollup),
            *waiting_notes(reader.packs, _waiting(found), rollup.period.id),
        ]  # fmt: skip
        return result_table(reader, form, found, notes)

    return indicator_paper(reader, "F4", period_id, unit, known_on, table)


def results(
    reader: Reader, form: Form, rollup: Rollup, known_on: date | None = None
) -> list[Result]:
    """Return the form's indicators with their figures, in the order of groups and pack."""
    packs, period, top = reader.packs, rollup.period, rollup.top
    year = cumulate(reader, period.id, top.id, known_on=known_on)
    entered = rollup.parts.keys() | year.parts.keys()
    sides = (rollup, year, _last_year(reader, rollup, known_on))
    now, since, before = (_totals(side, packs) for side in sides)
    targets = targets_that_count(reader, period.calendar_year, top.id)
    parts = _aimed_at(packs, targets)
    scheme = packs.scheme(period.scheme, period.data_from)
    baselines = {equation.baseline for equation in packs.equations.values()}
    baselines |= {i.code for i in packs.indicators.values() if i.part_of in baselines}
    wanted_of = (measured_by(packs, code) for code in targets)
    # Nothing but flows has a forecast, and a year is long to add up.
    runs = any(one is not None and one.type == "F" for one in wanted_of)
    standing = year_at(reader, period, top.id, known_on=known_on) if runs else None
    found = []
    for indicator in sorted(packs.indicators.values(), key=lambda i: _place(form, i)):
        code = indicator.code
        known = not entered.isdisjoint((code, *indicator.numerator))
        # Nobody says what a free period is about: only what somebody entered is told.
        free = is_free(scheme)
        aimed = code in targets or code in parts
        held = known or (aimed and not free)
        asked = not free and _is_asked(indicator, scheme, rollup)
        wanted = indicator.group in form.groups and indicator.holds_on(period.data_to)
        detail = indicator.home != form.id and indicator.type == "F" and indicator.women
        if wanted and code not in baselines and not detail and (held or asked):
            found.append(
                Result(indicator, now.get(code), since.get(code), before.get(code),
                       targets.get(code), since.get(indicator.part_of or ""),
                       _expected(standing, code, targets.get(code)))
            )  # fmt: skip
            for kind in () if free else parts.get(code, ()):
                found.append(
                    _of_kind(indicator, kind, [_totals(one, packs, kind) for one in sides],
                             targets[target_code(code, kind)], standing, packs)
                )  # fmt: skip
    return _parts_below(found)


def _of_kind(
    indicator: Indicator, kind: str, sides: Sequence[Mapping[str, Total]], target: Target,
    standing: YearSoFar | None, packs: Packs,
) -> Result:  # fmt: skip
    """Return the figures of one kind of unions: of this period, of the year so far, and before."""
    now, since, before = sides
    code = indicator.code
    return Result(
        indicator, now.get(code), since.get(code), before.get(code), target,
        since.get(indicator.part_of or ""),
        _expected(standing, target_code(code, kind), target), kind, part_title(packs, kind),
    )  # fmt: skip


def _totals(rolled: Rollup | None, packs: Packs, kind: str = "") -> Mapping[str, Total]:
    if rolled is None:
        return {}
    return (of_band(rolled, packs, kind) if kind else rolled).totals(packs)


def _aimed_at(packs: Packs, targets: Mapping[str, Target]) -> Mapping[str, Sequence[str]]:
    """Return indicator → the kinds of unions that have a target of their own."""
    found: dict[str, list[str]] = {}
    for code in targets:
        bare, kind = split_target(code)
        if kind and measured_by(packs, code) is not None:
            found.setdefault(bare, []).append(kind)
    return found


def _waiting(found: Sequence[Result]) -> tuple[Waiting, ...]:
    """Return what waits for a word of any figure of this period or since the year began."""
    totals = (total for one in found for total in (one.current, one.cumulative) if total)
    return together(one for total in totals for one in total.waiting)


def _parts_below(found: Sequence[Result]) -> list[Result]:
    """Return the rows with each part and further measure below what it belongs to."""
    group = {one.indicator.code: one.indicator.group for one in found}
    below: dict[str, list[Result]] = {}
    for one in found:
        own = one.indicator
        wholes = (own.code,) if one.kind else (own.part_of, own.line)
        above = (code for code in wholes if code is not None)
        whole = next((code for code in above if group.get(code) == own.group), "")
        below.setdefault(whole, []).append(one)

    def walk(whole: str) -> Iterator[Result]:
        for one in below.get(whole, ()):
            yield one
            yield from walk(one.code)

    return list(walk(""))


def _expected(standing: YearSoFar | None, code: str, target: Target | None) -> str:
    """Say what the year comes to where a target is not reached yet."""
    progress = standing.progress(code, target) if standing and target else None
    return progress.forecast_note if progress is not None else ""


def _place(form: Form, indicator: Indicator) -> int:
    known = indicator.group in form.groups
    return form.groups.index(indicator.group) if known else len(form.groups)


def _is_asked(indicator: Indicator, scheme: Scheme, rollup: Rollup) -> bool:
    """Tell whether a period of the scheme asks the unit for an indicator, seen or not."""
    if indicator.frequency == "X" and scheme.kind != "ad_hoc":
        return False
    if scheme.indicators and indicator.code not in scheme.indicators:
        return False
    base = rollup.tree.role(rollup.top) == "base"
    if base and indicator.from_register:
        return False
    asked_of = indicator.asked_of in ("all", "base" if base else "upper")
    return asked_of and indicator.frequency in scheme.includes


def _last_year(reader: Reader, rollup: Rollup, known_on: date | None) -> Rollup | None:
    """Return the same period a year before, added up; None where the unit was not there."""
    try:
        earlier = same_last_year(rollup.period, reader.packs.schemes)
        return roll_up(reader, earlier.id, rollup.top.id, known_on=known_on)
    except Refusal:
        return None


def _other_window(reader: Reader, period: Period, found: Sequence[Result]) -> list[str]:
    """Say from when a percentage counts, where the year's report counts from another day.

    Months follow the calendar, the year's own figures run up to the end of November: one target
    is then reached by two numbers, and whoever holds both papers must see why.
    """
    schemes = reader.packs.schemes
    if not any(one.target is not None and one.indicator.type == "F" for one in found):
        return []
    scheme = next((one for one in schemes if one.kind == "year"), None)
    own = reader.packs.scheme(period.scheme, period.data_from)
    if scheme is None or own.kind == "ad_hoc":
        return []
    year = period_of(scheme, period.calendar_year)
    since, _last = cumulative_window(period, schemes)
    if since == year.data_from:
        return []
    told = _(
        "Lũy kế và % kế hoạch ở biểu này cộng từ {since}; chỉ tiêu năm, số ước cả năm và báo cáo"
        " năm {year} cộng từ {first} đến {last}, nên hai số có thể khác nhau."
    ).format(
        since=short_date(since), year=period.calendar_year, first=short_date(year.data_from),
        last=short_date(year.data_to),
    )  # fmt: skip
    if period.data_from > year.data_to:
        told += " " + _("Từ {day}, kết quả tính vào chỉ tiêu năm {next}.").format(
            day=short_date(period.data_from), next=period.calendar_year + 1
        )
    return [told]


_COMPARED = ("A01", "A03", "C40")


def _same_scope(reader: Reader, rollup: Rollup) -> list[str]:
    """Return how the main figures compare for the unions of both years, where the map changed:
    unions came since, or some of then are gone."""
    try:
        earlier = same_last_year(rollup.period, reader.packs.schemes)
    except Refusal:
        return []
    if rollup.tree.role(rollup.top) == "base":
        return []
    units = same_units(reader, [u.id for u in rollup.tree.walk(rollup.top.id)], earlier)
    base = sum(unit.id in units for unit in rollup.base)
    if not base or (base == len(rollup.base) and not _gone(reader, rollup, earlier)):
        return []
    before = add_up_units(reader, earlier.id, units).totals(reader.packs)
    now = add_up_units(reader, rollup.period.id, units).totals(reader.packs)
    told = []
    for code in _COMPARED:
        a, b = (side[code].value if code in side else None for side in (now, before))
        if isinstance(a, int) and isinstance(b, int):
            name = reader.packs.indicators[code].name
            told.append(f"{name}: {vi_number(a)} / {vi_number(b)} ({vi_signed(a - b)})")
    if not told:
        return []
    head = _("So cùng kỳ trong cùng phạm vi ({n} CĐCS có ở cả hai kỳ; kỳ này / cùng kỳ, tăng giảm)")
    note = moved_note(moved_across(reader, units, earlier, rollup.period))
    return [f"{head.format(n=base)}: {'; '.join(told)}.", *([note] if note else [])]


def _gone(reader: Reader, rollup: Rollup, earlier: Period) -> bool:
    """Say whether a union that stood under the unit a year before does not any more."""
    then = tree_on(reader, earlier.data_to)
    now = {unit.id for unit in rollup.base}
    top = rollup.top.id
    return top in then.units and any(unit.id not in now for unit in then.base_unions(top))


def result_table(
    reader: Reader, form: Form, found: Sequence[Result], notes: Sequence[str] = ()
) -> Table:
    """Return the table: a heading per group, parts of a line set off by a dash."""
    rows: list[Row] = []
    letter, number = "", 0
    for result in found:
        indicator = result.indicator
        if indicator.group != letter:
            letter, number = indicator.group, 0
            name = reader.packs.groups[letter].name
            rows.append(Row((f"{letter}. {name}",), Role.GROUP))
        number += not _is_part(result)
        rows.append(_row(form.columns, result, number))
    rows += [Row((note,), Role.NOTE) for note in notes]
    columns = tuple(_column(column) for column in form.columns)
    marks = tuple(
        _MARKS.get(column.source, letter)
        for column, letter in zip(form.columns, _letters(form.columns), strict=True)
    )
    return Table(columns, tuple(rows), marks=marks, name=form.id)


def _letters(columns: Sequence[FormColumn]) -> list[str]:
    """Return A, B, C … for the text columns, "" for the others."""
    letters = iter("ABCDEGHIK")
    return [next(letters) if column.source not in _MARKS else "" for column in columns]


def _is_part(result: Result) -> bool:
    indicator = result.indicator
    return bool(result.kind) or indicator.part_of is not None or indicator.line is not None


def _column(column: FormColumn) -> Column:
    text = column.kind == "attribute" or column.source == "row_number"
    kind = CellKind.TEXT if text else CellKind.COUNT
    return Column(column.title, column.width, kind, _ALIGN[column.align], column.group,
                  code=column.id)  # fmt: skip


def _row(columns: Sequence[FormColumn], result: Result, number: int) -> Row:
    indicator = result.indicator
    part, name = _is_part(result), result.title or indicator.name
    texts: Mapping[str, Cell] = {
        "row_number": None if part else str(number),
        "name": f"– {name}" if part else name,
        "unit": indicator.unit,
        "note": result.note or None,
    }
    cells = (texts[c.source] if c.source in texts else _CELLS[c.source](result) for c in columns)
    return Row(tuple(cells), code=result.code, summed=bool(indicator.sum_of))


def total_cell(total: Total | None, indicator: Indicator) -> Cell:
    """Return a total as a number of its indicator's kind; "–" for a ratio without a whole."""
    if total is None:
        return None
    if total.numerator is not None and total.denominator is not None:
        share = _share(total)
        if share is None:
            return NO_WHOLE
        kind = CellKind.PERCENT if indicator.scale == 100 else CellKind.DECIMAL
        return Figure(share, kind, 2)
    kind = CellKind.MONEY if indicator.money else CellKind.COUNT
    return None if total.value is None else Figure(total.value, kind)


def _share(total: Total) -> Fraction | None:
    return Fraction(total.numerator or 0, total.denominator) if total.denominator else None


def _exact(total: Total | None) -> Fraction | None:
    """Return a total as an exact number: a ratio from its parts, never from its rounding."""
    if total is None or total.value is None:
        return None
    return Fraction(total.value) if total.numerator is None else _share(total)


def _plan(result: Result) -> Cell:
    target, indicator = result.target, result.indicator
    if target is None or target.value is None:
        return None
    if target.comparator == "range" and target.value_max is not None:
        sign = PERCENT if _is_share(result) else ""
        return f"{_vi(target.value)}–{_vi(target.value_max)}{sign}"
    grade = grade_of(target.value) if target.unit == GRADE else None
    if grade is not None:
        return f"{_vi(target.value)} ({grade[0]})"
    if _is_share(result):
        whole = target.value == int(target.value)
        return Figure(Fraction(target.value) / 100, CellKind.PERCENT, 0 if whole else 2)
    if target.value == int(target.value):
        return Figure(int(target.value), CellKind.MONEY if indicator.money else CellKind.COUNT)
    return Figure(target.value, CellKind.DECIMAL, 2)


def _plan_percent(result: Result) -> Cell:
    target, done = result.target, _exact(result.cumulative)
    if target is None or target.value is None or done is None or target.unit == GRADE:
        return None
    wanted = Fraction(target.value)
    if _is_share(result):
        wanted /= 100
        if result.indicator.type != "R":
            whole = _exact(result.whole)
            if not whole:
                return NO_WHOLE
            done /= whole
    return Figure(done / wanted, CellKind.PERCENT, 2) if wanted else NO_WHOLE


def _is_share(result: Result) -> bool:
    """Tell whether the target is a percentage: of a ratio, or of what a count is part of."""
    indicator, target = result.indicator, result.target
    if indicator.type == "R":
        return indicator.scale == 100
    return target is not None and target.unit == PERCENT


def _vi(number: Decimal) -> str:
    return vi_number(number, max(0, -int(number.normalize().as_tuple().exponent)))


def _change(result: Result) -> Cell:
    now, before = _exact(result.current), _exact(result.last_year)
    if now is None or before is None:
        return None
    if result.indicator.type == "R":  # percentage points, or units of the average
        return Figure((now - before) * result.indicator.scale, CellKind.DECIMAL, 2)
    kind = CellKind.MONEY if result.indicator.money else CellKind.COUNT
    return Figure(int(now - before), kind)


_CELLS: Mapping[str, Callable[[Result], Cell]] = {
    "plan": _plan,
    "current": lambda r: total_cell(r.current, r.indicator),
    "cumulative": lambda r: total_cell(r.cumulative, r.indicator),
    "plan_percent": _plan_percent,
    "last_year": lambda r: total_cell(r.last_year, r.indicator),
    "change": _change,
}


REPORT = Report("F4", build)

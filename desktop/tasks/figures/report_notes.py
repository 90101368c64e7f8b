"""Around a report: which there are, what changed since it was last written, a short text of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from desktop.i18n import _
from desktop.models.agenda.agenda_returns import BEFORE_END, first_day
from desktop.models.errors import Refusal
from desktop.models.figures.sums.rollup import totals
from desktop.models.figures.sums.total import Total
from desktop.models.packs.pack_types import Form, Scheme
from desktop.models.packs.periods import (
    Period,
    is_free,
    parse_period,
    period_containing,
    previous,
    set_periods,
)
from desktop.models.store.keys import prefix_range
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import vi_number
from desktop.models.units.units import tree_on
from desktop.reports.registry import all_reports

MOST_PERIODS = {"month": 24, "quarter": 8, "half": 6, "nine_months": 3, "year": 4, "ad_hoc": 3}
MOST_LINES = 14


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report of a scheme's periods; `personal` says that it has personal columns."""

    scheme: str
    scheme_name: str
    form: str
    label: str
    title: str
    personal: bool

    @property
    def id(self) -> str:
        """What the kind is remembered by."""
        return f"{self.scheme}|{self.form}"


@dataclass(frozen=True, slots=True)
class Changed:
    """A total that is not what it was when the report was last written, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Printed:
    """What is known of the last writing: when (ISO, "" for never) and what changed since."""

    at: str
    changed: tuple[Changed, ...]


def report_kinds(reader: Reader) -> list[ReportKind]:
    """Return the reports by scheme, in the order of the packs."""
    known = all_reports()
    return [
        ReportKind(scheme.id, scheme.name, form.id, form.label, form.title, known[form.id].personal)
        for scheme in _schemes(reader)
        for form in reader.packs.forms.values()
        if form.id in known and scheme.id in form.schemes
    ]


def report_periods(reader: Reader, scheme_id: str, today: date) -> list[Period]:
    """Return the periods of a scheme that have begun, newest first, back to the first figures.

    Of free ad-hoc periods those that were set.
    """
    scheme = reader.packs.scheme(scheme_id)
    if is_free(scheme):
        return set_periods(scheme)
    began = first_day(reader) or today
    period = period_containing(today, scheme)
    found: list[Period] = []
    while len(found) < MOST_PERIODS.get(scheme.kind, 3):
        if period.data_to < began and found:
            break
        if period.data_from <= today:
            found.append(period)
        period = previous(period, reader.packs.schemes)
    return found


def usual_period(reader: Reader, periods: Sequence[Period], today: date) -> Period:
    """Return the newest period that is due or has a locked return; the oldest when none has.

    A period is due as in the agenda: from a few days before it ends.
    """
    for period in periods:
        if period.data_to - BEFORE_END <= today or _any_locked(reader, period):
            return period
    return periods[-1]


def _any_locked(reader: Reader, period: Period) -> bool:
    query = (
        "SELECT 1 FROM leaf WHERE kind = 'submit' AND key >= ? AND key < ?"
        " AND winner = 1 AND value <> 'null' LIMIT 1"
    )
    return bool(reader.rows(query, prefix_range(period.id + "|")))


def report_units(reader: Reader, period: Period) -> list[tuple[str, str]]:
    """Return (name, id) of the units a report can be of: our own, then upper ones below.

    Last those that ended within the period or on its eve: what they handed over stands in it.
    """
    own, eve = reader.own_unit, period.data_from - timedelta(1)
    tree = tree_on(reader, period.data_to)
    ever = tree_on(reader, period.data_to, ended_too=True)
    ended = [u for u in ever.walk(own) if u.id not in tree.units and (u.valid_to or eve) >= eve]
    found = [
        (unit.name, unit.id) for unit in (*tree.walk(own), *ended)
        if unit.id == own or tree.role(unit) in ("province", "upper")
    ]  # fmt: skip
    return found or [(_("Đơn vị mình"), reader.own_unit)]


def since_printed(reader: Reader, form: str, period: str, unit: str) -> Printed:
    """Compare the totals of a report with those remembered when it was last written."""
    kept = reader.machine(_name(form, period, unit))
    if not isinstance(kept, dict):
        return Printed("", ())
    before, now = kept.get("totals", {}), _totals(reader, form, period, unit)
    changed = [
        Changed(_indicator(reader, code), before.get(code, "–"), now.get(code, "–"))
        for code in dict.fromkeys((*now, *before))
        if before.get(code) != now.get(code)
    ]
    return Printed(str(kept.get("at", "")), tuple(changed))


def remember_printed(store: Store, form: str, period: str, unit: str) -> None:
    """Remember the totals a report was written with; machine state, not the office's truth."""
    kept = {"at": store.now(), "totals": _totals(store, form, period, unit)}
    store.remember(_name(form, period, unit), kept)


def short_text(
    reader: Reader,
    form_id: str,
    period_id: str,
    unit: str = "",
    *,
    today: date,
    known_on: date | None = None,
) -> str:
    """Return the main totals as a few lines to paste into a message."""
    period = parse_period(period_id, reader.packs.schemes)
    form = reader.packs.forms[form_id]
    tree = tree_on(reader, period.data_to)
    top = tree.by_code(unit or reader.own_unit)
    found = _known(reader, form, period_id, top.id, known_on)
    lines = [f"{form.label}, {period.title}", top.name]
    if known_on is not None:
        lines.append(_("Theo số liệu biết đến ngày {day}").format(day=f"{known_on:%d/%m/%Y}"))
    lines += [
        f"- {_indicator(reader, code)}: {written(total)}"
        for code, total in list(found.items())[:MOST_LINES]
    ]
    if not found:
        lines.append(_("Chưa có số liệu."))
    for by_offices, said in (
        (False, _("{n} trên {of} công đoàn cơ sở đã báo cáo{until}.")),
        (True, _("{n} trên {of} đơn vị đã báo cáo số hoạt động{until}.")),
    ):
        counted = [t for t in found.values() if t.of and t.by_offices == by_offices]
        if counted:
            least = min(counted, key=lambda total: total.so_far[0])
            until = _(" đủ đến {month}").format(month=least.until) if least.until else ""
            n, of = least.so_far
            lines.append(said.format(n=n, of=of, until=until))
    lines.append(_("Lập ngày {day}.").format(day=f"{today:%d/%m/%Y}"))
    return "\n".join(lines)


def written(total: Total) -> str:
    """Return a total as it is read: a number, or a percentage with two decimals."""
    if isinstance(total.value, Decimal):
        return f"{vi_number(total.value, 2)}%"
    return vi_number(total.value) if total.value is not None else "–"


def _schemes(reader: Reader) -> Iterator[Scheme]:
    seen = set()
    for scheme in reader.packs.schemes:
        some = scheme.own or not is_free(scheme)
        if scheme.kind in MOST_PERIODS and scheme.id not in seen and some:
            seen.add(scheme.id)
            yield scheme


def _totals(reader: Reader, form: str, period: str, unit: str) -> dict[str, str]:
    found = _known(reader, reader.packs.forms[form], period, unit, None)
    return {code: written(total) for code, total in found.items()}


def _known(
    reader: Reader, form: Form, period: str, unit: str, known_on: date | None
) -> dict[str, Total]:
    """Return the totals of the indicators a form shows, in its order; none for what is refused."""
    try:
        found = totals(reader, period, unit, known_on=known_on)
    except Refusal:
        return {}
    codes = [column.source for column in form.columns if column.kind == "indicator"]
    if form.scope == "indicator_rows":
        codes = [i.code for i in reader.packs.indicators.values() if i.group in form.groups]
    shown = (code for code in dict.fromkeys(codes) if code in found)
    return {code: found[code] for code in shown if found[code].value is not None}


def _indicator(reader: Reader, code: str) -> str:
    known: Any = reader.packs.indicators.get(code)
    return known.name if known else code


def _name(form: str, period: str, unit: str) -> str:
    return f"printed:{form}:{period}:{unit}"

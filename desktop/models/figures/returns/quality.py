"""The quality card of a form before it is locked: how complete, how timely, how consistent.

Plain counts, each with the places to look at; no score is made of them.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.begun import is_begun, kept_codes
from desktop.models.figures.cells import CLEARED, period_cells, split_code
from desktop.models.figures.checks.estimates import estimated_stocks
from desktop.models.figures.checks.facts import Finding, plan, shape
from desktop.models.figures.checks.rules import REQUIRED, judge, nothing_entered, open_findings
from desktop.models.figures.returns.owing import asked_units, owing_units
from desktop.models.figures.returns.returns import ReturnStatus, statuses
from desktop.models.figures.revisions import entry_form
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import split_cell_key
from desktop.models.store.reader import Reader
from desktop.models.text import with_counts
from desktop.models.units.units import Unit, tree_on


class UnitQuality(msgspec.Struct, frozen=True):
    """What the card counts of one unit; `missing` are asked cells that hold nothing."""

    unit: Unit
    entered: bool
    filled: int
    asked: int
    estimated: int
    missing: tuple[str, ...] = ()
    rev: int = 0
    on_time: bool | None = None
    changed_since: bool = False
    findings: tuple[Finding, ...] = ()
    open: tuple[Finding, ...] = ()
    required: int = 0


class LookAt(msgspec.Struct, frozen=True):
    """One thing to look at: whose, which rule ("" for none), which cells, in words."""

    unit: str
    name: str
    rule: str
    severity: str
    codes: tuple[str, ...]
    message: str


class QualityCard(msgspec.Struct, frozen=True):
    """The card; counts are of units unless the name says otherwise."""

    form: str
    period: str
    due: date
    closing: date
    days_left: int
    units: int
    entered: int
    cells_asked: int
    cells_filled: int
    estimated: int
    locked: int
    locked_on_time: int
    changed_since: int
    errors: int
    warnings_open: int
    warnings_explained: int
    notices: int
    balanced: int
    look_at: tuple[LookAt, ...]
    required: int = 0

    def lines(self) -> tuple[str, str, str]:
        """Return completeness, timeliness and consistency in a line each."""
        return (self.complete_words(), self.timely_words(), self.consistent_words())

    def brief(self) -> tuple[str, str, str]:
        """Return the same in a few words each, without the things only worth a look."""
        entered = with_counts(_("{a}/{b} đơn vị"), a=self.entered, b=self.units)
        if self.estimated:
            entered += with_counts(_(", {n} tạm tính"), n=self.estimated)
        when = with_counts(
            _("nộp {day} ({when}), chốt {a}/{b}"),
            day=f"{self.due:%d/%m}",
            when=self._when(),
            a=self.locked,
            b=self.units,
        )
        return entered, when, self._told(self._counts()[:-1])

    def complete_words(self) -> str:
        """Return how complete the figures are."""
        told = with_counts(_("Đã nhập {a}/{b} đơn vị"), a=self.entered, b=self.units)
        if self.cells_asked:  # of a form of movements no cell is asked: nothing may have happened
            told += with_counts(_(", {c}/{d} ô"), c=self.cells_filled, d=self.cells_asked)
        if self.estimated:
            told += with_counts(_(", {n} tạm tính"), n=self.estimated)
        return told + "."

    def timely_words(self) -> str:
        """Return how the figures stand against their last day."""
        told = with_counts(
            _("Nộp {day} ({when}), khóa {closing}, đã chốt {a}/{b}"),
            day=f"{self.due:%d/%m/%Y}", closing=f"{self.closing:%d/%m}", when=self._when(),
            a=self.locked, b=self.units,
        )  # fmt: skip
        late = self.locked - self.locked_on_time
        return told + (with_counts(_(", {n} chậm"), n=late) if late else "") + "."

    def consistent_words(self) -> str:
        """Return what the rules and the unit's own history say."""
        return self._told(self._counts()) + "."

    def _when(self) -> str:
        if self.days_left >= 0:
            return with_counts(_("còn {n} ngày"), n=self.days_left)
        if self.locked >= self.units > 0:
            return _("đã qua")  # nothing is late any more
        return with_counts(_("quá {n} ngày"), n=-self.days_left)

    def _counts(self) -> tuple[tuple[int, str], ...]:
        return (
            (self.errors - self.required, _("{n} lỗi")),
            (self.required, _("{n} ô bắt buộc còn trống")),
            (self.warnings_open, _("{n} cảnh báo chưa có lý do")),
            (self.warnings_explained, _("{n} cảnh báo đã có lý do")),
            (self.changed_since, _("{n} đơn vị sửa sau khi chốt")),
            (self.notices, _("{n} điều nên xem")),
        )

    def _told(self, counts: tuple[tuple[int, str], ...]) -> str:
        told = [with_counts(words, n=n) for n, words in counts if n]
        return ", ".join(told) or _("Không có lỗi, cảnh báo nào")

    def as_json(self) -> dict[str, Any]:
        """Return the card for the command line."""
        return {
            "completeness": {
                "units": self.units, "entered": self.entered, "cells_asked": self.cells_asked,
                "cells_filled": self.cells_filled, "estimated": self.estimated,
            },
            "timeliness": {
                "due": self.due.isoformat(), "closing": self.closing.isoformat(),
                "days_left": self.days_left, "locked": self.locked,
                "locked_on_time": self.locked_on_time,
            },
            "consistency": {
                "errors": self.errors, "warnings_open": self.warnings_open,
                "warnings_explained": self.warnings_explained, "notices": self.notices,
                "changed_since_lock": self.changed_since, "balanced": self.balanced,
            },
            "look_at": [
                {"unit": one.unit, "name": one.name, "rule": one.rule, "severity": one.severity,
                 "codes": list(one.codes), "message": one.message}
                for one in self.look_at
            ],
        }  # fmt: skip


def asked_codes(packs: Packs, form: Form, period: Period) -> tuple[str, ...]:
    """Return the stocks of a form that every return should hold: a flow may well be empty."""
    scheme = packs.scheme(period.scheme, period.data_from)
    asked = {i.code for i in packs.asked(form.id, scheme)}
    if form.scope != "unit_rows":
        return ()
    shown = {column.source for column in form.columns}
    stocks = shape(packs, form.id).stocks
    return tuple(
        code
        for code in stocks
        if code in asked
        and not packs.indicators[code].from_register
        and (code in shown or packs.indicators[code].women)
        and not any(e.baseline == code for e in packs.equations.values())
    )


def holds(held: Mapping[str, Any], code: str) -> bool:
    """Say whether a cell was filled and not cleared again."""
    value = held.get(code)
    gone = isinstance(value, Mapping) and value.get("state") == CLEARED.state
    return value is not None and not gone


def draw_up(
    form: Form, period: Period, today: date, rows: Sequence[UnitQuality],
    shared: Sequence[Finding], *, to_look_at: bool = True,
) -> QualityCard:  # fmt: skip
    """Return the card of units; `shared` are findings of no single unit.

    Unless what `to_look_at` is wanted, the card only counts.
    """
    every = [one for row in rows for one in row.findings]
    open_ones = [one for row in rows for one in row.open]
    warned = sum(1 for one in every if one.severity == "W")
    still = sum(1 for one in open_ones if one.severity == "W")
    off = {one.unit for one in every if one.rule == "V04"}
    return QualityCard(
        form=form.id, period=period.id, due=period.due, closing=period.closing,
        days_left=(period.due - today).days,
        units=len(rows),
        entered=sum(1 for row in rows if row.entered),
        cells_asked=sum(row.asked for row in rows),
        cells_filled=sum(row.filled for row in rows),
        estimated=sum(row.estimated for row in rows),
        locked=sum(1 for row in rows if row.rev),
        locked_on_time=sum(1 for row in rows if row.rev and row.on_time),
        changed_since=sum(1 for row in rows if row.rev and row.changed_since),
        errors=sum(1 for one in every if one.severity == "E" and one.rule != "V00"),
        warnings_open=still, warnings_explained=warned - still,
        notices=sum(1 for one in (*every, *shared) if one.severity == "I"),
        balanced=sum(1 for row in rows if row.entered and row.unit.id not in off),
        look_at=tuple(_look_at(rows, shared)) if to_look_at else (),
        required=sum(row.required for row in rows),
    )  # fmt: skip


def _look_at(rows: Sequence[UnitQuality], shared: Sequence[Finding]) -> list[LookAt]:
    """Return what to look at: what is empty, then errors, open warnings, the rest."""
    found: list[tuple[int, LookAt]] = []
    for row in rows:
        unit = row.unit
        if not row.entered:
            found.append((0, LookAt(unit.code, unit.name, "", "E", (), nothing_entered())))
        elif row.missing:
            told = with_counts(_("Còn {n} ô trống."), n=len(row.missing))
            found.append((2, LookAt(unit.code, unit.name, "", "I", row.missing, told)))
        for one in row.findings:
            if one.rule == "V00" and not one.codes:
                continue
            rank = 1 if one.severity == "E" else 3 if one.severity == "I" else 2
            rank += 2 if one.severity == "W" and one not in row.open else 0
            found.append((rank, _told(one, unit)))
    found += [(3, _told(one, None)) for one in shared]
    return [one for _rank, one in sorted(found, key=lambda pair: pair[0])]


def _told(one: Finding, unit: Unit | None) -> LookAt:
    code, name = (unit.code, unit.name) if unit is not None else ("", "")
    return LookAt(code, name, one.rule, one.severity, one.codes, one.message)


def quality_card(
    reader: Reader, form_id: str, period_id: str, units: Iterable[str] = (), *, today: date,
    reason: str = "",
) -> QualityCard:  # fmt: skip
    """Return the card of units (default: all in scope that owe the form)."""
    form = entry_form(reader, form_id)
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    owing = owing_units(reader, tree, form, period.id)
    wanted, _named = asked_units(reader, tree, form, period, units)
    chosen = {unit.id for unit in wanted}
    values = period_cells(reader, period.id)
    beside = [unit for unit in owing if unit.id not in chosen]
    findings = judge(reader, tree, form, period, wanted, values, beside=beside, hints=True)
    kept = kept_codes(reader, period.id)
    records = reader.records("reason", period.id + "|")
    given = {split_cell_key(key)[0]: told for key, told in records.items()}
    states = {s.unit.id: s for s in statuses(reader, period.id, [form.id])}
    carried = estimated_stocks(reader, form, period, [u.id for u in wanted], values)
    by_unit: dict[str, list[Finding]] = {}
    for one in findings:
        by_unit.setdefault(one.unit, []).append(one)
    asked = asked_codes(reader.packs, form, period)
    required = {
        rule.id for rule, _check in plan(reader.packs, form.id).rules if rule.check == REQUIRED
    }
    rows = [
        _row(unit, values.get(unit.id, {}), asked, shape(reader.packs, form.id).codes,
             len(carried.get(unit.id, ())), states.get(unit.id), by_unit.get(unit.id, []),
             given, reason, required, kept.get(unit.id, ()))
        for unit in wanted
    ]  # fmt: skip
    shared = [one for unit, listed in by_unit.items() if unit not in chosen for one in listed]
    return draw_up(form, period, today, rows, shared)


def _row(
    unit: Unit, held: Mapping[str, Any], asked: Sequence[str], codes: frozenset[str],
    estimated: int, state: ReturnStatus | None, findings: list[Finding],
    given: Mapping[str, Mapping[str, str]], reason: str, required: Container[str],
    kept: Iterable[str] = (),
) -> UnitQuality:  # fmt: skip
    missing = tuple(code for code in asked if not holds(held, code))
    return UnitQuality(
        unit,
        (state is not None and state.rev > 0)
        or is_begun({c: v for c, v in held.items() if split_code(c)[0] in codes}, kept),
        len(asked) - len(missing), len(asked), estimated, missing,
        state.rev if state is not None else 0,
        state.on_time if state is not None else None,
        state.changed_since if state is not None else False,
        tuple(findings), tuple(open_findings(findings, given, reason)),
        sum(1 for one in findings if one.severity == "E" and one.rule in required),
    )  # fmt: skip

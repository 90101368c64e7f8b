"""The returns an office owes itself: which periods, and how far each is."""

from contextlib import suppress
from datetime import date, timedelta

import msgspec

from desktop.models.agenda.agenda_openings import returns_off
from desktop.models.errors import Refusal
from desktop.models.figures.cells import period_cells
from desktop.models.figures.closure import shut_units
from desktop.models.figures.returns.board_units import Trees
from desktop.models.figures.returns.due import forms_due_from
from desktop.models.figures.returns.owing import owing_units
from desktop.models.figures.returns.returns import ReturnStatus, statuses
from desktop.models.packs.pack_types import Form, Scheme
from desktop.models.packs.periods import (
    Period,
    following,
    parse_period,
    period_containing,
    previous,
    set_periods,
)
from desktop.models.store.keys import return_key, split_return_key
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope

KINDS = ("month", "quarter", "half", "nine_months", "year")
BEFORE_END = timedelta(days=5)
AFTER_CLOSING = timedelta(days=45)
OPEN = ("none", "entering")


class OwnReturns(msgspec.Struct, frozen=True):
    """The returns of one period in the office's own scope.

    `shut` are (unit, form) that cannot be changed: the level above closed the period for them;
    `off` are locked and no longer add up, for a month before was corrected.
    """

    period: Period
    forms: tuple[Form, ...]
    all: tuple[ReturnStatus, ...]
    estimates: int
    unsent: int
    shut: frozenset[tuple[str, str]] = frozenset()
    off: tuple[ReturnStatus, ...] = ()

    @classmethod
    def of(cls, reader: Reader, period: Period, trees: Trees | None = None) -> "OwnReturns":
        """Read the returns of a period; there are none where another office types them."""
        if Scope.of(reader).typed_by_other(reader.own_unit, period.data_to):
            return cls(period, (), (), 0, 0)
        tree = (trees or Trees(reader)).on(period.data_to)
        forms = forms_due_from(reader, tree, period, reader.own_unit)
        owing = {f.id: {u.id for u in owing_units(reader, tree, f, period.id)} for f in forms}
        if not any(owing.values()):
            return cls(period, (), (), 0, 0)
        found = [
            one
            for one in statuses(reader, period.id, [form.id for form in forms])
            if one.unit.id in owing[one.form]
        ]
        shut = frozenset(
            (unit, form.id) for form in forms
            for unit in shut_units(reader, form.id, period, sorted(owing[form.id]))
        )  # fmt: skip
        asked = [one for one in found if (one.unit.id, one.form) not in shut]
        return cls(
            period, tuple(forms), tuple(found), _estimates(reader, period, forms, asked),
            _unsent(reader, found), shut,
            tuple(returns_off(reader, period, [one for one in asked if _stands(one)])),
        )  # fmt: skip

    @property
    def owed(self) -> int:
        """How many returns there are in the forms that are not all locked."""
        waiting = {form.id for form in self.forms_waiting}
        return sum(one.form in waiting for one in self.all)

    @property
    def waiting(self) -> list[ReturnStatus]:
        """Those not locked yet that can be."""
        return [one for one in self.all if one.state in OPEN and not self._is_shut(one)]

    @property
    def forms_waiting(self) -> list[Form]:
        """The forms that are not all locked."""
        waiting = {one.form for one in self.waiting}
        return [form for form in self.forms if form.id in waiting]

    @property
    def changed(self) -> int:
        """How many hold figures changed after they were locked, and can be locked again."""
        return sum(
            one.changed_since and one.state != "returned" and not self._is_shut(one)
            for one in self.all
        )

    @property
    def returned(self) -> list[ReturnStatus]:
        """Those sent back from above that can be mended."""
        return [one for one in self.all if one.state == "returned" and not self._is_shut(one)]

    @property
    def out_of_reach(self) -> list[ReturnStatus]:
        """Those sent back or changed that nobody can lock: their period is closed."""
        return [
            one for one in self.all
            if self._is_shut(one) and (one.state == "returned" or one.changed_since)
        ]  # fmt: skip

    def _is_shut(self, one: ReturnStatus) -> bool:
        return (one.unit.id, one.form) in self.shut

    def label(self, form: str) -> str:
        """Return what a form is called."""
        return next((known.label for known in self.forms if known.id == form), form)


def _stands(one: ReturnStatus) -> bool:
    return one.state not in (*OPEN, "returned") and not one.changed_since


def owed_periods(reader: Reader, today: date) -> list[Period]:
    """Return the periods whose returns may ask for something today, earliest deadline first.

    None before the first period the office has figures of; of ad-hoc ones those that somebody
    set. A period with a return sent back
    asks before its time and however late: nobody else sees to it.
    """
    began = first_day(reader)
    if began is None:
        return []
    found, sent_back = {}, _sent_back(reader)
    for scheme in reader.packs.schemes:
        if (scheme.kind in KINDS and scheme.holds_on(today)) or scheme.own:
            around = set_periods(scheme) if scheme.own else _around(reader, scheme, today)
            for period in around:
                asked = asks_now(period, today) or period.id in sent_back
                if period.data_to >= began and asked:
                    found[period.id] = period
    for name in sent_back - found.keys():
        with suppress(Refusal):  # of a pack that is not here any more
            found[name] = parse_period(name, reader.packs.schemes)
    return sorted(found.values(), key=lambda period: period.due)


def longer_asked(reader: Reader, today: date) -> list[Period]:
    """Return the periods longer than a month, and fast reports, that have ended and whose returns
    are asked for about now, earliest deadline first.
    """
    months = {scheme.id for scheme in reader.packs.schemes if scheme.kind == "month"}
    return [
        period for period in owed_periods(reader, today)
        if period.scheme not in months and period.data_to < today and asks_now(period, today)
    ]  # fmt: skip


def _sent_back(reader: Reader) -> set[str]:
    """Return the periods in which the newest revision of a return of ours was sent back."""
    keys = reader.rows(
        "SELECT DISTINCT key FROM leaf WHERE kind = 'review' AND winner = 1"
        " AND value LIKE '%\"returned\"%' AND NOT EXISTS (SELECT 1 FROM leaf AS later"
        " WHERE later.kind = 'submit' AND later.key = leaf.key AND later.winner = 1"
        " AND CAST(later.field AS INTEGER) > CAST(leaf.field AS INTEGER))"
    )
    scope, found = Scope.of(reader), set[str]()
    for unit, _form, name in (split_return_key(key) for (key,) in keys):
        with suppress(Refusal):
            day = parse_period(name, reader.packs.schemes).data_to
            if scope.owner(unit, day) == reader.own_unit:
                found.add(name)
    return found


def _around(reader: Reader, scheme: Scheme, today: date) -> list[Period]:
    schemes = reader.packs.schemes
    now = period_containing(today, scheme)
    before = previous(now, schemes)
    return [previous(before, schemes), before, now, following(now, schemes)]


def asks_now(period: Period, today: date) -> bool:
    """Tell whether figures of a period are to be entered and locked about now."""
    return period.data_to - BEFORE_END <= today <= period.closing + AFTER_CLOSING


def first_day(reader: Reader) -> date | None:
    """Return the first day the office has figures of, None when it has none."""
    keys = reader.rows(
        "SELECT min(key) FROM leaf WHERE kind IN ('cell', 'submit') AND winner = 1"
        " AND value <> 'null'"
    )
    key = keys[0][0] if keys else None
    return None if key is None else parse_period(
        key.partition("|")[0], reader.packs.schemes
    ).data_from  # fmt: skip


def _estimates(reader: Reader, period: Period, forms: list[Form], found: list[ReturnStatus]) -> int:
    waiting = [one for one in found if one.state in OPEN]
    if not waiting:
        return 0
    from desktop.models.figures.checks.estimates import estimated_stocks  # not with every start

    values = period_cells(reader, period.id)
    count = 0
    for form in forms:
        units = [one.unit.id for one in waiting if one.form == form.id]
        if units and form.scope == "unit_rows":
            estimates = estimated_stocks(reader, form, period, units, values)
            count += sum(len(one) for one in estimates.values())
    return count


def _unsent(reader: Reader, found: list[ReturnStatus]) -> int:
    """Return how many locked revisions are in no bundle that was made."""
    locked = {
        (return_key(one.unit.id, one.form, one.period.id), str(one.rev))
        for one in found
        if one.state == "locked"
    }
    if not locked:
        return 0
    for fields in reader.known_records("bundle").values():
        if isinstance(fields.get("made"), dict):
            locked -= {(str(key), str(rev)) for key, rev in fields["made"].get("returns", [])}
    return len(locked)

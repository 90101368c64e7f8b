"""Typing taken back: a union whose machines are all gone hands its figures to the office above.

What the union's own office locked stays its own. From the day after, whoever owns the figures of
the unit above it types for it again, as for every union without an office (model.md, Units).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.i18n import _
from desktop.models.packs.periods import Period, following, parse_period
from desktop.models.store.keys import OFFICE, split_return_key
from desktop.models.store.ops import member, read_op
from desktop.models.store.reader import Reader
from desktop.models.store.store import Step, Store
from desktop.models.units.scope import Scope
from desktop.sync.importer import last_day_finder
from desktop.sync.messages import BundleRefusal
from desktop.sync.reseat import reseat
from desktop.sync.revocation import revoke
from desktop.sync.totals import SUBMIT
from desktop.sync.trust import Trust, refuse_revoked

ASSIGN = "assign"
_OFFICE = "office@"
_DAY = timedelta(days=1)
EVER = date(2000, 1, 1)
"""An office that had no other before it owns its figures from the beginning."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Who types a unit's figures from a day on; names for people, `since` an ISO date.

    `withdrawn` counts what the unit's office wrote that left the figures by it.
    """

    unit: str
    office: str
    since: str
    withdrawn: int = 0


def may_be_taken_back(reader: Reader, scope: Scope, unit: str) -> bool:
    """Tell whether a unit is below this office and types its own figures today."""
    return scope.is_below(unit, reader.own_unit) and _last_office(scope, unit) == unit


def first_day_back(reader: Reader, scope: Scope, unit: str) -> date:
    """Return the day after the last period the unit's own office locked in every form.

    As is known here. A period of which a form is lacking falls to whoever takes typing back, for
    nobody else could enter it any more; what was locked in it stands as it was written before.
    Never before the unit became the owner for the last time.
    """
    last_day = last_day_finder(reader.packs.schemes)
    locked = _locked_by(reader, scope, unit, last_day)
    own = [_date(day) for day, office in scope.assigned.get(unit, []) if office == unit]
    lacking = min(_lacking(reader, locked), key=lambda one: one.data_to, default=None)
    if lacking is None:
        return max([*(own[-1:] or [EVER]), *(last_day(one) + _DAY for one in locked)])
    ended = [last_day(one) + _DAY for one in locked if last_day(one) < lacking.data_to]
    return max([*(own[-1:] or [EVER]), *(ended or [lacking.data_from])])


_Locked = Mapping[str, Collection[tuple[str, str]]]
"""Period → (unit, form) of what an office has locked in it."""


def _locked_by(
    reader: Reader, scope: Scope, unit: str, last_day: Callable[[str], date]
) -> _Locked:  # fmt: skip
    """Return what a unit's office locked of its own figures and of those below it."""
    below, found = scope.subtree(unit), dict[str, set[tuple[str, str]]]()
    for key, _field, _value in reader.registers(SUBMIT):
        owner, form, period = split_return_key(key)
        day, known = last_day(period), scope.resolve(owner)
        if known in below and day != date.max and scope.owner(known, day) == unit:
            found.setdefault(period, set()).add((known, form))
    return found


def _lacking(reader: Reader, locked: _Locked) -> Iterator[Period]:
    """Yield, for each kind of period, the first that is not locked whole behind the last that is.

    Of months, which are owed one after the other, the next one where nothing is lacking so far.
    """
    schemes = {scheme.id: scheme for scheme in reader.packs.schemes}
    periods = [parse_period(period, reader.packs.schemes) for period in locked]
    for name in {period.scheme for period in periods}:
        forms = [
            form.id for form in reader.packs.forms.values()
            if form.entry and form.scope == "unit_rows" and name in form.schemes
        ]  # fmt: skip
        mine = sorted((one for one in periods if one.scheme == name), key=lambda one: one.data_to)
        first: Period | None = None
        for period in mine:
            units = {unit for unit, _form in locked[period.id]}
            whole = all((unit, form) in locked[period.id] for unit in units for form in forms)
            first = None if whole else first or period
        if first is not None:
            yield first
        elif schemes[name].kind == "month":
            yield following(mine[-1], reader.packs.schemes)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return EVER  # no program writes such a field


def take_back(
    store: Store, unit_code: str, *, since: date | None = None, revoking: bool = False
) -> TakenBack:
    """Let the office above a unit type its figures again, from the first day it may be.

    `since` may be later than that. Every machine of the unit must have been revoked; with
    `revoking` those that were not are, as they stand here, in the same step. A barrier, like
    an enrolment; enrolling a machine for the unit gives its figures to it again.
    Refuses E_NO_UNIT, E_NOT_MANAGED, E_NO_OWN_OFFICE, E_STILL_ENROLLED and E_LOCKED_UNTIL.
    """
    refuse_revoked(store)
    scope = Scope.of(store)
    unit = scope.only_by_code(unit_code)
    if unit is None:
        raise BundleRefusal("E_NO_UNIT", unit=unit_code)
    label = scope.label(unit)
    if not scope.is_below(unit, store.own_unit):
        raise BundleRefusal("E_NOT_MANAGED", unit=label)
    if not may_be_taken_back(store, scope, unit):
        raise BundleRefusal("E_NO_OWN_OFFICE", unit=label)
    living = sorted(Trust.of(store, scope).alive_of_units({unit}))
    if living and not revoking:
        raise BundleRefusal("E_STILL_ENROLLED", unit=label, count=len(living))
    told = _("Nhận lại việc nhập số liệu của {unit}").format(unit=label)
    with store.step(told, barrier="enrol") as step:
        gone = sum(revoke(store, machine).withdrawn for machine in living)
        first = first_day_back(store, scope, unit)
        since = since or first
        if since < first:
            raise BundleRefusal(
                "E_LOCKED_UNTIL", unit=label, day=f"{first - timedelta(1):%d/%m/%Y}"
            )
        to = office_above(scope, unit, since)
        gone += assign_from(store, step, unit, to, since)
    return TakenBack(label, scope.label(to), since.isoformat(), gone)


def office_above(scope: Scope, unit: str, day: date) -> str:
    """Return the office that owns the figures of the unit above on a day."""
    parent = scope.parent(unit, day.isoformat())
    return scope.owner(parent, day) if parent is not None else unit


def assign_from(store: Store, step: Step, unit: str, office: str, since: date) -> int:
    """Write, in the open step, whose a unit's figures are from a day on; later words are unset.

    What the unit's machines wrote comes before, by whatever clock. Returns how many operations
    of others left the figures by it: those dated later all the same.
    """
    field = f"{_OFFICE}{since.isoformat()}"
    for later in store.fields(ASSIGN, unit):
        if later.startswith(_OFFICE) and later > field:
            step.put(ASSIGN, unit, later, None)
    made = step.put(ASSIGN, unit, field, office, seen=_last_seen(store, unit))
    if made is None:
        return 0
    ((raw,),) = store.rows("SELECT raw FROM op WHERE id = ?", (made,))
    return reseat(store, [read_op(raw)], last_day_finder(store.packs.schemes))


def _last_seen(store: Store, unit: str) -> str:
    """Return the greatest clock of what the unit's own machines wrote as far as it is held here.

    Whoever takes their typing over has seen it, whatever the clocks of two offices say.
    """
    machines = Trust.of(store, Scope.of(store)).of_units({unit})
    query = "SELECT raw FROM op WHERE store = ? AND stream = ?"
    return max(
        (str(member(raw, "hlc")) for machine in machines
         for (raw,) in store.rows(query, (machine, OFFICE))), default="",
    )  # fmt: skip


def taken_back_since(scope: Scope, unit: str) -> tuple[str, str]:
    """Return (name of the office that types for a unit that once did, ISO day), "" for none."""
    assigned = scope.assigned.get(unit, [])
    if not assigned or assigned[-1][1] == unit:
        return "", ""
    day = assigned[-1][0]
    return scope.label(scope.owner(unit, _date(day))), day


def is_own_office(scope: Scope, unit: str) -> bool:
    """Tell whether the last word on a unit's figures gives them to the unit itself."""
    return _last_office(scope, unit) == unit


def _last_office(scope: Scope, unit: str) -> str | None:
    assigned = scope.assigned.get(unit, [])
    return assigned[-1][1] if assigned else None


__all__ = [
    "EVER",
    "TakenBack",
    "assign_from",
    "first_day_back",
    "is_own_office",
    "may_be_taken_back",
    "office_above",
    "take_back",
    "taken_back_since",
]

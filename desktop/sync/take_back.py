"""Typing taken back: a union whose machines are all gone hands its figures to the office above.

What the union's own office locked stays its own. From the day after, whoever owns the figures of
the unit above it types for it again, as for every union without an office (model.md, Units).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from desktop.i18n import _
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
    """Return the day after the last period the unit's own office locked, as is known here.

    Never before it became the owner for the last time.
    """
    last_day, below = last_day_finder(reader.packs.schemes), scope.subtree(unit)
    own = [_day(day) for day, office in scope.assigned.get(unit, []) if office == unit]
    ended = own[-1:] or [EVER]
    for key, _field, _value in reader.registers(SUBMIT):
        owner, _form, period = split_return_key(key)
        day = last_day(period)
        known = scope.resolve(owner)
        if known in below and day != date.max and scope.owner(known, day) == unit:
            ended.append(day + timedelta(days=1))
    return max(ended)


def _day(text: str) -> date:
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
    return scope.label(scope.owner(unit, _day(day))), day


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

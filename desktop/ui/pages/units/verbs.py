"""What the store thread is asked to do to units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.figures.sums.second_line import SECOND, set_second
from desktop.models.register import new_units
from desktop.models.register.decisions import Told, tell_founding
from desktop.models.register.decisions import tell_event as tell_event_of
from desktop.models.register.late import Late
from desktop.models.register.orders import Order
from desktop.models.register.outcomes import Outcome
from desktop.models.register.reorganise import carry_out
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.units.unit_events import UnitEvent, events_of
from desktop.models.units.units import found_unit, set_attribute, tree_on
from desktop.ui.pages.units.dialogs import NewUnit

_EVENTS = {"name": "rename", "parent": "reparent", "ownership": "ownership"}
_GIVEN = {"name": "name", "parent": "to_parent", "ownership": "ownership"}


@dataclass(frozen=True, slots=True)
class Added:
    """A unit that was added, and the returns that were locked for its day or after."""

    unit: str
    late: tuple[Late, ...] = ()


def add_unit(store: Store, new: NewUnit, own: str, *, sure: bool = False) -> Added:
    """Found a unit, with its event when a decision is named; the first one is the office's own.

    Raises Refusal E_DOUBT for what somebody has to be `sure` of.
    """
    order = new.order()
    with store.step(_("Thêm đơn vị {name}").format(name=new.name)):
        if order is not None:
            unit, done = new_units.add_unit(store, order, event=new.is_founded, sure=sure)
            return Added(unit, done.late)
        unit = found_unit(
            store, name=new.name, kind=new.kind, parent=new.parent, since=new.since,
            unit=own or None, **new.attributes,
        )  # fmt: skip
    return Added(unit)


def preview_unit(reader: Reader, new: NewUnit) -> Outcome:
    """Tell what adding a unit would count. Raises Refusal as `add_unit` does."""
    order = new.order()
    if order is None:
        return Outcome(None, {}, ())
    return new_units.preview_new(reader, order, event=new.is_founded)


def change_unit(
    store: Store, unit: str, attribute: str, value: Any, since: date, decision: str
) -> ChangeSet:
    """Change an attribute from a day on; a new name, parent or ownership leaves an event.

    One that holds from the unit's first day corrects what was written, and is no event.
    """
    if attribute == SECOND:
        return set_second(store, unit, str(value or ""), since)
    known = tree_on(store, since, ended_too=True).units.get(unit)
    if attribute in _EVENTS and value and known is not None and known.valid_from < since:
        kind, given = _EVENTS[attribute], {_GIVEN[attribute]: str(value or "")}
        known_event = _renaming(store, unit, since) if kind == "rename" else None
        if known_event is not None:  # the same day's name, mended
            with store.step(_("Sửa đơn vị")) as step:
                set_attribute(store, unit, attribute, value, since)
                if decision not in ("", known_event.decision):
                    tell_event_of(store, known_event.id, Told(decision))
            return step.change
        with store.step(_("Sửa đơn vị")) as step:
            carry_out(store, Order(kind, since, (unit,), decision=decision, **given))
        return step.change
    with store.step(_("Sửa đơn vị")) as step:
        set_attribute(store, unit, attribute, value or None, since)
    return step.change


def _renaming(reader: Reader, unit: str, day: date) -> UnitEvent | None:
    events = (one for one in events_of(reader, unit) if one.kind == "rename")
    return next((one for one in events if one.day == day), None)


def write_event(store: Store, order: Order, *, sure: bool = False) -> Outcome:
    """Write an event as one step; `sure` when somebody agreed to what it takes the meaning from."""
    return carry_out(store, order, sure=sure)


def tell_event(store: Store, unit: str, event: str, told: Told) -> tuple[Late, ...]:
    """Tell the decision of an event, or of a unit's founding where nobody wrote one ("").

    Return the returns that were locked for its day or after.
    """
    done = tell_event_of(store, event, told) if event else tell_founding(store, unit, told)
    return done.late


def keep_contact(store: Store, unit: str, name: str, text: str, since: date) -> ChangeSet:
    """Keep a chair's name or phone on this computer only."""
    with store.step(_("Sửa liên hệ của đơn vị")) as step:
        set_attribute(store, unit, name, text or None, since)
    return step.change

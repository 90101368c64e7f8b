"""What the store thread is asked to do to units."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.register import events
from desktop.models.store.store import ChangeSet, Store
from desktop.models.units.units import found_unit, set_attribute
from desktop.ui.pages.units.dialogs import NewUnit


def add_unit(store: Store, new: NewUnit, own: str) -> str:
    """Found a unit, with its event when a decision is named; the first one is the office's own."""
    with store.step(_("Thêm đơn vị {name}").format(name=new.name)):
        unit = found_unit(
            store, name=new.name, kind=new.kind, parent=new.parent, since=new.since,
            unit=own or None, **new.attributes,
        )  # fmt: skip
        if new.decision:
            events.record_event(store, "found", new.since, [unit], decision=new.decision)
    return unit


def change_unit(
    store: Store, unit: str, attribute: str, value: Any, since: date, decision: str
) -> ChangeSet:
    """Change an attribute from a day on; a name, parent or ownership leaves an event."""
    if attribute == "name":
        return events.rename_unit(store, unit, value, since, decision=decision)
    if attribute == "parent":
        return events.reparent_units(store, [unit], value, since, decision=decision)
    with store.step(_("Sửa đơn vị")) as step:
        set_attribute(store, unit, attribute, value or None, since)
        if attribute == "ownership":
            events.record_event(store, "ownership", since, [unit], decision=decision)
    return step.change


def end_unit(store: Store, unit: str, how: str, since: date, into: str, decision: str) -> ChangeSet:
    """End a unit from a day on, or merge it into another."""
    if how == "merge":
        return events.merge_units(store, [unit], into, since, decision=decision)
    return events.end_unit(store, unit, since, kind=how, decision=decision)


def keep_contact(store: Store, unit: str, name: str, text: str, since: date) -> ChangeSet:
    """Keep a chair's name or phone on this computer only."""
    with store.step(_("Sửa liên hệ của đơn vị")) as step:
        set_attribute(store, unit, name, text or None, since)
    return step.change

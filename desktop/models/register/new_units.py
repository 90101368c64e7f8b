"""Whether a unit may come into the register: by event, from a list, typed, on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from desktop.models.packs.pack_types import UnitKind
from desktop.models.register import event_rules as rules
from desktop.models.register.reorganise import Order, Outcome, carry_out, preview
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import fold
from desktop.models.units.unit_events import all_events
from desktop.models.units.units import check_attributes, clean_name, found_unit


def preview_new(reader: Reader, order: Order, *, event: bool) -> Outcome:
    """Tell what adding a unit would count; without an `event` it was there before: nothing.

    Raises Refusal as `add_unit` does.
    """
    if event:
        return preview(reader, order)
    check_new(reader, order)
    return Outcome(None, {}, ())


def add_unit(store: Store, order: Order, *, event: bool = False) -> tuple[str, Outcome]:
    """Add the unit of a founding order, by code in `units`; return its id and what it counts.

    Raises Refusal, with nothing changed, for a kind that does not hold that day, a managing unit
    that does not stand then or bears no such kind, a code or name that cannot be.
    """
    if event:
        done = carry_out(store, order)
        (written,) = (one for one in all_events(store) if one.id == done.event)
        return written.units[0], done
    order = check_new(store, order)
    given: dict[str, Any] = dict(order.attributes or {})
    told = {"code": order.units[0] if order.units else "", "ownership": order.ownership}
    given |= {name: value for name, value in told.items() if value}
    unit = found_unit(
        store, name=order.name, kind=order.unit_kind, parent=order.to_parent, since=order.day,
        **given,
    )  # fmt: skip
    return unit, Outcome(None, {}, ())


def check_new(reader: Reader, order: Order) -> Order:
    """Refuse a unit that was there before but cannot have been; return it with its parent's id."""
    rules.check_day(order.day)
    clean_name(order.name)
    above = rules.standing(reader, order.to_parent or reader.own_unit, order.day, before=False)
    rules.check_place_for_new(reader, above, order.day)
    rules.check_kind(reader, order.unit_kind, order.day)
    rules.check_level(reader, order.unit_kind, above, order.day)
    check_attributes(reader, order.unit_kind, order.ownership,
                     order.units[0] if order.units else "", order.day)  # fmt: skip
    return replace(order, to_parent=above.id)


def kind_named(kinds: Iterable[UnitKind], name: str) -> UnitKind | None:
    """Return the kind that a unit's name begins with, the longest of several; None for none."""
    wanted, best, length = fold(name) + " ", None, 0
    for kind in kinds:
        for word in (fold(kind.name), fold(kind.short)):
            if wanted.startswith(f"{word} ") and len(word) > length:
                best, length = kind, len(word)
    if best is None and wanted.startswith("nghiep doan "):
        best = next((kind for kind in kinds if kind.code == "NDCS"), None)
    return best


def usual_kind(fitting: Iterable[str], below: Iterable[str], kinds: Mapping[str, UnitKind]) -> str:
    """Return the kind mostly added under a unit: that of most units already there.

    Where none stands yet, the first base union; under a base union the smallest part.
    """
    codes, there = list(fitting), list(below)
    if not codes:
        return ""
    known = [code for code in codes if code in there]
    if known:
        return max(known, key=there.count)
    base = [code for code in codes if code in kinds and kinds[code].role == "base"]
    return (base or codes[-1:])[0]

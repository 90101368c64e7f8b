"""Whether a unit may come into the register: by event, from a list, typed, on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.i18n import _
from desktop.models.packs.pack_types import UnitKind
from desktop.models.register import event_rules as rules
from desktop.models.register.doubts import check_agreed, namesakes
from desktop.models.register.orders import Order
from desktop.models.register.outcomes import Outcome
from desktop.models.register.reorganise import carry_out, preview
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import fold
from desktop.models.units.unit_events import all_events
from desktop.models.units.units import Unit, check_attributes, clean_name, found_unit


def preview_new(reader: Reader, order: Order, *, event: bool) -> Outcome:
    """Tell what adding a unit would count; without an `event` it was there before: nothing.

    Raises Refusal as `add_unit` does, but for a doubt, which it tells.
    """
    return preview(reader, order) if event else _added(reader, check_new(reader, order))


def _added(reader: Reader, order: Order) -> Outcome:
    named = namesakes(reader, order.name, [order.to_parent], order.day)
    return Outcome(None, {}, (), again=" ".join(named))


def add_unit(
    store: Store, order: Order, *, event: bool = False, sure: bool = False
) -> tuple[str, Outcome]:
    """Add the unit of a founding order, by code in `units`; return its id and what it counts.

    Raises Refusal, with nothing changed, for a kind that does not hold that day, a managing unit
    that does not stand then or bears no such kind, a code or name that cannot be; and, until
    somebody is `sure`, for a name that another unit beside it has.
    """
    if event:
        done = carry_out(store, order, sure=sure)
        (written,) = (one for one in all_events(store) if one.id == done.event)
        return written.units[0], done
    checked = check_new(store, order)
    done = _added(store, checked)
    check_agreed(store.packs, done, sure=sure)
    return _write(store, checked), done


def add_many(
    store: Store, orders: Sequence[Order], progress: Callable[[int, int], None] | None = None
) -> None:
    """Add units that were there before, as one step; `progress` hears (done, of).

    Raises Refusal as `add_unit` does, with nothing changed.
    """
    checked = [check_new(store, order) for order in orders]
    with store.step(_("Thêm {n} đơn vị").format(n=len(checked))):
        for done, order in enumerate(checked):
            _write(store, order)
            if progress is not None:
                progress(done, len(checked))


def _write(store: Store, order: Order) -> str:
    """Write the unit of a checked order; return its id."""
    given: dict[str, Any] = dict(order.attributes or {})
    told = {"code": order.units[0] if order.units else "", "ownership": order.ownership}
    given |= {name: value for name, value in told.items() if value}
    return found_unit(
        store, name=order.name, kind=order.unit_kind, parent=order.to_parent, since=order.day,
        **given,
    )  # fmt: skip


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


def fitting_kinds(reader: Reader, parent: Unit, day: date) -> list[UnitKind]:
    """Return the kinds that may stand under a unit on a day, in the order of the pack."""
    return [
        kind for kind in reader.packs.unit_kinds.values()
        if kind.holds_on(day) and rules.level_fits(reader, kind.code, parent.kind)
    ]  # fmt: skip


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

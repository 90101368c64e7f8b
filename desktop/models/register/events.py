"""Unit events: dated changes of the tree, each with its decision and the units it touched.

The day given is the first on which the new state holds; the day before keeps the old tree.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.store import ChangeSet, Store
from desktop.models.units.unit_events import (
    KINDS,
    MORE_KINDS,
    UnitEvent,
    all_events,
    events_of,
    record_event,
)
from desktop.models.units.units import Unit, set_attribute, tree_on

__all__ = [
    "KINDS", "MORE_KINDS", "UnitEvent", "all_events", "end_unit", "events_of", "merge_units",
    "record_event", "rename_unit", "reparent_units",
]  # fmt: skip


def end_unit(
    store: Store, unit: str, day: date, *, kind: str = "dissolve", decision: str = ""
) -> ChangeSet:
    """Let a unit exist no longer from a day on (kind: dissolve, or end for the 100 % budget).

    Raises Refusal while units still stand under it, or when it does not exist then.
    """
    tree = tree_on(store, day)
    ending = tree.by_code(unit)
    below = tree.children(ending.id)
    if below:
        raise Refusal(
            _("{unit} còn {n} đơn vị trực thuộc.").format(unit=ending.name, n=len(below)),
            next_step=_("Chuyển các đơn vị đó sang cấp quản lý khác trước."),
        )
    with store.step(_("Kết thúc đơn vị {unit}").format(unit=ending.name)) as step:
        set_attribute(store, ending.id, "alive", False, day)
        record_event(store, kind, day, [ending.id], decision=decision)
    return step.change


def merge_units(
    store: Store, units: Sequence[str], into: str, day: date, *, decision: str = ""
) -> ChangeSet:
    """Merge units into one that goes on; the merged ones end from the day on."""
    tree = tree_on(store, day)
    target = tree.by_code(into)
    merged = [tree.by_code(unit) for unit in units]
    if target in merged:
        raise Refusal(_("Một đơn vị không sáp nhập vào chính mình."),
                      next_step=_("Chọn đơn vị nhận khác."))  # fmt: skip
    with store.step(_("Sáp nhập vào {unit}").format(unit=target.name)) as step:
        for unit in merged:
            for child in tree.children(unit.id):
                set_attribute(store, child.id, "parent", target.id, day)
            set_attribute(store, unit.id, "alive", False, day)
        ids = [unit.id for unit in merged]
        record_event(store, "merge", day, ids, decision=decision, note=target.id,
                     to=[target.id])  # fmt: skip
    return step.change


def reparent_units(
    store: Store, units: Sequence[str], to_parent: str, day: date, *, decision: str = ""
) -> ChangeSet:
    """Move units, with all below them, under another parent from a day on, as one step."""
    tree = tree_on(store, day)
    parent = tree.by_code(to_parent)
    moved = [tree.by_code(unit) for unit in units]
    above = {u.id for u in _path(tree.units, parent.id)}
    for unit in moved:
        if unit.id in above:
            raise Refusal(
                _("{unit} không thể đứng dưới chính đơn vị trực thuộc mình.").format(
                    unit=unit.name
                ),
                next_step=_("Chọn cấp quản lý khác."),
            )
    with store.step(_("Chuyển {n} đơn vị về {to}").format(n=len(moved), to=parent.name)) as step:
        for unit in moved:
            set_attribute(store, unit.id, "parent", parent.id, day)
        record_event(store, "reparent", day, [u.id for u in moved], decision=decision,
                     note=parent.id, to=[parent.id])  # fmt: skip
    return step.change


def rename_unit(store: Store, unit: str, name: str, day: date, *, decision: str = "") -> ChangeSet:
    """Give a unit another name from a day on."""
    renamed = tree_on(store, day).by_code(unit)
    if not name.strip():
        raise Refusal(_("Tên đơn vị không được để trống."),
                      next_step=_("Ghi tên đầy đủ theo quyết định."))  # fmt: skip
    with store.step(_("Đổi tên {unit}").format(unit=renamed.name)) as step:
        set_attribute(store, renamed.id, "name", name, day)
        record_event(store, "rename", day, [renamed.id], decision=decision)
    return step.change


def _path(units: Mapping[str, Unit], unit: str | None) -> Iterator[Unit]:
    while unit is not None and unit in units:
        yield units[unit]
        unit = units[unit].parent

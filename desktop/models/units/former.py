"""Units somebody may still name though none is called so on a day: ended, merged, renamed."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from desktop.i18n import _
from desktop.models.store.reader import Reader
from desktop.models.text import fold, short_date
from desktop.models.units.scope import Scope
from desktop.models.units.unit_events import UnitEvent, all_events
from desktop.models.units.units import Tree, Unit, tree_on

_MOST_HOPS: Final = 8


class Former(msgspec.Struct, frozen=True):
    """A name or code that belongs to no unit of a day under that name.

    `unit` is whose it was. `said` tells in one sentence what became of it; `heirs` are the ids
    of the units of that day that took its members over, or of the unit itself when it only goes
    by another name (`renamed`). A unit that ended without an heir has none.
    """

    unit: str
    code: str
    name: str
    short: str
    area: str
    said: str
    heirs: tuple[str, ...] = ()
    renamed: bool = False


def former_units(reader: Reader, tree: Tree) -> tuple[Former, ...]:
    """Return the names that stood before the tree's day, or stand only after it."""
    return reader.remembered_of(
        ("unit", "assign", "contact", "event"), ("former units", tree.on),
        lambda: tuple(_gone(reader, tree)) + tuple(_renamed(reader, tree)),
    )  # fmt: skip


def what_became_of(reader: Reader, day: date, name: str) -> str:
    """Return what became of the unit of a name or code nobody bears that day, "" when unknown."""
    wanted = fold(name)
    told = (
        one.said for one in former_units(reader, tree_on(reader, day))
        if wanted and wanted in (fold(one.name), fold(one.short), fold(one.code))
    )  # fmt: skip
    return next(told, "")


def _gone(reader: Reader, tree: Tree) -> Iterator[Former]:
    ever = tree_on(reader, date.max, ended_too=True)
    ends = _ends(reader, tree.on)
    for unit in ever.units.values():
        if unit.id in tree.units or ever.role(unit) == "part":
            continue
        if unit.valid_from > tree.on:
            said = _("{name} thành lập từ {day}, kỳ này chưa có.").format(
                name=unit.name, day=short_date(unit.valid_from)
            )
            yield _former(unit, said)
            continue
        said, heirs = _followed(unit, ever, tree, ends)
        yield _former(unit, said, heirs)


def _former(unit: Unit, said: str, heirs: tuple[str, ...] = ()) -> Former:
    area = unit.attributes.get("area") or unit.attributes.get("commune") or ""
    return Former(unit.id, unit.code, unit.name, str(unit.attributes.get("short") or ""),
                  str(area), said, heirs)  # fmt: skip


def _ends(reader: Reader, day: date) -> Mapping[str, UnitEvent]:
    """Return unit → the last event up to the day that ended it."""
    return {
        unit: event
        for event in all_events(reader)
        if event.day <= day and event.kind in ("merge", "end", "dissolve")
        for unit in event.units
    }


def _followed(
    unit: Unit, ever: Tree, tree: Tree, ends: Mapping[str, UnitEvent]
) -> tuple[str, tuple[str, ...]]:
    """Tell what became of a unit, from merger to merger, and return who holds its members now."""
    told: list[str] = []
    at, seen = unit, {unit.id}
    while len(told) < _MOST_HOPS:
        event = ends.get(at.id)
        heir = ever.units.get(event.to[0]) if event is not None and event.to else None
        if event is None or event.kind != "merge" or heir is None:
            told.append(_ended(at, event))
            return " ".join(told), ()
        told.append(
            _("{name} đã sáp nhập vào {heir} từ {day}.").format(
                name=at.name, heir=heir.name, day=short_date(event.day)
            )
        )
        if heir.id in tree.units:
            return " ".join(told), (heir.id,)
        if heir.id in seen:  # events of two offices that contradict each other
            break
        seen.add(heir.id)
        at = heir
    return " ".join(told), ()


def _ended(unit: Unit, event: UnitEvent | None) -> str:
    day = event.day if event is not None else unit.valid_to and unit.valid_to + timedelta(1)
    if day is None:
        return _("{name} không còn hoạt động.").format(name=unit.name)
    told = (
        _("{name} đã giải thể từ {day}.")
        if event is not None and event.kind == "dissolve"
        else _("{name} đã kết thúc hoạt động từ {day}.")
    )
    return told.format(name=unit.name, day=short_date(day))


def _renamed(reader: Reader, tree: Tree) -> Iterator[Former]:
    """Yield the names of other days of units that stand on this one."""
    register = Scope.of(reader).units
    for unit in tree.units.values():
        dated = _names(register.get(unit.id, {}))
        if len(dated) < 2 or tree.role(unit) == "part":
            continue
        for place, (begins, name) in enumerate(dated):
            if name == unit.name:
                continue
            if begins > tree.on.isoformat():
                said = _("Từ {day} mới mang tên này; kỳ này là {name}.").format(
                    day=short_date(date.fromisoformat(begins)), name=unit.name
                )
            elif place + 1 < len(dated):
                said = _("Đây là tên cũ; từ {day} là {name}.").format(
                    day=short_date(date.fromisoformat(dated[place + 1][0])), name=unit.name
                )
            else:
                continue
            area = unit.attributes.get("area") or unit.attributes.get("commune") or ""
            yield Former(unit.id, "", name, "", str(area), said, (unit.id,), renamed=True)


def _names(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the names of a unit with the ISO day each began, oldest first."""
    return sorted(
        (field.partition("@")[2], value)
        for field, value in fields.items()
        if field.startswith("name@") and isinstance(value, str) and value
    )

"""Who manages and who owns what: the dated unit tree and the assignments of figures."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader


def ambiguous_code(code: str) -> Refusal:
    """Return the refusal of a code that more than one unit bears."""
    return Refusal(
        _("Mã “{code}” đang có nhiều đơn vị cùng dùng.").format(code=code[:60]),
        next_step=_("Ghi mã định danh dài của đơn vị, xem bằng lệnh units list --json."),
        code="E_UNIT",
    )


_T = TypeVar("_T")
_FEW = 200
"""Up to how many changed units are looked up one by one; more are read with all the others."""

Dated = list[tuple[str, Any]]
"""(ISO day it begins, value), oldest first; an undated register begins on "" ."""


class Scope(msgspec.Struct, dict=True, frozen=True):
    """The tree of units over all days, and which office owns a unit's figures when.

    Ids are those of the register; `resolve` turns an office's own id into them.
    """

    units: dict[str, dict[str, Any]]
    assigned: dict[str, Dated]
    aliases: dict[str, str] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader) -> "Scope":
        """Return the present register of an office."""

        def renewed(known: Scope, keys: Mapping[str, set[str]]) -> Scope:
            return known._renewed(reader, keys["unit"], keys["assign"])

        kinds = ("unit", "assign")
        return reader.remembered_of(kinds, "scope", lambda: cls._read(reader), renewed)

    @classmethod
    def _read(cls, reader: Reader) -> "Scope":
        aliases = dict(reader.rows("SELECT own, unit FROM alias"))
        offices = {
            unit: _offices(fields, aliases) for unit, fields in reader.records("assign").items()
        }
        return cls(reader.records("unit"), offices, aliases)

    def _renewed(self, reader: Reader, units: set[str], assigned: set[str]) -> "Scope":
        """Return the present register, where nothing changed but these units and assignments.

        A bundle that founds a union need not have the whole province read again.
        """
        if len(units) + len(assigned) > _FEW:
            return self._read(reader)
        fields = _set_fields(reader, "unit", units)
        offices = {
            unit: _offices(said, self.aliases)
            for unit, said in _set_fields(reader, "assign", assigned).items()
        }
        found = Scope(
            _put(self.units, units, fields), _put(self.assigned, assigned, offices), self.aliases
        )
        links = {unit: self._links(said) for unit, said in fields.items()}
        moved = {unit for unit in units if links.get(unit) != self._parents.get(unit)}
        # What was worked out of links that are as they were holds on.
        vars(found)["_parents"] = _put(self._parents, units, links)
        vars(found)["_above"] = {
            unit: above
            for unit, above in self._above.items()
            if unit not in moved and above.isdisjoint(moved)
        }
        return found

    def resolve(self, unit: str) -> str:
        """Return the register's id of a unit."""
        for _hop in range(8):
            if unit not in self.aliases:
                break
            unit = self.aliases[unit]
        return unit

    def attribute(self, unit: str, name: str, day: str = "9999") -> Any:
        """Return a dated attribute as it stands on an ISO day (default: the last), or None."""
        return _on(_dated(self.units.get(unit, {}), name), day)

    def label(self, unit: str) -> str:
        """Return what people call the unit: its name, code or id."""
        found = self.attribute(unit, "name") or self.attribute(unit, "code") or unit
        return str(found)

    def by_code(self, code: str) -> str | None:
        """Return the id of the unit with this code, or this id; the newest bearer wins."""
        if code in self.units:
            return code
        return max(self._bearers.get(code, ()), default=None)

    def only_by_code(self, code: str) -> str | None:
        """Return what `by_code` does. Raises Refusal when several living units bear the code."""
        if code in self.units:
            return code
        bearers = self._bearers.get(code, [])
        if sum(self.attribute(unit, "alive") is not False for unit in bearers) > 1:
            raise ambiguous_code(code)
        return self.by_code(code)

    @cached_property
    def _bearers(self) -> dict[str, list[str]]:
        """Code → the units that bear it by their last word; asked for row by row of long lists."""
        found: dict[str, list[str]] = {}
        for unit in self.units:
            code = self.attribute(unit, "code")
            if isinstance(code, str):
                found.setdefault(code, []).append(unit)
        return found

    def parent(self, unit: str, day: str = "9999") -> str | None:
        """Return the managing parent on an ISO day; before its first day, the first one."""
        links = self._parents.get(unit)
        if not links:
            return None
        if len(links) == 1:
            return links[0][1]  # type: ignore[no-any-return]
        known = [link for link in links if link[0] <= day] or links[:1]
        return known[-1][1]  # type: ignore[no-any-return]

    def path(
        self, unit: str, day: str = "9999", parent_of: Callable[[str], str | None] | None = None
    ) -> Iterator[str]:
        """Yield the unit and those above it, up to the root; a broken tree never loops."""
        seen: set[str] = set()
        current: str | None = unit
        while current is not None and current not in seen:
            seen.add(current)
            yield current
            current = self.parent(current, day) if parent_of is None else parent_of(current)

    def ever_above(self, unit: str) -> frozenset[str]:
        """Return every unit that stood above this one on any day."""
        if unit in self._above:
            return self._above[unit]
        found: set[str] = set()
        waiting = [unit]
        while waiting:
            for _day, parent in self._parents.get(waiting.pop(), []):
                if parent is not None and parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return self._above.setdefault(unit, frozenset(found))

    def is_below(self, unit: str, top: str) -> bool:
        """Tell whether the unit stood strictly below `top` on any day."""
        return unit != top and top in self.ever_above(unit)

    def always_under(self, unit: str, top: str) -> bool:
        """Tell whether the unit stood below `top`, or is it, on every day."""
        days = {
            day
            for one in (unit, *self.ever_above(unit))
            for day, _parent in self._parents.get(one, [])
        }
        return all(top in self.path(unit, day) for day in days)

    def subtree(self, top: str) -> set[str]:
        """Return the unit and everything that ever stood below it."""
        return {top} | {unit for unit in self.units if self.is_below(unit, top)}

    def owner(self, unit: str, day: date) -> str:
        """Return the office that owns the unit's figures on a day.

        The nearest unit upwards that was assigned to itself; an assignment to another, which
        hands the figures on, leads to that office where it stands above. Without any, the topmost.
        """
        on = day.isoformat()
        return self.owner_as(unit, on, lambda top: _on(self.assigned.get(top, []), on))

    def typed_by_other(self, unit: str, day: date) -> str | None:
        """Return the other office that types a unit's figures of a day, None where none does.

        Before an office of its own, a unit's figures are those of the office above it for good.
        A register in which nobody was assigned anything says nothing of it.
        """
        owner = self.owner(unit, day)
        told = owner in self.assigned or unit in self.assigned
        return owner if told and owner != unit else None

    def owner_as(
        self, unit: str, day: str, office_of: Callable[[str], Any],
        parent_of: Callable[[str], str | None] | None = None,
    ) -> str:  # fmt: skip
        """Return what `owner` does on an ISO day, by other assignments: unit → office, or None.

        `parent_of` tells of another tree than that of the day: unit → the one above, or None.
        """
        top, skipped_to = unit, ""
        for top in self.path(unit, day, parent_of):
            if skipped_to and top != skipped_to:
                continue
            skipped_to, office = "", office_of(top)
            if office == top:
                return top
            if office is not None and office in self.path(top, day, parent_of):
                skipped_to = office
        return top

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _parents(self) -> dict[str, Dated]:
        return {unit: self._links(fields) for unit, fields in self.units.items()}

    def _links(self, fields: dict[str, Any]) -> Dated:
        return [
            (day, self.resolve(parent) if isinstance(parent, str) else None)
            for day, parent in _dated(fields, "parent")
        ]


def _offices(fields: dict[str, Any], aliases: dict[str, str]) -> Dated:
    return sorted(
        (name.partition("@")[2], aliases.get(office, office))
        for name, office in fields.items()
        if name.startswith("office@")
    )


def _set_fields(reader: Reader, kind: str, keys: set[str]) -> dict[str, dict[str, Any]]:
    """Return key → field → value, without the keys of which nothing is set."""
    found = {key: reader.fields(kind, key) for key in keys}
    return {key: fields for key, fields in found.items() if fields}


def _put(known: dict[str, _T], keys: set[str], values: dict[str, _T]) -> dict[str, _T]:
    """Return what is known with the present values of these keys, some of which have none."""
    found = {key: value for key, value in known.items() if key not in keys} | values
    return dict(sorted(found.items()))  # in the order the register is read in


def _dated(fields: dict[str, Any], name: str) -> Dated:
    found = [(key, value) for key, value in fields.items() if key.partition("@")[0] == name]
    return sorted((key.partition("@")[2], value) for key, value in found)


def _on(values: Dated, day: str) -> Any:
    known = [value for begins, value in values if begins <= day]
    return known[-1] if known else None

"""F5 keeps what stands under one managing unit together, under its name."""

from collections.abc import Iterable, Mapping, Sequence

from desktop.i18n import _
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope
from desktop.models.units.units import Tree, Unit
from desktop.reports.unit_rows import roman

Groups = Sequence[tuple[str, Sequence[Unit]]]
"""Heading ("" where there is but one group) and its units, in the order of the tree."""


def by_manager(reader: Reader, tree: Tree, top: Unit, units: Iterable[Unit]) -> Groups:
    """Return units by whom they stand under: what is straight under `top`, then each office.

    An office stands at the head of its own; units of one that is gone by the tree's day come last.
    """
    found: dict[str, list[Unit]] = {}
    for unit in units:
        base = reader.packs.unit_kinds[unit.kind].role == "base"
        manager = (unit.parent if base and unit.id != top.id else unit.id) or ""
        found.setdefault(manager, []).append(unit)
    if len(found) <= 1:
        return [("", listed) for listed in found.values()]
    places = {unit.id: n for n, unit in enumerate(tree.walk(top.id))}
    order = sorted(found, key=lambda manager: places.get(manager, len(places)))
    titles = _titles(reader, tree, top, order)
    return [(f"{roman(n)}. {titles[one]}", found[one]) for n, one in enumerate(order, start=1)]


def _titles(reader: Reader, tree: Tree, top: Unit, managers: Iterable[str]) -> Mapping[str, str]:
    scope = Scope.of(reader)
    known = {one: tree.units[one].name if one in tree.units else scope.label(one)
             for one in managers}  # fmt: skip
    return known | {top.id: _("Trực thuộc {unit}").format(unit=top.name)}

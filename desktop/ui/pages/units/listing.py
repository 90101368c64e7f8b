"""The units as nodes of a tree, with counts, narrowed by a search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.i18n import _
from desktop.models.packs.packs import Packs
from desktop.models.register.unit_register import Counts, unit_counts
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number, with_counts
from desktop.models.units.unit_events import SUSPENDED
from desktop.models.units.units import Tree, Unit
from desktop.ui.widgets.tree import Node


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with what the list shows of it; `own` marks the office's own unit.

    One `above` it has more below than this register knows.
    """

    unit: Unit
    kind: str
    ownership: str
    counts: Counts
    own: bool
    ended: bool
    assigned: bool
    base: bool
    above: bool = False
    day: date = date.max

    @property
    def paused(self) -> bool:
        """Whether it has paused its work on the day that is shown."""
        return not self.ended and self.unit.attributes.get("status") == SUSPENDED

    @property
    def unions(self) -> str:
        """Base unions below, "" for a base union itself, where there is none and above us."""
        counted = self.counts.unions and not self.base and not self.above
        return vi_number(self.counts.unions) if counted else ""

    @property
    def members(self) -> str:
        """Members, "" where nobody told a number and above us; tentative ones with a star."""
        if not self.counts.told or self.above:
            return ""
        return vi_number(self.counts.members) + (" *" if self.tentative else "")

    @property
    def tentative(self) -> str:
        """How much of the members is carried from earlier months, "" where nothing is."""
        counts = self.counts
        if self.above or not counts.told or counts.current >= counts.unions:
            return ""
        return with_counts(
            _("Tạm tính: {a}/{b} CĐCS đã có số đoàn viên {month}, còn lại lấy số gần nhất đã báo."),
            a=counts.current, b=counts.unions, month=f"tháng {self.day.month}/{self.day.year}",
        )  # fmt: skip


def nodes(reader: Reader, tree: Tree, found: frozenset[str] | None = None) -> list[Node]:
    """Return the tree's roots; with `found`, only those units and the ones above them."""
    counts, own = unit_counts(reader, tree), reader.own_unit
    above = _above(tree, own)
    return [
        node
        for root in sorted(tree.roots(), key=lambda unit: unit.name)
        if (node := _node(reader.packs, tree, root, counts, own, above, found)) is not None
    ]


def _above(tree: Tree, own: str) -> frozenset[str]:
    """Return the units our own stands under."""
    found: set[str] = set()
    unit = tree.units.get(own)
    while unit is not None and unit.parent and unit.parent not in found:
        found.add(unit.parent)
        unit = tree.units.get(unit.parent)
    return frozenset(found)


def _node(
    packs: Packs,
    tree: Tree,
    unit: Unit,
    counts: dict[str, Counts],
    own: str,
    above: frozenset[str],
    found: frozenset[str] | None,
) -> Node | None:
    children = [
        node
        for child in tree.children(unit.id)
        if (node := _node(packs, tree, child, counts, own, above, found)) is not None
    ]
    if found is not None and unit.id not in found and not children:
        return None
    kind, ownership = packs.unit_kinds.get(unit.kind), packs.ownerships.get(unit.ownership)
    line = UnitLine(
        unit,
        kind.short if kind else unit.kind,
        ownership.short if ownership else "",
        counts[unit.id],
        unit.id == own,
        unit.valid_to is not None and unit.valid_to < tree.on,
        unit.id in tree.assigned and unit.id != own,
        tree.role(unit) == "base",
        unit.id in above,
        tree.on,
    )
    return Node(line, children)

"""A plan while many values are put into it one after the other.

An `Outline` is numbered anew with every item that is added; while a plan is brought to a new
version only the places of its items matter, and those are kept here.
"""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, PlanItem, read_field
from desktop.models.outline.outline_places import Assignment

_Order = tuple[bool, str, str]


@dataclass(slots=True)
class Place:
    """One shown item and where it stands; `stray` as in an outline's row."""

    item: PlanItem
    parent: str | None
    depth: int
    stray: bool = False

    @property
    def id(self) -> str:
        """The item's id."""
        return self.item.id


class GrowingPlan:
    """The items of a plan as they become; the outline it is made of stays as it is."""

    def __init__(self, outline: Outline) -> None:
        self.heading_set = outline.heading_set
        self._lay_out(outline)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._places

    def __getitem__(self, item_id: str) -> Place:
        return self._places[item_id]

    def children(self, parent: str | None) -> list[Place]:
        """Return what stands under an item in order; None gives the outermost items."""
        return [self._places[one] for *_order, one in self._under.get(parent, ())]

    def is_leaf(self, item_id: str) -> bool:
        """Tell whether nothing stands under an item."""
        return not self._under.get(item_id)

    def style(self, place: Place) -> str:
        """Return the style an item is numbered in."""
        own = place.item.style
        return own if own in labels.RANK else labels.style_at(self.heading_set, place.depth)

    def made_from(self, other: str | None) -> Place | None:
        """Return the last item that answers another one, or was made from it."""
        found = self._made_from.get(other, ()) if other else ()
        return self._places[max(found, key=self._reading_order)] if found else None

    def is_answered(self, other: str) -> bool:
        """Tell whether an item answers another one."""
        found = self._made_from.get(other, ())
        return any(self._places[one].item.answers == other for one in found)

    def put(self, values: Iterable[Assignment]) -> None:
        """Put values (item id, field, stored value) into the plan."""
        before: dict[str, PlanItem | None] = {}
        for item_id, field, value in values:
            before.setdefault(item_id, self._items.get(item_id))
            old = self._items.get(item_id) or PlanItem(item_id)
            self._items[item_id] = replace(old, **read_field(field, value))
        if not all(self._replaced(one, was) for one, was in before.items()):
            self._lay_out(Outline(self._items.values(), self.heading_set))

    def _replaced(self, item_id: str, was: PlanItem | None) -> bool:
        """Bring an item's place to its values; False where more than its place may change."""
        now, place = self._items[item_id], self._places.get(item_id)
        if was is None:
            return self._added(now)
        if place is None or now.parent != was.parent:
            return now.parent == was.parent and now.deleted == was.deleted
        if now.deleted:
            return self._removed(place) if self.is_leaf(item_id) else False
        self._forget(was)
        place.item = now
        self._remember(now)
        if now.index != was.index:
            self._under[place.parent].remove((place.stray, was.index, item_id))
            insort(self._under[place.parent], (place.stray, now.index, item_id))
        return True

    def _added(self, item: PlanItem) -> bool:
        above = self._places.get(item.parent) if item.parent else None
        if item.deleted or (item.parent is not None and above is None):
            return False
        if item.id in self._awaited:
            return False  # strays come to stand under it
        self._set(Place(item, item.parent, above.depth + 1 if above else 0))
        return True

    def _removed(self, place: Place) -> bool:
        self._under[place.parent].remove((place.stray, place.item.index, place.id))
        self._forget(place.item)
        del self._places[place.id]
        return True

    def _lay_out(self, outline: Outline) -> None:
        self._items = dict(outline.items)
        self._places: dict[str, Place] = {}
        self._under: dict[str | None, list[_Order]] = {}
        self._made_from: dict[str, set[str]] = {}
        self._awaited = {row.item.parent for row in outline if row.stray}
        for row in outline:
            self._set(Place(row.item, row.parent, row.depth, row.stray))

    def _set(self, place: Place) -> None:
        self._places[place.id] = place
        insort(self._under.setdefault(place.parent, []), (place.stray, place.item.index, place.id))
        self._remember(place.item)

    def _remember(self, item: PlanItem) -> None:
        for other in {item.answers, item.origin}:
            if other:
                self._made_from.setdefault(other, set()).add(item.id)

    def _forget(self, item: PlanItem) -> None:
        for other in {item.answers, item.origin}:
            if other:
                self._made_from[other].discard(item.id)

    def _reading_order(self, item_id: str) -> list[_Order]:
        path: list[_Order] = []
        at: str | None = item_id
        while at is not None:
            place = self._places[at]
            path.insert(0, (place.stray, place.item.index, at))
            at = place.parent
        return path

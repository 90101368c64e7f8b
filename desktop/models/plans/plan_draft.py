"""A plan before it is kept anywhere: its head and a tree of items, from any source.

Templates, documents that were read and parent plans all become a `PlanDraft`; it is then
shown, printed, or saved by `plans.save_draft`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from desktop.models import fractional
from desktop.models.outline.outline import Outline, PlanItem
from desktop.models.outline.rich_text import Runs, tidy
from desktop.models.outline.targets import Target
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.reference import Reference
from desktop.models.plans.work_row import WorkRow


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item with what stands under it; the fields are those of `PlanItem`.

    `id` "" gets a new one. `answers` and `origin` name items that already exist.
    """

    text: Runs = ()
    style: str = ""
    children: tuple["DraftItem", ...] = ()
    owner: str = ""
    partner: str = ""
    due: str = ""
    targets: tuple[Target, ...] = ()
    cost: int | None = None
    answers: str | None = None
    origin: str = ""
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan's head, its outermost items and the rows of its work programme.

    `cited` are the papers a document that was read cites.
    """

    head: PlanHead
    items: tuple[DraftItem, ...] = ()
    rows: tuple[WorkRow, ...] = ()
    cited: tuple[Reference, ...] = ()

    def outline(self) -> Outline:
        """Return the items as an outline, with ids of its own where they have none."""
        numbers = count(1)
        return Outline(flatten(self.items, lambda: f"d{next(numbers):04d}"), self.head.heading_set)

    def count(self) -> int:
        """Return the number of items at all depths."""
        return sum(1 for _item in walk(self.items))


def draft_item(text: str, style: str = "", *children: DraftItem) -> DraftItem:
    """Return an item of plain text."""
    return DraftItem(tidy([(text, "")]), style, children)


def walk(items: Iterable[DraftItem]) -> Iterator[DraftItem]:
    """Yield every item of the trees in reading order."""
    for item in items:
        yield item
        yield from walk(item.children)


def flatten(
    items: Iterable[DraftItem],
    new_id: Callable[[], str],
    parent: str | None = None,
    keys: Iterable[str] | None = None,
) -> list[PlanItem]:
    """Return the trees as stored items in reading order; `keys` are the places of the tops."""
    listed = list(items)
    found: list[PlanItem] = []
    for item, key in zip(listed, keys or fractional.spread(len(listed)), strict=True):
        own = item.id or new_id()
        found.append(
            PlanItem(
                own,
                parent=parent,
                index=key,
                text=item.text,
                style=item.style,
                owner=item.owner,
                partner=item.partner,
                due=item.due,
                targets=item.targets,
                cost=item.cost,
                answers=item.answers,
                origin=item.origin,
                note=item.note,
            )
        )
        found += flatten(item.children, new_id, own)
    return found


def trees(outline: Outline, parent: str | None = None) -> tuple[DraftItem, ...]:
    """Return the shown items of an outline as trees that keep their ids."""
    return tuple(
        DraftItem(
            text=row.item.text,
            style=row.style,
            children=trees(outline, row.id),
            owner=row.item.owner,
            partner=row.item.partner,
            due=row.item.due,
            targets=row.item.targets,
            cost=row.item.cost,
            answers=row.item.answers,
            origin=row.item.origin,
            note=row.item.note,
            id=row.id,
        )
        for row in outline.children(parent)
    )


def without_ids(items: Iterable[DraftItem]) -> tuple[DraftItem, ...]:
    """Return the trees as copies that get ids of their own."""
    return tuple(replace(i, id="", children=without_ids(i.children)) for i in items)

"""Where a plan still has room left for a number or a name, and where it is filled in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from desktop.i18n import _
from desktop.models.outline.outline import Outline
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_row import WorkRow

BLANK: Final = re.compile(r"(?:^|\s)(?:…|\.{3,})+(?=[\s.,;%]|$)")
"""Room left open: an ellipsis or a run of dots that stands alone."""
_BEFORE, _AFTER = 40, 20
_HEAD: Final = (
    *("subject", "issuer", "parent_issuer", "symbol", "place", "opening", "basis", "closing"),
    *("addressees", "recipients", "authority", "signer_title", "signer_name", "table_title"),
)


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """One place: the part of the plan it is in, the item's id there, and words around it."""

    part: Literal["item", "head", "row"]
    id: str
    where: str
    text: str


def around(text: str) -> str:
    """Return the words around the first room left open, "" where none is."""
    return next(iter(each_around(text)), "")


def each_around(text: str) -> list[str]:
    """Return the words around each room left open."""
    found, past = [], 0
    for left in BLANK.finditer(text):
        before, after = text[past : left.start()], text[left.end() :]
        past = left.end()
        if len(before) > _BEFORE:
            before = before[-_BEFORE:].partition(" ")[2] or before[-_BEFORE:]
        if len(after) > _AFTER:
            after = after[:_AFTER].rpartition(" ")[0]
        found.append((before + left[0] + after).strip())
    return found


def room(text: str) -> tuple[int, int] | None:
    """Return first character and end of the first room left open, without the space before."""
    left = BLANK.search(text)
    return None if left is None else (left.end() - len(left[0].lstrip()), left.end())


def open_places(head: PlanHead, outline: Outline, rows: Iterable[WorkRow]) -> list[OpenPlace]:
    """Return every place of a plan that is still open, in reading order."""
    return [*_of_head(head), *_of_items(outline), *_of_rows(rows)]


def _of_head(head: PlanHead) -> Iterator[OpenPlace]:
    for name in _HEAD:
        value = getattr(head, name)
        for text in (value,) if isinstance(value, str) else value:
            if said := around(text):
                yield OpenPlace("head", name, _("Thông tin văn bản"), said)


def _of_items(outline: Outline) -> Iterator[OpenPlace]:
    for row in outline:
        for said in each_around(row.item.plain):
            path = outline.path(row.id)
            yield OpenPlace("item", row.id, _("Mục {path}").format(path=path), said)


def _of_rows(rows: Iterable[WorkRow]) -> Iterator[OpenPlace]:
    for row in rows:
        said = next(filter(None, map(around, (row.task, row.due, row.lead, row.partner))), "")
        if said:
            yield OpenPlace("row", row.id, _("Chương trình công tác"), said)

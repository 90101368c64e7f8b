"""Whose tasks an upper paper's items are, by the lines in which it hands them out."""

from desktop.documents.duties import Duties, Handed, sort_out
from desktop.documents.office_facts import OfficeFacts
from desktop.intake.facts.assignments import find_assignments
from desktop.intake.reading import Block, Span
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline


def duties_of(parent: Outline, facts: OfficeFacts) -> Duties:
    """Return what an upper paper asks of an office, its handing-out lines resolved."""
    return sort_out(parent, facts, handed_out(parent))


def handed_out(parent: Outline) -> tuple[Handed, ...]:
    """Return the lines of a kept paper that cite its own items, with the items they mean."""
    rows = parent.rows
    found = find_assignments([_block(parent, place) for place in range(len(rows))])
    return tuple(
        Handed(
            rows[one.block].id,
            one.unit,
            tuple(rows[place].id for place in one.items),
            one.role == "chủ trì",
        )
        for one in found
        if one.refs
    )


def _block(parent: Outline, place: int) -> Block:
    row = parent.rows[place]
    item = row.style != labels.NONE
    return Block(
        kind="item" if item else "paragraph",
        zone="body",
        depth=row.depth,
        label=row.label,
        text=row.item.plain,
        runs=(),
        heading=row.size > 1,
        owner=None,
        span=Span(place + 1, place + 1),
        confidence=1.0,
    )

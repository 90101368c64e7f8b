"""Which duties of the upper paper the own plan carries out."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.documents import addressing
from desktop.documents.office_facts import Role
from desktop.models import outline_labels as labels
from desktop.models.outline import Outline, OutlineRow
from desktop.models.text import nfc


@dataclass(frozen=True, slots=True)
class Coverage:
    """`duties` are the upper paper's items that are ours, `answered` those carried out."""

    duties: tuple[str, ...]
    answered: frozenset[str]
    missing: tuple[str, ...]

    @property
    def covered(self) -> int:
        """How many duties are carried out."""
        return len(self.duties) - len(self.missing)

    def to_json(self) -> dict[str, object]:
        """Return the shape of the headless contract."""
        return {"parent": len(self.duties), "covered": self.covered, "missing": list(self.missing)}


NO_PARENT = Coverage((), frozenset(), ())


def coverage(parent: Outline, own: Outline, role: Role) -> Coverage:
    """Compare an own plan with the upper paper it answers; missing duties by their paths."""
    duties = duties_of(parent, role)
    answered = _answered(parent, own)
    missing = tuple(parent.path(row.id) for row in duties if row.id not in answered)
    return Coverage(tuple(row.id for row in duties), frozenset(answered), missing)


def duties_of(parent: Outline, role: Role) -> list[OutlineRow]:
    """Return the items of the upper paper that ask something of us.

    They are the innermost labelled items of every section but purpose and situation, as far
    as they are addressed to our kind of office, to those below it, or to nobody by name.
    """
    named = addressing.addressees(parent)
    return [
        row
        for row in _innermost(parent)
        if is_task_section(parent, row) and addressing.concerns(role, named[row.id])
    ]


def left_out(parent: Outline, role: Role) -> list[OutlineRow]:
    """Return the items that are only for bodies above us."""
    named = addressing.addressees(parent)
    return [
        row
        for row in _innermost(parent)
        if is_task_section(parent, row) and not addressing.concerns(role, named[row.id])
    ]


def is_task_section(parent: Outline, row: OutlineRow) -> bool:
    """Tell whether an item stands in a section of tasks or of their organisation."""
    above = parent.ancestors(row.id)
    top = above[-1] if above else row
    title = nfc(top.item.plain).casefold()[:120]
    if top.id == row.id and row.size == 1 and len(title) >= 120:
        return True
    sets_tasks = "nhiệm vụ" in title or "giải pháp" in title or "chỉ tiêu" in title
    aside = addressing.PURPOSE.search(title) or addressing.CONTEXT.search(title)
    return sets_tasks or not aside


def _innermost(outline: Outline) -> list[OutlineRow]:
    """Return the labelled items without labelled items under them."""
    with_labelled = {
        row.parent for row in outline if row.style != labels.NONE and row.parent is not None
    }
    return [row for row in outline if row.style != labels.NONE and row.id not in with_labelled]


def _answered(parent: Outline, own: Outline) -> set[str]:
    found: set[str] = set()
    for row in own:
        answers = row.item.answers
        if answers is None or answers not in parent:
            continue
        found.add(answers)
        if not any(inner.style != labels.NONE for inner in own.branch(row.id)[1:]):
            found.update(_ids(parent.branch(answers)))
    return found


def _ids(rows: Iterable[OutlineRow]) -> set[str]:
    return {row.id for row in rows}

"""Which duties of the upper paper the own plan carries out."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.documents.duties import Duties
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, OutlineRow


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


def coverage(parent: Outline, own: Outline, duties: Duties) -> Coverage:
    """Compare an own plan with the upper paper it answers; missing duties by their paths."""
    answered = _answered(parent, own)
    missing = tuple(parent.path(one) for one in duties.ours if one not in answered)
    return Coverage(duties.ours, frozenset(answered), missing)


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

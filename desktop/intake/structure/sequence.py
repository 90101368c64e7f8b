"""Which number may come next: labels checked against those already taken."""

from collections import Counter
from enum import IntEnum

from desktop.intake.structure.labels import Label

# A form of label seen so often is one of the document's own.
_USUAL = 2
# So many numbers of a series may be missing where it goes on.
_LOST = 4


class Fit(IntEnum):
    """How well a label continues the numbering; lower is better."""

    NEXT = 0
    FIRST = 1
    GAP = 2
    ODD = 3


class Sequence:
    """The numbering of a document as far as it was read."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[int, ...]] = {}
        self._forms: Counter[str] = Counter()

    def fit(self, label: Label) -> Fit:
        """Say how the label continues what was taken before."""
        if label.is_bullet:
            return Fit.NEXT
        last = self._last.get(label.level)
        value = label.numbers
        if last and value[:-1] == last[:-1]:
            step = value[-1] - last[-1]
            if step == 1 or (step == 2 and label.family in ("lower", "upper") and value[-1] == 6):
                return Fit.NEXT
            if 1 < step <= _LOST or (step == 0 and value[-1] > 1):  # a number lost, or given twice
                return Fit.GAP if value[-1] != 1 else Fit.FIRST
        if value[-1] == 1:
            return Fit.FIRST if len(value) == 1 or self._has_parent(value) else Fit.GAP
        if len(value) > 1 and self._has_parent(value):
            return Fit.GAP
        return Fit.ODD

    def runs(self, label: Label) -> bool:
        """Whether a series has come as far as this label, which counts beyond 99."""
        value = label.numbers
        last = self._last.get(label.level)
        if last and value[:-1] == last[:-1] and 0 <= value[-1] - last[-1] <= _LOST:
            return True
        return len(value) > 1 and value[-1] <= _LOST and self._has_parent(value)

    def best(self, labels: tuple[Label, ...]) -> Label:
        """Return the reading that continues the numbering best; a small letter is a capital only
        where capitals are printed with the same bracket.
        """
        if not self._forms["upper)"]:
            labels = tuple(x for x in labels if x.family != "upper" or x.text[0].isupper())
        return min(labels, key=self.fit)

    def take(self, label: Label) -> None:
        """Remember an accepted label."""
        if not label.is_bullet:
            self._last[label.level] = label.numbers
            self._forms[_form(label)] += 1

    def is_weak(self, label: Label) -> bool:
        """Whether the form also occurs in running text and this document does not use it."""
        return label.weak and (label.family == "roman" or self._forms[_form(label)] < _USUAL)

    def _has_parent(self, value: tuple[int, ...]) -> bool:
        """Whether an item with the number before the last dot is open."""
        if len(value) > 2:
            return self._last.get(f"decimal{len(value) - 1}") == value[:-1]
        openers = (
            "decimal.",
            "decimal)",
            "decimal()",
            "roman",
            "upper",
            "named",
            "section",
            "part",
        )
        ends = [last for key, last in self._last.items() if key.startswith(openers)]
        return any(last[-1] == value[0] for last in ends if len(last) == 1)


def _form(label: Label) -> str:
    """The level together with the mark after the number: "1-" and "1." are two forms."""
    return label.level + label.text.rstrip()[-1:] if not label.text[-1:].isalnum() else label.level

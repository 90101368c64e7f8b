"""A reading under review: corrections made one after another, each told as data, with undo.

The corrections are a log: replayed on the same reading they give the same state, so a review
left half done is the reading and its log.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from desktop.i18n import _
from desktop.intake.reading import Field, Reading
from desktop.intake.review import edits, facts, kept
from desktop.intake.review.doubts import Doubt, Known, doubts, field_reason, row_reasons
from desktop.intake.review.kept import LeftOut
from desktop.intake.review.outcome import facts_of, outcome
from desktop.intake.review.rows import Hand, Kind, Row, State, begin
from desktop.models.errors import Refusal


class Edit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One correction. `do` names it; the others are what it needs."""

    do: str
    rows: tuple[str, ...] = ()
    name: str = ""
    text: str = ""
    at: int = 0
    lines: tuple[str, ...] = ()
    values: dict[str, str | None] = {}


EDITS: Final[Mapping[str, Callable[[State, Edit], State]]] = {
    "accept": lambda s, e: edits.accept(s, e.rows),
    "text": lambda s, e: edits.set_text(s, e.rows[0], e.text),
    "label": lambda s, e: edits.set_label(s, e.rows, e.text),
    "shift": lambda s, e: edits.shift(s, e.rows, e.at),
    "kind": lambda s, e: edits.set_kind(s, e.rows, e.name),
    "drop": lambda s, e: edits.drop(s, e.rows),
    "back": lambda s, e: edits.bring_back(s, e.rows),
    "split": lambda s, e: edits.split(s, e.rows[0], e.at),
    "merge": lambda s, e: edits.merge(s, e.rows),
    "field": lambda s, e: facts.set_field(s, e.name, e.text),
    "accept_field": lambda s, e: facts.accept_field(s, e.name),
    "list": lambda s, e: facts.set_list(s, e.name, e.lines),
    "target": lambda s, e: facts.set_target(s, e.rows[0], e.at, e.values),
    "drop_target": lambda s, e: facts.drop_target(s, e.rows[0], e.at),
    "add_target": lambda s, e: facts.add_target(s, e.rows[0]),
    "hand": lambda s, e: facts.set_hand(s, e.name, e.values),
    "hand_items": lambda s, e: facts.hand_items(s, e.name, e.rows),
    "drop_hand": lambda s, e: facts.drop_hand(s, e.name),
    "drop_fact": lambda s, e: facts.drop_fact(s, e.name),
}


class ReviewSheet:
    """The rows and facts of one reading. `keep(edit)` is called for each correction that
    changed something, undoing and redoing included (`do` is then "undo", "redo").
    """

    def __init__(
        self,
        reading: Reading,
        log: Sequence[Edit] = (),
        keep: Callable[[Edit], object] = lambda _edit: None,
    ) -> None:
        self.reading = reading
        self._past: list[State] = []
        self._future: list[State] = []
        self._state = begin(reading)
        self._looked: State | None = None
        self._doubts: list[Doubt] = []
        self._known: Known = {}
        self._strays = kept.strays(reading, self._state)
        self._keep: Callable[[Edit], object] = lambda _edit: None
        for edit in log:
            self.apply(edit)
        self._keep = keep

    # what there is

    @property
    def state(self) -> State:
        """Everything as it is now."""
        return self._state

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order of the document, those left out too."""
        return self._state.rows

    def row(self, row_id: str) -> Row:
        """Return a row by its id; raises KeyError."""
        return self._state.row(row_id)

    def has(self, row_id: str) -> bool:
        """Say whether there is such a row."""
        return any(row.id == row_id for row in self._state.rows)

    def kind(self, row_id: str) -> Kind:
        """Return what a row is taken for."""
        return self._state.kind(self.row(row_id))

    def field(self, name: str) -> Field | None:
        """Return a field of the head, None when nothing was read for it."""
        return self._state.fields.get(name)

    def listed(self, name: str) -> tuple[Field, ...]:
        """Return one of the lists: legal_basis, addressees, recipients."""
        return self._state.lists[name]

    def hands(self, row_id: str) -> list[Hand]:
        """Return what a row hands to somebody."""
        return [one for one in self._state.hands if one.row == row_id]

    def hands_by_row(self) -> dict[str, tuple[Hand, ...]]:
        """Return row → what it hands to somebody."""
        found: dict[str, tuple[Hand, ...]] = {}
        for one in self._state.hands:
            found[one.row] = (*found.get(one.row, ()), one)
        return found

    def handed(self, row_id: str) -> list[Hand]:
        """Return who is handed a row."""
        return [one for one in self._state.hands if row_id in one.items]

    def facts(self, row_id: str) -> list[tuple[str, Any]]:
        """Return (name, fact) of the duties, deadlines … read from a row."""
        return facts_of(self.reading, self._state, self.row(row_id))

    # what to look at

    def doubts(self) -> list[Doubt]:
        """Return what is to be looked at, the least sure first."""
        if self._looked is not self._state:
            self._doubts = doubts(self._state, self._known)
            self._looked = self._state
        return list(self._doubts)

    def reasons(self, row_id: str) -> tuple[str, ...]:
        """Return why a row should be looked at."""
        return row_reasons(self.row(row_id), self.hands(row_id))

    def field_reason(self, name: str) -> str:
        """Return why a field should be looked at; "" when it need not."""
        return field_reason(self._state, name)

    def next_doubt(self, after: str, step: int = 1) -> Doubt | None:
        """Return the next (or, step -1, previous) place to look at, round and round."""
        found = self.doubts()
        if not found:
            return None
        ids = [one.id for one in found]
        if after in ids:
            return found[(ids.index(after) + step) % len(found)]
        return found[0 if step > 0 else -1]

    def rows_of_line(self, number: int) -> list[str]:
        """Return the rows that came from a line of the source."""
        return [r.id for r in self.rows if r.block.span.first <= number <= r.block.span.last]

    # what is kept

    def left_out(self) -> list[LeftOut]:
        """Return everything that would not be accepted, in the order of the document."""
        return kept.left_out(self._state, self._strays)

    def missing_words(self) -> Counter[str]:
        """Return the words of the source that are neither accepted nor left out: none."""
        return kept.missing(self._state)

    def result(self) -> Reading:
        """Return the reading as corrected."""
        return outcome(self.reading, self._state)

    # corrections

    def apply(self, edit: Edit) -> bool:
        """Make a correction told as data; False when it changed nothing.

        Raises Refusal for a correction that is not known or names rows that are not there.
        """
        if edit.do == "undo":
            return self.undo()
        if edit.do == "redo":
            return self.redo()
        change = EDITS.get(edit.do)
        if change is None:
            raise _refused(edit.do)
        try:
            state = change(self._state, edit)
        except (KeyError, IndexError):
            raise _refused(", ".join(edit.rows) or edit.name) from None
        if state == self._state:
            return False
        self._past.append(self._state)
        self._future.clear()
        self._state = state
        self._keep(edit)
        return True

    def accept(self, rows: Iterable[str]) -> bool:
        """Agree with rows and the facts read from them."""
        return self.apply(Edit("accept", tuple(rows)))

    def set_text(self, row_id: str, text: str) -> bool:
        """Correct the text of a row."""
        return self.apply(Edit("text", (row_id,), text=text))

    def set_label(self, rows: Iterable[str], label: str) -> bool:
        """Correct the label of rows; an empty one makes them paragraphs."""
        return self.apply(Edit("label", tuple(rows), text=label))

    def shift(self, rows: Iterable[str], step: int) -> bool:
        """Move items and what stands under them a level in (1) or out (-1)."""
        return self.apply(Edit("shift", tuple(rows), at=step))

    def set_kind(self, rows: Iterable[str], kind: str) -> bool:
        """Take rows for something else."""
        return self.apply(Edit("kind", tuple(rows), kind))

    def drop(self, rows: Iterable[str]) -> bool:
        """Leave rows out of what is accepted."""
        return self.apply(Edit("drop", tuple(rows)))

    def bring_back(self, rows: Iterable[str]) -> bool:
        """Take in again what was left out of rows."""
        return self.apply(Edit("back", tuple(rows)))

    def split(self, row_id: str, at: int) -> str:
        """Cut a row in two at a character; returns the new row's id, "" when there is none."""
        done = self.apply(Edit("split", (row_id,), at=at))
        return self.rows[self._state.place(row_id) + 1].id if done else ""

    def merge(self, rows: Iterable[str]) -> str:
        """Join rows to the first of them, a single one to the row above; returns its id."""
        before = {row.id: row for row in self.rows}
        if not self.apply(Edit("merge", tuple(rows))):
            return ""
        return next(row.id for row in self.rows if row is not before[row.id])

    def set_field(self, name: str, value: str) -> bool:
        """Correct a field of the head; an empty value takes it away."""
        return self.apply(Edit("field", name=name, text=value))

    def accept_field(self, name: str) -> bool:
        """Agree with a field as it was read."""
        return self.apply(Edit("accept_field", name=name))

    def set_list(self, name: str, lines: Iterable[str]) -> bool:
        """Correct one of the lists, line by line."""
        return self.apply(Edit("list", name=name, lines=tuple(lines)))

    # taking back

    def undo(self) -> bool:
        """Take back the last correction."""
        if not self._past:
            return False
        self._future.append(self._state)
        self._state = self._past.pop()
        self._keep(Edit("undo"))
        return True

    def redo(self) -> bool:
        """Make the correction taken back again."""
        if not self._future:
            return False
        self._past.append(self._state)
        self._state = self._future.pop()
        self._keep(Edit("redo"))
        return True


def _refused(what: str) -> Refusal:
    return Refusal(
        _("Không sửa được “{what}” trong bản đọc này.").format(what=what[:60]),
        next_step=_("Xem lại tên việc và dòng cần sửa."), code="E_FIX",
    )  # fmt: skip

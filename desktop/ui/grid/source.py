"""What the grid asks of the figures: a plain object, tested without a screen. No toolkit here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from typing import Protocol

Block = Sequence[Sequence[str]]
Cell = tuple[int, int]
HEADING = "\ue000"
"""In a block: this line covers a row that only names those below it (`GridSource.heading`)."""


class Mark(IntFlag):
    """What is special about a cell; any of them together."""

    NONE = 0
    ESTIMATED = 1
    """Carried from the period before, not confirmed: grey text."""
    NOT_APPLICABLE = 2
    """Muted text (the source gives "–")."""
    COMPUTED = 4
    """Cannot be typed in: on a sunken ground."""
    CHANGED = 8
    """Changed since it was sent: corner in brand."""
    CONFLICT = 16
    """Two offices disagree: corner in red."""
    COMMENTED = 32
    """Has a comment: corner in amber."""
    WARNING = 64
    """A rule asks for a look: amber edge."""
    ERROR = 128
    """A rule blocks: red edge."""
    SAVING = 256
    """Typed, its commit not confirmed yet: text in italics."""
    STRONG = 512
    """A subtotal: bold."""
    ELSEWHERE = 1024
    """Another office's figure, only shown: grey text."""
    CLEARED = 2048
    """Emptied by an explicit act: says so, small and muted."""
    PROPOSED = 4096
    """Something else could stand here: the source's `hint` is shown small at the left."""
    FLAGGED = 8192
    """To come back to: a small flag at the upper left."""
    MOVED_ON = 16384
    """What the figure was taken from has changed since: amber corner below."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: its code ("A03"), its title (wrapped to the header's room), width in letters.

    `left` aligns its text to the left (names, notes); numbers stand right. `note` explains it in
    the title's tooltip; in a `date` column Ctrl+; types today.
    """

    code: str
    title: str
    width: int = 11
    left: bool = False
    note: str = ""
    date: bool = False


@dataclass(frozen=True, slots=True)
class GridGroup:
    """A title over several neighbouring columns: the first one's place and how many."""

    title: str
    first: int
    count: int


class GridSource(Protocol):
    """Rows are units, columns indicators; rows and columns are counted from 0.

    `commit`, `paste` and `clear` do all they say or raise Refusal and do nothing; the grid asks
    again for every text in sight afterwards, so they may change other cells too.
    """

    columns: Sequence[GridColumn]
    groups: Sequence[GridGroup]

    def row_count(self) -> int:
        """Return how many rows there are."""

    def name_title(self) -> str:
        """Return what stands over the row names."""

    def name_letters(self) -> int:
        """Return how many letters wide the names are shown."""

    def whole_names(self) -> bool:
        """Say whether no name is cut: a few lines that differ at their end only."""

    def row_name(self, row: int) -> str:
        """Return the unit's name."""

    def row_mark(self, row: int) -> Mark:
        """Return the worst mark of a row: shown by its name (ERROR, WARNING, STRONG, ELSEWHERE)."""

    def heading(self, row: int) -> bool:
        """Say whether a row only names those below it: the cursor steps over it."""

    def hint(self, row: int, column: int) -> str:
        """Return what could stand in a cell marked PROPOSED, shown beside its text."""

    def row_note(self, row: int) -> str:
        """Return what there is to say of a row, for its name's tooltip; "" for nothing."""

    def text(self, row: int, column: int) -> str:
        """Return what is shown ("1.234", "–", "")."""

    def edit_text(self, row: int, column: int) -> str:
        """Return what an editor starts with and what Ctrl+C copies ("1234")."""

    def mark(self, row: int, column: int) -> Mark:
        """Return what is special about the cell."""

    def line(self, row: int, columns: Sequence[int]) -> tuple[Sequence[str], Sequence[int]]:
        """Return the texts and marks of some cells of a row, at once: they are drawn together."""

    def note(self, row: int, column: int) -> str:
        """Return the words for the marks, for tooltip and screen reader; "" for none."""

    def editable(self, row: int, column: int) -> bool:
        """Say whether the cell may be typed in."""

    def commit(self, row: int, column: int, text: str) -> None:
        """Take what was typed; raises Refusal when it is not a value for this cell."""

    def fill(self, cells: Sequence[Cell], text: str) -> None:
        """Take one typed text for several cells, as one undo step; raises Refusal."""

    def paste(
        self, row: int, column: int, block: Block, cut: Sequence[Sequence[Cell]] = ()
    ) -> None:
        """Take a block whose first cell lands here, as one undo step; raises Refusal.

        An empty cell of a block changes nothing, one that is EMPTIED clears, one that is HEADING
        stands over a row that is a heading. The cells it was
        `cut` from are cleared in the same step, but for those it lands on and those whose figure
        nothing here takes.
        """

    def clear(self, cells: Sequence[Cell]) -> None:
        """Clear cells by an explicit act, as one undo step; raises Refusal."""

    def total(self, column: int) -> str:
        """Return the column's total as shown in the pinned row; "" for none."""

    def total_waits(self, column: int) -> str:
        """Return what a total holds that no report counts yet; "" for nothing. It is marked."""

    def total_name(self) -> str:
        """Return what stands before the totals; "" where there are none."""

    def total_note(self) -> str:
        """Return the words for the totals' tooltip; "" for none."""

"""What became of a pasted block and its cells: plain values, for whoever reads or shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.models.entry.entry import Assignments
from desktop.models.entry.entry_numbers import Outcome
from desktop.models.figures.cells import Entry

Block = Sequence[Sequence[str]]
Odd = dict[int, tuple[str, bool]]
"""Column of a block → what is to be said of its head, and whether that surely is another's."""
HeadJudge = Callable[[Block, int, int, Sequence[int]], Odd]
"""(block, how many of its lines are heads, how many of its columns name units, targets) → Odd."""


@dataclass(frozen=True, slots=True)
class CellReading:
    """What became of one cell of the block; `row`, `column` are its place in the sheet (-1:
    none), `line`, `cell` its place in the block, counted from 1; `unheard`: it would stand where
    nothing is typed in, and something else stands there."""

    row: int
    column: int
    line: int
    cell: int
    source: str
    outcome: Outcome
    entry: Entry | None = None
    note: str = ""
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class PasteReading:
    """A whole block as it was read; it lands as one step, or not at all.

    `headed` says whether lines at its head name the columns, `names` which of its columns names
    units (-1: none). `strangers`: none of those names is known, so that the numbers stand beside
    the columns they belong to; `a_table`: some of them are not, or the heads say other columns, or
    there are titles, groups or subtotals among its lines, so that it is no block of plain cells.
    """

    cells: tuple[CellReading, ...]
    assignments: Assignments
    headed: bool = False
    names: int = -1
    strangers: bool = False
    a_table: bool = False

    @property
    def certain(self) -> bool:
        """Whether nothing has to be shown before landing."""
        return not any(cell.outcome in ("doubtful", "refused") for cell in self.cells)

    @property
    def dropped(self) -> bool:
        """Whether something that stands otherwise in the sheet met a column not typed in."""
        return any(cell.unheard for cell in self.cells)

    def of(self, *outcomes: Outcome) -> list[CellReading]:
        """Return the cells that ended so."""
        return [cell for cell in self.cells if cell.outcome in outcomes]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the block: which row it goes to (-1: none), and why not; `guessed`: nothing but
    its numbers says that it is a line of totals; `words`: there is nothing but words in it."""

    number: int
    row: int
    cells: Sequence[str]
    note: str = ""
    total: bool = False
    guessed: bool = False
    words: bool = False

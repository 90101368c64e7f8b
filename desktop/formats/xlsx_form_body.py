"""The rows of a form that is filled in: what is typed, what is reckoned, what must not be."""

from dataclasses import dataclass

from desktop.formats.table import Row
from desktop.formats.table_across import LEAD
from desktop.models.figures.cells import MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell to be filled in: a number up to `most`, one of `choices`, or (`text`) any words."""

    choices: tuple[str, ...] = ()
    text: bool = False
    value: str = ""
    most: int = MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Calc:
    """A computed cell: a formula with {code} for its cells, and what it shows before any entry."""

    formula: str
    shown: int | None = None


FormCell = str | int | Entry | Calc | None


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the body. `token` is hidden beside it, "" for a row that holds no figures.

    `own` is the code the row's figures have where the rows are indicators. `indent` and
    `bold` are its look.
    """

    cells: tuple[FormCell, ...]
    token: str = ""
    own: str = ""
    bold: bool = False

    @property
    def is_title(self) -> bool:
        """Tell whether the row only says what those below it are about."""
        return self.bold and not self.token and not self.own


@dataclass(frozen=True, slots=True)
class Check:
    """What must not be: a condition with {code} cells, what is said, which cells turn red."""

    when: str
    says: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormBody:
    """The rows of a form and how their cells are named in formulas.

    `across`: the codes are columns, `codes` naming each ("" for none), and formulas speak of
    the same row; otherwise they are rows and `codes` marks the entry column. `check_column`
    says what is wrong; where it is the last it is not printed. `total` sums those columns under
    the rows. `token_column` holds the rows' tokens: hidden among the columns it goes along when
    the rows are sorted; without it they stand right of the table.
    """

    rows: tuple[FormRow, ...]
    codes: tuple[str, ...]
    across: bool
    checks: tuple[Check, ...]
    check_column: int
    total: tuple[int, ...] = ()
    guide: tuple[str, ...] = ()
    period_mark: tuple[str, str] = ("", "")
    token_column: int | None = None

    def shown_figures(self) -> tuple[Row, ...]:
        """Return the figures that are printed, as rows of a table."""
        return tuple(
            Row(tuple(cell if isinstance(cell, int) else _shown(cell) for cell in row.cells))
            for row in self.rows
        )


def _shown(cell: FormCell) -> int | None:
    return cell.shown if isinstance(cell, Calc) else None


def lead_of(body: FormBody) -> int:
    """Return how many columns say whose row it is: number, name, and the hidden token's."""
    return LEAD if body.token_column is None else body.token_column + 1

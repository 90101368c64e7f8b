"""Tables of a neutral document: columns, rows, and cells that stay numbers."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

Number = int | Decimal | Fraction


class Align(StrEnum):
    """How text stands between its margins."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class CellKind(StrEnum):
    """What the cells of a column are; a single cell may differ (`Figure`)."""

    TEXT = "text"
    COUNT = "count"  # whole numbers: 1.234
    DECIMAL = "decimal"  # 1.234,5 with the column's decimals
    MONEY = "money"  # đồng, whole: 5.060.000
    PERCENT = "percent"  # the value is a ratio, 1 = 100%: Fraction(13, 16) prints 81,25%


class Role(StrEnum):
    """What a row is to its table."""

    BODY = "body"
    GROUP = "group"  # a heading between rows; one cell only = over the full width
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    NOTE = "note"  # small italic remark over the full width


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is written otherwise than its column says.

    `value` None prints blank. `kind` and `decimals` None take the column's; `italic` marks
    an estimate. Ratios (`CellKind.PERCENT`) are given as Fraction or Decimal where 1 = 100%.
    """

    value: Number | None
    kind: CellKind | None = None
    decimals: int | None = None
    italic: bool = False


Cell = str | int | Decimal | Fraction | Figure | None
"""None prints blank and is an empty cell in a workbook; 0 prints 0."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` is a share: any unit, scaled so that all columns fill the page.

    `groups` are the titles that stand above it, outermost first; neighbours with the same
    leading groups share one merged title. `align` None: text left, numbers right.
    `code` is the indicator code kept in the workbook's hidden row. `turned`: its title runs from
    bottom to top.
    """

    title: str
    width: float
    kind: CellKind = CellKind.TEXT
    align: Align | None = None
    groups: tuple[str, ...] = ()
    decimals: int = 0
    code: str = ""
    turned: bool = False


HAND_PT: Final = 22.7
"""Eight millimetres: a line of writing by hand."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell per column, except a GROUP or NOTE row with one cell for all columns.

    `label_span`: how many columns, from the first, the first cell's text may run over
    (totals: "Tổng cộng" over STT and name); the cells it covers must be None. `asks` says what
    the row's numbers are where `code` does not: kept for who points at one, never written.
    `summed`: its numbers follow from other rows, as those of a total do. `by_hand`: its empty
    cells are to be written in, so that it is at least `HAND_PT` high.
    """

    cells: tuple[Cell, ...]
    role: Role = Role.BODY
    label_span: int = 1
    code: str = ""
    asks: str = ""
    summed: bool = False
    by_hand: bool = False

    @property
    def is_total(self) -> bool:
        """Whether its numbers are worked out from other rows."""
        return self.summed or self.role in (Role.SUBTOTAL, Role.TOTAL)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that fills the width of its page and repeats its head on every page.

    `marks` is the row under the head, one text per column ("A", "B", "1" …), or empty.
    `caption` stands above, bold and centred; `unit_note` above right, italic
    ("Đơn vị tính: người"). `name` names the worksheet.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    unit_note: str = ""
    marks: tuple[str, ...] = ()
    name: str = ""
    repeat_head: bool = True


def counted_marks(columns: int, *, texts: int = 0) -> tuple[str, ...]:
    """Return the marks A, B … for the first `texts` columns, then 1, 2, 3 …"""
    letters = "ABCDEGHIKLMNOPQRSTUVXY"
    return tuple(letters[:texts]) + tuple(str(n) for n in range(1, columns - texts + 1))

"""What a table cell prints: text as it is, numbers the Vietnamese way, None blank."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from desktop.formats.cleaning import clean
from desktop.formats.table import Align, Cell, CellKind, Column, Figure, Number, Role, Row

_SHORT = 10
"""Letters of a code or a day at most."""


def written(value: Number, decimals: int) -> str:
    """Return the number as 1.234,5, rounded half-up, away from zero, exact at any size."""
    if isinstance(value, int) and not decimals:
        return f"{value:,}".replace(",", ".")
    exact = abs(Fraction(value) * 10**decimals)
    whole, rest = divmod(exact.numerator, exact.denominator)
    whole += 2 * rest >= exact.denominator
    units, part = divmod(whole, 10**decimals)
    sign = "-" if value < 0 and whole else ""
    text = sign + f"{units:,}".replace(",", ".")
    return f"{text},{part:0{decimals}d}" if decimals else text


def _count(value: Number, decimals: int) -> str:
    return written(value, 0)


def _percent(value: Number, decimals: int) -> str:
    return written(Fraction(value) * 100, decimals) + "%"


_PRINT: Mapping[CellKind, Callable[[Number, int], str]] = {
    CellKind.TEXT: written,
    CellKind.COUNT: _count,
    CellKind.DECIMAL: written,
    CellKind.MONEY: _count,
    CellKind.PERCENT: _percent,
}


def as_figure(cell: int | Decimal | Fraction | Figure, column: Column) -> Figure:
    """Return the number with the kind and decimals it is written in."""
    figure = cell if isinstance(cell, Figure) else Figure(cell)
    kind = figure.kind or column.kind
    decimals = column.decimals if figure.decimals is None else figure.decimals
    if kind is CellKind.TEXT and figure.decimals is None and figure.value is not None:
        decimals = 0 if figure.value == int(figure.value) else 2
    return Figure(figure.value, kind, decimals, figure.italic)


def cell_text(cell: Cell, column: Column) -> str:
    """Return the printed text of a cell of that column."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    figure = as_figure(cell, column)
    if figure.value is None:
        return ""
    return _PRINT[figure.kind or CellKind.TEXT](figure.value, figure.decimals or 0)


def is_number(cell: Cell) -> bool:
    """Tell whether the cell is a number, written or blank."""
    return cell is not None and not isinstance(cell, str)


def stays_whole(cell: Cell) -> bool:
    """Tell whether a cell is never broken over lines: a number, or one short word like a code."""
    if isinstance(cell, str):
        return len(cell) <= _SHORT and not any(letter.isspace() for letter in cell)
    return cell is not None


def whole(mark: str) -> str:
    """Return a mark of the head ("4 = 3 : 1") so that it stays on one line."""
    return mark.replace(" ", "\N{NO-BREAK SPACE}")


def cell_align(cell: Cell, column: Column, row: Row) -> Align:
    """Return where a cell's text stands: numbers right, a spanning label centred."""
    if row.label_span > 1 and cell is row.cells[0]:
        return Align.CENTER
    if column.align is not None:
        return column.align
    return Align.RIGHT if is_number(cell) else Align.LEFT


def spans_all(row: Row) -> bool:
    """Tell whether the row's one cell runs over the whole table."""
    return row.role in (Role.GROUP, Role.NOTE) and len(row.cells) == 1

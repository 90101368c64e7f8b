"""What a column of a unit-by-unit form prints: an attribute, a figure, or a formula."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from desktop.formats.table import Align, Cell, CellKind, Column, Figure
from desktop.models.figures.sums.trace_formulas import codes_of, is_formula
from desktop.models.packs.pack_types import Equation, Form, FormColumn
from desktop.models.packs.packs import Packs
from desktop.models.units.units import Unit
from desktop.reports.unit_figures import MEN, Line

NOT_APPLICABLE = "x"
NO_WHOLE = "–"
CODE_WIDTH = 21
"""Letters of a column of unit codes: one that is broken into lines is read wrongly."""
_ALIGN = {"left": Align.LEFT, "center": Align.CENTER, "right": Align.RIGHT}


def form_columns(form: Form, scheme: str, *, personal: bool) -> list[FormColumn]:
    """Return the columns a form prints in a scheme; personal ones only when asked for."""
    return [
        column
        for column in form.columns
        if (personal or not column.personal) and (not column.schemes or scheme in column.schemes)
    ]


def printed(column: FormColumn, packs: Packs, *, drop_groups: int = 0) -> Column:
    """Return the column as the document has it."""
    text = column.kind == "attribute"
    share = column.source.partition(":")[0] == "growth"
    kind = CellKind.TEXT if text else CellKind.DECIMAL if share else CellKind.COUNT
    indicator = packs.indicators.get(column.source)
    if indicator is not None and indicator.money:
        kind = CellKind.MONEY
    return Column(
        column.title,
        _width(column),
        kind,
        _ALIGN[column.align],
        column.group[drop_groups:],
        decimals=2 if share else 0,
        code=column.source if column.kind == "indicator" else column.id,
    )


def _width(column: FormColumn) -> float:
    """Return a column's share, wide enough that no word of its title is broken."""
    longest = max(len(word) for word in column.title.split())
    return max(column.width, longest * 1.4 + 2)


def attribute_text(unit: Unit, name: str, packs: Packs) -> str:
    """Return an attribute of a unit as a form prints it."""
    if name == "name":
        return unit.name
    value = unit.attributes.get(name)
    sector = packs.sectors.get(str(value)) if name == "sector" else None
    if sector is not None:
        return sector.name
    return "" if value is None else str(value)


def figure_of(column: FormColumn, packs: Packs) -> Callable[[Line], Cell]:
    """Return what gives a row's cell in an indicator or formula column."""
    if column.kind == "indicator":
        source = column.source
        return lambda line: stock(line, source)
    formula, _colon, code = column.source.partition(":")
    made = _FORMULAS[formula]
    return lambda line: made(line, code, packs)


def codes_shown(columns: Iterable[FormColumn], packs: Packs) -> list[str]:
    """Return the figures that the columns show or are reckoned from."""
    found: dict[str, None] = {}
    for column in columns:
        formula, _colon, code = column.source.partition(":")
        if formula == "opening":
            found[equation_of(packs, code).baseline] = None
        elif is_formula(packs, column.source):
            found |= dict.fromkeys(codes_of(packs, column.source))
        elif column.kind == "indicator":
            found[column.source] = None
    return list(found)


def stock(line: Line, code: str) -> Cell:
    """Return a row's figure; one of an earlier period in italics, a mark where none applies."""
    if code in line.numbers:
        return Figure(line.numbers[code], italic=True) if line.carried else line.numbers[code]
    return NOT_APPLICABLE if code in line.na else None


def _men(line: Line, code: str, packs: Packs) -> Cell:
    return stock(line, MEN + code)


def equation_of(packs: Packs, stock: str) -> Equation:
    """Return the movement equation of a stock."""
    return next(e for e in packs.equations.values() if stock in e.stocks)


def movement(line: Line, equation: Equation) -> tuple[int | None, int]:
    """Return (opening, net change) of a row; the opening is None where it is unknown."""
    came = sum(line.numbers.get(code, 0) for code in equation.increases)
    left = sum(line.numbers.get(code, 0) for code in equation.decreases)
    return line.openings.get(equation.id), came - left


def is_known(line: Line, equation: Equation) -> bool:
    """Tell whether the row says anything of a movement."""
    codes = (*equation.increases, *equation.decreases)
    return equation.id in line.openings or any(code in line.numbers for code in codes)


def _tells_moves(line: Line, equation: Equation) -> bool:
    """Tell whether a row's net change is known: of who reported nothing not even that it is 0."""
    return is_known(line, equation) and equation.id not in line.untold


def closing_stock(line: Line, equation: Equation) -> int | None:
    """Return opening plus net change; None where nothing is known, or a first opening is not."""
    if equation.id in line.unopened:
        return None
    opening, net = movement(line, equation)
    return (opening or 0) + net if is_known(line, equation) else None


def _opening(line: Line, code: str, packs: Packs) -> Cell:
    return line.openings.get(equation_of(packs, code).id)


def _closing(line: Line, code: str, packs: Packs) -> Cell:
    equation = equation_of(packs, code)
    number = closing_stock(line, equation)
    untold = equation.id in line.untold and number is not None
    return Figure(number, italic=True) if untold else number


def _net(line: Line, code: str, packs: Packs) -> Cell:
    equation = equation_of(packs, code)
    return movement(line, equation)[1] if _tells_moves(line, equation) else None


def _growth(line: Line, code: str, packs: Packs) -> Cell:
    equation = equation_of(packs, code)
    opening, net = movement(line, equation)
    if not _tells_moves(line, equation):
        return None
    return Figure(Fraction(100 * net, opening)) if opening else NO_WHOLE


def difference(line: Line, code: str, packs: Packs) -> Cell:
    """Closing by movement less the stock itself; blank where either is unknown, or both are of an
    earlier period because nobody told anything."""
    equation = equation_of(packs, code)
    if line.carried and equation.id in line.untold:
        return None
    moved = closing_stock(line, equation)
    held = [line.numbers[stock] for stock in equation.stocks if stock in line.numbers]
    return moved - sum(held) if moved is not None and held else None


_FORMULAS: Mapping[str, Callable[[Line, str, Packs], Cell]] = {
    "men": _men,
    "opening": _opening,
    "closing": _closing,
    "net": _net,
    "growth": _growth,
    "difference": difference,
}

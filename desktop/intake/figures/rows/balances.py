"""What the opening and closing stock of a movement table say of its rows and of its columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column
from desktop.intake.figures.rows.checks import has_unclear_movements, unread, value_of
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid
from desktop.intake.figures.wording.numbers import CountReader
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.text import vi_number

_MOST_COLUMNS: Final = 10
_TOGETHER: Final = 3
_SAMPLE: Final = 200
_LEAST: Final = 2
_FEW: Final = 3
_NEARLY_ALL: Final = 0.9
_ONE_IN: Final = 10


@dataclass(frozen=True, slots=True)
class _Balance:
    """What a row tells: opening + increases − decreases, and its closing stock (persons)."""

    line: Line
    made: int
    closing: int


def _balances(lines: Sequence[Line], packs: Packs) -> Iterator[_Balance | None]:
    """Yield the balance of each row that tells both stocks, None where a movement is unclear."""
    equation = packs.equations.get("members")
    if equation is None:
        return
    for line in lines:
        opening, closing = stocks_told(line, equation)
        if opening is None or closing is None:
            continue
        moved = (*equation.increases, *equation.decreases)
        if unread(line, moved) or has_unclear_movements(line):
            yield None
            continue
        made = opening + _added(line, equation.increases) - _added(line, equation.decreases)
        yield _Balance(line, made, closing)


def movement_balance(lines: Sequence[Line], packs: Packs) -> dict[int, str]:
    """Compare the closing stock a row tells with opening + increases − decreases.

    Returns row → what differs. Where most of many rows differ the sheet means something else by
    its columns, and nothing is said.
    """
    told = list(_balances(lines, packs))
    differing = {
        one.line.at: _("Đầu kỳ + tăng − giảm là {made}, cuối kỳ ghi {told}.").format(
            made=vi_number(one.made), told=vi_number(one.closing))
        for one in told if one is not None and one.made != one.closing
    }  # fmt: skip
    if len(told) > _FEW and len(differing) * 2 > len(told):
        return {}
    return differing | _without_closing(lines, packs, len(told))


def _without_closing(lines: Sequence[Line], packs: Packs, told: int) -> dict[int, str]:
    """Return the rows that tell movements and no closing stock where nearly all others tell one:
    their cells may stand one column to the left."""
    equation = packs.equations.get("members")
    if equation is None or told <= _FEW:
        return {}
    found = {}
    for line in lines:
        opening, closing = stocks_told(line, equation)
        added, taken = _added(line, equation.increases), _added(line, equation.decreases)
        if closing is None and opening is not None and (added or taken):
            found[line.at] = _(
                "Ô cuối kỳ để trống; đầu kỳ + tăng − giảm là {made}: xem các số có bị lệch sang "
                "cột bên không."
            ).format(made=vi_number(opening + added - taken))
    return found if len(found) * _ONE_IN <= told + len(found) else {}


def stocks_told(line: Line, equation: Equation) -> tuple[int | None, int | None]:
    """Return the opening and the closing stock of a row, in persons."""
    closing = stock_told(line, "aside:" + equation.stocks[0])
    closing = stock_told(line, "closing") if closing is None else closing
    return stock_told(line, "opening"), closing


def untaken_movements(
    counts: CountReader, grid: Grid, lines: Sequence[Line], packs: Packs
) -> list[Column]:
    """Return the columns of one table that are not taken and that most rows balance with alone.

    Such a column holds movements, whatever its heading was taken for: its figures must not be
    left out in silence. `lines` are the rows of data under one head.
    """
    told = [one for one in _balances(lines[:_SAMPLE], packs) if one is not None]
    left = [one.closing - one.made for one in told]
    section = told[0].line.section if told else None
    if section is None or sum(map(bool, left)) * 2 <= len(left):
        return []
    values: dict[int, list[int]] = {}
    for column in section.header.columns:
        if column.path and column.role in ("", "other"):
            cells = [grid.rows[one.line.at] for one in told]
            read = [counts.read(row[column.at]).value or 0 if column.at < len(row) else 0
                    for row in cells]  # fmt: skip
            if sum(map(bool, read)) >= _LEAST:
                values[column.at] = read
    if len(values) > _MOST_COLUMNS:
        return []
    for size in range(1, _TOGETHER + 1):
        for places in combinations(values, size):
            for signs in product((1, -1), repeat=size):
                added = (sum(sign * values[at][row] for at, sign in zip(places, signs, strict=True))
                         for row in range(len(left)))  # fmt: skip
                alike = sum(one == rest for one, rest in zip(added, left, strict=True))
                if alike >= _NEARLY_ALL * len(left):
                    return [section.header.columns[at] for at in places]
    return []


def stock_told(line: Line, role: str) -> int | None:
    """Return the stock a row tells in its one column of a role: "opening", "closing"; None without
    one, or of several."""
    found = [c.value for key, c in line.counts.items() if key.partition("@")[0] == role]
    return found[0] if len(found) == 1 else None


def _added(line: Line, codes: Sequence[str]) -> int:
    return sum(value_of(line, code) or 0 for code in codes)

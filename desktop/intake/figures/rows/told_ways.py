"""Transfers whose heading tells where and not which way: the stocks of their rows tell it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.columns import forced
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.movement_signs import MOVED, Way
from desktop.intake.figures.rows.balances import stocks_told
from desktop.intake.figures.rows.checks import unread, value_of
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid
from desktop.intake.figures.wording.numbers import CountReader
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs

_LEAST: Final = 2
_NEARLY_ALL: Final = 0.9


def with_ways_told(
    read: Callable[[Header], list[Line]], header: Header, grid: Grid, headings: HeadingReader,
    packs: Packs,
) -> tuple[Header, list[Line]]:  # fmt: skip
    """Return a header and its rows, a transfer read the way the rows balance with.

    “Chuyển công tác trong tỉnh” between other movements is C13 or C21; where nearly every row
    that tells both stocks agrees with one of them alone, it is that one, and says so.
    """
    lines = read(header)
    equation = packs.equations.get("members")
    open_ones = [column for column in header.columns if column.role == "moved"]
    senses = {column.at: headings.sense(" ".join(column.path)).concepts for column in open_ones}
    whole = [column for column in open_ones if "women" not in senses[column.at]]
    if equation is None or len(whole) != 1:
        return header, lines
    places = {"inside", "outside"} & senses[whole[0].at]
    way = _way(whole[0], grid, lines, equation, CountReader(headings.words))
    if len(places) != 1 or not way:
        return header, lines
    code = MOVED[places.pop(), way]
    roles = {whole[0].at: f"code:{code}"} | {
        column.at: f"code:{code}N" for column in open_ones
        if column.at != whole[0].at and column.path[:-1] == whole[0].path[:-1]
    }  # fmt: skip
    told = forced(header, roles)
    said = _("Hiểu cột “{name}” là chỉ tiêu {code}: đầu kỳ + tăng − giảm khớp với cuối kỳ.").format(
        name=" > ".join(whole[0].path)[:60], code=code)  # fmt: skip
    told.columns[whole[0].at] = replace(told.columns[whole[0].at], guess=said)
    return told, read(told)


def _way(
    column: Column, grid: Grid, lines: Sequence[Line], equation: Equation, counts: CountReader
) -> Way:
    moved = (*equation.increases, *equation.decreases)
    left: list[tuple[int, int]] = []
    for line in lines:
        opening, closing = stocks_told(line, equation)
        if line.kind != "data" or opening is None or closing is None or unread(line, moved):
            continue
        row = grid.rows[line.at]
        value = counts.read(row[column.at]).value or 0 if column.at < len(row) else 0
        came = sum(value_of(line, code) or 0 for code in equation.increases)
        went = sum(value_of(line, code) or 0 for code in equation.decreases)
        left.append((closing - opening - came + went, value))
    if sum(value > 0 for _rest, value in left) < _LEAST:
        return ""
    ways: tuple[tuple[Way, int], ...] = (("in", 1), ("out", -1))
    for way, sign in ways:
        if sum(rest == sign * value for rest, value in left) >= _NEARLY_ALL * len(left):
            return way
    return ""

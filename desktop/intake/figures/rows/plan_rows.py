"""Rows of a plan and of its result under the name of one union: the result is the figure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.plans_beside import (
    ASSUMED,
    Way,
    is_assumed,
    names_period,
    plans_and_results,
    way_told,
)
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.rows.row_words import text_at
from desktop.intake.figures.sheets.grid import Grid

_WHY: Final[Mapping[Way, str]] = {
    "plan": _("dòng kế hoạch"), "ratio": _("dòng tỷ lệ"), "since": _("dòng lũy kế"),
    "other": _("dòng của kỳ khác"),
}  # fmt: skip
_SUMS: Final = frozenset({"total", "subtotal", "outside"})


def leave_plans(grid: Grid, lines: Sequence[Line], headings: HeadingReader) -> None:
    """Leave out the rows of plans, ratios and sums of the year beside those of what was done.

    A column says of each row which it is; the rows of a union without just one result are asked
    about. A result without a name is of the union named above it.
    """
    sections = {id(line.section): line.section for line in lines if line.section is not None}
    for section in sections.values():
        counted = [line for line in lines if line.section is section and line.has_figures]
        rows = [line for line in counted if line.kind == "data"]
        told, assumed = _told(grid, counted, rows, headings)
        for line in counted:
            if line.kind in _SUMS and told.get(line.at, "result") not in ("", "result"):
                line.kind, line.why = "outside", _WHY[told[line.at]]
        for union in _by_union(grid, rows) if told else ():
            if sum(told[line.at] == "result" for line in union) == 1:
                _keep_result(union, told, assumed)
            else:
                _ask(union)


def _told(
    grid: Grid, counted: Sequence[Line], rows: Sequence[Line], headings: HeadingReader
) -> tuple[Mapping[int, Way], bool]:
    """Return row → what it tells, by the column that says so, and whether results are taken for
    the period's without saying so; empty where no column does."""
    readers = rows[0].section.readers if rows and rows[0].section is not None else {}
    for column in range(min(readers, default=0)):
        texts = {line.at: text_at(grid.rows[line.at], column) for line in counted}
        told = {at: way_told(text, headings) for at, text in texts.items()}
        if plans_and_results([told[line.at] for line in rows]):
            said = list(filter(None, dict.fromkeys(texts.values())))
            return told, is_assumed(said, headings) and not any(map(names_period, said))
    return {}, False


def _by_union(grid: Grid, rows: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the rows of each union: those below a name until the next."""
    union: list[Line] = []
    for line in rows:
        unit = line.section.unit if line.section is not None else -1
        named = bool(text_at(grid.rows[line.at], unit))
        if union and named and line.name != union[0].name:
            yield union
            union = []
        union.append(line)
    if union:
        yield union


def _keep_result(union: Sequence[Line], told: Mapping[int, Way], assumed: bool) -> None:
    for line in union:
        if told[line.at] == "result":
            line.name, line.match = union[0].name, union[0].match
            line.doubt = ASSUMED if assumed else ""
        else:
            line.kind, line.why = "outside", _WHY[told[line.at]]


def _ask(union: Sequence[Line]) -> None:
    for line in union:
        line.ask = _("Không rõ dòng nào là số thực hiện trong kỳ của đơn vị này.")

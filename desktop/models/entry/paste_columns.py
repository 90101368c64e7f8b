"""Pasted columns that hold the figures of the one beside them: a block one column aside."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.paste_cells import Line
from desktop.models.figures.cells import number_of

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet
    from desktop.models.entry.entry_row import EntryRow

Numbers = Sequence[int | None]
_FEWEST = 3
_TELLING = 10
"""Counts below this are like any other and tell nothing."""
_NEARLY_ALL, _HALF = 0.9, 0.5
_SAME, _SLACK = 0.05, 2
_FLOWS, _DISTINCT = 5, 3


def beside_themselves(
    sheet: "EntrySheet", lines: Sequence[Line], numbers: Sequence[Numbers], targets: Sequence[int]
) -> dict[int, str]:
    """Return, for columns of the block, what is said of one whose figures are the neighbour's.

    A neighbour is the next column typed in, to either side. Stocks change little from period to
    period: nearly all have to be about the neighbour's, and most of them unlike their own. Flows
    begin anew: all have to be what stands in the neighbour now.
    """
    pasted = [(sheet.rows[one.row], read) for one, read in zip(lines, numbers, strict=True)
              if one.row >= 0]  # fmt: skip
    typed = [n for n, one in enumerate(sheet.columns) if one.kind == "typed" and one.code]
    found: dict[int, str] = {}
    for place, target in enumerate(targets):
        if target not in typed:
            continue
        told = [(row, n) for row, read in pasted
                if place < len(read) and (n := read[place]) is not None]  # fmt: skip
        at = typed.index(target)
        for other in (*typed[max(at - 1, 0) : at], *typed[at + 1 : at + 2]):
            if _is_of(sheet, told, target, other):
                found[place] = _words(sheet, target, other)
    return found


def _is_of(
    sheet: "EntrySheet", told: Sequence[tuple["EntryRow", int]], target: int, other: int
) -> bool:
    own, beside = sheet.columns[target].code, sheet.columns[other].code
    if own in sheet.facts.stocks and beside in sheet.facts.stocks:
        return _stocks_are(told, own, beside)
    if own in sheet.facts.stocks or beside in sheet.facts.stocks:
        return False
    return _flows_are(told, own, beside)


def _stocks_are(told: Sequence[tuple["EntryRow", int]], own: str, beside: str) -> bool:
    known = [
        (n, _known(row, own), theirs)
        for row, n in told
        if n >= _TELLING and (theirs := _known(row, beside)) is not None
    ]
    if len(known) < _FEWEST:
        return False
    alike = sum(_near(n, theirs) for n, _mine, theirs in known)
    mine = sum(_near(n, held) for n, held, _theirs in known if held is not None)
    unknown = sum(held is None for _n, held, _theirs in known)
    return alike >= len(known) * _NEARLY_ALL and mine <= (len(known) - unknown) * _HALF


def _flows_are(told: Sequence[tuple["EntryRow", int]], own: str, beside: str) -> bool:
    held = [(n, number_of(row.values.get(own)), number_of(row.values.get(beside)))
            for row, n in told]  # fmt: skip
    some = [n for n, _mine, _theirs in held if n]
    return (
        len(some) >= _FLOWS
        and len(set(some)) >= _DISTINCT
        and all(n == (theirs or 0) for n, _mine, theirs in held)
        and any(n != mine for n, mine, _theirs in held)
    )


def _known(row: "EntryRow", code: str) -> int | None:
    """Return what stands in a cell, else what stood there the period before."""
    now: Mapping[str, object] = row.values
    return number_of(now[code] if code in now else row.before.get(code))


def _near(number: int, known: int) -> bool:
    return abs(number - known) <= max(_SLACK, known * _SAME)


def _words(sheet: "EntrySheet", target: int, other: int) -> str:
    mine, theirs = (
        " – ".join((*sheet.columns[n].group, sheet.columns[n].title)) for n in (target, other)
    )
    return _(
        "Số dán vào cột “{mine}” gần như của cột “{theirs}” bên cạnh; có thể dán lệch một cột."
    ).format(mine=mine, theirs=theirs)

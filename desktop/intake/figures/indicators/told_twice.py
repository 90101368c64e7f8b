"""What two rows of a list of indicators say when they tell the same indicator of one unit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.result import IgnoredRow, ReadRow
from desktop.intake.figures.sheets.grid import Grid, shown
from desktop.models.packs.packs import Packs
from desktop.models.text import fold

_MOST_ALIKE: Final = 60
"""Rows of one indicator of a unit that are compared with each other."""
Key = tuple[str, str]


def told_once(
    rows: Sequence[ReadRow], grid: Grid, head: IndicatorHead, packs: Packs
) -> Iterator[ReadRow]:
    """Yield the rows, refused where two tell an indicator of a unit and it is not told once.

    Different figures are two answers. The same figure is told again in a summary; in rows of the
    same words that differ in another cell, such as their day, it may be two events of a journal.
    """
    told: dict[Key, dict[tuple[int, str], int | None]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.source:  # a group's name over its rows may be one of them too
                one = (row.source_row, cell.place)
                told.setdefault((row.unit_id, cell.code), {})[one] = cell.value
    unlike = {key for key, values in told.items() if len({*values.values()}) > 1}
    at = {number: place for place, number in enumerate(grid.lines)}
    events = {key for key, values in told.items()
              if key not in unlike and packs.indicators[key[1]].type == "F"
              and any(values.values())
              and _are_events([at[number] for number, _place in values], grid, head)}  # fmt: skip
    for row in rows:
        keys = {(row.unit_id, cell.code) for cell in row.cells}
        reason = _("Chỉ tiêu này có hai dòng khác số.") if keys & unlike else ""
        if keys & events:
            reason = _("Chỉ tiêu này có nhiều dòng cùng số, ghi ngày hay nội dung khác nhau; "
                       "nếu là các lần khác nhau thì cộng lại, ghi vào một dòng.")  # fmt: skip
        yield replace(row, status="refused", reasons=(reason, *row.reasons)) if reason else row


def of_one_line(
    rows: Sequence[ReadRow], ignored: Sequence[IgnoredRow]
) -> tuple[list[ReadRow], list[IgnoredRow]]:
    """Return the rows with those of one line of the file and one unit as one, and each line of
    which nothing was read once; what was left out of the others their rows tell."""
    found: dict[tuple[int, str], ReadRow] = {}
    for row in rows:
        key = (row.source_row, row.unit_id)
        found[key] = _joined(found[key], row) if key in found else row
    for one in ignored:
        for key, row in found.items():
            if key[0] == one.source_row:
                said = _("“{label}”: {why}.").format(label=one.text[:60], why=one.why)
                found[key] = replace(row, reasons=(*row.reasons, said))
    read = {number for number, _unit in found}
    left = {one.source_row: one for one in reversed(ignored)
            if one.source_row and one.source_row not in read}  # fmt: skip
    rows_in_order = sorted(found.values(), key=lambda one: one.source_row)
    return rows_in_order, sorted(left.values(), key=lambda one: one.source_row)


def _joined(one: ReadRow, other: ReadRow) -> ReadRow:
    told = {one.status, other.status}
    cells = [cell if row.status != "refused" else replace(cell, value=None, taken=False)
             for row in (one, other) for cell in row.cells]  # fmt: skip
    return replace(
        one, cells=tuple(cells), reasons=tuple(dict.fromkeys((*one.reasons, *other.reasons))),
        status=one.status if len(told) == 1 else "warned",
    )  # fmt: skip


def _are_events(places: Sequence[int], grid: Grid, head: IndicatorHead) -> bool:
    """Whether two rows have the same words and, in another column, each its own."""
    rows = [_telling(grid, at, head) for at in places[:_MOST_ALIKE]] if len(places) > 1 else []
    return any(
        one.get(head.name) == other.get(head.name)
        and any(one[place] != other[place] for place in one.keys() & other.keys())
        for one, other in combinations(rows, 2)
    )


def _telling(grid: Grid, row: int, head: IndicatorHead) -> dict[int, str]:
    """Return column → words of the filled cells of a row that are not its own number or count."""
    found = {at: fold(shown(cell)).strip(" .)") for at, cell in enumerate(grid.rows[row])}
    counted = {head.value, head.women, *(one.at for one in head.money)}
    return {at: text for at, text in found.items() if text and at not in counted
            and not (at < head.name and (text.isdigit() or len(text) < 3))}  # fmt: skip

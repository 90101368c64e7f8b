"""A block pasted where rows are indicators under the titles of their groups.

Its lines land by the codes or names they carry; else one by one, the titles' lines among them
where the block has those too, and passed over where it has not. Where it may be either, the
reading is shown first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_numbers import read_number
from desktop.models.entry.entry_paste import read_paste
from desktop.models.entry.paste_cells import PasteReading
from desktop.models.text import fold
from desktop.ui.grid.source import HEADING, Block

Line = int | str
"""A line of the grid: the sheet's column of an indicator, or the title of a group."""
Sure = Literal["sure", "perhaps", "no"]


def read_downwards(
    sheet: EntrySheet,
    unit: int,
    below: Sequence[Line],
    block: Block,
    *,
    over: str = "",
    own: bool = False,
) -> PasteReading:
    """Read a block whose lines are indicators: each line's figures go to units side by side.

    `below` are the grid's lines from the one its first line is pasted on, `over` is the title right
    above that, "" where there is none.
    """
    doubt = ""
    if (named := named_lines(sheet, block)) is not None:
        width, found = named
        targets = [-1 if place is None else place for place in found]
        lines = _without_heads([line[width:] for line in block], targets)
    else:
        places, doubt = _laid(below, block, over)
        targets = [place if isinstance(place, int) else -1 for place in places]
        lines = [
            ["" if isinstance(place, str) and _carries(line, place) else text for text in line]
            for line, place in zip(block, places, strict=True)
        ]
    turned = [list(cells) for cells in zip(*lines, strict=True)] if lines and lines[0] else []
    read = read_paste(sheet, unit, turned, targets, own=own)
    cells = [replace(one, line=one.cell, cell=one.line) for one in read.cells]
    if doubt:
        cells = [
            replace(one, outcome="doubtful", note=" ".join(filter(None, (doubt, one.note))))
            if one.outcome in ("lands", "same", "doubtful") else one
            for one in cells
        ]  # fmt: skip
    return PasteReading(tuple(cells), read.assignments)


def beside_figures(read: PasteReading) -> PasteReading:
    """Return a block that was pasted on the figures of the period before: none of it lands."""
    told = _("Cột này chỉ để xem: đứng ở cột Kỳ này rồi dán lại.")
    cells = (
        one if one.outcome == "skipped" and not one.source.strip()
        else replace(one, outcome="refused", entry=None, note=told)
        for one in read.cells
    )  # fmt: skip
    return PasteReading(tuple(cells), {})


# which line of the block goes to which of the grid


def _laid(below: Sequence[Line], block: Block, over: str) -> tuple[list[Line | None], str]:
    """Return the grid's line of each of the block's (None: none is left), and what is doubtful."""
    told = _(
        "Khối dán có dòng trống, không rõ đó là dòng tên nhóm hay chỉ tiêu để trống: xem mỗi số"
        " có vào đúng chỉ tiêu không; nếu lệch thì chép kèm cột mã rồi dán lại."
    )
    met = zip(below, block, strict=False)
    if any(HEADING in line and isinstance(place, int) for place, line in met):
        ours = _(
            "Khối chép có dòng tên nhóm, ở đây lại là dòng chỉ tiêu: các số vào lần lượt từng chỉ"
            " tiêu; xem mỗi số có vào đúng chỗ không."
        )
        figures = iter([line for line in below if isinstance(line, int)])
        return ["" if HEADING in line else next(figures, None) for line in block], ours
    whole = _line_by_line(below, block)
    if over and whole != "sure" and len(block) > 1 and _carries(block[0], over):
        rest = _line_by_line(below, block[1:])
        titled = any(map(str.strip, block[0]))
        if rest != "no" and (titled or whole == "no"):
            sure = rest == "sure" and titled
            return [over, *_first(below, len(block) - 1)], "" if sure else told
    if whole != "no":
        return _first(below, len(block)), "" if whole == "sure" else told
    figures = [line for line in below if isinstance(line, int)]
    between = any(not any(map(str.strip, line)) for line in block)
    crossed = any(isinstance(line, str) for line in below[: len(block)])
    return _first(figures, len(block)), told if between and crossed else ""


def _first(lines: Sequence[Line], count: int) -> list[Line | None]:
    return [*lines[:count], *[None] * (count - len(lines))]


def _line_by_line(below: Sequence[Line], block: Block) -> Sure:
    """Say whether the block has a line for each title that it crosses.

    It surely has where a title is written, where nothing but the titles' lines is blank, or where
    without them it would reach beyond the form's end.
    """
    met = list(zip(below, block, strict=False))
    titles = [(line, title) for title, line in met if isinstance(title, str)]
    if not all(_carries(line, title) for line, title in titles):
        return "no"
    written = any(any(map(str.strip, line)) for line, _title in titles)
    blank = sum(not any(map(str.strip, line)) for line in block)
    figures = sum(isinstance(line, int) for line in below)
    if not titles:
        return "sure"
    return "sure" if written or blank == len(titles) or len(block) > figures else "perhaps"


def _carries(line: Sequence[str], title: str) -> bool:
    """Say whether a line of a block may be that of a title: blank, or the title and no more."""
    said = [text for text in line if text.strip()]
    return all(text == HEADING or fold(text) == fold(title) for text in said)


# lines that name their indicators


def named_lines(sheet: EntrySheet, block: Block) -> tuple[int, list[int | None]] | None:
    """Return how many leading columns name the indicators, and each line's place."""
    known = {fold(one.code): place for place, one in enumerate(sheet.columns) if one.code}
    titles: dict[str, int | None] = {}
    for place, one in enumerate(sheet.columns):
        titles[fold(one.title)] = None if fold(one.title) in titles else place
    known |= {name: place for name, place in titles.items() if place is not None}
    width = min((len(line) for line in block), default=0)
    for column in range(min(width - 1, 3)):
        found = [known.get(fold(line[column])) for line in block]
        if any(place is not None for place in found):
            of_known = [line for line, place in zip(block, found, strict=True) if place is not None]
            return _numbers_from(of_known, column + 1), found
    return None


def _numbers_from(lines: Block, first: int) -> int:
    """Return the first column behind the names of indicators that holds no words."""
    width = min(len(line) for line in lines)
    for column in range(first, width):
        if not any(_is_word(line[column]) for line in lines):
            return column
    return first


def _is_word(text: str) -> bool:
    return text.strip()[:1].isalpha() and read_number(text).entry is None


def _without_heads(lines: Sequence[Sequence[str]], targets: Sequence[int]) -> Block:
    """Return lines whose first ones, of no indicator, hold no number: what heads the columns."""
    found = [list(line) for line in lines]
    for line, target in zip(found, targets, strict=True):
        if target >= 0 or any(read_number(text).entry is not None for text in line):
            break
        line[:] = [""] * len(line)
    return found

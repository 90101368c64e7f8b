"""Targets of a table pasted cell below cell: every cell stands on a line of its own."""

import re
from collections.abc import Sequence

from desktop.intake.reading import Block, Target
from desktop.intake.target_tables import lead_of, targets_of_rows
from desktop.intake.words import plain, squeeze

_ORDINAL = re.compile(r"^(?:s\.?t\.?t|t\.?t|so tt)\.?$")
_LONGEST_ORDINAL = 8
_MOST_COLUMNS = 9
_MOST_BLOCKS = 800
_LONGEST_CELL = 160


def stacked_targets(
    blocks: Sequence[Block], stage: str | None, year: int | None
) -> tuple[list[Target], set[int]]:
    """Return the targets of such tables and the indexes of the blocks they stand in.

    The heading begins with "TT" and ends before "1"; its cells give the number of columns.
    Rows are taken while each begins with the next number.
    """
    found: list[Target] = []
    used: set[int] = set()
    for index, block in enumerate(blocks):
        if len(block.text) > _LONGEST_ORDINAL or index in used or block.kind == "row":
            continue
        if not _ORDINAL.match(plain(_text(block))):
            continue
        head = _head(blocks, index)
        rows = _rows(blocks, index + len(head), len(head)) if head else []
        if not rows:
            continue
        cells = [_text(blocks[place]) for place in range(index, index + len(head))]
        told = [(place + 1, [_text(blocks[place + n]) for n in range(len(head))]) for place in rows]
        made = [*targets_of_rows(blocks, cells, told, lead_of(blocks, index), stage, year)]
        if made:
            found += made
            used |= set(range(index, rows[-1] + len(head)))
    return found, used


def _text(block: Block) -> str:
    return squeeze(f"{block.label} {block.text}")


def _head(blocks: Sequence[Block], index: int) -> list[int]:
    for place in range(index + 1, min(len(blocks), index + _MOST_COLUMNS + 1)):
        text = _text(blocks[place])
        if text.rstrip(".") in ("1", "01"):
            return [*range(index, place)] if place - index > 2 else []
        if not text or len(text) > _LONGEST_CELL or blocks[place].kind == "row":
            break
    return []


def _rows(blocks: Sequence[Block], start: int, width: int) -> list[int]:
    """Return where each row begins; a row that is cut short ends the table."""
    rows: list[int] = []
    for place in range(start, min(len(blocks) - width + 1, start + _MOST_BLOCKS), width):
        number = _text(blocks[place]).rstrip(".")
        cells = [_text(blocks[place + n]) for n in range(width)]
        if not number.isdecimal() or int(number) != len(rows) + 1:
            break
        if any(len(cell) > _LONGEST_CELL for cell in cells):
            break
        rows.append(place)
    return rows

"""Cells typed in the fonts of before Unicode (TCVN3, VNI), brought to composed Unicode."""

import re
from dataclasses import replace
from typing import Final

from desktop.intake.figures.sheets.grid import Cell, Grid
from desktop.intake.figures.sheets.text_grids import (
    UNICODE_ONLY,
    known_words,
    may_be_old,
    words_share,
)
from desktop.intake.sources.old_encodings import Encoding, convert
from desktop.models.text import nfc

_OLD: Final = re.compile(r"[\u00a1-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192]")
_ENCODINGS: Final[tuple[Encoding, ...]] = ("tcvn3", "vni")
_SAMPLE: Final = 3_000


def in_unicode(grid: Grid) -> Grid:
    """Return the grid with every text composed, and columns in old fonts converted."""
    texts: list[list[str]] = [[] for _column in range(grid.width)]
    plain = True
    for row in grid.rows[:_SAMPLE]:
        for at, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                plain = False
                if _OLD.search(cell) and not UNICODE_ONLY.search(nfc(cell)):
                    texts[at].append(cell)
    if plain and all(cell.isascii() for row in grid.rows for cell in row if isinstance(cell, str)):
        return grid
    whole = _encoding(" \n ".join(text for column in texts for text in column))
    found = [(_encoding(" \n ".join(column)) or whole) if column else None for column in texts]
    rows = [
        [_mended(cell, found[at] if at < len(found) else None) for at, cell in enumerate(row)]
        for row in grid.rows
    ]
    return replace(grid, rows=rows)


def _mended(cell: Cell, encoding: Encoding | None) -> Cell:
    if not isinstance(cell, str) or cell.isascii():
        return cell
    if encoding is not None and _OLD.search(cell) and not UNICODE_ONLY.search(nfc(cell)):
        made = convert(cell, encoding)
        return nfc(made)
    return nfc(cell)


def _encoding(text: str) -> Encoding | None:
    """Return the old encoding a column's texts read best in, None when as they stand."""
    if not may_be_old(text):
        return None
    best: Encoding | None = None
    share = words_share(nfc(text)) * 1.3 + 0.05
    for encoding in _ENCODINGS:
        found = words_share(convert(text, encoding))
        if found > share and known_words(convert(text, encoding)) > 1:
            best, share = encoding, found
    return best

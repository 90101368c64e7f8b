"""Columns that tell a whole and its women in one cell: “CNVCLĐ (tổng/nữ)” over 56/25, 56 (25)."""

import re
from collections.abc import Iterable
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.sheets.grid import Cell, is_empty, shown
from desktop.intake.figures.wording.numbers import EMPTY, Count, CountReader
from desktop.models.text import vi_number

ROLE: Final = "both:"
"""Stands before the code of the whole in the role of such a column."""

_NUMBER: Final = r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+"
_PAIR: Final = re.compile(
    rf"({_NUMBER})\s*(?:người|ng|đv|lđ)?\s*"
    rf"(?:[/;|–-]\s*(?:nữ\s*:?\s*)?({_NUMBER})|[(,]\s*(?:trong đó|tr\.?\s?đó|trđ)?\s*(?:có\s*)?"
    rf"(?:nữ\s*:?\s*)?({_NUMBER}))\s*(?:nữ|người)?\s*\)?",
    re.IGNORECASE,
)


class PairReader:
    """Reads the cells of such a column as (whole, women).

    A number alone is the whole only where the heading names a total, or other cells are pairs.
    """

    def __init__(self, counts: CountReader, cells: Iterable[Cell], *, names_total: bool) -> None:
        self._counts = counts
        self._alone = names_total or any(_pair(cell) is not None for cell in cells)

    def read(self, cell: Cell) -> tuple[Count, Count]:
        """Return the counts of the whole and of its women; a cell of one tells no women."""
        if is_empty(cell):
            return EMPTY, EMPTY
        told = _pair(cell)
        if told is None:
            count = self._counts.read(cell)
            if count.value is None or count.sureness == "flagged":
                return count, EMPTY
            if not self._alone:
                note = _("“{text}”: không rõ là tổng số hay số nữ.").format(text=shown(cell)[:40])
                return Count(None, "flagged", note), EMPTY
            note = _("“{text}” chỉ có một số, hiểu là tổng số.").format(text=shown(cell)[:40])
            return Count(count.value, "doubtful", note), EMPTY
        whole, women = (self._counts.read(part) for part in told)
        if whole.value is None or women.value is None or women.value > whole.value:
            note = _("“{text}” không phải số đếm.").format(text=shown(cell)[:40])
            return Count(None, "flagged", note), Count(None, "flagged", note)
        note = _("“{text}”: tổng số {whole}, nữ {women}.").format(
            text=shown(cell)[:40], whole=vi_number(whole.value), women=vi_number(women.value)
        )
        return Count(whole.value, "doubtful", note), women


def _pair(cell: Cell) -> tuple[str, str] | None:
    found = _PAIR.fullmatch(shown(cell)) if isinstance(cell, str) else None
    return (found[1], found[2] or found[3]) if found is not None else None

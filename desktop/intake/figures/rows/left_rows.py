"""What is said of the rows that hold no unit's figures, and of a sheet whose figures are scaled."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.result import IgnoredRow, RowKey
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.sheets.grid import Grid, leading_words
from desktop.intake.figures.wording.scales import Scale
from desktop.models.text import vi_number

LEFT_OUT: Final = _("bỏ theo lựa chọn")
"""Why a row is left out that a person wants left out."""
_KINDS: Final = {"title": _("tiêu đề"), "header": _("đầu bảng"), "blank": _("dòng trống")}
_LONGEST: Final = 80


def left_rows(grid: Grid, lines: Sequence[Line], skip: Collection[RowKey]) -> Iterator[IgnoredRow]:
    """Yield the rows that are no data, and those of data that a person wants left out."""
    for line in lines:
        number = grid.lines[line.at]
        if (grid.told and not number) or (line.kind == "data" and number not in skip):
            continue
        why = LEFT_OUT if line.kind == "data" else line.why or _KINDS.get(line.kind, "")
        text = leading_words(grid.rows[line.at])[:_LONGEST]
        yield IgnoredRow(number, why, text, theirs=line.theirs)


def multiplied(scale: Scale) -> str:
    """Say that a sheet's figures were multiplied."""
    return _("Bảng ghi theo “{words}”: số đã nhân {factor}; xem có đúng không.").format(
        words=scale.words, factor=vi_number(scale.factor))  # fmt: skip

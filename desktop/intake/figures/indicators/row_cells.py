"""What the cells of a row of indicators come to before they are read as counts."""

from collections.abc import Sequence

from desktop.i18n import _
from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, Formula, is_empty, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.text import fold, vi_number


def worked(cell: Cell, calculator: Calculator) -> Cell:
    """Return what a formula without a result comes to, another cell as it is."""
    value = calculator.value(cell) if isinstance(cell, Formula) else None
    return cell if value is None else value


def men_and_women(
    row: Sequence[Cell], head: IndicatorHead, calculator: Calculator, reader: CountReader
) -> tuple[Cell, str]:
    """Return a row's count, the sum of its men and women where no column tells it, and what is
    said of it.

    Where one of them is no sure count, both as they are written: no number anybody takes.
    """
    own, men, women = (worked(row[at] if at < len(row) else "", calculator)
                       for at in (head.value, head.men, head.women))  # fmt: skip
    counts = [reader.read(cell) for cell in (men, women)]
    added = sum(count.value or 0 for count in counts)
    sure = all(count.value is not None and count.sureness == "sure" for count in counts)
    if head.value != head.men:
        whole = reader.read(own).value
        if not sure or whole in (None, added):
            return own, ""
        said = _("dòng ghi {told}, nam và nữ cộng được {added}.")
        return own, said.format(told=vi_number(whole or 0), added=vi_number(added))
    told = "" if is_empty(men) and is_empty(women) else f"{shown(men)} + {shown(women)}"
    if not sure:
        return told, ""
    return float(added), _("cộng nam và nữ: {added}.").format(added=told)


def says_a_number(cell: Cell, words: Vocabulary) -> bool:
    """Whether a cell tells of a count: by digits, or by “không” as a stated nought."""
    if is_empty(cell) or not isinstance(cell, str):
        return not is_empty(cell)
    told = {*words.zero, *words.unknown}
    return any(c.isdigit() for c in cell) or fold(shown(cell)) in told

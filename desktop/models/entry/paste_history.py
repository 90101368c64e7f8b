"""What a pasted number is beside the unit's own past: told before it lands, as after typing."""

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any, Final

from desktop.i18n import _
from desktop.models.figures.cells import number_of
from desktop.models.figures.checks.rules import judge_unit
from desktop.models.text import vi_number

if TYPE_CHECKING:
    from desktop.models.entry.entry import EntrySheet
    from desktop.models.entry.entry_row import EntryRow

OUTLIERS: Final = frozenset({"change_over", "flow_spike"})
"""Checks of a number beside the periods before."""
_THOUSANDS, _TIMES = 1000, 20
TURN: Final = 10
"""Units judged at a time: a few milliseconds."""
Pasted = Mapping[int, Mapping[int, Any]]
"""Row → column → the register's value that is to land."""


def outliers(
    sheet: "EntrySheet", pasted: Pasted
) -> Generator[None, None, dict[tuple[int, int], str]]:
    """Return what is to be said of pasted cells, by row and column, that are unlike before."""
    found: dict[tuple[int, int], str] = {}
    for done, (place, cells) in enumerate(pasted.items()):
        row = sheet.rows[place]
        changes = {sheet.columns[at].code: value for at, value in cells.items()}
        told = [one for one in judge_unit(row.facts(changes), only=OUTLIERS) if one.codes]
        for at, value in cells.items():
            code, number = sheet.columns[at].code, number_of(value) or 0
            said = [one.message for one in told if code in one.codes]
            usual = _usual(row, code)
            if usual and number >= max(_THOUSANDS, _TIMES * usual) and not sheet.columns[at].money:
                said = [_("Lớn gấp nhiều lần số kỳ trước của đơn vị ({n}); kiểm tra lại.").format(
                    n=vi_number(usual))]  # fmt: skip
            if said:
                found[place, at] = " ".join(said)
        if done % TURN == TURN - 1:
            yield
    return found


def _usual(row: "EntryRow", code: str) -> int:
    """Return what a stock was before; for a flow the largest stock, which it hardly exceeds."""
    known = number_of(row.before.get(code))
    return known or max((number_of(held) or 0 for held in row.before.values()), default=0)

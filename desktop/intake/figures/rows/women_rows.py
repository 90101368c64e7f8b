"""Rows that tell the women of the unit named in the row above: “Trong đó: nữ”."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.rows.lines import Line

_WHOLE: Final = ("data", "total", "subtotal")


def take_women(
    lines: Sequence[Line], codes: frozenset[str], says_women: Callable[[Line], bool],
    says_men: Callable[[Line], bool],
) -> None:  # fmt: skip
    """Give each row the one below it that tells its women, where most units have one.

    A single row of women may as well be of all units; it stays a row of its own. So does one
    in a table with columns of women, below one of the men, or with more women than there are
    people.
    """
    pairs = [(line, below) for line, below in pairwise(lines) if not says_men(line)
             and _may_be_women(line, below) and says_women(below)]  # fmt: skip
    below_units = [below for line, below in pairs if line.kind == "data"]
    units = sum(line.kind == "data" and line.has_figures for line in lines) - len(below_units)
    if not below_units or len(below_units) * 2 < units:
        return
    for line, below in pairs:
        told = {role[5:] for role, count in below.counts.items() if count.value is not None}
        if not any(code + "N" in codes for code in told) or _too_many(line, below):
            continue
        line.women = below
        below.kind, below.why = "outside", _("số nữ của dòng ngay trên")


def _may_be_women(line: Line, below: Line) -> bool:
    if line.kind not in _WHOLE or below.kind != "data" or below.at != line.at + 1:
        return False
    if line.ask or line.women is not None:
        return False
    if below.section is not line.section or below.match.unit is not None:
        return False
    apart = any(role.startswith("code:") and role.endswith("N") for role in line.counts)
    return line.has_figures and below.has_figures and not apart


def _too_many(line: Line, below: Line) -> bool:
    return any(
        count.value is not None
        and (line.counts[role].value is None or count.value > (line.counts[role].value or 0))
        for role, count in below.counts.items() if role.startswith("code:")
    )  # fmt: skip

"""The wrong side: in which columns across a number typed as an increase may belong, or one typed
as a decrease."""

from collections.abc import Sequence
from typing import Final

from desktop.i18n import _
from desktop.models.figures.checks.facts import Facts
from desktop.models.packs.pack_types import Equation

MOST: Final = 3
"""Columns across that are offered for one number."""
_MONTHS = 12
_NEAR = 2
"""Columns side by side: the next one, or its women's."""


def across(facts: Facts, equation: Equation, code: str, columns: Sequence[str]) -> list[str]:
    """Return the columns of the other side a number may belong in, the likeliest first.

    What has its women already; the counterpart; what this unit itself enters most often; what
    the pack calls its opposite; the column beside. A number of women goes where that of all would.
    """
    there = equation.decreases if code in equation.increases else equation.increases
    indicators = facts.packs.indicators
    part_of = indicators[code].part_of if indicators[code].women else None
    said = indicators[part_of or code]
    opposite = [one + "N" if part_of else one for one in said.across]
    used = [one for one in sorted(there, key=lambda one: -_months(facts, one))
            if _months(facts, one)]  # fmt: skip
    near = [one for one in there if _is_near(columns, code, one)]
    counterpart = indicators[code].counterpart
    waiting = [one for one in there if waits_for(facts, code, one)]
    first = [*waiting, counterpart] if counterpart else waiting
    ranked = [*first, *used[:1], *opposite[:1], *used[1:], *near, *opposite[1:]]
    return [one for one in dict.fromkeys(ranked) if one in there][:MOST]


def same_side(facts: Facts, code: str) -> list[str]:
    """Return the other columns of a movement on the side of one: its increases or decreases."""
    sides = (side for one in facts.packs.equations.values()
             for side in (one.increases, one.decreases))  # fmt: skip
    return [one for side in sides if code in side for one in side if one != code]


def waits_for(facts: Facts, code: str, other: str) -> bool:
    """Tell whether a column has its women and no number, and another a number and no women."""
    women, number = facts.number(other + "N"), facts.number(code)
    bare = facts.number(other) is None and not facts.number(code + "N")
    return bare and women is not None and number is not None and 0 < women <= number


def turns_about(facts: Facts, equation: Equation, wanted: int) -> bool:
    """Tell whether another closing would make a gain of the loss that was entered, or a loss of
    the gain."""
    opening = facts.openings.get(equation.id)
    typed = facts.number(equation.stocks[0]) if len(equation.stocks) == 1 else None
    if typed is None or opening is None or opening.value is None:
        return False
    return (typed - opening.value) * (wanted - opening.value) < 0


def column_title(facts: Facts, code: str) -> str:
    """Return what stands above a movement's column: shorter than its name, and on the screen."""
    indicator = facts.packs.indicators[code]
    whole = indicator.part_of if indicator.women and indicator.part_of else code
    form = facts.packs.forms.get(indicator.home)
    titles = [one.title for one in form.columns if one.source == whole] if form else []
    if not titles:
        return indicator.name
    return _("{name} – nữ").format(name=titles[0]) if whole != code else titles[0]


def _months(facts: Facts, code: str) -> int:
    """Return in how many of the last months the unit entered persons in a column."""
    return sum(1 for one in facts.around.history[:_MONTHS] if one.get(code))


def _is_near(columns: Sequence[str], one: str, other: str) -> bool:
    known = one in columns and other in columns
    return known and abs(columns.index(one) - columns.index(other)) <= _NEAR

"""A union that began with nobody: whom it has was admitted when it was founded."""

from desktop.i18n import _
from desktop.models.figures.checks.events import is_base
from desktop.models.figures.checks.facts import Facts, texts
from desktop.models.figures.checks.moves import difference
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.text import vi_number

_EVENT = "found"


def began_empty(facts: Facts, equation: Equation) -> bool:
    """Tell whether an event founded the base union without members, none being told before."""
    opening = facts.openings.get(equation.id)
    if opening is None or not is_base(facts) or not opening.born or opening.since or opening.moved:
        return False
    return all(one is None for one in (opening.locked, opening.baseline, opening.live))


def admitted(facts: Facts) -> dict[str, int]:
    """Return code → number of whom a union that began empty must have admitted, women too.

    Only where that is still to be told; {} for every other unit.
    """
    found: dict[str, int] = {}
    for equation in facts.packs.equations.values():
        off, code = difference(facts, equation), _admitting(facts.packs, equation)
        if off and off > 0 and code and began_empty(facts, equation) and not facts.number(code):
            found[code] = off
    return found


def admitted_words(facts: Facts, numbers: dict[str, int]) -> str:
    """Return what would be entered."""
    indicators = facts.packs.indicators
    whole = next((code for code in numbers if not indicators[code].women), "")
    women = next((n for code, n in numbers.items() if indicators[code].women), None)
    if whole and women is not None:
        told = _("“{name}”: {n}, nữ {w} (đơn vị mới thành lập, đầu kỳ chưa có ai).")
        return told.format(name=indicators[whole].name, n=vi_number(numbers[whole]),
                           w=vi_number(women))  # fmt: skip
    code, number = next(iter(numbers.items()))
    told = _("“{name}”: {n} (đơn vị mới thành lập, đầu kỳ chưa có ai).")
    return told.format(name=indicators[code].name, n=vi_number(number))


def _admitting(packs: Packs, equation: Equation) -> str:
    """Return the increase that comes with a founding, "" where the packs name none."""
    pairs = (
        pair.partition(":")
        for rule in (*packs.rules.values(), *packs.hints.values())
        if rule.check == "needs_event"
        for pair in texts(rule, "pairs")
    )
    known = {code for code, _sep, kinds in pairs if _EVENT in kinds.split("+")}
    return next(
        (c for c in equation.increases if c in known or packs.indicators[c].part_of in known), ""
    )

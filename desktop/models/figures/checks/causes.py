"""Movements that only a union's founding or end can cause, told of one that merely stands."""

from collections.abc import Iterator

from desktop.models.figures.checks.facts import Facts, Found, check, texts
from desktop.models.figures.checks.founding import began_empty
from desktop.models.packs.pack_types import Rule

_BEGINNINGS = frozenset({"found", "split"})
_ENDS = frozenset({"dissolve", "end", "merge"})


@check("needs_event")
def _needs_event(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V44, V45, H06: a movement that comes with an event of the register ("C12:found+split"),
    without one.

    `counts` are typed where no register is kept, and tell of the event there. A row that no
    office knows yet has no register to speak of.
    """
    if not facts.unit.id or any(facts.number(code) for code in texts(rule, "counts")):
        return
    for pair in texts(rule, "pairs"):
        code, _sep, listed = pair.partition(":")
        number, kinds = facts.number(code), listed.split("+")
        if number and not facts.happened(*kinds) and not _happened_untold(facts, kinds):
            yield Found((code,), {"a": number})


def _happened_untold(facts: Facts, kinds: list[str]) -> bool:
    """Tell whether the unit's life speaks for such an event where none was written."""
    if _BEGINNINGS.intersection(kinds) and _begins(facts):
        return True
    last = facts.unit.valid_to
    return bool(_ENDS.intersection(kinds)) and last is not None and last <= facts.period.data_to


def _begins(facts: Facts) -> bool:
    """Tell whether the unit began in the period, or earlier with nobody and told nothing since."""
    equations = facts.packs.equations.values()
    return facts.period.holds(facts.unit.valid_from) or any(
        began_empty(facts, one) for one in equations
    )

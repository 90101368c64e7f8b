"""How likely a change of a row is: what the rules would still say, and what months before held.

Several changes may close the same movement. What speaks for one of them stands around it: a
part above its whole in another form of the same row, a stock unlike last month's, a movement
larger than any before.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from desktop.models.figures.cells import split_code
from desktop.models.figures.checks.facts import Facts, Finding, Later
from desktop.models.figures.checks.rules import judge_unit

DOUBTING: Final = frozenset(
    {"at_most_unless_kind", "ratio_outside", "change_over", "far_from_history", "ratio_jump"}
)
"""Checks that doubt a number itself: by the one beside it, or by the months before."""
BY_HISTORY: Final = frozenset(
    {"change_over", "far_from_history", "flow_spike", "ratio_jump", "ratio_outside"}
)
"""Checks by months before and by usual shares, that true months break too: no evidence against a
change of a movement."""
LEFT_WRONG = 4
"""What an error that stays adds to a change's cost: one slip explains everything, or rather."""
UNLIKE = 2
"""What a number unlike the unit's own adds."""
_ORDINARY = 3
"""Persons, or a fifth: by how much a stock may change in a month without a word."""
_LARGE = 10
"""Persons, or a fifth of the members: a movement above it is out of the ordinary."""
_MONTHS = 6


class Doubts(msgspec.Struct, frozen=True):
    """What the rules say of a row: errors by rule, what doubts it, in the form that is judged.

    `cost` is how much what is said in all its forms makes a change unlikely: the same whichever
    form is open.
    """

    errors: Mapping[str, int]
    others: tuple[Finding, ...]
    cost: int
    doubtful: int


def doubts(facts: Facts) -> Doubts:
    """Return what doubts a row's numbers in its form, and how much that says with all others."""
    errors: dict[str, int] = {}
    others = []
    wrong, warned, numbers = set(), set(), 0
    for judged in (facts, *_other_forms(facts)):
        for one in judge_unit(judged, hints=True):
            if one.severity == "E":
                wrong.add((one.rule, one.codes))
                if judged is facts:
                    errors[one.rule] = errors.get(one.rule, 0) + 1
                continue
            if one.severity == "W" or _doubts_it(facts, one):
                shared = one.severity == "W" and not _is_by_history(facts, one)
                if shared:
                    warned.add((one.rule, one.codes))
                if judged is facts:
                    others.append(one)
                    numbers += not shared
    return Doubts(errors, tuple(others), len(warned) + LEFT_WRONG * len(wrong), numbers)


def _doubts_it(facts: Facts, one: Finding) -> bool:
    """Tell whether a hint says that a number may be wrong; a rule may only inform, too (V37)."""
    hint = facts.packs.hints.get(one.rule)
    return hint is not None and hint.check in DOUBTING


def _is_by_history(facts: Facts, one: Finding) -> bool:
    rule = facts.packs.rules.get(one.rule)
    return rule is not None and rule.check in BY_HISTORY


def _other_forms(facts: Facts) -> Iterator[Facts]:
    """Yield the row as the other forms of its period see it; what they lack is not judged."""
    around = msgspec.structs.replace(facts.around, known=Later(dict))
    for form in facts.packs.forms.values():
        mine = form.entry and form.scope == "unit_rows" and facts.period.scheme in form.schemes
        if mine and form.id != facts.form:
            yield msgspec.structs.replace(facts, form=form.id, around=around)


def unlike(facts: Facts, code: str, number: int | None) -> bool:
    """Tell whether a number is out of the ordinary for the unit; unknown without a history."""
    indicator = facts.packs.indicators.get(split_code(code)[0])
    if indicator is None or number is None:
        return False
    before = before_of(facts, code)
    if indicator.type == "S":
        return before is not None and abs(number - before) > ordinary(before)
    if indicator.unit != "người":
        return False
    known = [one[code] for one in facts.around.history[:_MONTHS] if code in one]
    opening = facts.openings.get("members")
    members = (opening.value if opening is not None else None) or 0
    return number > max(_LARGE, members // 5, 2 * max(known, default=0))


def before_of(facts: Facts, code: str) -> int | None:
    """Return last month's figure, None where it is not known."""
    return facts.around.history[0].get(code) if facts.around.history else None


def ordinary(before: int) -> int:
    """Return by how much a stock may change in a month without a word."""
    return max(_ORDINARY, before // 5)


def far_from(number: int, before: int) -> int:
    """Return what the distance of a stock from last month's adds to a change of it."""
    away = abs(number - before)
    return 0 if away <= max(2, before // 50) else 1 if away <= max(5, before // 20) else 2


def weigh(facts: Facts, after: Facts, codes: Mapping[str, int | None]) -> int:
    """Return what the unit's own history adds to a change of cells, by code and new number.

    A number unlike it speaks against a change, and so does changing one that is like it.
    """
    cost = 0
    for code, number in codes.items():
        typed = facts.number(code)
        strange = unlike(after, code, number) and not unlike(facts, code, typed)
        if strange or _is_as_before(facts, code, typed):
            cost += UNLIKE
    return cost


def _is_as_before(facts: Facts, code: str, typed: int | None) -> bool:
    """Tell whether a stock that was typed is the very one of the month before, or next to it."""
    indicator = facts.packs.indicators.get(split_code(code)[0])
    before = before_of(facts, code)
    known = indicator is not None and indicator.type == "S" and typed is not None
    return known and before is not None and typed is not None and abs(typed - before) <= 1

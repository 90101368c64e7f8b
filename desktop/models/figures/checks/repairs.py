"""Repairs: the smallest changes that make opening + increases − decreases = closing again, or a
part no larger than its whole.

A repair supposes one slip of the keyboard (two digits changed about, a zero lost or added, a
value in the next column or row, on the wrong side) and is offered only where the rules find
fewer errors after it and no new one. Nothing is ever changed without a person's word.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from desktop.i18n import _
from desktop.models.figures.cells import most
from desktop.models.figures.checks import sides
from desktop.models.figures.checks.evidence import (
    DOUBTING,
    Doubts,
    before_of,
    doubts,
    far_from,
    ordinary,
    unlike,
    weigh,
)
from desktop.models.figures.checks.facts import Facts, Finding, is_home, shape
from desktop.models.figures.checks.founding import admitted, admitted_words, began_empty
from desktop.models.figures.checks.moves import (
    corrected_words,
    difference,
    is_closed,
    left_open,
    lock_first,
    opened_before_correction,
)
from desktop.models.figures.checks.rules import judge_unit
from desktop.models.figures.checks.sides import column_title, turns_about, waits_for
from desktop.models.figures.checks.slips import SLIPS, meant_by, meant_near, slip
from desktop.models.packs.pack_types import Equation
from desktop.models.packs.packs import Packs
from desktop.models.text import vi_number

PARTS: Final = frozenset({"part_at_most_whole", "ratio_part_at_most_whole"})
"""Checks that a part is no larger than its whole: their findings name the part, then the whole."""
NEVER_OF: Final = "none_of_kind"
"""The check that units of a kind hold nothing under a code: it is emptied."""
MENDED: Final = frozenset({"movement_equation", NEVER_OF, *PARTS})
"""Checks whose errors a change of one cell may mend."""
FOLLOWING: Final = "following"
"""The repair of a closing whose opening was corrected afterwards: it takes the correction over."""
Change = tuple[str, str, int | None]
"""(unit id, code, new value; None: left empty)."""
Given = Callable[[Mapping[str, Any]], Facts]
"""A row's facts with some registers changed (None: empty)."""


class Repair(msgspec.Struct, frozen=True):
    """A proposed change of one cell, or of the two a value was typed in the wrong one of.

    `kind` is the slip it supposes, `cost` how unlikely it is, `told` what would be done. One that
    is `suggested` mends no error: it takes a doubt away, and says what speaks for it. `instead`
    is what would be done, told beside another repair of the same number.
    """

    changes: tuple[Change, ...]
    kind: str
    cost: int
    told: str
    suggested: bool = False
    instead: str = ""

    def told_beside(self, first: "Repair") -> str:
        """Return what would be done, shorter where the first repair moves the same number."""
        same = self.instead and self._emptied() == first._emptied()
        return self.instead if same else self.told.rstrip(".")

    def _emptied(self) -> list[str]:
        return [code for _unit, code, value in self.changes if value is None]


class Row(msgspec.Struct, frozen=True):
    """A row to mend: its facts, and the same facts with changes tried out."""

    facts: Facts
    given: Given

    @classmethod
    def of(cls, facts: Facts) -> "Row":
        """Return the row of plain facts."""
        return cls(facts, lambda changes: changed(facts, changes))


def is_mendable(packs: Packs, finding: Finding) -> bool:
    """Tell whether a finding is of a kind that repairs are proposed for."""
    rule = packs.rules.get(finding.rule) or packs.hints.get(finding.rule)
    if rule is None:
        return False
    return rule.check in (MENDED if finding.severity == "E" else DOUBTING)


def mended_by(packs: Packs, finding: Finding) -> set[str]:
    """Return the codes whose change may mend a finding: its own, and all of its movement."""
    rule, codes = packs.rules.get(finding.rule), set(finding.codes)
    if rule is not None and rule.check == "movement_equation":
        for equation in packs.equations.values():
            if not codes.isdisjoint(equation.stocks):
                codes |= {*equation.increases, *equation.decreases}
    return codes


def changed(facts: Facts, changes: Mapping[str, Any]) -> Facts:
    """Return facts with some registers changed; a typed baseline opens the period anew."""
    both = {**facts.values, **changes}
    values = {code: held for code, held in both.items() if held is not None}
    opened = dict(facts.openings)
    for equation in facts.packs.equations.values():
        if equation.baseline in changes and equation.id in opened:
            base = changes[equation.baseline]
            opened[equation.id] = msgspec.structs.replace(opened[equation.id], baseline=base)
    return msgspec.structs.replace(facts, values=values, openings=opened)


def propose(
    row: Row,
    neighbours: Sequence[Row] = (),
    *,
    columns: Sequence[str] = (),
    closed: Iterable[str] = (),
    late: Iterable[str] = (),
    most: int = 3,
) -> list[Repair]:
    """Return repairs of a row whose movement does not close or whose part exceeds the whole, and
    suggestions for a stock that is doubted.

    The likeliest comes first; never a closing put in place of the one typed that makes a gain of
    a loss, because nothing then tells that the movement stands on the wrong side. At most `most`,
    beside those of a number on the wrong side. `columns` are the codes in the order they stand
    side by side, `neighbours` the rows above and below, `closed` codes that may not be changed;
    `late` those of them that a correction of the period before may still move on.
    """
    facts, shut = row.facts, set(closed)
    following = shut - set(late)
    before = doubts(facts)
    found: dict[tuple[Change, ...], Repair] = {}
    for one, moves in _all_candidates(facts, neighbours, columns):
        closed_for_it = following if one.kind == FOLLOWING else shut
        if any(code in closed_for_it for _unit, code, _value in one.changes):
            continue
        mended = _tried(row, neighbours, one, before, moves=moves)
        if mended is None:
            continue
        known = found.get(one.changes)
        if known is None or mended.cost < known.cost:
            found[one.changes] = mended
    stocks = {stock for equation in facts.packs.equations.values() for stock in equation.stocks}
    any_side = any(one.kind == "side" for one in found.values())

    def likely(one: Repair) -> tuple[bool, int, int, bool]:
        turned = (any_side or one.kind == "closing") and _turns_about(facts, one)
        stock = any(code in stocks for _u, code, _v in one.changes)
        return turned, one.cost, len(one.changes), stock

    ordered = sorted(found.values(), key=likely)
    if ordered and ordered[0].kind == "closing" and likely(ordered[0])[0]:
        return []
    others = [one for one in ordered if one.kind != "side"][:most]
    return [one for one in ordered if one.kind == "side" or one in others]


def _turns_about(facts: Facts, repair: Repair) -> bool:
    """Tell whether a repair changes a closing alone, and makes a gain of a loss by it.

    One that follows a correction leaves the movement as it was meant.
    """
    return (
        repair.kind != FOLLOWING
        and len(repair.changes) == 1
        and any(
            code in equation.stocks and turns_about(facts, equation, value or 0)
            for equation in facts.packs.equations.values()
            for _unit, code, value in repair.changes
        )
    )


def _all_candidates(
    facts: Facts, neighbours: Sequence[Row], columns: Sequence[str]
) -> Iterator[tuple[Repair, bool]]:
    """Yield each with whether it mends a movement."""
    for equation in facts.packs.equations.values():
        off = difference(facts, equation)
        if off and not lock_first(facts, equation):
            for one in _candidates(facts, equation, off, neighbours, columns):
                yield one, True
    if numbers := admitted(facts):
        changes = tuple((facts.unit.id, code, number) for code, number in numbers.items())
        yield Repair(changes, "founding", 1, admitted_words(facts, numbers)), True
    for one in _others(facts, columns):
        yield one, False


def _others(facts: Facts, columns: Sequence[str]) -> Iterator[Repair]:
    for finding in judge_unit(facts):
        if facts.packs.rules[finding.rule].check in PARTS and len(finding.codes) == 2:
            yield from _of_parts(facts, *finding.codes)
            yield from _whole_beside(facts, *finding.codes, columns)
        if facts.packs.rules[finding.rule].check == NEVER_OF:
            yield _emptied(facts, finding.codes[0])
    yield from _of_stocks(facts)


def _tried(
    row: Row, neighbours: Sequence[Row], repair: Repair, before: Doubts, *, moves: bool
) -> Repair | None:
    """Return a repair with what the rules would still say counted in, None if it mends nothing.

    What doubts a number itself says nothing of a movement: a closing may well be unlike another.
    """
    facts = row.facts
    mine = {code: value for unit, code, value in repair.changes if unit == facts.unit.id}
    after = row.given(mine)
    still = doubts(after)
    if any(n > before.errors.get(rule, 0) for rule, n in still.errors.items()):
        return None
    if repair.suggested and any(left_open(after, code) for code in mine):
        return None
    mended = sum(before.errors.values()) - sum(still.errors.values())
    if mended < 0 or not (mended or (repair.suggested and len(still.others) < len(before.others))):
        return None
    for other in neighbours:
        theirs = {c: v for unit, c, v in repair.changes if unit == other.facts.unit.id}
        if theirs and sum(doubts(other.given(theirs)).errors.values()) > sum(
            doubts(other.facts).errors.values()
        ):
            return None
    cost = repair.cost + still.cost + weigh(facts, after, mine)
    cost += 0 if moves else still.doubtful
    return msgspec.structs.replace(repair, cost=cost)


def _candidates(
    facts: Facts, equation: Equation, off: int, neighbours: Sequence[Row], columns: Sequence[str]
) -> Iterator[Repair]:
    """Yield every change that closes the equation; `off` is closing less what moves give."""
    for code, wanted in _wanted(facts, equation, off):
        if wanted < 0 or wanted > _most(facts, code):
            continue
        if not wanted and code in equation.stocks and began_empty(facts, equation):
            continue  # those it has were admitted, not entered by mistake
        number = facts.number(code)
        if number is not None:
            yield from _retyped(facts, code, number, wanted)
            yield from _exchanged(facts, equation, code, number, wanted)
            yield from _of_rows(facts, code, number, wanted, neighbours)
        elif code not in equation.stocks:
            yield from _misplaced(facts, code, wanted, columns)
            yield from _of_rows(facts, code, None, wanted, neighbours)
            yield from _forgotten(facts, code, wanted)
    yield from _other_side(facts, equation, off, columns)
    if len(equation.stocks) == 1 and facts.number(equation.stocks[0]) is not None:
        code, number = equation.stocks[0], facts.number(equation.stocks[0]) or 0
        corrected = opened_before_correction(facts, equation)
        if number - off >= 0 and corrected is not None:
            why = corrected_words(corrected)
            yield _one(facts, code, number, number - off, FOLLOWING, 1, why)
        elif number - off >= 0 and not began_empty(facts, equation):
            yield _one(facts, code, number, number - off, "closing", 7)


def _most(facts: Facts, code: str) -> int:
    """Return the largest number a cell of an indicator may hold."""
    return most(money=facts.packs.indicators[code].money)


def _of_stocks(facts: Facts) -> Iterator[Repair]:
    """Yield what a stock may have been meant to be that no movement explains, with the reason.

    Near last month's by one slip; where no month before is known, ten times or a tenth of what
    was typed, with what the rules say of it now.
    """
    said = [one for one in judge_unit(facts) if one.severity == "W"]
    for code in shape(facts.packs, facts.form).stocks:
        typed, before = facts.number(code), before_of(facts, code)
        if typed is None or not is_home(facts, code):
            continue
        if before is not None and unlike(facts, code, typed):
            told = _("kỳ trước {n}").format(n=vi_number(before))
            for number, kind in meant_near(typed, before, ordinary(before)):
                away = far_from(number, before)
                yield _suggested(facts, code, typed, number, kind, away, told)
        elif before is None and typed:
            told = next((one.message.rstrip(".") for one in said if code in one.codes), "")
            zeros = [(typed * 10, "lost_zero")] if typed * 10 <= _most(facts, code) else []
            zeros += [(typed // 10, "added_zero")] if typed % 10 == 0 else []
            for number, kind in zeros if told else ():
                yield _suggested(facts, code, typed, number, kind, 0, told)


def _suggested(
    facts: Facts, code: str, typed: int, number: int, kind: str, away: int, because: str
) -> Repair:
    told = _("“{name}”: {a} → {b} ({why}; {because}).").format(
        name=_name(facts, code), a=vi_number(typed), b=vi_number(number), why=_WHY[kind],
        because=because,
    )  # fmt: skip
    changes = ((facts.unit.id, code, number),)
    return Repair(changes, kind, SLIPS[kind] + away, told, suggested=True)


def _wanted(facts: Facts, equation: Equation, off: int) -> Iterator[tuple[str, int]]:
    """Yield (code, the value that alone would close the equation)."""
    if len(equation.stocks) == 1:
        yield equation.stocks[0], (facts.number(equation.stocks[0]) or 0) - off
    opening = facts.openings.get(equation.id)
    typed = facts.number(equation.baseline)
    if typed is not None and opening is not None and opening.locked is None:
        yield equation.baseline, typed + off
    for code in equation.increases:
        yield code, (facts.number(code) or 0) + off
    for code in equation.decreases:
        yield code, (facts.number(code) or 0) - off


def _retyped(facts: Facts, code: str, number: int, wanted: int) -> Iterator[Repair]:
    kind = slip(number, wanted)
    if kind:
        yield _one(facts, code, number, wanted, kind, SLIPS[kind])


def _misplaced(facts: Facts, code: str, wanted: int, columns: Sequence[str]) -> Iterator[Repair]:
    """The value stands in the column beside, where nothing should be."""
    if code not in columns:
        return
    place = columns.index(code)
    for other in (*columns[max(place - 1, 0) : place], *columns[place + 1 : place + 2]):
        if facts.number(other) == wanted:
            unit = facts.unit.id
            told = _("Chuyển {n} từ “{a}” sang “{b}” (nhầm cột bên cạnh).").format(
                n=vi_number(wanted), a=_name(facts, other), b=_name(facts, code)
            )
            yield Repair(((unit, code, wanted), (unit, other, None)), "column", 2, told)


def _exchanged(
    facts: Facts, equation: Equation, code: str, number: int, wanted: int
) -> Iterator[Repair]:
    """A stock of the same form stands where this one should, and this one there."""
    if code not in equation.stocks or number == wanted:
        return
    for other in shape(facts.packs, facts.packs.indicators[code].home).stocks:
        if other != code and facts.number(other) == wanted and not slip(number, wanted):
            yield _swap(facts, code, number, other, wanted)


def _swap(facts: Facts, code: str, number: int, other: str, theirs: int) -> Repair:
    """Two cells of a row whose numbers change places."""
    told = _("“{a}”: {n}, đổi với “{b}” (nhầm cột).").format(
        a=_name(facts, code), n=vi_number(theirs), b=_name(facts, other)
    )
    unit = facts.unit.id
    return Repair(((unit, code, theirs), (unit, other, number)), "column", 2, told)


def _forgotten(facts: Facts, code: str, wanted: int) -> Iterator[Repair]:
    """Women of a movement are entered, the movement itself is not."""
    women = facts.number(code + "N")
    if women and women <= wanted:
        yield _one(facts, code, None, wanted, "missing", 3)


def _of_parts(facts: Facts, part: str, whole: str) -> Iterator[Repair]:
    """Yield changes that bring a part under its whole: either mistyped, or each in the other's.

    The whole is changed only where the form judged holds it.
    """
    a, b = facts.number(part), facts.figure(whole) or 0
    typed = facts.number(whole) if is_home(facts, whole) else None
    away = abs((a or 0) - b)  # one too many is no digit too many: nothing farther is offered
    for number, kind in meant_by(a) if a is not None and a >= 0 else ():
        if number <= b and (kind == "swapped" or b - number <= away):
            yield _one(facts, part, a, number, kind, SLIPS[kind])
    for number, kind in meant_by(typed) if typed else ():
        if (a or 0) <= number <= min((a or 0) + away, _most(facts, whole)):
            yield _one(facts, whole, typed, number, kind, SLIPS[kind])
    if a is not None and not is_home(facts, part):
        yield _emptied(facts, part)  # the form shown has no column to correct it in
    elif a is not None and typed:
        told = _("“{a}”: {n}, đổi với “{b}” (nhầm cột).").format(
            a=_name(facts, part), n=vi_number(typed), b=_name(facts, whole)
        )
        unit = facts.unit.id
        yield Repair(((unit, part, typed), (unit, whole, a)), "column", 1, told)


def _emptied(facts: Facts, code: str) -> Repair:
    told = _("Xóa “{name}” ({n}).").format(
        name=_name(facts, code), n=vi_number(facts.number(code) or 0)
    )
    return Repair(((facts.unit.id, code, None),), "emptied", 5, told)


def _whole_beside(facts: Facts, part: str, whole: str, columns: Sequence[str]) -> Iterator[Repair]:
    """The whole of a part is empty: its number stands in the column beside, or anywhere on its
    side of the movement, without such a part."""
    if facts.number(whole) is not None or whole not in columns:
        return
    place, a = columns.index(whole), facts.number(part) or 0
    for other in (*columns[max(place - 1, 0) : place], *columns[place + 1 : place + 2]):
        number = facts.number(other)
        if number is not None and number >= a and not facts.number(other + part[len(whole) :]):
            yield from _misplaced(facts, whole, number, columns)
    for other in sides.same_side(facts, whole):
        if part == whole + "N" and waits_for(facts, other, whole):
            n, unit = facts.number(other) or 0, facts.unit.id
            told = _("Chuyển {n} từ “{a}” sang “{b}” (ở đó đã có số nữ).").format(
                n=vi_number(n), a=column_title(facts, other), b=column_title(facts, whole)
            )
            yield Repair(((unit, whole, n), (unit, other, None)), "column", 3, told)


def _other_side(
    facts: Facts, equation: Equation, off: int, columns: Sequence[str]
) -> Iterator[Repair]:
    """An increase typed as a decrease, or the other way round; its women go with it.

    A column that has its women already and no number comes first.
    """
    signs = ((equation.increases, -1), (equation.decreases, 1))
    for code, sign in ((code, sign) for side, sign in signs for code in side):
        number = facts.number(code)
        if not number or 2 * sign * number != off:
            continue
        for place, target in enumerate(sides.across(facts, equation, code, columns)):
            told = _("Chuyển {n} từ “{a}” sang “{b}” (nhầm bên tăng, giảm).").format(
                n=vi_number(number), a=column_title(facts, code), b=column_title(facts, target)
            )
            changes = (*_moved(facts, code, target), *_moved(facts, code + "N", target + "N"))
            instead = _("sang “{b}”").format(b=column_title(facts, target))
            cost = 1 if waits_for(facts, code, target) else 3 + place
            yield Repair(changes, "side", cost, told, instead=instead)


def _moved(facts: Facts, code: str, target: str) -> tuple[Change, ...]:
    number, unit = facts.number(code), facts.unit.id
    if number is None:
        return ()
    return (unit, target, number + (facts.number(target) or 0)), (unit, code, None)


def _of_rows(
    facts: Facts, code: str, number: int | None, wanted: int, neighbours: Sequence[Row]
) -> Iterator[Repair]:
    """The value stands in the row above or below, and theirs here."""
    for other in neighbours:
        theirs = other.facts.number(code)
        if theirs != wanted or not wanted or is_closed(other.facts, code):
            continue
        told = _("“{name}”: {b}, đổi với {unit} (nhầm dòng).").format(
            name=_name(facts, code), b=vi_number(wanted), unit=other.facts.unit.short
        )
        changes = ((facts.unit.id, code, wanted), (other.facts.unit.id, code, number))
        yield Repair(changes, "row", 2, told)


def _one(
    facts: Facts, code: str, number: int | None, wanted: int, kind: str, cost: int, why: str = ""
) -> Repair:
    told = _("“{name}”: {a} → {b} ({why}).").format(
        name=_name(facts, code), a=_("trống") if number is None else vi_number(number),
        b=vi_number(wanted), why=why or _WHY[kind],
    )  # fmt: skip
    return Repair(((facts.unit.id, code, wanted),), kind, cost, told)


def _name(facts: Facts, code: str) -> str:
    indicator = facts.packs.indicators.get(code)
    return indicator.name if indicator is not None else code


_WHY = {
    "swapped": _("đảo chữ số"),
    "lost_zero": _("thiếu số 0"),
    "added_zero": _("thừa số 0"),
    "doubled": _("gõ lặp chữ số"),
    "lost_digit": _("thiếu một chữ số"),
    "added_digit": _("thừa một chữ số"),
    "near_key": _("gõ nhầm phím bên cạnh"),
    "one_digit": _("gõ nhầm một chữ số"),
    "missing": _("đã có số nữ, chưa có tổng"),
    "closing": _("lấy theo đầu kỳ, tăng và giảm"),
}

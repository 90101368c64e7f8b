"""Checks of one unit's values among themselves: signs, parts, ratios, thresholds, money."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from desktop.i18n import _
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.checks.facts import (
    Facts,
    Found,
    check,
    is_home,
    shape,
    texts,
    threshold,
    whole,
)
from desktop.models.packs.ownership_kinds import BANDS
from desktop.models.packs.pack_types import Rule
from desktop.models.text import vi_number


@check("non_negative_integer")
def _non_negative(facts: Facts, rule: Rule) -> Iterator[Found]:
    """A register that holds no whole number and no state of a cell is wrong as well (V01)."""
    skipped = texts(rule, "except")
    for code, raw in facts.values.items():
        if type(raw) is int and raw >= 0:
            continue
        number = number_of(raw) if not isinstance(raw, bool) else -1
        broken = number is None and not isinstance(raw, dict) and raw is not None
        if (broken or (number is not None and number < 0)) and code not in skipped:
            yield Found((code,), {"code": code})


@check("part_at_most_whole")
def _part(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V02: an empty whole of the same form counts as none; one of another form is not known. Where
    the whole does not arise, no part of it does, be it entered or carried over.

    A part another form holds is judged where its whole stands: in a month that form may not be
    asked for, while totals count what was entered.
    """
    skipped = texts(rule, "except")
    known = shape(facts.packs, facts.form)
    lumps = {split_code(code)[1] for code in facts.values if ";LH=" in code}
    for suffix in ("", *(";" + lump for lump in sorted(lumps))):
        for part, of in known.parts:
            denied = _is_na(facts.values.get(of + suffix))
            number = number_of(facts.values.get(part + suffix))
            if denied and number is None:  # carried over, it stands beside that all the same
                number = facts.figure(part + suffix)
            if number is None or part in skipped:
                continue
            if denied and number:
                names = (facts.packs.indicators[code].name for code in (of, part))
                more = _("“{whole}” ghi không phát sinh mà “{part}” có {n}: sửa một trong hai.")
                more = more.format(whole=next(names), part=next(names), n=vi_number(number))
                yield Found((part + suffix, of + suffix), {"a": number, "b": 0}, more=more)
                continue
            total = facts.figure(of + suffix)
            if total is None and of not in known.codes:
                continue
            if number > (total or 0):
                name = facts.packs.indicators[of].name
                more = _("“{whole}” còn trống.").format(whole=name) if total is None else ""
                yield Found((part + suffix, of + suffix), {"a": number, "b": total or 0}, more=more)
    for part, of in known.parts_beside:
        number, total = facts.number(part), facts.figure(of)
        if number is None or total is None or number <= total or part in skipped:
            continue
        one, other = facts.packs.indicators[part], facts.packs.indicators[of]
        more = _("“{part}” (mã {code}) ghi {a}, “{whole}” ghi {b}: sửa hoặc xóa số sai.").format(
            part=one.name, code=part, a=vi_number(number), whole=other.name, b=vi_number(total)
        )
        yield Found((part, of), {"a": number, "b": total}, more=more)


@check("parts_sum")
def _parts(facts: Facts, rule: Rule) -> Iterator[Found]:
    """Men are never stored: typed men are compared with whole less women on import (V03)."""
    for name in texts(rule, "wholes"):
        men, women = facts.number(name + ";GT=NAM"), facts.number(name + "N")
        total = facts.number(name)
        if men is not None and women is not None and total is not None and men + women != total:
            yield Found((name, name + "N"), {"d": men + women - total})


@check("required_filled")
def _required(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V36: what a form marks as required is empty, in a return of which something was entered.

    While figures still come nothing is said; "na" is an answer, and a carried stock is asked for
    by itself.
    """
    form = facts.packs.forms.get(facts.form)
    if form is None or not facts.whole or not facts.values:
        return
    for column in form.columns:
        if column.kind != "indicator" or not column.required:
            continue
        held = facts.values.get(column.source)
        if not _is_na(held) and facts.figure(column.source) is None:
            name = facts.packs.indicators[column.source].name
            yield Found((column.source,), {"name": name})


def _is_na(held: Any) -> bool:
    return isinstance(held, dict) and held.get("state") == "na"


@check("ownership_sum")
def _ownership(facts: Facts, rule: Rule) -> Iterator[Found]:
    sums: dict[str, int] = {}
    sectors: dict[str, int] = {}
    for code in facts.values:
        if ";LH=" not in code:  # nearly all of them
            continue
        indicator, part = split_code(code)
        kind = part.removeprefix("LH=")
        if part.startswith("LH=") and kind in facts.packs.ownerships:
            sums[indicator] = sums.get(indicator, 0) + (facts.number(code) or 0)
        elif kind in BANDS:
            sectors[indicator] = sectors.get(indicator, 0) + (facts.number(code) or 0)
    for indicator, total in sectors.items():  # others are of neither, so there may be less
        number = facts.number(indicator)
        if number is not None and total > number and is_home(facts, indicator):
            yield Found((indicator,), {"a": total, "b": number, "d": total - number})
    for indicator, total in sums.items():
        number = facts.number(indicator)
        if number is not None and number != total and is_home(facts, indicator):
            yield Found((indicator,), {"a": total, "b": number, "d": total - number})


@check("at_most_unless_kind")
def _at_most_unless(facts: Facts, rule: Rule) -> Iterator[Found]:
    less, more = str(rule.params["less"]), str(rule.params["more"])
    if facts.unit.kind in texts(rule, "kinds"):
        return
    a, b = facts.figure(less), facts.figure(more)
    if b is None and _is_na(facts.values.get(more)):
        b = 0  # members where no worker arises
    if a is not None and b is not None and a > b and not _both_carried(facts, less, more):
        yield Found((less, more), {"a": a, "b": b})


@check("none_of_kind")
def _none_of_kind(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V40: what unions of these kinds cannot have (A06M, figures.md 3.2)."""
    code = str(rule.params["code"])
    number = facts.number(code)
    if number and facts.unit.kind in texts(rule, "kinds"):
        yield Found((code,), {"a": number})


@check("all_of_kind")
def _all_of_kind(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V41: of a union of this kind all members are such; typed, the part replaces the whole."""
    code, of = str(rule.params["code"]), str(rule.params["of"])
    a, b = facts.number(code), facts.figure(of)
    if facts.unit.kind in texts(rule, "kinds") and a is not None and b is not None and a < b:
        yield Found((code, of), {"a": a, "b": b})


def _both_carried(facts: Facts, *codes: str) -> bool:
    """Nobody has entered either: what is carried over has been judged in its own period."""
    return all(facts.values.get(code) is None for code in codes)


@check("at_most")
def _at_most(facts: Facts, rule: Rule) -> Iterator[Found]:
    """Of every pair "a+b:c" the sum on the left is at most that on the right, where known.

    What a share above 100 % says already (V17) is not said twice.
    """
    for pair in texts(rule, "pairs"):
        left, _sep, right = pair.partition(":")
        less, more = left.split("+"), right.split("+")
        a, b = facts.sum_known(less), facts.sum_known(more)
        if a is None or b is None or a <= b or _both_carried(facts, *less, *more):
            continue
        if _is_share(facts, less, more):
            continue
        entered = [code for code in less if facts.number(code) is not None]
        yield Found((*entered, *more), {"a": a, "b": b, "name": _names(facts, more)})


def _is_share(facts: Facts, less: Sequence[str], more: Sequence[str]) -> bool:
    """Tell whether two sums are a ratio's that is judged as a part of its whole."""
    return any(facts.number(code) is not None for code in less) and any(
        one.part_of_whole and [*one.numerator] == less and [*one.denominator] == more
        for one in shape(facts.packs, facts.form).ratios
    )


def _names(facts: Facts, codes: Iterable[str]) -> str:
    return " + ".join(facts.packs.indicators[split_code(code)[0]].name for code in codes)


@check("ratio_outside")
def _ratio_outside(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V09: computed from the raw numbers; without a whole there is no ratio."""
    ratio = facts.packs.indicators.get(str(rule.params.get("ratio", "")))
    if ratio is None or facts.unit.kind in texts(rule, "kinds"):
        return
    part, of = facts.sum_known(ratio.numerator), facts.sum_known(ratio.denominator)
    codes = (*ratio.numerator, *ratio.denominator)
    if part is None or not of or _both_carried(facts, *codes):
        return
    if part * 100 < whole(rule, "low") * of or part * 100 > whole(rule, "high", 100) * of:
        yield Found(codes, {"a": part, "b": of})


@check("stock_below_minimum")
def _below(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V11, V12: the threshold is a legal parameter, dated and editable.

    A union that just ended has nobody left, which needs no word.
    """
    least, code = threshold(facts, rule), str(rule.params["code"])
    if least is None:
        return
    for pair in texts(rule, "pairs"):
        count, _sep, members = pair.partition(":")
        founded, given = facts.number(count), facts.number(members)
        if founded and given is not None and given < founded * least:
            yield Found((members, count), {"n": least, "a": given})
    number = facts.number(code)
    if number is None or facts.unit.kind not in texts(rule, "kinds"):
        return
    if number == 0 and (facts.happened("dissolve", "end", "merge") or _all_left(facts)):
        return
    is_new = facts.period.holds(facts.unit.valid_from) or facts.happened("found")
    if number < least and (is_new or not rule.params.get("new_only")):
        yield Found((code,), {"n": least, "a": number})


def _all_left(facts: Facts) -> bool:
    return any(facts.number(code) for code in ("C27", "C28", "C29"))


@check("ownership_ended")
def _ended(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V16: by the last day of the ownership type in the packs, not by a date here."""
    name = str(rule.params["ownership"])
    ownership = facts.packs.ownerships.get(name)
    if ownership is None or ownership.holds_on(facts.period.data_to):
        return
    codes = texts(rule, "codes")
    wanted = [c for c in codes if facts.unit.ownership == name] + [f"{c};LH={name}" for c in codes]
    filled = [code for code in wanted if (facts.number(code) or 0) > 0]
    if filled:
        yield Found(tuple(filled), {"a": facts.number(filled[0])})


@check("ratio_part_at_most_whole")
def _ratio_part(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V17: only ratios flagged part-of-whole; an unknown denominator judges nothing."""
    lumps = {split_code(code)[1] for code in facts.values if ";LH=" in code}
    for ratio in shape(facts.packs, facts.form).ratios:
        for suffix in ("", *(f";{lump}" for lump in sorted(lumps))):
            above = [code + suffix for code in ratio.numerator]
            below = [code + suffix for code in ratio.denominator]
            if not ratio.part_of_whole or all(facts.number(code) is None for code in above):
                continue
            part, of = facts.sum_known(above), facts.sum_known(below)
            if part is not None and of is not None and part > of:
                entered = [code for code in above if facts.number(code) is not None]
                words = {"a": part, "b": of, "name": _names(facts, below)}
                yield Found((*entered, *below), words)


@check("attendances_at_least_occasions")
def _attendances(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V20: of one line, the count of attendances is at least that of occasions."""
    occasions, attendances = texts(rule, "occasions"), texts(rule, "attendances")
    for first, second in shape(facts.packs, facts.form).lines:
        for times, people in ((first, second), (second, first)):
            if times.unit not in occasions or people.unit not in attendances:
                continue
            a, b = facts.number(people.code), facts.number(times.code)
            if a is not None and b is not None and a < b:
                yield Found((people.code, times.code), {"a": a, "b": b})


@check("distribution_share")
def _distribution(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V24: what was collected against what was due, what was passed on against its share."""
    due, collected = str(rule.params["due"]), str(rule.params["collected"])
    owed, got = facts.number(due), facts.number(collected)
    if owed is not None and got is not None and got * 100 > owed * whole(rule, "most_percent", 120):
        told = _("Đã thu {a} đồng trên {b} đồng phải thu.")
        more = told.format(a=vi_number(got), b=vi_number(owed))
        yield Found((collected, due), {"a": got, "b": owed}, more=more)
    name, share = str(rule.params["passed"]), threshold(facts, rule)
    passed = facts.number(name)
    if passed is None or share is None or not got:
        return
    if abs(passed * 100 - got * share) > got * whole(rule, "tolerance_percent", 1):
        told = _("Phân phối {a} đồng trên {b} đồng đã thu, mức quy định {n}%.")
        more = told.format(a=vi_number(passed), b=vi_number(got), n=share)
        yield Found((name, collected), {"a": passed, "b": got, "n": share}, more=more)


@check("classes_sum")
def _classes(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V25: judged once a class and the whole are entered."""
    name, classes = str(rule.params["whole"]), texts(rule, "classes")
    number = facts.number(name)
    if number is None or all(facts.number(code) is None for code in classes):
        return
    total = facts.total(classes)
    if total != number:
        yield Found((name, *classes), {"a": total, "b": number, "d": total - number})


@check("money_magnitude")
def _money(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V26: an amount too small or too large was probably typed in another unit of money."""
    low, high = whole(rule, "low"), whole(rule, "high")
    for code in shape(facts.packs, facts.form).money:
        number = facts.number(code)
        if number and (number < low or (high and number > high)):
            yield Found((code,), {"a": number})


@check("text_normal_form")
def _normal_form(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V32: a name that came in from elsewhere in decomposed letters."""
    if not unicodedata.is_normalized("NFC", facts.unit.name):
        yield Found((), {"name": facts.unit.name})

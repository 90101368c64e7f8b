"""Checks of a unit's figures against its own earlier periods and its cumulated figures."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from desktop.models.figures.checks.facts import Facts, Found, Span, check, shape, texts, whole
from desktop.models.packs.pack_types import Rule
from desktop.models.packs.periods import Period


@check("change_over")
def _change(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V10: a stock far from that of the period before, with no event that explains it."""
    before = facts.around.history[0] if facts.around.history else {}
    percent = whole(rule, "percent", 20)
    if rule.params.get("unless_event") and facts.happened(*texts(rule, "events")):
        return
    for code in texts(rule, "codes"):
        was, now = before.get(code), facts.number(code)
        if was is None or now is None or abs(now - was) * 100 <= percent * was:
            continue
        yield Found((code,), {"n": percent, "a": was, "b": now})


@check("flow_spike")
def _spike(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V21: a flow beyond several times its mean of the last periods it was entered in.

    Empty is not 0: a flow entered in fewer than two of them or small (`least`) has no mean to
    exceed. Beyond a mean of 0 is any number; few persons after none (`after_none`) are no jump.
    A part jumps with its whole: that is told once, of the whole.
    """
    times, periods = whole(rule, "times", 3), whole(rule, "periods", 3)
    known = facts.around.history[:periods]
    if len(known) < 2:
        return
    told: set[str | None] = set()
    for code in shape(facts.packs, facts.form).flows:
        number = facts.number(code)
        if number is None or number < whole(rule, "least"):
            continue
        entered = [one[code] for one in known if code in one]
        total = sum(entered)
        if not total and number < whole(rule, "after_none"):
            continue
        if len(entered) > 1 and number * len(entered) > times * total:
            told.add(code)
            if facts.packs.indicators[code].part_of in told:
                continue
            yield Found((code,), {"a": number, "b": round(total / len(entered)), "n": times})


@check("cumulative_falls")
def _falls(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V22: a longer period holds less than the periods within it, or a correction lowered it."""
    if facts.around.spans is None:
        return
    spans = facts.around.spans.get()
    for code in shape(facts.packs, facts.form).flows:
        number = facts.number(code)
        if number is None:
            continue
        inside = _at_least(spans, code, facts.period)
        if inside is not None and number < inside:
            yield Found((code,), {"a": number, "b": inside})
            continue
        now, told = _restated(spans, code, facts.period)
        if now + number < told:
            yield Found((code,), {"a": now + number, "b": told})


@check("differs_from_parts")
def _differs(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V35: a figure of the whole period that its parts do not come to stands in their place.

    A flow below its parts is told by V22. A unit may have begun to keep books within the period:
    where the parts that hold the figure leave days out, it only informs.
    """
    if facts.around.spans is None:
        return
    spans = facts.around.spans.get()
    known = shape(facts.packs, facts.form)
    for code in (*known.flows, *known.stocks):
        number = facts.number(code)
        if number is None:
            continue
        parts = _parts_holding(spans, code, facts.period)
        if code in known.stocks:
            ends = [span.values[code] for span in parts
                    if span.period.data_to == facts.period.data_to]  # fmt: skip
            if ends and number != ends[0]:
                yield Found((code,), {"a": number, "b": ends[0]})
            continue
        inside = cumulated(spans, code, facts.period.data_from, facts.period)
        if inside is not None and number > inside:
            missing = not _covered(parts, facts.period)
            yield Found((code,), {"a": number, "b": inside}, "I" if missing else "")


def _parts_holding(spans: Iterable[Span], code: str, period: Period) -> list[Span]:
    """Return the shorter periods within one that hold a figure, the longest first."""
    found = [span for span in spans if code in span.values and _within(span.period, period)]
    return sorted(found, key=lambda span: span.period.data_from - span.period.data_to)


def _covered(parts: Iterable[Span], period: Period) -> bool:
    """Tell whether periods leave no day of a longer one out."""
    day = period.data_from
    for one in sorted((span.period for span in parts), key=lambda one: one.data_from):
        if one.data_from <= day:
            day = max(day, one.data_to + timedelta(1))
    return day > period.data_to


def _restated(spans: Iterable[Span], code: str, period: Period) -> tuple[int, int]:
    """Return what earlier periods of the year come to now, and as they were first locked."""
    now = told = 0
    for span in spans:
        one = span.period
        same = one.scheme == period.scheme and one.calendar_year == period.calendar_year
        if same and one.data_to < period.data_from and code in span.first_locked:
            told += span.first_locked[code]
            now += span.values.get(code, 0)
    return now, told


def cumulated(spans: Iterable[Span], code: str, since: date, until: Period) -> int | None:
    """Return a flow summed over the periods within a window, a longer one before its parts.

    Of periods that share days (6 and 9 months of one year) those are taken that leave out the
    fewest. The period `until` itself is left out. None when no period of the window holds the flow.
    """
    values = _held_within(spans, code, since, until)
    return sum(values[one] for one in _apart(values, _days)) if values else None


def _at_least(spans: Iterable[Span], code: str, until: Period) -> int | None:
    """Return the least that a period holds of a flow by those within it, None where none does."""
    values = _held_within(spans, code, until.data_from, until)
    return sum(values[one] for one in _apart(values, values.__getitem__)) if values else None


def _held_within(
    spans: Iterable[Span], code: str, since: date, until: Period
) -> dict[Period, int]:  # fmt: skip
    """Return what the periods within a window hold of a flow, without those inside a longer one."""
    held = {
        span.period: span.values[code]
        for span in spans
        if code in span.values and span.period.id != until.id
        and since <= span.period.data_from and span.period.data_to <= until.data_to
    }  # fmt: skip
    return {one: n for one, n in held.items() if not any(_within(one, other) for other in held)}


def _apart(periods: Iterable[Period], weight: Callable[[Period], int]) -> tuple[Period, ...]:
    """Return those of the periods that share no day and weigh most together."""
    found: list[tuple[date, int, tuple[Period, ...]]] = [(date.min, 0, ())]
    for one in sorted(periods, key=lambda one: (one.data_to, one.id)):
        before = max((each for each in found if each[0] < one.data_from), key=lambda each: each[1])
        found.append((one.data_to, before[1] + weight(one), (*before[2], one)))
    return max(found, key=lambda each: each[1])[2]


def _days(period: Period) -> int:
    return (period.data_to - period.data_from).days + 1


def _within(part: Period, longer: Period) -> bool:
    inside = longer.data_from <= part.data_from and part.data_to <= longer.data_to
    return part.id != longer.id and inside and (
        (part.data_from, part.data_to) != (longer.data_from, longer.data_to) or part.id > longer.id
    )  # fmt: skip


@check("cumulative_at_most_over_term")
def _over_term(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V23: blocks over the term; in one period alone it asks for a reason, covered it informs."""
    less, more = str(rule.params["less"]), str(rule.params["more"])
    part = facts.number(less)
    if part is None:
        return
    here = facts.number(more) or 0
    spans = facts.around.spans.get() if facts.around.spans is not None else ()
    since = _term_start(rule, facts.period)
    before = {code: cumulated(_earlier(spans, facts.period), code, since, facts.period)
              for code in (less, more)}  # fmt: skip
    a, b = part + (before[less] or 0), here + (before[more] or 0)
    alone = before[less] is None and before[more] is None
    if a > b:
        yield Found((less, more), {"a": a, "b": b}, "W" if alone else "")
    elif part > here:
        yield Found((less, more), {"a": part, "b": here}, "I")


def _earlier(spans: Iterable[Span], period: Period) -> list[Span]:
    return [span for span in spans if span.period.data_to < period.data_from]


def _term_start(rule: Rule, period: Period) -> date:
    """Return the first day of the term a period lies in."""
    begun = [date.fromisoformat(day) for day in texts(rule, "terms")]
    return max((day for day in begun if day <= period.data_to), default=date.min)


# Information: what is unlike the unit itself, never proof of an error.


@check("far_from_history")
def _far(facts: Facts, rule: Rule) -> Iterator[Found]:
    """A number far from the unit's own median, counted in median absolute deviations (MAD).

    A stock is judged by how it moved since the period before, a flow by its level. `times` MADs,
    but at least `percent` of the usual and `least` (`least_flow`), are taken as ordinary.
    """
    known = [one for one in facts.around.history[: whole(rule, "periods", 12)] if one]
    if len(known) < whole(rule, "known", 4):
        return
    found = shape(facts.packs, facts.form)
    for code in found.stocks:
        number = facts.number(code)
        levels = [one[code] for one in known if code in one]
        if number is None or len(levels) < whole(rule, "known", 4):
            continue
        steps = [new - old for new, old in pairwise(levels)]
        usual = levels[0] + median(steps)
        if _is_far(rule, "least", number, usual, mad(steps), levels[0]):
            yield Found((code,), {"a": number, "b": round(usual)})
    for code in found.flows:
        number = facts.number(code)
        levels = [one[code] for one in known if code in one]
        if number is None or len(levels) < whole(rule, "known", 4):
            continue
        usual = median(levels)
        if _is_far(rule, "least_flow", number, usual, mad(levels), usual):
            yield Found((code,), {"a": number, "b": round(usual)})


def _is_far(rule: Rule, least: str, number: int, usual: float, spread: float, level: float) -> bool:
    ordinary = max(
        whole(rule, "times", 4) * 1.4826 * spread,
        whole(rule, "percent", 5) * abs(level) / 100,
        whole(rule, least, 3),
    )
    return abs(number - usual) > ordinary


def median(numbers: Iterable[float]) -> float:
    """Return the middle of numbers, 0 for none."""
    ordered = sorted(numbers)
    if not ordered:
        return 0
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mad(numbers: Iterable[float]) -> float:
    """Return the median absolute deviation of numbers."""
    listed = list(numbers)
    middle = median(listed)
    return median(abs(number - middle) for number in listed)


@check("unexplained_change")
def _unexplained(facts: Facts, rule: Rule) -> Iterator[Found]:
    """A stock no equation holds, that always moved with another, and now moves by itself.

    Of every pair "a:b" (workers, members) a may change between nothing and what b changed by, or
    by what entered or left b; a part also by what its whole changed by. Said only where at least
    `known` earlier changes are known and each of them was so: a unit whose workers come and go by
    themselves is let alone. An event of the unit explains any change.
    """
    known = [one for one in facts.around.history[: whole(rule, "periods", 12)] if one]
    if len(known) <= whole(rule, "known", 2) or facts.happened():
        return
    for pair in texts(rule, "pairs"):
        code, _sep, beside = pair.partition(":")
        number, other = facts.number(code), facts.figure(beside)
        steps = [step for step in pairwise(known) if code in step[0] and code in step[1]]
        if number is None or other is None or code not in known[0] or number == known[0][code]:
            continue
        codes = (beside, facts.packs.indicators[code].part_of or code)
        if len(steps) < whole(rule, "known", 2) or not all(
            _within_steps(new, old, code, codes) for new, old in steps
        ):
            continue
        now = {code: number, beside: other}
        now |= {one: n for one in codes if one not in now and (n := facts.figure(one)) is not None}
        if not _within_steps(now, known[0], code, codes, _moved(facts, beside)):
            name = facts.packs.indicators[code].name
            yield Found((code, beside), {"name": name, "a": known[0][code], "b": number})


def _within_steps(
    now: Mapping[str, int], before: Mapping[str, int], code: str, beside: Iterable[str],
    moved: tuple[int, int] = (0, 0),
) -> bool:  # fmt: skip
    """Tell whether a stock changed by no more than one of those beside it, or than what moved."""
    others = [now[one] - before[one] for one in beside
              if one != code and one in now and one in before]  # fmt: skip
    came, left = moved
    return min(0, -left, *others, 0) <= now[code] - before[code] <= max(0, came, *others, 0)


def _moved(facts: Facts, stock: str) -> tuple[int, int]:
    """Return how many entered a stock and how many left it by its movements."""
    for equation in facts.packs.equations.values():
        if equation.stocks == (stock,):
            return facts.total(equation.increases), facts.total(equation.decreases)
    return 0, 0


@check("same_as_before")
def _same(facts: Facts, rule: Rule) -> Iterator[Found]:
    """Several flows all exactly as in the period before: copied rather than counted."""
    before = facts.around.history[0] if facts.around.history else {}
    flows = shape(facts.packs, facts.form).flows
    now = {code: n for code in flows if (n := facts.number(code))}
    was = {code: n for code in flows if (n := before.get(code))}
    if len(now) >= whole(rule, "least", 3) and now == was:
        yield Found(tuple(now), {"n": len(now)})


@check("never_changes")
def _never(facts: Facts, rule: Rule) -> Iterator[Found]:
    """Every stock of the form exactly as in all of the last periods: reviewed or only kept?"""
    known = facts.around.history[: whole(rule, "periods", 12)]
    stocks = [c for c in shape(facts.packs, facts.form).stocks if facts.number(c)]
    if len(known) < whole(rule, "periods", 12) or len(stocks) < whole(rule, "least", 2):
        return
    if all(one.get(code) == facts.number(code) for one in known for code in stocks):
        yield Found(tuple(stocks), {"n": len(known) + 1})


@check("round_numbers")
def _round(facts: Facts, rule: Rule) -> Iterator[Found]:
    """Most larger numbers of a unit end in 0: estimated rather than counted."""
    found = shape(facts.packs, facts.form)
    numbers = {
        code: n
        for code in (*found.stocks, *found.flows)
        if code not in found.money and (n := facts.number(code) or 0) >= whole(rule, "from", 20)
    }
    heaped = tuple(code for code, n in numbers.items() if n % 10 == 0)
    if len(numbers) >= whole(rule, "least", 4) and is_heaped(rule, len(heaped), len(numbers)):
        yield Found(heaped, {"a": len(heaped), "n": len(numbers)})


def is_heaped(rule: Rule, heaped: int, of: int) -> bool:
    """Tell whether more numbers end in 0 than counting gives (a tenth of them)."""
    return heaped * 100 >= whole(rule, "percent", 75) * of


@check("ratio_jump")
def _jump(facts: Facts, rule: Rule) -> Iterator[Found]:
    """A ratio many percentage points away from that of the period before."""
    before = facts.around.history[0] if facts.around.history else {}
    points, least = whole(rule, "points", 15), whole(rule, "least", 10)
    pairs = [(i.numerator, i.denominator) for i in shape(facts.packs, facts.form).ratios
             if i.scale == 100]  # fmt: skip
    pairs += [((part,), (of,)) for part, of in shape(facts.packs, facts.form).parts
              if facts.packs.indicators[part].type == "S"]  # fmt: skip
    for part, of in pairs:
        was, was_of = _summed(before, part), _summed(before, of)
        now, now_of = facts.sum_known(part), facts.sum_known(of)
        if was is None or now is None or not was_of or not now_of:
            continue
        if min(was_of, now_of) < least or all(facts.number(code) is None for code in part):
            continue
        if abs(now * was_of - was * now_of) * 100 > points * now_of * was_of:
            percents = {"a": round(100 * now / now_of), "b": round(100 * was / was_of)}
            yield Found((*part, *of), percents)


def _summed(values: Mapping[str, int], codes: Iterable[str]) -> int | None:
    known = [values[code] for code in codes if code in values]
    return sum(known) if known else None

"""Checks of movement equations: opening + increases − decreases = closing."""

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.i18n import _
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.checks.estimates import carried
from desktop.models.figures.checks.facts import Facts, Found, check, is_home, shape, texts
from desktop.models.figures.moves import ENDED_BY
from desktop.models.figures.opening import Corrected
from desktop.models.packs.pack_types import Equation, Rule
from desktop.models.text import lowered, short_date, vi_number
from desktop.models.units.ceased import ceased_before


def closing(facts: Facts, equation: Equation) -> int | None:
    """Return opening + increases − decreases, None without an opening."""
    opening = facts.openings.get(equation.id)
    if opening is None or opening.value is None:
        return None
    typed = facts.total(equation.increases) - facts.total(equation.decreases)
    return opening.value + opening.moved + typed  # moved: by events of the register


def difference(facts: Facts, equation: Equation) -> int | None:
    """Return the closing entered less the closing by movement, None where either is missing."""
    stocks = [facts.number(code) for code in equation.stocks]
    expected = closing(facts, equation)
    if expected is None or all(stock is None for stock in stocks):
        return None
    off = sum(stock or 0 for stock in stocks) - expected
    if ceased_before(facts.unit, facts.period.data_to):
        ended = facts.total(c for c in equation.decreases if c.removesuffix("N") in ENDED_BY)
        if not any(stocks) or off == ended:
            return None  # its last day told as it was, or as nobody was left: both are right
    return off


def opened_before_correction(facts: Facts, equation: Equation) -> Corrected | None:
    """Return what was corrected of the closing before, where the movement closes without it."""
    opening, off = facts.openings.get(equation.id), difference(facts, equation)
    if opening is None or opening.locked is None or opening.corrected is None or not off:
        return None
    return opening.corrected if off == opening.corrected.was - opening.locked else None


def lock_first(facts: Facts, equation: Equation) -> str:
    """Return what is to be locked before a movement can be judged, "" where nothing is.

    The month before was typed and not locked, so that the movement starts from an older closing.
    """
    opening = facts.openings.get(equation.id)
    if opening is None or opening.skipped is None or opening.live in (None, opening.locked):
        return ""
    form = facts.packs.forms.get(facts.packs.indicators[equation.stocks[0]].home)
    return _("Chốt {form} {later} trước: đầu kỳ còn lấy {a} của {period}, chưa phải {b}.").format(
        form=lowered(form.label) if form else "", later=lowered(opening.skipped.period.title),
        a=vi_number(opening.locked or 0), period=lowered(opening.skipped.locked.title),
        b=vi_number(opening.live or 0),
    )  # fmt: skip


def left_open(facts: Facts, code: str) -> bool:
    """Tell whether the movement of a stock does not close."""
    return any(
        code in one.stocks and difference(facts, one) and not lock_first(facts, one)
        for one in facts.packs.equations.values()
    )


def is_closed(facts: Facts, code: str) -> bool:
    """Tell whether a row's equations all close, so that nothing of it stands in a wrong row."""
    return not any(
        difference(facts, equation)
        for equation in facts.packs.equations.values()
        if code in (*equation.stocks, *equation.increases, *equation.decreases, equation.baseline)
    )


def corrected_words(corrected: Corrected) -> str:
    """Return which closing was corrected, and on which day."""
    return _("cuối kỳ {period} đã sửa ngày {day}").format(
        period=lowered(corrected.period.title), day=short_date(corrected.day)
    )


@check("movement_equation")
def _movement(facts: Facts, rule: Rule) -> Iterator[Found]:
    """A closing below nothing is off from any that could be entered, so it needs none."""
    for name in texts(rule, "equations"):
        equation = facts.packs.equations[name]
        off = difference(facts, equation)
        if off is None:
            off = max(-(closing(facts, equation) or 0), 0)
        if off:
            codes = (*equation.stocks, *_first_opening(facts, equation))
            women, first = _of_women(facts, equation), lock_first(facts, equation)
            more = "" if first else _where_moves_go(facts, equation)
            yield Found(codes, {"d": off}, women=women, first=first, more=more)
        yield from _lumps(facts, equation)


def _where_moves_go(facts: Facts, equation: Equation) -> str:
    """Return which other form takes what came and left, where nothing of it is entered yet; in
    that form itself, where the closing stands that may be the wrong one."""
    flows = (*equation.increases, *equation.decreases)
    home = facts.packs.forms.get(facts.packs.indicators[flows[0]].home)
    if home is not None and home.id == facts.form:
        return _where_stock_stands(facts, equation)
    if home is None or any(code in facts.values for code in flows):
        return ""
    return _("Số đúng thì ghi tăng, giảm ở {form}.").format(form=lowered(home.label))


def _where_stock_stands(facts: Facts, equation: Equation) -> str:
    stock = facts.packs.indicators[equation.stocks[0]]
    home = facts.packs.forms.get(stock.home)
    if home is None or home.id == facts.form or facts.number(stock.code) is None:
        return ""
    return _("Tăng, giảm đúng thì sửa “{name}” ở {form}.").format(
        name=stock.name, form=lowered(home.label)
    )


def _first_opening(facts: Facts, equation: Equation) -> tuple[str, ...]:
    """Return the cell of the first opening, where this very period opens with what it holds."""
    opening = facts.openings.get(equation.id)
    counts = opening is not None and opening.locked is None
    return (equation.baseline,) if counts and facts.number(equation.baseline) is not None else ()


def _lumps(facts: Facts, equation: Equation) -> Iterator[Found]:
    """Each ownership type of a lump has an equation of its own, from the period before on.

    Only where its movements are told by type as well: those of the whole cannot be divided.
    """
    if not any(";LH=" in code for code in facts.values):
        return
    before = facts.around.history[0] if facts.around.history else {}
    for code in facts.values:
        name, part = split_code(code)
        if len(equation.stocks) != 1 or name != equation.stocks[0] or not part.startswith("LH="):
            continue
        start, end = before.get(code), number_of(facts.values[code])
        if start is None or end is None:
            continue
        flows = (*equation.increases, *equation.decreases)
        if all(facts.number(f"{flow};{part}") is None for flow in flows):
            continue
        came = facts.total(f"{c};{part}" for c in equation.increases)
        left = facts.total(f"{c};{part}" for c in equation.decreases)
        if start + came - left != end:
            of_women = _of_women(facts, equation)
            yield Found((code,), {"d": end - (start + came - left)}, women=of_women)


@check("movements_by_type")
def _movements_by_type(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V43: a union tells its closing by ownership type and its movements of the whole alone, so
    that the types that changed cannot be explained (figures.md, 5.2). Told once."""
    if not any(";LH=" in code for code in facts.values):
        return
    for name in texts(rule, "equations"):
        equation = facts.packs.equations[name]
        told = {
            split_code(code) for code in facts.values
            if facts.number(code) and split_code(code)[0] in (
                *equation.increases, *equation.decreases)
        }  # fmt: skip
        if told and not any(part for _code, part in told) and _types_moved(facts, equation):
            yield Found(
                tuple(sorted(code for code, _part in told)), women=_of_women(facts, equation)
            )  # fmt: skip
            return


def _types_moved(facts: Facts, equation: Equation) -> bool:
    """Tell whether the types of a lump close with something else than they opened with.

    Types told for the first time only as far as all of them together do: the whole of the union's
    own type stood before. So also where its own type is another one now.
    """
    (stock,) = equation.stocks
    now, opening = _by_type(facts.values, stock), facts.openings.get(equation.id)
    before = next((held for held in map(dict, facts.around.history) if _by_type(held, stock)), {})
    was = _by_type(before, stock)
    if not now:
        return False
    if was and not facts.happened("ownership"):
        rest = (number_of(before.get(stock)) or sum(was.values())) - sum(was.values())
        own = f"LH={facts.unit.ownership}"
        return now != ({**was, own: was.get(own, 0) + rest} if rest else was)
    start = opening.value if opening is not None else None
    return start is not None and sum(now.values()) != start


def _by_type(held: Mapping[str, Any], stock: str) -> dict[str, int]:
    """Return type → number of a stock told by type, without those of nobody."""
    found = {}
    for code, raw in held.items():
        name, part = split_code(code)
        if name == stock and part.startswith("LH=") and (number := number_of(raw)):
            found[part] = number
    return found


def _of_women(facts: Facts, equation: Equation) -> bool:
    """Whether an equation counts women: beside that of all, its message must say so."""
    return all(facts.packs.indicators[code].women for code in equation.stocks)


@check("opening_equals_previous")
def _opening(facts: Facts, rule: Rule) -> Iterator[Found]:
    """Blocks only against an accepted closing (model.md, Figures).

    A first opening beside a locked one is not counted either, so that it must not go unsaid; nor
    must it that the closing before was corrected and this movement still starts from the former.
    """
    for name in texts(rule, "equations"):
        equation, opening = facts.packs.equations[name], facts.openings.get(name)
        typed = facts.number(equation.baseline)
        if opening is None or opening.locked is None:
            continue
        severity, women = "" if opening.accepted else "W", _of_women(facts, equation)
        if typed is not None and typed != opening.locked and is_home(facts, equation.baseline):
            words = {"a": typed, "b": opening.locked}
            yield Found((equation.baseline,), words, severity, women=women)
        if corrected := opened_before_correction(facts, equation):
            words, told = {"a": corrected.was, "b": opening.locked}, corrected_words(corrected)
            more = _("{told}: sửa lại cuối kỳ hoặc biến động của kỳ này.").format(
                told=told[:1].upper() + told[1:]
            )
            yield Found(equation.stocks, words, severity, women=women, more=more)


@check("first_opening")
def _first(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V37: members moved, but nobody ever told how many there were before: nothing is checked.

    Who began with nobody has no more than came. Without movements it only informs. Told once, of
    the first equation; a row no office knows has no openings at all.
    """
    for name in texts(rule, "equations"):
        equation, opening = facts.packs.equations[name], facts.openings.get(name)
        if opening is None or opening.value is not None:
            continue
        flows = (*equation.increases, *equation.decreases)
        moved = any(facts.number(code) is not None for code in flows)
        stocks = [n for code in equation.stocks if (n := facts.figure(code)) is not None]
        net = facts.total(equation.increases) - facts.total(equation.decreases) + opening.moved
        if (moved and sum(stocks) != net) or (stocks and not moved and sum(stocks)):
            yield Found((equation.baseline, *equation.stocks), {}, "" if moved else "I")
            return


@check("union_equation")
def _unions(facts: Facts, rule: Rule) -> Iterator[Found]:
    """Only where the counts are typed; elsewhere they follow from the unit register."""
    yield from _movement(facts, rule)


@check("note_required")
def _note_required(facts: Facts, rule: Rule) -> Iterator[Found]:
    """A movement that names no cause of its own ("khác") is told why (V33, V34)."""
    for code in texts(rule, "codes"):
        number = facts.number(code)
        if number and code in facts.packs.indicators:
            yield Found((code,), {"name": facts.packs.indicators[code].name, "a": number})


@check("part_not_carried")
def _not_carried(facts: Facts, rule: Rule) -> Iterator[Found]:
    """V39: a part nobody entered, whose number of the period before exceeds its whole of now."""
    before = facts.around.history[0] if facts.around.history else {}
    for part, of in shape(facts.packs, facts.form).parts if facts.values else ():
        indicator = facts.packs.indicators[part]
        if indicator.type != "S" or part in facts.values or part in facts.estimates:
            continue
        a, b = carried(facts.packs, part, facts.values, facts.openings, before), facts.figure(of)
        if a is not None and b is not None and a > b:
            yield Found((part, of), {"name": indicator.name, "a": a, "b": b})

"""Validation rules: one engine for typing, paste, import, locking and the command line.

Rules are data of the packs; a rule names a check here and gives its settings. Severity E
blocks locking, W needs a reason, I informs (figures.md, section 6).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.figures.cells import number_of, split_code
from desktop.models.figures.estimates import estimated_stocks
from desktop.models.figures.opening import Opening, openings
from desktop.models.packs.pack_types import Equation, Form, Rule
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import vi_number
from desktop.models.units.units import Tree, Unit


class Finding(msgspec.Struct, frozen=True):
    """What a rule says of one unit; `codes` are the cells to look at, the first foremost."""

    unit: str
    rule: str
    severity: str
    codes: tuple[str, ...]
    message: str


class Facts(msgspec.Struct, frozen=True):
    """One unit's figures of one period, as a check sees them.

    `values` are the raw registers by code; `openings` by equation id; `previous` the stocks
    of the period before, by code.
    """

    unit: Unit
    form: str
    period: Period
    packs: Packs
    values: Mapping[str, Any]
    openings: Mapping[str, Opening] = msgspec.field(default_factory=dict)
    estimates: Mapping[str, int] = msgspec.field(default_factory=dict)

    def number(self, code: str) -> int | None:
        """Return the whole number entered in a cell, None where there is none."""
        return number_of(self.values.get(code))

    def total(self, codes: Iterable[str]) -> int:
        """Return the sum of the cells that hold a number."""
        return sum(self.number(code) or 0 for code in codes)


Check = Callable[[Facts, Rule], Iterator[tuple[tuple[str, ...], dict[str, Any]]]]
_CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a check under the name packs call it by."""

    def add(function: Check) -> Check:
        _CHECKS[name] = function
        return function

    return add


def known_checks() -> frozenset[str]:
    """Return the names of the checks the engine can run."""
    return frozenset(_CHECKS)


def judge_unit(facts: Facts) -> list[Finding]:
    """Return what the packs' rules say of one unit's form."""
    found = []
    for rule in facts.packs.rules.values():
        function = _CHECKS.get(rule.check)
        if function is None or (rule.forms and facts.form not in rule.forms):
            continue
        for codes, words in function(facts, rule):
            message = _filled(rule.message, words)
            found.append(Finding(facts.unit.id, rule.id, rule.severity, codes, message))
    return found


def judge(
    reader: Reader,
    tree: Tree,
    form: Form,
    period: Period,
    units: Sequence[Unit],
    values: Mapping[str, Mapping[str, Any]],
) -> list[Finding]:
    """Return the findings on several units, incl. what is missing for locking."""
    opened = openings(reader, period, [unit.id for unit in units], values)
    carried = estimated_stocks(reader, form, period, [unit.id for unit in units], values)
    found = []
    for unit in units:
        facts = Facts(
            unit, form.id, period, reader.packs, values.get(unit.id, {}),
            opened.get(unit.id, {}), carried.get(unit.id, {}),
        )  # fmt: skip
        found += list(_missing(facts))
        found += judge_unit(facts)
    return found


def _missing(facts: Facts) -> Iterator[Finding]:
    """Say what keeps a return from being locked though no figure in it is wrong."""
    if not facts.values:
        yield Finding(facts.unit.id, "V00", "E", (), _("Chưa nhập số liệu."))
    elif facts.estimates and facts.form == "F1":
        codes = tuple(facts.estimates)
        yield Finding(
            facts.unit.id, "V00", "E", codes,
            _("Còn {n} ô tạm tính chưa xác nhận.").format(n=len(codes)),
        )  # fmt: skip


def _filled(message: str, words: Mapping[str, Any]) -> str:
    for name, value in words.items():
        shown = vi_number(value) if isinstance(value, int) else str(value)
        message = message.replace("{" + name + "}", shown)
    return message


@check("non_negative_integer")
def _non_negative(facts: Facts, rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    skipped = _texts(rule, "except")
    for code in facts.values:
        number = facts.number(code)
        if number is not None and number < 0 and code not in skipped:
            yield (code,), {"code": code}


@check("part_at_most_whole")
def _part(facts: Facts, rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    skipped = _texts(rule, "except")
    for code in facts.values:
        indicator = facts.packs.indicators.get(code)
        if indicator is None or indicator.part_of is None or code in skipped:
            continue
        part, whole = facts.number(code), facts.number(indicator.part_of)
        if part is not None and part > (whole or 0) and _is_home(facts, code):
            yield (code, indicator.part_of), {"a": part, "b": whole or 0}


def _is_home(facts: Facts, code: str) -> bool:
    return facts.packs.indicators[split_code(code)[0]].home == facts.form


@check("parts_sum")
def _parts(facts: Facts, rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Men are never stored: typed men are compared with whole less women on import."""
    for whole in _texts(rule, "wholes"):
        men = facts.number(whole + ";GT=NAM")
        total, women = facts.number(whole), facts.number(whole + "N")
        if None not in (men, total, women) and (men or 0) + (women or 0) != total:
            yield (whole, whole + "N"), {"d": (men or 0) + (women or 0) - (total or 0)}


def closing(facts: Facts, equation: Equation) -> int | None:
    """Return opening + increases − decreases, None without an opening."""
    opening = facts.openings.get(equation.id)
    if opening is None or opening.value is None:
        return None
    return opening.value + facts.total(equation.increases) - facts.total(equation.decreases)


@check("movement_equation")
def _movement(facts: Facts, rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    for name in _texts(rule, "equations"):
        equation = facts.packs.equations[name]
        stocks = [facts.number(code) for code in equation.stocks]
        if all(stock is None for stock in stocks):
            continue
        expected = closing(facts, equation)
        actual = sum(stock or 0 for stock in stocks)
        if expected is not None and expected != actual:
            yield (*equation.stocks, equation.baseline), {"d": actual - expected}


@check("opening_equals_previous")
def _opening(facts: Facts, rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Blocks only against an accepted closing (model.md, Figures)."""
    for name in _texts(rule, "equations"):
        opening = facts.openings.get(name)
        typed = facts.number(facts.packs.equations[name].baseline)
        if opening is None or opening.locked is None or typed is None:
            continue
        if opening.accepted and typed != opening.locked:
            codes = (facts.packs.equations[name].baseline,)
            yield codes, {"a": typed, "b": opening.locked}


@check("union_equation")
def _unions(facts: Facts, rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Only where the counts are typed; elsewhere they follow from the unit register."""
    yield from _movement(facts, rule)


@check("ownership_sum")
def _ownership(facts: Facts, rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    sums: dict[str, int] = {}
    for code in facts.values:
        indicator, part = split_code(code)
        if part.startswith("LH="):
            sums[indicator] = sums.get(indicator, 0) + (facts.number(code) or 0)
    for indicator, total in sums.items():
        whole = facts.number(indicator)
        if whole is not None and whole != total and _is_home(facts, indicator):
            yield (indicator,), {"a": total, "b": whole, "d": total - whole}


@check("at_most_unless_kind")
def _at_most(facts: Facts, rule: Rule) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    less, more = str(rule.params["less"]), str(rule.params["more"])
    a, b = facts.number(less), facts.number(more)
    if facts.unit.kind not in _texts(rule, "kinds") and None not in (a, b) and (a or 0) > (b or 0):
        yield (less, more), {"a": a, "b": b}


def _texts(rule: Rule, name: str) -> Sequence[str]:
    value = rule.params.get(name, [])
    return value if isinstance(value, list) else []

"""Validation rules: one engine for typing, paste, import, bundles, locking, the command line.

Rules are data of the packs; a rule names a check and gives its settings. Severity E blocks
locking, W needs a reason, I informs (figures.md, section 6). Hints are rules of the same make
that only ever inform: what is unlike the unit's own history. The checks stand in modules by
what they look at; importing them registers them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from desktop.i18n import _
from desktop.models.figures.checks import activities as checks_activities
from desktop.models.figures.checks import causes as checks_causes
from desktop.models.figures.checks import events as checks_events
from desktop.models.figures.checks import history as checks_history
from desktop.models.figures.checks import moves as checks_moves
from desktop.models.figures.checks import together as checks_together
from desktop.models.figures.checks import unit as checks_unit
from desktop.models.figures.checks.estimates import estimated_stocks
from desktop.models.figures.checks.facts import (
    CHECKS,
    TOGETHER,
    Facts,
    Finding,
    Found,
    Group,
    plan,
)
from desktop.models.figures.checks.surroundings import surroundings
from desktop.models.figures.opening import openings
from desktop.models.packs.pack_types import Form, Rule
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader
from desktop.models.text import lowered, vi_number, vi_signed
from desktop.models.units.units import Tree, Unit

__all__ = [
    "ELSEWHERE", "Facts", "Finding", "hint_unit", "judge", "judge_row",
    "judge_together", "judge_unit", "known_checks", "lacking", "nothing_entered", "open_findings",
    "reason_for",
]  # fmt: skip

CHECK_MODULES: Final = (
    checks_activities, checks_causes, checks_events, checks_history, checks_moves,
    checks_together, checks_unit,
)  # fmt: skip
ELSEWHERE: Final[Mapping[str, str]] = {
    "bundle_matches": "desktop.sync.importer",
    "ratio_zero_denominator": "desktop.models.figures.sums.rollup",
}
"""Checks that hold by how the program works: where a bundle is opened, where a ratio is made."""
REQUIRED: Final = "required_filled"
"""The check of what is empty, which judges nothing while figures still come."""
_SEVERITIES: Final = ("E", "W", "I")


def known_checks() -> frozenset[str]:
    """Return the names of the checks the engine can run."""
    return frozenset({*CHECKS, *TOGETHER})


def judge_unit(facts: Facts, *, hints: bool = False, only: Collection[str] = ()) -> list[Finding]:
    """Return what the packs' rules (and hints) say of one unit's form, or those of some checks."""
    chosen = plan(facts.packs, facts.form)
    found = []
    for rule, function in (*chosen.rules, *chosen.hints) if hints else chosen.rules:
        if only and rule.check not in only:
            continue
        for one in function(facts, rule):
            found.append(_finding(rule, one, facts.unit.id))
    return found


def lacking(facts: Facts) -> list[Finding]:
    """Return what is wrong only once no more is to come: required cells that are empty."""
    final = replace(facts, whole=True)
    return [
        _finding(rule, one, facts.unit.id)
        for rule, function in plan(facts.packs, facts.form).rules
        if rule.check == REQUIRED
        for one in function(final, rule)
    ]


def hint_unit(facts: Facts) -> list[Finding]:
    """Return what the packs' hints say of one unit's form."""
    hints = plan(facts.packs, facts.form).hints
    return [
        _finding(rule, one, facts.unit.id)
        for rule, function in hints
        for one in function(facts, rule)
    ]


def judge_together(
    group: Group, *, hints: bool = False, only: Collection[str] | None = None
) -> list[Finding]:
    """Return what the packs' rules (and hints) say of several units of a form together.

    `only` names the rules to judge by, all of them when None.
    """
    chosen = plan(group.packs, group.form)
    found: list[Finding] = []
    for rule, function in (*chosen.together, *chosen.hints_together) if hints else chosen.together:
        if only is None or rule.id in only:
            found += _findings(rule, function(group, rule))
    return found


def _findings(rule: Rule, told: Iterable[Found]) -> Iterator[Finding]:
    """Yield a rule's findings on several units; those with the same words share their message."""
    for one in told:
        first, *others = one.units or (one.unit,)
        said = _finding(rule, one, first)
        yield said
        for unit in others:
            yield Finding(unit, rule.id, said.severity, said.codes, said.message)


def judge_row(
    packs: Packs, form: str, period: Period, values: Mapping[str, Any], *, name: str = "",
    kind: str = "CDCS", ownership: str = "",
) -> list[Finding]:  # fmt: skip
    """Return what the rules say of a row read from a file, before any office knows it.

    Only what the row itself shows is judged: no opening, history or event is known. Men may
    stand under "A03;GT=NAM".
    """
    unit = Unit("", "", name, kind, ownership, None, date.min, None, {})
    return judge_unit(Facts(unit, form, period, packs, values))


def judge(
    reader: Reader,
    tree: Tree,
    form: Form,
    period: Period,
    units: Sequence[Unit],
    values: Mapping[str, Mapping[str, Any]],
    *,
    beside: Sequence[Unit] = (),
    hints: bool = False,
    complete: bool = True,
) -> list[Finding]:
    """Return the findings on several units, incl. what is missing for locking.

    `beside` are the other units of the scope: judged together with them, but not themselves.
    Unless the figures are `complete` the other side of a move may still come: it only informs.
    """
    ids, packs = [unit.id for unit in units], reader.packs
    around = surroundings(reader, tree, form, period, units)
    opened = openings(reader, period, ids, values)
    carried = estimated_stocks(reader, form, period, ids, values, opened)
    all_of_them = list({unit.id: unit for unit in (*units, *beside)}.values())
    group = around.group(packs, form.id, period, all_of_them, values, complete=complete)
    shared = _by_unit(judge_together(group, hints=hints))
    found = []
    for unit in units:
        facts = Facts(
            unit, form.id, period, packs, values.get(unit.id, {}),
            opened.get(unit.id, {}), carried.get(unit.id, {}), around.of(unit.id), whole=True,
        )  # fmt: skip
        found += list(_missing(facts))
        found += judge_unit(facts, hints=hints)
        found += shared.pop(unit.id, [])
    found += shared.pop("", [])
    if hints:
        found += [one for listed in shared.values() for one in listed if one.unit == around.own]
    return found


def _by_unit(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.unit, []).append(one)
    return found


def _missing(facts: Facts) -> Iterator[Finding]:
    """Say what keeps a return from being locked though no figure in it is wrong."""
    if not facts.values:
        yield Finding(facts.unit.id, "V00", "E", (), nothing_entered())
    elif facts.estimates and facts.form == "F1":
        codes = tuple(facts.estimates)
        yield Finding(
            facts.unit.id, "V00", "E", codes,
            _("Còn {n} ô tạm tính chưa xác nhận.").format(n=len(codes)),
        )  # fmt: skip


def nothing_entered() -> str:
    """Return what is said of a unit without a figure, and what to do."""
    return _("Chưa nhập số liệu: nhập số của đơn vị này rồi chốt.")


def _finding(rule: Rule, found: Found, unit: str) -> Finding:
    severity = milder(rule.severity, found.severity) if found.severity else rule.severity
    message = f"{found.first} {_filled(rule.message, found.words)} {found.more}".strip()
    if found.women:
        message = _("Nữ: {message}").format(message=lowered(message))
    return Finding(unit, rule.id, severity, found.codes, message)


def milder(first: str, second: str) -> str:
    """Return the milder of two severities."""
    return max(first, second, key=_SEVERITIES.index)


def reason_for(
    finding: Finding, findings: Iterable[Finding], given: Mapping[str, str], reason: str = ""
) -> str:
    """Return why a warning stands, "" where nobody said.

    `given` are the unit's reasons by rule, `reason` one for all. What was said of cells for
    one rule holds for another that warns of the very same cells.
    """
    known = given.get(finding.rule) or reason
    if known or not finding.codes:
        return known
    same = (one for one in findings if one.severity == "W" and one.unit == finding.unit)
    cells = set(finding.codes)
    return next((given[o.rule] for o in same if given.get(o.rule) and set(o.codes) == cells), "")


def open_findings(
    findings: Sequence[Finding], reasons: Mapping[str, Mapping[str, str]], reason: str = ""
) -> list[Finding]:
    """Return what stands in the way of locking: errors, and warnings without a reason.

    `reasons` are those kept by unit and rule, `reason` one given for all.
    """
    listed: dict[str, list[Finding]] = {}
    for one in findings:
        listed.setdefault(one.unit, []).append(one)
    return [
        one
        for one in findings
        if one.severity == "E"
        or (
            one.severity == "W"
            and not reason_for(one, listed[one.unit], reasons.get(one.unit, {}), reason)
        )
    ]


def _filled(message: str, words: Mapping[str, Any]) -> str:
    for name, value in words.items():
        number = vi_signed if name == "d" else vi_number  # a difference tells its direction
        shown = number(value) if isinstance(value, int) else str(value)
        message = message.replace("{" + name + "}", shown)
    return message

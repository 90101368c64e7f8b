"""What the rules say of the returns in a bundle, told before it is taken."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.own_members import owing_among
from desktop.models.figures.revisions import revisions
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import parse_period
from desktop.models.store.keys import split_return_key
from desktop.models.store.ops import Op, member
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on
from desktop.sync.totals import returns_in

Asked = dict[tuple[str, str], dict[str, Mapping[str, Any]]]
"""(period, form) → unit → what its newest return in the bundle says."""


class Judged(msgspec.Struct, frozen=True):
    """An error, or a warning with the reason that came with it ("" for none)."""

    unit: str
    form: str
    period: str
    rule: str
    severity: str
    message: str
    reason: str = ""


def judged_returns(store: Store, ops: Sequence[Op]) -> tuple[Judged, ...]:
    """Judge the newest returns of a bundle as they stand in the office, with what it knows."""
    found: list[Judged] = []
    newest = _newest(store, ops)
    for period, form in sorted(newest):
        found += _judged(store, period, form, newest)
    return tuple(found)


def _newest(store: Store, ops: Sequence[Op]) -> Asked:
    newest: dict[str, tuple[int, Op]] = {}
    for op in returns_in(ops):
        rev = int(op.field) if op.field.isdigit() else 0
        if rev >= newest.get(op.key, (0, op))[0]:
            newest[op.key] = (rev, op)
    asked: Asked = {}
    for key, (_rev, op) in newest.items():
        unit, form, period = split_return_key(key)
        body = member(op.raw, "v")
        if isinstance(body, dict):
            asked.setdefault((period, form), {})[store.unit(unit)] = body
    return asked


def _judged(store: Store, period_id: str, form_id: str, newest: Asked) -> list[Judged]:
    from desktop.models.figures.checks.rules import judge  # only a preview judges

    form = store.packs.forms.get(form_id)
    try:
        period = parse_period(period_id, store.packs.schemes)
    except Refusal:
        return []
    if form is None:
        return []
    asked = newest[period_id, form_id]
    tree = tree_on(store, period.data_to)
    units = [tree.units[unit] for unit in asked if unit in tree.units]
    values: dict[str, dict[str, Any]] = {}
    sent: dict[str, set[str]] = {}
    for (unit, form_of), listed in revisions(store, period.id).items():
        values.setdefault(unit, {}).update(listed[-1].values)
        sent.setdefault(form_of, set()).add(unit)
    for (told_for, form_of), bodies in newest.items():
        for unit, body in bodies.items() if told_for == period_id else ():
            values.setdefault(unit, {}).update(body.get("values") or {})
            sent.setdefault(form_of, set()).add(unit)
    known = {unit.id: unit for unit in units}
    inside = tree.walk(store.own_unit) if form.scope == "unit_rows" else ()
    everyone = owing_among(store, tree, form, inside, period.id)
    complete = all(unit.id in sent[form.id] for unit in everyone)
    beside = [unit for unit in everyone if complete and unit.id not in known]
    judged = judge(store, tree, form, period, units, values, beside=beside, complete=complete)
    early = {rule: {unit for unit in known if any(unit not in sent.get(one, ()) for one in needed)}
             for rule, needed in _movement_forms(store.packs, form.id).items()}  # fmt: skip
    findings = [one for one in judged
                if one.rule != "V00" and one.unit not in early.get(one.rule, ())]  # fmt: skip
    return [
        Judged(known[one.unit].code, form.id, period.id, one.rule, one.severity, one.message,
               _reason(asked[one.unit], one, findings))
        for one in findings
        if one.severity in ("E", "W") and one.unit in known
    ]  # fmt: skip


def _movement_forms(packs: Packs, form: str) -> dict[str, set[str]]:
    """Return rule → the other forms whose movements it sets against the stocks of a form.

    Until a unit has sent them nobody knows what came and went: empty is not 0, so that a stock
    that changed is no error yet. The rule speaks as soon as they arrive.
    """
    from desktop.models.figures.checks.facts import texts

    found: dict[str, set[str]] = {}
    for rule in packs.rules.values():
        if rule.check in ("movement_equation", "union_equation"):
            for name in texts(rule, "equations"):
                equation = packs.equations[name]
                homes = {packs.indicators[code].home
                         for code in (*equation.increases, *equation.decreases)}  # fmt: skip
                found.setdefault(rule.id, set()).update(homes - {form})
    return found


def _reason(body: Mapping[str, Any], one: Any, findings: Sequence[Any]) -> str:
    from desktop.models.figures.checks.rules import reason_for

    if one.severity != "W":
        return ""
    given = body.get("reasons")
    mine = [other for other in findings if other.unit == one.unit]
    texts = given if isinstance(given, dict) else {}
    return reason_for(one, mine, texts, str(body.get("reason") or ""))


def told(judged: Sequence[Judged]) -> list[str]:
    """Return a sentence on the errors and the unexplained warnings, none where there are none."""
    errors = [one for one in judged if one.severity == "E"]
    bare = [one for one in judged if one.severity == "W" and not one.reason]
    found = []
    if errors:
        found.append(_("{n} lỗi trong số liệu của gói, như {first}.").format(
            n=len(errors), first=_first(errors[0])))  # fmt: skip
    if bare:
        found.append(_("{n} cảnh báo chưa có lý do, như {first}.").format(
            n=len(bare), first=_first(bare[0])))  # fmt: skip
    return found


def _first(one: Judged) -> str:
    return f"{one.unit} {one.form} {one.period}: {one.rule} {one.message.rstrip('.')}"

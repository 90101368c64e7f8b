"""What the rules say of the returns in a bundle, told before it is taken."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.revisions import revisions
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
    for (period, form), units in sorted(_newest(store, ops).items()):
        found += _judged(store, period, form, units)
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


def _judged(
    store: Store, period_id: str, form_id: str, asked: Mapping[str, Mapping[str, Any]]
) -> list[Judged]:
    from desktop.models.figures.checks.rules import judge  # only a preview judges

    form = store.packs.forms.get(form_id)
    try:
        period = parse_period(period_id, store.packs.schemes)
    except Refusal:
        return []
    if form is None:
        return []
    tree = tree_on(store, period.data_to)
    units = [tree.units[unit] for unit in asked if unit in tree.units]
    values: dict[str, dict[str, Any]] = {}
    for (unit, _form), listed in revisions(store, period.id).items():
        values.setdefault(unit, {}).update(listed[-1].values)
    for unit, body in asked.items():
        values.setdefault(unit, {}).update(body.get("values") or {})
    known = {unit.id: unit for unit in units}
    everyone = tree.base_unions(store.own_unit) if form.scope == "unit_rows" else []
    sent = {unit for unit, of in revisions(store, period.id) if of == form.id} | asked.keys()
    complete = all(unit.id in sent for unit in everyone)
    beside = [unit for unit in everyone if complete and unit.id not in known]
    judged = judge(store, tree, form, period, units, values, beside=beside, complete=complete)
    findings = [one for one in judged if one.rule != "V00"]
    return [
        Judged(known[one.unit].code, form.id, period.id, one.rule, one.severity, one.message,
               _reason(asked[one.unit], one, findings))
        for one in findings
        if one.severity in ("E", "W") and one.unit in known
    ]  # fmt: skip


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

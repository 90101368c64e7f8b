"""Asking the rules about figures, and saying why a warning stands."""

from typing import TYPE_CHECKING, Any

from desktop.cli.verb import Answer, Context, Verb, needed, option
from desktop.i18n import _

if TYPE_CHECKING:
    from desktop.models.figures.checks.facts import Finding
    from desktop.models.packs.periods import Period
    from desktop.models.store.reader import Reader
    from desktop.models.units.units import Unit


def _check(context: Context) -> Answer:
    """Tell everything the rules say, information included, and what would mend a movement."""
    from desktop.models.figures.returns.owing import owing_units
    from desktop.models.figures.returns.rule_words import finding_said
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.ceased import unit_within
    from desktop.models.units.units import tree_on

    args = context.args
    with context.reading() as reader:
        packs = reader.packs
        period = parse_period(args.period, packs.schemes)
        tree = tree_on(reader, period.data_to)
        span = period.data_from, period.data_to
        chosen = [unit_within(reader, *span, code) for code in args.unit or ()]
        for unit in chosen:
            _refuse_elsewhere(reader, period, unit)
        named = {unit.id for unit in chosen}
        findings: list[dict[str, Any]] = []
        repairs: list[dict[str, Any]] = []
        for form_id in args.form or _forms(reader, period):
            form = _form(reader, form_id)
            owing = owing_units(reader, tree, form, period.id)
            wanted = [unit for unit in owing if not named or unit.id in named]
            told, mends = _judged(reader, form_id, period, wanted, owing)
            findings += told
            repairs += [one for one in mends if one not in repairs]
    lines = [
        f"{one['unit'] or '–'}  {one['form']}  {one['rule']} {one['severity']}  "
        + finding_said(packs, one["codes"], one["message"], one["reason"] or "")
        for one in findings
    ] or [_("Không có lỗi, cảnh báo nào.")]
    lines += [f"{one['unit']}  {one['message']}" for one in repairs]
    return Answer({"findings": findings, "repairs": repairs}, tuple(lines))


def _refuse_elsewhere(reader: "Reader", period: "Period", unit: "Unit") -> None:
    """Refuse a unit that another office types for: only there stands what the rules look at."""
    from desktop.models.errors import Refusal
    from desktop.models.figures.revisions import revisions
    from desktop.models.units.scope import Scope

    scope = Scope.of(reader)
    owner = scope.owner(unit.id, period.data_to)
    if owner == reader.own_unit or not {owner, unit.id} & scope.assigned.keys():
        return
    given = {
        rule: str(reason)
        for (of, _form_id), listed in revisions(reader, period.id).items()
        if of == unit.id
        for rule, reason in listed[-1].explained.items()
    }
    told = "; ".join(f"{rule}: {reason}" for rule, reason in sorted(given.items()))
    way = _("Chạy lệnh này ở sổ đó, hoặc xem báo cáo đã nhận bằng lệnh return history.")
    if told:
        way = _("Lý do đã ghi khi chốt: {reasons}.").format(reasons=told) + " " + way
    said = _("Số liệu của {unit} do {office} nhập và được kiểm tra ở sổ của đơn vị ấy.")
    raise Refusal(
        said.format(unit=unit.name, office=scope.label(owner)), next_step=way, code="E_ELSEWHERE"
    )


def _forms(reader: "Reader", period: "Period") -> list[str]:
    return [f.id for f in reader.packs.forms.values() if f.entry and period.scheme in f.schemes]


def _form(reader: "Reader", form_id: str) -> Any:
    from desktop.models.figures.revisions import entry_form

    return entry_form(reader, form_id)


def _judged(
    reader: "Reader", form_id: str, period: "Period", wanted: "list[Unit]", owing: "list[Unit]"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    from desktop.models.figures.cells import period_cells
    from desktop.models.figures.checks.rules import judge, reason_for
    from desktop.models.store.keys import cell_key
    from desktop.models.units.unit_events import all_events
    from desktop.models.units.units import tree_on

    values = period_cells(reader, period.id)
    founded = {
        unit for event in all_events(reader)
        if event.kind in ("found", "split") and period.holds(event.day)
        for unit in event.concerned
    }  # fmt: skip
    entered = [unit for unit in wanted if values.get(unit.id) or unit.id in founded]
    chosen = {unit.id for unit in entered}
    beside = [unit for unit in owing if unit.id not in chosen]
    tree = tree_on(reader, period.data_to)
    form = reader.packs.forms[form_id]
    judged = judge(reader, tree, form, period, entered, values, beside=beside, hints=True)
    # What a founding or a split lacks is told before any figure is there.
    founding = {one.id for one in reader.packs.rules.values() if one.check == "founding_complete"}
    bare = {unit.id for unit in entered if not values.get(unit.id)}
    found = [one for one in judged if one.unit not in bare or one.rule in founding]
    codes = {unit.id: unit.code for unit in wanted}
    given = reader.records("reason", period.id + "|")

    def told(one: "Finding") -> dict[str, Any]:
        mine = [other for other in found if other.unit == one.unit]
        reason = reason_for(one, mine, given.get(cell_key(one.unit, period.id), {}))
        return {
            "unit": codes.get(one.unit), "form": form_id, "rule": one.rule,
            "severity": one.severity, "codes": list(one.codes), "message": one.message,
            "reason": reason if one.severity == "W" and reason else None,
        }  # fmt: skip

    return [told(one) for one in found], _mends(reader, form_id, period, found, codes)


def _mends(
    reader: "Reader", form_id: str, period: "Period", found: "list[Finding]", codes: dict[str, str]
) -> list[dict[str, Any]]:
    from desktop.models.figures.checks.repairs import is_mendable

    off = {one.unit for one in found if is_mendable(reader.packs, one)}
    if not off:
        return []
    from desktop.models.entry.entry import EntrySheet
    from desktop.models.entry.entry_repairs import proposals

    sheet = EntrySheet.load(reader, form_id, period.id)
    return [
        {"unit": codes.get(row.unit.id), "kind": one.kind, "message": one.told,
         "suggested": one.suggested,
         "changes": [{"unit": codes.get(unit, unit), "indicator": code, "value": value}
                     for unit, code, value in one.changes]}
        for place, row in enumerate(sheet.rows) if row.unit.id in off
        for one in proposals(reader, sheet, place)
    ]  # fmt: skip


def _explain(context: Context) -> Answer:
    from desktop.models.entry.entry_lock import give_reason
    from desktop.models.errors import Refusal
    from desktop.models.figures.figures import check_scope
    from desktop.models.packs.periods import parse_period
    from desktop.models.units.ceased import unit_within

    args = context.args
    with context.writing() as store:
        period = parse_period(args.period, store.packs.schemes)
        unit = unit_within(store, period.data_from, period.data_to, args.unit)
        rule = store.packs.rules.get(args.rule.upper())
        if rule is None or rule.severity != "W":
            raise Refusal(
                _("“{rule}” không phải cảnh báo cần lý do.").format(rule=args.rule[:20]),
                next_step=_("Ghi mã cảnh báo như V10."), code="E_RULE",
            )  # fmt: skip
        check_scope(store, [unit.id], period)
        change = give_reason(store, period.id, unit.id, rule.id, args.reason)
    return Answer({"step": change.step if change.changes else None}, (change.label,))


_PERIOD = needed("--period", _("kỳ, như 2026-10"))

VERBS = (
    Verb(
        "figures check", _("xét số liệu theo quy tắc: lỗi, cảnh báo, điều nên xem, cách sửa"),
        _check,
        (_PERIOD, option("--form", _("chỉ biểu này; ghi nhiều lần được"), action="append"),
         option("--unit", _("chỉ đơn vị này; ghi nhiều lần được"), action="append")),
    ),
    Verb(
        "figures explain", _("ghi lý do cho một cảnh báo của đơn vị, đi cùng báo cáo"), _explain,
        (needed("--unit", _("mã đơn vị")), _PERIOD, needed("--rule", _("mã cảnh báo, như V10")),
         needed("--reason", _("một câu giải thích"))),
    ),
)  # fmt: skip

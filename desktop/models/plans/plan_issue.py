"""Issuing a plan: its number and date, and the snapshot of it that leaves the office."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline, item_values
from desktop.models.plans import plan_head, plan_numbers, plans
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.plan_life import mark_amended
from desktop.models.plans.plan_reading import ISSUED_PLAN
from desktop.models.plans.work_row import WorkRow, row_values
from desktop.models.plans.work_rows import read_rows
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store

_OWN_ALONE: Final = frozenset(
    {"asked_on", "asked_until", "amends", "amended_by", "replaced_by", "source_plan"}
)
"""Fields that speak of other plans of this office, or of its drafting: they do not travel."""


def issue_plan(
    store: Store,
    plan_id: str,
    number: int | str,
    day: date,
    *,
    signing: Mapping[str, Any] | None = None,
    repeat: bool = False,
) -> ChangeSet:
    """Give a plan its number and date and write its snapshot to the office's stream.

    `signing` sets who signs: authority, signer_title, signer_name. Refuses a plan without
    items, a number that is not 1 or more, one taken by another paper of that year and symbol,
    one used in the office's one series for all kinds (unless `repeat`), and a plan already
    issued. The paper it amends or replaces is marked so. Cannot be undone; `withdraw_plan`
    ends it, `amend_plan` opens a new revision.
    """
    head = plans.read_plan(store, plan_id)
    plans.require_open(head)
    written = plan_numbers.as_number(number)
    _check_free(store, head, written, day, repeat=repeat)
    outline, rows = plans.read_outline(store, plan_id), read_rows(store, plan_id)
    if not len(outline):
        raise Refusal(
            _("Kế hoạch chưa có mục nào nên chưa ban hành được."),
            next_step=_("Soạn nội dung rồi ban hành."), code="E_EMPTY",
        )  # fmt: skip
    signed = {name: plan_head.checked(name, (signing or {})[name]) for name in signing or {}}
    name = (head.title or head.subject)[:80]
    label = _("Ban hành văn bản số {number}: {name}").format(number=written, name=name)
    with store.step(label, barrier="issue") as step:
        step.put_fields(plans.PLAN, plan_id, signed)
        step.put(plans.PLAN, plan_id, "number", written)
        step.put(plans.PLAN, plan_id, "date", day.isoformat())
        step.put(plans.PLAN, plan_id, "state", plan_head.ISSUED)
        if head.year is None:
            step.put(plans.PLAN, plan_id, "year", day.year)
        issued = plans.read_plan(store, plan_id)
        if issued.amends:
            mark_amended(store, step, issued)
        revision = str(max(revisions(store, plan_id), default=0) + 1)
        step.put(ISSUED_PLAN, plan_id, revision, snapshot(issued, outline, rows))
    return step.change


def amend_plan(store: Store, plan_id: str) -> ChangeSet:
    """Open an issued plan for a new revision; every issued revision is kept.

    The comments asked for before it was issued are over: the revision begins as a draft.
    """
    head = plans.read_plan(store, plan_id)
    if head.state != plan_head.ISSUED:
        raise Refusal(
            _("Văn bản này chưa ban hành."), next_step=_("Sửa trực tiếp trong bản dự thảo."),
            code="E_NOT_ISSUED",
        )  # fmt: skip
    if head.stage in (plan_head.REPLACED, plan_head.WITHDRAWN):
        raise Refusal(
            _("Văn bản này không còn hiệu lực nên không sửa đổi."),
            next_step=_("Soạn văn bản mới, hoặc bỏ thu hồi trước."), code="E_NOT_IN_FORCE",
        )  # fmt: skip
    with store.step(_("Lập bản sửa đổi")) as step:
        step.put_fields(plans.PLAN, plan_id, dict.fromkeys(("state", "asked_on", "asked_until")))
    return step.change


def next_number(reader: Reader, year: int, symbol: str = "") -> int:
    """Return the number after the last one used that year in a symbol's series, or in any."""
    if symbol:
        return plan_numbers.next_free(reader, year, symbol)
    used = [
        int(head.number)
        for head in plans.list_plans(reader)
        if head.number.isdigit() and head.date.startswith(f"{year:04d}-")
    ]
    return max(used, default=0) + 1


def snapshot(head: PlanHead, outline: Outline, rows: Iterable[WorkRow]) -> dict[str, Any]:
    """Return what is written when a plan is issued: its head and the items as printed.

    {"head": {field: value}, "items": [{"id", "label", "depth", …stored fields}],
    "rows": [stored fields]}.
    """
    items = [
        {
            "id": row.id,
            "label": row.label,
            "depth": row.depth,
            **{name: v for name, v in item_values(row.item).items() if name != "note"},
        }
        for row in outline
    ]
    return {
        "head": {n: v for n, v in plan_head.head_values(head).items() if n not in _OWN_ALONE},
        "items": items,
        "rows": [row_values(row) for row in rows],
    }


def revisions(reader: Reader, plan_id: str) -> dict[int, dict[str, Any]]:
    """Return the issued snapshots of a plan by revision, the first is 1."""
    found = reader.fields(ISSUED_PLAN, plan_id)
    numbered = sorted(int(name) for name in found if name.isdigit())
    return {number: found[str(number)] for number in numbered}


def _check_free(reader: Reader, head: PlanHead, number: str, day: date, *, repeat: bool) -> None:
    for used in plan_numbers.taken_by(reader, int(number), head.symbol, day.year, head.id):
        same = used.symbol.casefold() == head.symbol.casefold()
        if repeat and not same:
            continue
        raise Refusal(
            _("Số {number} năm {year} đã dùng cho “{title}”.").format(
                number=f"{number}/{used.symbol}".rstrip("/"), year=day.year, title=used.title
            ),
            next_step=_("Chọn số khác."), code="E_NUMBER_TAKEN" if same else "E_NUMBER_REPEATED",
        )  # fmt: skip

"""The plan verbs of the headless contract: list, show, issue."""

from datetime import date
from typing import Any

from desktop.documents.open_places import open_places
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline import targets
from desktop.models.plans import plan_head, plan_issue, plan_numbers, plans
from desktop.models.plans.work_rows import read_rows
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.figures.targets import offers


def list_plans(reader: Reader, role: str | None = plan_head.OWN) -> dict[str, Any]:
    """Return {"plans": [{"id", "title", "year", "state", "number"}]}.

    Of own plans also `parents` and `templates`: papers kept here that can be drafted from.
    """
    told = {"plans": _listed(reader, role)}
    if role == plan_head.OWN:
        told["parents"] = [
            {**one, "replaced_by": reader.get(plans.PLAN, one["id"], "replaced_by")}
            for one in _listed(reader, plan_head.PARENT)
        ]
        told["templates"] = _listed(reader, plan_head.TEMPLATE)
    return told


def _listed(reader: Reader, role: str | None) -> list[dict[str, Any]]:
    return [
        {
            "id": head.id,
            "title": head.title,
            "year": head.year,
            "state": head.state,
            "number": head.full_number or None,
        }
        for head in plans.list_plans(reader, role=role)
    ]


def show_plan(reader: Reader, plan_id: str) -> dict[str, Any]:
    """Return {"items": [{"id", "label", "depth", "text", "owner", "due", "target"}], …}.

    `targets` lists every figure of every item, with its parts.
    """
    head = plans.read_plan(reader, resolve(reader, plan_id))
    outline = plans.read_outline(reader, head.id)
    items = [
        {
            "id": row.id,
            "label": row.label,
            "depth": row.depth,
            "text": row.item.plain,
            "owner": row.item.owner or None,
            "due": row.item.due or None,
            "target": targets.format_targets(row.item.targets) or None,
        }
        for row in outline
    ]
    return {
        "id": head.id,
        "title": head.title,
        "year": head.year,
        "state": head.state,
        "stage": head.stage,
        "number": head.full_number or None,
        "items": items,
        "targets": [
            {"item": row.id, **(targets.to_value(target) or {})}
            for row in outline
            for target in row.item.targets
        ],
        "left_out": list(head.left_out),
    }


def issue_plan(
    store: Store,
    plan_id: str,
    number: str,
    day: date,
    *,
    signing: dict[str, Any] | None = None,
    repeat: bool = False,
) -> dict[str, Any]:
    """Issue a plan and return {"plan", "number", "date", "open": [words around room left], …}.

    `signing` are fields of the head that say who signs; `remarks` what is odd about the number;
    `targets` are those of the plan that are not the year's yet; see `targets.write_offers`.
    """
    found = resolve(store, plan_id)
    draft, rows = plans.read_plan(store, found), read_rows(store, found)
    left = open_places(draft, plans.read_outline(store, found), rows)
    if number.strip().casefold() in ("next", "tiếp"):
        number = str(plan_issue.next_number(store, day.year, draft.symbol))
    whole = int(plan_numbers.as_number(number))
    told = plan_numbers.remarks(store, whole, draft.symbol, day, found)
    plan_issue.issue_plan(store, found, number, day, signing=signing, repeat=repeat)
    head = plans.read_plan(store, found)
    return {
        "plan": found,
        "number": head.full_number,
        "date": head.date,
        "open": [place.text for place in left],
        "remarks": told,
        "targets": [
            {"indicator": one.code, "target": targets.format_target(one.target), "item": one.item}
            for one in offers(store, found)
            if one.differs
        ],
    }


def resolve(reader: Reader, text: str) -> str:
    """Return the id of the plan that is named by its id, the end of it or its number."""
    heads = plans.list_plans(reader, role=None)
    if any(head.id == text for head in heads):
        return text
    found = [h.id for h in heads if len(text) >= 4 and (h.id.endswith(text))]
    found += [h.id for h in heads if h.role == plan_head.OWN and h.full_number == text]
    if len(set(found)) == 1:
        return found[0]
    raise Refusal(
        _("Không có kế hoạch “{id}” trong sổ.").format(id=text[:40]),
        next_step=_("Xem mã kế hoạch trong danh sách."), code="E_PLAN",
    )  # fmt: skip

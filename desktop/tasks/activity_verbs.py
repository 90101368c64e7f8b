"""The activity verbs of the command line, with the window's checks, steps and names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.documents.activity_paper import Called, activity_paper
from desktop.formats import registry
from desktop.i18n import _
from desktop.models.activities import activities
from desktop.models.activities.activities import Activity, Filter
from desktop.models.activities.activity_checks import check
from desktop.models.activities.evidence import keep_file
from desktop.models.activities.giving import contributions
from desktop.models.clock import SystemClock
from desktop.models.plans.plans import read_outline
from desktop.models.store.keys import plan_of
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store, refuse_unless
from desktop.models.text import fold
from desktop.models.units.unit_search import itself
from desktop.models.units.units import tree_on
from desktop.tasks.papers.layout_settings import sheet_layout
from desktop.tasks.papers.office_facts import office_facts


def add_activity(store: Store, activity: Activity, evidence: Sequence[Path] = ()) -> dict[str, Any]:
    """Log an activity, checked against the office's packs, with files that prove it.

    Returns {"id"}. Raises Refusal for what the window refuses too, and for a plan item that
    is in no plan.
    """
    packs = store.packs
    _check_items(store, activity.plan_items)
    check(activity, packs.activity_categories, packs.indicators)  # before a file is copied
    kept = tuple(keep_file(store.folder, file) for file in evidence)
    made = replace(activity, evidence=(*activity.evidence, *dict(kept).items()))
    return {"id": activities.add_activity(store, made, packs.activity_categories, packs.indicators)}


def edit_activity(
    store: Store,
    activity_id: str,
    changes: Mapping[str, Any],
    figures: Mapping[str, int | None] | None = None,
    evidence: Sequence[Path] = (),
) -> dict[str, Any]:
    """Change fields of an activity in one step; returns {"id", "step"}, null when none differs.

    Raises Refusal for what the window refuses, and for an activity of another office.

    `figures` are written with it, None takes one away; files of `evidence` join those it has.
    A new first day after the last takes it along, as in the window.
    """
    old = activities.own_activity(store, activity_id)
    wanted = dict(changes)
    _check_items(store, wanted.get("plan_items", ()))
    if wanted.get("start", old.end) > old.end:
        wanted.setdefault("end", wanted["start"])
    if figures:
        written = {**old.figures, **figures}
        wanted["figures"] = {code: n for code, n in written.items() if n is not None}
    packs = store.packs
    if evidence:
        check(replace(old, **wanted), packs.activity_categories, packs.indicators)
        there = {name for name, _title in old.evidence}
        kept = dict(keep_file(store.folder, file) for file in evidence)
        new = ((name, title) for name, title in kept.items() if name not in there)
        wanted["evidence"] = (*old.evidence, *new)
    change = activities.update_activity(
        store, activity_id, wanted, packs.activity_categories, packs.indicators
    )
    return {"id": activity_id, "step": change.step if change.changes else None}


def delete_activity(store: Store, activity_id: str) -> dict[str, Any]:
    """Take an activity off the list; returns {"id", "title", "step"}."""
    title = activities.read_activity(store, activity_id).title
    return {"id": activity_id, "title": title,
            "step": activities.delete_activity(store, activity_id).step}  # fmt: skip


def restore_activity(store: Store, activity_id: str) -> dict[str, Any]:
    """Bring a deleted activity back; returns {"id", "step"}. Raises Refusal where none is."""
    refuse_unless(
        any(one.id == activity_id for one in activities.deleted_activities(store)),
        _("Không có hoạt động nào đã xóa mang mã “{id}”.").format(id=activity_id[:60]),
        _("Xem mã lúc xóa, hoặc dùng lệnh undo nếu vừa xóa xong."),
    )
    return {"id": activity_id, "step": activities.restore_activity(store, activity_id).step}


def taking_part(reader: Reader, text: str) -> str:
    """Return the id of the unit of this code or name; other words, or several such, are words."""
    today = SystemClock().now().date()
    units = tree_on(reader, today, ended_too=True).units.values()
    by_code = [unit.id for unit in units if text and unit.code.casefold() == text.casefold()]
    found = by_code or [unit.id for unit in units if text and fold(unit.name) == fold(text)]
    found = found or [unit.id for unit in itself(units, text)]
    return found[0] if len(found) == 1 else text


def _check_items(reader: Reader, items: Sequence[str]) -> None:
    for item in items:
        refuse_unless(
            item in read_outline(reader, plan_of(item)),
            _("Không có mục kế hoạch “{id}” trong sổ.").format(id=item[:60]),
            _("Xem mã mục bằng lệnh plan show."),
        )


def list_activities(reader: Reader, wanted: Filter) -> dict[str, Any]:
    """Return {"activities": […]}, the newest first; days are ISO, what was not told is null.

    `lead` and `partners` are unit ids or words as kept, `lead_name` and `partner_names` how they
    are called; `office` is the unit whose office wrote it and alone changes it, `own` whether
    that is this one; `proposes` are the figures it offers to the month's sheet, `declined` those it
    shall not.
    """
    names = unit_names(reader)
    found = activities.list_activities(reader, wanted, names)
    return {"activities": [_shown(reader, activity, names) for activity in found]}


def export_activities(reader: Reader, wanted: Filter, out: Path, today: date) -> Path:
    """Write the activities that are shown to .xlsx, .pdf or .docx; returns the file."""
    packs, names = reader.packs, unit_names(reader)
    found = activities.list_activities(reader, wanted, names)
    outlines: dict[str, dict[str, str]] = {}

    def item(item_id: str) -> str:
        plan = plan_of(item_id)
        if plan not in outlines:
            outlines[plan] = {
                row.id: f"{row.label} {row.item.plain}".strip()
                for row in read_outline(reader, plan)
            }
        return outlines[plan].get(item_id, "")

    called = Called(
        {one.code: one.name for one in packs.activity_categories.values()}, names,
        {code: one.name for code, one in packs.indicators.items()}, item,
    )  # fmt: skip
    facts = office_facts(reader, today)
    narrow = out.suffix.lower() != ".xlsx"
    paper = activity_paper(
        found, called, facts.name, facts.parent, wanted.since, wanted.until, narrow=narrow
    )
    registry.write(paper, out, layout=sheet_layout(reader))
    return out


def unit_names(reader: Reader) -> dict[str, str]:
    """Return the name of every unit by its id, ended ones too."""
    today = SystemClock().now().date()
    units = tree_on(reader, today, ended_too=True).units
    return {unit.id: unit.name for unit in units.values()}


def _shown(reader: Reader, activity: Activity, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": activity.id,
        "title": activity.title,
        "category": activity.category,
        "from": activity.start.isoformat(),
        "to": activity.end.isoformat(),
        "place": activity.place or None,
        "area": activity.area or None,
        "office": activity.office or None,
        "office_name": names.get(activity.office, activity.office) or None,
        "own": activities.is_own(reader, activity),
        "lead": activity.lead or None,
        "lead_name": names.get(activity.lead, activity.lead) or None,
        "partners": list(activity.partners),
        "partner_names": [names.get(one, one) for one in activity.partners],
        "people": activity.people,
        "women": activity.women,
        "attendances": activity.attendances,
        "union_money": activity.union_money,
        "social_money": activity.social_money,
        "result": activity.result or None,
        "plan_items": list(activity.plan_items),
        "figures": dict(activity.figures),
        "proposes": dict(contributions(reader.packs, activity)),
        "declined": list(activity.declined),
        "evidence": [name for name, _title in activity.evidence],
        "evidence_titles": [title for _name, title in activity.evidence],
    }

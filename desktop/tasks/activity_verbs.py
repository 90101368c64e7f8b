"""The activity verbs of the headless contract: add and list."""

from typing import Any

from desktop.models.activities import activities
from desktop.models.activities.activities import Activity, Filter
from desktop.models.clock import SystemClock
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.units.units import tree_on


def add_activity(store: Store, activity: Activity) -> dict[str, Any]:
    """Log an activity, checked against the office's packs; returns {"id"}."""
    packs = store.packs
    key = activities.add_activity(store, activity, packs.activity_categories, packs.indicators)
    return {"id": key}


def list_activities(reader: Reader, wanted: Filter) -> dict[str, Any]:
    """Return {"activities": […]}, the newest first; days are ISO, what was not told is null."""
    found = activities.list_activities(reader, wanted, unit_names(reader))
    return {"activities": [_shown(activity) for activity in found]}


def unit_names(reader: Reader) -> dict[str, str]:
    """Return the name of every unit by its id, ended ones too."""
    today = SystemClock().now().date()
    units = tree_on(reader, today, ended_too=True).units
    return {unit.id: unit.name for unit in units.values()}


def _shown(activity: Activity) -> dict[str, Any]:
    return {
        "id": activity.id,
        "title": activity.title,
        "category": activity.category,
        "from": activity.start.isoformat(),
        "to": activity.end.isoformat(),
        "place": activity.place or None,
        "lead": activity.lead or None,
        "partners": list(activity.partners),
        "people": activity.people,
        "women": activity.women,
        "attendances": activity.attendances,
        "union_money": activity.union_money,
        "social_money": activity.social_money,
        "result": activity.result or None,
        "plan_items": list(activity.plan_items),
        "figures": dict(activity.figures),
        "evidence": [name for name, _title in activity.evidence],
    }

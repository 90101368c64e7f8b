"""Verbs of a paper's life, headless: comment, withdraw, amend, history, series of numbers."""

from datetime import date
from typing import Any

from desktop.documents.signing import signing_ways, way_called
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.plans import plan_life, plans
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.papers.office_facts import office_facts
from desktop.tasks.papers.plan_verbs import resolve
from desktop.tasks.papers.successor import open_successor, start_successor


def signing_fields(reader: Reader, way_id: str, title: str, name: str, day: date) -> dict[str, Any]:
    """Return the fields of a head that a way of signing sets; refuses an unknown way."""
    facts = office_facts(reader, day)
    ways = signing_ways(facts.collective, facts.signer_title)
    fields: dict[str, Any] = {}
    if way_id:
        way = way_called(ways, way_id)
        if way is None:
            raise Refusal(
                _("Không có hình thức ký “{way}”.").format(way=way_id[:20]),
                next_step=_("Chọn một trong: {list}.").format(list=", ".join(w.id for w in ways)),
                code="E_SIGNING",
            )
        fields = way.fields()
    if title:
        fields["signer_title"] = title
    if name:
        fields["signer_name"] = name
    return fields


def comment_from(store: Store, plan: str, day: date, until: date | None) -> dict[str, Any]:
    """Say that a draft is out for comment."""
    found = resolve(store, plan)
    plan_life.send_for_comment(store, found, day, until)
    return {"plan": found, "state": plans.read_plan(store, found).stage}


def withdraw(store: Store, plan: str, day: date, why: str) -> dict[str, Any]:
    """Withdraw an issued paper; "in_force" is the paper it had replaced that holds again."""
    found = resolve(store, plan)
    plan_life.withdraw_plan(store, found, day, why)
    back = plan_life.holds_again(store, found)
    return {
        "plan": found,
        "state": plans.read_plan(store, found).stage,
        "in_force": back.id if back else None,
    }


def successor(store: Store, plan: str, how: str, today: date) -> dict[str, Any]:
    """Start a paper that amends or replaces an issued one."""
    found = resolve(store, plan)
    begun = bool(open_successor(store, found, how))
    new = start_successor(store, found, how, today)
    return {"plan": new, "amends": found, "how": how, "begun_before": begun}


def history(reader: Reader, plan: str) -> dict[str, Any]:
    """Return {"plan", "state", "events": [{"date", "what", "plan"}]}."""
    found = resolve(reader, plan)
    events = plan_life.life_of(reader, found)
    return {
        "plan": found,
        "state": plans.read_plan(reader, found).stage,
        "events": [
            {"date": one.day or None, "what": one.what, "plan": one.plan or None} for one in events
        ],
    }

"""Setting one field of a paper's head, and what follows from it."""

from typing import Any

from desktop.documents.list_title import followed_title
from desktop.models.plans import plans
from desktop.models.plans.plan_head import with_field
from desktop.models.store.store import ChangeSet, Store


def set_head_field(store: Store, plan_id: str, field: str, value: Any) -> ChangeSet:
    """Set a field; the name in the list follows type and subject until it is written by hand."""
    values = {field: value}
    if field in ("subject", "doc_type"):
        head = plans.read_plan(store, plan_id)
        title = followed_title(head, with_field(head, field, value), store.packs)
        if title is not None and title != head.title:
            values["title"] = title
    return plans.set_plan_fields(store, plan_id, values)

"""Comments on a plan by the labels of its items, for the headless verbs."""

from typing import Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.plans import plans
from desktop.models.plans.comments import add_comment, read_comments
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.plan_verbs import resolve


def remarks_of(reader: Reader, plan: str) -> list[dict[str, Any]]:
    """Return [{"id", "item", "label", "text", "author", "at", "resolved"}], the oldest first."""
    plan_id = resolve(reader, plan)
    outline = plans.read_outline(reader, plan_id)
    return [
        {
            "id": one.id,
            "item": one.item,
            "label": outline.path(one.item) if one.item in outline else "",
            "text": one.text,
            "author": one.author,
            "at": one.at,
            "resolved": one.resolved,
        }
        for one in read_comments(reader, plan_id)
    ]


def remark_on(store: Store, plan: str, item: str, text: str, author: str = "") -> str:
    """Comment on an item, named by its id or by its place ("II.2.3"); returns the comment's id."""
    plan_id = resolve(store, plan)
    return add_comment(
        store, plan_id, _item(plans.read_outline(store, plan_id), item), text, author
    )


def _item(outline: Outline, name: str) -> str:
    wanted = name.strip().rstrip(".")
    found = [row.id for row in outline if wanted in (row.id, outline.path(row.id))]
    if len(found) == 1:
        return found[0]
    raise Refusal(
        _("Không có mục “{name}” trong kế hoạch.").format(name=name[:40]),
        next_step=_("Xem số mục bằng lệnh plan show."), code="E_ITEM",
    )  # fmt: skip

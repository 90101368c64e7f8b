"""Comments on a plan by the labels of its items, for the headless verbs."""

from typing import Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.outline import Outline
from desktop.models.plans import plans
from desktop.models.plans.comments import (
    add_comment,
    delete_comment,
    edit_comment,
    read_comments,
    resolve_comment,
)
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.tasks.papers.plan_verbs import resolve


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


def change_remark(
    store: Store,
    plan: str,
    comment: str,
    *,
    text: str | None = None,
    settled: str | None = None,
    dropped: bool = False,
) -> dict[str, Any]:
    """Word a comment anew, settle it ("yes", "no"), or drop it, in one step; returns it.

    `comment` is its id or the end of it. Refuses one that is not there, a change of nothing, and
    words or a settling of what is to be dropped.
    """
    known = remarks_of(store, plan)
    found = [one for one in known if comment and one["id"].endswith(comment)]
    if len(found) != 1:
        raise Refusal(
            _("Không có ý kiến “{id}” về kế hoạch này.").format(id=comment[:40]),
            next_step=_("Xem mã ý kiến bằng lệnh plan remarks."), code="E_COMMENT",
        )  # fmt: skip
    if text is None and settled is None and not dropped:
        raise Refusal(
            _("Chưa nói sửa gì ở ý kiến."),
            next_step=_("Thêm --text, --settle hoặc --drop."), code="E_NOTHING",
        )  # fmt: skip
    if dropped and (text is not None or settled is not None):
        raise Refusal(
            _("Đã xóa ý kiến thì không sửa chữ hay đánh dấu được."),
            next_step=_("Bỏ --drop, hoặc chỉ ghi --drop."), code="E_COMMENT",
        )  # fmt: skip
    one = str(found[0]["id"])
    with store.step(_("Sửa ý kiến")):
        if text is not None:
            edit_comment(store, one, text)
        if settled is not None:
            resolve_comment(store, one, settled == "yes")
        if dropped:
            delete_comment(store, one)
    left = [after for after in remarks_of(store, plan) if after["id"] == one]
    return {"comment": left[0] if left else None}


def _item(outline: Outline, name: str) -> str:
    wanted = name.strip().rstrip(".")
    found = [row.id for row in outline if wanted in (row.id, outline.path(row.id))]
    if len(found) == 1:
        return found[0]
    raise Refusal(
        _("Không có mục “{name}” trong kế hoạch.").format(name=name[:40]),
        next_step=_("Xem số mục bằng lệnh plan show."), code="E_ITEM",
    )  # fmt: skip

"""What an earlier run of the program left half typed in a plan: told once, with a way there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from desktop.i18n import _
from desktop.models.outline.outline import Outline
from desktop.models.plans.comments import Comment
from desktop.ui.desk import Desk
from desktop.ui.messages import MessageKind
from desktop.ui.pages.plans.writing.remarks_box import NEW, REWORDED

HEAD: Final = "head/"
ITEM: Final = "item/"
_TOLD: Final = 3


def place_of(plan: str) -> str:
    """Return the place half-typed words of a plan wait at."""
    return f"plan/{plan}" if plan else ""


def tell_left_over(
    desk: Desk,
    plan: str,
    outline: Outline,
    comments: list[Comment],
    go_item: Callable[[str], object],
    go_head: Callable[[], object],
) -> None:
    """Say where words wait, and lead to the first place."""
    items: dict[str, str] = {}
    head = False
    of = {one.id: one.item for one in comments}
    for name in desk.half_typed.earlier(place_of(plan)):
        kind, _slash, key = name.partition("/")
        head = head or f"{kind}/" == HEAD
        item = of.get(key, "") if f"{kind}/" == REWORDED else key.partition("/")[0]
        if f"{kind}/" in (NEW, REWORDED, ITEM) and item in outline:
            remark = f"{kind}/" != ITEM
            where = _("ý kiến ở {item}") if remark else _("ô của {item}")
            items.setdefault(item, where.format(item=_named(outline, item)))
    told = [_("Thông tin văn bản")] * head + list(items.values())
    if not told:
        return
    first = next(iter(items), "")

    def go() -> None:
        if head:
            go_head()
        else:
            go_item(first)
            desk.show_details(True)

    shown = ", ".join(told[:_TOLD]) + ("…" if len(told) > _TOLD else "")
    desk.message(
        _("Lần trước còn chữ gõ dở, nay có lại: {where}.").format(where=shown),
        kind=MessageKind.ATTENTION,
        action_text=_("Xem"),
        action=go,
    )


def _named(outline: Outline, item: str) -> str:
    label = outline.path(item)
    text = outline.row(item).item.plain
    return _("mục {label}").format(label=label) if label else f"“{text[:30]}”"

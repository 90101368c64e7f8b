"""What an earlier run of the program left half typed in a plan: told once, with a way there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from desktop.i18n import _
from desktop.models.outline.outline import Outline
from desktop.models.plans.comments import Comment
from desktop.ui.desk import Desk
from desktop.ui.messages import MessageKind
from desktop.ui.pages.plans.being_typed import CELL, HEAD, ITEM, place_of
from desktop.ui.pages.plans.editor import parts as parts_of_editor
from desktop.ui.pages.plans.writing.remarks_box import NEW, REWORDED

_TOLD: Final = 3


def tell_left_over(
    desk: Desk,
    plan: str,
    outline: Outline,
    comments: list[Comment],
    go_item: Callable[[str], object],
    go_part: Callable[[int], object],
    write_remark: Callable[[], object],
) -> None:
    """Say where words wait, and lead to the first place."""
    items: dict[str, str] = {}
    remarked: set[str] = set()
    parts: dict[int, str] = {}
    of = {one.id: one.item for one in comments}
    for name in desk.half_typed.earlier(place_of(plan)):
        kind, _slash, key = name.partition("/")
        if f"{kind}/" == HEAD:
            parts[parts_of_editor.HEAD] = _("Thông tin văn bản")
        elif f"{kind}/" == CELL:
            parts[parts_of_editor.PROGRAMME] = _("Chương trình công tác")
        item = of.get(key, "") if f"{kind}/" == REWORDED else key.partition("/")[0]
        if f"{kind}/" in (NEW, REWORDED, ITEM) and item in outline:
            remark = f"{kind}/" != ITEM
            where = _("ý kiến ở {item}") if remark else _("ô của {item}")
            items.setdefault(item, where.format(item=_named(outline, item)))
            remarked |= {item} if remark else set()
    told = [*items.values(), *parts.values()]
    if not told:
        return

    def go() -> None:
        if items:
            first = next(iter(items))
            go_item(first)
            desk.show_details(True)
            if first in remarked:
                write_remark()
        else:
            go_part(next(iter(parts)))

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

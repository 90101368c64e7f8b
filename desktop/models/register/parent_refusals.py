"""What is said of a list of units and new parents of which nothing can be moved."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import lowered

if TYPE_CHECKING:
    from desktop.models.register.parent_lines import ParentLine

_MOST_NAMED = 3


def nothing_moves(lines: Sequence["ParentLine"]) -> Refusal:
    """Return the refusal of a list no line of which can be moved, with the first reasons."""
    told = [
        _("dòng {n} ({what}): {why}").format(n=one.number, what=one.source, why=_inside(one.note))
        for one in lines if one.state in ("asked", "refused")
    ] or [
        _("dòng {n}: {why}").format(n=one.number, why=_inside(one.note)) for one in lines
    ]  # fmt: skip
    if not told:
        return Refusal(
            _("Danh sách không có dòng nào."),
            next_step=_("Ghi mỗi dòng một đơn vị và cấp quản lý mới."), code="E_NOTHING",
        )  # fmt: skip
    named = "; ".join(told[:_MOST_NAMED]) + ("; …" if len(told) > _MOST_NAMED else "")
    return Refusal(
        _("Không có dòng nào chuyển được: {lines}.").format(lines=named),
        next_step=_("Sửa danh sách rồi xem trước lại từng dòng."), code="E_NOTHING",
    )  # fmt: skip


def _inside(note: str) -> str:
    return lowered(note.rstrip("."))

"""Keys that answer while what they do is not possible: a switched-off action keeps silent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.i18n import _
from desktop.models.entry.entry_lock import LockState
from desktop.models.text import with_counts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def telling_key(surface: QWidget, keys: str, told: Callable[[], object]) -> QShortcut:
    """Return a key of the page that stands in for an action's own; it begins switched off.

    The page switches it on while the action is off: both on, the toolkit would take neither.
    """
    made = QShortcut(QKeySequence(keys), surface)
    made.setEnabled(False)
    made.activated.connect(told)
    return made


def why_not_lock(state: LockState) -> str:
    """Say what stands in the way of locking."""
    told = [_("Còn thiếu: {what}.").format(what=", ".join(state.missing))] if state.missing else []
    if state.unanswered:
        told.append(
            with_counts(
                _(
                    "{n} báo cáo bị trả lại chưa sửa số nào: F8 để đến từng báo cáo mà sửa; số đã"
                    " đúng thì chốt lại kèm giải thích."
                ),
                n=len(state.unanswered),
            )
        )
    if told:
        return " ".join(told)
    if state.done:
        return with_counts(_("Đã chốt tất cả {n} đơn vị."), n=state.done)
    return _("Chưa có đơn vị nào nhập số liệu ở đây.")


def nothing_left(*, known: bool = True) -> str:
    """Say that no cell needs a look, or that it is not known yet of a sheet just opened."""
    return _("Không còn chỗ nào cần xem.") if known else _("Đang kiểm tra…")

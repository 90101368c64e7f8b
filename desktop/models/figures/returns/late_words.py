"""A late return in words: why it waits, and what it would change."""

from desktop.i18n import _
from desktop.models.figures.returns.late import Late


def why_words(one: Late) -> str:
    """Return why a return waits."""
    if one.is_first:
        return _("nộp sau khi khóa sổ")
    if one.why == "closed":
        return _("sửa sau khi khóa sổ")
    if one.rev == one.accepted:
        return _("ghi đè lên lần {n} đã duyệt").format(n=one.accepted)
    return _("sửa lần {n} đã duyệt").format(n=one.accepted)


def counts_words(one: Late) -> str:
    """Return what counts of the return until somebody says a word."""
    if one.provisional:
        return _("đang tính tạm số mới")
    if one.stands:
        return _("đang tính số lần {n}").format(n=one.stands)
    return _("chưa được tính")


def changes_words(one: Late) -> str:
    """Return how much it would change."""
    if one.is_first and one.rev == 1:
        return _("lần đầu gửi")
    if one.changes:
        return _("{n} số đổi").format(n=len(one.changes))
    if one.reason:
        return _("không đổi số nào, giải thích: {reason}").format(reason=one.reason)
    return _("không đổi số nào")

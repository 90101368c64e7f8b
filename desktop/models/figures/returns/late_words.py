"""A late return in words: why it waits, and what it would change."""

from desktop.i18n import _
from desktop.models.figures.returns.late import Late
from desktop.models.figures.revisions import name_of


def why_words(one: Late) -> str:
    """Return why a return waits."""
    if one.is_first:
        return _("nộp sau khi khóa sổ")
    if one.why == "closed":
        return _("sửa sau khi khóa sổ")
    if one.rev == one.accepted:
        return _("ghi đè lên {what} đã duyệt").format(what=name_of(one.accepted))
    return _("sửa {what} đã duyệt").format(what=name_of(one.accepted))


def counts_words(one: Late) -> str:
    """Return what counts of the return until somebody says a word."""
    if one.provisional:
        return _("đang tính tạm số mới")
    if one.stands:
        return _("đang tính {what}").format(what=name_of(one.stands))
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

"""A late return in words: why it waits, and what it would change."""

from desktop.i18n import _
from desktop.models.figures.returns.late import Late


def why_words(one: Late) -> str:
    """Return why a return waits."""
    if one.why == "closed":
        return _("gửi sau khi đã khóa sổ")
    if one.rev == one.accepted:
        return _("ghi đè lên lần {n} đã duyệt").format(n=one.accepted)
    return _("đã duyệt lần {n}").format(n=one.accepted)


def changes_words(one: Late) -> str:
    """Return how much it would change."""
    if one.changes:
        return _("{n} số đổi").format(n=len(one.changes))
    return _("lần đầu gửi") if one.rev == 1 and one.why == "closed" else _("không đổi số nào")

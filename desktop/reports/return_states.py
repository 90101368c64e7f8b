"""How the states of a return are called on paper, and when a revision was written."""

from datetime import date

from desktop.i18n import _
from desktop.models.figures.returns.returns import ReturnStatus
from desktop.models.figures.returns.ways import ReturnState
from desktop.models.store.keys import prefix_range, split_return_key
from desktop.models.store.ops import member
from desktop.models.store.reader import Reader

OPEN_STATES: frozenset[str] = frozenset({"none", "entering", "returned"})
"""States in which nothing that counts has come from the unit."""
UNVERIFIED = _("chưa xác thực")
"""What is said of a return that only an unsigned bundle brought."""


def is_lacking(status: ReturnStatus) -> bool:
    """Tell whether nothing of a return counts as sent: not locked, or sent back as it came.

    A correction that was sent back is awaited, while an earlier revision counts.
    """
    return status.state in OPEN_STATES and not status.stands


def state_name(state: ReturnState) -> str:
    """Return what a state is called."""
    return {
        "none": _("chưa nộp"),
        "entering": _("đang nhập"),
        "locked": _("đã chốt"),
        "sent": _("đã gửi"),
        "received": _("đã nhận"),
        "returned": _("trả lại"),
        "accepted": _("đã duyệt"),
    }[state]


def written_on(reader: Reader, period: str) -> dict[tuple[str, str, int], date]:
    """Return (unit, form, revision) → day it was locked, of every return of a period."""
    low_high = prefix_range(period + "|")
    # Each table on its own: joined, a restated office would be gone through whole.
    walls = dict(
        reader.rows(
            "SELECT id, raw FROM op WHERE kind = 'submit' AND key >= ? AND key < ?", low_high
        )
    )
    rows = reader.rows(
        "SELECT key, field, op FROM leaf WHERE kind = 'submit' AND key >= ? AND key < ?"
        " AND winner = 1",
        low_high,
    )
    found = {}
    for key, field, op in rows:
        unit, form, _period = split_return_key(key)
        if op in walls:
            day = date.fromisoformat(str(member(walls[op], "wall"))[:10])
            found[unit, form, int(field)] = day
    return found

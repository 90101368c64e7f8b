"""How the states of a return are called on paper, and when a revision was written."""

from datetime import date

from desktop.i18n import _
from desktop.models.figures.returns import ReturnState
from desktop.models.store.keys import prefix_range, split_return_key
from desktop.models.store.ops import member
from desktop.models.store.reader import Reader

OPEN_STATES: frozenset[str] = frozenset({"none", "entering", "returned"})
"""States in which nothing that counts has come from the unit."""
UNVERIFIED = _("chưa xác thực")
"""What is said of a return that only an unsigned bundle brought."""


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
    rows = reader.rows(
        "SELECT leaf.key, leaf.field, op.raw FROM leaf JOIN op ON op.id = leaf.op"
        " WHERE leaf.kind = 'submit' AND leaf.key >= ? AND leaf.key < ? AND leaf.winner = 1",
        prefix_range(period + "|"),
    )
    found = {}
    for key, field, raw in rows:
        unit, form, _period = split_return_key(key)
        found[unit, form, int(field)] = date.fromisoformat(str(member(raw, "wall"))[:10])
    return found

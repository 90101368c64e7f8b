"""How the states of a return are called on paper, and when a revision was written."""

from collections.abc import Iterable, Mapping
from datetime import date

from desktop.i18n import _
from desktop.models.figures.returns.returns import ReturnState, ReturnStatus
from desktop.models.figures.standing import standing_returns
from desktop.models.packs.periods import Period
from desktop.models.store.keys import prefix_range, split_return_key
from desktop.models.store.ops import member
from desktop.models.store.reader import Reader

OPEN_STATES: frozenset[str] = frozenset({"none", "entering", "returned"})
"""States in which nothing that counts has come from the unit."""
UNVERIFIED = _("chưa xác thực")
"""What is said of a return that only an unsigned bundle brought."""


StandingRevisions = Mapping[tuple[str, str], int]
"""(unit, form) → the revision that counts."""


def standing_revisions(
    reader: Reader, period: Period, listed: Iterable[ReturnStatus]
) -> StandingRevisions:
    """Return which revisions count; read only where one of the returns was sent back."""
    if not any(one.state == "returned" for one in listed):
        return {}
    return {key: one.rev for key, one in standing_returns(reader, period).items()}


def still_counts(status: ReturnStatus, standing: StandingRevisions) -> bool:
    """Tell of a return sent back whether an earlier revision counts in its place."""
    counts = standing.get((status.unit.id, status.form), 0)
    return status.state == "returned" and 0 < counts < status.rev


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

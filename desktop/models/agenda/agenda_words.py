"""Words of the agenda: both dates of a period named, and what waits for a decision."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from desktop.i18n import _
from desktop.models.figures.returns.board import last_months, read_board
from desktop.models.figures.returns.board_units import Trees
from desktop.models.figures.returns.late import late_returns
from desktop.models.listed import first_few
from desktop.models.packs.periods import Period
from desktop.models.store.reader import Reader

REVIEW_BACK = 3
"""Months back in which returns may still wait for a word."""


def days_named(period: Period, today: date, *, closing: bool = True, done: bool = False) -> str:
    """Return "Hạn nộp 05/11/2026 (quá 16 ngày), ngày khóa 15/11/2026 (đã qua)."

    Where all is `done` nothing is overdue: a day that has passed is just named.
    """
    due = _("Hạn nộp {day}").format(day=f"{period.due:%d/%m/%Y}")
    if not done or today <= period.due:
        due += _(" ({left})").format(left=_left((period.due - today).days))
    if not closing:
        return due + "."
    passed = today > period.closing
    left = _("đã qua") if passed else _left((period.closing - today).days)
    locked = _("ngày khóa {day} ({left})").format(day=f"{period.closing:%d/%m/%Y}", left=left)
    return f"{due}, {locked}."


def _left(days: int) -> str:
    if days < 0:
        return _("quá {n} ngày").format(n=-days)
    return _("hôm nay") if days == 0 else _("còn {n} ngày").format(n=days)


def waiting_for_review(
    reader: Reader, month: Period, today: date, trees: Trees, longer: Sequence[Period] = ()
) -> list[tuple[Period, str]]:
    """Return the periods in which returns from below wait to be accepted, each in a sentence.

    The last months and the `longer` periods asked about now. Of longer ago only what came into an
    accepted or closed period: it counts after a word alone.
    """
    months = [*last_months(reader, month.id, REVIEW_BACK), *longer]
    board = read_board(reader, months, today, trees)
    found = []
    for at, period in enumerate(months):
        waiting = [
            (row.unit.name, cell.waiting) for row in board.rows if (cell := row.cells[at]).waiting
        ]
        if waiting:
            found.append((period, _waiting_words(waiting)))
    nearer = {period.id for period in months}
    older = [one for one in late_returns(reader) if one.period.id not in nearer]
    for period, listed in groupby(older, key=lambda one: one.period):
        count = Counter(one.name for one in listed)
        found.append((period, _waiting_words(list(count.items()))))
    return found


def _waiting_words(waiting: Sequence[tuple[str, int]]) -> str:
    """Return the sentence of (unit's name, how many of its returns wait)."""
    return _("{n} báo cáo của {names} đã nhận, chờ duyệt.").format(
        n=sum(n for _name, n in waiting), names=first_few([name for name, _n in waiting], 3)
    )

"""Keeps each correction of a review in the office's file as it is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.intake.review.sheet import Edit
from desktop.models.plans import readings
from desktop.tasks.papers.reviews import keep_edit, written
from desktop.ui.desk import Desk


class ReviewKeeper:
    """The log of one review, here and in the file; `review_id` is "" when none is kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.review_id = ""
        self._log: list[Edit] = []

    def begin(self, review_id: str, log: Sequence[Edit]) -> None:
        """Go on with a review."""
        self.review_id, self._log = review_id, list(log)

    def keep(self, edit: Edit, doubts: int) -> None:
        """Keep the next correction; `doubts` is how many places are left to look at."""
        self._log.append(edit)
        review, number = self.review_id, len(self._log)
        if review:
            self._desk.do(lambda store: keep_edit(store, review, number, edit, doubts))

    def outdated(self, change: Any) -> bool:
        """Say whether a step changed this review otherwise than from here (an undo did)."""
        for one in change.changes:
            if one.kind == readings.PART and one.key.startswith(f"{self.review_id}."):
                number = readings.number_of(one.key)
                known = written(self._log[number - 1]) if 0 < number <= len(self._log) else None
                if number and one.after != known:
                    return True
            elif one.register == (readings.READING, self.review_id, "at"):
                return True
        return False

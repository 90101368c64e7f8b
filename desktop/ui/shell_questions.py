"""What the shell asks of an office: the truths of its status line, and what Ctrl+K finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.tasks import moment
from desktop.ui.office import Hit
from desktop.ui.status_line import Truths

if TYPE_CHECKING:
    from desktop.tasks.offices.standing import Standing

_ASKED_OF = ("bundle", "peer", "submit", "review", "closing", "unit", "assign", "enrol")
"""Kinds that say what was sent and judged, and of whom it is asked."""


class Questions:
    """Answers from a reader; what is dear to read is kept until its records change."""

    def __init__(self, name_of: Callable[[Any], str] = lambda _reader: "") -> None:
        self._name_of = name_of
        self._exchange: tuple[Any, Standing] | None = None
        self._tree: tuple[Any, Any] | None = None

    def truths(self, reader: Any) -> Truths:
        """Return what the status line says about backups and the level above."""
        from desktop.tasks.offices.standing import backup_standing  # after the first page

        now = moment.now()
        backup, exchange = backup_standing(reader, now), self._standing(reader, now.date())
        return Truths(
            backup.text, exchange.text, backup.worry, exchange.worry, self._name_of(reader)
        )

    def search(self, reader: Any, text: str) -> Sequence[Hit]:
        """Return units, plans and periods that have all the words."""
        from desktop.tasks import finding

        found = finding.find(reader, text, lambda: self._units(reader))
        return [
            Hit(one.text, one.where, one.icon, one.page, one.argument, one.how) for one in found
        ]

    def _standing(self, reader: Any, today: date) -> Standing:
        mark = (today, *(_size(reader, kind) for kind in _ASKED_OF))
        if self._exchange is None or self._exchange[0] != mark:
            from desktop.tasks.offices.standing import exchange_standing

            self._exchange = (mark, exchange_standing(reader, today))
        return self._exchange[1]

    def _units(self, reader: Any) -> Any:
        from desktop.models.units.units import tree_on

        today = moment.today()
        mark = (today, reader.rows("SELECT coalesce(max(seq), 0) FROM step")[0][0])
        if self._tree is None or self._tree[0] != mark:
            self._tree = (mark, tree_on(reader, today))
        return self._tree[1]


def _size(reader: Any, kind: str) -> Any:
    """Return a mark that differs after records of a kind were written or undone."""
    return reader.rows("SELECT count(*), max(seq) FROM op WHERE kind = ?", (kind,))[0]

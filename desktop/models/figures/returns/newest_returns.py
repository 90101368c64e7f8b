"""The newest revision of each return that came, and what was last said of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec

from desktop.models.clock import moment_of
from desktop.models.figures.frozen import Closings
from desktop.models.figures.last_words import last_words
from desktop.models.figures.standing import MARK, still_counting
from desktop.models.figures.vetted import Vetted, vetted
from desktop.models.packs.periods import Period
from desktop.models.store.keys import split_return_key
from desktop.models.store.ops import member
from desktop.models.store.reader import Reader

ReviewState = Literal["missing", "received", "returned", "accepted"]


class Came(msgspec.Struct):
    """The newest revision of a return, what was said of it, and whether one before was accepted.

    `before` is the last word on a revision before it, with its clock; `below` the last word of an
    office below this one, on whatever revision. `stands` is the revision that counts where this one
    was sent back, 0 for none: an earlier one, or this one where an office above accepted it.
    """

    rev: int
    hlc: str
    store: str
    op: str
    said: tuple[str, Mapping[str, Any]] | None = None
    judge: str = ""
    corrected: bool = False
    before: tuple[str, Mapping[str, Any]] = ("", {})
    wall: str = ""
    warned: bool = False
    verified: bool = True
    below: Vetted | None = None
    stands: int = 0

    def is_after(self, closings: Closings, unit: str, form: str) -> bool:
        """Tell whether it waits, and nothing had come when its month was closed.

        Turned back meanwhile it is open again, and counts nothing all the same.
        """
        if self.state != "received":
            return False
        if self.before[1].get("closed") is True and self.before[1].get("stands") == 0:
            return True
        frozen = closings.frozen(unit, form) if closings else None
        return frozen is not None and not (frozen.rev or self.corrected)

    @property
    def state(self) -> ReviewState:
        if self.back_below is not None:
            return "returned"
        if self.said is None:
            return "received"
        return "accepted" if self.said[1].get("state") == "accepted" else "returned"

    @property
    def back_below(self) -> Vetted | None:
        """The word of an office below that sent it back, where nobody here or above has since.

        Nor accepted it since.
        """
        if self.below is None or not self.below.sent_back(self.rev):
            return None
        if self.said is None:
            return self.below
        accepted = self.said[1].get("state") == "accepted"
        return self.below if accepted and self.said[0] < self.below.hlc else None

    @property
    def vetted(self) -> int:
        """The revision that an office below has accepted, 0 for none."""
        return self.below.rev if self.below is not None and self.below.accepted else 0

    @property
    def locked(self) -> datetime:
        """When it was locked by the clock on the wall, where that was read; else not before."""
        return datetime.fromisoformat(self.wall) if self.wall else moment_of(self.hlc)


Latest = dict[tuple[str, str, str], Came]
"""(period, form, unit) → the newest revision of that return."""


def latest_returns(reader: Reader, months: Sequence[Period]) -> Latest:
    """Return (period, form, unit) → newest revision of the months, with its last verdict."""
    wanted = {month.id: month.due for month in months}
    low, high = min(wanted) + "|", max(wanted) + "}"
    found: Latest = {}
    for key, field, hlc, store, op, reasons, mark in reader.rows(
        "SELECT key, field, hlc, store, op, instr(value, ?), instr(value, ?) FROM leaf"
        " WHERE kind = 'submit' AND key >= ? AND key < ? AND winner = 1 AND value <> 'null'",
        ('"reasons":{"', f'"{MARK}":{{', low, high),
    ):
        unit, form, period = split_return_key(key)
        known = found.get((period, form, unit))
        if period in wanted and (known is None or known.rev < int(field)):
            came = Came(int(field), hlc, store, op, warned=bool(reasons), verified=not mark)
            found[period, form, unit] = came
    for one in last_words(reader, low, high):
        unit, form, period = split_return_key(one.key)
        known = found.get((period, form, unit))
        if known is not None and one.rev < known.rev:
            known.corrected = known.corrected or one.said.get("state") == "accepted"
            known.before = max(known.before, (one.hlc, one.said), key=lambda word: word[0])
        if known is not None and one.rev == known.rev:
            known.said, known.judge = (one.hlc, one.said), one.store
    _hear_below(reader, found, months)
    # The logical clock never runs behind the wall's: only what it calls late may be in time.
    doubtful = [c for (period, _f, _u), c in found.items() if c.locked.date() > wanted[period]]
    read_walls(reader, doubtful)
    return found


def _hear_below(reader: Reader, found: Latest, months: Sequence[Period]) -> None:
    """Note what offices below said, and what counts of the returns that were sent back."""
    for month in months:
        for (unit, form), word in vetted(reader, month.id).items():
            if (month.id, form, unit) in found:
                found[month.id, form, unit].below = word
    back: dict[str, list[tuple[str, str, int]]] = {}
    for (period, form, unit), came in found.items():
        if came.state == "returned":
            back.setdefault(period, []).append((unit, form, came.rev))
    for period, returns in back.items():
        for (unit, form), rev in still_counting(reader, period, returns).items():
            found[period, form, unit].stands = rev


def read_walls(reader: Reader, came: Sequence[Came]) -> None:
    """Read when revisions were locked by the clock on the wall of the office that did.

    The logical clock orders; another computer's that runs ahead takes it along.
    """
    for one in came:
        for (raw,) in reader.rows(
            "SELECT raw FROM op WHERE store = ? AND id = ?", (one.store, one.op)
        ):
            one.wall = str(member(raw, "wall") or "")

"""What is special about a cell of an entry sheet, one bit each."""

from enum import IntFlag
from typing import Any

from desktop.models.figures.cells import number_of


class CellMark(IntFlag):
    """What is special about a cell; any of them together."""

    NONE = 0
    ESTIMATED = 1
    NOT_APPLICABLE = 2
    READ_ONLY = 4
    CHANGED = 8
    CONFLICT = 16
    COMMENTED = 32
    WARNING = 64
    ERROR = 128
    SAVING = 256
    CLEARED = 512
    ZERO = 1024
    ELSEWHERE = 2048
    PROPOSED = 4096
    MOVED_ON = 8192
    FLAGGED = 16384


_STATES = {"na": int(CellMark.NOT_APPLICABLE), "cleared": int(CellMark.CLEARED)}
_ZERO = int(CellMark.ZERO)


def state_mark(held: Any) -> int:
    """Return the bits of what a cell holds: not applicable, cleared, zero."""
    if isinstance(held, dict) and (state := held.get("state")) in _STATES:
        return _STATES[state]
    return _ZERO if number_of(held) == 0 else 0

"""What the lines of a pasted block tell together: one that adds the others up, some that stand
one line out of place, a number that is like no other."""

from collections.abc import Sequence
from typing import Literal

Numbers = Sequence[int | None]
"""The numbers of one line, column by column; None where there is none."""

_FEWEST, _FEWEST_NEAR = 3, 5
_CLEAR_SUM = 10
_NEAR_SUM = 0.25
_SAME, _SLACK = 0.1, 2
_ALONE = 3
_NEARLY_ALL = 0.9
_ALSO_WRONG = 2
_THOUSANDS, _TIMES = 1000, 20


Sum = Literal["none", "perhaps", "surely"]


def adds_up(lines: Sequence[Numbers]) -> Sum:
    """Say whether the last line is the sum of those above it, or would be but for a slip.

    Small counts may happen to add up: to be sure, one column has to come to `_CLEAR_SUM` at
    least with no line above holding most of it. More than any line above is a sum perhaps.
    Where two columns or more add up, one may be quite wrong.
    """
    if len(lines) <= _FEWEST:
        return "none"
    *above, last = lines
    columns = [[_at(line, place) for line in above] for place in range(len(last))]
    told = [
        one
        for column, total in zip(columns, last, strict=True)
        if total or any(column)
        if (one := _column_adds_up([n for n in column if n is not None], total)) is not None
    ]
    good = [one for one in told if one != "none"]
    if not good or len(told) > len(good) + (len(good) >= _ALSO_WRONG):
        return "none"
    return "surely" if "surely" in good else "perhaps"


def _column_adds_up(parts: Sequence[int], total: int | None) -> Sum | None:
    """Say it of one column; None where one line makes up the sum, which tells nothing."""
    if total is None or len(parts) < _FEWEST:
        return "none"
    added, most = sum(parts), max(parts)
    apart = abs(total - added)
    if apart and not (len(parts) >= _FEWEST_NEAR and apart <= added * _NEAR_SUM):
        return "none"
    if total >= _CLEAR_SUM and total > most * 1.5:
        return "surely"
    return "perhaps" if total > most else None


def slipped(lines: Sequence[Numbers], known: Sequence[Numbers]) -> dict[int, int]:
    """Return the lines whose numbers are like those known of the line above or below them and
    unlike their own, and which line that is. One line by itself has to be so in three numbers
    at least; two neighbours that slipped the same way in most of theirs.

    `known` holds what each line's unit had before. Stocks change little from period to period;
    small numbers are like any other and tell nothing.
    """
    found: dict[int, int] = {}
    for way in (-1, 1):
        slips = {
            place
            for place, line in enumerate(lines)
            if 0 <= place + way < len(lines)
            if not _like(line, known[place]) and _like(line, known[place + way])
        }
        sure = {
            place
            for place in slips
            if {place - 1, place + 1} & slips
            or (
                _alike(lines[place], known[place + way]) >= _ALONE
                and not _alike(lines[place], known[place])
            )
        }
        found |= {place: place + way for place in sorted(sure) if place not in found}
    return found


def stand_aside(lines: Sequence[Numbers]) -> list[int]:
    """Return the lines that may stand one column to the right or the left of their place.

    Nothing stands in their first or last place, where nearly all others hold a number, and two
    numbers or more elsewhere. A line that leaves that very figure out looks the same.
    """
    width = max(map(len, lines), default=0)
    found = set()
    for edge in {0, width - 1} if width > 1 else ():
        filled = sum(_at(line, edge) is not None for line in lines)
        counted = [line for line in lines if any(number is not None for number in line)]
        if filled < _FEWEST_NEAR - 1 or filled < (len(counted) - 1) * _NEARLY_ALL:
            continue
        found |= {
            place for place, line in enumerate(lines)
            if _at(line, edge) is None and sum(number is not None for number in line) > 1
        }  # fmt: skip
    return sorted(found)


def towering(lines: Sequence[Numbers]) -> list[tuple[int, int]]:
    """Return line and column of numbers in the thousands that tower over all others of theirs.

    A date turned into a number, a number with its thousands doubled: never like its neighbours.
    """
    found = []
    for place in range(max(map(len, lines), default=0)):
        column = [(n, at) for at, line in enumerate(lines) if (n := _at(line, place)) is not None]
        if len(column) <= _FEWEST:
            continue
        (next_to, _line), (highest, line) = sorted(column)[-2:]
        if highest >= _THOUSANDS and highest >= next_to * _TIMES:
            found.append((line, place))
    return found


def _at(line: Numbers, place: int) -> int | None:
    return line[place] if place < len(line) else None


def _like(line: Numbers, known: Numbers) -> bool:
    """Say whether at least nine in ten of the numbers known are about the same in the line."""
    pairs = sum(a is not None and b is not None for a, b in zip(line, known, strict=False))
    return bool(pairs) and _alike(line, known) >= pairs * 0.9


def _alike(line: Numbers, known: Numbers) -> int:
    """Return how many numbers of a line are about the same as those known."""
    return sum(
        abs(a - b) <= max(_SLACK, b * _SAME)
        for a, b in zip(line, known, strict=False)
        if a is not None and b is not None
    )

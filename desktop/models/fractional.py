"""Places between places: short strings that order siblings and never run out of room.

Digits are 0-9A-Za-z, which sort as bytes do; a key never ends in the smallest digit, so that
there is always room before it.
"""

from typing import Final

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE: Final = len(DIGITS)
_VALUE: Final = {digit: value for value, digit in enumerate(DIGITS)}


def is_key(text: object) -> bool:
    """Tell whether the value is a key this module could have made."""
    return (
        isinstance(text, str)
        and 0 < len(text) <= 200
        and all(char in _VALUE for char in text)
        and text[-1] != DIGITS[0]
    )


def between(low: str = "", high: str | None = None) -> str:
    """Return a key above `low` ("" is the beginning) and below `high` (None is the end).

    Raises ValueError when low is not below high: two items may hold one key after a merge.
    """
    if high is not None and low >= high:
        raise ValueError(f"no room between {low!r} and {high!r}")
    return _middle(low, high)


def spread(count: int, low: str = "", high: str | None = None) -> list[str]:
    """Return `count` ascending keys between the two, as even and short as may be."""
    if count <= 0:
        return []
    middle = _halfway(low, high)
    left = (count - 1) // 2
    return [
        *spread(left, low, middle),
        middle,
        *spread(count - 1 - left, middle, high),
    ]


def _halfway(low: str, high: str | None) -> str:
    # Half of the open end, so that what follows in `spread` has room on both sides.
    if high is None and (not low or _VALUE[low[0]] < _BASE - 2):
        first = _VALUE[low[0]] if low else 0
        return DIGITS[(first + _BASE) // 2]
    return between(low, high)


def _middle(low: str, high: str | None) -> str:
    if high is not None:
        shared = _shared(low, high)
        if shared:
            return high[:shared] + _middle(low[shared:], high[shared:])
    first = _VALUE[low[0]] if low else 0
    last = _VALUE[high[0]] if high else _BASE
    if high is None and low and first + 1 < _BASE:
        return DIGITS[first + 1]  # appending is the common case: one step, not half the rest
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    if not low[1:]:
        return DIGITS[first] + DIGITS[1]  # a new digit has all its room above
    return DIGITS[first] + _middle(low[1:], None)


def _shared(low: str, high: str) -> int:
    count = 0
    for place, digit in enumerate(high):
        if (low[place] if place < len(low) else DIGITS[0]) != digit:
            break
        count += 1
    return count

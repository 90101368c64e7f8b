"""Slips of the keyboard: how a number that was meant becomes the one that was typed."""

from collections.abc import Iterator
from typing import Final

SLIPS: Final = {
    "swapped": 1,
    "lost_zero": 1,
    "added_zero": 1,
    "doubled": 2,
    "lost_digit": 2,
    "added_digit": 2,
    "near_key": 3,
    "one_digit": 4,
}
"""How unlikely each slip is; the likelier a cause, the smaller."""

_PAD = {key: (row, place) for row, keys in enumerate(("789", "456", "123", "0"))
        for place, key in enumerate(keys)}  # fmt: skip


def slip(typed: int, meant: int) -> str:
    """Return the slip that makes `meant` into `typed`, "" where one slip does not."""
    a, b = str(typed), str(meant)
    if a == b:
        return ""
    if len(a) == len(b):
        return _same_length(a, b)
    if len(a) == len(b) + 1:
        return _longer(a, b)
    if len(b) == len(a) + 1:
        return _shorter(a, b)
    return ""


def meant_by(typed: int) -> Iterator[tuple[int, str]]:
    """Yield (number, slip) of what may have been meant by a number of at least 0, each once.

    Only slips that leave few answers: digits changed about, one too many, a lost zero at the
    end, a key beside. Any digit may be lost or wrong, so that those two say nothing.
    """
    digits = str(typed)
    found = [digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]
             for n in range(len(digits) - 1)]  # fmt: skip
    found += [digits[:n] + digits[n + 1 :] for n in range(len(digits))]
    found.append(digits + "0")
    found += [
        digits[:n] + key + digits[n + 1 :]
        for n, digit in enumerate(digits) for key in _PAD if _near(digit, key)
    ]  # fmt: skip
    known = {typed}
    for text in found:
        if not text or (text[0] == "0" and text != "0"):
            continue
        number = int(text)
        kind = slip(typed, number)
        if kind and number not in known:
            known.add(number)
            yield number, kind


def meant_near(typed: int, expected: int, within: int) -> Iterator[tuple[int, str]]:
    """Yield (number, slip) of what may have been meant near an expected number, one a slip.

    Of several numbers that the same slip leads to, the nearest to what was expected.
    """
    known: set[str] = set()
    least = max(expected - within, 0)
    for number in sorted(range(least, expected + within + 1), key=lambda n: abs(n - expected)):
        kind = slip(typed, number)
        if kind and kind not in known:
            known.add(kind)
            yield number, kind


def _same_length(a: str, b: str) -> str:
    wrong = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        first, second = wrong
        if a[first] == b[second] and a[second] == b[first]:
            return "swapped"
    if len(wrong) != 1:
        return ""
    return "near_key" if _near(a[wrong[0]], b[wrong[0]]) else "one_digit"


def _near(one: str, other: str) -> bool:
    (row, place), (other_row, other_place) = _PAD[one], _PAD[other]
    return abs(row - other_row) + abs(place - other_place) == 1


def _longer(typed: str, meant: str) -> str:
    """One digit too many was typed."""
    if typed == meant + "0":
        return "added_zero"
    places = [n for n in range(len(typed)) if typed[:n] + typed[n + 1 :] == meant]
    if not places:
        return ""
    return "doubled" if len(places) > 1 else "added_digit"


def _shorter(typed: str, meant: str) -> str:
    """One digit too few was typed; a swap may have made a leading zero fall away as well."""
    if meant == typed + "0":
        return "lost_zero"
    swapped = meant[1] + meant[0] + meant[2:]
    if swapped.lstrip("0") == typed:
        return "swapped"
    places = [n for n in range(len(meant)) if meant[:n] + meant[n + 1 :] == typed]
    return "lost_digit" if places else ""

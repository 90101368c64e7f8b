"""Places in a text: the toolkit counts in UTF-16 units, the outline in characters."""

from __future__ import annotations


def to_units(text: str, place: int) -> int:
    """Return how many UTF-16 units the first `place` characters take."""
    head = text[:place]
    if not head or max(head) <= "\uffff":
        return len(head)
    return len(head) + sum(letter > "\uffff" for letter in head)


def to_characters(text: str, units: int) -> int:
    """Return how many characters lie before a UTF-16 place."""
    at = 0
    for number, letter in enumerate(text):
        if at >= units:
            return number
        at += 2 if letter > "\uffff" else 1
    return len(text)


def word_start(text: str, place: int) -> int:
    """Return where the word before the place begins."""
    while place > 0 and not text[place - 1].isalnum():
        place -= 1
    while place > 0 and text[place - 1].isalnum():
        place -= 1
    return place


def word_end(text: str, place: int) -> int:
    """Return where the word after the place ends, with the space that follows it."""
    while place < len(text) and text[place].isalnum():
        place += 1
    while place < len(text) and not text[place].isalnum():
        place += 1
    return place


def word_at(text: str, place: int) -> tuple[int, int]:
    """Return the ends of the word the place is in."""
    start = end = min(max(place, 0), len(text))
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end

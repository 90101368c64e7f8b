"""Forms of a PDF that draw forms: how often all of them would be drawn before that is tried."""

import re
from collections.abc import Mapping

# The reader of the library stops at this depth; by then two of each make a million millions.
_LEVELS = 30
_MOST_DRAWN = 20_000
_NUMBER = re.compile(rb"(\d{1,9})\s+\d{1,5}$")
_RESOURCES = re.compile(rb"/Resources\s+(\d{1,9})\s+\d{1,5}\s+R")
_DICTIONARY = re.compile(rb"/XObject\s*<<(.*?)>>", re.DOTALL)
_ELSEWHERE = re.compile(rb"/XObject\s+(\d{1,9})\s+\d{1,5}\s+R")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+(\d{1,9})\s+\d{1,5}\s+R")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+Do\b")
_LONGEST = 20_000


def object_number(before: bytes) -> int:
    """Return the number of the object whose " obj" follows these bytes, 0 when none is there."""
    found = _NUMBER.search(before)
    return int(found[1]) if found else 0


def draws_without_end(forms: Mapping[int, bytes], data: bytes) -> bool:
    """Whether drawing some form would draw more forms than any page has.

    `forms` maps the object numbers of forms that draw something to their dictionary, the word
    "stream" and what they draw; `data` is the whole file.
    """
    drawn = {number: _drawn(whole, forms, data) for number, whole in forms.items()}
    costs = dict.fromkeys(forms, 1)
    for _level in range(_LEVELS):
        costs = {
            number: min(_MOST_DRAWN + 1, 1 + sum(costs[one] for one in inner))
            for number, inner in drawn.items()
        }
    return max(costs.values()) > _MOST_DRAWN


def _drawn(whole: bytes, forms: Mapping[int, bytes], data: bytes) -> list[int]:
    """Return the forms a form draws, one as often as it is drawn."""
    head, _stream, content = whole.partition(b"stream")
    named = {one[1]: int(one[2]) for one in _NAMED.finditer(_objects(head, data))}
    called = [named.get(one[1], 0) for one in _DRAWN.finditer(content)]
    return [number for number in called if number in forms]


def _objects(head: bytes, data: bytes) -> bytes:
    """Return the entries of the dictionary of things a form may draw."""
    elsewhere = _RESOURCES.search(head)
    resources = _object(int(elsewhere[1]), data) if elsewhere else head
    further = _ELSEWHERE.search(resources)
    if further:
        return _object(int(further[1]), data)
    found = _DICTIONARY.search(resources)
    return found[1] if found else b""


def _object(number: int, data: bytes) -> bytes:
    found = re.search(rb"(?<!\d)%d\s+\d{1,5}\s+obj\b" % number, data)
    if not found:
        return b""
    return data[found.end() : found.end() + _LONGEST].partition(b"endobj")[0]

"""Counts of ten and more written out in words: "hai mươi lăm", "một trăm linh hai"."""

import re
from collections.abc import Iterator

_DIGITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ONE = "(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)"
# After a ten, five is "lăm": "mười năm" are ten years.
_LAST = "(?:một|mốt|hai|ba|bốn|tư|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_TENS = rf"(?:{_ONE} mươi|mười)(?: {_LAST})?"
_BELOW_THOUSAND = rf"(?:{_ONE} trăm(?: (?:lẻ|linh) {_ONE}| {_TENS})?|{_TENS})"
_SPELLED = re.compile(
    rf"(?<![\w(])(?P<n>(?:{_BELOW_THOUSAND}|{_ONE}) (?:nghìn|ngàn)(?: {_BELOW_THOUSAND})?"
    rf"|{_BELOW_THOUSAND})(?= )"
)


def spelled_numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (value, start, end) of the numbers from ten up that the text writes in words.

    Below ten a word is as often an article ("một số", "ba cấp") and is left alone.
    """
    small = text.lower()
    if not any(word in small for word in ("mươi", "mười", "trăm", "nghìn", "ngàn")):
        return
    for found in _SPELLED.finditer(small):
        yield _value(found["n"].split()), found.start(), found.end()


def _value(words: list[str]) -> int:
    total = here = last = 0
    for word in words:
        if word in _DIGITS:
            last = _DIGITS[word]
        elif word == "mươi":
            here, last = here + last * 10, 0
        elif word == "mười":
            here += 10
        elif word == "trăm":
            here, last = here + last * 100, 0
        elif word in ("nghìn", "ngàn"):
            total, here, last = (here + last) * 1000, 0, 0
    return total + here + last

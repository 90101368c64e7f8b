"""Which shortened names are certain, so that nobody need look at them (0048)."""

from collections.abc import Mapping
from typing import Final

from desktop.intake.figures.names.alignments import Manner
from desktop.intake.figures.names.held_names import HeldName

Taken = Mapping[int, Manner]
"""The words of a unit's name that are told, by their places, and how."""
LEVEL_WORDS: Final = frozenset({"tinh", "huyen", "xa", "phuong"})
SCHOOL: Final = "truong"
_LEGAL: Final = frozenset({"tnhh", "co", "phan", "mot", "thanh", "vien", "dntn"})
_COMPANY: Final = frozenset({"cong", "ty"})
FORM: Final = _LEGAL | _COMPANY | {SCHOOL}
"""What is left out of a firm's or a school's name wherever it is clear what it is."""
_PARTS: Final = frozenset({"khoa", "phong", "to", "xuong"})
"""What the parts of a union are: "RHM" is Khoa Răng hàm mặt where nothing else is."""
_SHORTER: Final = frozenset({"short", "initials", "letters"})
_LONG: Final = 3
_FULL_NAME: Final = 3


def is_plain(name: HeldName, taken: Taken, *, one_place: bool) -> bool:
    """Whether a name differs from the unit's only in what everybody writes so or leaves out.

    Every word told stands in it, or is short for common words of it: for one thing only, by
    three first letters or more ("Sở NV" may be two, "Sở KH&ĐT" is one), or as the kind before a
    whole proper name ("NT An Lập"; "ĐT Đông Hưng" may be of two trades). Its proper names and
    numbers are all told in full. What is missing says nothing beside them: the legal form, the
    "Công ty" of what is plainly one, "Việt Nam", the level of an office, its place where the
    register has but one, as `one_place` tells.
    """
    named = any(name.words[at].run >= 0 or name.words[at].proper for at in taken)
    beside = any(name.words[at].run >= 0 and taken[at] == "same" for at in taken)
    firm, head = _is_firm(name, taken), _head(name, taken)
    for at, word in enumerate(name.words):
        manner = taken.get(at)
        if manner is None:
            if not _is_needless(name, at, one_place=one_place, firm=firm):
                return False
        elif manner in ("initials", "letters"):
            if not word.general or not (_is_long(name, taken, at) or (beside and at in head)):
                return False
        elif manner == "letter":
            if at or not word.general:  # "P. TCCB"
                return False
        elif manner not in ("same", "short", "joined"):
            return False
    told = len(taken) + (0 not in taken and name.words[0].folded in _PARTS)
    return named or (name.is_office and len(taken) > 1) or told == len(name.words)


def _head(name: HeldName, taken: Taken) -> range:
    """Return the words that open a unit's name and are told by first letters: its kind."""
    places = range(len(name.words))
    return range(next((at for at in places if taken.get(at) not in _SHORTER), len(places)))


def _is_firm(name: HeldName, taken: Taken) -> bool:
    """Whether what is told can only be a firm's name: a trade before a name, a foreign word.

    A Vietnamese name alone is as likely a school's: "Hoàng Phát" needs its "Công ty", and so
    does a number: "Xây dựng số 6".
    """
    if name.is_school or name.is_office:
        return False
    words = name.words
    named = [at for at in taken if words[at].run >= 0 and words[at].sort != "number"]
    if any(words[at].foreign and len(words[at].folded) > 1 for at in named):
        return True
    trade = any(words[at].sort in ("kind", "common") for at in taken)
    return bool(named) and (trade or len(named) >= _FULL_NAME)


def _is_needless(name: HeldName, at: int, *, one_place: bool, firm: bool) -> bool:
    """Whether a word of a unit's name may be missing without anybody asking."""
    word = name.words[at]
    if word.folded == SCHOOL or word.country or word.sort == "group":
        return True
    if word.sort == "kind":
        return word.folded in _LEGAL or (firm and word.folded in _COMPANY)
    if not at and word.folded in _PARTS:
        return all(one.sort != "place" for one in name.words)
    if word.sort != "place" or not name.is_office:
        return False
    level = word.folded in LEVEL_WORDS and at + 1 == len(name.words)
    return level or (one_place and (not word.proper or word.folded in name.area))


def _is_long(name: HeldName, taken: Taken, at: int) -> bool:
    """Whether a word is one of three or more told by first letters, in a firm's name in a row."""
    lettered = {place for place, manner in taken.items() if manner in _SHORTER}
    if name.is_office:
        return len(lettered) >= _LONG
    first = last = at
    while first - 1 in lettered:
        first -= 1
    while last + 1 in lettered:
        last += 1
    return last - first + 1 >= _LONG

"""Names shorter than the register's: initials, old words for kinds, kinds in brackets, slips.

“Cty CPXD Ánh Dương”, “THCS K.Đồng”, “Cấp 2 Lê Lợi”, “Hướng Dương (TH)”. What is found here is
never sure: a person is asked to look.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Final

from desktop.intake.figures.near_names import agree_in_tones, is_slip_of
from desktop.intake.figures.vocabulary import Vocabulary, longest_matches
from desktop.models.text import fold, nfc

_WORD: Final = re.compile(r"[^\W_]+")
_GROUPS: Final = re.compile(r"[()\[\]]|\s[-–—]\s|,\s")
_PERSON: Final = re.compile(
    r"(?:cô|thầy|chị|anh|bác|chú|ông|bà|em|đ/c|đồng chí|mr|ms)\b", re.IGNORECASE
)
_LEGAL: Final = re.compile(
    r"[\s,]+(?:co|ltd|jsc|corp|inc|company|limited|joint stock)\b\.?", re.IGNORECASE
)
"""What foreign companies write behind their names; which kind they are it tells nobody here."""
_UNION: Final = frozenset({"cdcs", "cd", "cong", "doan", "co", "so"})
_BEGINNINGS: Final = ("ngh", "ng", "nh", "th", "tr", "ph", "kh", "ch", "gi", "qu")
_NUMBERS: Final = {
    "mot": "1", "hai": "2", "ba": "3", "bon": "4", "nam": "5", "sau": "6", "bay": "7", "tam": "8",
    "chin": "9", "muoi": "10", "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6",
    "vii": "7", "viii": "8", "ix": "9", "x": "10", "xi": "11", "xii": "12",
}  # fmt: skip
_NO_VOWELS: Final = re.compile(r"[bcdghklmnpqrstvx]{2,}")
_MOST_LETTERS: Final = 8
_FOREIGN: Final = 7
_SCHOOL: Final = "truong"
_GENERIC: Final = frozenset(
    ("truong", "cong", "ty", "tnhh", "co", "phan", "doanh", "nghiep", "don", "vi", "xa", "phuong",
     "huyen", "tinh", "thanh", "pho", "khu", "vuc", "so", "htx", "nghiep", "doan", "mot", "vien")
)  # fmt: skip
Words = tuple[str, ...]


class ShortName:
    """A name as it may be a shorter one; `words` are all it may mean, `text` is without persons."""

    def __init__(self, name: str, words: Vocabulary, spelled: Callable[[str], Words]) -> None:
        parts = _parts(name)
        self.text = " ".join(parts)
        self._schools = words.schools
        self._ways = [list(_readings(part, words, spelled)) for part in parts]
        self.words = {word for way in self._ways for told in way for word in told}

    def covered(self, unit: Words) -> tuple[int, ...]:
        """Return the places of a unit's words that all parts of the name tell, none of another's.

        They are in the order told; a part tells what it holds in the unit's order.
        """
        covered: list[int] = []
        for way in self._ways:
            told = (fits(one, unit, self._schools) for one in way)
            best = max((one for one in told if one is not None), key=len, default=None)
            if not best:
                return ()
            covered += best
        return tuple(dict.fromkeys(covered))


def likeliest(
    short: ShortName, units: Sequence[tuple[Words, str]], kinds: Container[str]
) -> list[int]:
    """Return the places of the units, told by their words and names, that a name fits best.

    One whose words are all told goes before one with more, words in a row before others, a name
    before one that only goes on from it ("Minh Phát", "Minh Phát 2"). The kind alone is enough
    where only one unit has it: trạm y tế, kiểm lâm.
    """
    found = {
        at: covered for at, (words, name) in enumerate(units)
        if (covered := short.covered(words)) and agree_in_tones(short.text, name)
    }  # fmt: skip
    told = {at: [units[at][0][one] for one in covered] for at, covered in found.items()}
    named = [at for at, words in told.items()
             if any(word not in kinds and not word.isdigit() for word in words)]  # fmt: skip
    if not named and len(found) == 1:
        named = [at for at, words in told.items() if not _GENERIC.issuperset(words)]
    whole = [at for at in named if len(found[at]) == len(units[at][0])]
    in_a_row = [at for at in named if _in_a_row(found[at])]
    best = whole or in_a_row or named
    keys = {units[at][0] for at in best}
    return [at for at in best if not _goes_on(units[at][0], keys)]


def _goes_on(words: Words, keys: Iterable[Words]) -> bool:
    """Whether another name's words open a longer one."""
    return any(len(key) < len(words) and words[: len(key)] == key for key in keys)


def _in_a_row(places: Sequence[int]) -> bool:
    return max(places) - min(places) == len(places) - 1


def _parts(name: str) -> list[str]:
    """Return the parts of a name that brackets, dashes and commas tell apart, persons left out."""
    bare = _LEGAL.sub(" ", nfc(name)).strip() or nfc(name)
    parts = [part.strip() for part in _GROUPS.split(bare) if part.strip()]
    return [part for part in parts if not _PERSON.match(part)] or parts


def _readings(part: str, words: Vocabulary, spelled: Callable[[str], Words]) -> Iterator[Words]:
    """Yield the words of a part: spelled out, as they stand, with old words for kinds replaced."""
    seen = set()
    for text in (part, replaced(part, words)):
        for made in (spelled(text), _without_union(_folded(text))):
            if made and made not in seen:
                seen.add(made)
                yield made


def replaced(text: str, words: Vocabulary) -> str:
    """Return a text with the words people used to say for kinds of units replaced."""
    pieces = longest_matches(_folded(text), words.once, words.once_starts)
    return " ".join(" ".join(said if said is not None else piece) for piece, said in pieces)


def _without_union(words: Words) -> Words:
    """Return words without CĐCS before them; a school's "CĐ" behind trường stays."""
    at = 0
    while at < len(words) - 1 and words[at] in _UNION and (at or words[0] != "co"):
        at += 1
    return words[at:]


def _folded(text: str) -> Words:
    return tuple(fold(word) for word in _WORD.findall(nfc(text).lower()))


def fits(
    told: Sequence[str], unit: Sequence[str], schools: Container[str]
) -> tuple[int, ...] | None:
    """Return the places of a unit's words that a shorter name tells, None where it is another's.

    Each told word is one of the unit's, or letters that begin some that follow each other
    (“cpxd” for cổ phần xây dựng), in the unit's order. “trường” tells no more than a school.
    """
    if told and told[0] == _SCHOOL and _SCHOOL not in unit:
        if not any(word in schools for word in unit):
            return None
        told = told[1:]
    return _fits(tuple(told), tuple(unit), 0)


def _fits(told: Words, unit: Words, since: int) -> tuple[int, ...] | None:
    if not told:
        return ()
    for at in range(since, len(unit)):
        for taken, end in _ends(told, unit, at):
            below = _fits(told[taken:], unit, end)
            if below is not None:
                return (*range(at, end), *below)
    return None


def _ends(told: Words, unit: Words, at: int) -> Iterator[tuple[int, int]]:
    """Yield how many told words stand for the unit's from `at` on, and the place behind those."""
    word, other = told[0], unit[at]
    if word == other or _number(word) == _number(other):
        yield 1, at + 1
        return
    if len(told) > 1 and word + told[1] == other and other.isalpha():
        yield 2, at + 1  # "Dream Tech", "V.S"
    if not word.isalpha() or not other.isalpha():
        return
    if _is_cut(word, other) or is_slip_of(word, other):
        yield 1, at + 1
    if len(word) <= _MOST_LETTERS:
        for end in sorted(set(_composed(word, unit, at)), reverse=True):
            yield 1, end


def _number(word: str) -> str:
    return _NUMBERS.get(word, word)


def _is_cut(word: str, other: str) -> bool:
    """Whether a word is cut short: "Mg" for Mường, "Tech" for Technology, "dtnt" for ptdtnt."""
    if _NO_VOWELS.fullmatch(word):
        if _NO_VOWELS.fullmatch(other):
            return (word, other) == ("dn", "dntn") or (len(word) > 3 and other.endswith(word))
        return other.startswith(word[0]) and other.endswith(word[1:]) and len(other) > len(word)
    return len(word) > 3 and len(other) >= _FOREIGN and other.startswith(word)


def _composed(letters: str, unit: Words, at: int) -> Iterator[int]:
    """Yield where words end whose first letters, or which themselves, make up some letters."""
    if not letters:
        yield at
        return
    if at >= len(unit) or not unit[at].isalpha():
        return
    spoken = not _NO_VOWELS.fullmatch(unit[at])
    begun = [one for one in _BEGINNINGS
             if spoken and letters.startswith(one) and unit[at].startswith(one)]  # fmt: skip
    if letters[0] == unit[at][0]:
        begun.append(letters[0])
    if len(unit[at]) > 1 and letters.startswith(unit[at]):
        begun.append(unit[at])
    for one in begun:
        yield from _composed(letters[len(one) :], unit, at + 1)

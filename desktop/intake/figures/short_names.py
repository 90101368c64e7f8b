"""Names shorter than the register's: initials, old words for kinds, kinds in brackets.

“Cty CPXD Ánh Dương”, “THCS K.Đồng”, “Cấp 2 Lê Lợi”, “Hướng Dương (TH)”. What is found here is
never sure: a person is asked to look.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Final

from desktop.intake.figures.vocabulary import Vocabulary, longest_matches
from desktop.models.text import fold, nfc

_WORD: Final = re.compile(r"[^\W_]+")
_GROUPS: Final = re.compile(r"[()\[\]]|\s[-–—]\s|,\s")
_PERSON: Final = re.compile(
    r"(?:cô|thầy|chị|anh|bác|chú|ông|bà|em|đ/c|đồng chí|mr|ms)\b", re.IGNORECASE
)
_MOST_LETTERS: Final = 8
_SCHOOL: Final = "truong"
Words = tuple[str, ...]


class ShortName:
    """A name as it may be a shorter one; `words` are all it may mean, `text` is without persons."""

    def __init__(self, name: str, words: Vocabulary, spelled: Callable[[str], Words]) -> None:
        parts = _parts(name)
        self.text = " ".join(parts)
        self._schools = words.schools
        self._ways = [list(_readings(part, words, spelled)) for part in parts]
        self.words = {word for way in self._ways for told in way for word in told}

    def covered(self, unit: Words, kinds: Container[str]) -> frozenset[int]:
        """Return the places of a unit's words that all parts of the name tell, none of another's.

        Together they must tell more than the kind of unit.
        """
        covered: set[int] = set()
        for way in self._ways:
            told = (fits(one, unit, self._schools) for one in way)
            best = max((one for one in told if one is not None), key=len, default=None)
            if best is None:
                return frozenset()
            covered |= best
        names = any(unit[at] not in kinds and not unit[at].isdigit() for at in covered)
        return frozenset(covered) if names else frozenset()


def _parts(name: str) -> list[str]:
    """Return the parts of a name that brackets, dashes and commas tell apart, persons left out."""
    parts = [part.strip() for part in _GROUPS.split(nfc(name)) if part.strip()]
    return [part for part in parts if not _PERSON.match(part)] or parts


def _readings(part: str, words: Vocabulary, spelled: Callable[[str], Words]) -> Iterator[Words]:
    """Yield the words of a part: spelled out, as they stand, with old words for kinds replaced."""
    seen = set()
    for text in (part, replaced(part, words)):
        for made in (spelled(text), _folded(text)):
            if made and made not in seen:
                seen.add(made)
                yield made


def replaced(text: str, words: Vocabulary) -> str:
    """Return a text with the words people used to say for kinds of units replaced."""
    pieces = longest_matches(_folded(text), words.once, words.once_starts)
    return " ".join(" ".join(said if said is not None else piece) for piece, said in pieces)


def _folded(text: str) -> Words:
    return tuple(fold(word) for word in _WORD.findall(nfc(text).lower()))


def fits(told: Sequence[str], unit: Sequence[str], schools: Iterable[str]) -> frozenset[int] | None:
    """Return the places of a unit's words that a shorter name tells, None where it is another's.

    Each told word is one of the unit's, or letters that begin some that follow each other
    (“cpxd” for cổ phần xây dựng), in the unit's order. “trường” tells no more than a school.
    """
    if told and told[0] == _SCHOOL and _SCHOOL not in unit:
        if not any(word in unit for word in schools):
            return None
        told = told[1:]
    return _fits(tuple(told), tuple(unit), 0)


def _fits(told: Words, unit: Words, since: int) -> frozenset[int] | None:
    if not told:
        return frozenset()
    word, rest = told[0], told[1:]
    for at in range(since, len(unit)):
        for end in _ends(word, unit, at):
            below = _fits(rest, unit, end)
            if below is not None:
                return below | frozenset(range(at, end))
    return None


def _ends(word: str, unit: Words, at: int) -> Iterator[int]:
    """Yield the places behind the words from `at` on that a told word stands for."""
    if unit[at] == word:
        yield at + 1
    elif word.isalpha() and len(word) <= _MOST_LETTERS:
        yield from sorted(set(_composed(word, unit, at)), reverse=True)


def _composed(letters: str, unit: Words, at: int) -> Iterator[int]:
    """Yield where words end whose first letters, or which themselves, make up some letters."""
    if not letters:
        yield at
        return
    if at >= len(unit) or not unit[at].isalpha():
        return
    if letters[0] == unit[at][0]:
        yield from _composed(letters[1:], unit, at + 1)
    if len(unit[at]) > 1 and letters.startswith(unit[at]):
        yield from _composed(letters[len(unit[at]) :], unit, at + 1)

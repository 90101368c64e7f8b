"""The words of a written name of a unit, and what each may be short for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from desktop.intake.figures.names.held_names import ROMANS, WORD, plain
from desktop.intake.figures.names.near_names import (
    is_syllable,
    may_be_a_slip,
    one_i,
    one_vowel,
    sounding_like,
    tone_last,
)
from desktop.intake.figures.names.short_headings import is_short_heading
from desktop.intake.figures.wording.name_words import NameWords, Phrase
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.text import nfc, one_line

_PARTS: Final = re.compile(r"[()\[\];]|,(?=\s|$)|\s[-–—]+\s|\s/\s")
_PLUS: Final = re.compile(r"\s\+\s")
_PERSON: Final = re.compile(
    r"(?:đ/c|đồng chí|chủ tịch|hiệu trưởng|cô|thầy|chị|anh|bác|chú|ông|bà|em|mr|ms|sđt|ct|ht)\b",
    re.IGNORECASE,
)
_CO_LTD: Final = re.compile(r"\bco\b[.,\s]*(?=ltd\b)", re.IGNORECASE)
_GLUED: Final = re.compile(r"\b[B-DĐGHK-NP-VX](?=([^\W\d_])([^\W\d_]))")
_NUMBER_WORDS: Final = {"mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5",
                        "sau": "6", "bay": "7", "tam": "8", "chin": "9", "muoi": "10"}  # fmt: skip
_IN_WORDS: Final = {number: word for word, number in _NUMBER_WORDS.items()}
_FORM_BEHIND: Final = re.compile(
    r"(.*\S)[\s,–-]+((?:công ty|cty)\s+(?:tnhh|cp|cổ phần)(?:\s+mtv)?)$", re.IGNORECASE
)
_PLACES: Final = {"x": "xa", "p": "phuong", "h": "huyen", "tt": "thi tran", "tx": "thi xa"}
_PRESCHOOL: Final = frozenset({"mam", "mau", "mn", "mg"})
VOWELS: Final = frozenset("aeiouy")
_MOST_LETTERS: Final = 12
_LONGEST: Final = 6
# Distances: another word for the same, a short word of several meanings, a number in words.
_MEANT, _MAY_MEAN, _NUMBER, _OTHER_KIND, _UNTOLD = 0.3, 0.5, 0.2, 1.0, 0.8


@dataclass(frozen=True, slots=True)
class Way:
    """What some words may be short for: how many words, the words meant, the distance.

    `kind` tells a short word that stands for nothing else ("XD", a number in Roman letters), one
    that stands for other words as well ("ĐT") and another word for the same.
    """

    told: int
    meant: Phrase
    far: float
    kind: Literal["short", "initials", "meant"] = "meant"


@dataclass(frozen=True, slots=True)
class Told:
    """A word of a written name.

    `dotted` tells a full stop behind it, `last` that none follows in its part, `letters` that it
    may be the first letters of several, `marked` that its part bears marks, `odd` that it may be
    mistyped; `firsts` are the first letters of what it may stand for otherwise.
    """

    raw: str
    folded: str
    toned: str
    dotted: bool
    last: bool
    letters: bool
    marked: bool
    ways: tuple[Way, ...]
    odd: bool
    firsts: frozenset[str]


Part = Sequence[Told]


class NameTeller:
    """Splits written names into parts and words."""

    def __init__(self, words: Vocabulary, more: NameWords) -> None:
        self._words, self._more = words, more

    def parts(self, name: str) -> list[Part]:
        """Return the parts that brackets, dashes and commas tell apart, persons left out.

        A foreign word behind a name is a part of its own: "Việt-Sin Food" is "Thực phẩm Việt
        Sin", what it says stands elsewhere. A short word of a column's heading is no name at all:
        “TS”, “KH” are never the first letters of one.
        """
        if is_short_heading(name, self._words):
            return []
        text = _FORM_BEHIND.sub(r"\2 \1", nfc(one_line(name)))
        text = _GLUED.sub(_apart, _CO_LTD.sub("", _PLUS.sub(" & ", text)))
        found = [part.strip() for part in _PARTS.split(text) if part.strip()]
        kept = [part for part in found if not _PERSON.match(part)] or found
        small = not any(letter.islower() for letter in text)
        told = [self._told(part, all_capitals=small) for part in kept]
        return [part for parts in told for part in self._apart(parts) if part]

    def _told(self, text: str, *, all_capitals: bool) -> list[Told]:
        found = list(WORD.finditer(nfc(text)))
        raws = [one.group() for one in found]
        folded = [plain(raw) for raw in raws]
        marked = any(not raw.isascii() for raw in raws)
        return [
            _told(
                raw, folded[at], tuple(self._ways(raws, folded, at)), marked=marked,
                dotted=text[found[at].end() : found[at].end() + 1] == ".",
                last=at == len(found) - 1,
                letters=_may_be_letters(
                    raw, folded[at], all_capitals=all_capitals and not _joined(text, found[at])),
            )
            for at, raw in enumerate(raws)
        ]  # fmt: skip

    def _ways(self, raws: Sequence[str], folded: Sequence[str], at: int) -> Iterator[Way]:
        """Yield what the words from a place on may be short for."""
        for length in range(1, min(_LONGEST, len(folded) - at) + 1):
            piece = tuple(folded[at : at + length])
            if piece in self._words.names:
                yield Way(length, tuple(word for word in self._words.names[piece] if word), 0.0)
            far = _OTHER_KIND if piece[0] in _PRESCHOOL else _MEANT
            sort: Literal["short", "meant"] = "short" if piece in self._more.always else "meant"
            for meant in self._more.means.get(piece, ()):
                yield Way(length, meant, far, sort)
        if folded[at] in _PLACES and at + 1 < len(folded):
            yield Way(1, tuple(_PLACES[folded[at]].split()), _NUMBER, "short")
        known = self._words.may_mean
        # "BĐ" is no Bình Dương: what is written with đ is looked for with it first.
        may_mean = known.get(raws[at].lower()) or known.get(folded[at], ())
        for text in may_mean:
            kind: Literal["short", "initials"] = "short" if len(may_mean) == 1 else "initials"
            yield Way(1, tuple(text.split()), _MAY_MEAN, kind)
        if at and folded[at] in _IN_WORDS:
            yield Way(1, (_IN_WORDS[folded[at]],), _NUMBER)  # "Cọc 6" is "Cọc Sáu"
        number = _NUMBER_WORDS.get(folded[at]) if at and folded[at - 1] == "so" else None
        number = number or ROMANS.get(folded[at])
        if number:
            yield Way(1, (number,), _NUMBER, "short")

    def _apart(self, words: Sequence[Told]) -> Iterator[Part]:
        kept = []
        for word in words:
            meanings = self._more.foreign.get((word.folded,))
            if meanings is None:
                kept.append(word)
                continue
            ways = tuple(Way(1, meant, _MEANT if meant else _UNTOLD) for meant in meanings)
            yield [_told(word.raw, word.folded, ways, dotted=False, last=True, letters=False,
                         marked=False)]  # fmt: skip
        yield kept


def _apart(found: re.Match[str]) -> str:
    """Return a first letter apart from the name it is glued to: "QTrị"."""
    glued = found[1].isupper() and found[2].islower()
    return f"{found[0]}. " if glued else found[0]


def _told(raw: str, folded: str, ways: tuple[Way, ...], *, dotted: bool, last: bool,
          letters: bool, marked: bool) -> Told:  # fmt: skip
    toned = tone_last(one_vowel(one_i(raw.lower())))
    firsts = {folded[0], *(way.meant[0][0] for way in ways if way.meant),
              *(other[0] for other in sounding_like(folded) if other)}  # fmt: skip
    return Told(raw, folded, toned, dotted, last, letters, marked, ways,
                may_be_a_slip(folded, toned), frozenset(firsts))  # fmt: skip


def _joined(text: str, word: re.Match[str]) -> bool:
    """Whether a word is joined to another by a hyphen: “VH-ĐA”."""
    return "-" in (text[max(word.start() - 1, 0) : word.start()], text[word.end() : word.end() + 1])


def _may_be_letters(raw: str, folded: str, *, all_capitals: bool) -> bool:
    """Whether a word may be first letters: in capitals, without a vowel, no Vietnamese word."""
    if not raw.isalpha() or not 2 <= len(raw) <= _MOST_LETTERS:
        return False
    capitals = raw.isupper() and not all_capitals
    return capitals or not VOWELS & set(folded) or not is_syllable(folded)

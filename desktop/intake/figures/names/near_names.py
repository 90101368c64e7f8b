"""Other ways a written name may be meant: short words spelled out, a letter mistyped, a lost space.

What is found here is never sure: a person is asked to look. A word that is spelled as a
Vietnamese word may be another name altogether and is not corrected, but for a first sound that
many say like another; nor is a number.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Final

from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.outline.syllables import syllables
from desktop.models.phrases import longest_matches
from desktop.models.text import fold, nfc

_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"\d+")
_YS: Final = "yýỳỷỹỵ"
_Y_OR_I: Final = re.compile(rf"(?:h|k|l|m|s|t|qu)[{_YS}]")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_ROMAN: Final = re.compile(r"[ivx]+")
_TWO_SPELLINGS: Final = {"giầy": "giày", "tầu": "tàu", "mầu": "màu", "bẩy": "bảy", "dầy": "dày",
                         "nhẩy": "nhảy", "chẩy": "chảy"}  # fmt: skip
_OPENING: Final = re.compile(r"^(?:cdcs|congdoancoso|congdoan|cd)?(?:truong)?")
_KINDS: Final = frozenset({"thcs", "thpt", "tnhh", "ubnd"})
_SOUNDS: Final = (("tr", "ch"), ("s", "x"), ("gi", "d", "r", "v"), ("n", "l"), ("ph", "f"))
_ENDS: Final = (("t", "c"), ("n", "m"), ("n", "ng"))
_VOWELS: Final = frozenset("aeiouy")
_MOST_WAYS: Final = 64
_MOST_SLIPS: Final = 2
_SHORTEST: Final = 3
_SWAPPED: Final = 5
_LONG: Final = 6
_VERY_LONG: Final = 8


class NearWords:
    """Which of some known words a word may be that is none of them."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._cuts: dict[str, set[str]] = {}

    def __call__(self, word: str) -> set[str]:
        """Return a word and, where it is not known, the known ones a letter away."""
        if word in self._known or len(word) < _SHORTEST or word.isdigit():
            return {word}
        if not self._cuts:
            for known in self._known:
                for cut in _cut(known):
                    self._cuts.setdefault(cut, set()).add(known)
        return {word}.union(*(self._cuts.get(cut, set()) for cut in _cut(word)))


def _cut(word: str) -> set[str]:
    """Return a word and the same with each of its letters left out."""
    if word.isdigit() or len(word) < _SHORTEST:
        return set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def spelled_out(name: str, words: Vocabulary) -> Iterator[str]:
    """Yield a name with its short words of several meanings written out, each way once."""
    folded = [fold(word) for word in _WORD.findall(nfc(name).lower())]
    options = [(word, *words.may_mean.get(word, ())) for word in folded]
    ways = 1
    for one in options:
        ways *= len(one)
    if 1 < ways <= _MOST_WAYS:
        for chosen in product(*options):
            if list(chosen) != folded:
                yield " ".join(chosen)


def replaced(text: str, words: Vocabulary) -> str:
    """Return a text with the words people used to say for kinds of units replaced."""
    folded = [fold(word) for word in _WORD.findall(nfc(text).lower())]
    pieces = longest_matches(folded, words.once, words.once_starts)
    return " ".join(" ".join(said if said is not None else piece) for piece, said in pieces)


def with_kind_mended(name: str, words: Vocabulary) -> str:
    """Return a name with slips in the words for a kind of unit put right, "" without any."""
    folded = [fold(word) for word in _WORD.findall(nfc(name).lower())]
    right = list(folded)
    for at in range(len(folded) - 1):
        for first, second in words.kind_pairs:
            one, two = folded[at], folded[at + 1]
            if (one == first and _slip(two, second)) or (two == second and _slip(one, first)):
                right[at], right[at + 1] = first, second
    return " ".join(right) if right != folded else ""


def mended(
    key: Sequence[str], toned: Sequence[str], known: Callable[[str], bool],
    near: Callable[[str], Iterable[str]],
) -> Iterator[tuple[str, ...]]:  # fmt: skip
    """Yield a name's words with those that are no words replaced by words of the register.

    `toned` are the same words as `tone_last` writes them, `known` tells a word of the register,
    `near` gives those about one letter away. Nothing for a name with more than two slips, or
    one whose slips leave no word that tells it.
    """
    odd = [at for at, word in enumerate(key) if not known(word)]
    if not 1 <= len(odd) <= _MOST_SLIPS or len(key) - len(odd) < len(odd):
        return
    options: list[tuple[str, ...]] = []
    for at in odd:
        if not may_be_a_slip(key[at], toned[at]):
            return
        found = tuple(word for word in near(key[at]) if _meant(key[at], word))
        options.append(found)
    for chosen in product(*options):
        made = list(key)
        for at, word in zip(odd, chosen, strict=True):
            made[at] = word
        yield tuple(made)


def same_numbers(one: str, other: str) -> bool:
    """Tell whether two names hold the same numbers in the same order: "Số 11", not "Số 1 1"."""
    return [int(n) for n in _NUMBER.findall(one)] == [int(n) for n in _NUMBER.findall(other)]


def run_together(name: str) -> str:
    """Return a name without spaces, nor what it opens with: “TrườngTiểu học Hải Ba”."""
    return _OPENING.sub("", "".join(fold(word) for word in _WORD.findall(nfc(name).lower())))


def is_syllable(word: str) -> bool:
    """Whether a word without marks is spelled as a Vietnamese one."""
    return word in _bare_syllables()


@lru_cache(maxsize=1 << 14)
def is_slip(word: str, toned: str, meant: str) -> bool:
    """Whether a written word is most likely another one mistyped.

    A doubled letter in a long foreign word is a slip as well, two swapped, one lost or too many,
    an s behind it, any one letter in a very long one, and a foreign word that is written as the
    Vietnamese one a letter away. So is a first sound many say alike: “cổ chuyền”, “xuất ăn”.
    """
    if word == meant:
        return False
    if word in sounds_of(meant) and not (toned[0] == "đ" and word[0] != meant[0]):
        return True
    if may_be_a_slip(word, toned) and _meant(word, meant):
        return True
    if word[0] != meant[0] or min(len(word), len(meant)) <= _SHORTEST:
        return False
    if is_syllable(word) and not is_syllable(meant):
        return toned.isascii() and distance(word, meant, 1) == 1  # "Đạ Hoai" for "Đạ Huoai"
    short = min(len(word), len(meant))
    if word + "s" == meant or meant + "s" == word:
        return True  # "Power Sport", "Hanwa Electronic"
    if toned.isascii() and not is_syllable(word) and distance(word, meant, 1) == 1:
        swapped, lost = sorted(word) == sorted(meant), len(word) != len(meant)
        if short >= (_SWAPPED if swapped else _LONG if lost else _VERY_LONG):
            return True  # "Haenl" for "Hanel", "Forster" for "Foster", "Carlsbeg"
    return short > _SHORTEST + 1 and _single(word) == _single(meant)


def mistoned(word: str, toned: str, meant: str) -> bool:
    """Whether a word most likely bears wrong marks: another tone, d for đ, one no syllable has.

    “Hùng” is no “Hưng” mistyped; both words are written with their tone last.
    """
    one, other = toned.rstrip(_TONES), meant.rstrip(_TONES)
    letters = one == other or (one[0] != other[0] and one[1:] == other[1:])
    return letters or may_be_a_slip(word, toned)


@lru_cache(maxsize=1 << 12)
def sounding_like(word: str) -> frozenset[str]:
    """Return a word with the other first sounds it is said with in places: tr and ch, s and x,
    d, gi, r and v, n and l, ph and f; empty for one that begins otherwise."""
    for alike in _SOUNDS:
        for first in alike:
            rest = word.removeprefix(first)
            if rest != word and rest[:1] in _VOWELS:
                return frozenset(other + rest for other in alike if other != first)
    return frozenset()


@lru_cache(maxsize=1 << 12)
def ending_like(word: str) -> frozenset[str]:
    """Return a syllable with the other last sounds it is said with in places: t and c, n and m,
    n and ng; empty for a short word and for one that ends otherwise."""
    found = set()
    for alike in _ENDS:
        for last in alike:
            rest = word.removesuffix(last)
            if rest != word and len(word) >= _SHORTEST and rest[-1:] in _VOWELS:
                found |= {rest + other for other in alike if other != last}
    return frozenset(other for other in found if is_syllable(other))


@lru_cache(maxsize=1 << 12)
def sounds_of(word: str) -> frozenset[str]:
    """Return the words a word may be written for by one who spells as he speaks."""
    return sounding_like(word) | ending_like(word)


def _single(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def may_be_a_slip(word: str, toned: str) -> bool:
    """Whether a word is spelled as no Vietnamese one, so that it may be mistyped."""
    if len(word) < _SHORTEST or not word.isalpha() or _ROMAN.fullmatch(word):
        return False
    return toned not in (_bare_syllables() if toned.isascii() else _syllables_by_tone())


def _meant(written: str, word: str) -> bool:
    """Whether a Vietnamese word is near enough; of two that are none both may be names."""
    if word == written or len(word) < _SHORTEST or not word.isalpha() or _ROMAN.fullmatch(word):
        return False
    if word in _KINDS:  # "THSC": letters of a kind swapped
        return sorted(written) == sorted(word)
    if word not in _bare_syllables():
        return False
    allowed = 2 if len(word) >= _LONG else 1
    return distance(written, word, allowed) <= allowed


def _slip(written: str, word: str) -> bool:
    return written != word and len(written) > 1 and distance(written, word, 1) == 1


def distance(one: str, other: str, most: int) -> int:
    """Return the letters to change, add, drop or swap; more than `most` counts as one more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        twice, before, row = before, row, [at]
        for place, against in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != against))
            swapped = (at > 1 and place > 1 and letter == other[place - 2]
                       and one[at - 2] == against)  # fmt: skip
            row.append(min(cost, twice[place - 2] + 1) if swapped else cost)
    return min(row[-1], most + 1)


def one_vowel(word: str) -> str:
    """Return a word of two spellings by the commoner one: "giầy" and "giày", "tầu" and "tàu"."""
    return _TWO_SPELLINGS.get(word, word)


def one_i(word: str) -> str:
    """Return a syllable with i where y is written as well: "quý" and "quí", "mỹ" and "mĩ"."""
    if len(word) < 4 and word[-1:] in _YS and _Y_OR_I.fullmatch(word):
        return word[:-1] + "iíìỉĩị"[_YS.index(word[-1])]
    return word


@lru_cache(maxsize=1 << 15)
def tone_last(word: str) -> str:
    """Return a syllable with its tone mark at the end: "hoà" and "hòa" are one."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in parts if c in _TONES)
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    return bare + tone


@cache
def _syllables_by_tone() -> frozenset[str]:
    return frozenset(tone_last(syllable) for syllable in syllables())


@cache
def _bare_syllables() -> frozenset[str]:
    return frozenset(fold(syllable) for syllable in syllables())


def agree_in_tones(name: str, unit: str) -> bool:
    """Tell whether words both names hold bear the same marks, where the writer put any."""
    meant: dict[str, set[str]] = {}
    for word in _toned(unit):
        meant.setdefault(fold(word), set()).add(word)
    return all(
        word.isascii() or fold(word) not in meant or word in meant[fold(word)]
        for word in _toned(name)
    )


def is_toneless(name: str, unit: str) -> bool:
    """Tell whether a name is written without the marks that its words bear in a unit's."""
    if not name.isascii():
        return False
    marked = {fold(word) for word in _WORD.findall(nfc(unit).lower()) if not word.isascii()}
    return not marked.isdisjoint(_WORD.findall(name.lower()))


def _toned(name: str) -> list[str]:
    return [tone_last(one_vowel(word)) for word in _WORD.findall(nfc(name).lower())]

"""Spelling: which words of a text are no Vietnamese syllables, and what may be meant instead.

A word is right when it is a syllable, an abbreviation or word of the packs, part of a name
in the office's register of units, or one the office added itself. Numbers, addresses,
document numbers and words in capitals without tone marks are never questioned.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.outline.syllables import TONES, syllables
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import fold, nfc, one_line

WORD: Final = "word"
Stretch = tuple[int, int]

_WORDS: Final = re.compile(r"[^\W\d_]+")
_CHUNKS: Final = re.compile(r"\S+")
_ADDRESS: Final = re.compile(r"@|://|www\.|\\|\.(?:vn|com|org|net|gov|edu)\b", re.IGNORECASE)
_SHORTENED: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,3}/[^\W\d_]{1,3}(?![^\W\d_])")
_ROMAN: Final = re.compile(r"[ivxlc]+")
_MARKS: Final = frozenset(TONES) - {""}
_TELEX: Final = re.compile(
    r"(?P<onset>[bcdđghklmnpqrstvx]*)(?P<vowels>[aeiouyw][aeiouywsfrxj]*)"
    r"(?P<rest>(?:[cmnpt][ghsfrxjw]*)?)"
)
_TONE_KEYS: Final = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VOWEL_KEYS: Final = (
    ("uoiw", "ươi"), ("uwow", "ươ"), ("uow", "ươ"), ("uwo", "ươ"), ("aa", "â"),
    ("aw", "ă"), ("ee", "ê"), ("oo", "ô"), ("ow", "ơ"), ("uw", "ư"), ("w", "ư"),
)  # fmt: skip
_HOOKED: Final = (("uo", "ươ"), ("o", "ơ"), ("u", "ư"), ("a", "ă"))
_LETTERS: Final = "abcdeghiklmnopqrstuvxy"
_MOST: Final = 7


class Speller:
    """Finds mistakes in texts; `known` are further right words in small letters, `usual` counts
    words that are often meant.
    """

    def __init__(
        self, known: frozenset[str] = frozenset(), usual: Mapping[str, int] | None = None
    ) -> None:
        self.known = known
        self.usual: Mapping[str, int] = usual or {}
        self.mistakes = lru_cache(maxsize=4096)(self._mistakes)

    @classmethod
    def of(cls, reader: Reader) -> "Speller":
        """Return the speller of an office: packs, names of units, the office's own words."""
        return reader.remembered(
            "speller", lambda: Speller(frozenset(_known(reader)), _usual(reader))
        )

    def right(self, word: str) -> bool:
        """Tell whether one word may stand."""
        inner = word[1:] != word[1:].lower()
        # Letters of a list, and words with capitals inside: "ThS", "CĐCS". A word in capitals
        # is read as a syllable only where it bears a tone.
        if len(word) == 1 or (inner and not (word.isupper() and _toned(word))):
            return True
        small = word.lower()
        return small in syllables() or small in self.known or bool(_ROMAN.fullmatch(small))

    def _mistakes(self, text: str) -> tuple[Stretch, ...]:
        """Return the stretches of words that are not right, in order."""
        return tuple(
            (at.start(), at.end()) for at in _questioned(text) if not self.right(at.group())
        )

    def suggest(self, word: str, common: Mapping[str, int] | None = None) -> list[str]:
        """Return what may be meant, the nearest first; `common` counts the text's own words."""
        small = nfc(word.lower())
        counts = Counter(self.usual)
        counts.update(common or {})
        found: dict[str, int] = {}
        for edited, cost in _neighbours(fold(small)):
            for one in _by_fold().get(edited, ()):
                price = cost * 4 + _distance(small, one)
                found[one] = min(found.get(one, 99), price)
        found |= {one: 4 * _far(small, one) for one in self.known if abs(len(one) - len(small)) < 2
                  and _far(small, one) <= 1}  # fmt: skip
        if (meant := telex(small)) in syllables():
            found[meant] = 0
        ordered = sorted(found, key=lambda one: (
            found[one] > 0, found[one] - (counts.get(one, 0) > 0) * 2, -counts.get(one, 0), one,
        ))  # fmt: skip
        return [_cased(one, word) for one in ordered[:_MOST]]


def telex(keys: str) -> str:
    """Return the word whose keys were struck while the typing program was off: "ddoanf" is
    "đoàn" by Telex; "" for what is no such word.
    """
    found = _TELEX.fullmatch(keys)
    if found is None:
        return ""
    onset, vowels, rest = found["onset"], found["vowels"], found["rest"]
    tones = [_TONE_KEYS[key] for key in vowels + rest if key in _TONE_KEYS]
    vowels, rest = ("".join(k for k in part if k not in _TONE_KEYS) for part in (vowels, rest))
    hooked = rest.endswith("w")
    rest = rest.removesuffix("w")
    for typed, letter in _VOWEL_KEYS:
        vowels = vowels.replace(typed, letter)
    if hooked:
        vowels = next((vowels.replace(a, b) for a, b in _HOOKED if a in vowels), vowels)
    written = _with_tone(f"{onset.replace('dd', 'đ')}{vowels}{rest}", tones)
    return "" if written == keys else written


def _with_tone(word: str, tones: list[str]) -> str:
    """Return the one right way to write a syllable with a tone, "" where there is none."""
    if len(tones) > 1:
        return ""
    tone = tones[0] if tones else ""
    return next((one for one in _by_fold().get(fold(word), ()) if _apart(one) == (
        unicodedata.normalize("NFD", word), tone,
    )), "")  # fmt: skip


def read_words(reader: Reader) -> list[str]:
    """Return the words the office added, in order."""
    return sorted(key for key, fields in reader.records(WORD).items() if fields.get("known"))


def add_word(store: Store, word: str) -> ChangeSet:
    """Count a word as right in all papers of this office; refuses more than one word."""
    clean = _one_word(word)
    with store.step(_("Thêm từ “{word}”").format(word=clean)) as step:
        step.put(WORD, clean, "known", True)
    return step.change


def drop_word(store: Store, word: str) -> ChangeSet:
    """Take back a word that was added."""
    clean = _one_word(word)
    with store.step(_("Bỏ từ “{word}”").format(word=clean)) as step:
        step.put(WORD, clean, "known", None)
    return step.change


def _one_word(word: str) -> str:
    clean = one_line(word).lower()
    if not _WORDS.fullmatch(clean) or len(clean) > 40:
        raise Refusal(
            _("“{word}” không phải là một từ.").format(word=clean[:40]),
            next_step=_("Chọn từng từ một rồi thêm."), code="E_WORD",
        )  # fmt: skip
    return clean


def _known(reader: Reader) -> Iterator[str]:
    packs = reader.packs
    yield from packs.words
    for record in packs.bodies.values():
        yield from _small_words(record.abbreviation)
        yield from _small_words(record.name)
    for _key, field, value in reader.registers("unit"):
        if field.partition("@")[0] in ("name", "short") and isinstance(value, str):
            yield from _small_words(value)
    yield from read_words(reader)


def _usual(reader: Reader) -> Counter[str]:
    """Count the words the packs name things with: the language of the field."""
    packs = reader.packs
    counts: Counter[str] = Counter()
    named = (packs.indicators, packs.bodies, packs.activity_categories)
    for record in (record for records in named for record in records.values()):
        counts.update(_small_words(record.name))
    for snippet in packs.snippets.values():
        counts.update(_small_words(snippet.text))
    for entry in packs.calendar:
        counts.update(_small_words(entry.title))
    return counts


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count the words of texts in small letters."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_small_words(text))
    return counts


def _small_words(text: str) -> Iterator[str]:
    return (found.lower() for found in _WORDS.findall(text))


def _questioned(text: str) -> Iterator[re.Match[str]]:
    """Yield the words that can be wrong: not those of addresses, codes and numbers."""
    shortened = [found.span() for found in _SHORTENED.finditer(text)] if "/" in text else []
    for chunk in _CHUNKS.finditer(text):
        if _ADDRESS.search(chunk.group()):
            continue
        for word in _WORDS.finditer(text, chunk.start(), chunk.end()):
            start, end = word.span()
            beside = text[start - 1 : start] + text[end : end + 1]
            if any(letter.isdigit() or letter == "_" for letter in beside):
                continue
            if not any(low <= start < high for low, high in shortened):
                yield word


def _toned(word: str) -> bool:
    return any(mark in _MARKS for mark in unicodedata.normalize("NFD", word))


def _cased(word: str, like: str) -> str:
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if like[:1].isupper() else word


@cache
def _by_fold() -> Mapping[str, tuple[str, ...]]:
    """Return toneless letters → the syllables written with them."""
    found: dict[str, list[str]] = {}
    for one in sorted(syllables()):
        found.setdefault(fold(one), []).append(one)
    return {name: tuple(listed) for name, listed in found.items()}


def _neighbours(word: str) -> Iterator[tuple[str, int]]:
    """Yield the letters themselves, then all that differ by one slip of the finger."""
    yield word, 0
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :], 1
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :], 1
        for letter in _LETTERS:
            yield word[:at] + letter + word[at + 1 :], 1
    for at in range(len(word) + 1):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at:], 1


def _distance(one: str, other: str) -> int:
    """Return how many letters and marks differ; a tone on another letter is the same tone."""
    (letters, tone), (other_letters, other_tone) = _apart(one), _apart(other)
    return _far(letters, other_letters) + (tone != other_tone)


def _apart(word: str) -> tuple[str, str]:
    """Return the letters with their other marks, and the tone."""
    marked = unicodedata.normalize("NFD", word)
    tone = "".join(mark for mark in marked if mark in _MARKS)
    return "".join(mark for mark in marked if mark not in _MARKS), tone


def _far(one: str, other: str) -> int:
    """Return the edit distance, two letters that changed places counted once."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        two_before, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
    return row[-1]

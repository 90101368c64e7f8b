"""The words a unit's name is known by: short words written out, what tells nobody left out."""

import re
from dataclasses import dataclass
from typing import Final

from desktop.intake.figures.names.near_names import may_be_a_slip, one_i, one_vowel, tone_last
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.phrases import longest_matches
from desktop.models.text import fold, nfc, one_line

WORD: Final = re.compile(r"[^\W_]+")
ASIDE: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
"""What stands in brackets."""
_BULLET: Final = re.compile(
    r"^\s*(?:[-+•*–—·○●▪✓]+\s*|(?:\d{1,3}(?:\.\d{1,3})*|(?!p\.)[a-zđ]|[ivx]{1,5})\s*[.)/]\s+"
    r"|\d{1,2}(?:\.\d{1,3}){1,3}\s+(?=[^\W\d_]{2})|\d{1,3}\s*[.)]\s*(?=\D)"
    r"|[(\[]\s*(?:\d{1,3}|[a-zđ]|[ivx]{1,5})\s*[)\]]\s*(?=[^\W\d_]{2})"
    r"|\d{1,3}\s*[-–:]\s+(?=[^\W\d_]{2}))", re.I,
)  # fmt: skip
"""“P.” opens the name of a ward, and numbers none."""
_AND: Final = re.compile(r"&|\s\+\s")
_DAY: Final = re.compile(r"\b(\d{1,2})\s+th[áa]ng\s+(\d{1,2})\b")
"""A day many schools bear the name of: “20 tháng 10” is “20/10”."""
_ROMANS: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8",
                  "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16",
                  "xvii": "17", "xviii": "18", "xix": "19", "xx": "20"}  # fmt: skip
ROMANS: Final = {number: (roman,) for roman, number in _ROMANS.items()}
"""A number in digits → in Roman letters, where these can be nothing else."""
_LETTERS: Final = frozenset("abcde")
_NUMBER: Final = "so"
_SAID_ALIKE: Final = {"\u0309", "\u0303"}
_COMPANY: Final = ("cong", "ty")
_GENERAL: Final = ("tong", "cong", "ty")
_FORMS: Final = (("tnhh", "mot", "thanh", "vien"), ("tnhh",), ("co", "phan"))


@dataclass(frozen=True, slots=True)
class Key:
    """A name's words without marks, with them (the tone last), and which a short word stood for."""

    folded: tuple[str, ...]
    toned: tuple[str, ...]
    short: tuple[bool, ...]

    @property
    def has_tones(self) -> bool:
        """Whether the writer put marks at all."""
        return any(not word.isascii() for word in self.toned)

    def agrees(self, other: "Key") -> bool:
        """Whether words and marks are the same; what a short word stands for bears any marks."""
        if self.toned == other.toned:
            return True
        return self.folded == other.folded and all(
            mine == his or ours or theirs for mine, his, ours, theirs in zip(
                self.toned, other.toned, self.short, other.short, strict=True)
        )  # fmt: skip

    def confuses(self, other: "Key") -> bool:
        """Whether marks differ from a unit's only so that no other word can be meant.

        Half the country speaks hỏi and ngã alike and writes one for the other; and what is no
        Vietnamese syllable ("nuớc", "Viêt") is no other name either.
        """
        return self.folded == other.folded and all(
            mine == his or ours or theirs or hook_or_tilde(mine, his)
            or (not mine.isascii() and may_be_a_slip(word, mine))
            for word, mine, his, ours, theirs in zip(
                self.folded, self.toned, other.toned, self.short, other.short, strict=True)
        )  # fmt: skip

    @property
    def in_digits(self) -> tuple[str, ...]:
        """The words without marks, a number in Roman letters at the end in digits."""
        *rest, last = self.folded or ("",)
        return (*rest, _ROMANS.get(last, last))

    def numbered(self) -> tuple["Key", str] | None:
        """Return the key without its one number or letter, and that; None without one.

        "Số 1 Đông Lễ", "Đông Lễ số 1" and "Đông Lễ I" say the same; so do "A Đông Lễ" and
        "Đông Lễ A".
        """
        last = len(self.folded) - 1
        found = [
            at
            for at, word in enumerate(self.folded)
            if word.isdigit()
            or (word in _ROMANS and (at == last or self._counted(at)))
            or (word in _LETTERS and at > 0)
        ]
        if len(found) != 1:
            return None
        at = found[0]
        left = range(at - self._counted(at), at + 1)
        kept = [n for n in range(last + 1) if n not in left]
        key = Key(tuple(self.folded[n] for n in kept), tuple(self.toned[n] for n in kept),
                  tuple(self.short[n] for n in kept))  # fmt: skip
        return key, _ROMANS.get(self.folded[at], self.folded[at])

    def _counted(self, at: int) -> bool:
        return at > 0 and self.folded[at - 1] == _NUMBER


_Word = tuple[str, str, bool]
"""A word without marks, with them, and whether a short one stood for it."""


class NameKeys:
    """Makes keys of names by the words of the pack."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._spelled: dict[str, Key] = {}

    def __call__(self, name: str) -> Key:
        """Return a name spelled out, without what tells no two units apart."""
        if name not in self._spelled:
            made = self._without_school(self._spell(name))
            folded, toned, short = zip(*made, strict=True) if made else ((), (), ())
            if _GENERAL[0] in folded:
                folded, toned, short = zip(*_in_order(made), strict=True)
            self._spelled[name] = Key(folded, toned, short)
        return self._spelled[name]

    def _spell(self, name: str) -> list[_Word]:
        text = _DAY.sub(r"\1 \2", _AND.sub(" va ", without_bullet(name)).lower())
        toned = WORD.findall(nfc(text))
        folded = [word if word.isascii() else fold(word) for word in toned]
        made: list[_Word] = []
        at = 0
        for piece, full in longest_matches(folded, self._words.names, self._words.name_starts):
            if full is None:
                raw = tone_last(one_vowel(one_i(toned[at])))
                made.append((_number(one_i(piece[0])), _number(raw), False))
            else:
                made += [(word, word, True) for word in full if word]
            at += len(piece)
        return made

    def _without_school(self, words: list[_Word]) -> list[_Word]:
        """Leave out "trường" where the kind of school follows; "Trường Sơn" keeps it."""
        return [
            word for at, word in enumerate(words)
            if not (word[0] == "truong" and at + 1 < len(words)
                    and words[at + 1][0] in self._words.schools)
        ]  # fmt: skip


def _in_order(words: list[_Word]) -> list[_Word]:
    """Put "Công ty Cổ phần Tổng công ty" as it is said: "Tổng công ty Cổ phần"."""
    said = tuple(word[0] for word in words)
    for form in _FORMS:
        begun, end = (*_COMPANY, *form, *_GENERAL), len(_COMPANY) + len(form)
        size = len(begun)
        if said[:size] == begun:
            return [*words[end:size], *words[len(_COMPANY) : end], *words[size:]]
    return words


def _number(word: str) -> str:
    """Return "02" as "2"."""
    return (word.lstrip("0") or "0") if word.isdigit() else word


def hook_or_tilde(one: str, other: str) -> bool:
    """Whether two words with their tone last differ in hỏi and ngã alone."""
    return (
        len(one) == len(other) and one[:-1] == other[:-1] and {one[-1:], other[-1:]} == _SAID_ALIKE
    )


def is_within(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Whether words stand in a text in a row."""
    return any(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))


def without_bullet(name: str) -> str:
    """Return a name without what numbers its row."""
    return _BULLET.sub("", one_line(name))

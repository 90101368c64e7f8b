"""Words and characters of union documents, and the tables the reader looks things up in."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from desktop.models import resources
from desktop.models.text import CAPITALS, SMALLS


class _Bare(dict[int, int]):
    """Translation table: a letter to its lower-case, tone-less base, one character to one."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        lower = char.lower()
        base = unicodedata.normalize("NFD", "d" if lower == "đ" else lower)[0]
        self[code] = ord(base) if len(lower) == 1 else code
        return self[code]


_BARE = _Bare()
_LONG = 2_000


def plain(text: str) -> str:
    """Return composed text without case and tone marks, of exactly the same length.

    A match found in `plain(text)` therefore has the same place in `text`.
    """
    return _plain_of_line(text) if len(text) < _LONG else text.translate(_BARE)


@lru_cache(maxsize=4096)
def _plain_of_line(text: str) -> str:
    """The reader looks at each line again and again, one part after the other."""
    return text.translate(_BARE)


# The letters of Vietnamese for use inside a character class of a pattern.
LOWER, UPPER = SMALLS, CAPITALS

_LINKING_WORDS = (
    "và của các với cho tại trong về theo đến từ công người lao gồm là điều khoản mục điểm số "
    "tháng năm quý ngày lần thứ những mỗi một như trên do bằng hoặc có được việc"
)
_LINKS = frozenset(_LINKING_WORDS.split(" "))
# "làm việc", "công việc" are whole words; "về việc", "của việc" ask for more.
_WORKS = frozenset(("làm", "công", "sự", "vụ", "nghỉ", "thôi", "phần", "đầu"))
# "từng năm", "hằng quý" are whole; "đến năm", "trong quý" ask for a number.
_PERIODS = frozenset(("năm", "quý", "tháng", "ngày"))
_EVERY = frozenset(("từng", "hằng", "hàng", "mỗi", "cả"))
_LONGEST_HEADING = 300
_LETTER = re.compile(r"[^\W\d_]")


def squeeze(text: str) -> str:
    """Return the text with runs of white space as one space, trimmed."""
    return " ".join(text.split())


def letters(text: str) -> int:
    """Return how many letters the text holds."""
    return len(_LETTER.findall(text))


def is_caps(text: str, share: float = 0.85) -> bool:
    """Say whether at least that share of the letters are capitals (two letters or more).

    Long texts are judged by their beginning; no heading is longer.
    """
    return _is_caps(text[:_LONGEST_HEADING], share)


@lru_cache(maxsize=4096)
def _is_caps(text: str, share: float) -> bool:
    found = _LETTER.findall(text)
    return len(found) >= 2 and sum(map(str.isupper, found)) >= share * len(found)


def is_open_ended(text: str) -> bool:
    """Whether the text ends in a comma, a dash or a word that another one must follow.

    Tone marks count here: "năm" asks for more, "Việt Nam" does not.
    """
    return text.rstrip().endswith((",", "-", "–", "(", "“")) or ends_in_link(text)


def ends_in_link(text: str) -> bool:
    """Whether the last word is one that another must follow ("theo Điều", "của các")."""
    head, _space, last = text.rstrip().casefold().rpartition(" ")
    before = head.rpartition(" ")[2]
    if last in _PERIODS and before in _EVERY:
        return False
    return last in _LINKS and not (last == "việc" and before in _WORKS)


def starts_lower(text: str) -> bool:
    """Say whether the first character is a lower-case letter."""
    return bool(text) and text[0].islower()


class DocumentType(msgspec.Struct, frozen=True):
    """A kind of document: its name and the letters that stand for it in a number."""

    name: str
    codes: tuple[str, ...] = ()


class Tables(msgspec.Struct, frozen=True):
    """The reader's tables (packs/core/reading.json). Patterns are regular expressions on
    tone-less, lower-case text.
    """

    document_types: tuple[DocumentType, ...]
    body_words: tuple[str, ...]
    body_owners: tuple[str, ...]
    collectives: tuple[str, ...]
    titles: tuple[str, ...]
    basis_words: tuple[str, ...]
    opening_words: tuple[str, ...]
    target_units: tuple[tuple[str, str], ...]
    target_verbs: tuple[str, ...]
    loose_verbs: tuple[str, ...]
    order_verbs: tuple[str, ...]
    goal_words: tuple[str, ...]
    result_words: tuple[str, ...]
    result_headings: tuple[str, ...]
    goal_headings: tuple[str, ...]
    norm_words: tuple[str, ...]


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Return the tables of the core pack (read once; they are part of the program)."""
    data = resources.path("packs/core/reading.json").read_bytes()
    return msgspec.json.decode(data, type=Tables)


@lru_cache(maxsize=64)
def any_of(patterns: tuple[str, ...]) -> str:
    """Return one alternative group, longest pattern first, for plain text."""
    return "(?:" + "|".join(sorted(patterns, key=len, reverse=True)) + ")"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a source line: its text and the line number it stands on."""

    text: str
    line: int

"""Words of a quick line, found whether they were typed with tone marks or without.

A rule is written with its marks. It looks at the line letter by letter without marks; a word
it found counts when it was typed bare, or with the very marks some rule has: "tại" and "tai"
name a place, "tài" does not.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


def bare(text: str) -> str:
    """Return the text in small letters without marks, each letter in the place it had."""
    return "".join(_bare_letter(letter) for letter in text)


def _bare_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    plain = unicodedata.normalize("NFD", letter)[0].casefold()
    return plain if len(plain) == 1 else letter


_LETTERS: Final = re.compile(r"[^\W\d_]+")
_ESCAPES: Final = re.compile(r"\\[a-zA-Z]|\(\?P?<?[=!]?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over the bare line; `words` are those it may find with marks.

    The groups in `free` hold anything a person wrote; all else must be the rule's own words.
    """

    pattern: re.Pattern[str]
    words: frozenset[str]
    free: tuple[int, ...] = ()

    def finditer(self, line: "Line", start: int = 0, end: int | None = None) -> Iterator["Found"]:
        """Yield what it finds in the line, from left to right."""
        stop = len(line.bare) if end is None else end
        while match := self.pattern.search(line.bare, start, stop):
            meant = self._meant(line.text, match)
            if meant:
                yield Found(line.text, match)
            start = max(match.end() if meant else 0, match.start() + 1)

    def search(self, line: "Line", start: int = 0, end: int | None = None) -> "Found | None":
        """Return the first it finds."""
        return next(self.finditer(line, start, end), None)

    def match(self, line: "Line", start: int = 0, end: int | None = None) -> "Found | None":
        """Return what it finds just at `start`."""
        stop = len(line.bare) if end is None else end
        match = self.pattern.match(line.bare, start, stop)
        return Found(line.text, match) if match and self._meant(line.text, match) else None

    def _meant(self, text: str, match: re.Match[str]) -> bool:
        said = list(text[match.start() : match.end()])
        for group in self.free:
            first, last = match.span(group)
            for place in range(max(first, 0), max(last, 0)):
                said[place - match.start()] = " "
        words = (word.casefold() for word in _LETTERS.findall("".join(said)))
        return all(word in self.words or word == bare(word) for word in words)


def rule(pattern: str, free: tuple[int, ...] = ()) -> Rule:
    """Return the rule of a pattern written with marks, in small letters."""
    words = frozenset(_LETTERS.findall(_ESCAPES.sub(" ", pattern)))
    return Rule(re.compile(_bare_pattern(pattern)), words, free)


def _bare_pattern(pattern: str) -> str:
    """Take the marks off, and leave escapes like \\W as they are."""
    return "".join(
        part if part.startswith("\\") else bare(part) for part in re.split(r"(\\.)", pattern)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A composed line and its bare twin: a place in one is the same place in the other."""

    text: str
    bare: str

    @classmethod
    def of(cls, text: str) -> "Line":
        """Return the line of a composed text."""
        return cls(text, bare(text))


class Found:
    """A match: its groups without marks, `typed` as they stand in the line."""

    __slots__ = ("_match", "_text")

    def __init__(self, text: str, match: re.Match[str]) -> None:
        self._text, self._match = text, match

    def __getitem__(self, group: int) -> str | None:
        return self._match[group]

    def groups(self) -> tuple[str | None, ...]:
        """Return all groups without marks."""
        return self._match.groups()

    def typed(self, group: int) -> str:
        """Return a group as it was typed, "" when it is not there."""
        first, last = self._match.span(group)
        return self._text[first:last] if first >= 0 else ""

    def start(self) -> int:
        """Return where it begins."""
        return self._match.start()

    def end(self) -> int:
        """Return the place behind its end."""
        return self._match.end()

    def span(self) -> tuple[int, int]:
        """Return both."""
        return self._match.span()

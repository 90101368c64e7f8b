"""Which indicator the words of a row or of a column mean: its names, or the one most like them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from desktop.intake.figures.headings import is_code_heading
from desktop.intake.figures.scales import scales_in
from desktop.intake.figures.vocabulary import (
    Vocabulary,
    is_measured_otherwise,
    longest_matches,
    words_of,
)
from desktop.models.packs.packs import Packs

_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_OPENING: Final = ("tong", "so", "trong", "do")
_RATIO: Final = re.compile(r"%|\btỷ lệ\b|\btỉ lệ\b", re.IGNORECASE)
_PERSONS: Final = frozenset({"nguoi", "luot"})
_LIKE: Final = 0.6
_AHEAD: Final = 0.1
_MEASURED: Final = 0.1
_STRANGE: Final = 0.5
"""What a word no indicator's name holds counts, beside one that a single name holds."""


@dataclass(frozen=True, slots=True)
class Meant:
    """An indicator's code, "" for none; `sure` where the words are one of its names."""

    code: str = ""
    sure: bool = True


NOTHING: Final = Meant()


class IndicatorNames:
    """The indicators of the packs by their names, other names, and the words these share."""

    def __init__(self, words: Vocabulary, packs: Packs) -> None:
        self._words = words
        self._packs = packs
        self._labels = _labels(words, packs)
        self._likely: dict[tuple[str, str], Meant] = {}
        self._named = [(code, frozenset(self.written_out(name))) for name, code in
                       self._labels.items()]  # fmt: skip
        held: dict[str, set[str]] = {}
        for code, spelled in self._named:
            for word in spelled:
                held.setdefault(word, set()).add(code)
        known = len(packs.indicators)
        self._weights = {word: log(1 + known / len(codes)) for word, codes in held.items()}
        self._strange = _STRANGE * log(1 + known)

    def find(self, label: str, measure: str = "", above: str = "") -> Meant:
        """Return what a row is about by its words, those of its measure and the row it is part of.

        Names are tried first; of other words the indicator that shares most of them, where none
        comes near it and it is counted in what the row says.
        """
        found = self.named(label, measure, above)
        for text in (f"{above} {label}", label) if above else (label,):
            found = found if found.code else self.likely(text, measure)
        return found

    def named(self, label: str, measure: str = "", above: str = "") -> Meant:
        """Return the indicator one of whose names a row says; none for any other words."""
        plain = _BRACKETS.sub(" ", label)
        whole = f"{above} {label}" if above else ""
        for text in filter(None, (label, plain if self._is_aside(label) else "", whole)):
            if code := self._named_so(text, measure):
                return Meant(code)
        return NOTHING

    def _named_so(self, text: str, measure: str) -> str:
        words = without_number(words_of(text))
        opened = bare(words)
        found = self._labels.get(tuple(words)) or self._labels.get(tuple(opened))
        if found:
            return found
        code = self._labels.get(tuple(opened[1:])) if len(opened) > 2 else None
        if code and words_of(self._packs.indicators[code].unit) == opened[:1]:
            return code  # "số cuộc đối thoại": a name behind what it is counted in
        return self._labels.get((*words_of(measure), *opened), "") if measure else ""

    def _is_aside(self, label: str) -> bool:
        """Whether brackets only tell a measure: “Đối thoại định kỳ (cuộc)”, “… (triệu đồng)”."""
        told = _BRACKETS.findall(label)
        code = self._named_so(_BRACKETS.sub(" ", label), "") if told else ""
        return bool(code) and all(
            tuple(words_of(one)) == self._words.measures[code]
            or any(scale.suits(self._packs.indicators[code]) for scale in scales_in(one))
            for one in told
        )

    def likely(self, text: str, measure: str = "") -> Meant:
        """Return the indicator whose name shares most words with a text, never for sure."""
        asked = (text, measure)
        if asked not in self._likely:
            self._likely[asked] = self._most_like(text, measure)
        return self._likely[asked]

    def _most_like(self, text: str, measure: str) -> Meant:
        told = frozenset(self.spelled(_BRACKETS.sub(" ", text)))
        if not told or _RATIO.search(text) or "%" in measure:
            return NOTHING
        best: dict[str, float] = {}
        same: set[str] = set()
        for code, name in self._named:
            share = self._share(told, name)
            if told == name and self._fits(code, told, measure):
                same.add(code)
            if share > _LIKE / 2 and measure and (
                words_of(self._packs.indicators[code].unit) == words_of(measure)
            ):  # fmt: skip
                share += _MEASURED
            if share > best.get(code, 0.0) and self._fits(code, told, measure):
                best[code] = share
        ranked = sorted(best.items(), key=lambda one: -one[1])
        if not ranked or ranked[0][1] < _LIKE:
            return NOTHING
        if len(same) == 1:
            return Meant(same.pop())
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _AHEAD:
            return NOTHING
        return Meant(ranked[0][0], sure=False)

    def _share(self, told: frozenset[str], name: frozenset[str]) -> float:
        """Return how much of two texts is the same, words few names hold counting more."""
        both = self._weight(told & name)
        return both / (self._weight(told | name) or 1.0)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, self._strange) for word in words)

    def _fits(self, code: str, told: frozenset[str], measure: str) -> bool:
        indicator = self._packs.indicators[code]
        if indicator.computed or indicator.type == "R":
            return False
        if "kinhphi" in told and not indicator.money:
            return False
        if told & _PERSONS and not _PERSONS & set(words_of(f"{indicator.unit} {indicator.name}")):
            return False
        return not (measure and is_measured_otherwise(self._words, code, measure))

    def spelled(self, text: str) -> Iterator[str]:
        """Yield the words of a text that tell indicators apart, short ones written out."""
        return self.written_out(without_number(words_of(text)))

    def written_out(self, words: Sequence[str]) -> Iterator[str]:
        """Yield words in the form names are compared in."""
        short = self._words.row_short
        for piece, said in longest_matches(words, short, self._words.row_short_starts):
            for word in said if said is not None else piece:
                if word not in self._words.row_neutral:
                    yield word


def heading_code(row: Iterable[object], codes: frozenset[str]) -> str:
    """Return the code of an indicator that a cell of a row consists of, "" without one."""
    for cell in row:
        if isinstance(cell, str) and (code := is_code_heading(cell, codes)):
            return code
    return ""


def without_number(words: Sequence[str]) -> list[str]:
    """Return a label's words without the number of its row: 1, a, 2.1."""
    found = list(words)
    while len(found) > 1 and (found[0].isdigit() or len(found[0]) == 1):
        found = found[1:]
    return found


def _labels(words: Vocabulary, packs: Packs) -> Mapping[tuple[str, ...], str]:
    """Return the words of each indicator's name and other names → its code."""
    found: dict[tuple[str, ...], str] = {}
    for code, indicator in packs.indicators.items():
        for text in (indicator.name, indicator.name.replace(":", " ")):
            found.setdefault(tuple(bare(words_of(text.replace("–", " ")))), code)
            found.setdefault(tuple(words_of(text.replace("–", " "))), code)
    for phrase, said in words.phrases.items():
        for one in said:
            if one.startswith("code:"):
                found.setdefault(phrase, one[5:])
    found.pop((), None)
    return found


def bare(words: Sequence[str]) -> list[str]:
    """Return a label without the words that open it: tổng số, số, trong đó."""
    found = list(words)
    while len(found) > 1 and found[0] in _OPENING:
        found = found[1:]
    return found

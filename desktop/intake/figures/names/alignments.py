"""A written name laid along the words of a unit's name, both in their order."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal

from desktop.intake.figures.names.held_names import COUNTRY, Held, HeldName
from desktop.intake.figures.names.near_names import (
    is_slip,
    is_syllable,
    mistoned,
    one_i,
    tone_last,
)
from desktop.intake.figures.names.told_names import VOWELS, Part, Told

Manner = Literal[
    "same", "short", "initials", "meant", "joined", "letter", "letters", "bare", "slip"
]
"""How a word of a unit is told: itself, by what is always short for it or for other words too, by
another word, run together, by its first letter or those of several, without its marks, mistyped."""
Path = tuple[tuple[int, Manner], ...]
Laid = tuple[float, float, Path, int]
"""A distance, what tells equal ways apart, the unit's words taken, how many told words it does not
hold that say more than its place."""
Skips = Callable[[HeldName, Part, int], float | None]

_FAR: Final[Mapping[Manner, float]] = {
    "same": 0.0, "joined": 0.4, "letter": 1.0, "letters": 1.0, "bare": 1.2, "slip": 1.5,
}  # fmt: skip
_AGAIN: Final = 0.1
NOTHING_SAID: Final = 0.1
"""The farthest that a told word without meaning for the unit lies: "tại", its own place."""
_PASSED, _NAME_PASSED = 0.01, 0.3
_CLUSTERS: Final = ("ngh", "ng", "th", "tr", "ph", "kh", "nh", "ch", "gi", "gh", "qu")
_SHORT: Final = 5
_Step = tuple[int, int, float, Manner]


def lay(part: Part, name: HeldName, taken: Mapping[int, Manner], skips: Skips) -> Laid | None:
    """Return the nearest way to tell every word of a part by words of a unit that are not taken.

    `skips` returns what it costs to pass over a told word, None where it must be told.
    """
    return _Alignment(part, name, taken, skips).best(0, 0)


class _Alignment:
    def __init__(
        self, part: Part, name: HeldName, taken: Mapping[int, Manner], skips: Skips
    ) -> None:
        self._told, self._name, self._held = part, name, name.words
        self._taken, self._skips = taken, skips
        self._known: dict[tuple[int, int], Laid | None] = {}
        self._said = [name.words[place] for place in sorted(taken)]

    def best(self, at: int, here: int) -> Laid | None:
        """Return the nearest way for the words told from `at` on, by the unit's from `here` on."""
        if at >= len(self._told):
            return 0.0, 0.0, (), 0
        key = (at, here)
        if key not in self._known:
            self._known[key] = min(
                self._options(at, here), default=None, key=lambda laid: laid[0] + laid[1]
            )
        return self._known[key]

    def _options(self, at: int, here: int) -> Iterator[Laid]:
        for told, far in self._passed_over(at):
            rest = self.best(at + told, here)
            if rest is not None:
                yield rest[0] + far, rest[1], rest[2], rest[3] + (far > NOTHING_SAID)
        word, passed = self._told[at], 0.0
        for start in range(here, len(self._held)):
            if start in self._taken:
                continue
            if not word.odd and self._held[start].folded[0] not in word.firsts:
                passed += _NAME_PASSED if self._held[start].run >= 0 else _PASSED
                continue
            for told, end, far, manner in self._steps(at, start, next_to=at > 0 and start == here):
                rest = self.best(at + told, end)
                if rest is not None and self._taken.keys().isdisjoint(range(start, end)):
                    path = tuple((place, manner) for place in range(start, end))
                    yield rest[0] + far, rest[1] + passed, (*path, *rest[2]), rest[3]
            passed += _NAME_PASSED if self._held[start].run >= 0 else _PASSED

    def _passed_over(self, at: int) -> Iterator[tuple[int, float]]:
        """Yield how many told words need no word of the unit, and the distance."""
        skipped = self._skips(self._name, self._told, at)
        if skipped is not None:
            yield 1, skipped
        word = self._told[at]
        if any(_same(word, held) for held in self._said):
            yield 1, _AGAIN  # told twice: "CN Cẩm Lệ (cty cấp nước)"
        said = [held.folded for held in self._said]
        for way in word.ways:
            size = len(way.meant)
            if not size or any(tuple(said[n : n + size]) == way.meant for n in range(len(said))):
                yield way.told, way.far

    def _steps(self, at: int, start: int, *, next_to: bool) -> Iterator[_Step]:
        """Yield the words told, the end behind the unit's words they take, distance and manner."""
        word, held = self._told[at], self._held[start]
        if _same(word, held):
            yield 1, start + 1, 0.0, "same"
        elif held.folded == word.folded and word.toned.isascii():
            yield 1, start + 1, _FAR["bare"], "bare"
        elif held.folded == word.folded and mistoned(word.folded, word.toned, held.toned):
            yield 1, start + 1, _FAR["slip"], "slip"
        for way in word.ways:
            end = start + len(way.meant)
            if way.meant and tuple(one.folded for one in self._held[start:end]) == way.meant:
                yield way.told, end, way.far, way.kind if way.far else "same"
        if held.sort != "number" and self._is_first_letter(at, held):
            yield 1, start + 1, _FAR["letter"], "letter"
        if word.letters and (held.begins or next_to):
            for end in set(self._composed(word, 0, start)):
                if end - start > 1:
                    yield 1, end, _FAR["letters"], "letters"
        yield from self._joined(at, start)
        if held.sort != "number" and is_slip(word.folded, word.toned, held.folded):
            yield 1, start + 1, _FAR["slip"], "slip"

    def _joined(self, at: int, start: int) -> Iterator[_Step]:
        """Yield words run together on one side: "Dream Tech" and "Dreamtech"."""
        word, held = self._told[at], self._held[start].folded
        if len(word.folded) < len(held) and held.startswith(word.folded) and not held.isdigit():
            for size in (2, 3):
                told = self._told[at : at + size]
                if len(told) == size and "".join(one.folded for one in told) == held:
                    toned = tone_last("".join(one.raw.lower() for one in told))
                    alike = not word.marked or toned == self._held[start].toned
                    yield size, start + 1, _FAR["joined"], "joined" if alike else "bare"
        elif (len(held) < len(word.folded) and word.folded.startswith(held)
              and not word.folded.isdigit()):  # fmt: skip
            for size in (2, 3):
                both = self._held[start : start + size]
                if len(both) == size and "".join(one.folded for one in both) == word.folded:
                    marks = not all(one.isascii() for one in (word.toned, *(h.toned for h in both)))
                    alike = not (word.marked and marks)
                    yield 1, start + size, _FAR["joined"], "joined" if alike else "bare"

    def _is_first_letter(self, at: int, held: Held) -> bool:
        """Whether a word is another cut short: "H.", "Ng.", "Mg", "Tech"."""
        word = self._told[at]
        if not word.folded.isalpha():
            return False
        if len(word.folded) == 1:
            behind = at > 0 and self._told[at - 1].dotted
            written = word.dotted or not word.last or behind  # "Dịch Vọng A" is no Ánh
            return written and held.folded[0] == word.folded and _d_agrees(word.raw, held)
        if any(way.meant and COUNTRY.issuperset(way.meant) for way in word.ways):
            return False  # "VN" is no Vân
        return (word.dotted or held.sort in ("name", "place")) and _is_cut(word, held)

    def _composed(self, word: Told, letter: int, start: int) -> Iterator[int]:
        """Yield where words end whose first letters make up a word from a letter on."""
        if letter == len(word.folded):
            if start == len(self._held) or self._held[start].begins:
                yield start
            return
        if start >= len(self._held) or start in self._taken:
            return
        held = self._held[start]
        if held.sort == "kind" and held.foreign:  # itself an abbreviation: thcs, gdtx
            if word.folded.startswith(held.folded, letter):
                yield from self._composed(word, letter + len(held.folded), start + 1)
        elif held.sort != "number" and _begins(word, letter, held):
            yield from self._composed(word, letter + 1, start + 1)
            if [one.folded for one in self._held[start : start + 2]] == ["viet", "nam"]:
                yield from self._composed(word, letter + 1, start + 2)  # "SEV"


def _same(word: Told, held: Held) -> bool:
    if one_i(word.folded) != one_i(held.folded):
        return False
    if held.sort in ("kind", "common"):
        return word.toned.isascii() or held.toned.isascii() or word.toned == held.toned
    return not (word.marked and held.marked) or word.toned == held.toned


def _begins(word: Told, letter: int, held: Held) -> bool:
    if held.folded[0] != word.folded[letter]:
        return False
    return word.raw.isascii() or _d_agrees(word.raw[letter], held)


def _d_agrees(letter: str, held: Held) -> bool:
    """Whether đ stands for đ and d for d, where the unit's marks are known."""
    if letter.lower() == "đ":
        return held.toned.startswith("đ") or held.sort in ("kind", "common")
    return letter.lower() != "d" or not held.toned.startswith("đ")


def _is_cut(word: Told, held: Held) -> bool:
    short, long = word.folded, held.folded
    if len(short) >= len(long) or short[0] != long[0]:
        return False
    if word.dotted and short in _CLUSTERS:
        return long.startswith(short)
    if not VOWELS & set(short):
        rest = iter(long)
        ends = long.endswith(short[-1]) or long.startswith(short)
        return (len(short) < _SHORT and is_syllable(long) and ends
                and all(letter in rest for letter in short))  # fmt: skip
    return len(short) > 2 and held.foreign and long.startswith(short) and len(long) > len(short) + 1

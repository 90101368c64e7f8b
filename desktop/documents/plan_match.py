"""Which items of an upper paper's new version are which of its old one.

Same words are the same item wherever they stand; else items are alike by the words they share
and by where they stand; then by their rare words and what stands beside them. What is left over
may be one item cut in several, or several joined.
"""

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from desktop.documents.plan_reworded import reworded
from desktop.models.outline import outline_labels as labels
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.text import fold

Kind = Literal["same", "moved", "reworded", "split", "joined", "new", "removed"]
_ALIKE: Final = 0.55
_ALIKE_HERE: Final = 0.34
_WITHIN: Final = 0.7
_FEW: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")
# Of so many pairs each is looked at; beyond, an item is compared with this many others.
_ALL_PAIRS: Final = 40_000
_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Match:
    """Items of both versions that are one: ids of the old and the new one.

    `same` also stands at the same place; `moved` has the same words elsewhere.
    """

    kind: Kind
    old: tuple[str, ...]
    new: tuple[str, ...]


def match(old: Outline, new: Outline) -> list[Match]:
    """Return every item of both versions in exactly one match, in the new version's order."""
    return _Matching(old, new).run()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `order` each once as they come, `each` all with which time it is.

    The nth "the" is ("the", n): what two texts share is one meeting of sets, where counters
    would be compared word by word.
    """

    order: tuple[str, ...]
    each: frozenset[tuple[str, int]]

    def __len__(self) -> int:
        return len(self.each)

    def shared(self, other: "Words") -> int:
        """Return how many words both texts have."""
        return len(self.each & other.each)

    def without(self, other: "Words") -> "Words":
        """Return the words the other text does not have as often."""
        return _counted(word for word, _nth in self.each - other.each)


def likeness(one: Words, other: Words) -> float:
    """Return the share of words two texts have in common, 0 to 1."""
    total = len(one) + len(other)
    return 2 * one.shared(other) / total if total else 1.0


@lru_cache(maxsize=8192)
def words(text: str) -> Words:
    """Return the words of a text, folded."""
    return _counted(_WORD.findall(fold(text)))


def _counted(said: Iterable[str]) -> Words:
    seen: dict[str, int] = {}
    found: list[tuple[str, int]] = []
    for word in said:
        seen[word] = seen.get(word, 0) + 1
        found.append((word, seen[word]))
    return Words(tuple(seen), frozenset(found))


class _Index:
    """Finds among many texts those worth comparing with one: they share its rarest words."""

    def __init__(self, texts: Mapping[str, Words]) -> None:
        self._order = {key: place for place, key in enumerate(texts)}
        self._holding: dict[str, list[str]] = {}
        for key, text in texts.items():
            for word in text.order:
                self._holding.setdefault(word, []).append(key)

    def near(self, text: Words, asking: int) -> list[str]:
        """Return the keys to compare with a text, in their order, when `asking` texts ask."""
        if asking * len(self._order) <= _ALL_PAIRS:
            return list(self._order)
        found: set[str] = set()
        held = [self._holding[word] for word in text.order if word in self._holding]
        for keys in sorted(held, key=len):
            found.update(keys[: _MOST - len(found)])
            if len(found) >= _MOST:
                break
        return sorted(found, key=self._order.__getitem__)


class _Matching:
    def __init__(self, old: Outline, new: Outline) -> None:
        self.old, self.new = old, new
        self._pairs: dict[str, str] = {}
        self._taken: set[str] = set()
        self._old_words = {row.id: words(row.item.plain) for row in old}
        self._new_words = {row.id: words(row.item.plain) for row in new}
        self._old_path = {row.id: old.path(row.id) for row in old}
        self._new_path = {row.id: new.path(row.id) for row in new}

    def run(self) -> list[Match]:
        self._by_words()
        self._by_likeness()
        self._by_rare_words()
        parts = self._parts(
            self._free(self.new, self._taken), self._pairs, self._old_words, self._new_words
        )
        back = {n: o for o, n in self._pairs.items()}
        joined = self._parts(
            self._free(self.old, self._pairs), back, self._new_words, self._old_words
        )
        cut = self._cut_up(parts)
        return self._told(parts | cut, joined)

    def _by_words(self) -> None:
        """Pair items of the same words: at the same place first, else in their order."""
        places: dict[tuple[str, bool], deque[str]] = {}
        placed: dict[tuple[str, str, bool], str] = {}
        for row in self.new:
            key = self._key(row)
            places.setdefault(key, deque()).append(row.id)
            placed.setdefault((self._new_path[row.id], *key), row.id)
        for exact in (True, False):
            for row in self.old:
                if row.id in self._pairs:
                    continue
                key = self._key(row)
                if exact:
                    one = placed.get((self._old_path[row.id], *key), "")
                else:
                    waiting = places.get(key, deque())
                    while waiting and waiting[0] in self._taken:
                        waiting.popleft()
                    one = waiting[0] if waiting else ""
                if one and one not in self._taken:
                    self._pair(row.id, one)

    def _key(self, row: OutlineRow) -> tuple[str, bool]:
        return " ".join(row.item.plain.split()), row.style == labels.NONE

    def _by_likeness(self) -> None:
        free_old, free_new = self._free(self.old, self._pairs), self._free(self.new, self._taken)
        ranked: list[tuple[float, int, int, str, str]] = []
        index = _Index({row.id: self._new_words[row.id] for row in free_new})
        rows = {row.id: row for row in free_new}
        placed = {self._new_path[row.id]: row.id for row in free_new}
        for one in free_old:
            near = index.near(self._old_words[one.id], len(free_old))
            here = placed.get(self._old_path[one.id], "")
            for other in (rows[key] for key in dict.fromkeys((*near, here)) if key):
                score = self._score(one, other)
                if score:
                    ranked.append(
                        (-score, self.old.at(one.id), self.new.at(other.id), one.id, other.id)
                    )
        for _score, _at, _there, one_id, other_id in sorted(ranked):
            if one_id not in self._pairs and other_id not in self._taken:
                self._pair(one_id, other_id)

    def _by_rare_words(self) -> None:
        """Pair what moved and was reworded: by rare words, and by what stands beside it."""
        free_old, free_new = self._free(self.old, self._pairs), self._free(self.new, self._taken)
        kinds = {row.id: self._sort(row) for row in (*free_old, *free_new)}
        texts = (row.item.plain for outline in (self.old, self.new) for row in outline)
        found = reworded(
            {row.id: row.item.plain for row in free_old},
            {row.id: row.item.plain for row in free_new},
            texts, lambda one, other: kinds[one] == kinds[other], self._beside,
        )  # fmt: skip
        for one, other in found.items():
            self._pair(one, other)

    @staticmethod
    def _sort(row: OutlineRow) -> tuple[bool, bool]:
        """Return what two items that are one have in common: a label, and items under them."""
        return row.style == labels.NONE, row.size > 1

    def _beside(self, one: str, other: str) -> bool:
        """Tell whether the item before or after is paired with the one before or after there."""
        there = _neighbours(self.new, other)
        return any(self._pairs.get(near) in there for near in _neighbours(self.old, one))

    def _score(self, one: OutlineRow, other: OutlineRow) -> float:
        if (one.style == labels.NONE) != (other.style == labels.NONE):
            return 0.0
        alike = likeness(self._old_words[one.id], self._new_words[other.id])
        here = self._old_path[one.id] == self._new_path[other.id]
        inside = one.parent is not None and self._pairs.get(one.parent) == other.parent
        heads = (one.size > 1) == (other.size > 1)
        enough = alike >= _ALIKE or (alike >= _ALIKE_HERE and here and heads)
        return alike + 0.15 * here + 0.1 * inside + 0.05 * heads if enough else 0.0

    def _pair(self, one: str, other: str) -> None:
        self._pairs[one] = other
        self._taken.add(other)

    @staticmethod
    def _free(outline: Outline, taken: Iterable[str]) -> list[OutlineRow]:
        known = set(taken)
        return [row for row in outline if row.id not in known]

    @staticmethod
    def _parts(
        free: Sequence[OutlineRow],
        pairs: Mapping[str, str],
        wholes: Mapping[str, Words],
        pieces: Mapping[str, Words],
    ) -> dict[str, str]:
        """Return piece → whole for leftovers whose words stood in an item paired elsewhere."""
        found: dict[str, str] = {}
        if not free:
            return found
        rests = {whole: wholes[whole].without(pieces[pairs[whole]]) for whole in pairs}
        index = _Index({whole: rest for whole, rest in rests.items() if rest})
        for row in free:
            piece = pieces[row.id]
            if len(piece) <= _FEW:
                continue
            best, share = "", _WITHIN
            for whole in index.near(piece, len(free)):
                rest = rests[whole]
                held = piece.shared(rest) / len(piece)
                if held >= share:
                    best, share = whole, held
            if best:
                found[row.id] = best
        return found

    def _cut_up(self, parts: Mapping[str, str]) -> dict[str, str]:
        """Return piece → old item for old items that no single new one is like."""
        found: dict[str, str] = {}
        free = [row for row in self._free(self.new, self._taken) if row.id not in parts]
        left = self._free(self.old, self._pairs)
        index = _Index({row.id: self._new_words[row.id] for row in free})
        for row in left:
            whole = self._old_words[row.id]
            held = [
                one
                for one in index.near(whole, len(left))
                if len(piece := self._new_words[one]) > _FEW
                and piece.shared(whole) / len(piece) >= _WITHIN
                and one not in found
            ]
            if len(held) > 1:
                found.update(dict.fromkeys(held, row.id))
        return found

    def _told(self, parts: Mapping[str, str], joined: Mapping[str, str]) -> list[Match]:
        pieces: dict[str, list[str]] = {}
        for piece, whole in parts.items():
            pieces.setdefault(whole, []).append(piece)
        extra: dict[str, list[str]] = {}
        for piece, whole in joined.items():
            if piece not in pieces:
                extra.setdefault(whole, []).append(piece)
        found: list[tuple[int, Match]] = []
        for one, other in self._pairs.items():
            found.append((self.new.at(other), self._match(one, other, pieces, extra)))
        for whole, held in pieces.items():
            if whole not in self._pairs:
                at = min(map(self.new.at, held))
                found.append((at, Match("split", (whole,), tuple(sorted(held, key=self.new.at)))))
        for row in self._free(self.new, self._taken | set(parts)):
            found.append((self.new.at(row.id), Match("new", (), (row.id,))))
        gone = {one for several in extra.values() for one in several} | set(pieces)
        for row in self._free(self.old, {*self._pairs, *gone}):
            found.append((len(self.new) + self.old.at(row.id), Match("removed", (row.id,), ())))
        return [one for _at, one in sorted(found, key=lambda pair: pair[0])]

    def _match(
        self,
        one: str,
        other: str,
        pieces: Mapping[str, Sequence[str]],
        extra: Mapping[str, Sequence[str]],
    ) -> Match:
        if one in pieces:
            new = sorted((other, *pieces[one]), key=self.new.at)
            return Match("split", (one,), tuple(new))
        if other in extra:
            olds = sorted((one, *extra[other]), key=self.old.at)
            return Match("joined", tuple(olds), (other,))
        old_row, new_row = self.old.row(one), self.new.row(other)
        if self._key(old_row) != self._key(new_row):
            return Match("reworded", (one,), (other,))
        here = self._old_path[one] == self._new_path[other]
        return Match("same" if here else "moved", (one,), (other,))


def _neighbours(outline: Outline, one: str) -> set[str]:
    beside = [row.id for row in outline.children(outline.row(one).parent)]
    at = beside.index(one)
    return {*beside[max(at - 1, 0) : at], *beside[at + 1 : at + 2]}

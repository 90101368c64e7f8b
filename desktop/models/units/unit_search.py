"""Units sought by a few words: what is typed need not be spelt as the register spells it.

Tone marks and case never matter (V32). Words of level do not either: “phường Đồi Chè” is the
commune Đồi Chè; nor does how short a form was used: “cty”, “trung học cơ sở”. What the words were
meant for comes first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.models import resources
from desktop.models.phrases import longest_matches, longest_starts
from desktop.models.text import fold, nfc

if TYPE_CHECKING:
    from desktop.models.units.units import Tree, Unit

SHORT_FORMS: Final = "packs/core/column_words.json"
LEVEL_WORDS: Final = "packs/core/name_words.json"
_WORD: Final = re.compile(r"[^\W_]+")
_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_FILLERS: Final = frozenset({("va",), ("cac",)})
_ANYWHERE: Final = 4
"""Letters from which on a word is looked for within a code, and not at the start of a part."""
EXACT, ITSELF, BEGINS, PHRASE, WORDS, CODE = range(6)
"""How well a unit is hit: its code; its name; the name's beginning; a part of it; its words in any
order; some of them only in its code."""


class Hit(msgspec.Struct, frozen=True):
    """A unit that was found, and how well: `EXACT` to `CODE`."""

    unit: "Unit"
    how: int


class _Words(msgspec.Struct, frozen=True):
    """What a text says: as it is written, with short forms spelt out, without words of level.

    `levels` are the words of level left out, `after` where in `core` one stood before, `doubtful`
    whether one of them may be something else, for it bears no marks: “phuong” in “Phuong Nam”;
    `union` whether a union is said; `text` holds core, spelt and plain words, each word behind a
    space.
    """

    plain: tuple[str, ...]
    spelt: tuple[str, ...]
    core: tuple[str, ...]
    levels: frozenset[str]
    after: tuple[int, ...]
    doubtful: bool
    union: bool
    text: str

    def readings(self, *, levels_matter: bool) -> Iterator[tuple[str, ...]]:
        """Yield the ways the words may be meant, each once."""
        known = [self.plain, self.spelt, *(() if levels_matter else (self.core,))]
        yield from dict.fromkeys(one for one in known if one)


class _Known(msgspec.Struct, frozen=True):
    """The words of the pack: short forms, words of level with their marks, what follows none."""

    names: Mapping[tuple[str, ...], tuple[str, ...]]
    name_starts: Mapping[str, int]
    levels: Mapping[tuple[str, ...], tuple[str, ...]]
    """Without marks → with them."""
    level_starts: Mapping[str, int]
    letters: frozenset[str]
    """Those that stand for a level where somebody types: “p”, “tt”."""
    no_places: frozenset[str]


def seek(tree: "Tree", typed: str) -> list[Hit]:
    """Return the units somebody may mean, the likeliest first, those above before those below."""
    units = list(tree.units.values())
    meant = _Sought(typed, (unit.name for unit in units))
    found = []
    for order, unit in enumerate(units):
        how = meant.how(unit.name, unit.code, unit.short)
        if how is not None:
            found.append((*how, _depth(tree, unit), order))
    return [Hit(units[one[-1]], one[0]) for one in sorted(found)]


def nearest_text(texts: Sequence[str], typed: str) -> int:
    """Return the place of the text that is meant by a few words, -1 where none is."""
    meant = _Sought(typed, texts)
    ranked = [(how, at) for at, text in enumerate(texts) if (how := meant.how(text)) is not None]
    return min(ranked)[1] if ranked else -1


def itself(units: Iterable["Unit"], typed: str) -> list["Unit"]:
    """Return the units of which this is the whole name, short forms and words of level aside.

    Those of the level that was said where there are any; none where no union is said: “xã Đồi
    Chè” may be the commune's office.
    """
    how, found = _best(units, typed)
    return found if how == ITSELF and _words(typed, sought=True).union else []


def named(units: Iterable["Unit"], typed: str) -> list["Unit"]:
    """Return the units whose name, or a part of it in a row, is meant: the best hits alone."""
    how, found = _best(units, typed)
    return found if how <= PHRASE else []


def _best(units: Iterable["Unit"], typed: str) -> tuple[int, list["Unit"]]:
    known = list(units)
    meant = _Sought(typed, [unit.name for unit in known])
    ranked = [(how, unit) for unit in known if (how := meant.how(unit.name)) is not None]
    best = min((how for how, _unit in ranked), default=(CODE, True))
    return best[0], [unit for how, unit in ranked if how == best]


class _Sought:
    """What is sought among names: words of level count only where they are none of these."""

    def __init__(self, typed: str, names: Iterable[str]) -> None:
        self.code = typed.strip().casefold()
        self.words = _words(typed, sought=True)
        self.readings = tuple(self.words.readings(levels_matter=self._proper(names)))

    def _proper(self, names: Iterable[str]) -> bool:
        """Tell whether a doubtful word of level is a name's own word: “phuong nam”, “quan doi”."""
        if not self.words.doubtful:
            return False
        whole, place = _text(self.words.spelt), _text(self.words.core)
        own = False
        for name in names:
            said = _words(name)
            if place in said.text and any(
                _text(said.core[at:]).startswith(place) for at in said.after
            ):
                return False
            own = own or (whole in said.text and whole in _text(said.core))
        return own

    def how(self, name: str, code: str = "", short: str = "") -> tuple[int, bool] | None:
        """Return how well a unit is hit, and whether at another level; None where it is not."""
        if code and self.code == code.casefold():
            return EXACT, False
        said = _words(name)
        others = _code_text(code)
        if short and short != name:
            others += _text(_words(short).plain)
        ways = [
            how for one in self.readings if (how := _fit(one, said, code.casefold(), others)) >= 0
        ]
        return (min(ways), not self.words.levels <= said.levels) if ways else None


def _fit(wanted: tuple[str, ...], said: _Words, code: str, others: str) -> int:
    """Return how well words are told by a name and a code, -1 where they are not."""
    if wanted == said.core:
        return ITSELF
    text = _text(wanted)
    if text in said.text:
        return BEGINS if said.text.startswith(text) else PHRASE
    left = [word for word in wanted if f" {word}" not in said.text]
    if not left:
        return WORDS
    told = all(f" {word}" in others or (len(word) >= _ANYWHERE and word in code) for word in left)
    return CODE if told else -1


def _text(words: tuple[str, ...]) -> str:
    """Return words as a text in which each begins behind a space."""
    return " " + " ".join(words)


@lru_cache(maxsize=65536)
def _words(text: str, *, sought: bool = False) -> _Words:
    known = _known()
    toned = _WORD.findall(nfc(text).lower())
    folded = [word if word.isascii() else fold(word) for word in toned]
    spelt: list[tuple[str, str]] = []  # a word without its marks, and as it was written
    letters = {}  # where one for a level stands → how many words it is spelt out to
    at, union = 0, False
    for piece, full in longest_matches(folded, known.names, known.name_starts):
        union = union or (full == () and piece not in _FILLERS)
        if sought and len(piece) == 1 and piece[0] in known.letters and at + 1 < len(folded):
            letters[len(spelt)] = len(full or piece)
        if full is None:
            spelt.append((piece[0], toned[at]))
        else:
            spelt += [(word, "") for word in full]
        at += len(piece)
    core: list[str] = []
    levels: set[str] = set()
    after, doubtful, at = [], False, 0
    while at < len(spelt):
        size = _level(spelt, at) or letters.get(at, 0)
        if size:
            levels |= {" ".join(word for word, _raw in spelt[at : at + size])} - {*known.letters}
            after.append(len(core))
            bare = size == 1 and spelt[at][1].isascii() and spelt[at][1] != ""
            doubtful = doubtful or bare or at in letters
        else:
            core.append(spelt[at][0])
        at += size or 1
    plain = tuple(fold(text).split()) if sought else tuple(folded)
    said = tuple(word for word, _raw in spelt)
    return _Words(plain, said, tuple(core), frozenset(levels), tuple(after), doubtful, union,
                  "\n".join(map(_text, (tuple(core), said, plain))))  # fmt: skip


def _level(words: Sequence[tuple[str, str]], at: int) -> int:
    """Return how many words from a place on are one of level, 0 where there is none.

    What bears other marks is none (“Phương”), nor what no place follows (“Tỉnh ủy”).
    """
    known = _known()
    for size in range(min(known.level_starts.get(words[at][0], 0), len(words) - at - 1), 0, -1):
        piece = words[at : at + size]
        marked = known.levels.get(tuple(word for word, _raw in piece))
        if (
            marked is not None
            and words[at + size][1] not in known.no_places
            and all(
                raw in ("", word, full) for (word, raw), full in zip(piece, marked, strict=True)
            )
        ):
            return size
    return 0


@lru_cache(maxsize=65536)
def _code_text(code: str) -> str:
    """Return what a code is made of: “X-DoiChe-01” of x, doi, che, doiche, 01."""
    pieces = [piece for piece in re.split(r"[^A-Za-z0-9]+", code) if piece]
    parts = [part for piece in pieces for part in _PARTS.findall(piece)]
    return _text(tuple(dict.fromkeys(one.lower() for one in (code, *pieces, *parts))))


def _depth(tree: "Tree", unit: "Unit") -> int:
    depth, above = 0, unit.parent
    while above in tree.units and depth < len(tree.units):
        depth, above = depth + 1, tree.units[above].parent
    return depth


@lru_cache(maxsize=1)
def _known() -> _Known:
    short: dict[str, str] = _read(SHORT_FORMS)["names"]
    raw = _read(LEVEL_WORDS)
    names = {tuple(one.split()): tuple(full.split()) for one, full in short.items()}
    names |= {tuple(text.split()): () for text in raw["upper"]}
    levels = {tuple(fold(text).split()): tuple(text.split()) for text in raw["levels"]}
    no_places = {*raw["no_places"], *(fold(text) for text in raw["no_places"])}
    return _Known(names, longest_starts(names), levels, longest_starts(levels),
                  frozenset(raw["level_letters"]), frozenset(no_places))  # fmt: skip


def _read(name: str) -> Any:
    return msgspec.json.decode(resources.path(name).read_bytes())

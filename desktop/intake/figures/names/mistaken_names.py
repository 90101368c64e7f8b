"""Whose a name may be that is nobody's as it is written, once one mistake in it is undone.

What is found here is a guess: it may stand only where no other row is the unit's, and a person
looks at it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from desktop.intake.figures.names.name_keys import ASIDE
from desktop.intake.figures.names.near_names import distance, is_syllable, sounds_of, tone_last
from desktop.intake.figures.names.remarks import names_place, tells_apart
from desktop.intake.figures.names.unit_names import PARTS, NameBook
from desktop.intake.figures.names.units_known import Known
from desktop.intake.figures.wording.name_words import name_words
from desktop.models.text import fold, nfc, one_line

_WORD: Final = re.compile(r"[^\W\d_]+")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS: Final = frozenset("aeiouy")
_KIND: Final = re.compile(
    r"^(?:(?:nhà máy|xí nghiệp|xưởng|chi nhánh|nm|xn|cn)\b\.?\s*(?:\([^()]*\))?\s*)+(?=\S)", re.I
)
_COUNTRY: Final = re.compile(r"[\s,–-]+(?:việt nam|viet nam|vn|vina)$", re.IGNORECASE)
_COMPANY: Final = "Công ty "
_TAIL: Final = re.compile(r"(.{6,}?\S)(?:,\s+|\s+[-–—]\s+)([^,()]{2,30})")
_NOW: Final = re.compile(r"^(?:(?:nay|hiện|là|thuộc|sáp|nhập|vào|về)\s+)+", re.IGNORECASE)
_TOWN: Final = re.compile(r"(.*\S)?\s*\b(?:thị trấn|tt\.?)\s+(.+)", re.IGNORECASE)
_LEVEL: Final = re.compile(r"\s+(?:tỉnh|thành phố|tp)$", re.IGNORECASE)
_OTHERS: Final = frozenset({"area", "code", "renamed"})
"""Why a name is one of several, or of another unit as well."""
_DOUBLE: Final = re.compile(r"(.)\1")
_SHORTEST, _LONG = 3, 5
_CUT, _CUT_WORDS = 24, 14
_UPPER = "A-ZÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_PUT_RIGHT: Final = (
    (re.compile(r"(?<=\d)[oO]|[oO](?=\d)"), "0"),
    (re.compile(r"(?<=[Ss]ố )[lI](?=\s|$)"), "1"),
    (
        re.compile(r"\b((?:[A-ZĐ]\.\s?){2,}[A-ZĐ]?)(?=\s|$)"),
        lambda found: found[1].replace(".", "").replace(" ", "") + " ",
    ),
    (
        re.compile(
            rf"(?<=[a-zà-ỹ])(?=[{_UPPER}])|(?<=[{_UPPER}])(?=[{_UPPER}][a-zà-ỹ])"
            r"|(?<=TNHH)(?=\w)|(?<=CP)(?=\w)|(?<=[Cc]ty)(?=\w)"
        ),
        " ",
    ),
    (re.compile(r"^(?:anh|chị|cô|thầy|ông|bà|đ/c|a\.|c\.)\s*\w+\s*[,:–-]?\s+(?=\S+\s)", re.I), ""),
    (re.compile(r"^.*[,;]\s*nay (?:là )?(?=\S)", re.I), ""),
    (re.compile(r"[\s,(–-]+(?:lô\s|km\s?\d|đường\s|quốc lộ\s|ql\s?\d)[^()]*\)?$", re.I), ""),
)
"""Letters O and l for numbers; single letters with full stops; words without a space between; a
person before a unit; what it is now; the plot it stands on."""
_MOST_UNITS: Final = 6


def likely_units(name: str, area: str, near: Sequence[Known], book: NameBook) -> list[Known]:
    """Return the units a name is read as when one mistake in it is undone, each once.

    A mistake is a word of a unit's name mistyped, the kind of firm said otherwise ("Nhà máy" for
    "Công ty"), a place, the country or a remark behind the name, another name in brackets, half
    the name of a part ("Khoa Toán" for "Khoa Toán học"). `near` are the units that may have been
    mistyped.
    """
    told = nfc(one_line(name))
    sole = book.only_fit(told, area)
    begun = [sole] if sole else _going_on(told, book) or _cut_off(told, book)
    found = {unit.id: unit for unit in begun}
    for text in (*_as_firm(told), *_without_home(told, book)):
        match = book.find(text, area)
        if match.unit is not None and match.why not in _OTHERS:
            found[match.unit.id] = match.unit
    for text in (*_retyped(told), *_bare(told)):
        match = book.find(text, area)
        if match.unit is not None and (match.sure or match.plain):
            found[match.unit.id] = match.unit
    for unit in dict.fromkeys((*near, *_mistyped(told, book)[:_MOST_UNITS])):
        for text in (*_respelled(told, unit.name), *_of_town(told, unit.name)):
            match = book.find(text, area)
            if match.unit == unit and match.why not in ("area", "spelling"):
                found[unit.id] = unit
    return list(found.values())


def _going_on(name: str, book: NameBook) -> list[Known]:
    """Return the units whose names go on behind a name of one of the parts of a union."""
    words = book.key(name).folded
    if len(words) < 2 or words[0] not in PARTS:
        return []
    size = len(words)
    return [one for key, units in book.names.items() if key[:size] == words for one in units]


def _cut_off(name: str, book: NameBook) -> list[Known]:
    """Return the units whose names a long one begins, cut off by the width of its column."""
    begun = " ".join(book.key(name).folded)
    if len(name) < _CUT or len(begun) < _CUT_WORDS:
        return []
    return [unit for key, units in book.names.items() if " ".join(key).startswith(begun)
            for unit in units]  # fmt: skip


def _retyped(name: str) -> Iterator[str]:
    """Yield a name with letters for numbers put right, its letters joined and its words parted,
    and without a person before it: “TH Số l”, “T.H.C.S”, “CtyTNHHMinhPhú”, “Cô Hà TYT”."""
    for pattern, put in _PUT_RIGHT:
        if (right := pattern.sub(put, name)) != name:
            yield one_line(right)


def _mistyped(name: str, book: NameBook) -> list[Known]:
    """Return the units that hold a word a letter away from one that no unit's name holds."""
    strange = [word for word in book.key(name).folded if word not in book.holding]
    near = {held for word in strange for held in book.near_words(word)}
    places = {place for word in near for place in book.holding.get(word, ())}
    return [book.units[place] for place in sorted(places)]


def _is_home(words: Sequence[str], book: NameBook) -> bool:
    """Whether a unit's name or place holds all of some words without marks."""
    held = [book.holding.get(word, set()) for word in words]
    return bool(set.intersection(*held)) or any(set(words) <= set(area) for area in book.areas)


def _as_firm(name: str) -> Iterator[str]:
    """Yield a name with another kind of firm, without the country behind it."""
    if (bare := _KIND.sub("", name)) != name:
        yield _COMPANY + bare
    if (bare := _COUNTRY.sub("", name)) != name:
        yield bare


def _without_home(name: str, book: NameBook) -> Iterator[str]:
    """Yield a name without the province behind it that the register is of."""
    words = name.split(" ")
    for size in (1, 2):
        last = tuple(map(fold, words[-size:]))
        if len(words) > size and last in name_words().provinces.known and _is_home(last, book):
            yield _LEVEL.sub("", " ".join(words[:-size]).rstrip(" ,-–"))
            yield " ".join(words[:-size]).rstrip(" ,-–")


def _bare(name: str) -> Iterator[str]:
    """Yield a name without the place or the remark behind it, and such a remark alone."""
    split = _TAIL.fullmatch(name)
    if split is not None and (names_place(split[2]) or not tells_apart(split[2])):
        yield split[1]
    for aside in (a or b for a, b in ASIDE.findall(name)):
        bare = one_line(ASIDE.sub(" ", name))
        said = _NOW.sub("", aside.strip())
        if said != aside.strip():
            yield said  # "Ban Dân tộc (nay là Sở Dân tộc và Tôn giáo)"
        elif not tells_apart(aside):
            yield from (bare, said)


def _respelled(name: str, unit: str) -> Iterator[str]:
    """Yield a name with one of its words as it stands in a unit's, a slip away."""
    held = dict.fromkeys(_WORD.findall(nfc(unit)))
    bare = {fold(word) for word in held}
    for told in _WORD.finditer(name):
        if fold(told.group()) in bare and told.group().isascii():
            continue
        for word in held:
            if is_one_slip(told.group(), word, marked=not name.isascii()):
                yield name[: told.start()] + word + name[told.end() :]


def _of_town(name: str, unit: str) -> Iterator[str]:
    """Yield a name with the town as a unit's name has it: “Thị trấn A” in “Thị trấn Trà Cú A”."""
    told, held = _TOWN.fullmatch(name), _TOWN.fullmatch(nfc(unit))
    if told is not None and held is None:
        yield f"{told[1]} {told[2]}".strip()  # "Mầm non TT Ngô Đồng" for "Mầm non Ngô Đồng"
    if told is not None and held is not None:
        mine, his = told[2].split(), held[2].split()
        marks = [[word for word in words if len(word) == 1] for words in (mine, his)]
        if marks[0] == marks[1] and (set(mine) <= set(his) or set(his) <= set(mine)):
            yield f"{told[1]} Thị trấn {held[2]}".strip()


@cache
def is_one_slip(told: str, held: str, *, marked: bool = True) -> bool:
    """Whether a written word may be another one by a single slip of the hand or the ear.

    A letter lost, too many or swapped, another vowel, other marks on it. Words that are both
    Vietnamese bear the same tone then: “Lạnh” may be “Lệnh”, “Lợi” is no “Lai”. One consonant for
    another makes another name: “Ninh” is no “Minh”. `marked` tells that the writer puts marks.
    """
    one, other = fold(told), fold(held)
    if not one.isalpha() or not other.isalpha() or max(len(one), len(other)) < _SHORTEST:
        return False
    vietnamese = is_syllable(one) and is_syllable(other)
    mine, his = tone_last(told.lower()), tone_last(held.lower())
    if one == other:
        return mine != his and vietnamese and _tone(mine) == _tone(his)
    if not vietnamese:
        doubled = _DOUBLE.sub(r"\1", one) == _DOUBLE.sub(r"\1", other)
        return (doubled or min(len(one), len(other)) >= _LONG) and distance(one, other, 1) == 1
    if marked and _tone(mine) != _tone(his):
        return False
    if other in sounds_of(one):
        return True
    if distance(one, other, 1) != 1:
        return False
    if len(one) != len(other) or sorted(one) == sorted(other):
        return True
    return all({a, b} <= _VOWELS for a, b in zip(one, other, strict=True) if a != b)


def _tone(word: str) -> str:
    """Return the tone of a word that is written with it last."""
    return unicodedata.normalize("NFD", word[-1:])[-1:] if word[-1:] in _TONES else ""

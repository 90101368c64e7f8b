"""Which unit of the register a name in somebody's sheet stands for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from desktop.intake.figures.name_fits import CLOSE, MARGIN, NameFits
from desktop.intake.figures.near_names import (
    NearWords,
    agree_in_tones,
    mended,
    one_i,
    replaced,
    run_together,
    same_numbers,
    spelled_out,
    tone_last,
    with_kind_mended,
)
from desktop.intake.figures.vocabulary import Vocabulary, longest_matches
from desktop.models.text import fold, nfc, one_line
from desktop.models.units.former import Former

_WORD: Final = re.compile(r"[^\W_]+")
_BULLET: Final = re.compile(
    r"^\s*(?:[-+•*–—·○●▪✓]+\s*|(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[ivx]{1,5})\s*[.)/]\s+"
    r"|\d{1,2}(?:\.\d{1,3}){1,3}\s+(?=[^\W\d_]{2})|\d{1,3}\s*[.)]\s*(?=\D))", re.I,
)  # fmt: skip
_ASIDE: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_TAIL: Final = re.compile(r"(.{6,}?\S)\s*(?:,\s+|\s[-–—]\s+)([^,]{2,40})")
_PERSON: Final = re.compile(r"(?:đ[/.]c|đồng chí|chủ tịch|hiệu trưởng|thầy|chị|ct|ht|sđt)\b", re.I)
_GROUP: Final = re.compile(
    r"^(?:(?:các|khối|nhóm|cụm|bậc|ngành|loại hình|hệ thống)\s+)+(?:trường(?=\s+[mt]))?\s*",
    re.IGNORECASE,
)
_MOST_CANDIDATES: Final = 5
_MOST_HELD: Final = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """A unit of the register; `area` is the place it belongs to, "" when not kept."""

    id: str
    name: str
    kind: str = "CDCS"
    area: str = ""
    code: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a name stands for: a unit and how sure, or the units it may be.

    `said` tells what became of a unit that stands no longer, or not under this name; its heirs
    are then the candidates.
    """

    unit: Known | None
    sure: bool = False
    why: str = ""
    candidates: tuple[Known, ...] = ()
    said: str = ""

    @property
    def is_name(self) -> bool:
        """Whether it is the name of a unit that stands or stood."""
        return self.unit is not None or bool(self.said)


@dataclass(frozen=True, slots=True)
class _Key:
    folded: tuple[str, ...]
    toned: tuple[str, ...]

    @property
    def has_tones(self) -> bool:
        return any(not word.isascii() for word in self.toned)


class NameBook:
    """The units of a register by every way their names are written.

    `former` are units and names that stand no longer, or not yet.
    """

    def __init__(
        self, units: Iterable[Known], words: Vocabulary, former: Iterable[Former] = ()
    ) -> None:
        self._words = self.words = words
        self.units = tuple(units)
        self._kinds = frozenset(word for full in words.names.values() for word in full)
        self._keys: dict[str, tuple[_Key, ...]] = {}
        self._spelled: dict[str, _Key] = {}
        self._exact: dict[tuple[str, ...], list[Known]] = {}
        self._codes: dict[str, list[Known]] = {}
        self._holding: dict[str, set[int]] = {}
        self._areas: dict[str, tuple[str, ...]] = {}
        self._seen: dict[tuple[str, str, str], Match] = {}
        self._away: dict[tuple[str, tuple[str, ...]], bool] = {}
        self._near_words = NearWords(self._holding)
        self._joined: dict[str, list[tuple[str, ...]]] = {}
        self._name_fits: NameFits | None = None
        for place, unit in enumerate(self.units):
            self._add(place, unit)
        self.areas = {area for area in self._areas.values() if area}
        self._former = tuple(former)
        self._gone: dict[tuple[str, ...], list[Former]] = {}
        for one in self._former:
            for key in {self.key(name).folded for name in (one.name, one.short) if name}:
                self._gone.setdefault(key, []).append(one)
        self._gone_codes = {
            code.casefold(): one for one in self._former if not one.renamed
            for code in (one.code, one.unit) if code and code.casefold() not in self._codes
        }  # fmt: skip

    def _add(self, place: int, unit: Known) -> None:
        names = [name for name in (unit.name, unit.short) if name]
        keys = [self.key(name) for name in names]
        if "(" in unit.name or "[" in unit.name:
            keys.append(self.key(_ASIDE.sub(" ", unit.name)))
        self._keys[unit.id] = tuple(keys)
        for key in keys:
            listed = self._exact.setdefault(key.folded, [])
            if key.folded and unit not in listed:
                listed.append(unit)
        for code in (unit.code, unit.id):
            if code:
                self._codes.setdefault(code.casefold(), []).append(unit)
        self._areas[unit.id] = self._place(unit.area)
        for word in keys[0].folded:
            self._holding.setdefault(word, set()).add(place)

    def key(self, name: str) -> _Key:
        """Return a name spelled out, without what tells no two units apart."""
        if name not in self._spelled:
            self._spelled[name] = self._spell(name)
        return self._spelled[name]

    def _spell(self, name: str) -> _Key:
        text = _BULLET.sub("", one_line(name)).replace("&", " va ").lower()
        toned = _WORD.findall(nfc(text))
        folded = [word if word.isascii() else fold(word) for word in toned]
        made: list[tuple[str, str]] = []
        at = 0
        for piece, full in longest_matches(folded, self._words.names, self._words.name_starts):
            if full is None:
                made.append((_number(one_i(piece[0])), _number(tone_last(one_i(toned[at])))))
            else:
                made += [(word, word) for word in full if word]
            at += len(piece)
        made = self._without_school(made)
        return _Key(tuple(f for f, _t in made), tuple(t for _f, t in made))

    def _without_school(self, words: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Leave out "trường" where the kind of school follows; "Trường Sơn" keeps it."""
        return [
            pair for at, pair in enumerate(words)
            if not (pair[0] == "truong" and at + 1 < len(words)
                    and words[at + 1][0] in self._words.schools)
        ]  # fmt: skip

    def _place(self, area: str) -> tuple[str, ...]:
        words = [fold(word) for word in _WORD.findall(nfc(area).lower())]
        while words:
            kind = next((n for n in (2, 1) if " ".join(words[:n]) in self._words.places), 0)
            if not kind or kind == len(words):
                break
            words = words[kind:]
        return tuple(words)

    def is_code(self, text: str) -> bool:
        """Tell whether a text is the code or id of a unit that stands or stood."""
        code = text.strip().casefold()
        return len(self._codes.get(code, ())) == 1 or code in self._gone_codes

    def find(self, name: str, area: str = "", code: str = "") -> Match:
        """Return what a name stands for; `area` is what the sheet says of its place."""
        asked = (name, area, code)
        if asked not in self._seen:
            self._seen[asked] = self._find(name, area, code)
        return self._seen[asked]

    def joined(self, kind: str, name: str, area: str, found: Match) -> Match:
        """Return what a name stands for whose kind of unit stands in the cell before it.

        "THCS" before "Vĩnh Thạch" makes one name; where no unit bears it, the name alone is
        nobody's.
        """
        now = replaced(kind, self._words)
        begun = [text for text in (kind, now) if (words := self.key(text).folded)
                 and self._is_kind(words)]  # fmt: skip
        if not begun:
            return found
        whole = self.find(f"{begun[0]} {name}", area)
        if whole.unit is not None and whole.sure:
            return Match(whole.unit, why="joined")
        return whole

    def _is_kind(self, words: Sequence[str]) -> bool:
        """Whether units' names begin so: tiểu học, công ty tnhh; of other words several do."""
        least = 1 if set(words) <= self._kinds else 2
        begun = (key for key in self._exact if key[: len(words)] == tuple(words))
        return sum(1 for _key in islice(begun, least)) == least

    def opening(self, text: str) -> str:
        """Return how the names below a heading begin: those of several units do, none is it whole.

        "Trường Tiểu học", or what a group is of: "Khối THPT". "" for other headings.
        """
        bare = _GROUP.sub("", _BULLET.sub("", one_line(text)))
        for told in dict.fromkeys((text, bare, replaced(bare, self._words))):
            words = self.key(told).folded
            if words and words not in self._exact and (
                sum(key[: len(words)] == words for key in self._exact) > 1
            ):  # fmt: skip
                return told
        return ""

    def beneath(self, opening: str, name: str, area: str) -> Match | None:
        """Return the unit of a name that goes on from the heading of its group, None without one:
        "- Sao Mai" under "2. Trường Tiểu học"."""
        whole = self.find(f"{opening} {_BULLET.sub('', name)}", area)
        likely = whole.unit is not None and (whole.sure or whole.why == "short")
        return Match(whole.unit, why="group") if likely else None

    def _find(self, name: str, area: str, code: str) -> Match:
        if code:
            coded = self._codes.get(code.strip().casefold(), [])
            if len(coded) == 1:
                return self._coded(coded[0], name)
        by_code = self._codes.get(one_line(name).casefold(), [])
        if len(by_code) == 1:
            return Match(by_code[0], sure=True)
        key = self.key(name)
        if not any(word.isalpha() for word in key.folded):
            return Match(None, why="none")
        found = self._exactly(name, key, area) or self._formerly(name, key, area, code)
        return found or self._loosely(name, key, area)

    def _formerly(self, name: str, key: _Key, area: str, code: str) -> Match | None:
        """A name nobody bears on the day: its unit ended, was merged or goes by another name."""
        if not self._former:
            return None
        coded = [self._gone_codes.get(text.strip().casefold()) for text in (code, one_line(name))]
        found = [one for one in coded[:1] if one is not None] or [
            *(one for one in coded[1:] if one is not None), *self._gone.get(key.folded, ())
        ]  # fmt: skip
        if not found and _ASIDE.search(name):
            found = list(self._gone.get(self.key(_ASIDE.sub(" ", name)).folded, ()))
        if len(found) > 1 and key.has_tones:
            found = [one for one in found if self.key(one.name).toned == key.toned] or found
        if len(found) > 1 and area:
            told = tuple(fold(word) for word in _WORD.findall(area.lower()))
            at = [one for one in found if self._place(one.area)
                  and _within(self._place(one.area), told)]  # fmt: skip
            found = at or found
        if not found:
            return None
        heirs = {heir for one in found for heir in one.heirs}
        known = tuple(unit for unit in self.units if unit.id in heirs)
        said = " ".join(dict.fromkeys(one.said for one in found))
        if len(known) == 1 and all(one.renamed for one in found):
            return Match(known[0], sure=False, why="renamed", said=said)
        return Match(None, why="former", candidates=known, said=said)

    def _coded(self, unit: Known, name: str) -> Match:
        if not name or any(self.key(name).folded == key.folded for key in self._keys[unit.id]):
            return Match(unit, sure=True)
        others = self._exact.get(self.key(name).folded, [])
        if others and unit not in others:
            return Match(None, why="code", candidates=(unit, *others))
        return Match(unit, sure=False, why="code")

    def _exactly(self, name: str, key: _Key, area: str) -> Match | None:
        listed = list(self._exact.get(key.folded, []))
        if not listed:
            return None
        same = [unit for unit in listed if any(k.toned == key.toned for k in self._keys[unit.id])]
        if len(listed) > 1 and same:
            listed = same
        if len(listed) > 1 and area:
            near = [unit for unit in listed if self._is_at(unit, area)]
            listed = near or listed
        if len(listed) > 1:
            return Match(None, why="two", candidates=tuple(listed[:_MOST_CANDIDATES]))
        unit = listed[0]
        if area and self._elsewhere(unit, area):
            return Match(unit, why="area")
        if key.has_tones and unit not in same:
            return Match(unit, why="tones")
        others = self._otherwise(name, key, unit)
        return Match(unit, sure=not others, why="abbreviation" if others else "",
                     candidates=tuple(others))  # fmt: skip

    def _otherwise(self, name: str, key: _Key, unit: Known) -> list[Known]:
        """Return other units an abbreviation of several meanings may stand for: "TH số 2"."""
        if self._words.ambiguous.keys().isdisjoint(_WORD.findall(name.lower())):
            return []
        written = {fold(word) for word in _WORD.findall(nfc(name).lower())}
        written -= {fold(word) for word in _WORD.findall(nfc(unit.name).lower())}
        found = []
        joined = " ".join(key.folded)
        for short in written & self._words.ambiguous.keys():
            meant = " ".join(self._words.names[(short,)])
            for full in self._words.ambiguous[short]:
                other = tuple(joined.replace(meant, full, 1).split())
                found += [one for one in self._exact.get(other, []) if one != unit]
        return found

    def _is_at(self, unit: Known, area: str) -> bool:
        place = self._areas[unit.id]
        return bool(place) and _within(place, tuple(fold(w) for w in _WORD.findall(area.lower())))

    def _elsewhere(self, unit: Known, area: str) -> bool:
        """Tell whether the sheet names another area of the register than the unit's."""
        mine = self._areas[unit.id]
        asked = (area, mine)
        if asked not in self._away:
            self._away[asked] = self._is_away(area, mine)
        return self._away[asked]

    def _is_away(self, area: str, mine: tuple[str, ...]) -> bool:
        told = tuple(fold(word) for word in _WORD.findall(nfc(area).lower()))
        if not mine or _within(mine, told):
            return False
        return any(_within(other, told) and len(other) == len(self._place(area))
                   for other in self.areas)  # fmt: skip

    def _loosely(self, name: str, key: _Key, area: str) -> Match:
        """A name with its place added or left out, shortened, or with a remark behind it."""
        without = self.key(_ASIDE.sub(" ", name)) if _ASIDE.search(name) else key
        if without.folded and without.folded != key.folded:
            aside = " ".join(a or b for a, b in _ASIDE.findall(name))
            found = self._exactly(name, without, f"{area} {aside}".strip())
            if found is not None and found.unit is not None:
                sure = found.sure and self._is_remark(found.unit, aside)
                return Match(found.unit, sure=sure, why=found.why or "remark")
            if found is not None:
                return found
        if (tailed := self._without_tail(name, area)) is not None:
            return tailed
        placed = [unit for unit in self._sharing(key) if self._has_place_added(unit, key)]
        if len(placed) == 1:
            return Match(placed[0], sure=True, why="added")
        if (shortened := self._shortened(name, area)) is not None:
            return shortened
        meant = self._meant(name, area) or self._meant(_ASIDE.sub(" ", name), area)
        return meant or Match(None, why="none", candidates=tuple(self._near(key)))

    def _shortened(self, name: str, area: str) -> Match | None:
        """The unit a shortened name is nearest to, or those about as near; None without any.

        What is found so is never sure: a person is asked to look.
        """
        if self._name_fits is None:
            self._name_fits = NameFits(
                [unit.name for unit in self.units],
                [self._areas[unit.id] for unit in self.units],
                self._words, self._holding, self._near_words,
            )  # fmt: skip
        found = self._name_fits.find(_BULLET.sub("", one_line(name)))
        if area:
            here = [fit for fit in found if self._is_at(self.units[fit.place], area)]
            found = here or [f for f in found if not self._elsewhere(self.units[f.place], area)]
        if not found:
            return None
        best = next((fit for fit in found if fit.telling), found[0])
        near = [fit for fit in found if fit.far < best.far + (MARGIN if fit.telling else CLOSE)]
        units = [self.units[fit.place] for fit in near]
        if len(near) == 1 and best.telling:
            return Match(units[0], why=best.why)
        if len(near) > 1:
            return self._of_kind(units, area) or Match(
                None, why="two", candidates=tuple(units[:_MOST_CANDIDATES]))  # fmt: skip
        return None

    def _of_kind(self, units: Sequence[Known], told: str) -> Match | None:
        """The one unit of the kind of school that the words around tell: "Khối THCS"."""
        words = [fold(word) for word in _WORD.findall(nfc(told).lower())]
        kinds = [full for _piece, full in longest_matches(
            words, self._words.names, self._words.name_starts) if full]  # fmt: skip
        for kind in kinds:
            of = [unit for unit in units if _within(kind, self._keys[unit.id][0].folded)]
            if len(of) == 1 and kind[0] in self._words.schools:
                return Match(of[0], why="group")
        return None

    def _without_tail(self, name: str, area: str) -> Match | None:
        """The unit of a name with its own place or a person behind it: ", phường Sông Thanh",
        " - đ/c Hùng"; None for other tails, which may tell units apart."""
        split = _TAIL.fullmatch(one_line(name))
        if split is None:
            return None
        bare, tail = split[1], split[2]
        found = self._exactly(bare, self.key(bare), area)
        if found is None or found.unit is None or not found.sure:
            return None
        place = fold(tail).split(" ")[0] in self._words.places
        ours = place and self._is_remark(found.unit, tail)
        return Match(found.unit, why="remark") if ours or _PERSON.match(nfc(tail)) else None

    def _meant(self, name: str, area: str) -> Match | None:
        """The one unit whose name this is when short words are spelled out or slips mended."""
        for why, keys in (
            ("abbreviation", self._spelled_out(name)),
            ("spelling", self._mended(name)),
        ):
            found = {unit.id: unit for key in keys for unit in self._exact.get(key, ())
                     if self._may_mean(name, unit)}  # fmt: skip
            near = [unit for unit in found.values() if area and self._is_at(unit, area)]
            units = near or list(found.values())
            if len(units) == 1 and not (area and self._elsewhere(units[0], area)):
                return Match(units[0], why=why)
            if units:
                return Match(None, why="two", candidates=tuple(units[:_MOST_CANDIDATES]))
        return None

    def _may_mean(self, name: str, unit: Known) -> bool:
        """Whether numbers and the marks of words both names hold do not speak against a unit."""
        name = _BULLET.sub("", one_line(name))
        return same_numbers(name, unit.name) and agree_in_tones(name, f"{unit.name} {unit.short}")

    def _spelled_out(self, name: str) -> Iterator[tuple[str, ...]]:
        for text in spelled_out(_BULLET.sub("", one_line(name)), self._words):
            yield self.key(text).folded

    def _mended(self, name: str) -> Iterator[tuple[str, ...]]:
        """Yield the words of a name with its slips mended: letters, spaces, the kind of unit."""
        bare = _BULLET.sub("", one_line(name))
        kind = with_kind_mended(bare, self._words)
        for text in filter(None, (bare, kind)):
            key = self.key(text)
            if text is kind:
                yield key.folded
            since = int(key.folded[:1] == ("truong",))  # "Trường THSC": the kind was the slip
            yield from mended(key.folded[since:], key.toned[since:], self._holding.__contains__,
                              self._near_words)  # fmt: skip
            for joined in {"".join(key.folded), run_together(text)}:
                yield from self._run_together().get(joined, ())

    def _run_together(self) -> dict[str, list[tuple[str, ...]]]:
        if not self._joined:
            for key in self._exact:
                self._joined.setdefault("".join(key), []).append(key)
        return self._joined

    def _is_remark(self, unit: Known, aside: str) -> bool:
        """Whether what stands in brackets says no more than where the unit is."""
        return self._is_at(unit, aside) and len(self._place(aside)) == len(self._areas[unit.id])

    def _sharing(self, key: _Key) -> list[Known]:
        """Return the units that hold the rarest word of the key, or whose words it holds."""
        places: set[int] = set()
        held = [self._holding[word] for word in key.folded if word in self._holding]
        for one in sorted(held, key=len)[:3]:
            places |= one
        return [self.units[place] for place in sorted(places)]

    def _has_place_added(self, unit: Known, key: _Key) -> bool:
        """Whether a name is the register's, in its order, with the unit's place in it or behind."""
        mine, area = self._keys[unit.id][0], self._areas[unit.id]
        size = len(key.folded) - len(mine.folded)
        if size <= 0 or not area:
            return False
        for at in range(len(key.folded) - size + 1):
            extra = key.folded[at : at + size]
            if (key.folded[:at] + key.folded[at + size :] == mine.folded and _within(area, extra)
                    and set(extra) <= {*area, *self._words.places}):  # fmt: skip
                return not key.has_tones or key.toned[:at] + key.toned[at + size :] == mine.toned
        return False

    def _near(self, key: _Key) -> list[Known]:
        """Return the units whose names share most words, for a person to choose from."""
        meant = [self._near_words(word) for word in key.folded]
        words = {word for words in meant for word in words}
        held = [self._holding[word] for word in words if word in self._holding]
        places = {place for one in sorted(held, key=len)[:3] for place in sorted(one)[:_MOST_HELD]}
        scored = []
        for place in places:
            unit = self.units[place]
            mine = set(self._keys[unit.id][0].folded)
            shared = sum(1 for words in meant if words & mine)
            scored.append((shared / (len(meant) + len(mine) - shared), unit.name, unit))
        scored.sort(key=lambda one: (-one[0], one[1]))
        return [unit for share, _name, unit in scored[:3] if share >= 0.3]


def _number(word: str) -> str:
    """Return "02" as "2"."""
    return (word.lstrip("0") or "0") if word.isdigit() else word


def _within(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    return any(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))

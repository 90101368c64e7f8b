"""Which unit of the register a name in somebody's sheet stands for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final

from desktop.intake.figures.names.former_names import FormerNames
from desktop.intake.figures.names.name_fits import Fit, NameFits, nearest, stands_alone
from desktop.intake.figures.names.name_keys import (
    ASIDE,
    ROMANS,
    WORD,
    Key,
    NameKeys,
    is_within,
    without_bullet,
)
from desktop.intake.figures.names.name_places import place_words
from desktop.intake.figures.names.near_names import (
    NearWords,
    agree_in_tones,
    is_toneless,
    mended,
    run_together,
    same_numbers,
    spelled_out,
    with_kind_mended,
)
from desktop.intake.figures.names.other_orders import OtherOrders, lettered_apart
from desktop.intake.figures.names.remarks import district_apart, is_former, is_person, tells_apart
from desktop.intake.figures.names.units_known import MOST_CANDIDATES, Known, Match
from desktop.intake.figures.wording.name_words import name_words
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.phrases import longest_matches
from desktop.models.text import fold, nfc, one_line
from desktop.models.units.former import Former

_TAIL: Final = re.compile(r"(.{6,}?\S)\s*(?:,\s+|\s[-–—]\s+)([^,]{2,40})")
PARTS: Final = ("to", "khoa", "phong", "ban", "chuyen", "xuong")
"""What the parts of a union are, before their names, without marks."""
_OFFICES: Final = frozenset({"co", "ubnd", "hdnd", "dang", "van", "mttq", "khoi"})
"""How the names of a commune's offices begin: cơ quan, đảng ủy, văn phòng, khối."""
_PLACES: Final = frozenset({"thi tran", "dac khu", "thi xa"})
_SHORT_PLACES: Final = frozenset({("xa",), ("phuong",)})
_PROVINCE: Final = ("tinh",)
_FEWEST_WORDS: Final = 3
_MOST_HELD: Final = 2_000


class NameBook:
    """The units of a register by every way their names are written.

    `names` are the units by the words of their names, `holding` the places of those that hold a
    word, `near_words` the words held that a written one may be. `former` are units and names that
    stand no longer, or not yet.
    """

    def __init__(
        self, units: Iterable[Known], words: Vocabulary, former: Iterable[Former] = ()
    ) -> None:
        self._words = self.words = words
        self.units = tuple(units)
        self._kinds = frozenset(word for full in words.names.values() for word in full)
        self.key = NameKeys(words)
        self._place = partial(place_words, levels=words.places)
        self._keys: dict[str, tuple[Key, ...]] = {}
        self.names: dict[tuple[str, ...], list[Known]] = {}
        self._codes: dict[str, list[Known]] = {}
        self.holding: dict[str, set[int]] = {}
        self._areas: dict[str, tuple[str, ...]] = {}
        self._seen: dict[tuple[str, str, str], Match] = {}
        self._away: dict[tuple[str, tuple[str, ...]], bool] = {}
        self.near_words = NearWords(self.holding)
        self._orders: OtherOrders | None = None
        self._name_fits: NameFits | None = None
        for place, unit in enumerate(self.units):
            self._add(place, unit)
        self.areas = {area for area in self._areas.values() if area}
        self._former = FormerNames(former, self.key, self._codes, self._place)

    def _add(self, place: int, unit: Known) -> None:
        names = [name for name in (unit.name, unit.short) if name]
        keys = [self.key(name) for name in names]
        if "(" in unit.name or "[" in unit.name:
            keys.append(self.key(ASIDE.sub(" ", unit.name)))
        self._keys[unit.id] = tuple(keys)
        for key in keys:
            listed = self.names.setdefault(key.folded, [])
            if key.folded and unit not in listed:
                listed.append(unit)
        for code in (unit.code, unit.id):
            if code:
                self._codes.setdefault(code.casefold(), []).append(unit)
        self._areas[unit.id] = self._place(unit.area)
        for word in keys[0].folded:
            self.holding.setdefault(word, set()).add(place)

    def place(self, unit: Known) -> tuple[str, ...]:
        """Return the name of a unit's place in words without marks, () where none is kept."""
        return self._areas[unit.id]

    def place_of(self, text: str) -> tuple[str, ...]:
        """Return the place of the register a text is the name of, () for any other text."""
        return place if (place := self._place(text)) in self.areas else ()

    def is_code(self, text: str) -> bool:
        """Tell whether a text is the code or id of a unit that stands or stood."""
        code = text.strip().casefold()
        return len(self._codes.get(code, ())) == 1 or self._former.is_code(code)

    def find(self, name: str, area: str = "", code: str = "") -> Match:
        """Return what a name stands for; `area` is what the sheet says of its place."""
        asked = (name, area, code)
        if asked not in self._seen:
            self._seen[asked] = self._find(name, area, code)
        return self._seen[asked]

    def is_kind(self, words: Sequence[str]) -> bool:
        """Whether units' names begin so: tiểu học, công ty tnhh; of other words several do."""
        least = 1 if set(words) <= self._kinds else 2
        begun = (key for key in self.names if key[: len(words)] == tuple(words))
        return sum(1 for _key in islice(begun, least)) == least

    def _find(self, name: str, area: str, code: str) -> Match:
        if code:
            coded = self._codes.get(code.strip().casefold(), [])
            if len(coded) == 1:
                return self._coded(coded[0], name)
        by_code = self._codes.get(one_line(name).casefold(), [])
        if len(by_code) == 1:
            return Match(by_code[0], sure=True)
        key = self.key(name)
        if all(word.isdigit() for word in key.folded):
            return Match(None, why="none")
        found = self._exactly(name, key, area) or self._formerly(name, key, area, code)
        return (found or self._part(key) or self._of_its_province(key) or self._office(key)
                or self._loosely(name, key, area))  # fmt: skip

    def _part(self, key: Key) -> Match | None:
        """The one part of a union whose name goes on so: “Vật lý” for Tổ Vật lí, “Dược” for Khoa
        Dược."""
        found = {
            unit.id: unit
            for part in PARTS
            for unit in self.names.get((part, *key.folded), ())
            if self.is_kind((part,))
        }
        if len(found) != 1:
            return None
        unit = next(iter(found.values()))
        size = len(key.folded)
        if any(held[-size:] == key.folded and self.names[held] != [unit] for held in self.names):
            return None  # "Trung tâm Ngoại ngữ" beside "Khoa Ngoại ngữ"
        toned = any(mine.toned[1:] == key.toned for mine in self._keys[unit.id])
        return Match(unit, why="short", plain=toned) if toned or not key.has_tones else None

    def _of_its_province(self, key: Key) -> Match | None:
        """The one unit whose name goes on with that of the province: “Bệnh viện Phổi tỉnh”."""
        if key.folded[-1:] != _PROVINCE or len(key.folded) < _FEWEST_WORDS:
            return None
        found = {unit.id: unit for place in name_words().provinces.known
                 for unit in self.names.get((*key.folded, *place), ())}  # fmt: skip
        size = len(key.folded)
        toned = any(
            key.agrees(Key(mine.folded[:size], mine.toned[:size], mine.short[:size]))
            for unit in found for mine in self._keys[unit]
        )  # fmt: skip
        if len(found) != 1 or (key.has_tones and not toned):
            return None
        return Match(next(iter(found.values())), why="short", plain=toned)

    def _office(self, key: Key) -> Match | None:
        """The one office of a place where only the place is told: “CĐCS xã Sơn Hùng” for CĐCS cơ
        quan xã Sơn Hùng, not for a school there."""
        if " ".join(key.folded[:2]) not in _PLACES and key.folded[:1] not in _SHORT_PLACES:
            return None
        size = len(key.folded)
        found = [unit for folded, units in self.names.items() for unit in units
                 if folded[-size:] == key.folded and folded[0] in _OFFICES]  # fmt: skip
        return Match(found[0], why="short") if len(found) == 1 else None

    def _formerly(self, name: str, key: Key, area: str, code: str) -> Match | None:
        """A name nobody bears on the day: its unit ended, was merged or goes by another name."""
        found = self._former.find(name, key, area, code)
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
        others = self.names.get(self.key(name).folded, [])
        if others and unit not in others:
            return Match(None, why="code", candidates=(unit, *others))
        return Match(unit, sure=False, why="code")

    def _exactly(self, name: str, key: Key, area: str) -> Match | None:
        listed = list(self.names.get(key.folded, []))
        if not listed:
            return None
        alone = len(listed) == 1
        same = [unit for unit in listed if any(map(key.agrees, self._keys[unit.id]))]
        alike: Sequence[Known] = ()
        if len(listed) > 1 and same and not any(is_toneless(name, one.name) for one in same):
            alike = () if key.has_tones else [unit for unit in listed if unit not in same]
            listed = same
        if len(listed) > 1 and area:
            near = [unit for unit in listed if self._is_at(unit, area)]
            listed = near or listed
        if len(listed) > 1:
            return Match(None, why="two", candidates=tuple(listed[:MOST_CANDIDATES]))
        unit = listed[0]
        if area and self._elsewhere(unit, area):
            return Match(unit, why="area")
        if key.has_tones and unit not in same:
            plain = alone and any(map(key.confuses, self._keys[unit.id]))
            return Match(unit, why="tones", plain=plain)
        others = self._otherwise(name, key, unit)
        return Match(unit, sure=not others, why="abbreviation" if others else "",
                     candidates=tuple(others or alike))  # fmt: skip

    def _otherwise(self, name: str, key: Key, unit: Known) -> list[Known]:
        """Return other units an abbreviation of several meanings may stand for: "TH số 2"."""
        if self._words.ambiguous.keys().isdisjoint(WORD.findall(name.lower())):
            return []
        written = {fold(word) for word in WORD.findall(nfc(name).lower())}
        written -= {fold(word) for word in WORD.findall(nfc(unit.name).lower())}
        found = []
        joined = " ".join(key.folded)
        for short in written & self._words.ambiguous.keys():
            meant = " ".join(self._words.names[(short,)])
            for full in self._words.ambiguous[short]:
                other = self.key(joined.replace(meant, full, 1))
                known = [*self.names.get(other.folded, ()), *self._of_number(other)]
                found += [one for one in known if one != unit]
        return list(dict.fromkeys(found))

    def _of_number(self, key: Key) -> dict[Known, Key]:
        """Return the units of a name whose number stands elsewhere: "Đông Lễ số 1"."""
        split = key.numbered()
        if split is None:
            return {}
        bare, number = split
        written = [self.holding.get(text, set()) for text in (number, *ROMANS.get(number, ()))]
        held = [set().union(*written), *(self.holding.get(word, set()) for word in bare.folded)]
        found = {}
        for unit in (self.units[place] for place in sorted(set.intersection(*held))):
            for mine in filter(None, (one.numbered() for one in self._keys[unit.id])):
                if (mine[0].folded, mine[1]) == (bare.folded, number):
                    found[unit] = mine[0]
        return found

    def _renumbered(self, name: str, key: Key, area: str) -> Match | None:
        """The unit whose number stands elsewhere in the name, or is written in Roman letters.

        Of schools nothing else can be meant; other units may be told apart by where it stands.
        """
        known = self._of_number(key)
        if not known:
            return None
        bare = key.numbered()
        assert bare is not None
        units = [unit for unit, mine in known.items() if bare[0].agrees(mine)] or list(known)
        units = [unit for unit in units if area and self._is_at(unit, area)] or units
        if len(units) > 1:
            return Match(None, why="two", candidates=tuple(units[:MOST_CANDIDATES]))
        unit = units[0]
        if area and self._elsewhere(unit, area):
            return Match(unit, why="area")
        if key.has_tones and not bare[0].agrees(known[unit]):
            return Match(unit, why="tones")
        others = self._otherwise(name, key, unit)
        school = bare[0].folded[:1] and bare[0].folded[0] in self._words.schools
        same = any(key.in_digits == mine.folded for mine in self._keys[unit.id])
        sure = len(known) == 1 and not others and bool(school or same)
        return Match(unit, sure=sure, why="abbreviation" if others else "order",
                     candidates=tuple(others))  # fmt: skip

    def _is_at(self, unit: Known, area: str) -> bool:
        place = self._areas[unit.id]
        return bool(place) and is_within(place, tuple(fold(w) for w in WORD.findall(area.lower())))

    def _elsewhere(self, unit: Known, area: str) -> bool:
        """Tell whether the sheet names another area of the register than the unit's."""
        mine = self._areas[unit.id]
        asked = (area, mine)
        if asked not in self._away:
            self._away[asked] = self._is_away(area, mine)
        return self._away[asked]

    def _is_away(self, area: str, mine: tuple[str, ...]) -> bool:
        told = tuple(fold(word) for word in WORD.findall(nfc(area).lower()))
        if not mine or is_within(mine, told):
            return False
        return any(is_within(other, told) and len(other) == len(self._place(area))
                   for other in self.areas)  # fmt: skip

    def _loosely(self, name: str, key: Key, area: str) -> Match:
        """A name with its place added or left out, shortened, or with a remark behind it."""
        without = self.key(ASIDE.sub(" ", name)) if ASIDE.search(name) else key
        if without.folded and without.folded != key.folded:
            aside = " ".join(a or b for a, b in ASIDE.findall(name))
            found = self._exactly(name, without, f"{area} {aside}".strip())
            if found is not None and found.unit is not None:
                sure = found.sure and self._is_remark(found.unit, aside)
                return Match(found.unit, sure=sure, why=found.why or "remark")
            if found is not None:
                return found
        if (turned := self._renumbered(name, key, area)) is not None:
            return turned
        if (tailed := self._without_tail(name, area)) is not None:
            return tailed
        placed = [unit for unit in self._sharing(key) if self._has_place_added(unit, key)]
        if len(placed) == 1:
            return Match(placed[0], sure=True, why="added")
        if (shortened := self._shortened(name, area)) is not None:
            return shortened
        if bare := self._without_aside(name, area) or self._without_district(name, area):
            return bare
        meant = self._meant(name, area) or self._meant(ASIDE.sub(" ", name), area)
        return meant or Match(None, why="none", candidates=tuple(self._near(key)))

    def _without_aside(self, name: str, area: str) -> Match | None:
        """The unit of a shortened name behind which stand brackets: a person, a telephone, what
        or where it was; None where they may tell it from another."""
        asides = [a or b for a, b in ASIDE.findall(name)]
        bare = ASIDE.sub(" ", name)
        kinds = (tuple(kind.split()) for kind in self._words.schools)
        said = self.key(" ".join(asides)).folded
        if (not asides or any(map(tells_apart, asides)) or not WORD.search(bare)
                or any(is_within(kind, said) for kind in kinds)):  # fmt: skip
            return None
        found = self._shortened(bare, area)
        return replace(found, plain=False) if found is not None else None

    def _without_district(self, name: str, area: str) -> Match | None:
        """The unit of a name behind which stands the district its place was of, told by that."""
        bare, district = district_apart(name)
        found = self._shortened(bare, area) if district else None
        ours = found is not None and found.unit is not None and self._is_at(found.unit, district)
        return replace(found, plain=False) if found is not None and ours else None

    def only_fit(self, name: str, area: str) -> Known | None:
        """Return the one unit a name may be short for, however little it tells; None where another
        bears the same words."""
        found = self._fits(name, area)[0]
        words = [word for word in self.key(name).folded if word in self.holding]
        if len(found) != 1:
            return None
        bearing = set.intersection(*(self.holding[word] for word in words)) if words else set()
        return None if bearing - {found[0].place} else self.units[found[0].place]

    def _fits(self, name: str, area: str) -> tuple[list[Fit], list[Fit]]:
        """Return what a shortened name fits at a place, and everywhere."""
        if self._name_fits is None:
            self._name_fits = NameFits(
                [unit.name for unit in self.units],
                [self._areas[unit.id] for unit in self.units],
                self._words, self.holding, self.near_words,
            )  # fmt: skip
        found = everywhere = self._name_fits.find(without_bullet(name))
        if area:
            here = [fit for fit in found if self._is_at(self.units[fit.place], area)]
            found = here or [f for f in found if not self._elsewhere(self.units[f.place], area)]
        return found, everywhere

    def _shortened(self, name: str, area: str) -> Match | None:
        """The unit a shortened name is nearest to, never for sure; None without any."""
        found, everywhere = self._fits(name, area)
        near = nearest(found)
        units = [self.units[fit.place] for fit in near]
        if len(near) == 1 and near[0].telling:
            plain = near[0].plain and stands_alone(near[0], everywhere)
            units += lettered_apart(self._keys[units[0].id][0].folded, near[0].words, self.names)
            if len(units) == 1:
                return Match(units[0], why=near[0].why, plain=plain)
        if len(units) > 1:
            return self._of_kind(units, area) or Match(
                None, why="two", candidates=tuple(units[:MOST_CANDIDATES]),
                by_kind=not any(fit.named for fit in near))  # fmt: skip
        return None

    def _of_kind(self, units: Sequence[Known], told: str) -> Match | None:
        """The one unit of the kind of school that the words around tell: "Khối THCS"."""
        words = [fold(word) for word in WORD.findall(nfc(told).lower())]
        kinds = [full for _piece, full in longest_matches(
            words, self._words.names, self._words.name_starts) if full]  # fmt: skip
        for kind in kinds:
            of = [unit for unit in units if is_within(kind, self._keys[unit.id][0].folded)]
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
        known = ours or is_person(tail) or is_former(tail)
        return Match(found.unit, why="remark") if known else None

    def _meant(self, name: str, area: str) -> Match | None:
        """The one unit whose name this is when short words are spelled out or slips mended."""
        for why, keys in (
            ("abbreviation", self._spelled_out(name)),
            ("order", self._other_orders().with_trade_moved(self.key(name).folded)),
            ("spelling", self._mended(name)),
        ):
            found = {unit.id: unit for key in keys for unit in self.names.get(key, ())
                     if self._may_mean(name, unit)}  # fmt: skip
            near = [unit for unit in found.values() if area and self._is_at(unit, area)]
            units = near or list(found.values())
            if len(units) == 1 and not (area and self._elsewhere(units[0], area)):
                return Match(units[0], why=why)
            if units:
                return Match(None, why="two", candidates=tuple(units[:MOST_CANDIDATES]))
        return None

    def _may_mean(self, name: str, unit: Known) -> bool:
        """Whether numbers and the marks of words both names hold do not speak against a unit."""
        name = without_bullet(name)
        return same_numbers(name, unit.name) and agree_in_tones(name, f"{unit.name} {unit.short}")

    def _spelled_out(self, name: str) -> Iterator[tuple[str, ...]]:
        for text in spelled_out(without_bullet(name), self._words):
            yield self.key(text).folded

    def _mended(self, name: str) -> Iterator[tuple[str, ...]]:
        """Yield the words of a name with its slips mended: letters, spaces, the kind of unit."""
        bare = without_bullet(name)
        kind = with_kind_mended(bare, self._words)
        for text in filter(None, (bare, kind)):
            key = self.key(text)
            if text is kind:
                yield key.folded
            since = int(key.folded[:1] == ("truong",))  # "Trường THSC": the kind was the slip
            yield from mended(key.folded[since:], key.toned[since:], self.holding.__contains__,
                              self.near_words)  # fmt: skip
            for joined in {"".join(key.folded), run_together(text)}:
                yield from self._other_orders().of_letters(joined)

    def _other_orders(self) -> OtherOrders:
        self._orders = self._orders or OtherOrders(self.names, name_words().common)
        return self._orders

    def _is_remark(self, unit: Known, aside: str) -> bool:
        """Whether what stands in brackets says no more than where the unit is."""
        return self._is_at(unit, aside) and len(self._place(aside)) == len(self._areas[unit.id])

    def _sharing(self, key: Key) -> list[Known]:
        """Return the units that hold the rarest word of the key, or whose words it holds."""
        places: set[int] = set()
        held = [self.holding[word] for word in key.folded if word in self.holding]
        for one in sorted(held, key=len)[:3]:
            places |= one
        return [self.units[place] for place in sorted(places)]

    def _has_place_added(self, unit: Known, key: Key) -> bool:
        """Whether a name is the register's, in its order, with the unit's place in it or behind."""
        mine, area = self._keys[unit.id][0], self._areas[unit.id]
        size = len(key.folded) - len(mine.folded)
        if size <= 0 or not area:
            return False
        for at in range(len(key.folded) - size + 1):
            extra = key.folded[at : at + size]
            if (key.folded[:at] + key.folded[at + size :] == mine.folded and is_within(area, extra)
                    and set(extra) <= {*area, *self._words.places}):  # fmt: skip
                return not key.has_tones or key.toned[:at] + key.toned[at + size :] == mine.toned
        return False

    def _near(self, key: Key) -> list[Known]:
        """Return the units whose names share most words, for a person to choose from."""
        meant = [self.near_words(word) for word in key.folded]
        words = sorted({word for words in meant for word in words})
        held = [self.holding[word] for word in words if word in self.holding]
        places = {place for one in sorted(held, key=len)[:3] for place in sorted(one)[:_MOST_HELD]}
        scored = []
        for place in places:
            unit = self.units[place]
            mine = set(self._keys[unit.id][0].folded)
            shared = sum(1 for words in meant if words & mine)
            scored.append((shared / (len(meant) + len(mine) - shared), unit.name, unit))
        scored.sort(key=lambda one: (-one[0], one[1]))
        return [unit for share, _name, unit in scored[:3] if share >= 0.3]

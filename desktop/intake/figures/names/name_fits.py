"""Which units of the register a shortened name may stand for, and how far each lies from it.

A written name fits a unit when the unit's name tells every word of it: the word itself, its first
letter, the first letters of several, another word for the same, a slip of the hand. What the
unit's name says beyond may only be what people leave out: the legal form, the kind, the trade,
the place, never a part of a proper name nor a number. Distances have no unit; 0 is the same
words, and two units that lie close together are rivals.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Final, Literal

from desktop.intake.figures.names.alignments import NOTHING_SAID, Manner, lay
from desktop.intake.figures.names.held_names import (
    NEVER,
    ROMANS,
    HeldName,
    NameReader,
    bit,
    without_zone,
)
from desktop.intake.figures.names.home_places import groups_in, homes_in
from desktop.intake.figures.names.name_places import (
    PAIRED,
    is_kind_of_place,
    other_level,
    own_place,
    tells_other_place,
)
from desktop.intake.figures.names.near_names import is_syllable, one_i, sounds_of, tone_last
from desktop.intake.figures.names.place_letters import with_place
from desktop.intake.figures.names.plain_names import FORM, SCHOOL, Taken, is_plain
from desktop.intake.figures.names.told_names import NameTeller, Part, Told
from desktop.intake.figures.wording.name_words import name_words
from desktop.intake.figures.wording.vocabulary import Vocabulary

MARGIN: Final = 0.95
"""A unit nearer than another by less than this is no clear choice."""
CLOSE: Final = 0.5
"""The same beside a unit that only shares what is told of the kind and the place."""
ALONE: Final = 1.7
"""With no other unit within this a name is one unit's, whatever slip or letter it may hide."""
Why = Literal["short", "abbreviation", "spelling"]

_FARTHEST: Final = 3.6
_MOST_GENERAL: Final = 0.9
_APART_NAME, _NAME_BETWEEN, _PLACE_BEHIND = 0.8, 1.5, 1.5
_SPARE, _OWN_PLACE, _ITS_PLACE, _SOME_PLACE = NOTHING_SAID, 0.05, 0.3, 1.0
_OFFICE: Final = 0.12
_NUMBERED: Final = 0.3
_WHOLE: Final = frozenset({"same", "short", "initials", "meant", "joined"})
_FULL, _LONG_WORD = 3, 6
_LEVELS: Final = frozenset({"tieu", "thcs", "thpt"})
_DEPARTMENT, _OFFICE_OF = "sở", "co"
_TEAM: Final = frozenset({"to", tone_last("tổ")})
_CLASS, _COMMITTEE = "lop", "ubnd"
_OF_A_PLACE: Final = frozenset({"thi", "tran", "thanh", "pho", "viet", "nam"})
_HEAD_OFFICE: Final = ("van", "phong")
_ENDING: Final = frozenset({"xa", "phuong", "huyen", "tinh"})
_FEW, _MANY = 600, 3_000
_HYPHENS: Final = re.compile(r"(?<=[A-ZĐ]{2})-(?=[A-ZĐ]{2})")
_BRANCH: Final = re.compile(r"^(?:(?:CĐCS|Công đoàn cơ sở)\s+)?(CN|Chi nhánh)\s+(\S+\s.+)$", re.I)
_FORMS: Final = (
    (re.compile(r"\bjsc\b|\bjoint stock\b", re.I), re.compile(r"\b(?:cổ phần|cp)\b", re.I)),
    (re.compile(r"\bltd\b|\bllc\b", re.I), re.compile(r"\btnhh\b|trách nhiệm hữu hạn", re.I)),
)
"""What tells a firm's form in English, and in Vietnamese."""
_MOST_TOLD: Final = 14
_LONGEST_WAY: Final = 6
_OPENING: Final = range(3, 7)


@dataclass(frozen=True, slots=True)
class Fit:
    """A unit, by its place in the register, that a name may stand for.

    `far` is the distance; a name is `telling` when it says more than a kind or a place; `why` is
    in what it differs most, `words` are those of the unit's name that are told. A `named` one
    tells a proper name or a number, a `whole` one leaves nothing of the unit's name out, a `plain`
    one is certain where no other unit of the register fits at all.
    """

    place: int
    far: float
    telling: bool
    why: Why
    named: bool
    whole: bool
    plain: bool
    words: tuple[str, ...]


def stands_alone(fit: Fit, found: Sequence[Fit]) -> bool:
    """Whether no other unit a name may stand for lies anywhere near.

    One of which no more than a kind or a place is told need not lie as far.
    """
    return all(other is fit or other.far > fit.far + (ALONE if other.telling else CLOSE)
               for other in found)  # fmt: skip


def nearest(found: Sequence[Fit]) -> list[Fit]:
    """Return the fits that may be meant of those a name has: one, or rivals that lie as near.

    What tells no name ("Bệnh viện Đa khoa") is every unit's it fits; a name that leaves nothing
    of one unit's out is that unit's: "XDGT Quảng Trị" beside "Tư vấn XDGT Quảng Trị".
    """
    best = next((fit for fit in found if fit.telling), None)
    if best is None:
        return [fit for fit in found if fit.far < found[0].far + CLOSE]
    if not best.named:
        return [fit for fit in found if fit.telling or set(best.words) <= set(fit.words)]
    near = [fit for fit in found if fit.far < best.far + MARGIN]
    whole = [fit for fit in near if fit.whole and fit.telling]
    return whole if len(whole) == 1 else near


class NameFits:
    """Names of a register, to be looked for by shortened ones.

    `names` and `areas` are the units' by place; `holding` tells the places of the units that hold
    a word, `near` the words they hold a letter away from another.
    """

    def __init__(
        self, names: Sequence[str], areas: Sequence[Sequence[str]], words: Vocabulary,
        holding: Mapping[str, set[int]], near: Callable[[str], set[str]],
    ) -> None:  # fmt: skip
        self._texts, self._words, self._holding, self._near = names, words, holding, near
        placed = areas if any(areas) else homes_in(names)
        self._areas = [without_zone(area) for area in placed]
        self._places = tuple({tuple(area) for area in self._areas})
        self._more = name_words()
        self._reader = NameReader(words, self._more, groups_in(names))
        self._teller = NameTeller(words, self._more)
        self._names: dict[int, HeldName] = {}
        self._numbers = {ROMANS[word] for word in holding if word in ROMANS}
        self._openings = {word[:size] for word in holding if not is_syllable(word)
                          for size in _OPENING if size < len(word)}  # fmt: skip
        self._area_words = frozenset(word for area in self._areas for word in area)
        self._one_place = len({tuple(area) for area in areas}) == 1

    def find(self, name: str) -> list[Fit]:
        """Return the units a name fits, the nearest first.

        Letters joined by hyphens are first letters that belong together, else each a part of its
        own: “VH-ĐA”, “SR-KST-CT”. A branch may be put before its firm: “CN Cty CP … Sa Đéc”. The
        last letters may be those of a place: “TH HH-ĐKR”.
        """
        others = (_HYPHENS.sub(" - ", name), _BRANCH.sub(r"\2 (\1)", name),
                  with_place(name, self._places))  # fmt: skip
        ways = (name, *(other for other in others if other != name))
        return next(filter(None, map(self._find, ways)), [])

    def _find(self, name: str) -> list[Fit]:
        parts = self._teller.parts(name)
        told = [word for part in parts for word in part]
        telling = sum(1 for at in range(len(told)) if not _is_left_out(told, at))
        if not told or telling > _MOST_TOLD:
            return []
        if not all(self._is_possible(told, at) for at in range(len(told))):
            return []
        found: list[Fit] = []
        for spoken in (False, True):
            if not found and (not spoken or any(map(self._may_be_spoken, told))):
                found = [fit for place in self._candidates(told, spoken=spoken)
                         if (fit := self._fit(place, parts)) is not None]  # fmt: skip
        found = self._of_form(name, found)
        found += self._as_likely(parts, found)
        found.sort(key=lambda fit: (fit.far, self._texts[fit.place]))
        if found and not any(fit.named for fit in found):
            found += self._of_kind(found)
        return found

    def _as_likely(self, parts: Sequence[Part], found: Sequence[Fit]) -> list[Fit]:
        """Return the units that are no schools beside a school that “Trường Sơn” alone fits."""
        if not found or len(parts) > 1 or parts[0][0].folded != SCHOOL:
            return []
        held = [self._holders(word.folded) for word in parts[0]]
        others = set.intersection(*held) - {fit.place for fit in found}
        return [replace(found[0], place=place, plain=False) for place in sorted(others)
                if not self._name(place).is_school]  # fmt: skip

    def _of_form(self, name: str, found: list[Fit]) -> list[Fit]:
        """Leave out firms of another form than a name tells in English, where one is of that."""
        told = next((form for mark, form in _FORMS if mark.search(name)), None)
        own = [fit for fit in found if told is not None and told.search(self._texts[fit.place])]
        return own or found

    def _of_kind(self, found: Sequence[Fit]) -> list[Fit]:
        """Return the other units that bear the same kind, those with a number as well."""
        known = {fit.place for fit in found}
        best = next((fit for fit in found if fit.telling), found[0])
        held = [self._holding.get(word, set()) for word in best.words]
        others = set.intersection(*held) - known if held else set()
        return [replace(best, place=place, far=_FARTHEST, telling=False, plain=False)
                for place in sorted(others)]  # fmt: skip

    def _is_possible(self, told: Sequence[Told], at: int) -> bool:
        """Whether a word may be one of the register's: a stranger's name is told so quickly."""
        word = told[at]
        if self._holders(word.folded) or word.folded in self._area_words or word.ways:
            return True
        if _is_covered(told, at) or _is_team(told, at):
            return True
        if word.folded.isdigit():
            return word.folded in self._numbers or self._may_join(told, at)
        if word.letters or word.dotted or len(word.folded) == 1 or self._is_spare(word):
            return True
        if any(word.folded[:size] in self._openings for size in _OPENING):
            return True
        if len(self._near(one_i(word.folded))) > 1 or any(
            other in self._holding for other in sounds_of(word.folded)
        ):
            return True
        return self._may_join(told, at)

    def _may_join(self, told: Sequence[Told], at: int) -> bool:
        """Whether a word and one beside it are one of the register's: "Super Dong"."""
        words = [word.folded for word in told[max(at - 1, 0) : at + 2]]
        return any(one + other in self._holding for one, other in pairwise(words))

    def _may_be_spoken(self, word: Told) -> bool:
        """Whether a word of the register may be another one of it as people say it."""
        return not self._holding.keys().isdisjoint(sounds_of(word.folded))

    def _candidates(self, told: Sequence[Told], *, spoken: bool) -> list[int]:
        """Return the places of the units that hold all words that cannot be told otherwise.

        `spoken` ones may be spelled as people speak.
        """
        held = [self._holders(word.folded) for at, word in enumerate(told)
                if self._is_firm(word) and not _is_team(told, at) and not self._may_join(told, at)
                and not _is_left_out(told, at)
                and not (spoken and self._may_be_spoken(word))]  # fmt: skip
        found = set.intersection(*held) if held else set(range(len(self._texts)))
        if len(self._texts) > _MANY and len(found) > _FEW:
            return []
        asked = [self._first_letters(word) for at, word in enumerate(told)
                 if not _is_team(told, at) and (
                     not at or (not _is_covered(told, at)
                                and (word.ways or self._holders(word.folded))))]  # fmt: skip
        return [place for place in sorted(found)
                if all(not mask or mask & self._name(place).letters for mask in asked)]  # fmt: skip

    def _holders(self, word: str) -> set[int]:
        """Return the places of the units that hold a word, with i for y or y itself."""
        return self._holding.get(word, set()) | self._holding.get(one_i(word), set())

    def _is_firm(self, word: Told) -> bool:
        return (
            len(word.folded) > 1 and not word.ways and not word.letters and not word.dotted
            and bool(self._holders(word.folded)) and not self._is_spare(word)
            and word.folded not in self._area_words
        )  # fmt: skip

    def _first_letters(self, word: Told) -> int:
        """Return the letters a unit's word may begin with to be told by one, 0 for any."""
        free = word.folded.isdigit() or word.folded == _COMMITTEE
        if free or self._is_spare(word) or word.folded in self._area_words:
            return 0
        firsts = {*word.firsts, *("" for way in word.ways if not way.meant)}
        return 0 if "" in firsts else sum(map(bit, firsts))

    def _is_spare(self, word: Told) -> bool:
        return (word.folded in self._more.spare or word.folded in self._words.places
                or word.folded in (SCHOOL, _CLASS) or word.folded in _OF_A_PLACE)  # fmt: skip

    def _name(self, place: int) -> HeldName:
        if place not in self._names:
            self._names[place] = self._reader.read(self._texts[place], self._areas[place])
        return self._names[place]

    def _fit(self, place: int, parts: Sequence[Part]) -> Fit | None:
        """Return how a name fits a unit: what it says of a place laid along the unit's or not."""
        name = self._name(place)
        placed = any(word.folded in name.area or self._is_spare(word)
                     for part in parts for word in part)  # fmt: skip
        ways = [self._laid(place, parts, spare=spare) for spare in (False, True)[: 1 + placed]]
        found = [fit for fit in ways if fit is not None]
        return min(found, key=lambda fit: (not fit.telling, not fit.whole, fit.far), default=None)

    def _laid(self, place: int, parts: Sequence[Part], *, spare: bool) -> Fit | None:
        name = self._name(place)
        if parts[0][0].folded == SCHOOL and not name.is_school and len(parts) == 1:
            return None  # "Trường Sơn" alone is as likely a school
        taken: dict[int, Manner] = {}
        far, beyond = 0.0, 0
        for part in parts:
            found = lay(part, name, taken, partial(self._skips, spare=spare))
            if found is None:
                return None
            far += found[0]
            beyond += found[3]
            taken |= dict(found[2])
        left = _left_out(name, taken) if taken else NEVER
        if far + left > _FARTHEST or other_level(name, taken, parts):
            return None
        telling = self._is_telling(name, taken, spare=spare) and not _lacks_part(name, taken)
        named = any(name.words[at].run >= 0 or name.words[at].proper for at in taken)
        whole = named and not beyond and _is_whole(name, taken)
        plain = telling and not beyond and is_plain(name, taken, one_place=self._one_place)
        words = tuple(name.words[at].folded for at in sorted(taken))
        return Fit(place, far + left, telling, _why(name, taken), named, whole, plain, words)

    def _skips(self, name: HeldName, told: Part, at: int, *, spare: bool) -> float | None:
        """Return the distance of a written word that a unit's name need not hold.

        `spare` tells whether that may be the words for its place.
        """
        word = told[at].folded
        if word == SCHOOL:
            return 0.0 if name.is_school else None
        if word in self._more.spare or (word == _CLASS and name.is_school):
            return _SPARE if told[at].raw.lower() != _DEPARTMENT else None
        if _is_team(told, at):
            return _SPARE
        first = name.words[0]
        if (
            word == _COMMITTEE
            and name.is_office
            and (first.sort == "place" or first.folded == _OFFICE_OF)
        ):
            return _OFFICE  # the union of a commune's office goes by the commune
        if not spare:
            return None
        own = own_place(name, told)
        if at in own:
            return _OWN_PLACE
        if at in own_place(name, told, cut=True):
            return _ITS_PLACE
        alone = word == "nam" and not (at and told[at - 1].folded == "viet")
        if alone or not self._is_spare(told[at]):
            return None  # "Nam Hải Lăng" is not "Hải Lăng"
        if at + 1 in own or (at + 2 in own and word in PAIRED):
            return _OWN_PLACE
        if told[at].last:
            return _SOME_PLACE if word in _ENDING else None
        return _ITS_PLACE if is_kind_of_place(told, at) else None

    def _is_telling(self, name: HeldName, taken: Taken, *, spare: bool) -> bool:
        """Whether what is told is more than a kind or a place others may share."""
        words = name.words
        proper = [at for at in taken if words[at].run >= 0 or words[at].proper]
        exact = [at for at in proper if taken[at] in _WHOLE]
        general = [at for at in taken if words[at].sort in ("kind", "common")]
        slips = [at for at, manner in taken.items() if manner == "slip"]
        if _tells_all(name, taken, slips):
            return True
        if slips and len(general) + len(proper) < 3:
            return False
        brands = [at for at in proper if words[at].sort == "name" and words[at].foreign
                  and len(words[at].folded) > 1]  # fmt: skip
        if not set(brands).isdisjoint(exact) or (slips and brands and len(general) > 2):
            return True
        if len(exact) > 1 and any(words[at].sort != "number" for at in exact):
            return True
        if not general:
            return _is_all_letters(name, taken)
        if any(words[at].sort == "number" for at in exact) or (exact and len(proper) > 1):
            return True
        if proper and any(len(run) > 1 and taken.keys() >= set(run) for run in name.runs):
            return True
        return not any(words[at].run >= 0 for at in taken) and self._is_kind_of_one(
            name, taken, spare=spare)  # fmt: skip

    def _is_kind_of_one(self, name: HeldName, taken: Taken, *, spare: bool) -> bool:
        """Whether a kind is told that one unit may have alone: "Trạm y tế", "Hạt KL".

        Only the place may be missing, and the name of the only unit of a trade.
        """
        words = name.words
        left = [word for at, word in enumerate(words) if at not in taken]
        unnamed = (name.is_office and not spare) or all(word.sort != "name" for word in left)
        if not unnamed and sum(words[at].sort == "common" for at in taken) < 2:
            return False
        phrase = tuple(words[at].folded for at in sorted(taken))
        said = sum(1 if is_syllable(word) else 2 for word in phrase)
        return said > 1 and phrase not in self._more.whole


def _tells_all(name: HeldName, taken: Taken, slips: Sequence[int]) -> bool:
    """Whether a name leaves out no more of a unit's than what a firm is: “Quỹ BVMT”.

    One of its words may be mistyped where three others are not, or a long foreign one beside
    another of the same name.
    """
    words = name.words
    left = [word for at, word in enumerate(words) if at not in taken]
    if any(word.sort != "kind" or word.folded not in FORM for word in left):
        return False
    told = [at for at in taken if words[at].folded not in FORM]
    if not slips:
        return len(told) >= _FULL
    mistyped = words[slips[0]]
    named = sum(words[at].run >= 0 for at in told) > 1
    foreign = named and mistyped.foreign and len(mistyped.folded) >= _LONG_WORD
    return len(slips) == 1 and (foreign or len(told) > _FULL)


def _is_team(told: Sequence[Told], at: int) -> bool:
    """Whether a word only tells a part of a union: "Tổ Bảo vệ" is "Tổ công đoàn Bảo vệ"."""
    return not at and told[at].toned in _TEAM


def _is_left_out(told: Sequence[Told], at: int) -> bool:
    """Whether words before a told one stand for others together with it, or tell nobody apart:
    “cơ quan văn phòng”, “công đoàn cơ sở”."""
    before, word = range(max(at - _LONGEST_WAY, 0), at), told[at].folded
    return any(at < n + way.told and word not in way.meant for n in before for way in told[n].ways)


def _is_covered(told: Sequence[Told], at: int) -> bool:
    """Whether words before a told one may stand for something together with it: "cấp 2"."""
    before = range(max(at - _LONGEST_WAY, 0), at)
    return any(at < n + way.told for n in before for way in told[n].ways)


def _is_all_letters(name: HeldName, taken: Taken) -> bool:
    """Whether three letters or more stand for all of a proper name: "SEV"."""
    if len(taken) < 3 or any(manner not in ("letter", "letters") for manner in taken.values()):
        return False
    return all(at in taken for run in name.runs for at in run)


def _left_out(name: HeldName, taken: Taken) -> float:
    """Return the distance of what is not told; NEVER where a part of a proper name is missing."""
    words = name.words
    levels = {at for at, word in enumerate(words) if word.sort == "kind" and word.folded in _LEVELS}
    if levels & taken.keys() and levels - taken.keys():
        return NEVER  # "THCS" is not all of "TH và THCS"
    if tells_other_place(name, taken):
        return NEVER
    general = [word.leave for at, word in enumerate(words) if at not in taken and word.run < 0]
    far = min(_MOST_GENERAL, sum(leave for leave in general if leave < 1))
    far += max((words[at].leave for at in _parts_left(name, taken)), default=0.0)
    named = [at for at in taken if words[at].run >= 0]
    missing = between = False
    for run in name.runs:
        left, told = [at for at in run if at not in taken], [at for at in run if at in taken]
        if any(words[at].sort == "number" for at in left):
            if not name.is_school or any(words[at].sort == "kind" for at in taken):
                return NEVER
            # Which of the schools of a name is meant its kind would have to tell.
            far += _NUMBERED
        elif told and left:
            # Only a place may stand behind a whole name: "Nguyễn Huệ Hải Ba".
            if len(told) < 2 or len(left) < 2 or max(told) > min(left):
                return NEVER
            far += _PLACE_BEHIND
        elif left:
            between |= any(at < run[0] for at in named) and any(at > run[0] for at in taken)
            missing = True  # a name of several foreign words is one name: "Ea H'leo"
    if not missing:
        return far
    return far + (_NAME_BETWEEN if between else _APART_NAME)


def _parts_left(name: HeldName, taken: Taken) -> list[int]:
    """Return the words for a branch or a group that are not told, nor by a place behind them.

    "Orion YP" is "Orion - Chi nhánh Yên Phong".
    """
    return [at for at, word in enumerate(name.words)
            if at not in taken and word.run < 0 and word.leave >= 1
            and (taken.keys().isdisjoint((at + 1, at + 2)) or min(taken) > at)]  # fmt: skip


def _lacks_part(name: HeldName, taken: Taken) -> bool:
    """Whether a number is missing, or that the unit is only the office of what is told."""
    if any(word.sort == "number" for at, word in enumerate(name.words) if at not in taken):
        return True
    opening = tuple(word.folded for word in name.words[: len(_HEAD_OFFICE)])
    return opening == _HEAD_OFFICE and taken.keys().isdisjoint(range(len(_HEAD_OFFICE)))


def _is_whole(name: HeldName, taken: Taken) -> bool:
    """Whether nothing of a unit's name is left out, nor its proper names shortened or mistyped."""
    return all(
        word.folded == SCHOOL or taken.get(at) in _WHOLE
        or (taken.get(at) == "letters" and word.general)
        for at, word in enumerate(name.words)
    )  # fmt: skip


def _why(name: HeldName, taken: Taken) -> Why:
    manners = set(taken.values())
    if manners & {"slip", "joined", "bare"}:
        return "spelling"
    if manners & {"short", "initials", "meant", "letter", "letters"}:
        return "abbreviation"
    left = {word.folded for at, word in enumerate(name.words) if at not in taken}
    return "short" if left - {SCHOOL} else "spelling"

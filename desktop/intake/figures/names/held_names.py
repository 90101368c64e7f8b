"""The words of a register's names: which tell a unit from others, which people leave out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from desktop.intake.figures.names.near_names import is_syllable, one_i, one_vowel, tone_last
from desktop.intake.figures.wording.name_words import NameWords, Phrases
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.phrases import longest_matches
from desktop.models.text import fold, nfc, one_line

Sort = Literal["kind", "common", "place", "group", "name", "number"]
WORD: Final = re.compile(r"\d+|[^\W\d_]+")
ROMANS: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7",
                 "viii": "8", "ix": "9", "x": "10", "xii": "12", "xiii": "13", "xiv": "14",
                 "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18", "xix": "19",
                 "xx": "20"}  # fmt: skip
"""Not XI: “XI NGHIEP” is a works."""
NEVER: Final = 99.0
_LEFT_OUT: Final[Mapping[str, float]] = {
    "kind": 0.05, "place": 0.05, "group": 0.05, "common": 0.2, "name": 0.8, "number": NEVER,
}  # fmt: skip
_APART: Final = 1.0
_SCHOOL: Final = "truong"
_SCHOOLS: Final = (
    ("tieu", "hoc"), ("mam", "non"), ("mau", "giao"), ("thcs",), ("thpt",), ("ptdtbt",),
    ("ptdtnt",), ("cao", "dang"), ("dai", "hoc"), ("trung", "cap"), ("gdtx",),
)  # fmt: skip
_ZONES: Final = (
    ("khu", "cong", "nghiep"), ("cum", "cong", "nghiep"), ("cong", "nghiep"), ("kcn",), ("ccn",),
    ("khu", "kinh", "te"), ("kkt",),
)  # fmt: skip
COUNTRY: Final = frozenset({"viet", "nam", "vina"})
"""Words for Vietnam, which tell no company from another."""
_PLACE_WORDS: Final = frozenset({
    "tỉnh", "huyện", "xã", "phường", "quận", "thị", "trấn", "thành", "phố", "đặc", "khu", "khối",
    "cụm", "thôn", "ấp", "vina", "số", "tp", "tx", "tt", "p", "x",
})  # fmt: skip
_PARTICLES: Final = frozenset({"tai", "cua", "thuoc", "o", "va", "so", "kiem", "ve", "cho"})
_AT_THE_END: Final = frozenset({"tinh", "huyen", "xa", "phuong", "tran", "pho", "quan", "vina"})
_BEFORE: Final = {"thi": ("tran", "xa"), "thanh": ("pho",), "dac": ("khu",)}
_BEHIND: Final = {"tran": "thi", "pho": "thanh"}


@dataclass(frozen=True, slots=True)
class Held:
    """A word of a unit's name.

    `run` is the stretch of a proper name it belongs to (-1: none), `leave` the distance of a name
    without it; `proper` tells a place's own name, `begins` the first word of a phrase, `marked`
    that the whole name bears marks, `country` that a word says “Việt Nam”, `general` that it is of
    no proper name: a kind, or a common noun by its small letters ("Kế hoạch", never the "Kế" of
    "Kế Xuyên").
    """

    folded: str
    toned: str
    sort: Sort
    run: int
    leave: float
    proper: bool
    begins: bool
    marked: bool
    country: bool
    general: bool

    @property
    def foreign(self) -> bool:
        """Whether no Vietnamese would spell a word so."""
        return not is_syllable(self.folded)


@dataclass(frozen=True, slots=True)
class HeldName:
    """A unit's name as its words.

    `runs` are the places of the words of each proper name in it, `letters` the first letters of
    all as bits, `area` the words of the unit's place; an office bears a place's name by nature.
    """

    words: tuple[Held, ...]
    runs: tuple[tuple[int, ...], ...]
    is_school: bool
    is_office: bool
    letters: int
    area: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    toned: str
    is_kind: bool
    small: bool
    glued: bool  # only a space stands before it


def plain(raw: str) -> str:
    """Return a word without marks, a number without leading zeros."""
    folded = fold(raw)
    return (folded.lstrip("0") or "0") if folded.isdigit() else folded


def bit(letter: str) -> int:
    """Return a letter as a bit; few letters share one."""
    return 1 << (ord(letter) & 63)


def without_zone(area: Sequence[str]) -> tuple[str, ...]:
    """Return the name of a zone of industry without its kind: "KCN Yên Phong"."""
    return next((tuple(area[len(kind) :]) for kind in _ZONES if tuple(area[: len(kind)]) == kind),
                tuple(area))  # fmt: skip


class NameReader:
    """Tells the words of a register's names apart."""

    def __init__(
        self, words: Vocabulary, more: NameWords, groups: frozenset[str] = frozenset()
    ) -> None:
        self._words, self._more, self._groups = words, more, groups

    def read(self, name: str, area: Sequence[str]) -> HeldName:
        """Return a unit's name as its words; `area` is the name of its place, folded."""
        text = nfc(one_line(name)).replace("&", " va ")
        found = list(self._split(text))
        said = [word.folded for word in found]
        is_school = said[:1] == [_SCHOOL] or any(
            tuple(said[at : at + len(kind)]) == kind for at in range(len(said)) for kind in _SCHOOLS
        )
        places = _place_words(found)
        sorts = self._sorts(found, tuple(area), places, trades=not is_school)
        begins = self._beginnings(said, sorts)
        apart = _found(said, self._more.apart)
        small = _common_nouns(found, places)
        words: list[Held] = []
        runs: list[list[int]] = []
        for at, word in enumerate(found):
            sort, run = sorts[at], -1
            if sort in ("name", "number"):
                if _goes_on(words, word):
                    run = words[-1].run
                    # The "A" of "Dịch Vọng A" tells units apart as a number does.
                    sort = "number" if len(word.toned) == 1 and word.toned.isascii() else sort
                else:
                    run = len(runs)
                    runs.append([])
                runs[run].append(at)
            country = _is_country(said, at)
            proper = sort == "place" and not country and not places[at]
            leave = _APART if apart[at] and run < 0 else _LEFT_OUT[sort]
            general = (
                not proper and not country and (sort in ("kind", "common", "place") or small[at])
            )
            words.append(Held(word.folded, word.toned, sort, run, leave, proper, begins[at],
                              not text.isascii(), country, general))  # fmt: skip
        letters = sum({bit(word.folded[0]) for word in words})
        is_office = places[:1] == [True] or any(
            tuple(said[: len(kind)]) == kind for kind in self._more.offices
        )
        return HeldName(tuple(words), tuple(map(tuple, runs)), is_school, is_office, letters,
                        tuple(area))  # fmt: skip

    def _split(self, text: str) -> Iterator[_Word]:
        """Yield the words of a name, its kinds written out, without what every union is called."""
        found = list(WORD.finditer(text))
        folded = [plain(one.group()) for one in found]
        at, first = 0, True
        for piece, full in longest_matches(folded, self._words.names, self._words.name_starts):
            raw = found[at].group()
            glued = at > 0 and text[found[at - 1].end() : found[at].start()] == " "
            if full is None:
                number = _roman(raw)
                toned = tone_last(one_vowel(one_i(raw.lower())))
                yield _Word(number or piece[0], number or toned, first and piece == (_SCHOOL,),
                            raw.islower(), glued)  # fmt: skip
                first = False
            for word in full or ():
                if word:
                    yield _Word(word, word, is_kind=True, small=raw.islower(), glued=glued)
                    first = False
            at += len(piece)

    def _sorts(self, words: Sequence[_Word], area: Sequence[str], places: Sequence[bool],
               *, trades: bool) -> list[Sort]:  # fmt: skip
        """Return what sort of word each is; `trades` may name what a unit does before its name."""
        said = [word.folded for word in words]
        made: list[Sort | None] = ["kind" if word.is_kind else None for word in words]
        if len(said) > 1 and said[-1] in self._groups:
            made[-1] = "group"
        _mark(made, said, self._more.provinces, "place")
        _mark(made, said, self._more.common, "common")
        for at in range(len(said) - len(area) + 1 if area else 0):
            end = at + len(area)
            behind = [made[n] or places[n] for n in range(end, min(end + 2, len(said)))]
            goes_on = behind[:1] in ([None], [False]) and bool(behind[1] if behind[1:] else True)
            if tuple(said[at:end]) == area and not goes_on:  # "An Phú", not "An Phú Đông"
                made[at:end] = ["place"] * len(area)
        for at, word in enumerate(words):
            if made[at] is not None:
                continue
            before = made[at - 1] if at else None
            if (
                (word.folded in self._more.heads and not at)
                or (word.folded == "chuyen" and before == "kind")
                or (at and word.folded == _SCHOOL and _is_school_kind(said[at + 1 :]))
            ):
                made[at] = "common"
            elif trades and self._is_trade(words, made, places, at):
                made[at], trades = "common", False
            elif places[at]:
                made[at] = "place"
            elif word.folded.isdigit():
                made[at] = "number"
            else:
                trade = trades and _names_a_trade(words, at)
                made[at] = "common" if trade or _is_small_talk(words, at) else "name"
                trades = trades and made[at] == "common"
        return [
            "place" if _is_country(said, at) and sort == "kind" else sort or "name"
            for at, sort in enumerate(made)
        ]

    def _is_trade(self, words: Sequence[_Word], made: Sequence[Sort | None],
                  places: Sequence[bool], at: int) -> bool:  # fmt: skip
        """Whether a whole name is left behind a trade: "Gỗ Minh Phát", not "Sơn Ca" nor "GO!"."""
        trade = self._more.trades.get(words[at].folded)
        marked = any(not word.toned.isascii() for word in words)
        if trade is None or (marked and words[at].toned != tone_last(trade)):
            return False
        behind = [made[n] or ("place" if places[n] else None) for n in range(at + 1, len(made))]
        return bool(behind) and (behind[0] is not None or behind[1:2] == [None])

    def _beginnings(self, said: Sequence[str], sorts: Sequence[Sort]) -> list[bool]:
        """Return which words begin a phrase; those of a proper name all do."""
        found = [True] * len(said)
        common = (self._more.common.known, self._more.common.starts)
        for known, starts in (common, (self._words.names, self._words.name_starts)):
            at = 0
            for piece, full in longest_matches(said, known, starts):
                end = at + len(piece)
                if full is not None and set(sorts[at:end]) <= {"kind", "common"}:
                    found[at + 1 : end] = [False] * (len(piece) - 1)
                at = end
        return found


def _is_school_kind(said: Sequence[str]) -> bool:
    """Whether words begin with a kind of school: “Phân hiệu Trường Đại học …”."""
    return any(tuple(said[: len(kind)]) == kind for kind in _SCHOOLS)


def _is_country(said: Sequence[str], at: int) -> bool:
    """Whether a word says that a company is of Vietnam; “Nam Hải Lăng” is another commune."""
    return said[at] in COUNTRY and (said[at] != "nam" or said[at - 1 : at] == ["viet"])


def _found(said: Sequence[str], phrases: Phrases) -> list[bool]:
    """Return which words belong to one of some phrases."""
    pieces = longest_matches(said, phrases.known, phrases.starts)
    return [full is not None for piece, full in pieces for _word in piece]


def _mark(made: list[Sort | None], said: Sequence[str], phrases: Phrases, sort: Sort) -> None:
    at = 0
    for piece, full in longest_matches(said, phrases.known, phrases.starts):
        end = at + len(piece)
        if full is not None and not any(made[at:end]):
            made[at:end] = [sort] * len(piece)
        at = end


def _roman(raw: str) -> str:
    """Return the number a word in capitals stands for; "V" may be a letter."""
    return ROMANS.get(raw.lower(), "") if raw.isupper() and raw != "V" else ""


def _goes_on(words: Sequence[Held], word: _Word) -> bool:
    """Whether a word goes on the proper name before it; foreign words stand each for themselves."""
    if not words or words[-1].run < 0 or not word.glued:
        return False
    return word.folded.isdigit() or (is_syllable(word.folded) and not words[-1].foreign)


def _names_a_trade(words: Sequence[_Word], at: int) -> bool:
    """Whether a word is one of two that name a trade before a name: "Ngọc trai Ngọc Hiền"."""
    small = [word.small for word in words]
    first = at - 1 if small[at] else at
    return first >= 0 and small[first : first + 3] == [False, True, False]


def _is_small_talk(words: Sequence[_Word], at: int) -> bool:
    """Whether a word is written small among others, or opens such words: "Bưởi da xanh"."""
    small = [word.small for word in words]
    if all(small):
        return False
    beside = (at > 0 and small[at - 1]) or (at + 1 < len(small) and small[at + 1])
    return (small[at] and beside) or small[at + 1 : at + 3] == [True, True]


def _common_nouns(words: Sequence[_Word], places: Sequence[bool]) -> list[bool]:
    """Return which words are written as common nouns: small, or right before a small one.

    A name in capitals throughout, or without any, tells nothing. The small word must go on what
    is before it: a particle or a kind of place does not, "Huế tại Quảng Trị", "Số 1 xã Hải Ba".
    """
    small = [word.small and not word.is_kind and not places[at] and word.folded not in _PARTICLES
             and is_syllable(word.folded) for at, word in enumerate(words)]  # fmt: skip
    if all(word.small for word in words) or not any(small):
        return [False] * len(words)
    return [
        small[at] or (at + 1 < len(words) and small[at + 1] and words[at + 1].glued)
        for at in range(len(words))
    ]


@cache
def _known_places() -> tuple[frozenset[str], frozenset[str]]:
    return (frozenset(tone_last(word) for word in _PLACE_WORDS),
            frozenset(fold(word) for word in _PLACE_WORDS))  # fmt: skip


def _place_words(words: Sequence[_Word]) -> list[bool]:
    """Return which words stand before the name of a place: "thị trấn", not the "Khu" of "Lục
    Khu" nor the "Tinh" of "Tinh Túc"."""
    toned, bare = _known_places()
    marked = any(not word.toned.isascii() for word in words)
    said = [word.folded for word in words]
    found = []
    for at, word in enumerate(words):
        last = at + 1 == len(words)
        after, before = "" if last else said[at + 1], said[at - 1] if at else ""
        known = word.toned in toned or (not marked and word.folded in bare)
        paired = (word.folded not in _BEFORE or after in _BEFORE[word.folded]) and (
            word.folded not in _BEHIND or before == _BEHIND[word.folded])  # fmt: skip
        found.append(known and paired and (not last or word.folded in _AT_THE_END))
    return found

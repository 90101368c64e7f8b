"""What a written name says of a place, beside the place of a unit."""

from collections.abc import Collection, Sequence
from typing import Final

from desktop.intake.figures.names.held_names import HeldName
from desktop.intake.figures.names.name_keys import WORD
from desktop.intake.figures.names.plain_names import LEVEL_WORDS, Taken
from desktop.intake.figures.names.told_names import Part
from desktop.models.text import fold, nfc

PAIRED: Final = frozenset({"thi", "thanh", "dac"})
_LEVELS_TOLD: Final = frozenset({"huyen", "xa", "phuong", "tran"})
_KINDS_OF_PLACES: Final = frozenset({"xa", "phuong", "huyen", "tinh", "quan", "tx", "tp", "x", "p",
                                     "h", "khu"})  # fmt: skip


def place_words(area: str, levels: Collection[str]) -> tuple[str, ...]:
    """Return the name of a place in words without marks: (“hai”, “lang”) of “xã Hải Lăng”.

    `levels` are the words for kinds of places; one that is all of a name is left.
    """
    words = [fold(word) for word in WORD.findall(nfc(area).lower())]
    while words:
        kind = next((n for n in (2, 1) if " ".join(words[:n]) in levels), 0)
        if not kind or kind == len(words):
            break
        words = words[kind:]
    return tuple(words)


def own_place(name: HeldName, told: Part, *, cut: bool = False) -> set[int]:
    """Return which told words are the whole name of a unit's place; `cut` where all words but
    the last are their first letters, behind another name: "Hoa Hồng T.Thuận"."""
    size = len(name.area)
    said = tuple(word.folded for word in told)
    area = (*(word[0] for word in name.area[:-1]), *name.area[-1:]) if cut else name.area
    starts = range(2 if cut else 0, len(said) - size + 1 if size > cut else 0)
    found = [start for start in starts if said[start : start + size] == area]
    return {at for start in found for at in range(start, start + size)}


def other_level(name: HeldName, taken: Taken, parts: Sequence[Part]) -> bool:
    """Whether a level is told and the unit's is another: "UBND TT Hồ Xá", no "UBND huyện".

    A short word is none that stands for others of the unit's name: "TT Kiểm nghiệm".
    """
    own = {word.folded for at, word in enumerate(name.words)
           if at not in taken and word.folded in LEVEL_WORDS and word.sort == "place"}  # fmt: skip
    if not own or not name.is_office:
        return False
    said = {name.words[at].folded for at in taken}
    told = {
        word
        for part in parts
        for one in part[:-1]
        if not any(way.meant and said.issuperset(way.meant) for way in one.ways)
        for word in (one.folded, *(meant for way in one.ways for meant in way.meant))
    }
    return bool(told & _LEVELS_TOLD) and not told & own


def is_kind_of_place(told: Part, at: int) -> bool:
    """Whether a word stands before the name of a place: "huyện Chư Sê", "thị xã An Khê"."""
    word, before = told[at].folded, told[at - 1].folded if at else ""
    if word in PAIRED:
        behind = told[at + 1].folded if at + 1 < len(told) else ""
        return behind in ("tran", "xa", "pho", "khu")
    if word in ("tran", "pho"):
        return before in PAIRED
    return word in _KINDS_OF_PLACES


def tells_other_place(name: HeldName, taken: Taken) -> bool:
    """Whether a place's name is told but for its first word: “Hải Lăng” is not “Nam Hải Lăng”."""
    proper = [word.proper and word.sort == "place" for word in name.words]
    starts = [at for at, own in enumerate(proper) if own and not (at and proper[at - 1])]
    return any(
        start not in taken and any(at in taken for at in _stretch(proper, start))
        for start in starts
    )


def _stretch(marks: Sequence[bool], start: int) -> range:
    end = next((at for at in range(start, len(marks)) if not marks[at]), len(marks))
    return range(start, end)

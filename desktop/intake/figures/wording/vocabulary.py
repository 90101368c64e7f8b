"""The words people write over columns and in the names of units, from the pack."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from desktop.models import resources
from desktop.models.packs.packs import Packs
from desktop.models.phrases import longest_matches, longest_starts
from desktop.models.text import fold, nfc

FILE: Final = "packs/core/column_words.json"
YEAR_WORD: Final = "nien"
"""Stands for “năm”, which without its mark would be “nam”, men."""

Phrases = Mapping[tuple[str, ...], tuple[str, ...]]
"""Words in a row → what they say; "code:C11" is an indicator."""

_PERSONS: Final = frozenset((("nguoi",), ("luot",), ("luot", "nguoi"), ("ng",), ("dong", "chi")))
_EVENTS: Final = frozenset({("vu",), ("cuoc",)})
_HELD: Final = frozenset({("hoat", "dong"), ("cuoc",)})
"""“Hoạt động nữ công” are told in “cuộc” everywhere."""
_MONEY: Final = frozenset({"dong", "trieu", "nghin", "ngan", "ty", "trd"})
_EVERYBODY: Final = frozenset(("worker", "member", "women", "total"))
_T = TypeVar("_T")
_SPELLED: Final = 4
_SHORT_AND_LONG: Final = ("cdcs", "cong doan co so")
_BOOK: Final = re.compile(r"\bsổ\b")
_WORD: Final = re.compile(r"[a-z0-9]+|%")
_INITIALS: Final = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")
_BARE_YEAR: Final = re.compile(
    r"\bnam(?=\s*(?:\d{4}|truoc|nay|ngoai|thanh lap|sinh|bao cao|hoc|ke hoach))"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything `column_words.json` says, ready to be looked up."""

    phrases: Phrases
    starts: Mapping[str, int]
    neutral: frozenset[str]
    neutral_phrases: frozenset[tuple[str, ...]]
    same: Phrases
    same_starts: Mapping[str, int]
    names: Phrases
    name_starts: Mapping[str, int]
    ambiguous: Mapping[str, tuple[str, ...]]
    may_mean: Mapping[str, tuple[str, ...]]
    once: Phrases
    once_starts: Mapping[str, int]
    kind_pairs: tuple[tuple[str, str], ...]
    schools: frozenset[str]
    places: frozenset[str]
    units: frozenset[str]
    loose_units: frozenset[str]
    zero: frozenset[str]
    absent: frozenset[str]
    unknown: frozenset[str]
    total: tuple[str, ...]
    subtotal: frozenset[str]
    after_total: frozenset[str]
    closing: tuple[str, ...]
    other_under: Mapping[str, Any]
    rows_under: Mapping[str, Mapping[str, str]]
    row_names: frozenset[str]
    row_values: frozenset[str]
    row_short: Phrases
    row_short_starts: Mapping[str, int]
    row_neutral: frozenset[str]
    signs: Phrases
    sign_starts: Mapping[str, int]
    initials: Mapping[str, str]
    codes: frozenset[str]
    flows: frozenset[str]
    measures: Mapping[str, tuple[str, ...]]
    of_women: frozenset[str]
    spelled: frozenset[str]
    """Every word of some length that means something over a column."""


def measures_clash(words: Vocabulary, code: str, told: str) -> bool:
    """Tell whether a sheet counts an indicator in something else: dialogues in persons.

    Persons, money and things are told apart; a measure nobody knows clashes with none.
    """
    own = _kind_of_measure(words, words.measures.get(code, ()))
    other = _kind_of_measure(words, tuple(words_of(told)))
    return bool(own and other) and own != other


def is_of_money(told: str) -> bool:
    """Tell whether a measure is one of money: đồng, triệu."""
    words = words_of(told)
    return not _MONEY.isdisjoint(words) and words[-2:] != ["hoat", "dong"]


def is_measured_otherwise(words: Vocabulary, code: str, told: str) -> bool:
    """Tell whether a measure is surely not that of an indicator: đồng for visits, cuộc for lượt.

    Thousands and millions are of money.
    """
    own, other = words.measures.get(code, ()), tuple(words_of(told))
    money = is_of_money(told)
    if money or "dong" in own:
        return money != ("dong" in own)
    return own != other and other in words.measures.values() and not any(
        {own, other} <= alike for alike in (_PERSONS, _EVENTS, _HELD))  # fmt: skip


def _kind_of_measure(words: Vocabulary, told: tuple[str, ...]) -> str:
    if told in _PERSONS:
        return "persons"
    if "dong" in told and len(told) < 3 and told not in (("dong", "chi"), ("hoat", "dong")):
        return "money"
    return "things" if told in words.measures.values() else ""


def vocabulary(packs: Packs) -> Vocabulary:
    """Return the vocabulary with the names of the packs' indicators in it."""
    named = tuple((i.code, i.name) for i in packs.indicators.values())
    flows = frozenset(i.code for i in packs.indicators.values() if i.type == "F")
    measures = tuple((i.code, i.unit) for i in packs.indicators.values())
    return _built(resources.path(FILE), named, flows, measures)


@lru_cache(maxsize=4)
def _built(
    path: Path, named: tuple[tuple[str, str], ...], flows: frozenset[str],
    measures: tuple[tuple[str, str], ...],
) -> Vocabulary:  # fmt: skip
    raw = json.loads(path.read_bytes())
    phrases: dict[tuple[str, ...], list[str]] = {}
    for role, texts in raw["roles"].items():
        _add(phrases, texts, role)
    for words, said in list(phrases.items()):
        if words[0] == "cong" and len(words) > 1:  # "nữ công nhân" is no "nữ công"
            phrases.setdefault(("nu", *words), ["women", *said])
    plain = {words: tuple(said) for words, said in phrases.items()}
    starts = longest_starts(plain)
    for code, name in named:
        words = tuple(words_of(name.replace("–", " ")))
        if words and words not in plain and not _counts_everybody(words, plain, starts):
            _add(phrases, [" ".join(words)], f"code:{code}")
    for code, texts in raw["codes"].items():
        _add(phrases, texts, f"code:{code}")
    phrases = _either_way(phrases)
    names = {tuple(short.split()): tuple(full.split()) for short, full in raw["names"].items()}
    neutral = [tuple(text.split()) for text in raw["neutral"]]
    same = {tuple(one.split()): tuple(full.split()) for one, full in raw["same"].items()}
    once = {tuple(old.split()): tuple(now.split()) for old, now in raw["once"].items()}
    short = {tuple(one.split()): tuple(full.split()) for one, full in raw["row_short"].items()}
    signs: dict[tuple[str, ...], tuple[str, ...]] = {}
    for code, texts in raw["signs"].items():
        signs |= {
            words: (*signs.get(words, ()), code) for words in map(tuple, map(str.split, texts))
        }
    same, signs = _either_way(same), _either_way(signs)
    return Vocabulary(
        phrases={words: tuple(said) for words, said in phrases.items()},
        starts=longest_starts(phrases),
        neutral=frozenset(words[0] for words in neutral if len(words) == 1),
        neutral_phrases=frozenset(words for words in neutral if len(words) > 1),
        same=same,
        same_starts=longest_starts(same),
        names=names,
        name_starts=longest_starts(names),
        ambiguous={short: tuple(full) for short, full in raw["ambiguous"].items()},
        may_mean={short: tuple(full) for short, full in raw["may_mean"].items()},
        once=once,
        once_starts=longest_starts(once),
        kind_pairs=tuple((one, two) for one, two in map(str.split, raw["kind_pairs"])),
        schools=frozenset(text.split()[0] for text in raw["schools"]),
        places=frozenset(raw["places"]),
        units=frozenset(raw["units"]),
        loose_units=frozenset(raw["loose_units"]),
        zero=frozenset(raw["zero"]),
        absent=frozenset(raw["absent"]),
        unknown=frozenset(raw["unknown"]),
        total=tuple(raw["total"]),
        subtotal=frozenset(raw["subtotal"]),
        after_total=frozenset(raw["after_total"]),
        closing=tuple(raw["closing_words"]),
        other_under=raw["other_under"],
        rows_under=raw["rows_under"],
        row_names=frozenset(raw["row_names"]),
        row_values=frozenset(raw["row_values"]),
        row_short=short,
        row_short_starts=longest_starts(short),
        row_neutral=frozenset(raw["row_neutral"]),
        signs=signs,
        sign_starts=longest_starts(signs),
        initials=raw["initials"],
        codes=frozenset(code for code, _name in named),
        flows=flows,
        measures={code: tuple(words_of(unit)) for code, unit in measures},
        of_women=frozenset(code for code, name in named if "nu" in words_of(name)),
        spelled=_long_words((phrases, same, same.values(), signs, neutral, short)),
    )


def _either_way(phrases: Mapping[tuple[str, ...], _T]) -> dict[tuple[str, ...], _T]:
    """Return phrases with what is said of “CĐCS” said of “công đoàn cơ sở” too, and turned."""
    found = dict(phrases)
    for words, said in phrases.items():
        for one, other in (_SHORT_AND_LONG, _SHORT_AND_LONG[::-1]):
            text = f" {' '.join(words)} "
            if f" {one} " in text:
                found.setdefault(tuple(text.replace(f" {one} ", f" {other} ").split()), said)
    return found


def _long_words(known: Iterable[Iterable[Sequence[str]]]) -> frozenset[str]:
    return frozenset(
        word for phrases in known for words in phrases for word in words if len(word) >= _SPELLED
    )


def _counts_everybody(words: Sequence[str], phrases: Phrases, starts: Mapping[str, int]) -> bool:
    """Whether a name says no more than who is counted: "tổng số đoàn viên", "đoàn viên nữ".

    Such a name is read by its words; as one phrase it would swallow what stands behind it.
    """
    pieces = longest_matches(words, phrases, starts)
    return all(said is not None and set(said) <= _EVERYBODY for _piece, said in pieces)


def _add(phrases: dict[tuple[str, ...], list[str]], texts: Iterable[str], said: str) -> None:
    for text in texts:
        words = tuple(_WORD.findall(text))
        if words and said not in phrases.setdefault(words, []):
            phrases[words].append(said)


def words_of(text: str) -> list[str]:
    """Return the words of a heading without marks; “năm” is told apart from “nam”."""
    lowered = " ".join(nfc(text).lower().split())
    lowered = _INITIALS.sub(r"\1", lowered)  # "l.đ", "s.t.t"
    toned = not lowered.isascii()
    lowered = lowered.replace("việt nam", " ").replace("năm", f" {YEAR_WORD} ")
    lowered = lowered.replace("chờ ", "chodoi ")  # without its mark it would be “cho”
    lowered = _BOOK.sub("sosach", lowered)  # and “sổ” would be “số”
    bare = fold(lowered).replace("viet nam", " ")
    if not toned:
        bare = _BARE_YEAR.sub(YEAR_WORD, bare)
    # "100%" belongs to a name ("khối 100% NSNN"), a bare "%" to a ratio.
    return _WORD.findall(re.sub(r"(?<=\d)\s?%", " ", bare))

"""Numbers with units in a sentence: percentages, counts, ranges, and how they compare."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from desktop.intake.words import any_of, plain, tables

Comparator = Literal["=", ">=", ">", "<=", "<", "range"]

_SCALES = {"trieu": 1_000_000, "nghin": 1_000, "ngan": 1_000, "tram": 100, "ty": 1_000_000_000}
_VALUE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d{1,2})?(?!\d)"
_BETWEEN = r"\s*(?:%|phan tram)?\s*(?:den|toi|-|–|—)\s*"
_SKIP = (
    r"(?:\(\s*[a-z ]{2,14}\s*\)\s*)?(?:tro len\s+)?(?:so\s+|cac\s+|nu\s+|"
    r"luot\s+(?=\w+ ba)|ban\s+(?=tuldtt|thoa)|truong hop\s+)?"
)
_ABOVE = re.compile(r"(?:\btren|\bhon|\bvuot|\bvuot muc|\bcao hon)\s*$")
_LEAST = re.compile(
    r"(?:it nhat|toi thieu|khong duoi|khong thap hon|khong it hon|thap nhat)\s*(?:la|tu|"
    r"co|dat|phai co)?\s*$"
)
_BELOW = re.compile(r"\bduoi\s*$")
_MOST = re.compile(r"(?:khong qua|khong vuot qua|toi da|nhieu nhat|khong lon hon)\s*(?:la)?\s*$")
_UP = re.compile(r"\btro len\b")
_DOWN = re.compile(r"\btro xuong\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit. `value` is written with a point; offsets count in the text."""

    value: str
    value_max: str | None
    comparator: Comparator
    unit: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    units = any_of(tuple(pattern for pattern, _name in tables().target_units))
    scale = "|".join(_SCALES)
    return re.compile(
        rf"(?<![\w/.,\-–])(?P<a>{_VALUE})(?:{_BETWEEN}(?P<b>{_VALUE}))?\s*"
        rf"(?:(?P<s>{scale})\s+(?!dong)|{_SKIP})?{_SKIP}(?P<u>%|phan tram|(?:{units})(?!\w))"
    )


@lru_cache(maxsize=1)
def _units() -> tuple[tuple[re.Pattern[str], str], ...]:
    ordered = sorted(tables().target_units, key=lambda unit: -len(unit[0]))
    return tuple((re.compile(pattern), name) for pattern, name in ordered)


def quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of a text in order."""
    bare = plain(text)
    found = list(_pattern().finditer(bare))
    for index, match in enumerate(found):
        until = found[index + 1].start() if index + 1 < len(found) else len(bare)
        before = bare[max(0, match.start() - 40) : match.start()]
        after = _clause(bare[match.end("a") : until])
        scale = _SCALES.get(match["s"] or "", 1)
        top = _number(match["b"], scale) if match["b"] else None
        low = _number(match["a"], scale)
        if top is not None and Decimal(top) <= Decimal(low):
            continue
        yield Quantity(
            low, top, "range" if top else _comparator(before, after), _unit(match["u"]),
            match.start(), match.end(),
        )  # fmt: skip


def _clause(after: str) -> str:
    cut = re.search(r"[,;:]\s|\.\s|$", after)
    return after[: cut.start()] if cut else after


def canonical_unit(written: str) -> str:
    """Return the unit's usual name; the words themselves when they are not in the table."""
    bare = plain(written).strip(" ./-")
    if "%" in bare:
        return "%"
    found = _unit(bare)
    return written.strip() if found == bare and bare else found


@lru_cache(maxsize=512)
def _unit(written: str) -> str:
    for pattern, name in _units():
        if pattern.fullmatch(written):
            return name
    return written


def _number(written: str, scale: int) -> str:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", written):
        written = written.replace(".", "")
    exact = Decimal(written.replace(",", ".")) * scale
    return f"{exact.normalize():f}"


def _comparator(before: str, after: str) -> Comparator:
    if _MOST.search(before) or _DOWN.search(after):
        return "<="
    if _UP.search(after) or _LEAST.search(before):
        return ">="
    if _ABOVE.search(before):
        return ">"
    if _BELOW.search(before):
        return "<"
    return "="

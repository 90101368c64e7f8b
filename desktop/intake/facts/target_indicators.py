"""Which indicator of the pack a target is counted under, of which unions, and how surely."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from desktop.intake.facts.quantities import figures
from desktop.intake.words import plain
from desktop.models import resources
from desktop.models.figures.kinds import has_parts, target_code
from desktop.models.packs.ownership_kinds import types_of
from desktop.models.packs.packs import load_packs

_SURE = 0.6
_MORE = 0.12
_NEAR = 0.15
_MOST = 0.95
_NEAR_TEXT = 300
_OTHERS = re.compile(r"\b(?:co quan|don vi)\b")
"""Whom a list names beside the types: it then speaks of everybody."""


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    unit: str
    words: tuple[str, ...]
    none: tuple[str, ...] = ()


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    words: str
    measures: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True):
    records: tuple[_Record, ...]
    parts: tuple[_Part, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sign:
    code: str
    words: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]


def indicator_of(clause: str, unit: str, above: str = "") -> tuple[str | None, float]:
    """Return (code, 0 to 1) for a target's clause; (None, 0.0) where nothing fits.

    `above` is the heading over it, which counts for less. Among several that fit, the one
    whose words say most wins.
    """
    if len(clause) > 2 * _NEAR_TEXT:
        clause = f"{clause[:_NEAR_TEXT]} {clause[-_NEAR_TEXT:]}"
    bare, context = figures(clause), figures(above)
    best: tuple[float, str | None] = (0.0, None)
    for sign in _signs().get(unit, ()):
        if any(pattern.search(bare) for pattern in sign.none):
            continue
        own = sum(1 for pattern in sign.words if pattern.search(bare))
        helped = sum(1 for p in sign.words if not p.search(bare) and p.search(context))
        if own + helped < len(sign.words) or (sign.words and not own and len(sign.words) > 1):
            continue
        sure = min(_MOST, _SURE + _MORE * len(sign.words) - _NEAR * helped)
        if sure > best[0]:
            best = (sure, sign.code)
    return best[1], round(best[0], 2)


def measures_of(code: str) -> frozenset[str]:
    """Return what papers count an indicator in: "thỏa ước", "bản TƯLĐTT" of D04."""
    return frozenset(unit for unit, signs in _signs().items() for one in signs if one.code == code)


def with_part(code: str, unit: str, whom: str) -> str:
    """Return an indicator's code with the ownership types a figure speaks of: "N02;LH=non_state".

    `whom` is what the figure is taken of ("CĐCS khu vực ngoài nhà nước"). The code alone where
    that names no types, several that have none in common, or figures are not told by type.
    """
    packs = load_packs()
    if not has_parts(packs, code):
        return code
    named = list(_named(plain(whom), unit))
    if not named or "" in named:
        return code
    mine = types_of(packs, named[0])
    within = all(types_of(packs, kind) <= mine for kind in named[1:])
    return target_code(code, named[0]) if within else code


def _named(whom: str, unit: str) -> Iterator[str]:
    """Yield the kinds of unions that words name, the first of the pack's list first; "" for others
    ("cơ quan, đơn vị").
    """
    left = whom
    for part in _file().parts:
        if part.measures and unit not in part.measures:
            continue
        rest = re.sub(part.words, " ", left)
        if rest != left:
            yield part.kind
            left = rest
    if _OTHERS.search(left) and left != whom:
        yield ""


@lru_cache(maxsize=1)
def _signs() -> dict[str, tuple[_Sign, ...]]:
    found: dict[str, tuple[_Sign, ...]] = {}
    for record in _file().records:
        sign = _Sign(
            record.code,
            tuple(re.compile(word) for word in record.words if word),
            tuple(re.compile(word) for word in record.none),
        )
        found[record.unit] = (*found.get(record.unit, ()), sign)
    return found


@lru_cache(maxsize=1)
def _file() -> _File:
    data = resources.path("packs/core/target_indicators.json").read_bytes()
    return msgspec.json.decode(data, type=_File)

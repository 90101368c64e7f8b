"""Which indicator of the pack a target is counted under, and how surely."""

import re
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from desktop.intake.facts.quantities import figures
from desktop.models import resources

_SURE = 0.6
_MORE = 0.12
_NEAR = 0.15
_MOST = 0.95
_NEAR_TEXT = 300


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    unit: str
    words: tuple[str, ...]
    none: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True):
    records: tuple[_Record, ...]


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


@lru_cache(maxsize=1)
def _signs() -> dict[str, tuple[_Sign, ...]]:
    data = resources.path("packs/core/target_indicators.json").read_bytes()
    found: dict[str, tuple[_Sign, ...]] = {}
    for record in msgspec.json.decode(data, type=_File).records:
        sign = _Sign(
            record.code,
            tuple(re.compile(word) for word in record.words if word),
            tuple(re.compile(word) for word in record.none),
        )
        found[record.unit] = (*found.get(record.unit, ()), sign)
    return found

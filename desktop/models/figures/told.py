"""Which periods an office holds any figures of, and which of some units told anything in one.

What is carried from before, or opened with, may lie any number of periods back (figures.md, 5.3):
looking back goes over the periods something was told of, and ends with the first of them.
"""

from collections.abc import Collection, Mapping, Sequence

from desktop.models.errors import Refusal
from desktop.models.packs.periods import Period, parse_period
from desktop.models.store.keys import cell_key, prefix_range, return_key
from desktop.models.store.reader import Reader

_KINDS = ("cell", "submit")
_FEW = 50
"""Up to how many units are looked up one by one; for more the keys of a whole period are read."""


def told_before(reader: Reader, period: Period) -> list[Period]:
    """Return the periods of a scheme before this one that anything was typed or locked for.

    Newest first; of a fast report those of its own name in earlier years.
    """
    found = []
    for text in told_periods(reader):
        try:
            one = parse_period(text, reader.packs.schemes)
        except Refusal:
            continue  # of a scheme that no pack has any more
        alike = one.scheme == period.scheme and _slug(one) == _slug(period)
        if alike and one.data_to < period.data_from:
            found.append(one)
    return sorted(found, key=lambda one: one.data_to, reverse=True)


def told_periods(reader: Reader) -> frozenset[str]:
    """Return the ids of the periods that anything was typed or locked for, of any scheme."""
    return reader.remembered_of(_KINDS, "told periods", lambda: _told(reader), _told_too)


def told_by(
    reader: Reader, period: str, units: Collection[str], kinds: Sequence[str] = _KINDS
) -> frozenset[str]:
    """Return those of the units that typed ("cell") or locked ("submit") anything in a period."""
    if len(units) <= _FEW:
        return frozenset(unit for unit in units if _tells(reader, period, unit, kinds))
    keys = [
        key
        for kind in kinds
        for (key,) in reader.rows(
            "SELECT DISTINCT key FROM leaf WHERE kind = ? AND key >= ? AND key < ?",
            (kind, *prefix_range(f"{period}|")),
        )
    ]
    return frozenset(key.rpartition("|")[2] for key in keys) & frozenset(units)


def _tells(reader: Reader, period: str, unit: str, kinds: Sequence[str]) -> bool:
    keys = {
        "cell": [cell_key(unit, period)],
        "submit": [return_key(unit, form, period) for form in reader.packs.forms],
    }
    return any(
        reader.rows("SELECT 1 FROM leaf WHERE kind = ? AND key = ? LIMIT 1", (kind, key))
        for kind in kinds
        for key in keys[kind]
    )


def _slug(period: Period) -> str:
    return period.id.partition("-X-")[2]


def _told(reader: Reader) -> frozenset[str]:
    """Return the period ids that keys of figures begin with, a look-up for each."""
    found: set[str] = set()
    for kind in _KINDS:
        beyond = ""
        while True:
            held = reader.rows(
                "SELECT key FROM leaf WHERE kind = ? AND key >= ? ORDER BY key LIMIT 1",
                (kind, beyond),
            )
            if not held:
                break
            period = str(held[0][0]).partition("|")[0]
            found.add(period)
            _low, beyond = prefix_range(f"{period}|")
    return frozenset(found)


def _told_too(known: frozenset[str], changed: Mapping[str, set[str]]) -> frozenset[str]:
    """Return the periods with those of changed keys: one too many is looked at in vain."""
    return known | {key.partition("|")[0] for keys in changed.values() for key in keys}

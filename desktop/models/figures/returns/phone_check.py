"""Comparing by phone what two offices hold of a unit's month: short groups of digits.

Both ends read the same digits exactly when they hold the same newest revision of every return
under the unit. Verdicts and figures not locked do not matter, so that a month can be compared
as soon as its bundle was taken in; where the whole differs, the units' own groups find which.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgspec

from desktop.models.figures.revisions import revisions
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.models.units.ceased import top_of
from desktop.models.units.units import tree_on

WHOLE_GROUPS, UNIT_GROUPS = 6, 2


class UnitCheck(msgspec.Struct, frozen=True):
    """A unit's returns of the month in digits; `returns` names each form and its revision."""

    unit: str
    name: str
    digits: str
    returns: tuple[tuple[str, int], ...]


class PhoneCheck(msgspec.Struct, frozen=True):
    """A unit's tree in a month: the digits of all, and of each unit that locked anything."""

    unit: str
    name: str
    period: str
    digits: str
    units: tuple[UnitCheck, ...]

    @property
    def returns(self) -> int:
        """How many returns are behind the digits."""
        return sum(len(one.returns) for one in self.units)


def phone_check(reader: Reader, period_id: str, unit: str = "") -> PhoneCheck:
    """Return the digits of a unit's tree (default: our own) for a period."""
    period = parse_period(period_id, reader.packs.schemes)
    tree = tree_on(reader, period.data_to)
    top = top_of(reader, tree, unit, period.data_from)
    newest: dict[str, list[tuple[str, int, str]]] = {}
    for (owner, form), listed in sorted(revisions(reader, period.id).items()):
        newest.setdefault(owner, []).append((form, listed[-1].rev, listed[-1].op))
    found, every = [], []
    for each in tree.walk(top.id):
        held = newest.get(each.id, [])
        if held:
            ops = [op for _form, _rev, op in held]
            every += ops
            returns = tuple((form, rev) for form, rev, _op in held)
            found.append(UnitCheck(each.code, each.name, _digits(ops, UNIT_GROUPS), returns))
    return PhoneCheck(top.code, top.name, period.id, _digits(every, WHOLE_GROUPS), tuple(found))


def grouped(number: int, groups: int) -> str:
    """Return the last digits of a number in groups of five, as they are read out."""
    digits = f"{number % 10 ** (5 * groups):0{5 * groups}d}"
    return " ".join(digits[at : at + 5] for at in range(0, len(digits), 5))


def _digits(ops: Iterable[str], groups: int) -> str:
    told = "\n".join(sorted(ops))
    return grouped(int(sha256(told.encode()).hexdigest(), 16), groups)


def as_json(found: PhoneCheck) -> dict[str, Any]:
    """Return a check in the shape of the command line's answer."""
    return {
        "phone": found.digits, "returns": found.returns,
        "units": [
            {"unit": one.unit, "name": one.name, "phone": one.digits,
             "returns": dict(one.returns)}
            for one in found.units
        ],
    }  # fmt: skip

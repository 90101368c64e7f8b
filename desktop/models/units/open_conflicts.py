"""Which registers two machines wrote differently so that somebody has to choose."""

from desktop.models.store.fold import Register
from desktop.models.store.machines import machine_units
from desktop.models.store.reader import Reader
from desktop.models.units.scope import Scope


def open_conflicts(reader: Reader) -> list[Register]:
    """Return the registers whose leaves disagree and wait for a choice.

    An office's word on a return that stands over those of offices below it is no question: the
    province sends back what the commune had accepted, and both words are in the history.
    """
    found = reader.conflicts()
    return [one for one in found if one[0] != "review" or not _is_from_above(reader, one)]


def _is_from_above(reader: Reader, register: Register) -> bool:
    *others, winner = reader.leaves(*register)
    scope, offices = Scope.of(reader), machine_units(reader)
    top = offices.get(winner.store)
    below = [offices.get(leaf.store) for leaf in others if leaf.value != winner.value]
    return top is not None and all(
        unit is not None and scope.is_below(unit, top) for unit in below
    )  # fmt: skip

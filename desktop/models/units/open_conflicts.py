"""Which registers two machines wrote differently so that somebody has to choose."""

from desktop.models.store.fold import Register
from desktop.models.store.machines import machine_units
from desktop.models.store.reader import Reader


def open_conflicts(reader: Reader) -> list[Register]:
    """Return the registers whose leaves disagree and wait for a choice.

    Words of several offices on a return are no question: the province sends back what the commune
    had accepted, it is settled whose goes before, and both are in the history.
    """
    found = reader.conflicts()
    return [one for one in found if one[0] != "review" or _is_of_one_office(reader, one)]


def _is_of_one_office(reader: Reader, register: Register) -> bool:
    """Tell whether two machines of one office said different things."""
    offices, said = machine_units(reader), dict[str, set[str]]()
    for leaf in reader.leaves(*register):
        said.setdefault(offices.get(leaf.store, ""), set()).add(leaf.value)
    return any(len(values) > 1 for values in said.values())

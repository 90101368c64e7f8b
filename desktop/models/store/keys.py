"""How registers are named: the kinds, their keys, and the stream each kind travels in."""

from typing import Final

OFFICE: Final = "office"
LOCAL: Final = "local"
DOWN_ALL: Final = "down:all"
ENTERING: Final = "entering"
"""The piece of machine state that holds the id of the person who enters now."""


def down(unit: str) -> str:
    """Return the stream that only this unit's office receives from above."""
    return f"down:{unit}"


_LOCAL_KINDS = frozenset(
    {"plan", "item", "bundle", "person", "contact", "setting", "note", "template", "reference"}
    | {"comment", "milestone", "snippet", "word", "outgoing", "reading", "reading_part"}
    | {"flag", "peer", "work_row", "figures_file", "issued_form"}
)


def stream_of(kind: str) -> str:
    """Return the stream a kind travels in unless a verb says otherwise."""
    return LOCAL if kind in _LOCAL_KINDS else OFFICE


def cell_key(unit: str, period: str) -> str:
    """Key of a unit's figures in a period; period first so that one period is one range."""
    return f"{period}|{unit}"


def split_cell_key(key: str) -> tuple[str, str]:
    """Return (unit, period) of a cell key."""
    period, _, unit = key.partition("|")
    return unit, period


def return_key(unit: str, form: str, period: str) -> str:
    """Key of a unit's returns of a form in a period; the field is the revision."""
    return f"{period}|{form}|{unit}"


def split_return_key(key: str) -> tuple[str, str, str]:
    """Return (unit, form, period) of a return key."""
    period, form, unit = key.split("|", 2)
    return unit, form, period


def prefix_range(prefix: str) -> tuple[str, str]:
    """Return [low, high) bounds of all keys that begin with the prefix."""
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def plan_of(item_id: str) -> str:
    """Return the plan an item belongs to."""
    return item_id.rpartition(".")[0]

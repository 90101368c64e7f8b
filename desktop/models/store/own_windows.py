"""Ad-hoc periods with days of their own, as the register keeps them.

One register each: key the period's id, one value with its name and all three days, so that
two offices never agree on half of it. It travels down to every office below.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from desktop.models.packs.pack_types import OwnWindow
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import with_windows

PERIOD: Final = "period"
WINDOW: Final = "window"


def packs_with(packs: Packs, registers: Iterable[tuple[str, str, Any]]) -> Packs:
    """Return the packs with the windows of these (id, field, value) registers."""
    found = list(_windows(registers))
    return replace(packs, schemes=with_windows(packs.schemes, found)) if found else packs


def _windows(registers: Iterable[tuple[str, str, Any]]) -> Iterator[OwnWindow]:
    for key, field, value in registers:
        if field == WINDOW and isinstance(value, dict):
            told = {
                "id": key, "name": value.get("name"), "data_from": value.get("from"),
                "data_to": value.get("to"), "due": value.get("due"),
            }  # fmt: skip
            try:
                yield msgspec.convert(told, OwnWindow)
            except msgspec.ValidationError:
                continue

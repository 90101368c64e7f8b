"""What the checks of the self-test share: two temporary offices, a day, and how to object."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desktop.models.store.store import Store

DAY, PERIOD = date(2026, 11, 21), "2026-10"


@dataclass
class Bench:
    """A temporary folder with an upper office and one below it, and what checks hand on."""

    folder: Path
    upper: Store
    lower: Store
    found: dict[str, Any] = field(default_factory=dict)


def require(condition: object, what: str) -> None:
    """Object in a word to what is not so. Raises AssertionError."""
    if not condition:
        raise AssertionError(what)

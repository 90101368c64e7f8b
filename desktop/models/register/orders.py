"""An event somebody wants to write of the register, and what checking it found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop.models.units.units import Unit


@dataclass(frozen=True, slots=True)
class Order:
    """An event somebody wants to write; units by code or id.

    `into` receives (merge, split) or is the new ownership type or area; `name` is that of a new
    unit or the new name; `members` and `women` those of a union founded or split off.
    """

    kind: str
    day: date
    units: tuple[str, ...]
    into: str = ""
    to_parent: str = ""
    name: str = ""
    decision: str = ""
    unit_kind: str = ""
    ownership: str = ""
    members: int | None = None
    women: int | None = None
    attributes: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked order: the units it found, and the code and place of a unit it would make."""

    order: Order
    units: tuple[Unit, ...]
    target: Unit | None = None
    parent: Unit | None = None
    code: str = ""

"""A union of five levels, each with its own office, and what it must add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from desktop.models.packs.periods import parse_period
from desktop.models.store.store import Store
from desktop.models.units.units import set_attribute
from desktop.sync.importer import ImportResult
from tests.sync.offices import FOUNDED, enrol, lock, office, send, take

MONTHS = ("2026-08", "2026-09", "2026-10")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit: its kind, who manages it, and whether it has an office of its own."""

    kind: str
    above: str
    office: bool = True


TREE: Mapping[str, Place] = {
    "TW": Place("TLD", ""),
    "T": Place("LDT", "TW"),
    "N": Place("CNDP", "T"),  # an industry union of the province
    "K": Place("KCN", "N"),  # a zone below it
    "K-1": Place("CDCS", "K"),
    "K-2": Place("CDCS", "K", office=False),
    "X": Place("CDX", "T"),
    "X-1": Place("CDCS", "X"),
    "X-2": Place("CDCS", "X", office=False),
    "D": Place("CDCS", "T"),  # base unions straight under the province
    "D-2": Place("CDCS", "T", office=False),
    "H": Place("LDH", "T", office=False),  # a district of the past
}
UNITS = {code: f"018e0000-0000-7000-8000-0000000001{n:02d}" for n, code in enumerate(TREE)}


@dataclass
class Levels:
    """The offices by the code of their unit, and every figure that was locked.

    `said` is (unit, month) → A03 of the newest revision; `above` who manages a unit from when.
    """

    folder: Path
    offices: dict[str, Store]
    said: dict[tuple[str, str], int] = field(default_factory=dict)
    revisions: dict[tuple[str, str], int] = field(default_factory=dict)
    above: dict[str, list[tuple[date, str]]] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """Return where bundles are written."""
        return self.folder / "gói"

    def close(self) -> None:
        """Close every office."""
        for store in self.offices.values():
            store.close()

    def manager(self, code: str, day: date) -> str:
        """Return who manages a unit on a day."""
        return [above for since, above in self.above[code] if since <= day][-1]

    def writer(self, code: str) -> Store:
        """Return the office that types a unit's figures today."""
        while not TREE[code].office:
            code = self.manager(code, date.max)
        return self.offices[code]

    def say(self, code: str, month: str, members: int) -> None:
        """Lock another revision of a unit's month in the office that owns it."""
        self.revisions[code, month] = self.revisions.get((code, month), 0) + 1
        self.said[code, month] = members
        lock(self.writer(code), UNITS[code], month, self.revisions[code, month], A03=members)

    def send(self, code: str, *, full: bool = False) -> Path:
        """Make a unit's bundle for the level above it."""
        return send(self.offices[code], self.out, full=full)

    def deliver(self, path: Path, to: str) -> ImportResult:
        """Take a bundle in."""
        return take(self.offices[to], path)

    def pass_up(self, *codes: str) -> None:
        """Let units send to whoever manages them now, in this order."""
        for code in codes:
            self.deliver(self.send(code), self.manager(code, date.max))

    def truth(self, top: str, month: str, known: Iterable[str] = ()) -> int:
        """Return what stands below a unit in a month, unit by unit and by hand.

        `known` are the units whose newest word has arrived (default: every one).
        """
        store = self.offices.get(top) or self.offices["T"]
        day = parse_period(month, store.packs.schemes).data_to
        found = 0
        for (code, when), members in self.said.items():
            chain, here = [code], code
            while here != "TW":
                here = self.manager(here, day)
                chain.append(here)
            if when == month and top in chain and (not known or code in known):
                found += members
        return found


def levels(folder: Path) -> Levels:
    """Build the offices from the top down, each enrolled by the one above it."""
    offices: dict[str, Store] = {}
    since = date.fromisoformat(FOUNDED)
    top = office(folder, "TW", 1, UNITS["TW"])
    offices["TW"] = top
    with top.step("Lập danh sách đơn vị") as step:
        for code, place in TREE.items():
            fields = {
                f"parent@{FOUNDED}": UNITS[place.above] if place.above else None,
                f"alive@{FOUNDED}": True,
                f"name@{FOUNDED}": f"Công đoàn {code}",
                f"code@{FOUNDED}": code,
                f"kind@{FOUNDED}": place.kind,
            }
            step.put_fields("unit", UNITS[code], fields)
    built = Levels(folder, offices)
    for number, (code, place) in enumerate(TREE.items(), 1):
        built.above[code] = [(since, place.above)]
        if place.office and place.above:
            offices[code] = office(folder, code, number, UNITS[code])
            enrol(offices[place.above], offices[code], code, folder, since)
    return built


def move(built: Levels, code: str, to: str, since: date) -> None:
    """Put a unit under another by a word of the province, and let both managers know."""
    set_attribute(built.offices["T"], UNITS[code], "parent", UNITS[to], since)
    built.above[code].append((since, to))


def day_after(month: str, store: Store) -> date:
    """Return the first day after a month."""
    return parse_period(month, store.packs.schemes).data_to + timedelta(1)

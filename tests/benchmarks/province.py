"""A province of any size: its register, and the bundles its communes send month after month.

What a commune writes is made straight as operations of its chain, without an office of its
own, so that thousands of bundles are made in a minute; they are as genuine as real ones. The
same shape and seed give the same bytes.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.packs.packs import load_packs
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.office import create_office
from desktop.models.store.ops import Op, make_op
from desktop.models.store.store import Store
from desktop.sync.container import ops_part, write_bundle
from desktop.sync.keys import KeyPair
from desktop.sync.lines import write_ops
from desktop.sync.manifest import Head, Manifest, Origin
from desktop.sync.totals import returns_in, totals_of
from desktop.sync.trust import encode_key

FIRST = 2025 * 12 + 6
"""July 2025, counted in months: when communes took over from districts."""
SINCE = "2025-07-01"
FORMS = ("F1", "F2", "F3", "F4")


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a province is, and which part of what it sends is not as planned."""

    communes: int = 100
    unions: int = 36
    indicators: int = 60
    months: int = 60
    corrected: float = 0.03
    doubled: float = 0.01
    damaged: float = 0.005
    seed: int = 1

    @property
    def bundles(self) -> int:
        """Return how many genuine bundles are sent."""
        return self.communes * self.months

    @property
    def cells(self) -> int:
        """Return how many figures there are, corrections and unit events aside."""
        return self.bundles * self.unions * self.indicators

    @classmethod
    def scaled(cls, scale: float) -> "Shape":
        """Return a part of the full province: fewer communes and fewer months, alike."""
        side = scale**0.5
        return cls(communes=max(2, round(100 * side)), months=max(3, round(60 * side)))


@dataclass(frozen=True, slots=True)
class Sent:
    """A file on its way to the province: `sound` is False for one that must be refused."""

    path: Path
    ops: int
    cells: int
    sound: bool = True
    again: bool = False


def month_id(number: int) -> str:
    """Return the period of the n-th month, from 0."""
    return f"{(FIRST + number) // 12}-{(FIRST + number) % 12 + 1:02d}"


def chosen_codes(count: int) -> dict[str, list[str]]:
    """Return form → codes of that many monthly indicators, in the pack's order."""
    packs = load_packs()
    usual = [i for i in packs.indicators.values() if i.home in FORMS and not i.from_register]
    found: dict[str, list[str]] = {}
    for indicator in usual[:count]:
        found.setdefault(indicator.home, []).append(indicator.code)
    return found


def _named(rng: random.Random, moment: int) -> str:
    value = moment << 80 | 7 << 76 | rng.getrandbits(12) << 64 | 2 << 62 | rng.getrandbits(62)
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Commune:
    """One commune union's chain of operations."""

    def __init__(self, shape: Shape, number: int, province: str) -> None:
        self.shape, self.number, self.province = shape, number, province
        self.rng = random.Random(f"{shape.seed}/{number}")
        self.code = f"P-{number:03d}"
        self.unit, self.store = _named(self.rng, 1), _named(self.rng, 2)
        self.unions = [_named(self.rng, 3) for _n in range(shape.unions)]
        self.pair = KeyPair.derived(shape.seed, self.code)
        self.codes = chosen_codes(shape.indicators)
        self._n, self._at = 0, 0
        self._prev: str | None = None
        self._standing: dict[tuple[str, str], str] = {}
        self._values: dict[str, dict[str, int]] = {}
        self._ops: list[Op] = []
        self._acked: tuple[Head, ...] = ()
        self._last: str | None = None

    @property
    def pack(self) -> str:
        """Return the reference of the shipped pack."""
        return load_packs().ref

    def month(self, number: int) -> list[Op]:
        """Return what the commune writes in a month: events, figures, returns, corrections."""
        year, month = divmod(FIRST + number + 1, 12)  # written on the 2nd of the month after
        begun = datetime(year, month + 1, 2, 8, tzinfo=VIETNAM) + timedelta(minutes=self.number)
        self._at = int(begun.timestamp() * 1000)
        self._ops = []
        self._correct(month_id(number - 1))
        self._standing = {}
        if number % 12 == 6:
            self._event(number)
        period = month_id(number)
        self._values = {unit: self._typed(unit, period) for unit in self.unions}
        for unit, typed in self._values.items():
            self._locked(unit, period, typed, 1)
        return self._ops

    def _event(self, number: int) -> None:
        """End one union and found another in its place, in the middle of the series."""
        day = f"{month_id(number)}-01"
        gone = self.unions.pop(self.rng.randrange(len(self.unions)))
        new = _named(self.rng, self._at)
        for name, value in _union(self.unit, f"{self.code}-{number}", "mới").items():
            self._write("unit", new, f"{name}@{day}", value)
        self._write("unit", gone, f"alive@{day}", False)
        for kind, unit in (("found", new), ("dissolve", gone)):
            event = _named(self.rng, self._at)
            for name, value in (("kind", kind), ("date", day), ("units", [unit])):
                self._write("event", event, name, value)
        self.unions.append(new)

    def _typed(self, unit: str, period: str) -> dict[str, int]:
        typed = {}
        key = cell_key(unit, period)
        for codes in self.codes.values():
            for code in codes:
                typed[code] = self.rng.randrange(400)
                self._write("cell", key, code, typed[code])
        return typed

    def _locked(self, unit: str, period: str, typed: dict[str, int], revision: int) -> None:
        for form, codes in self.codes.items():
            record = {"at": _wall(self._at), "values": {code: typed[code] for code in codes}}
            self._write("submit", return_key(unit, form, period), str(revision), record)

    def _correct(self, period: str) -> None:
        """Change a few figures of the month before, locked since, and lock their returns again.

        They come a few units at a time, as people find their mistakes.
        """
        most = round(sum(map(len, self._values.values())) * self.shape.corrected)
        share = min(len(self._values), max(1, len(self._values) // 8))
        units = self.rng.sample(sorted(self._values), share)
        cells = [(unit, code) for unit in units for code in self._values[unit]] if most else []
        for unit, code in cells[:most]:
            self._values[unit][code] += 1
            self._write("cell", cell_key(unit, period), code, self._values[unit][code])
        for unit in sorted({unit for unit, _code in cells[:most]}):
            self._locked(unit, period, self._values[unit], 2)

    def _write(self, kind: str, key: str, name: str, value: Any) -> None:
        self._n += 1
        self._at += 1
        slot = (f"{kind} {key}", name)
        base = [self._standing[slot]] if slot in self._standing else []
        op = make_op({
            "base": base, "f": name, "hlc": f"{self._at:012x}0000", "k": key, "kind": kind,
            "n": self._n, "pack": self.pack, "prev": self._prev, "role": "office",
            "step": f"{self.code}-{self._at // 60_000:x}", "store": self.store,
            "stream": "office", "v": value, "wall": _wall(self._at), "who": "p-1",
        })  # fmt: skip
        self._prev = op.id
        self._standing[slot] = op.id
        self._ops.append(op)

    def send(
        self, folder: Path, number: int, ops: Sequence[Op], pair: KeyPair | None = None
    ) -> Path:
        """Write the month's bundle as the commune, or somebody with another key, would."""
        heads = (Head(self.store, "office", ops[-1].n, ops[-1].id),)
        figures = sum(len(op.value["values"]) for op in returns_in(ops))
        made = datetime.fromtimestamp(self._at / 1000, VIETNAM)
        manifest = Manifest(
            format="cd-sync", v=1, v_min_reader=1, kind="baocao", app="bench",
            bundle_seq=number + 1, created=made.isoformat(timespec="milliseconds"),
            origin=Origin(self.unit, self.code, f"CĐ xã {self.number}", self.store, self.pair.id),
            audience=(self.province,), audience_name="LĐLĐ tỉnh", prev_bundle=self._last,
            base_ack=self._acked, heads=heads, totals=totals_of(ops), files=(),
            counts={"ops": len(ops), "submits": len(returns_in(ops)), "figures": figures},
        )  # fmt: skip
        parts = [ops_part(write_ops(op.raw for op in ops))]
        written = write_bundle(folder, manifest, parts, pair or self.pair, made)
        if pair is None:
            self._acked, self._last = heads, written.id
        return written.path


@dataclass
class Province:
    """The communes of a shape, and the office that takes their bundles in."""

    shape: Shape
    unit: str = "018e0000-0000-7000-8000-000000000001"
    communes: list[Commune] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.communes = [Commune(self.shape, n, self.unit) for n in range(self.shape.communes)]
        self._rng = random.Random(self.shape.seed)

    def office(self, folder: Path) -> Store:
        """Return the province's office: its register filled, every commune enrolled."""
        start = datetime(2025, 7, 1, 8, tzinfo=VIETNAM)
        store = create_office(folder, clock=SteppingClock(start, seed=1), unit=self.unit)
        units = {self.unit: _union(None, "T", "tỉnh", "LDLD")}
        for commune in self.communes:
            units[commune.unit] = _union(self.unit, commune.code, "xã", "CDX")
            for n, union in enumerate(commune.unions):
                units[union] = _union(commune.unit, f"{commune.code}-{n:02d}", "cơ sở")
        with store.step("Lập danh sách") as step:
            dated = {
                unit: {f"{name}@{SINCE}": value for name, value in fields.items()}
                for unit, fields in units.items()
            }
            step.put_all("unit", dated)
            for commune in self.communes:
                step.put_fields("enrol", commune.store, {
                    "unit": commune.unit, "key": encode_key(commune.pair.public),
                    "role": "office", "from": SINCE,
                })  # fmt: skip
                step.put("assign", commune.unit, f"office@{SINCE}", commune.unit)
        return store

    def sent(self, folder: Path, number: int) -> Iterator[Sent]:
        """Write a month's files one after the other; some are doubled, forged or cut off.

        However small the province, one of each.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for commune in self.communes:
            ops = commune.month(number)
            path = commune.send(folder, number, ops)
            cells = sum(op.kind == "cell" for op in ops)
            once = number == 1 and commune is self.communes[0]
            if self._rng.random() < self.shape.damaged or once:
                yield Sent(self._damaged(folder, commune, number, ops, path), 0, 0, sound=False)
            yield Sent(path, len(ops), cells)
            if self._rng.random() < self.shape.doubled or once:
                yield Sent(path, len(ops), cells, again=True)

    def _damaged(
        self, folder: Path, commune: Commune, number: int, ops: Sequence[Op], path: Path
    ) -> Path:
        """Return the bundle cut off, or signed by somebody who is not the commune."""
        aside = folder / "hỏng"
        aside.mkdir(exist_ok=True)
        if self._rng.random() < 0.5:
            stranger = KeyPair.derived(self.shape.seed, "kẻ lạ")
            return commune.send(aside, number, ops, stranger)
        cut = aside / path.name
        data = path.read_bytes()
        cut.write_bytes(data[: self._rng.randrange(len(data))])
        return cut


def _union(parent: str | None, code: str, name: str, kind: str = "CDCS") -> dict[str, Any]:
    fields = {"alive": True, "code": code, "kind": kind, "name": f"CĐ {name} {code}"}
    return fields | {"parent": parent} | ({"ownership": "NQD"} if kind == "CDCS" else {})


def _wall(milliseconds: int) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, VIETNAM)
    return moment.isoformat(timespec="milliseconds")

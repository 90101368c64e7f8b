"""A small province of real offices for the exchange tests."""

import pickle
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.store.digest import digest as office_digest
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.office import create_office
from desktop.models.store.store import Store
from desktop.models.units.scope import Scope
from desktop.sync.container import ops_part, write_bundle
from desktop.sync.enrol import accept, grant, request
from desktop.sync.export import MadeBundle, make_bundle
from desktop.sync.importer import ImportResult, import_bundle
from desktop.sync.keys import KeyFile, KeyPair
from desktop.sync.lines import write_ops
from desktop.sync.manifest import Acks, Manifest, Origin
from desktop.sync.trust import office_key
from tests.support.once import folder_of_process

FOUNDED = "2025-07-01"
PROVINCE, COMMUNE, OTHER, BASE, BASE_2 = (
    f"018e0000-0000-7000-8000-00000000000{n}" for n in range(1, 6)
)
CODES = {PROVINCE: "T", COMMUNE: "P-A", OTHER: "P-B", BASE: "P-A-01", BASE_2: "P-A-02"}
PARENTS = {PROVINCE: None, COMMUNE: PROVINCE, OTHER: PROVINCE, BASE: COMMUNE, BASE_2: COMMUNE}


def clock(number: int, day: date = date(2026, 11, 2)) -> SteppingClock:
    """Return a reproducible clock of an office."""
    start = datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM) + timedelta(minutes=number)
    return SteppingClock(start, seed=number)


def office(folder: Path, name: str, number: int, unit: str | None = None) -> Store:
    """Make an office with a key of its own."""
    store = create_office(folder / name, clock=clock(number), unit=unit)
    KeyFile(store.folder / "keys").save(KeyPair.derived(1, name))
    return store


def write_units(store: Store, units: Mapping[str, str | None]) -> None:
    """Write units with their parents into the register."""
    with store.step("Lập danh sách đơn vị") as step:
        for unit, parent in units.items():
            fields = {
                f"parent@{FOUNDED}": parent,
                f"name@{FOUNDED}": f"Công đoàn {CODES.get(unit, unit)}",
                f"code@{FOUNDED}": CODES.get(unit, unit[:8]),
                "kind": "CDCS",
            }
            step.put_fields("unit", unit, fields)


def enrol(
    above: Store, below: Store, code: str, folder: Path, since: date | None = None
) -> MadeBundle:
    """Enrol one office with another through real files."""
    asked = folder / f"dangky-{below.store_id}.json"
    request(below, asked)
    granted = grant(above, asked, code, folder / "grants", since=since)
    accept(below, granted.bundle.path)
    return granted.bundle


def put_cells(store: Store, unit: str, period: str, **values: object) -> None:
    """Type figures."""
    with store.step("Nhập số liệu") as step:
        step.put_fields("cell", cell_key(unit, period), values)


def lock(store: Store, unit: str, period: str, revision: int = 1, **values: int) -> None:
    """Lock a return of form F1."""
    with store.step("Khóa báo cáo") as step:
        record = {"values": values, "at": store.now()}
        step.put("submit", return_key(unit, "F1", period), str(revision), record)


def send(store: Store, out: Path, to: str | None = None, *, full: bool = False) -> Path:
    """Make a bundle and return its file."""
    return make_bundle(store, out, to, full=full).path


def forged(
    signer: Store,
    lines: Sequence[bytes],
    to: str,
    out: Path,
    *,
    unit: str = "",
    name: str = "",
    acks: Acks | None = None,
    full: bool = False,
) -> Path:
    """Sign any lines with an enrolled office's key: what a dishonest office could send."""
    pair, scope = office_key(signer), Scope.of(signer)
    manifest = Manifest(
        format="cd-sync", v=1, v_min_reader=1, kind="baocao", app="x", bundle_seq=1,
        created=signer.now(), audience=(to,), files=(), acks=acks or Acks(), full=full,
        origin=Origin(unit or signer.own_unit, "X", name or scope.label(signer.own_unit),
                      signer.store_id, pair.id),
    )  # fmt: skip
    out.mkdir(exist_ok=True)
    parts = [ops_part(write_ops(lines))]
    return write_bundle(out, manifest, parts, pair, signer.clock.now()).path


def take(store: Store, path: Path) -> ImportResult:
    """Import a bundle."""
    return import_bundle(store, path)


def digest(store: Store) -> str:
    """Return the office's digest with the operations it keeps as rejected."""
    rejected = store.rows("SELECT id FROM rejected ORDER BY id")
    return sha256(repr((office_digest(store), rejected)).encode()).hexdigest()


@dataclass
class World:
    """A province with two communes; the first has two base unions, one with an office."""

    folder: Path
    province: Store
    commune: Store
    other: Store
    base: Store

    @property
    def out(self) -> Path:
        """Return where bundles are written."""
        return self.folder / "gói"

    def close(self) -> None:
        """Close every office."""
        for store in (self.province, self.commune, self.other, self.base):
            store.close()


def world(folder: Path) -> World:
    """A province with everybody enrolled, opened as if it had just been made here."""
    made, clocks = ready()
    shutil.copytree(made, folder, dirs_exist_ok=True)
    opened = {
        name: Store.open(folder / name, clock=pickle.loads(clock)) for name, clock in clocks.items()
    }
    return World(folder, **opened)


def told_world(folder: Path) -> World:
    """The same with what each unit is in the register, as the commune took it in."""
    made = world(folder)
    kinds = {PROVINCE: "LDT", COMMUNE: "CDX", OTHER: "CDX", BASE: "CDCS", BASE_2: "CDCS"}
    with made.province.step("Danh sách") as step:
        for unit, kind in kinds.items():
            step.put_fields("unit", unit, {f"alive@{FOUNDED}": True, f"kind@{FOUNDED}": kind})
    take(made.commune, send(made.province, made.out, "P-A"))
    return made


@lru_cache(maxsize=1)
def ready() -> tuple[Path, dict[str, bytes]]:
    """The world, closed, in a folder of this process, and how far each office's clock has come.

    The clocks are pickled: with a generator of chance in each they take long to copy otherwise.
    """
    made = _world(folder_of_process("world"))
    made.close()
    stores = {"province": made.province, "commune": made.commune,
              "other": made.other, "base": made.base}  # fmt: skip
    return made.folder, {name: pickle.dumps(store.clock) for name, store in stores.items()}


def _world(folder: Path) -> World:
    """Build the province and enrol everybody."""
    province = office(folder, "province", 1, PROVINCE)
    write_units(province, PARENTS)
    commune = office(folder, "commune", 2, COMMUNE)
    other = office(folder, "other", 3, OTHER)
    base = office(folder, "base", 4, BASE)
    enrol(province, commune, "P-A", folder)
    enrol(province, other, "P-B", folder)
    enrol(commune, base, "P-A-01", folder)
    return World(folder, province, commune, other, base)

"""A small province that lives through anything: its offices, their files, and what must hold.

Everything is real (stores, keys, bundles as files); what is expected is computed here anew, from
raw lines, without the program's own fold.
"""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from desktop.models.clock import VIETNAM, SteppingClock
from desktop.models.errors import Refusal
from desktop.models.figures.returns import verdicts
from desktop.models.figures.returns.closing import close, open_month
from desktop.models.figures.sums.rollup import totals
from desktop.models.store.digest import digest as office_digest
from desktop.models.store.keys import cell_key, return_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.sync.importer import import_bundle
from desktop.sync.manifest import decode_raw, typed_view
from desktop.sync.reader import opened, read_sealed
from tests.sync.expected import PERIOD, locked_values, said_here, standing
from tests.sync.offices import (
    BASE,
    BASE_2,
    CODES,
    COMMUNE,
    FOUNDED,
    OTHER,
    PARENTS,
    PROVINCE,
    enrol,
    lock,
    make_bundle,
    office,
    put_cells,
)

NAMES = ("province", "commune", "other", "base")
UNIT = {"province": PROVINCE, "commune": COMMUNE, "other": OTHER, "base": BASE}
ABOVE = {"commune": "province", "other": "province", "base": "commune", "second": "province"}
KINDS = {PROVINCE: "LDT", COMMUNE: "CDP", OTHER: "CDP", BASE: "CDCS", BASE_2: "CDCS"}
OWNER = {BASE: BASE, BASE_2: COMMUNE, COMMUNE: COMMUNE, OTHER: OTHER, PROVINCE: PROVINCE}
"""Unit → the unit whose office alone writes its figures."""

START = datetime(2026, 11, 2, 8, tzinfo=VIETNAM)
_QUICK = Path("/dev/shm")


def folder_for_offices() -> Path:
    """Return a new folder, in memory where the machine has such a place."""
    return Path(tempfile.mkdtemp(prefix="tỉnh-", dir=_QUICK if _QUICK.is_dir() else None))


def found(folder: Path) -> None:
    """Make the province with everybody enrolled, and close it."""
    stores = {
        name: office(folder, name, number, UNIT[name]) for number, name in enumerate(NAMES, 1)
    }
    with stores["province"].step("Lập danh sách đơn vị") as step:
        for unit, parent in PARENTS.items():
            step.put_fields("unit", unit, {
                f"parent@{FOUNDED}": parent, f"name@{FOUNDED}": f"Công đoàn {CODES[unit]}",
                f"code@{FOUNDED}": CODES[unit], f"kind@{FOUNDED}": KINDS[unit],
                f"alive@{FOUNDED}": True,
            })  # fmt: skip
    for above, below in (("province", "commune"), ("province", "other"), ("commune", "base")):
        enrol(stores[above], stores[below], CODES[UNIT[below]], folder)
    for store in stores.values():
        store.close()


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle on its way: who made it and whose office it is for."""

    path: Path
    by: str
    to: str


@dataclass
class Country:
    """The offices, open, and all bundles ever made."""

    folder: Path
    stores: dict[str, Store] = field(default_factory=dict)
    pile: list[Sent] = field(default_factory=list)
    accepted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    number: int = 0

    @classmethod
    def settle(cls, ready: Path, folder: Path) -> "Country":
        """Open a copy of a founded province."""
        shutil.copytree(ready, folder, dirs_exist_ok=True)
        country = cls(folder)
        for name in NAMES:
            country.open(name)
        return country

    def open(self, name: str, moment: datetime = START) -> Store:
        """Open an office with a clock of its own."""
        self.number += 1
        clock = SteppingClock(moment + timedelta(minutes=self.number), seed=self.number + 100)
        self.stores[name] = Store.open(self.folder / name, clock=clock)
        return self.stores[name]

    def close(self) -> None:
        """Close every office and remove the files."""
        for store in self.stores.values():
            store.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # what people do

    def type(self, name: str, unit: str, value: int, code: str = "A03") -> None:
        """Type a figure; what is typed is what stands, under any clock."""
        put_cells(self.stores[name], unit, PERIOD, **{code: value})
        seen = self.stores[name].get("cell", cell_key(unit, PERIOD), code)
        assert seen == value, ("I11: an edit made after seeing a value loses", seen, value)

    def lock(self, name: str, unit: str, value: int) -> int:
        """Lock a return with the next revision this office knows; return its number."""
        known = self.stores[name].fields("submit", return_key(unit, "F1", PERIOD))
        rev = max((int(r) for r in known), default=0) + 1
        lock(self.stores[name], unit, PERIOD, rev, A03=value)
        return rev

    def rewrite(self, name: str, unit: str, value: int) -> None:
        """Write over a locked revision, as no honest program does, where there is one."""
        store, key = self.stores[name], return_key(unit, "F1", PERIOD)
        for rev in list(store.fields("submit", key))[:1]:
            lock(store, unit, PERIOD, int(rev), A03=value)

    def judge(self, unit: str, *, accept: bool, by: str = "province") -> bool:
        """Let an office accept or return the newest return of a unit, where it has one."""
        store = self.stores[by]
        if not store.fields("submit", return_key(unit, "F1", PERIOD)):
            return False
        try:
            if accept:
                verdicts.accept(store, "F1", PERIOD, CODES[unit])
            else:
                verdicts.send_back(store, "F1", PERIOD, CODES[unit], "Xem lại")
        except Refusal as refusal:  # the office above has closed the month
            if (by, refusal.code) != ("commune", "E_OWN_RETURN"):
                raise
            return False
        return True

    def shut(self, by: str = "province") -> bool:
        """Let an office close the month for those below, where there is anything to close."""
        try:
            close(self.stores[by], PERIOD)
        except Refusal as refusal:
            if refusal.code not in ("E_CLOSED", "E_PERIOD_FAR", "E_OWN_RETURN", "E_NOTHING"):
                raise
            return False
        return True

    def unshut(self, by: str = "province") -> bool:
        """Let an office open the month again, where it closed it."""
        try:
            open_month(self.stores[by], PERIOD, "Kiểm tra lại")
        except Refusal as refusal:
            if refusal.code not in ("E_NOTHING", "E_OWN_RETURN"):
                raise
            return False
        return True

    def send(self, name: str, *, full: bool = False) -> Sent:
        """Make a bundle for the office above."""
        return self._made(name, ABOVE[name], None, full)

    def answer(self, name: str, below: str, *, full: bool = False) -> Sent:
        """Make a bundle for an office below: receipts, verdicts, the register."""
        return self._made(name, below, CODES[UNIT[below]], full)

    def _made(self, name: str, to: str, code: str | None, full: bool) -> Sent:
        self.number += 1
        out = self.folder / "gói" / str(self.number)
        made = make_bundle(self.stores[name], out, code, full=full)
        self._check_receipt(name, made.path)
        sent = Sent(made.path, name, to)
        self.pile.append(sent)
        return sent

    def deliver(self, sent: Sent, to: str = "") -> Any:
        """Take a bundle in, as every receiver does: preview, then import; then once more."""
        name = to or sent.to
        store = self.stores[name]
        locked, words = locked_values(store), said_here(store)
        seen = import_bundle(store, sent.path, dry_run=True)
        done = import_bundle(store, sent.path, backup=None)
        same = [msgspec.structs.replace(one, findings=()) for one in (seen, done)]
        same = [msgspec.structs.replace(one, warnings=()) for one in same]
        assert same[0] == same[1], "I15: the preview told something else"
        before = digest(store)
        self._check_locked(name, locked, words)
        again = import_bundle(store, sent.path, backup=None)
        assert again.status == "already", "I1: a bundle was taken twice"
        assert digest(store) == before, "I1: importing again changed something"
        self.accepted[name] |= ids_in(sent.path)
        return done

    def copy(self, name: str, to: str) -> None:
        """Copy an office's folder by hand, as people do; the office goes on."""
        moment = self.stores[name].clock.now()
        self.stores[name].close()
        shutil.rmtree(self.folder / to, ignore_errors=True)
        shutil.copytree(self.folder / name, self.folder / to)
        self.open(name, moment)

    def put_back(self, name: str, kept: str) -> None:
        """Put an older copy of an office's folder in its place, by hand."""
        self.stores[name].close()
        shutil.rmtree(self.folder / name)
        shutil.copytree(self.folder / kept, self.folder / name)
        self.accepted.pop(name, None)
        self.open(name)

    def set_clock(self, name: str, days: int) -> None:
        """Set an office's clock wrong, or right again with 0."""
        clock = self.stores[name].clock
        assert isinstance(clock, SteppingClock)
        self.number += 1
        clock.moment = START + timedelta(days=days, minutes=self.number)

    # what must hold

    def check(self) -> None:
        """Check what holds at any moment in every office."""
        for name, store in self.stores.items():
            self.check_log(name, store)
            check_fold(store)
            check_owners(store)

    def check_log(self, name: str, store: Reader) -> None:
        """I3: every operation of a bundle that was taken is in the log, also after undoing."""
        missing = self.accepted[name] - log(store)
        assert not missing, f"I3: {name} lost {len(missing)} operations"

    def _check_receipt(self, name: str, path: Path) -> None:
        """I5: a receipt claims nothing the office lacks."""
        query = (
            "SELECT id, json_extract(CAST(raw AS TEXT), '$.prev') FROM op UNION ALL"
            " SELECT id, json_extract(CAST(raw AS TEXT), '$.prev') FROM rejected"
        )
        held = dict(self.stores[name].rows(query))
        for head in manifest(path).acks.heads:
            op: str | None = head.id
            while op is not None:
                assert op in held, "I5: a receipt claims what the office does not hold"
                op = held[op]

    def check_total(self) -> None:
        """I9: the province's total is the sum of what it knows of each union."""
        province = self.stores["province"]
        views = [view for unit in OWNER if (view := standing(province, unit)) is not None]
        told = totals(province, PERIOD, "").get("A03")
        value = told.value if told is not None else None
        if views:
            assert value == sum(views), ("I9: total is not the sum of its parts", told, views)

    def total(self) -> object:
        """Return the province's total of A03."""
        told = totals(self.stores["province"], PERIOD, "").get("A03")
        return told.value if told is not None else None

    def rounds(self, offices: Sequence[str] = ("base", "commune", "other")) -> None:
        """Send and answer once, then send again: after that nothing may be missing above."""
        for name in offices:
            for _each in range(2):
                self.deliver(self.send(name))
                below = "commune" if name == "second" else name
                self.deliver(self.answer(ABOVE[name], below), name)
        for name in offices:
            self.check_all_arrived(name)

    def _check_locked(
        self, name: str, locked: dict[str, int | None], words: dict[str, Any]
    ) -> None:
        """I7: no bundle from below changes what the province had accepted, or closed.

        But where the end of a machine takes the very operation out: what a thief locked has to go.
        """
        if name == "province":
            store = self.stores[name]
            assert said_here(store) == words, "I7: another word of the province counts"
            held = locked_values(store)
            assert held == {unit: locked.get(unit, held[unit]) for unit in held}, (
                "I7: an accepted figure changed"
            )
            self.check_total()

    def check_relayed(self, name: str, kind: str) -> None:
        """I17: lines stand above byte for byte as they were written, known or not."""
        query = "SELECT id, raw FROM op WHERE kind = ? AND stream = 'office'"
        above = dict(self.stores[ABOVE[name]].rows(query, (kind,)))
        for op, raw in self.stores[name].rows(query, (kind,)):
            assert above.get(op, raw) == raw, "I17: a line was changed on its way"
            if kind == "later_thing":
                assert op in above, "I17: a line of an unknown kind was dropped"

    def check_fixpoint(self, name: str) -> None:
        """I16: after an answered bundle an untouched office has nothing to send, fully or not."""
        # Two months without an answer, or an answer by a clock set back: all is sent again.
        self.set_clock(name, 0)
        self.set_clock(ABOVE[name], 0)
        full = ids_in(self.send(name, full=True).path)
        self.rounds([name])
        again = self.send(name).path
        assert not ids_in(again), ("I16: something is sent that was answered", told(again))
        assert ids_in(self.send(name, full=True).path) == full, "I16: a full bundle differs"

    def check_all_arrived(self, name: str) -> None:
        """I12, I13: the office above holds every operation that goes up from here."""
        mine = self.stores[name].rows("SELECT id FROM op WHERE stream = 'office'")
        above = self.stores[ABOVE[name]]
        there = above.rows("SELECT id FROM op UNION SELECT id FROM rejected")
        missing = {op for (op,) in mine} - {op for (op,) in there}
        assert not missing, f"I13: {len(missing)} operations of {name} never arrived"


def digest(store: Reader) -> str:
    """Return the digest, with what is kept as rejected and the conflicts."""
    rejected = sorted(row[0] for row in store.rows("SELECT id FROM rejected"))
    return repr((office_digest(store), rejected, sorted(store.conflicts())))


def log(store: Reader) -> set[str]:
    """Return every operation an office's log holds, whether it counts or not."""
    query = "SELECT id FROM op UNION SELECT id FROM rejected UNION SELECT id FROM withdrawn"
    return {row[0] for row in store.rows(query)}


def manifest(path: Path) -> Any:
    """Return a bundle's manifest."""
    with opened(path) as archive:
        return typed_view(decode_raw(read_sealed(archive).manifest))


def ids_in(path: Path) -> set[str]:
    """Return the ids of the operations in a bundle, read without the program's reader."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        lines = archive.read("records/ops.jsonl").splitlines()
    return {str(msgspec.json.decode(line)["id"]) for line in lines}


def told(path: Path) -> list[Any]:
    """Return what a bundle says of itself and its lines, for a failure's text."""
    import zipfile

    with zipfile.ZipFile(path) as archive:
        lines = archive.read("records/ops.jsonl").splitlines()
    read = manifest(path)
    return [read.full, read.base_ack, [msgspec.json.decode(line) for line in lines]]


def folded(lines: Iterable[bytes]) -> dict[tuple[str, str, str], list[tuple[str, str, str, str]]]:
    """Fold raw lines: register → its leaves as (hlc, store, id, value), the winner last."""
    registers: dict[Any, dict[str, Any]] = defaultdict(dict)
    for line in lines:
        body = msgspec.json.decode(line)
        registers[body["kind"], body["k"], body["f"]][body["id"]] = body
    result = {}
    for register, ops in registers.items():
        for body in ops.values():
            for base in body["base"]:
                seen = ops[base]["hlc"] if base in ops else ""
                assert body["hlc"] > seen, "I11: an edit does not stand above what it saw"
        replaced = {base for body in ops.values() for base in body["base"]}
        result[register] = sorted(
            (
                body["hlc"],
                body["store"],
                op,
                msgspec.json.encode(body["v"], order="sorted").decode(),
            )
            for op, body in ops.items()
            if op not in replaced
        )
    return {register: leaves for register, leaves in result.items() if leaves}


def check_fold(store: Reader) -> None:
    """I4, I10, I11: the tables are an independent fold of the lines; versions are unique."""
    wanted = folded(raw for (raw,) in store.rows("SELECT raw FROM op"))
    stands: dict[Any, list[Any]] = defaultdict(list)
    winners = {}
    for kind, key, name, *leaf, winner in store.rows(
        "SELECT kind, key, field, hlc, store, op, value, winner FROM leaf"
    ):
        stands[kind, key, name].append(tuple(leaf))
        if winner:
            winners[kind, key, name] = tuple(leaf)
    assert {r: sorted(leaves) for r, leaves in stands.items()} == wanted, "I4: not the fold"
    assert winners == {r: leaves[-1] for r, leaves in wanted.items()}, "I4: another one wins"
    versions = [leaf[:3] for leaves in wanted.values() for leaf in leaves]
    assert len(set(versions)) == len(versions), "I10: a version occurs twice"


def check_owners(store: Reader) -> None:
    """I6: no figure or return stands that its owner did not write, but an office's own."""
    units = {key: unit for key, name, unit in store.registers("enrol") if name == "unit"}
    units[store.store_id] = store.own_unit
    for key, name, _word in store.registers("enrol"):  # one never enrolled that others speak of
        if name.startswith("vouched@"):
            units.setdefault(key, units.get(name.removeprefix("vouched@")))
    own = {by for (by,) in store.rows("SELECT DISTINCT store FROM op WHERE bundle IS NULL")}
    for kind, key, by in store.rows(
        "SELECT kind, key, store FROM leaf WHERE kind IN ('cell', 'submit')"
    ):
        unit = key.rpartition("|")[2]
        owners = {OWNER.get(unit)}
        assigned = store.fields("assign", unit).values()
        # Undone: as far as is known, who stands above types; or typing was taken back.
        if not assigned or PARENTS.get(unit) in assigned:
            owners.add(PARENTS.get(unit))
        fits = units.get(by) in owners or by in own
        assert fits, f"I6: {kind} of {unit} written by {units.get(by)}"


@contextmanager
def living(ready: Path) -> Iterator[Country]:
    """Yield a country in a folder of its own."""
    country = Country.settle(ready, folder_for_offices() / "w")
    try:
        yield country
    finally:
        country.close()
        with suppress(OSError):
            country.folder.parent.rmdir()


def books(ready: Path, bundles: Sequence[Path], undo: Sequence[int] = ()) -> str:
    """Return the digest of a fresh province after these bundles, some of them undone again."""
    from desktop.sync.undo import undo_bundle

    folder = folder_for_offices()
    try:
        shutil.copytree(ready / "province", folder / "province")
        with Store.open(folder / "province", clock=SteppingClock(START, seed=7)) as store:
            ids = [import_bundle(store, path, backup=None).id for path in bundles]
            for place in undo:
                undo_bundle(store, str(ids[place]))
            check_fold(store)
            return digest(store)
    finally:
        shutil.rmtree(folder, ignore_errors=True)

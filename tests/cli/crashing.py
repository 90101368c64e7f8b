"""A process that kills children of its own at random moments and looks at what is left.

Run as `python -m tests.cli.crashing PAIR_FOLDER ROUNDS SEED`; prints one JSON object with what
was tried and every loss it found. It is single-threaded, so that forking is safe, and imports
everything once, so that a hundred rounds take seconds.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from desktop.models.figures.cells import Entry, cells
from desktop.models.figures.figures import set_cells
from desktop.models.store import schema
from desktop.models.store.backup import verify
from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.store.upgrade import backup_before
from desktop.models.units.scope import Scope
from desktop.models.units.units import own_unit, tree_on
from desktop.sync.inspect import inspect_bundle
from desktop.sync.records import taken
from desktop.sync.trust import Trust
from desktop.sync.undo import undo_bundle
from desktop.tasks.exchange.receive import receive
from desktop.tasks.exchange.send import send
from desktop.tasks.offices.new_office import new_office
from tests.cli.running import BASES, Pair

Told = Callable[[str], None]
DAY = date(2026, 10, 31)
ORIGINAL = "nguyên bản"


def type_figures(pair: Pair, told: Told) -> None:
    """Commit one rising cell after another, telling each commit."""
    with Store.open(pair.commune) as store:
        units = [tree_on(store, DAY).by_code(code).id for code in BASES]
        number = 0
        while True:
            for unit in units:
                number += 1
                set_cells(store, "2026-09", {(unit, "A01"): Entry(number)})
                told(f"{unit} {number}\n")


def open_and_close(pair: Pair, told: Told) -> None:
    """Open the office for writing and close it, over and over."""
    while True:
        Store.open(pair.commune).close()


def take_bundle(pair: Pair, told: Told) -> None:
    """Import the bundle that lies ready."""
    with Store.open(pair.province) as store:
        receive(store, [bundle_of(pair)])
    time.sleep(5)


def undo_bundles(pair: Pair, told: Told) -> None:
    """Take the bundle in and undo it, over and over, telling each."""
    with Store.open(pair.province) as store:
        while True:
            (result,) = receive(store, [bundle_of(pair)])
            told("taken\n")
            undo_bundle(store, str(result.id))
            told("undone\n")


def make_bundles(pair: Pair, told: Told) -> None:
    """Make one full bundle after another, telling each that was made."""
    with Store.open(pair.commune) as store:
        while True:
            told(f"{send(store, pair.folder / 'ra', full=True).path.name}\n")


def found_offices(pair: Pair, told: Told) -> None:
    """Found one office after another, telling each that was founded."""
    for number in range(1000):
        new_office(pair.folder / "ra" / str(number), f"Công đoàn xã số {number}", "CDX")
        told(f"{number}\n")


def upgrade_office(pair: Pair, told: Told) -> None:
    """Open the office with a program whose schema is newer by two migrations."""
    with newer_schema():
        Store.open(pair.commune).close()
        told("upgraded\n")
    time.sleep(5)


def _second(db: Any) -> None:
    """Make the fold's table anew and one more index on the journal."""
    for statement in schema._FIRST:
        if "CREATE TABLE leaf" in statement:
            db.execute("DROP TABLE leaf")
        if "leaf" in statement:
            db.execute(statement)
    db.execute("CREATE INDEX op_kind ON op (kind)")
    db.execute("INSERT INTO meta VALUES (?, '1')", (schema.REFOLD,))


def _third(db: Any) -> None:
    db.execute("CREATE TABLE later (name TEXT PRIMARY KEY) STRICT")


PRESENT = schema.newest()
NEWER = (
    schema.Migration("0998_second", 1998, _second), schema.Migration("0999_third", 1999, _third),
)  # fmt: skip


@contextmanager
def newer_schema() -> Iterator[None]:
    """Be, for a while, a later program that has two more migrations."""
    present = schema.MIGRATIONS
    schema.MIGRATIONS = (*present, *NEWER)
    try:
        yield
    finally:
        schema.MIGRATIONS = present


def bundle_of(pair: Pair) -> Path:
    return next((pair.folder / "gói").glob("CDX_*.zip"))


JOBS = {
    "type": type_figures, "open": open_and_close, "import": take_bundle, "export": make_bundles,
    "found": found_offices, "upgrade": upgrade_office, "undo": undo_bundles,
}  # fmt: skip
TELLING = ("type", "export", "found", "undo")
"""Jobs that tell line after line; half of their kills come after the first."""
DESKTOP = Path(__file__).parents[2] / "desktop"
FILES = ("sync/container.py", "sync/files.py")
WRITING = ("sync", "models/store", "tasks/exchange", "tasks/offices")
LINES: dict[str, tuple[tuple[str, ...], int]] = {
    "import": (WRITING, 7_500), "export": (FILES, 300), "found": (WRITING, 2_200),
    "upgrade": (WRITING, 4_900), "undo": (WRITING, 20_000),
}  # fmt: skip
"""Job → where its deeds are written down, and about how many lines of that one deed runs.

Half of the kills come at such a line, not at a time.
"""
PATIENCE = 5.0


def killed(
    job: Callable[[Pair, Told], None],
    pair: Pair,
    after: float,
    *,
    begun: bool = False,
    at_line: tuple[tuple[str, ...], int] | None = None,
) -> list[str]:
    """Run a job in a child, kill it after that many seconds, return the lines it told.

    `begun` counts the seconds from the first line on, however slow the machine is. With
    `at_line` the child kills itself before that line of what writes, in whatever time: files
    are written in a thousandth of the time it takes to make what is in them.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        if at_line is not None:
            die_at_line(*at_line)
        try:
            job(pair, lambda line: (os.write(writing, line.encode()), None)[1])
        finally:
            os._exit(3)
    os.close(writing)
    first = os.read(reading, 1) if begun else b""
    if at_line is not None:
        status = dead_or_killed(child)
    else:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = (first.decode() + pipe.read()).splitlines()
    if os.WIFEXITED(status):
        lines.append(f"! ended by itself: {status}")
    return lines


def die_at_line(parts: tuple[str, ...], count: int) -> None:
    """Have this process killed before it has run that many lines of these parts."""
    left, watched = count, tuple(str(DESKTOP / part) for part in parts)

    def each(_frame: Any, event: str, _argument: Any) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return each

    sys.settrace(lambda frame, *_: each if frame.f_code.co_filename.startswith(watched) else None)


def dead_or_killed(child: int) -> int:
    """Wait for a child to die, kill one that has run out of lines; returns its status."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return status
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def losses(name: str, pair: Pair, lines: list[str], whole: str) -> list[str]:
    """Return what is wrong after a kill: lost cells, half bundles, an unclean office."""
    found = [line for line in lines if line.startswith("!")]
    if name == "upgrade":
        found += broken_upgrade(pair)
    for folder in (pair.commune, pair.province):
        with Reader.open_reader(folder) as reader:
            found += examine(reader)
    if name == "type":
        found += lost_cells(pair, dict(line.split() for line in lines))
    if name == "import":
        found += broken_import(pair, whole)
    if name == "undo":
        found += half_undone(pair, whole)
    if name == "export":
        found += half_bundles(pair, lines)
    if name == "found":
        found += half_offices(pair, lines)
    return found


def half_offices(pair: Pair, lines: list[str]) -> list[str]:
    """Every office that stands there is whole; one that does not can be founded now."""
    found = []
    for number in range(len(lines) + 1):
        folder = pair.folder / "ra" / str(number)
        whole = (folder / "office.db").exists()
        if str(number) in lines and not whole:
            found.append(f"office {number} was told and is gone")
        if not whole:
            new_office(folder, f"Công đoàn xã số {number}", "CDX")
        with Store.open(folder) as store:
            found += examine(store)
            if own_unit(store, date(2026, 11, 1)).name != f"Công đoàn xã số {number}":
                found.append(f"office {number} has no unit")
        if not list((folder / "keys").iterdir()):
            found.append(f"office {number} has no key")
        found += [f"left behind: {path}" for path in folder.glob(".dang-lap*")]
    return found


def broken_upgrade(pair: Pair) -> list[str]:
    """The next opening completes what was cut off, and no line of the journal is lost."""
    found = []
    before = journal(pair.folder.with_name(ORIGINAL) / pair.commune.name)
    if journal(pair.commune) != before:
        found.append("the journal differs after the kill")
    with newer_schema():
        with Store.open(pair.commune) as store:
            found += examine(store)
            if store.rows("PRAGMA user_version") != [(schema.newest(),)]:
                found.append("the second opening did not complete the upgrade")
            if not store.rows("SELECT 1 FROM sqlite_master WHERE name = 'op_bundle'"):
                found.append("a migration is lost")
        if journal(pair.commune) != before:
            found.append("the journal differs after the upgrade")
        found += verify(backup_before(pair.commune, PRESENT))
    return found


def journal(folder: Path) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(folder / "office.db")
    try:
        return connection.execute("SELECT seq, id, raw FROM op ORDER BY seq").fetchall()
    finally:
        connection.close()


def lost_cells(pair: Pair, told: dict[str, str]) -> list[str]:
    with Reader.open_reader(pair.commune) as reader:
        now = {unit: cells(reader, unit, "2026-09").get("A01") for unit in told}
    return [
        f"{unit} was {number}, now {now[unit]}"
        for unit, number in told.items()
        if now[unit] is None or (now[unit].value or 0) < int(number)
    ]


def broken_import(pair: Pair, whole: str) -> list[str]:
    with Store.open(pair.province) as store:
        (result,) = receive(store, [bundle_of(pair)])
        if result.status == "refused":
            return [f"the bundle is refused now: {result.message}"]
        if digest(store)["digest"] != whole:
            return ["the digest differs from that of an undisturbed import"]
    return []


def half_undone(pair: Pair, whole: str) -> list[str]:
    """The bundle is in or out altogether, and can be undone now."""
    with Reader.open_reader(pair.folder.with_name(ORIGINAL) / pair.province.name) as reader:
        blank = digest(reader)["digest"]
    with Store.open(pair.province) as store:
        held = [one.id for one in taken(store)]
        found = []
        if digest(store)["digest"] != (whole if held else blank):
            found.append("a bundle is half in or half out")
        for bundle in held:
            undo_bundle(store, bundle)
        if digest(store)["digest"] != blank:
            found.append("undoing left something")
        return found + examine(store)


def half_bundles(pair: Pair, lines: list[str]) -> list[str]:
    with Reader.open_reader(pair.province) as reader:
        trust = Trust.of(reader, Scope.of(reader))
        own = {reader.own_unit}
        made = sorted((pair.folder / "ra").glob("CDX_*.zip"))
        bad = [p.name for p in made if not inspect_bundle(p, trust.key_for, own)["valid"]]
    return [f"{name} is not whole" for name in bad] + [
        f"{name} was told and is gone" for name in set(lines) - {path.name for path in made}
    ]


def undisturbed(pair: Pair, folder: Path) -> str:
    """Return the digest of the province after an import nobody kills."""
    shutil.copytree(pair.folder, folder)
    copy = Pair(folder, folder / pair.province.name, folder / pair.commune.name)
    with Store.open(copy.province) as store:
        receive(store, [bundle_of(copy)])
        return str(digest(store)["digest"])


def main(folder: Path, rounds: int, seed: int) -> None:
    original = Pair(folder, folder / "tỉnh", folder / "phường A")
    whole = undisturbed(original, folder.with_name("nguyên"))
    shutil.copytree(folder, folder.with_name(ORIGINAL))
    rng = random.Random(seed)
    found: list[str] = []
    committed = 0
    for number in range(rounds):
        name = list(JOBS)[number % len(JOBS)]
        work = folder.with_name(f"lượt {number}")
        shutil.copytree(folder, work)
        pair = Pair(work, work / original.province.name, work / original.commune.name)
        lined = name in LINES and number // len(JOBS) % 2 == 1
        begun = not lined and name in TELLING and rng.random() < 0.5
        at_line = None
        if lined:
            parts, most = LINES[name]
            at_line = (parts, rng.randint(1, most))
        lines = killed(JOBS[name], pair, rng.uniform(0.0, 0.12), begun=begun, at_line=at_line)
        committed += len(lines)
        found += [f"{name} {number}: {loss}" for loss in losses(name, pair, lines, whole)]
        shutil.rmtree(work)
    print(json.dumps({"rounds": rounds, "committed": committed, "losses": found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

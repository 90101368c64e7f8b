"""An office on disk: how one is made and what lies in its folder."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Set
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from desktop.i18n import _
from desktop.models.clock import Clock, SystemClock, uuid7
from desktop.models.errors import Refusal
from desktop.models.store.places import check_place, make_folders, office_lock
from desktop.models.store.reader import known_errors
from desktop.models.store.schema import in_memory
from desktop.models.store.store import Store


def create_office(folder: Path, *, clock: Clock | None = None, unit: str | None = None) -> Store:
    """Make an empty office and open it; the caller writes its unit (see `units.found_own`).

    `unit` is the office's own unit id, new when not given. Raises Refusal when the folder
    already holds an office, may not hold one, or cannot be written.
    """
    folder = Path(folder).resolve()
    check_place(folder)
    refuse_taken(folder)
    clock = clock or SystemClock()
    part = folder / "office.db.part"
    facts = {
        "store": uuid7(clock),
        "unit": unit or uuid7(clock),
        "who": f"p-{clock.random_bits(48):012x}",
        "created": clock.now().isoformat(timespec="seconds"),
    }
    with whole_or_nothing(folder):
        with claimed(folder):
            part.unlink(missing_ok=True)
            with known_errors(folder):
                write_empty_database(part, facts)
            os.replace(part, folder / "office.db")
        return Store.open(folder, clock=clock)


def refuse_taken(folder: Path) -> None:
    """Refuse a folder that holds an office already."""
    if (folder / "office.db").exists():
        raise Refusal(
            _("Thư mục {folder} đã có một sổ.").format(folder=folder),
            next_step=_("Mở sổ đó, hoặc chọn thư mục khác."), code="E_EXISTS",
        )  # fmt: skip


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Make the folders of a new office and hold its lock: one process alone puts it there."""
    make_folders(folder)
    with office_lock(folder):
        refuse_taken(folder)
        yield


@contextmanager
def whole_or_nothing(folder: Path) -> Iterator[None]:
    """Remove what was made in and above the folder when the block does not come to its end."""
    above = [path for path in (folder, *folder.parents) if not path.exists()]
    known = set() if above else {path.name for path in folder.iterdir()}
    try:
        yield
    except BaseException as error:
        # What another process is making or has made by now is that process's.
        if getattr(error, "code", "") not in ("E_LOCKED", "E_EXISTS"):
            _remove_new(folder, known)
            for path in above:
                with suppress(OSError):
                    path.rmdir()
        raise


def _remove_new(folder: Path, known: Set[str]) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name in known:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def write_empty_database(path: Path, facts: dict[str, str]) -> None:
    """Write a new database with its tables and meta facts at `path`, in one transaction."""
    with (
        closing(in_memory()) as made,
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
    ):
        made.executemany("INSERT INTO meta VALUES (?, ?)", list(facts.items()))
        connection.execute("PRAGMA synchronous = FULL")
        made.backup(connection)

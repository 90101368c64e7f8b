"""The copy of a bundle this office keeps: read from the stick once, then from here."""

import contextlib
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from desktop.models.store.backup import backup
from desktop.models.store.store import Store
from desktop.sync.files import atomic_file, replace_patiently, sweep, write_refusal
from desktop.sync.layout import MAX_BUNDLE
from desktop.sync.messages import BundleRefusal
from desktop.sync.reader import OpenedBundle
from desktop.sync.sealing import SUFFIX

_CHUNK = 1024 * 1024
_ROOM = 20 * 1024 * 1024
_BACKUP = "truoc-khi-nhap-"
_BACKUPS_KEPT = 7


@contextmanager
def local_copy(office: Path, source: Path) -> Iterator[Path]:
    """Give a flushed copy of the file inside the office; it vanishes unless it was kept."""
    folder = office / "bundles" / "in"
    copy = folder / f"{uuid4().hex}.tmp"
    try:
        told = source.stat()
        if not stat.S_ISREG(told.st_mode):  # a device or a pipe would be read without end
            raise BundleRefusal("E_READ", "not a file", file=source.name)
        size = told.st_size
        if size > MAX_BUNDLE:
            raise BundleRefusal("E_TOO_BIG", f"{size} bytes")
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        _refuse_full_disk(folder, 3 * size + _ROOM)
        with source.open("rb") as stream:
            _copy(stream, copy)
    except OSError as error:
        raise BundleRefusal("E_READ", str(error), file=source.name) from error
    try:
        yield copy
    finally:
        with contextlib.suppress(OSError):
            copy.unlink()


def keep(office: Path, bundle: OpenedBundle) -> None:
    """Put the copy in place as evidence; it is on the disk before the import commits."""
    name = f"{bundle.id}.zip{SUFFIX if bundle.evidence else ''}"  # sealed stays sealed
    target = office / "bundles" / "in" / name
    try:
        replace_patiently(bundle.evidence or bundle.path, target)
    except OSError as error:
        raise write_refusal(error, target.parent) from error


def keep_blobs(office: Path, bundle: OpenedBundle) -> None:
    """Write the attachments this office lacks, each under its hash."""
    for sha256 in bundle.blobs:
        target = office / "blobs" / sha256
        if target.exists():
            continue
        with atomic_file(target) as file:
            for piece in bundle.blob(sha256):
                file.write(piece)


def backup_before_import(store: Store) -> Path:
    """Write a verified backup into OFFICE/backups, keeping the newest few of its kind."""
    folder = store.folder / "backups"
    moment = store.clock.now()
    path = folder / f"{_BACKUP}{moment:%Y%m%d-%H%M%S}-{moment.microsecond:06d}.zip"
    backup(store, path)
    for old in sorted(folder.glob(f"{_BACKUP}*.zip"))[:-_BACKUPS_KEPT]:
        with contextlib.suppress(OSError):
            old.unlink()
    return path


def only_once(backup: Callable[[Store], object]) -> Callable[[Store], object]:
    """Return a backup that is made the first time only: from before a whole batch of files."""
    made: list[object] = []

    def first_time(store: Store) -> object:
        if not made:
            made.append(backup(store))
        return made[0]

    return first_time


def _refuse_full_disk(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed:
        raise BundleRefusal("E_DISK_FULL", megabytes=needed // 1024 // 1024 + 1)


def _copy(stream: BinaryIO, copy: Path) -> None:
    with atomic_file(copy) as file:
        while piece := stream.read(_CHUNK):
            file.write(piece)

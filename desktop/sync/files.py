"""Whole files or none: writing beside, flushing, and putting in place."""

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from desktop.sync.messages import BundleRefusal

_HELD_BY_ANOTHER = {5, 32, 33}  # Windows: access denied, sharing and lock violations
_IN_USE = 3600.0
"""Seconds a copy may be read for by somebody else."""
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # 2.55 s in all: an antivirus lets go by then


@contextmanager
def atomic_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Give a file that becomes `path` when the block ends well, and vanishes otherwise.

    Refuses E_DISK_FULL when there is no room and E_WRITE when the folder cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        try:
            with _create(part, private) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            replace_patiently(part, path)
            _flush_folder(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    except OSError as error:
        raise write_refusal(error, path.parent) from error


def write_atomic(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write the whole file or leave what was there."""
    with atomic_file(path, private=private) as file:
        file.write(data)


def sweep(folder: Path) -> None:
    """Remove copies that a reading which was cut off left in a folder: unchanged for an hour.

    One may be the plain text of a sealed bundle.
    """
    for part in (*folder.glob("*.tmp"), *folder.glob("*.tmp.part")):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _IN_USE:
                part.unlink()


def replace_patiently(
    source: Path, target: Path, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Rename over the target; on Windows wait a bounded time for whoever holds it."""
    for wait in _WAITS:
        try:
            source.replace(target)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD_BY_ANOTHER:
                raise
            sleep(wait)
    source.replace(target)


def write_refusal(error: OSError, folder: Path, megabytes: int = 20) -> BundleRefusal:
    """Return the refusal that fits an operating system's error on writing."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return BundleRefusal("E_DISK_FULL", str(error), megabytes=megabytes)
    return BundleRefusal("E_WRITE", str(error), folder=folder)


def _create(part: Path, private: bool) -> BinaryIO:
    with contextlib.suppress(FileNotFoundError):
        part.unlink()
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(part, flags, 0o600 if private else 0o644), "w+b")


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

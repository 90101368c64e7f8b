"""What takes long to make is made once: for a process, or for all the workers of a run."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_PATIENCE = 300.0
_QUICK = Path("/dev/shm")


_FOLDERS: list[tuple[int, Path]] = []
"""Process → folder that goes with it: a forked one knows those of the process it came from."""


def folder_of_process(name: str) -> Path:
    """Return a new folder that goes with this process, in memory where there is such a place."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_QUICK if _QUICK.is_dir() else None))
    _FOLDERS.append((os.getpid(), folder))
    return folder


@atexit.register
def remove_folders() -> None:
    """Remove the folders of this process; a forked one that ends by `os._exit` calls it itself."""
    for process, folder in _FOLDERS:
        if process == os.getpid():
            shutil.rmtree(folder, ignore_errors=True)


def lasting_folder(folder: Path) -> Path:
    """Return `folder`, made where it is missing; one of this process where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return folder_of_process(folder.name)
    return folder


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """Return `folder`, filled by whichever process comes first; the others wait for it.

    Raises AssertionError in those that wait when the maker failed or does not come to an end.
    """
    turn, done, failed = (
        folder.with_name(f"{folder.name}.{state}") for state in ("turn", "done", "failed")
    )
    try:
        turn.mkdir(parents=True)
    except FileExistsError:
        end = time.monotonic() + _PATIENCE
        while not done.exists():
            assert not failed.exists(), f"{folder.name} could not be made"
            assert time.monotonic() < end, f"{folder.name} is not made in time"
            time.sleep(0.05)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder

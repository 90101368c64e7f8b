"""What takes seconds to make is made once for all the workers of a run."""

import time
from collections.abc import Callable
from pathlib import Path

_PATIENCE = 300.0


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

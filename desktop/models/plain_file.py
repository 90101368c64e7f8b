"""Opening what is a file on a disk, and nothing else that has a file's name."""

import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_plain(path: Path) -> BinaryIO:
    """Open a file to be read.

    Raises OSError where it cannot be, and for a folder, a pipe or a device: reading a pipe
    waits for whoever writes, and a device may have no end.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(f"not a file: {path.name}")
    file = path.open("rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # put there between the two
        file.close()
        raise OSError(f"not a file: {path.name}")
    return file

"""Where the program is put together: which office the window opens, and what if there is none."""

import gc
from pathlib import Path


def start(folder: Path | None) -> int:
    """Open the window and return the exit code when it is closed.

    `folder` is the office that was asked for, None this computer's own; where no office is,
    the first screen offers to make one there, to receive one, or to see the sample.
    """
    gc.disable()  # nothing of a start is garbage; the window collects by itself later
    from desktop.tasks.offices.places import default_office
    from desktop.ui.program import run

    code: int = run((folder or default_office()).absolute())
    return code

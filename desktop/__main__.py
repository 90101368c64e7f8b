"""Starting the program: a verb runs headless, no verb opens the window."""

import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.main import main as run


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the arguments (default: the process's) and return the exit code."""
    return run(argv, open_window)


def open_window(folder: Path | None) -> int:
    """Open the window on an office; without one the first screen is shown."""
    from desktop.app import start

    return start(folder)


if __name__ == "__main__":
    sys.exit(main())

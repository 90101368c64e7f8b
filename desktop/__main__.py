"""Starting the program: a verb runs headless, no verb opens the window."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.cli.main import main as run
from desktop.i18n import _
from desktop.models.errors import Refusal


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the arguments (default: the process's) and return the exit code."""
    return run(argv, open_window)


def open_window(folder: Path | None) -> int:
    """Open the window on an office; without one the first screen is shown."""
    _require_display()
    from desktop.app import start

    return start(folder)


def _require_display() -> None:
    """Refuse where no window could be seen: the toolkit itself would end the process."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named):
        raise Refusal(
            _("Máy này không có màn hình để mở cửa sổ."),
            next_step=_("Làm bằng lệnh: xem socongdoan --help."), code="E_NO_DISPLAY",
        )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())

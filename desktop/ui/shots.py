"""Pictures of every page, without a screen: `python -m desktop.ui.shots --out DIR --office DIR`.

Each size, theme and scale is drawn in a process of its own, as Qt takes the scale at start.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCALED = 1.25


@dataclass(frozen=True, slots=True)
class Sitting:
    """One run: the window's size in pixels, the theme, the screen's scale."""

    width: int
    height: int
    theme: str
    scale: float = 1.0

    @property
    def label(self) -> str:
        """Return what the pictures' names begin with."""
        scale = "" if self.scale == 1.0 else f"-{round(self.scale * 100)}"
        return f"{self.width}x{self.height}-{self.theme}{scale}"


SITTINGS = (
    Sitting(1366, 768, "light"),
    Sitting(1366, 768, "dark"),
    Sitting(1920, 1080, "light"),
    Sitting(1920, 1080, "dark"),
    Sitting(1366, 768, "light", SCALED),
)


def main(argv: list[str] | None = None) -> int:
    """Draw all sittings, or the one named; prints each picture's path."""
    parser = argparse.ArgumentParser(prog="shots")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--office", type=Path, required=True)
    parser.add_argument("--pages", default="", help="ids, with commas; all when left out")
    parser.add_argument("--sitting", default="", help="one of " + ", ".join(map(_label, SITTINGS)))
    chosen = parser.parse_args(argv)
    chosen.out.mkdir(parents=True, exist_ok=True)
    wanted = [one for one in SITTINGS if chosen.sitting in ("", one.label)]
    if chosen.sitting and os.environ.get("SHOTS_SITTING") == chosen.sitting:
        return draw(wanted[0], chosen.office, chosen.out, chosen.pages)
    return max((_apart(one, chosen) for one in wanted), default=2)


def _label(sitting: Sitting) -> str:
    return sitting.label


def _apart(sitting: Sitting, chosen: argparse.Namespace) -> int:
    settings = {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(sitting.scale),
        "SHOTS_SITTING": sitting.label,
    }
    command = [sys.executable, "-m", "desktop.ui.shots", "--out", str(chosen.out)]
    command += ["--office", str(chosen.office), "--pages", chosen.pages]
    command += ["--sitting", sitting.label]
    return subprocess.run(command, env=os.environ | settings, check=False).returncode


def draw(sitting: Sitting, folder: Path, out: Path, pages: str = "") -> int:
    """Draw the pages of the office in one size and theme; returns 0."""
    from PySide6.QtCore import Qt

    from desktop.ui import page
    from desktop.ui.app import make_app, office_at
    from desktop.ui.machine_state import MachineState
    from desktop.ui.shell import Shell

    state = MachineState(None)
    state.set("theme", sitting.theme)
    app = make_app(["shots"], state)
    entries = page.entries()
    shell = Shell(office_at(folder), entries, state)
    shell.setWindowState(Qt.WindowState.WindowNoState)
    shell.resize(round(sitting.width / sitting.scale), round(sitting.height / sitting.scale))
    shell.show()
    for entry in entries:
        if not pages or entry.id in pages.split(","):
            shell.go(entry.id)
            shell.settle()
            place = out / f"{sitting.label}-{entry.id}.png"
            shell.grab().save(str(place))
            print(place)
    shell.close()
    app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())

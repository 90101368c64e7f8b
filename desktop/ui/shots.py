"""Pictures of every page, without a screen: `python -m desktop.ui.shots --out DIR`.

The sample is made first where `--office` names no folder with its offices. Each size, theme and
scale is drawn in a process of its own, as Qt takes the scale at start.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.ui.shell import Shell

SCALED = 1.25
PAPER_SECONDS = 5.0
MAIN, ABOVE = "commune-1", "province"


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


@dataclass(frozen=True, slots=True)
class View:
    """One picture: the page, how its name ends, the office, what the page is opened at.

    An argument that is a function is asked for with the office's reader.
    """

    page: str
    name: str
    office: str = MAIN
    argument: Any = None


SITTINGS = (
    Sitting(1366, 768, "light"),
    Sitting(1366, 768, "dark"),
    Sitting(1920, 1080, "light"),
    Sitting(1920, 1080, "dark"),
    Sitting(1366, 768, "light", SCALED),
)


def _issued_plan(reader: Any) -> str:
    """Return the office's plan of this year, the fullest there is."""
    from desktop.models.plans import plans

    heads = plans.list_plans(reader)
    return heads[-1].id if heads else ""


# Beside each page as it opens at the commune: what deserves a picture of its own.
MORE = (
    View("plans", "plans-editor", argument=_issued_plan),
    View("plans", "plans-register", argument="register"),
    View("activities", "activities-calendar", argument="calendar"),
    View("activities", "activities-details", argument="first"),
    View("templates", "templates-references", argument="references"),
    View("settings", "settings-papers", argument="papers"),
    View("settings", "settings-layout", argument="layout"),
    View("settings", "settings-backups", argument="backups"),
    View("settings", "settings-office", argument="office"),
    View("settings", "settings-privacy", argument="privacy"),
    View("settings", "settings-members", argument="members"),
    View("settings", "settings-history", argument="history"),
    View("settings", "settings-about", argument="about"),
    View("exchange", "exchange-links", argument="links"),
    View("today", "province-today", ABOVE),
    View("figures", "province-figures", ABOVE),
    View("exchange", "province-exchange", ABOVE),
    View("reports", "province-reports", ABOVE),
    View("units", "province-units", ABOVE),
)
FIRST = "first-start"


def main(argv: list[str] | None = None) -> int:
    """Draw all sittings, or the one named; prints each picture's path."""
    parser = argparse.ArgumentParser(prog="shots")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    parser.add_argument("--office", type=Path, help="a folder with the sample's offices, or one")
    parser.add_argument("--pages", default="", help="ids, with commas; all when left out")
    parser.add_argument("--sitting", default="", help="one of " + ", ".join(map(_label, SITTINGS)))
    chosen = parser.parse_args(argv)
    chosen.out.mkdir(parents=True, exist_ok=True)
    wanted = [one for one in SITTINGS if chosen.sitting in ("", one.label)]
    if chosen.sitting and os.environ.get("SHOTS_SITTING") == chosen.sitting:
        return draw(wanted[0], chosen.office, chosen.out, chosen.pages)
    with sample(chosen.office) as offices:
        codes = [_apart(one, chosen, offices) for one in wanted]
    return max(codes, default=2)


@contextmanager
def sample(given: Path | None) -> Iterator[Path]:
    """Give the folder of offices, or make the sample in one that is gone afterwards."""
    if given is not None:
        yield given
        return
    from desktop.models.store.reader import Reader
    from desktop.tasks import moment
    from desktop.tasks.offices.safekeeping import keep
    from desktop.tasks.sample.sample import make_sample

    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        folder = Path(place)
        make_sample(folder, today=moment.today(), progress=print)
        for name in (MAIN, ABOVE):
            with Reader.open_reader(folder / name) as reader:
                keep(reader, moment.now())
        yield folder


def _label(sitting: Sitting) -> str:
    return sitting.label


def _apart(sitting: Sitting, chosen: argparse.Namespace, offices: Path) -> int:
    settings = {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(sitting.scale),
        "SHOTS_SITTING": sitting.label,
        "SOCONGDOAN_HOME": str(offices),
    }
    command = [sys.executable, "-m", "desktop.ui.shots", "--out", str(chosen.out.resolve())]
    command += ["--office", str(offices), "--pages", chosen.pages]
    command += ["--sitting", sitting.label]
    return subprocess.run(command, env=os.environ | settings, check=False).returncode


def draw(sitting: Sitting, folder: Path, out: Path, pages: str = "") -> int:
    """Draw the views of the offices in one size and theme; returns 0."""
    from desktop.ui import page
    from desktop.ui.app import make_app
    from desktop.ui.machine_state import MachineState

    state = MachineState(None)
    state.set("theme", sitting.theme)
    app = make_app(["shots"], state)
    named = pages.split(",") if pages else []
    views = [View(entry.id, entry.id) for entry in page.entries()]
    present = {view.page for view in views}
    views += [view for view in MORE if view.page in present]
    shown = [view for view in views if not named or view.page in named or view.name in named]
    for name in (MAIN, ABOVE):
        place = folder if (folder / "office.db").is_file() else folder / name
        chosen = [view for view in shown if view.office == name]
        if chosen and (place / "office.db").is_file():
            _draw_office(sitting, place, chosen, out)
    if not named or FIRST in named:
        _draw_first(sitting, out)
    app.processEvents()
    return 0


def _draw_office(sitting: Sitting, folder: Path, views: list[View], out: Path) -> None:
    from PySide6.QtCore import Qt

    from desktop.ui import page
    from desktop.ui.app import office_at
    from desktop.ui.machine_state import MachineState
    from desktop.ui.shell import Shell

    shell: Shell = Shell(office_at(folder), page.entries(), MachineState(None))
    shell.setWindowState(Qt.WindowState.WindowNoState)
    width, height = round(sitting.width / sitting.scale), round(sitting.height / sitting.scale)
    shell.resize(width, height)
    shell.show()
    for view in views:
        argument = view.argument
        shell.go(view.page, argument(shell.desk.read) if callable(argument) else argument)
        shell.settle()
        if shell.front_id() != view.page:
            raise SystemExit(f"{view.name}: the page did not open")
        _wait_for_papers(shell)
        place = out / f"{sitting.label}-{view.name}.png"
        picture = shell.grab()
        picture.save(str(place))
        print(place)
        if picture.width() > sitting.width or picture.height() > sitting.height:
            print(f"{place.name}: the window grew, something in it is too wide", file=sys.stderr)
            shell.resize(width, height)
    shell.close()


def _wait_for_papers(shell: Shell) -> None:
    """Give printed pages in sight the moment they need to be drawn on their own thread."""
    from PySide6.QtCore import QCoreApplication

    from desktop.ui.widgets.pdf_preview import PdfPaper

    until = time.monotonic() + PAPER_SECONDS
    papers = [paper for paper in shell.findChildren(PdfPaper) if paper.isVisible()]
    while not all(paper.is_drawn() for paper in papers) and time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.01)


def _draw_first(sitting: Sitting, out: Path) -> None:
    from PySide6.QtCore import QCoreApplication

    from desktop.ui.first_start import FirstChoices, FirstStart

    first = FirstStart(FirstChoices(int, int, int))
    first.resize(round(sitting.width / sitting.scale), round(sitting.height / sitting.scale))
    first.show()
    QCoreApplication.processEvents()
    place = out / f"{sitting.label}-{FIRST}.png"
    first.grab().save(str(place))
    print(place)
    first.close()


if __name__ == "__main__":
    sys.exit(main())

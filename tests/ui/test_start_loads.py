"""What a start loads: the first page and what it reads, nothing else."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.test_layers import HEAVY
from tests.models.offices import commune, enter

START = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop
from desktop.ui.app import make_app
from desktop.ui.machine_state import MachineState
from desktop.ui.program import Program
app = make_app(["x"], MachineState(None))
program = Program(Path(sys.argv[1]), MachineState(None), app)
program.start()
page = program.window._host.front.page
while page.agenda is None:
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
import PySide6.QtWidgets
print(*sys.modules)
print(*vars(PySide6.QtWidgets))
program.window.close()
"""
LATER = {
    "dataclasses",
    "hashlib",
    "json",
    "tomllib",
    "desktop.models.outline.outline_edits",
    "desktop.models.plans.plans",
    "desktop.models.activities.activities",
    "desktop.models.figures.checks.facts",
    "desktop.models.figures.checks.rules",
    "desktop.models.figures.figures",
    "desktop.models.figures.number_words",
    "desktop.models.units.unit_search",
    "desktop.sync.manifest",
    "desktop.sync.records",
    "desktop.tasks.finding",
    "desktop.ui.pages.today.first_steps",
    "desktop.ui.palette",
}
"""What only a verb or a search needs."""


def test_the_first_page_is_shown_without_what_only_verbs_and_other_pages_use(
    tmp_path: Path,
) -> None:
    store, units = commune(tmp_path / "office")
    enter(store, "2026-10", units[0], A03=40)
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path / "office")],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "SOCONGDOAN_HOME": str(tmp_path)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    loaded, classes = (set(line.split()) for line in done.stdout.splitlines()[-2:])
    assert "desktop.models.agenda.agenda" in loaded
    assert not loaded & LATER
    # Asked for an unnamed widget of the window, the toolkit makes every class there is.
    assert "QLabel" in classes
    assert "QWizard" not in classes
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    pages = {name.split(".")[3] for name in loaded if name.startswith("desktop.ui.pages.")}
    assert pages == {"today"}


LIST = "import sys, desktop.ui.pages.plans.plans_page\nprint(*sys.modules)"


def test_the_list_of_plans_needs_neither_the_reading_of_papers_nor_the_editor() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIST],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    loaded = set(done.stdout.split())
    assert "desktop.ui.pages.plans.listing.plan_list" in loaded
    later = {
        "desktop.intake.assemble", "desktop.ui.pages.plans.editor.editor",
        "desktop.ui.pages.plans.review.view", "desktop.ui.pages.plans.received.view",
    }  # fmt: skip
    assert not loaded & later

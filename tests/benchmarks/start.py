"""From the command to the painted first page, beside a bare window with a table."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import Measured, Sample

TIMES = 7

TELL = """
def tell():
    import os, pathlib, re, time
    painted = time.monotonic()
    # The most the process held; ru_maxrss would count what the process that started it held.
    held = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())
    print(painted, int(held[1]) / 1024, flush=True)
    os._exit(0)
"""
OURS = """
import gc
gc.disable()  # as desktop.app does, before it loads anything
import sys
from desktop.__main__ import main as command
import desktop.ui  # as the program does, before the toolkit
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
def until_painted():
    app = QApplication.instance()
    shell = next(one for one in app.topLevelWidgets() if one.isVisible())
    page = shell._host.front.page
    assert page.title == "Hôm nay", page.title
    while page.agenda is None:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    app.processEvents()
    shell.repaint()
    tell()
QApplication.exec = staticmethod(until_painted)
command(["--store", sys.argv[1]])
"""
BARE = """
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem
app = QApplication(["x"])
window = QMainWindow()
table = QTableWidget(40, 8)
for row in range(40):
    for column in range(8):
        table.setItem(row, column, QTableWidgetItem(str(row * column)))
window.setCentralWidget(table)
window.resize(1366, 768)
window.show()
app.processEvents()
window.repaint()
tell()
"""


def measure(sample: Sample) -> list[Measured]:
    """Take turns, so that whatever else the machine does hits both alike."""
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory(prefix="so-cong-doan-") as place:
        office = Path(place) / "office"
        shutil.copytree(sample.folder / "commune-1", office)
        for _round in range(TIMES + 1):
            ours.append(_started(OURS, office))
            bare.append(_started(BARE, office))
    (our_ms, our_mb), (bare_ms, bare_mb) = _medians(ours), _medians(bare)
    return [
        Measured(
            "start to painted *Hôm nay*", our_ms, "ms", bare_ms, "≤ 2×", our_ms <= 2 * bare_ms
        ),
        Measured("memory after start", our_mb, "MB", bare_mb, "≤ 2×", our_mb <= 2 * bare_mb),
    ]


def _started(code: str, office: Path) -> tuple[float, float]:
    settings = {
        "QT_QPA_PLATFORM": "offscreen",
        "SOCONGDOAN_HOME": str(office.parent),
        "PYTHONDONTWRITEBYTECODE": "",  # compiled once, in the round that is not counted
        "PYTHONPYCACHEPREFIX": str(office.parent / "compiled"),
    }
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", TELL + code, str(office)],
        env=os.environ | settings, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    painted, memory = done.stdout.split()[-2:]
    return (float(painted) - begun) * 1000, float(memory)


def _medians(found: list[tuple[float, float]]) -> tuple[float, float]:
    warm = found[1:]
    return statistics.median(ms for ms, _mb in warm), statistics.median(mb for _ms, mb in warm)

"""The other pages' modules are loaded beside the window, not on its thread."""

import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.ui import warming
from desktop.ui.warming import STEPS, Warming
from tests.ui.test_store_thread import until

TELLS = """
import threading
from pathlib import Path
Path(__file__).with_suffix(".told").write_text(threading.current_thread().name)
"""


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two modules that write down the thread they are loaded on."""
    monkeypatch.syspath_prepend(tmp_path)
    made = [tmp_path / f"warmed_{n}_{tmp_path.name}.py".replace("-", "_") for n in range(2)]
    for file in made:
        file.write_text(TELLS)
    return made


def told(file: Path) -> Path:
    return file.with_suffix(".told")


def test_modules_are_loaded_on_a_thread_of_their_own(
    app: QApplication, modules: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "PAUSE_MS", 0)
    parent = QObject()
    loading = Warming(parent, tuple(file.stem for file in modules))
    until(lambda: told(modules[-1]).exists())
    loading.stop()
    assert [told(file).read_text() for file in modules] == ["warming", "warming"]


def test_nothing_is_loaded_before_the_first_page_had_its_time(
    app: QApplication, modules: list[Path]
) -> None:
    parent = QObject()
    loading = Warming(parent, tuple(file.stem for file in modules))
    end = time.monotonic() + 0.1
    until(lambda: time.monotonic() > end)
    loading.stop()
    assert not any(told(file).exists() for file in modules)


@pytest.mark.parametrize("name", STEPS)
def test_every_step_names_a_module(name: str) -> None:
    assert find_spec(name) is not None


def test_classes_a_list_brings_along_are_made_once_the_window_stands(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(warming, "make_types", lambda: made.append("made"))
    monkeypatch.setattr(warming, "TYPES_MS", 0)
    parent = QObject()
    loading = Warming(parent, ())
    until(lambda: bool(made))
    loading.stop()
    assert made == ["made"]

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from desktop.ui import machine_state
from desktop.ui.machine_state import MachineState, fitted
from tests.ui.test_store_thread import until

SCREEN = QRect(0, 0, 1366, 728)


def test_a_change_is_on_the_disk_soon_without_the_window_closing(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_state, "SOON", 0)
    place = tmp_path / "window.json"
    state = MachineState(place)
    state.set("figures:hidden:F3", ["C11"])
    state.set("figures:hidden:F3", ["C11", "C12"])
    until(lambda: MachineState(place).get("figures:hidden:F3", []) == ["C11", "C12"])
    state.set("page", "today")
    state.save()
    assert MachineState(place).get("page") == "today"
    assert [one.name for one in tmp_path.iterdir()] == ["window.json"]


def test_what_is_saved_is_there_next_time(tmp_path: Path) -> None:
    place = tmp_path / "window.json"
    state = MachineState(place)
    state.set("page", "Số liệu")
    state.save()
    assert MachineState(place).get("page") == "Số liệu"


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    place = tmp_path / "window.json"
    place.write_bytes(b"\xff{{")
    assert MachineState(place).get("page", "today") == "today"
    place.write_text("[1, 2]")
    assert MachineState(place).get("page", "today") == "today"


def test_a_value_of_another_type_is_not_taken(tmp_path: Path) -> None:
    state = MachineState(None)
    state.set("window", "wide")
    assert state.get("window", []) == []


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    state = MachineState(tmp_path / "missing" / "window.json")
    state.set("page", "x")
    state.save()


@given(*[st.integers(-5000, 5000)] * 2, *[st.integers(-100, 9000)] * 2)
def test_a_window_is_always_wholly_on_the_screen(x: int, y: int, width: int, height: int) -> None:
    assert SCREEN.contains(fitted(QRect(x, y, width, height), SCREEN))


def test_a_window_that_fits_is_not_moved() -> None:
    area = QRect(100, 50, 1000, 650)
    assert fitted(area, SCREEN) == area

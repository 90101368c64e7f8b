"""A file of 20,000 rows is read where its progress is seen and it can be stopped."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models.figures.cells import cells
from desktop.models.store.reader import Reader
from desktop.tasks.figures import figures_import
from desktop.ui import jobs
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.shell import Shell
from desktop.ui.widgets.job_strip import JobStrip
from tests.ui.pages.figures.driving import figures
from tests.ui.pages.figures.test_import import TABLE, dialog, opened, written
from tests.ui.test_store_thread import until

Open = Callable[..., tuple[Shell, Reader, list[str]]]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Event:
    """While it is set, a file is read up to its 7th row of 20,000 and no further."""
    held, read = Event(), figures_import.preview

    def preview(*given: Any, told: Any, **named: Any) -> Any:
        while held.is_set():
            told(7, 20_000)
        return read(*given, told=told, **named)

    monkeypatch.setattr(figures_import, "preview", preview)
    monkeypatch.setattr(jobs, "SHOW_AFTER_MS", 0)
    return held


def reading(found: ImportFigures) -> JobStrip:
    """Wait until the window over the others shows how far the reading is."""

    def shown() -> list[JobStrip]:
        return [one for one in found.findChildren(JobStrip)
                if one.isVisible() and one._bar.maximum() == 20_000]  # fmt: skip

    until(shown)
    return shown()[0]


def by_mouse(found: ImportFigures) -> None:
    QTest.mouseClick(reading(found)._cross, Qt.MouseButton.LeftButton)


def by_key(found: ImportFigures) -> None:
    QTest.keyClick(found.focusWidget() or found, Qt.Key.Key_Escape)


@pytest.mark.parametrize("stop", [by_mouse, by_key])
def test_reading_shows_how_far_it_is_and_stops_with_nothing_kept(
    open_commune: Open, tmp_path: Path, slow: Event, stop: Callable[[ImportFigures], None]
) -> None:
    shell, reader, units = open_commune()
    page = figures(shell, form="F1")
    slow.set()
    page.import_file(written(tmp_path))
    found = dialog()
    assert reading(found)._bar.value() == 7
    stop(found)
    shell.settle()
    assert found.isVisible()
    assert found.error.text() == "Đã dừng đọc bảng tháng 10.csv, chưa nhận số nào."
    assert (found.reading, found.deed_button.isEnabled()) == (None, False)
    assert not any(one.isVisible() for one in found.findChildren(JobStrip))
    assert all(cells(reader, unit, "2026-10") == {} for unit in units)
    slow.clear()
    found.open_file(written(tmp_path))  # another try is read as ever
    shell.settle()
    assert found.reading is not None
    assert not found.error.isVisible()


def test_a_correction_whose_reading_is_stopped_is_taken_back(
    open_commune: Open, tmp_path: Path, slow: Event
) -> None:
    shell, _reader, units = open_commune()
    found = opened(shell, figures(shell, form="F1"), written(tmp_path, TABLE))
    before = found.reading
    slow.set()
    found.rows.go_to(5)
    found.units.chosen.emit(units[1])
    reading(found)
    by_key(found)
    shell.settle()
    assert found.reading is before
    assert found.corrections.units == {}
    assert found.deed_button.isEnabled()
    assert "lần đọc trước đó" in found.error.text()


def test_closing_the_window_stops_what_it_reads(
    open_commune: Open, tmp_path: Path, slow: Event
) -> None:
    shell, _reader, _units = open_commune()
    page = figures(shell, form="F1")
    slow.set()
    page.import_file(written(tmp_path))
    found = dialog()
    reading(found)
    QTest.mouseClick(found.cancel_button, Qt.MouseButton.LeftButton)
    shell.settle()  # else it would never end
    assert not found.isVisible()

"""An office of an older form: a window says so while the file is changed, then the office opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.models.store import schema
from desktop.models.store.places import office_lock
from desktop.models.store.upgrade import backup_before
from desktop.ui.machine_state import MachineState
from desktop.ui.program import Program
from desktop.ui.shell import Shell
from desktop.ui.trouble import Trouble
from desktop.ui.upgrading import Upgrading
from tests.cli.crashing import newer_schema
from tests.models.offices import commune
from tests.ui.test_store_thread import until


@pytest.fixture
def older(tmp_path: Path) -> Path:
    store, _ids = commune(tmp_path / "sổ", 1)
    store.close()
    return store.folder


@pytest.fixture
def program(app: QApplication, older: Path) -> Iterator[Program]:
    made = Program(older, MachineState(None))
    yield made
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    made.keeper.finish()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_window_says_that_the_file_is_changed_and_stays_until_it_is(
    program: Program, older: Path
) -> None:
    present = schema.newest()
    with newer_schema():
        program.start()
        waiting = program.window
        assert isinstance(waiting, Upgrading)
        assert waiting.isVisible()
        assert not waiting.close()  # no half-changed file is left behind
        until(lambda: isinstance(program.window, Shell))
        assert isinstance(program.window, Shell)
        program.window.settle()
        assert program.window.isVisible()
        assert backup_before(older, present).is_file()
        assert not schema.is_older(older / "office.db")
        program.window.close()


def test_an_office_open_elsewhere_is_not_changed_but_told(program: Program, older: Path) -> None:
    with newer_schema(), office_lock(older):
        program.start()
        until(lambda: isinstance(program.window, Trouble))
        assert isinstance(program.window, Trouble)
        assert "đang mở" in program.window.sentence.text()
        assert schema.is_older(older / "office.db")


def test_a_file_of_today_shows_no_such_window(program: Program) -> None:
    program.start()
    assert isinstance(program.window, Shell)
    program.window.settle()


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\x00", bytes(64), b"\xff" * 64])
def test_what_is_no_database_is_not_older(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "office.db").write_bytes(data)
    assert not schema.is_older(tmp_path / "office.db")
    assert not schema.is_older(tmp_path / "nothing.db")

"""A bad file in every place of the window that takes one: a sentence, and nothing changed."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.store.digest import digest
from desktop.models.store.doctor import examine
from desktop.models.store.history import steps
from desktop.models.store.reader import Reader
from desktop.ui.app import office_at
from desktop.ui.desk import Desk
from desktop.ui.machine_state import MachineState
from desktop.ui.page import entries
from desktop.ui.pages.figures.import_dialog import ImportFigures
from desktop.ui.pages.reports.own_form import choose_form
from desktop.ui.pages.settings import backups
from desktop.ui.pages.units.move_dialog import MoveUnits
from desktop.ui.shell import Shell
from desktop.ui.widgets.drop_area import DropArea
from tests.models.entering import commune
from tests.ui.pages.figures.driving import figures

BAD: Mapping[str, bytes] = {
    "empty": b"",
    "program": b"MZ\x90\x00" + bytes(range(256)) * 20,
    "cut zip": b"PK\x03\x04" + bytes(900),
    "wrong encoding": "план работы;1;2\n".encode("cp1251") * 30,
    "50 MB": b"",
}


class Bench:
    """The window with all its pages, and what it has said since."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shell = Shell(office_at(folder, "Thử"), entries(), MachineState(None))
        self.patch, self.folder = monkeypatch, folder
        self.shell.show()
        self.shell.settle()

    def page(self, name: str, argument: Any = None) -> Any:
        """Go to a page."""
        self.shell.go(name, argument)
        self.shell.settle()
        front = self.shell._host.front
        assert front is not None
        return front.page

    def choose(self, path: Path) -> None:
        """Let the next dialog for files answer with this one."""
        self.patch.setattr(Desk, "choose_file", lambda *_args, **_more: path)
        self.patch.setattr(Desk, "choose_files", lambda *_args, **_more: [path])

    def said(self) -> str:
        """Return what the bar above the page says."""
        return "\n".join(strip.message.text for strip in self.shell.messages.strips())


def dropped(on: QWidget, path: Path) -> None:
    """Drop a file on a widget, as Explorer does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    on.dropEvent(event)


def _figures(bench: Bench, path: Path) -> str:
    page = figures(bench.shell, form="F1")
    page.import_file(None)
    bench.shell.settle()
    (dialog,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, ImportFigures)
                 and one.isVisible())  # fmt: skip
    (area,) = dialog.findChildren(DropArea)
    dropped(area, path)
    bench.shell.settle()
    assert not dialog.deed_button.isEnabled()
    told = str(dialog.error.text())
    dialog.reject()
    return told


def _on_the_grid(bench: Bench, path: Path) -> str:
    page = figures(bench.shell, form="F1")
    dropped(page._main, path)
    bench.shell.settle()
    (dialog,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, ImportFigures)
                 and one.isVisible())  # fmt: skip
    told = str(dialog.error.text())
    dialog.reject()
    return told


def _plans(bench: Bench, path: Path) -> str:
    page = bench.page("plans", "receive")
    dropped(page.receiver.area, path)
    bench.shell.settle()
    return str(page.receiver.error.text())


def _bundles(bench: Bench, path: Path) -> str:
    page = bench.page("exchange")
    page.receiving.preview([path])
    bench.shell.settle()
    assert not page.receive.take_button.isEnabled()
    return str(page.receive.words.text())


def _units(bench: Bench, path: Path) -> str:
    page = bench.page("units")
    bench.choose(path)
    dialog = MoveUnits(bench.shell, bench.shell.desk, page._move_options(), page._day)
    dialog.open_file()
    bench.shell.settle()
    return str(dialog.count.text())


def _own_form(bench: Bench, path: Path) -> str:
    page = bench.page("reports")
    bench.choose(path)
    choose_form(page)
    bench.shell.settle()
    return bench.said()


def _restore(bench: Bench, path: Path) -> str:
    page = bench.page("settings", "backups")
    bench.choose(path)
    page.current()._restore_file()
    bench.shell.settle()
    return bench.said()


Entrance = Callable[[Bench, Path], str]
ENTRANCES: Mapping[str, tuple[Entrance, str]] = {
    "figures": (_figures, ".xlsx"),
    "figures, old": (_figures, ".xls"),
    "figures, text": (_figures, ".csv"),
    "on the grid": (_on_the_grid, ".ods"),
    "plans": (_plans, ".docx"),
    "plans, old": (_plans, ".doc"),
    "plans, pdf": (_plans, ".pdf"),
    "bundles": (_bundles, ".zip"),
    "sheets": (_bundles, ".jpg"),
    "a list of units": (_units, ".xlsx"),
    "a province's form": (_own_form, ".xlsx"),
    "restore": (_restore, ".zip"),
}


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A commune with two base unions, all pages."""
    store, _units_made = commune(tmp_path, 2, before="2026-09")
    store.close()
    made = Bench(store.folder, monkeypatch)
    yield made
    for window in QApplication.topLevelWidgets():
        if window is not made.shell and window.isVisible():
            window.close()
    made.shell.close()
    made.shell.deleteLater()


def state(reader: Reader) -> object:
    """Return what may not change."""
    return digest(reader), len(steps(reader)), [str(one) for one in examine(reader)]


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_every_bad_file_is_told_and_changes_nothing(
    bench: Bench, tmp_path: Path, entrance: str
) -> None:
    take, suffix = ENTRANCES[entrance]
    with office_at(bench.folder, "Thử").open_reader() as reader:
        before = state(reader)
        for bad, content in BAD.items():
            path = tmp_path / f"Tệp gửi về {bad}{suffix}"
            path.write_bytes(content)
            if bad == "50 MB":
                os.truncate(path, 50_000_000)
            said = take(bench, path)
            assert said.endswith("."), (bad, said)
            assert "ngoài dự kiến" not in said
            assert state(reader) == before
            bench.shell.messages.clear()


def test_a_damaged_backup_is_told_before_anything_is_asked(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(backups, "confirm", lambda *_args: asked.append("restore?"))
    path = tmp_path / "bản sao.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(900))
    assert "bản sao lưu" in _restore(bench, path)
    assert asked == []

"""The dialogs that ask for a file or a folder; each opens where the last one was left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.machine_state import MachineState


class FileChooser:
    """Asks in front of a window; the folder used last is remembered on this computer."""

    def __init__(self, window: QWidget | None, state: MachineState) -> None:
        self._window, self._state = window, state

    def file(self, title: str, filters: str, start: str) -> Path | None:
        """Return a file to read; None when cancelled."""
        place = self._beginning(start)
        chosen, _filter = QFileDialog.getOpenFileName(self._window, title, place, filters)
        return self._remembered(chosen)

    def files(self, title: str, filters: str, start: str) -> Sequence[Path]:
        """Return files to read; empty when cancelled."""
        place = self._beginning(start)
        chosen, _filter = QFileDialog.getOpenFileNames(self._window, title, place, filters)
        self._remembered(chosen[0] if chosen else "")
        return [Path(name) for name in chosen]

    def target(self, title: str, suggested: str, filters: str) -> Path | None:
        """Return where to write; the suggested name's suffix is added when left out."""
        place = self._beginning(suggested)
        chosen, _filter = QFileDialog.getSaveFileName(self._window, title, place, filters)
        target = self._remembered(chosen)
        if target is None or target.suffix:
            return target
        return target.with_suffix(Path(suggested).suffix)

    def folder(self, title: str, start: str) -> Path | None:
        """Return a folder; None when cancelled."""
        place = self._beginning(start)
        chosen = QFileDialog.getExistingDirectory(self._window, title, place)
        return Path(chosen) if chosen else None

    def _beginning(self, name: str) -> str:
        """Return where a dialog opens: the folder used last, else the documents."""
        known = Path(self._state.get("folder", ""))
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        usable = known.is_absolute() and known.is_dir()
        place = known if usable else Path(QStandardPaths.writableLocation(documents))
        return str(place / name)  # an absolute name stays as it is

    def _remembered(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        self._state.set("folder", str(Path(chosen).parent))
        return Path(chosen)

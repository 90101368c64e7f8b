"""Two offices, one above the other, before and after they know each other."""

from pathlib import Path

import pytest

from tests.ui.pages.exchange.ways import Ways
from tests.ui.pages.offices import (
    make_commune,
    make_connected,
    make_province,
)


@pytest.fixture
def ways(tmp_path: Path) -> Ways:
    """Two offices that do not know each other yet."""
    found = Ways(tmp_path)
    make_province(found.province)
    make_commune(found.commune)
    return found


@pytest.fixture
def connected(tmp_path: Path) -> Ways:
    """Two offices enrolled with each other, October locked at the commune."""
    found = Ways(tmp_path)
    make_connected(found.province, found.commune, found.files)
    return found


@pytest.fixture(autouse=True)
def no_folder_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never open the computer's file window in a test."""
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _url: True)

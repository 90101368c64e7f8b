"""The story told once for all tests of this folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.tasks.trial.story import tell_story

TODAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Told:
    """Where the story took place, what it returned, and the lines it said."""

    folder: Path
    result: dict[str, Any]
    lines: list[str]

    def office(self, name: str) -> Path:
        """Return an office's folder."""
        return Path(self.result["offices"][name])


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The whole story in a folder with Vietnamese letters and spaces."""
    folder = tmp_path_factory.mktemp("truyện") / "Việc của tháng 10"
    lines: list[str] = []
    result = tell_story(folder, lines.append, today=TODAY)
    return Told(folder, result, lines)

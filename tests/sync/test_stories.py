"""The stories of the merge hold, each by itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.sync.closing_stories
import tests.sync.restored_stories
import tests.sync.signed_stories
import tests.sync.stories
import tests.sync.typing_stories  # noqa: F401
from tests.sync.country import folder_for_offices, found
from tests.sync.story import STORIES


@pytest.fixture(scope="module")
def ready() -> Iterator[Path]:
    """A founded province, closed."""
    folder = folder_for_offices()
    found(folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("name", STORIES)
def test_story(name: str, ready: Path) -> None:
    STORIES[name](ready)

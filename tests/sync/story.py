"""The stories of the merge by their names; `tests.sync.stories` and others tell them."""

from collections.abc import Callable
from pathlib import Path

from tests.sync.country import PERIOD
from tests.sync.offices import BASE_2

Story = Callable[[Path], None]
STORIES: dict[str, Story] = {}
CELL = f"{PERIOD}|{BASE_2}"


def story(tell: Story) -> Story:
    """Register a story by its name."""
    STORIES[tell.__name__] = tell
    return tell

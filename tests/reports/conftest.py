"""The offices that the tests of reports look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.store.store import Store
from tests.reports.building import province


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Store]:
    """The province of `building.province`."""
    store = province(tmp_path)
    yield store
    store.close()

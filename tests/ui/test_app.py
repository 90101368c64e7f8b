"""The application: garbage is collected between the events, briefly."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject

from desktop.ui.app import Collector, thaw


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A collector of its own; the interpreter collects by itself again afterwards."""
    owner = QObject()
    yield Collector(owner)
    gc.unfreeze()
    gc.enable()


def test_what_stands_at_the_start_is_not_looked_through(collector: Collector) -> None:
    collector.collect()
    stands = gc.get_freeze_count()
    assert stands > 10_000
    assert len(gc.get_objects()) < stands


def test_a_ring_made_later_is_collected(collector: Collector) -> None:
    collector.collect()
    for _ in range(2 * gc.get_threshold()[0]):
        ring: list[object] = []
        ring.append(ring)
    before = len(gc.get_objects())
    collector.collect()
    assert len(gc.get_objects()) < before - gc.get_threshold()[0]


def test_what_a_closed_office_leaves_is_collected(collector: Collector) -> None:
    class Left:
        """Part of a ring."""

    left = Left()
    left.itself = left  # type: ignore[attr-defined]
    gone = weakref.ref(left)
    collector.collect()
    del left
    gc.collect()
    assert gone() is not None
    thaw()
    assert gc.get_freeze_count() == 0
    QCoreApplication.processEvents()
    assert gone() is None


_COPIES_AND_ENDS = """
from desktop.ui.app import make_app
from desktop.ui.grid.clipboard import put_block
app = make_app(["test"])
put_block([["412"]])
"""


def test_what_was_copied_does_not_outlive_the_interpreter() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _COPIES_AND_ENDS], capture_output=True, timeout=60, check=False
    )
    assert ended.returncode == 0

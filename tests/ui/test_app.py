"""The application: garbage is collected between the events, briefly."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from desktop.ui.app import Collector


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A collector of its own; the interpreter collects by itself again afterwards."""
    owner = QObject()
    yield Collector(owner)
    gc.unfreeze()
    gc.enable()


def test_what_stands_at_the_start_is_looked_through_once(collector: Collector) -> None:
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

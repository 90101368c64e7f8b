"""How long work tells how far it is, and where it may be stopped."""

from collections.abc import Callable

Told = Callable[[int, int], object]
"""Told (done, of all) between the parts of a work; raising there stops it, nothing is kept."""


def unheard(_done: int, _of_all: int) -> None:
    """Nobody listens."""

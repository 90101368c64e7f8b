"""The office as the window needs it: how to open its store and ask it the few shell questions.

Everything is a callable handed in at the start, so that the window knows no store by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec

from desktop.ui.machine_state import MachineState
from desktop.ui.status_line import Truths


class Around(Protocol):
    """What the program around an office offers: other offices, and this one given back.

    `display` remembers theme and text size for every office on this computer.
    """

    display: MachineState

    def open_office(self, folder: Path) -> None:
        """Open another office in this one's place; a refusal is told in this window."""

    def restore(self, file: Path) -> None:
        """Close the office, put the backup in its place and open it again."""

    def begin(self) -> None:
        """Show the first screen, to make or receive an office or to see the sample."""


class Hit(msgspec.Struct, frozen=True):
    """Something found in the office: a unit, a plan. Choosing it opens the page there."""

    text: str
    where: str
    icon: str
    page_id: str
    argument: Any
    how: int | None = None


def _no_change(store: Any, value: Any) -> Any:
    return value


def _no_truths(store: Any) -> Truths:
    return Truths()


def _no_hits(store: Any, text: str) -> Sequence[Hit]:
    return ()


def _nothing(store: Any) -> str:
    return ""


def _close(store: Any) -> None:
    store.close()


class Office(msgspec.Struct, frozen=True):
    """`open_writer` is called on the store thread, `open_reader` wherever a reader is needed.

    `change_of(store, value)` returns the ChangeSet a verb made (None for nothing); `undo` and
    `redo` return the sentence to show ("Hoàn tác: …") or raise a Refusal. `now` is the
    clock every page asks, so that a sample can stand on another day.
    """

    name: str
    folder: Path | None
    open_writer: Callable[[], Any]
    open_reader: Callable[[], Any]
    close: Callable[[Any], None] = _close
    change_of: Callable[[Any, Any], Any] = _no_change
    truths: Callable[[Any], Truths] = _no_truths
    search: Callable[[Any, str], Sequence[Hit]] = _no_hits
    undo: Callable[[Any], str] = _nothing
    redo: Callable[[Any], str] = _nothing
    now: Callable[[], datetime] = datetime.now
    around: Around | None = None

"""A sentence for the person in front of the screen, with at most one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

import msgspec


class MessageKind(Enum):
    """How much a message asks for: nothing, a look, or it blocks."""

    INFO = "info"
    ATTENTION = "attention"
    BLOCKED = "blocked"
    DONE = "done"


class Message(msgspec.Struct, frozen=True):
    """A message of the bar above the page; stays until it is read (closed or acted on).

    What it tells `of_deed` is no longer so once that is taken back.
    """

    text: str
    kind: MessageKind = MessageKind.INFO
    action_text: str = ""
    action: Callable[[], object] | None = None
    of_deed: bool = False

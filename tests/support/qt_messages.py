"""What the toolkit complains of or swallows, turned into failures."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


class QtComplained(AssertionError):
    """Qt printed a warning or worse while a test ran."""


@contextmanager
def no_errors_in_slots() -> Iterator[None]:
    """Fail when anything the toolkit called raised: it prints that and goes on."""
    found: list[BaseException] = []
    before = sys.excepthook

    def note(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        found.append(error)
        before(kind, error, trace)

    sys.excepthook = note
    try:
        yield
    finally:
        sys.excepthook = before
    if found:
        raise AssertionError("something the toolkit called raised") from found[0]


@contextmanager
def no_qt_warnings(allowed: Sequence[str] = ()) -> Iterator[list[str]]:
    """Fail when Qt warns inside the block; yields the list of messages as it grows.

    `allowed` are regular expressions searched for in the message. An exception of the block
    itself wins over the complaint.
    """
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    serious = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
    messages: list[str] = []

    def note(kind: QtMsgType, context: object, text: str) -> None:
        if kind in serious and not any(re.search(pattern, text) for pattern in allowed):
            messages.append(f"{kind.name}: {text}")

    before = qInstallMessageHandler(note)
    try:
        yield messages
    finally:
        qInstallMessageHandler(before)
    if messages:
        raise QtComplained("\n".join(messages))

"""A line of a menu opened on a thing, with the keys that do the same shown beside it."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu


def add_line(
    menu: QMenu, text: str, run: Callable[[], object], keys: str = "", *, enabled: bool = True
) -> None:
    """Add a line; its keys are only shown: the thing itself answers them."""
    if keys:
        native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        text = f"{text}\t{native}"
    line = menu.addAction(text)
    line.setEnabled(enabled)
    line.triggered.connect(lambda _on: run())

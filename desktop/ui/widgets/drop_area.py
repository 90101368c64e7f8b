"""A place to drop files on, with a button for those who rather choose them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import IconLabel, PlainLabel, restyle
from desktop.ui.widgets.layout import space

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent


class DropArea(QFrame):
    """`take(paths)` gets dropped files; `choose()` is the button's."""

    def __init__(
        self,
        sentence: str,
        take: Callable[[Sequence[Path]], object],
        choose_text: str,
        choose: Callable[[], object],
    ) -> None:
        super().__init__()
        self._take = take
        self.setProperty("look", "drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(sentence)
        box = QVBoxLayout(self)
        box.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        box.setSpacing(space("s"))
        middle = Qt.AlignmentFlag.AlignHCenter
        box.addStretch(1)
        box.addWidget(IconLabel("drop", "ink.muted", 28), 0, middle)
        text = PlainLabel(sentence, tone="muted", wrap=True)
        text.setAlignment(middle)
        box.addWidget(text)
        box.addWidget(button(choose_text, choose), 0, middle)
        box.addStretch(1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may come in."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files over."""
        self._show_over(False)
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._take(paths)

    def _show_over(self, over: bool) -> None:
        self.setProperty("over", over)
        restyle(self)

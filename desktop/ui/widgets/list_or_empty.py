"""A list with words and fields above it, or, when there is nothing, the page that says so."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.layout import column, space


class ListOrEmpty(QStackedWidget):
    """`told` is the large line on top, `tools` the row under it, `table` fills the rest."""

    def __init__(
        self, told: QLabel, tools: QWidget | QLayout, table: QWidget, empty: EmptyState
    ) -> None:
        super().__init__()
        head = column(told, tools, gap="m")
        head.setContentsMargins(space("xl"), space("m"), space("xl"), space("s"))
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(head)
        inside.addWidget(table, 1)
        self.addWidget(page)
        self.addWidget(empty)

    def show_list(self, *, any_line: bool) -> None:
        """Show the list, or that there is nothing."""
        self.setCurrentIndex(0 if any_line else 1)

"""What the other pages need, loaded beside the window while nobody waits for it."""

from __future__ import annotations

import sys
import threading
from importlib import import_module

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

PAUSE_MS = 1500
"""From the first page on: it has been read and painted by then."""
TYPES_MS = 300
"""When the window stands: before anybody has read it and chosen another page."""
STEPS = (
    "desktop.models.plans.plans",
    "desktop.documents.coverage",
    "desktop.documents.from_template",
    "desktop.formats.document",
    "desktop.documents.compose",
    "desktop.formats.registry",
    "desktop.tasks.papers.handed",
    "desktop.tasks.papers.draft",
    "desktop.tasks.papers.returned_paper",
    "desktop.ui.widgets.table",
    "desktop.ui.pages.plans.deeds.life",
    "desktop.ui.pages.plans.deeds.plan",
    "desktop.ui.pages.plans.listing.plan_list",
    "desktop.intake.review.sheet",
    "desktop.ui.pages.plans.plans_page",
    "desktop.ui.outline.outline_view",
    "desktop.ui.pages.plans.editor.content_tab",
    "desktop.ui.pages.plans.programme.tab",
    "desktop.ui.pages.plans.editor.tabs",
    "desktop.ui.pages.plans.editor.editor",
    "desktop.ui.pages.plans.editor.head_tab",
    "desktop.reports.registry",
    "desktop.ui.pages.reports.reports_page",
    "desktop.ui.pages.reports.options",
    "desktop.tasks.figures.report_notes",
    "desktop.tasks.figures.reports",
    "desktop.formats.pdf",
    "desktop.ui.widgets.pdf_preview",
    "desktop.ui.widgets.pdf_pointing",
    "desktop.ui.pages.templates.templates_page",
    "desktop.ui.pages.settings.page",
    "desktop.ui.pages.activities.page",
    "desktop.ui.pages.figures.surface",
    "desktop.ui.pages.exchange.exchange_page",
    "desktop.ui.pages.exchange.work",
    "desktop.tasks.exchange.exchange_view",
    "desktop.sync.outbox",
    "desktop.ui.pages.exchange.board_view",
    "desktop.ui.pages.exchange.board_panel",
    "desktop.ui.pages.exchange.bundles_view",
    "desktop.ui.pages.exchange.bundle_panel",
    "desktop.ui.pages.units.surface",
    "desktop.ui.pages.plans.received.view",
    "desktop.ui.pages.plans.review.view",
)
"""Modules in the order they are wanted, none of which brings many others at once."""
_TURN = 0.0005
"""Seconds after which the loading thread gives way to the window's."""


class Warming(QObject):
    """Imports the pages' modules on a thread of its own, once; `stop` before the program ends."""

    def __init__(self, parent: QObject, steps: tuple[str, ...] = STEPS) -> None:
        super().__init__(parent)
        self._steps, self._stopped = steps, threading.Event()
        self._thread = threading.Thread(target=self._load, name="warming")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._thread.start)
        self._timer.start(PAUSE_MS)
        self._types = QTimer(self)
        self._types.setSingleShot(True)
        self._types.timeout.connect(make_types)
        self._types.start(TYPES_MS)

    def stop(self) -> None:
        """Load nothing more and wait for the module being loaded."""
        self._timer.stop()
        self._types.stop()
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _load(self) -> None:
        before = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        try:
            for name in self._steps:
                if self._stopped.wait(0.02):
                    return
                import_module(name)
        finally:
            sys.setswitchinterval(before)


def make_types() -> None:
    """Have the toolkit make the classes a list brings along now, not when a page is opened.

    They are made by the window's thread alone; it is one short turn of it.
    """
    QTableView().viewport()

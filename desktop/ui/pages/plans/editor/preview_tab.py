"""The editor's page preview: the PDF itself, made off the main thread, and what departs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from desktop.documents.checker import Departure, check, left_open
from desktop.documents.layout import mirrored
from desktop.formats import registry
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.tasks.papers.print_plan import plan_document
from desktop.ui.desk import Desk
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, space, splitter
from desktop.ui.widgets.pdf_preview import PdfPreview
from desktop.ui.widgets.printing import ask_and_print
from desktop.ui.widgets.table import Column, ListTable

PAUSE_MS = 250


class PreviewTab(QWidget):
    """Shows the paper of one plan while it is in sight; `checked(n)` tells how many departures."""

    def __init__(self, desk: Desk, checked: Callable[[int], object]) -> None:
        super().__init__()
        self._desk, self._checked = desk, checked
        self._plan, self._name = "", ""
        self.data: bytes | None = None
        self._stale, self._making = False, False
        self.preview = PdfPreview()
        self.preview.print_wanted.connect(self.print_paper)
        self.destroyed.connect(_stopper(self.preview))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._make)
        self.told = PlainLabel("", tone="muted", wrap=True)
        self.table = ListTable(
            [
                Column(_("Ở đâu"), lambda d: d.where, 16, tooltip=lambda d: d.where),
                Column(_("Cần xem lại"), lambda d: d.message, 0, tooltip=lambda d: d.message),
            ],
            key=lambda d: (d.where, d.message),
            name=_("Rà soát thể thức"),
            sortable=False,
        )
        self.table.setWordWrap(True)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        side = QWidget()
        top = column(section_title(_("Rà soát thể thức")), self.told, gap="xs")
        top.setContentsMargins(space("m"), space("s"), space("m"), space("s"))
        below = QVBoxLayout(side)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(top)
        below.addWidget(self.table, 4)
        below.addStretch(1)
        split = splitter(self.preview, side, shares=(3, 1))
        split.setSizes([700, 300])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(split)

    def show_plan(self, plan_id: str, name: str) -> None:
        """Preview another plan."""
        if plan_id != self._plan:
            self.data = None
        self._plan, self._name = plan_id, name
        self.touch()

    def touch(self) -> None:
        """The plan changed: make the paper anew, at once when it is in sight."""
        self._stale = True
        if self.isVisible():
            self._pause.start()

    def showEvent(self, event: Any) -> None:
        """Make what is due."""
        super().showEvent(event)
        if self._stale:
            self._make()

    def _make(self) -> None:
        if self._making or not self._stale or not self._plan:
            return
        self._making, self._stale = True, False
        plan = self._plan
        self._desk.job(
            _("Dựng trang in"),
            lambda store, _progress, _cancelled: _paper(store, plan),
            lambda made: self._made(plan, *made),
            on_refusal=self._refused,
            on_cancelled=self._again,
        )

    def _made(self, plan: str, data: bytes, departures: list[Departure]) -> None:
        if plan == self._plan:
            self.data = data
            self.preview.set_pdf(data)
            self.table.set_rows(departures)
            self.table.setVisible(bool(departures))
            self.told.setText(
                _("{n} điểm cần xem; vẫn in được.").format(n=len(departures))
                if departures
                else _("Đúng thể thức.")
            )
            self.told.set_tone("attention" if departures else "done")
            self._checked(len(departures))
        self._again()

    def _refused(self, refusal: Refusal) -> None:
        self.told.setText(str(refusal))
        self.told.set_tone("blocked")
        self._again()

    def _again(self) -> None:
        self._making = False
        if self._stale and self.isVisible():
            self._pause.start()

    def print_paper(self) -> None:
        """Make the newest paper, then ask how to print it."""
        plan, name = self._plan, self._name
        self._desk.job(
            _("Dựng trang in"),
            lambda store, _progress, _cancelled: _both(store, plan),
            lambda made: ask_and_print(
                self.window(),
                made[0],
                name,
                current=self.preview.paper.current_page(),
                mirrored=lambda: made[1],
            ),
        )


def _paper(store: Any, plan: str) -> tuple[bytes, list[Departure]]:
    document, layout = plan_document(store, plan)
    seen = [*check(document, layout), *left_open(document)]
    return registry.render(document, ".pdf", layout=layout), seen


def _both(store: Any, plan: str) -> tuple[bytes, bytes]:
    """Return the paper for one side of each sheet, and for both with margins mirrored."""
    document, layout = plan_document(store, plan)
    one = registry.render(document, ".pdf", layout=layout)
    return one, registry.render(document, ".pdf", layout=mirrored(layout))


def _stopper(preview: PdfPreview) -> Callable[[], None]:
    pages = preview.paper._pages
    return lambda: pages._stop.__setitem__(0, True)

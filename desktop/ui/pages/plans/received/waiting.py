"""Readings that wait to be checked, offered above the list of plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.plans.readings import KeptReading
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import ElidedLabel, PlainLabel
from desktop.ui.widgets.layout import frame, row, space

_SHOWN = 3


class WaitingReviews(QWidget):
    """`go_on(id)` opens a reading to check, `drop(reading)` puts it away. Hidden when empty."""

    def __init__(
        self, go_on: Callable[[str], object], drop: Callable[[KeptReading], object]
    ) -> None:
        super().__init__()
        self._go_on, self._drop = go_on, drop
        self.title = PlainLabel("", tone="attention")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(space("xs"))
        inside = QVBoxLayout()
        inside.setContentsMargins(space("m"), space("s"), space("m"), space("s"))
        inside.setSpacing(space("xs"))
        inside.addWidget(self.title)
        inside.addLayout(self._lines)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(frame(inside, "raised"))
        self.hide()

    def show_readings(self, waiting: Sequence[KeptReading]) -> None:
        """Show the readings that wait, the newest first."""
        while self._lines.count():
            taken = self._lines.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(waiting))
        if len(waiting) == 1:
            self.title.setText(_("Đang đọc dở một văn bản"))
        else:
            self.title.setText(_("Đang đọc dở {n} văn bản").format(n=len(waiting)))
        for one in list(reversed(waiting))[:_SHOWN]:
            self._lines.addWidget(self._line(one))
        if len(waiting) > _SHOWN:
            more = _("và {n} văn bản nữa").format(n=len(waiting) - _SHOWN)
            self._lines.addWidget(PlainLabel(more, level="small", tone="muted"))

    def _line(self, one: KeptReading) -> QWidget:
        name = ElidedLabel(f"{one.title} ({one.name})" if one.title else one.name, middle=True)
        told = PlainLabel(waiting_words(one), level="small", tone="muted")
        drop = link(_("Bỏ"), lambda: self._drop(one))
        drop.setToolTip(_("Không soát nữa; hoàn tác được"))
        line = row(name, told, button(_("Soát tiếp"), lambda: self._go_on(one.id)), drop, gap="m")
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        return holder


def waiting_words(one: KeptReading) -> str:
    """Return when a reading was made and what is left to do."""
    day = f"{one.at[8:10]}/{one.at[5:7]} {one.at[11:16]}"
    if one.doubts is None:
        left = _("chưa soát")
    else:
        left = _("cần xem: {n}").format(n=one.doubts) if one.doubts else _("đã xem đủ")
    return _("{n} mục · {left} · {day}").format(n=one.items, left=left, day=day)

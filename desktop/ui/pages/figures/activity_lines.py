"""In the panel: the activities a flow could be taken from, or was, each one click away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.activities.activities import activity_or_none
from desktop.models.entry.entry_columns import EntryColumn
from desktop.models.entry.entry_row import EntryRow
from desktop.models.figures.cells import number_of
from desktop.models.store.reader import Reader
from desktop.models.text import short_date, vi_number
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import PlainLabel, section_title

MOST = 20


class ActivityLines(QWidget):
    """`take()` accepts the proposal of the cell shown, `open_one(id)` goes to an activity."""

    def __init__(self, take: Callable[[], object], open_one: Callable[[str], object]) -> None:
        super().__init__()
        self._take, self._open = take, open_one
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.lines: list[str] = []

    def show_lines(self, reader: Reader, row: EntryRow, column: EntryColumn) -> None:
        """Show what activities tell of a cell; nothing when they tell nothing."""
        self._clear()
        held = row.values.get(column.code)
        taken = held if isinstance(held, dict) and "activities" in held else None
        proposal = row.proposal(column.code) if column.kind == "typed" else None
        self.setVisible(taken is not None or proposal is not None)
        if taken is not None:
            self._say(_("Lấy từ hoạt động: {n}").format(n=vi_number(number_of(taken) or 0)))
            self._list(reader, zip(taken["activities"], taken.get("shares", ()), strict=False))
            if row.told.moved_on(row.unit.id, column.code, taken):
                changed = _("Hoạt động đã đổi sau khi lấy số.")
                self._box.addWidget(PlainLabel(changed, tone="attention", wrap=True))
            if column.kind == "typed" and row.told.lost(row.unit.id, column.code, taken):
                self._box.addWidget(button(_("Để trống số này (Ctrl+Enter)"), self._take))
        if proposal is not None:
            self._say(_("Hoạt động cộng được {n}").format(n=vi_number(proposal.value)))
            self._list(reader, zip(proposal.activities, proposal.shares, strict=True))
            words = _("Lấy số này (Ctrl+Enter)")
            if row.number(column.code) is not None:
                words = _("Thay bằng số này (Ctrl+Enter)")
            self._box.addWidget(button(words, self._take))

    def _say(self, title: str) -> None:
        self.lines.append(title)
        self._box.addWidget(section_title(title))

    def _list(self, reader: Reader, parts: object) -> None:
        for one, share in list(parts)[:MOST]:  # type: ignore[call-overload]
            activity = activity_or_none(reader, str(one))
            if activity is None:
                self._box.addWidget(PlainLabel(_("Hoạt động không có trong sổ này"), tone="muted"))
                continue
            text = f"{short_date(activity.end)}: {activity.title} ({vi_number(share)})"
            if activity.deleted:
                text = _("{activity} – đã xóa").format(activity=text)
                self.lines.append(text)
                self._box.addWidget(PlainLabel(text, tone="muted", wrap=True))
                continue
            self.lines.append(text)
            self._box.addWidget(link(text, lambda key=activity.id: self._open(key)))

    def _clear(self) -> None:
        self.lines = []
        while (item := self._box.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()

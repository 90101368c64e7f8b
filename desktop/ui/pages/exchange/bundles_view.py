"""The timeline of bundles: made here with four states, and taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QStackedWidget, QStyledItemDelegate, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.agenda.news import written_day
from desktop.tasks.exchange.exchange_view import (
    BundleRow,
    ExchangeView,
    overtaken_words,
    state_words,
)
from desktop.ui import theme as themes
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.drop_area import DropArea
from desktop.ui.widgets.empty import EmptyState
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import clear, column, row, space
from desktop.ui.widgets.table import Column, ListTable, RowsModel

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.sync.queue import Queued
    from desktop.sync.watch import Found
    from desktop.ui.machine_state import MachineState

DOTS_COLUMN = 2


def title_of(row: BundleRow) -> str:
    """Return what a bundle is called in the list."""
    if row.out and not row.unit:  # nobody above has granted this office anything yet
        return _("Gói số {n} gửi lên, chưa ký").format(n=row.seq)
    if row.out:
        return _("Gói số {n} gửi {unit}").format(n=row.seq, unit=row.unit)
    return _("Gói nhận của {unit}").format(unit=row.unit)


def state_of(row: BundleRow, queued: Queued | None = None) -> str:
    """Return how far a bundle has come, in words."""
    if row.out and row.reached < 2 and queued is not None and queued.state != "sent":
        if queued.state == "sending":
            return _("đang gửi")
        return _("gửi chưa được") if queued.code else _("chờ gửi")
    if row.out:
        return overtaken_words(row.overtaken) or state_words()[row.reached - 1]
    if row.undone:
        return _("đã hoàn tác")
    return _("đã nhập, đã trả lời") if row.answered else _("đã nhập")


class _Dots(QStyledItemDelegate):
    """Four dots, those reached filled; nothing for bundles taken in."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the ground as usual, then the dots."""
        super().paint(painter, option, index)
        model = index.model()
        row = model.rows[index.row()] if isinstance(model, RowsModel) else None
        if not isinstance(row, BundleRow) or not row.out:
            return
        theme = themes.current()
        area = QRectF(option.rect)  # type: ignore[attr-defined]
        size, step = theme.tokens.space["s"] + 1, theme.tokens.space["l"]
        left, top = area.left() + theme.tokens.space["s"], area.center().y() - size / 2
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line.strong"))
        painter.drawLine(
            round(left + size / 2), round(area.center().y()),
            round(left + 3 * step + size / 2), round(area.center().y()),
        )  # fmt: skip
        for place in range(len(state_words())):
            filled = place < row.reached
            painter.setPen(theme.colour("done" if filled else "line.strong"))
            painter.setBrush(theme.colour("done" if filled else "surface.page"))
            painter.drawEllipse(QRectF(left + place * step, top, size, size))
        painter.restore()


class BundlesView(QWidget):
    """`chosen(BundleRow or None)` follows the cursor."""

    chosen = Signal(object)

    def __init__(
        self,
        state: MachineState,
        take: Callable[[Sequence[Path]], object],
        choose: Callable[[], object],
        to_links: Callable[[], object],
    ) -> None:
        super().__init__()
        self._queue: Mapping[str, Queued] = {}
        self.table = ListTable(
            (
                Column(_("Ngày"), lambda row: written_day(row.at), 11, order=lambda row: row.at),
                Column(_("Gói"), title_of, 0, tooltip=title_of,
                       icon=lambda row: "send" if row.out else "receive"),
                Column("", lambda _row: "", 7, order=lambda row: row.reached),
                Column(_("Tình trạng"), lambda row: state_of(row, self._queue.get(row.id)), 16,
                       tone=self._tone),
                Column(_("Từ ngày"), lambda row: written_day(row.since), 11,
                       order=lambda row: row.since),
            ),
            key=lambda row: row.id, name=_("Gói đã gửi và đã nhận"), state=state,
        )  # fmt: skip
        self.table.setItemDelegateForColumn(DOTS_COLUMN, _Dots(self.table))
        self.table.chosen.connect(self.chosen)
        told = _("Gói gửi đi và gói nhận về sẽ hiện ở đây.")
        ready = EmptyState(
            "exchange", told, hint=_("Chốt số liệu tháng, rồi bấm “Tạo gói gửi lên”.")
        )
        alone = EmptyState(
            "exchange", told, _("Kết nối với cấp trên"), to_links,
            hint=_("Trước hết cần cấp trên cấp phép cho máy này, chỉ làm một lần."),
        )  # fmt: skip
        self._stack = QStackedWidget()
        for surface in (alone, ready, self.table):
            self._stack.addWidget(surface)
        sentence = _("Kéo gói (.zip) nhận qua Zalo, thư hoặc USB vào đây")
        self.drop = DropArea(sentence, take, _("Chọn gói để nhận"), choose)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._stack, 1)
        self._found = column(gap="xs")
        box.addLayout(column(self._found, self.drop, margin="l"))
        self.setMinimumWidth(space("xxl") * 10)

    def show_view(self, view: ExchangeView, queue: Mapping[str, Queued] | None = None) -> None:
        """Show the office's bundles, newest first, with what waits to be sent."""
        self._queue = queue or {}
        self.table.set_rows(view.bundles)
        alone = not view.parent and view.role not in ("national", "province")
        self._stack.setCurrentIndex(2 if view.bundles else int(not alone))

    def show_found(
        self,
        found: Sequence[Found],
        take: Callable[[Sequence[Path]], object],
        ignore: Callable[[Sequence[str]], object],
    ) -> None:
        """Offer the new bundles that lie in watched folders; nothing when there are none."""
        clear(self._found)
        if not found:
            return
        from desktop.sync.watch import senders

        names = senders(found)
        told = _("{n} gói mới trong thư mục theo dõi: {names}").format(n=len(found), names=names)
        paths = [Path(one.path) for one in reversed(found)]  # what was made first comes first
        self.found_label = PlainLabel(told, tone="strong", wrap=True)
        self.found_label.setToolTip("\n".join(str(path) for path in paths))
        self.take_found = button(_("Xem trước"), lambda: take(paths), icon="receive")
        self.ignore_found = button(
            _("Bỏ qua"), lambda: ignore([one.id for one in found]), look="link"
        )
        self._found.addWidget(self.found_label)
        self._found.addLayout(row(self.take_found, self.ignore_found, None))

    def _tone(self, row: BundleRow) -> str:
        queued = self._queue.get(row.id)
        failed = row.out and row.reached < 2 and queued is not None and bool(queued.code)
        return "attention" if failed else "ink.strong"

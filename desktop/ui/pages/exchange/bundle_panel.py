"""The panel of one bundle: where it lies, how far it has come, totals to read over the phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.text import vi_number
from desktop.tasks.exchange.exchange_view import BundleRow, overtaken_words, state_words
from desktop.ui.pages.exchange.bundles_view import title_of
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel, StateDots
from desktop.ui.widgets.layout import clear, row, rule, space

if TYPE_CHECKING:
    from desktop.sync.queue import Queued

Totals = Sequence[tuple[str, Sequence[tuple[str, int]]]]


def written_moment(at: str) -> str:
    """Return an ISO moment as 06/11/2026 08:15; "" for none."""
    return f"{at[8:10]}/{at[5:7]}/{at[:4]} {at[11:16]}" if at else ""


def queue_words(queued: Queued) -> tuple[str, str]:
    """Return how a bundle in the queue stands, and the tone to say it in."""
    if queued.state == "sending":
        return _("Đang gửi. Tiến độ ở dòng dưới cùng cửa sổ."), "muted"
    if not queued.tries:
        return _("Chờ gửi."), "muted"
    told = _("Đã thử {n} lần; tự thử lại lúc {at}.").format(
        n=queued.tries, at=written_moment(queued.next_try)
    )
    return f"{queued.message}\n{told}" if queued.message else told, "attention"


def open_folder(folder: Path) -> None:
    """Show a folder in the computer's own file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class Sender(Protocol):
    """What the panel asks of whoever sends: each takes a bundle's id."""

    def mark_sent(self, bundle: str) -> None:
        """Tick by hand."""

    def send_now(self, bundle: str) -> None:
        """Try the channel at once."""

    def cancel(self, bundle: str) -> None:
        """Take out of the queue."""

    def letter(self, bundle: str) -> None:
        """Write an .eml file and open it."""

    def channel_label(self) -> str:
        """Return by what this computer sends, "" by hand."""

    def goes_up(self, bundle: str) -> bool:
        """Say whether a bundle is for the level above."""

    def queued(self, bundle: str) -> Queued | None:
        """Return the bundle's row in the queue."""

    def told_by(self, bundle: str) -> Sequence[str]:
        """Return by whom each state passed was reached."""


class BundlePanel(QWidget):
    """Shows a bundle, and what can be done to bring it on its way."""

    def __init__(
        self, sender: Sender, to_links: Callable[[], object], undo: Callable[[str], object]
    ) -> None:
        super().__init__()
        self._sender, self._to_links, self._undo = sender, to_links, undo
        self._box = QVBoxLayout(self)
        edge = space("l")
        self._box.setContentsMargins(edge, edge, edge, edge)
        self._box.setSpacing(space("s"))
        self.shown: BundleRow | None = None
        self.sent_button = button("", lambda: None)
        self.undo_button = button("", lambda: None)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what will be here."""
        self.shown = None
        self._clear()
        told = _("Chọn một gói để xem đường đi và các số để đối chiếu.")
        self._box.addWidget(PlainLabel(told, tone="muted", wrap=True))
        self._box.addStretch(1)

    def show_bundle(self, bundle: BundleRow, totals: Totals, names: dict[str, str]) -> None:
        """Show one bundle with its totals; `names` are titles by period id."""
        self.shown = bundle
        self._clear()
        add = self._box.addWidget
        add(PlainLabel(title_of(bundle), level="large", tone="strong", wrap=True))
        if bundle.out:
            self._show_states(bundle)
            self._show_queue(bundle)
            self._show_file(bundle)
        else:
            told = _("Đã nhập lúc {at}.").format(at=written_moment(bundle.at))
            add(PlainLabel(told, wrap=True))
            answer = _("Đã gửi biên nhận.") if bundle.answered else _("Chưa gửi biên nhận.")
            add(PlainLabel(answer, tone="muted", wrap=True))
            self._show_undo(bundle)
        self._show_totals(totals, names)
        code = _("Mã gói: {id}").format(id=bundle.id[:12])
        add(PlainLabel(code, level="small", tone="muted", selectable=True))
        self._box.addStretch(1)

    def _show_undo(self, bundle: BundleRow) -> None:
        if bundle.undone:
            told = _("Đã hoàn tác lúc {at}. Muốn nhận lại thì nhập lại tệp gói.")
            told = told.format(at=written_moment(bundle.undone))
            self._box.addWidget(PlainLabel(told, tone="attention", wrap=True))
        elif not bundle.lasting:
            text = _("Hoàn tác gói này…")
            self.undo_button = button(text, lambda: self._undo(bundle.id), icon="undo")
            self._box.addWidget(self.undo_button)

    def _show_states(self, bundle: BundleRow) -> None:
        words, by = state_words(), self._sender.told_by(bundle.id)
        self._box.addLayout(row(StateDots(words, bundle.reached), None))
        grid = QGridLayout()
        grid.setSpacing(space("xs"))
        for place, (word, at) in enumerate(zip(words, bundle.times, strict=True)):
            passed = place < bundle.reached
            mark = IconLabel("check" if passed else "minus", "done" if passed else "ink.muted", 16)
            grid.addWidget(mark, place, 0)
            tone = "strong" if passed else "muted"
            grid.addWidget(PlainLabel(word[:1].upper() + word[1:], tone=tone), place, 1)
            told = written_moment(at) if passed else _("chưa")
            if passed and place < len(by) and by[place]:
                told = f"{told} · {by[place]}"
            grid.addWidget(PlainLabel(told, tone="muted", wrap=True), place, 2)
        grid.setColumnStretch(2, 1)
        self._box.addLayout(grid)
        if told := overtaken_words(bundle.overtaken):
            self._box.addWidget(PlainLabel(told[:1].upper() + told[1:] + ".", wrap=True))

    def _show_queue(self, bundle: BundleRow) -> None:
        """Show how sending by the channel stands, with "send now" and "stop"."""
        queued = self._sender.queued(bundle.id)
        label = self._sender.channel_label()
        waits = queued is not None and queued.state != "sent"
        if bundle.reached > 2 or not (waits or (label and self._sender.goes_up(bundle.id))):
            return
        self._box.addWidget(rule())
        if queued is not None and waits:
            words, tone = queue_words(queued)
            self._box.addWidget(PlainLabel(words, tone=tone, wrap=True))
        if queued is None or queued.state != "sending":
            text = _("Gửi ngay") if waits else _("Gửi qua {name}").format(name=label)
            if bundle.reached == 2 and not waits:
                text = _("Gửi lại qua {name}").format(name=label)
            look = "primary" if bundle.reached < 2 else ""
            self.send_button = button(
                text, lambda: self._sender.send_now(bundle.id), look=look, icon="send"
            )
            self._box.addWidget(self.send_button)
        if waits:
            self.cancel_button = button(
                _("Thôi gửi"), lambda: self._sender.cancel(bundle.id), icon="close"
            )
            self._box.addWidget(self.cancel_button)

    def _show_file(self, bundle: BundleRow) -> None:
        path = Path(bundle.file)
        self._box.addWidget(rule())
        folder = path.parent
        self._box.addWidget(ElidedLabel(path.name, tone="strong", middle=True))
        self._box.addWidget(ElidedLabel(str(folder), level="small", tone="muted", middle=True))
        if not path.is_file():
            told = _("Tệp không còn ở đó; bản lưu trong sổ vẫn còn.")
            self._box.addWidget(PlainLabel(told, level="small", tone="attention", wrap=True))
        by_hand = not self._sender.channel_label() and bundle.reached < 2
        look = "primary" if by_hand else ""
        text = _("Mở thư mục để gửi Zalo")
        opener = button(text, lambda: open_folder(folder), look=look, icon="folder")
        opener.setEnabled(folder.is_dir())
        self._box.addWidget(opener)
        self.letter_button = button(
            _("Gửi bằng thư điện tử"), lambda: self._sender.letter(bundle.id), icon="document"
        )
        self._box.addWidget(self.letter_button)
        if bundle.reached < 2:
            self.sent_button = button(
                _("Đánh dấu đã gửi"), lambda: self._sender.mark_sent(bundle.id), icon="check"
            )
            self._box.addWidget(self.sent_button)

    def _show_totals(self, totals: Totals, names: dict[str, str]) -> None:
        if not totals:
            return
        self._box.addWidget(rule())
        self._box.addWidget(
            PlainLabel(_("Đọc qua điện thoại để đối chiếu"), level="large", wrap=True)
        )
        lines = []
        for period, sums in totals[:3]:
            title = names.get(period, period)
            lines.append(title)
            self._box.addWidget(PlainLabel(title, tone="strong"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(space("m"))
            grid.setVerticalSpacing(space("xs") // 2)
            for place, (name, number) in enumerate(sums):
                grid.addWidget(PlainLabel(name, level="small", wrap=True), place, 0)
                shown = PlainLabel(vi_number(number), tone="strong")
                grid.addWidget(shown, place, 1, Qt.AlignmentFlag.AlignRight)
                lines.append(f"{name}\t{vi_number(number)}")
            grid.setColumnStretch(0, 1)
            self._box.addLayout(grid)
        left = len(totals) - 3
        if left > 0:
            told = _("Gói còn có {n} kỳ trước đó.").format(n=left)
            self._box.addWidget(PlainLabel(told, level="small", tone="muted", wrap=True))
        text = "\n".join(lines)
        self._box.addWidget(
            link(_("Chép các số này"), lambda: QGuiApplication.clipboard().setText(text))
        )

    def _clear(self) -> None:
        clear(self._box)

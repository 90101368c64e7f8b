"""Receiving a paper from above: a file dropped or chosen, or text pasted; reading it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.intake.documents import SUFFIXES, read_document, read_pasted
from desktop.intake.reading import Reading
from desktop.models.errors import Refusal
from desktop.ui.desk import Desk
from desktop.ui.half_typed import TypedForm
from desktop.ui.jobs import Job
from desktop.ui.messages import MessageKind
from desktop.ui.widgets.buttons import button, link
from desktop.ui.widgets.drop_area import DropArea
from desktop.ui.widgets.fields import TextArea
from desktop.ui.widgets.labels import PlainLabel, section_title
from desktop.ui.widgets.layout import column, row, rule, space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

Given = tuple[str, str, Callable[[Callable[[], bool]], Reading]]
"""What is to be read: its name, where it lies ("": nowhere), and how, until it is stopped."""


class ReceiveView(QWidget):
    """Reads what it is given, one after another; `read(reading, name, path, first)` gets each
    outcome, `back()` gives up.
    """

    def __init__(
        self,
        desk: Desk,
        read: Callable[[Reading, str, str, bool], object],
        back: Callable[[], object],
    ) -> None:
        super().__init__()
        self._desk, self._read = desk, read
        self._job: Job | None = None
        self._trying = 0
        self._reads_text = False
        self._queue: deque[Given] = deque()
        self._total = self._read_so_far = 0
        self._failed: list[tuple[str, Refusal]] = []
        self.area = DropArea(
            _("Thả tệp văn bản vào đây ({kinds})").format(kinds=", ".join(SUFFIXES)),
            self.take,
            _("Chọn tệp"),
            self.choose,
        )
        self.text = TextArea(hint=_("Hoặc dán nội dung văn bản (chép từ Word, Zalo …) vào đây"))
        self.text.setMinimumHeight(space("xxl") * 4)
        self.text.setMaximumHeight(space("xxl") * 40)
        self._typed = TypedForm(desk.half_typed, "received-text", {"text": self.text})
        self.paste = button(_("Đọc nội dung đã dán"), lambda: self.read_text(), icon="paste")
        self.error = PlainLabel("", tone="blocked", wrap=True)
        self.error.hide()
        self.doing = PlainLabel("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.stop = button(_("Dừng"), self.cancel)
        self._progress = QWidget()
        self._progress.setLayout(column(self.doing, self.bar, row(self.stop, None), gap="s"))
        self._progress.hide()
        top = row(link(_("‹ Danh sách"), back), None)
        top.setContentsMargins(space("xl"), space("s"), space("xl"), space("s"))
        title = section_title(_("Nhận văn bản của cấp trên"))
        told = PlainLabel(
            _(
                "Văn bản được đọc thành dàn ý để soát lại trước khi nhận. Chọn nhiều tệp thì đọc"
                " lần lượt. Tệp gốc giữ nguyên."
            ),
            tone="muted",
            wrap=True,
        )
        inside = column(title, told, self.area, self.error, self._progress, self.text, gap="m")
        inside.addLayout(row(self.paste, None))
        inside.setStretch(5, 1)
        inside.setContentsMargins(space("xl"), space("m"), space("xl"), space("l"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(top)
        box.addWidget(rule())
        box.addLayout(inside, 1)

    def clear(self) -> None:
        """Begin anew; a text that was put in and not read yet stays."""
        self.cancel()
        self.show_refusal(None)

    def choose(self) -> None:
        """Ask for a file and read it."""
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        filters = _("Văn bản ({kinds});;Mọi tệp (*)").format(kinds=kinds)
        found = self._desk.choose_files(_("Chọn văn bản của cấp trên"), filters)
        if found:
            self.take(found)

    def take(self, paths: Sequence[Path]) -> None:
        """Read files one after another."""
        self._start([(path.name, str(path), partial(read_document, path)) for path in paths])

    def read_text(
        self, text: str | None = None, page: str | None = None, rich: bytes = b""
    ) -> None:
        """Read what was pasted, or a text (its HTML, its RTF) that was copied."""
        given = self.text.toPlainText() if text is None else text
        own = text is None
        self._start([(_("nội dung đã dán"), "", lambda _stopped: read_pasted(given, page, rich))])
        self._reads_text = own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what is being read, as the button does."""
        if event.key() == Qt.Key.Key_Escape and self._progress.isVisible():
            self.cancel()
        else:
            super().keyPressEvent(event)

    def cancel(self) -> None:
        """Stop waiting for what is being read."""
        self._trying += 1
        self._reads_text = False
        self._queue.clear()
        if self._job is not None:
            self._job.cancel()
        self._end()

    def _start(self, queue: Sequence[Given]) -> None:
        self.cancel()
        self.show_refusal(None)
        self._queue.extend(queue)
        self._total, self._read_so_far, self._failed = len(queue), 0, []
        self._next()

    def _next(self) -> None:
        if not self._queue:
            self._finish()
            return
        trying = self._trying
        name, path, work = self._queue.popleft()
        self._show_progress(name)

        def reading(_store: Any, _progress: Any, cancelled: Callable[[], bool]) -> Any:
            yield (0, 0)
            found = work(cancelled)
            yield (1, 1)
            return found

        def done(found: Reading) -> None:
            if trying == self._trying:
                if self._reads_text:
                    self.text.show_text("")
                self._read_so_far += 1
                self._read(found, name, path, self._read_so_far == 1)
                self._next()

        def refused(refusal: Refusal) -> None:
            if trying == self._trying:
                self._failed.append((name, refusal))
                self._next()

        self._job = self._desk.job(
            _("Đọc {name}").format(name=name), reading, done, on_refusal=refused,
            on_cancelled=lambda: self.cancel() if trying == self._trying else None, awaited=True,
        )  # fmt: skip

    def _show_progress(self, name: str) -> None:
        at = self._total - len(self._queue)
        told = _("Đang đọc {name} …").format(name=name)
        if self._total > 1:
            told = _("Đang đọc {at}/{total}: {name} …").format(at=at, total=self._total, name=name)
        self.doing.setText(told)
        self.bar.setRange(0, self._total if self._total > 1 else 0)
        self.bar.setValue(at - 1)
        self._progress.show()

    def _finish(self) -> None:
        """Tell how it went; one file's refusal stands under the drop area."""
        self._end()
        told = [f"{name}: {refusal}" for name, refusal in self._failed]
        if self._total == 1 and self._failed:
            self.show_refusal(self._failed[0][1])
        elif self._failed and not self._read_so_far:
            self.error.setText("\n".join(told))
            self.error.show()
        elif self._failed:
            self._desk.message("\n".join(told), kind=MessageKind.BLOCKED)
        if self._total > 1 and self._read_so_far > 1:
            self._desk.message(
                _("Đã đọc {n} văn bản; các văn bản sau chờ ở đầu danh sách.").format(
                    n=self._read_so_far
                )
            )

    def _end(self) -> None:
        self._job = None
        self._progress.hide()

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Say under the drop area why a file was not taken."""
        self.error.setText(str(refusal) if refusal is not None else "")
        self.error.setVisible(refusal is not None)

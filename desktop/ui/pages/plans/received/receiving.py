"""From a file, a drop or the clipboard to a plan that was checked: the way of a paper received."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from desktop.i18n import _
from desktop.intake.reading import Reading
from desktop.intake.review.sheet import Edit
from desktop.models.errors import Refusal
from desktop.models.plans import plans, readings
from desktop.models.plans.plan_head import PARENT, TEMPLATE, ParentRef
from desktop.models.plans.readings import KeptReading
from desktop.models.store import history
from desktop.tasks.papers.reviews import accept_and_draft, accept_review, open_review, start_review
from desktop.ui.desk import Desk
from desktop.ui.jobs import part_by_part
from desktop.ui.messages import MessageKind
from desktop.ui.page import Action
from desktop.ui.pages.plans.received.waiting import WaitingReviews

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.pages.plans.received.view import ReceiveView
    from desktop.ui.pages.plans.review.view import ReviewView

_IDLE_MS = 150


class Around(Protocol):
    """What receiving asks of the page around it."""

    def place(self, view: QWidget, panel: QWidget | None = None) -> None:
        """Take in a view that was just made, and what is shown beside it."""

    def show_receiver(self) -> None:
        """Bring the view that reads to the front."""

    def show_review(self) -> None:
        """Bring the view that checks to the front."""

    def back(self) -> None:
        """Return to the list."""

    def accepted(self, plan_id: str, told: str, kind: MessageKind) -> None:
        """Open what was accepted."""

    def drafted(self, plan_id: str) -> None:
        """Open the own plan that was begun."""


class Receiving:
    """Two views and the readings that wait between them."""

    def __init__(self, desk: Desk, around: Around) -> None:
        self._desk, self._around = desk, around
        self.waiting = WaitingReviews(self.go_on, self.drop)

    @cached_property
    def receiver(self) -> ReceiveView:
        """The view that reads, made when it is first needed."""
        from desktop.ui.pages.plans.received.view import ReceiveView

        view = ReceiveView(self._desk, self.arrived, self._around.back)
        self._around.place(view)
        return view

    @cached_property
    def review(self) -> ReviewView:
        """The view that checks, made when it is first needed."""
        from desktop.ui.pages.plans.review.view import ReviewView

        view = ReviewView(self._desk, self._around.back)
        self._around.place(view)
        return view

    # asking

    def receive(self) -> None:
        """Ask for a paper from above."""
        self.receiver.clear()
        self._around.show_receiver()
        # What checks a paper is made while one is looked for.
        QTimer.singleShot(_IDLE_MS, self.receiver, self._make_review)

    def _make_review(self) -> None:
        """Make the view that checks, a part a turn."""
        if not self.receiver.isVisible():
            return
        if "review" not in self.__dict__ or self.review.make_more():
            QTimer.singleShot(0, self.review, self._make_review)

    def receive_text(self) -> None:
        """Ask for the text of a paper."""
        self.receive()
        self.receiver.text.setFocus()

    def choose_file(self) -> None:
        """Ask for files, then read them."""
        self.receive()
        self.receiver.choose()

    def receive_files(self, paths: Sequence[Path]) -> None:
        """Read files one after another; the first is checked at once, the others wait."""
        self.receive()
        self.receiver.take(paths)

    def paste(self) -> None:
        """Read what was copied: files, or the text of a paper."""
        from desktop.ui.outline.clipboard import rich_text_of

        copied = QGuiApplication.clipboard().mimeData()
        urls = copied.urls() if copied is not None else []
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        text = copied.text() if copied is not None else ""
        if paths:
            self.receive_files(paths)
        elif text.strip():
            page = copied.html() if copied.hasHtml() else None
            self.receive()
            self.receiver.read_text(text, page, rich_text_of(copied))
        else:
            self._desk.message(_("Chưa chép văn bản nào để dán."))

    # reading and checking

    def arrived(self, reading: Reading, name: str, path: str, first: bool) -> None:
        """Keep a reading; the first of several is checked at once."""

        def kept(review_id: str) -> None:
            if first:
                self.show(reading, KeptReading(review_id, name, "", "", 0, path=path))

        self._desk.do(lambda store: start_review(store, reading, name, path), kept)

    def show(self, reading: Reading, kept: KeptReading, log: Sequence[Edit] = ()) -> None:
        """Check a reading, from where its log ends."""
        self.review.show_reading(reading, kept.name, kept.id, log)
        self.review.show_file(kept.path)
        self._around.show_review()

    def go_on(self, review_id: str) -> None:
        """Check a reading that waits, from where it was left."""
        known = {one.id: one for one in readings.list_readings(self._desk.read)}
        kept = known.get(review_id) or KeptReading(review_id, "", "", "", 0)

        def opened(found: Any) -> None:
            reading, log = found
            self.show(reading, kept, log)

        def gone(refusal: Refusal) -> None:
            self._around.back()
            self._desk.refused(refusal)

        self._desk.job(
            _("Mở bản đang soát"),
            lambda store, _progress, _cancelled: open_review(store, review_id),
            opened,
            on_refusal=gone,
        )

    def again(self) -> None:
        """Read the review in front anew: an undo changed it."""
        if self.review.keeper.review_id:
            self.go_on(self.review.keeper.review_id)

    def drop(self, waiting: KeptReading) -> None:
        """Put a reading away; it can be taken back."""

        def told(_change: Any) -> None:
            self._desk.message(
                _("Đã bỏ bản đang soát “{name}”.").format(name=waiting.title or waiting.name),
                action_text=_("Lấy lại"),
                action=lambda: self._desk.do(history.undo),
            )

        self._desk.do(lambda store: readings.drop_reading(store, waiting.id), told)

    def show_waiting(self) -> None:
        """Show which readings wait."""
        self.waiting.show_readings(readings.list_readings(self._desk.read))

    # accepting

    def accept(self, role: str) -> None:
        """Keep the checked paper as an upper paper or a template."""
        reading, review = self._checked(), self.review.keeper.review_id
        known = role == PARENT and self._known(reading)
        told = _("Đã nhận làm mẫu; mẫu nằm ở trang Mẫu và trong danh sách này.")
        if role == PARENT:
            told = _("Đã nhận văn bản cấp trên.")
        if known:
            told = _("Văn bản này đã nhận trước đây nên không nhận thêm lần nữa.")
        kind = MessageKind.INFO if known else MessageKind.DONE

        def accepted(plan_id: str) -> None:
            self._around.accepted(plan_id, told, kind)
            self._offer_next()

        self._desk.do(lambda store: accept_review(store, reading, review, role), accepted)

    def accept_and_draft(self) -> None:
        """Keep the checked paper and start the own plan from it, in one step."""
        reading, review = self._checked(), self.review.keeper.review_id
        today = self._desk.today()

        def drafted(plan_id: str) -> None:
            self._around.drafted(plan_id)
            self._offer_next()

        def work(store: Any, progress: Any, cancelled: Any) -> str:
            told = part_by_part(progress, cancelled)
            return accept_and_draft(store, reading, review, today, told)

        self._desk.job(_("Soạn kế hoạch của đơn vị"), work, drafted, writes=True)

    def _offer_next(self) -> None:
        waiting = readings.list_readings(self._desk.read)
        if waiting:
            self._desk.message(
                _("Còn {n} văn bản đang đọc dở.").format(n=len(waiting)),
                action_text=_("Soát tiếp"),
                action=lambda: self.go_on(waiting[0].id),
            )

    def leave(self) -> None:
        """Keep what is being typed in the review."""
        for part in (self.review, self.review.panel):
            commit = getattr(part.focusWidget(), "commit", None)
            if callable(commit):
                commit()

    def _checked(self) -> Reading:
        self.leave()
        sheet = self.review.sheet
        assert sheet is not None
        return sheet.result()

    def _known(self, reading: Reading) -> bool:
        value = reading.value
        reference = ParentRef(value("issuer") or "", value("number") or "", value("date") or "")
        return plans.find_parent_copy(self._desk.read, reference) is not None


def asking_actions(way: Callable[[], Receiving], here: Callable[[], bool]) -> list[Action]:
    """Return what begins a reading."""
    return [
        Action("receive", _("Nhận văn bản cấp trên"), lambda: way().receive(), "Ctrl+O", "receive",
               tooltip=_("Mở tệp hoặc dán văn bản của cấp trên để soạn theo"), shown=here),
        Action("paste", _("Dán nội dung văn bản"), lambda: way().receive_text(), "", "paste",
               header=False, shown=here),
        Action("paste-read", _("Đọc văn bản vừa chép"), lambda: way().paste(), "Ctrl+V", "paste",
               tooltip=_("Đọc ngay tệp hoặc nội dung vừa chép từ Word, Zalo …"),
               header=False, shown=here),
    ]  # fmt: skip


def review_actions(way: Callable[[], Receiving], here: Callable[[], bool]) -> list[Action]:
    """Return what is done with a reading that is checked."""
    return [
        Action("accept-draft", _("Nhận và soạn kế hoạch của đơn vị"),
               lambda: way().accept_and_draft(), "", "plus", primary=True, shown=here),
        Action("accept", _("Nhận làm văn bản cấp trên"), lambda: way().accept(PARENT), "",
               "check", shown=here),
        Action("accept-template", _("Nhận làm mẫu"), lambda: way().accept(TEMPLATE), "",
               "templates", shown=here),
        Action("next-doubt", _("Chỗ cần xem tiếp theo"), lambda: way().review.next_doubtful(),
               "F8", "flag", header=False, shown=here),
        Action("previous-doubt", _("Chỗ cần xem trước đó"),
               lambda: way().review.next_doubtful(-1), "Shift+F8", "flag", header=False,
               shown=here),
    ]  # fmt: skip

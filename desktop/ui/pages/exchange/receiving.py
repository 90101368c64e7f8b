"""Receiving: files are read first, shown, and taken in only when that is asked for."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.ui.pages.exchange.checking import Checking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.ui.desk import Desk
    from desktop.ui.jobs import Job
    from desktop.ui.pages.exchange.bundles_view import BundlesView
    from desktop.ui.pages.exchange.exchange_page import ExchangePage
    from desktop.ui.pages.exchange.receive_view import Reading
    from desktop.ui.pages.exchange.work import Opening

LAST = "exchange.received_from"
SHOWN_AGAIN = 0.4
"""Seconds between two drawings of the table while files are read or taken in."""
REQUEST, GRANT = ".json", "E_GRANT_FILE"


def stop_by_escape(desk: Desk, job: Job, stop: Callable[[], object]) -> None:
    """Let Esc call `stop` while the job runs, wherever in the window the keyboard is.

    What is being read has no part of its own yet that the key could reach.
    """
    keys = QShortcut(QKeySequence(Qt.Key.Key_Escape), desk.window, stop)
    job.ended.connect(lambda: keys.setEnabled(False))
    job.ended.connect(keys.deleteLater)


class Receiving:
    """The page's verbs about bundles that come in."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page
        self._chosen: dict[Path, Opening] = {}
        self._job: Job | None = None
        self._taking = False
        self.checking = Checking(desk, lambda: page.receive, self._opening)

    def choose(self) -> None:
        """Ask for the files."""
        start = self._desk.state.get(LAST, "")
        filters = _("Gói số liệu (*.zip *.age);;Yêu cầu cấp phép (*.json);;Mọi tệp (*)")
        paths = self._desk.choose_files(_("Chọn gói đã nhận"), filters, start=start)
        if paths:
            self._desk.state.set(LAST, str(paths[0].parent))
            self.preview(paths)

    def preview(self, paths: Sequence[Path]) -> None:
        """Read the files and show what each would change; nothing changes.

        A request for enrolment among them opens the connections instead.
        """
        asking = [path for path in paths if path.suffix.lower() == REQUEST]
        if asking:
            self._page.show_tab("links")
            self._page.linking.show_request(asking[0])
            paths = [path for path in paths if path not in asking]
        if not paths or self._page.scanning.takes(paths):
            return
        if (
            self._taking and self._job is not None and self._job.running
        ):  # nobody asked for that to be stopped
            self._page.show_receiving(True)
            self._desk.message(
                _("Đang nhập các gói trước. Chờ nhập xong, hoặc bấm “Dừng”, rồi chọn lại tệp.")
            )
            return

        def show(readings: Sequence[Reading], unread: int = 0) -> None:
            self._job = None
            self._page.receive.show_preview(readings, unread)
            self._page.show_receiving(True)
            self.checking.start()

        def stopped(found: Sequence[Reading], unread: int) -> None:
            if self._job is None:  # put away, nobody wants to see it
                return
            if found:
                show(found, unread)
            else:
                self.put_away()

        self._work(_("Đọc gói"), paths, show, stopped, dry_run=True)

    def _work(
        self, title: str, paths: Sequence[Path], show: Callable[[Sequence[Reading]], None],
        stopped: Callable[[Sequence[Reading], int], None], *, dry_run: bool,
    ) -> None:  # fmt: skip
        """Read or take in the files; those that are done are shown while it goes on.

        `stopped(readings, files left)` follows where it was stopped between two of them.
        """
        from desktop.ui.pages.exchange import work

        self.checking.stop()
        if self._job is not None:
            self._job.cancel()
        self._taking = not dry_run
        view = self._page.receive  # made before the work begins, which would make it slow
        chosen = dict(self._chosen)
        found: list[Reading] = []
        job = self._desk.job(
            title,
            lambda store, *_rest: work.read_files(
                store, paths, found, dry_run=dry_run, chosen=chosen
            ),
            show, writes=True,
            on_cancelled=lambda: stopped(found, len(paths) - len(found)),
        )  # fmt: skip
        self._job, told, at = job, 0, 0.0

        def grow() -> None:
            nonlocal told, at
            soon = monotonic() < at + SHOWN_AGAIN  # reading goes before drawing
            if self._job is job and told < len(found) < len(paths) and not soon:
                told, at = len(found), monotonic()
                view.show_progress(found[:told], len(paths), taking=not dry_run)
                self._page.show_receiving(True)

        def begin() -> None:
            if self._job is job and not found:  # one large file is waited for here too
                view.show_progress((), len(paths), taking=not dry_run)
                self._page.show_receiving(True)
                if dry_run:
                    view.close_button.setFocus()  # Esc and Enter stop it

        def given_up() -> None:
            if self._job is not job:
                return
            unseen = not view.isVisible()
            self.put_away()
            if unseen:
                self._desk.message(_("Đã dừng đọc. Chưa có gì thay đổi."))

        job.shown.connect(begin)
        job.progressed.connect(grow)
        if dry_run:
            stop_by_escape(self._desk, job, given_up)

    def _opening(self, path: Path) -> Opening:
        from desktop.ui.pages.exchange.work import Opening

        return self._chosen.get(path, Opening())

    def put_away(self) -> None:
        """Close the files; while some are being taken in, stop and show what was taken."""
        if self._job is not None:
            self._job.cancel()
        if self._taking:
            return
        self.checking.stop()
        self._job = None
        self._page.show_receiving(False)
        self._page.refresh()  # what was refused may be kept beside what counts

    def unverified(self, reading: Reading, every: Sequence[Path]) -> None:
        """Ask whose a bundle nobody vouches for is, then read the files again with that."""
        from desktop.tasks.exchange.exchange_view import units_below
        from desktop.tasks.exchange.inspecting import claimed_by
        from desktop.ui.pages.exchange.keys import open_dialog
        from desktop.ui.pages.exchange.work import Opening
        from desktop.ui.widgets.fields import Choice
        from desktop.ui.widgets.form import FormRow
        from desktop.ui.widgets.labels import PlainLabel
        from desktop.ui.widgets.layout import column

        units = units_below(self._desk.read, self._desk.today())
        # Nobody is proposed by chance: the figures are written to the unit chosen here.
        self.whose = Choice([(_("Chọn đơn vị…"), ""), *units], name=_("Gói của đơn vị"))
        self.agreed = QCheckBox(_("Tôi nhận gói này dù chưa xác thực được người gửi"))
        before = self._opening(reading.path)
        told = claimed_by(reading.path, self._desk.read, phrase=before.phrase)
        self.claimed = PlainLabel(told, tone="attention", wrap=True)
        self.claimed.setVisible(bool(told))

        def deed() -> None:
            if not self.agreed.isChecked():
                raise Refusal(_("Đánh dấu vào ô đồng ý trước khi nhận."))
            if not self.whose.value():
                raise Refusal(_("Chọn đơn vị của gói trước khi nhận."))
            self._chosen[reading.path] = Opening(unit=str(self.whose.value() or ""))
            self.preview(every)

        self.asking = open_dialog(
            self._desk.window, _("Nhận gói chưa xác thực"),
            _("Không có chữ ký của đơn vị đã được cấp phép, nên ai cũng có thể làm ra gói này."
              " Số liệu được ghi vào đơn vị dưới đây và mang dấu “chưa xác thực” trong mọi báo"
              " cáo, cho đến khi chốt lại."),
            column(self.claimed, FormRow(_("Gói của đơn vị"), self.whose), self.agreed, None),
            _("Xem trước"), deed,
        )  # fmt: skip

    def by_phrase(self, reading: Reading, every: Sequence[Path]) -> None:
        """Ask for the passphrase of a bundle, then read the files again with it."""
        from desktop.models.text import nfc
        from desktop.ui.pages.exchange.keys import open_dialog, secret_field
        from desktop.ui.pages.exchange.work import Opening
        from desktop.ui.widgets.form import FormRow
        from desktop.ui.widgets.layout import column

        self.phrase = secret_field(_("Cụm mật khẩu của gói"))

        def deed() -> None:
            own = self._opening(reading.path).own
            self._chosen[reading.path] = Opening(phrase=nfc(self.phrase.text().strip()), own=own)
            self.preview(every)

        self.asking = open_dialog(
            self._desk.window, _("Mở gói bằng cụm mật khẩu"), "",
            column(FormRow(_("Cụm mật khẩu của gói"), self.phrase), None), _("Mở gói"), deed,
        )  # fmt: skip

    def own_save(self, reading: Reading, every: Sequence[Path]) -> None:
        """Ask whether a bundle of an earlier machine of this office is theirs, then read it."""
        from msgspec.structs import replace

        from desktop.ui.pages.exchange.keys import open_dialog
        from desktop.ui.widgets.layout import column

        self.agreed = QCheckBox(_("Gói này do chính cơ quan mình tạo trên máy cũ"))

        def deed() -> None:
            if not self.agreed.isChecked():
                raise Refusal(_("Đánh dấu vào ô đồng ý trước khi nhận."))
            self._chosen[reading.path] = replace(self._opening(reading.path), own=True)
            self.preview(every)

        self.asking = open_dialog(
            self._desk.window, _("Nhận gói của máy cũ"),
            _("Khóa của máy cũ đã bị thu hồi. Ai đang giữ máy đó cũng có thể tạo ra gói như thế"
              " này, nên chỉ nhận khi biết rõ gói do cơ quan mình tạo. Số liệu trong gói khi đó"
              " được máy này xác nhận và gửi lên cùng gói sau."),
            column(self.agreed, None), _("Xem trước"), deed,
        )  # fmt: skip

    def show_found(self, view: BundlesView) -> None:
        """Offer what lies in the watched folders."""
        view.show_found(self._desk.courier.found, self.preview, self.ignore)

    def ignore(self, bundles: Sequence[str]) -> None:
        """Offer these no more; they can still be chosen by hand."""
        from desktop.sync import watch

        courier = self._desk.courier
        self._desk.do(
            lambda store: watch.ignore(store, bundles), lambda _kept: courier.look_for_new()
        )

    def to_links(self, reading: Reading) -> None:
        """Go to the connections; a grant is shown there to be compared."""
        self._page.show_tab("links")
        if reading.result.code == GRANT:
            self._page.linking.show_grant(reading.path)

    def take(self, paths: Sequence[Path]) -> None:
        """Take the files in, each on its own, and show what became of them."""

        def show(readings: Sequence[Reading], *, stopped: bool = False) -> None:
            self._job, self._taking = None, False
            self._page.receive.show_results(readings, stopped=stopped)
            self._page.show_receiving(True)
            self.checking.start()

        self._work(
            _("Nhập gói"), paths, show, lambda found, _left: show(found, stopped=True),
            dry_run=False,
        )  # fmt: skip

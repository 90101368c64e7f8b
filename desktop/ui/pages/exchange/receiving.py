"""Receiving: files are read first, shown, and taken in only when that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox

from desktop.i18n import _
from desktop.models.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.bundles_view import BundlesView
    from desktop.ui.pages.exchange.exchange_page import ExchangePage
    from desktop.ui.pages.exchange.receive_view import Reading
    from desktop.ui.pages.exchange.work import Opening

LAST = "exchange.received_from"
REQUEST, GRANT = ".json", "E_GRANT_FILE"


class Receiving:
    """The page's verbs about bundles that come in."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page
        self._chosen: dict[Path, Opening] = {}

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

        def show(readings: Sequence[Reading]) -> None:
            self._page.receive.show_preview(readings)
            self._page.show_receiving(True)

        self._desk.job(
            _("Đọc gói"), self._worked(paths, dry_run=True), show, writes=True,
        )  # fmt: skip

    def _worked(self, paths: Sequence[Path], *, dry_run: bool) -> Callable[..., Any]:
        from desktop.ui.pages.exchange import work

        chosen = dict(self._chosen)
        return lambda store, *_rest: work.preview(store, paths, dry_run=dry_run, chosen=chosen)

    def unverified(self, reading: Reading, every: Sequence[Path]) -> None:
        """Ask whose a bundle nobody vouches for is, then read the files again with that."""
        from desktop.tasks.exchange.exchange_view import units_below
        from desktop.ui.pages.exchange.keys import open_dialog
        from desktop.ui.pages.exchange.work import Opening
        from desktop.ui.widgets.fields import Choice
        from desktop.ui.widgets.form import FormRow
        from desktop.ui.widgets.layout import column

        units = units_below(self._desk.read, self._desk.today())
        self.whose = Choice(units, name=_("Gói của đơn vị"))
        self.agreed = QCheckBox(_("Tôi nhận gói này dù chưa xác thực được người gửi"))

        def deed() -> None:
            if not self.agreed.isChecked():
                raise Refusal(_("Đánh dấu vào ô đồng ý trước khi nhận."))
            self._chosen[reading.path] = Opening(unit=str(self.whose.value() or ""))
            self.preview(every)

        self.asking = open_dialog(
            self._desk.window, _("Nhận gói chưa xác thực"),
            _("Không có chữ ký của đơn vị đã được cấp phép, nên ai cũng có thể làm ra gói này."
              " Số liệu được ghi vào đơn vị dưới đây và mang dấu “chưa xác thực” trong mọi báo"
              " cáo, cho đến khi chốt lại."),
            column(FormRow(_("Gói của đơn vị"), self.whose), self.agreed, None),
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
            self._chosen[reading.path] = Opening(phrase=nfc(self.phrase.text().strip()))
            self.preview(every)

        self.asking = open_dialog(
            self._desk.window, _("Mở gói bằng cụm mật khẩu"), "",
            column(FormRow(_("Cụm mật khẩu của gói"), self.phrase), None), _("Mở gói"), deed,
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

        def show(readings: Sequence[Reading]) -> None:
            self._page.receive.show_results(readings)
            self._page.show_receiving(True)

        self._desk.job(
            _("Nhập gói"), self._worked(paths, dry_run=False), show, writes=True,
        )  # fmt: skip

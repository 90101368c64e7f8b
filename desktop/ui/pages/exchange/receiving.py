"""Receiving: files are read first, shown, and taken in only when that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.bundles_view import BundlesView
    from desktop.ui.pages.exchange.exchange_page import ExchangePage
    from desktop.ui.pages.exchange.receive_view import Reading

LAST = "exchange.received_from"
REQUEST, GRANT = ".json", "E_GRANT_FILE"


class Receiving:
    """The page's verbs about bundles that come in."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page

    def choose(self) -> None:
        """Ask for the files."""
        start = self._desk.state.get(LAST, "")
        filters = _("Gói số liệu (*.zip);;Yêu cầu cấp phép (*.json);;Mọi tệp (*)")
        paths = self._desk.choose_files(_("Chọn gói đã nhận"), filters, start=start)
        if paths:
            self._desk.state.set(LAST, str(paths[0].parent))
            self.preview(paths)

    def preview(self, paths: Sequence[Path]) -> None:
        """Read the files and show what each would change; nothing changes.

        A request for enrolment among them opens the connections instead.
        """
        from desktop.ui.pages.exchange import work

        asking = [path for path in paths if path.suffix.lower() == REQUEST]
        if asking:
            self._page.show_tab("links")
            self._page.linking.show_request(asking[0])
            paths = [path for path in paths if path not in asking]
        if not paths:
            return

        def show(readings: Sequence[Reading]) -> None:
            self._page.receive.show_preview(readings)
            self._page.show_receiving(True)

        self._desk.job(
            _("Đọc gói"), lambda store, *_rest: work.preview(store, paths, dry_run=True), show,
            writes=True,
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
        from desktop.ui.pages.exchange import work

        def show(readings: Sequence[Reading]) -> None:
            self._page.receive.show_results(readings)
            self._page.show_receiving(True)

        self._desk.job(
            _("Nhập gói"), lambda store, *_rest: work.preview(store, paths, dry_run=False), show,
            writes=True,
        )  # fmt: skip

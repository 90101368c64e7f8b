"""Connecting offices: request, grant, acceptance; each by a file and a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.text import vi_number
from desktop.tasks.exchange.exchange_view import short_digest, units_below
from desktop.ui.messages import MessageKind
from desktop.ui.pages.exchange.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from desktop.sync.enrol import Grant, Granted
    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.exchange_page import ExchangePage
    from desktop.ui.pages.exchange.links_view import LinksView


class Linking:
    """The page's verbs about connections."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page
        self.keys = Keys(desk)

    def build(self) -> LinksView:
        """Make the view."""
        from desktop.ui.pages.exchange.links_view import LinksView, LinkVerbs

        return LinksView(
            LinkVerbs(
                self.make_request, self.request_anew, self.choose_grant, self.accept_grant,
                self.choose_request, self.give_grant, self.compare, self.keys, self._desk.today,
            )
        )  # fmt: skip

    def request_anew(self) -> None:
        """Ask with a new key, the old one being out of reach."""
        self.make_request(anew=True)

    def make_request(self, *, anew: bool = False) -> None:
        """Write the request file for the level above."""
        from desktop.sync.enrol import request

        out = self._desk.choose_target(
            _("Lưu tệp yêu cầu cấp phép"), "yeu-cau-cap-phep.json", _("Tệp yêu cầu (*.json)")
        )
        if out is None:
            return

        def done(digits: str) -> None:
            told = _("Đã tạo {file}. Gửi lên cấp trên; khi cấp trên gọi, đọc dãy số: {digits}.")
            self._tell(told.format(file=out.name, digits=digits), out)
            self._page.refresh()

        self._desk.do(lambda store: request(store, out, new_key=anew), done)

    def choose_grant(self) -> None:
        """Ask for the grant file from above and show whose it is."""
        path = self._desk.choose_file(_("Chọn tệp cấp phép"), _("Tệp cấp phép (*.zip)"))
        if path is not None:
            self.show_grant(path)

    def show_grant(self, path: Path) -> None:
        """Show a grant to be compared over the phone before it is taken."""
        from desktop.sync.enrol import read_grant

        def show(found: Grant) -> None:
            self._page.links.show_grant(path, found)

        self._desk.do(lambda store: read_grant(store, path), show)

    def accept_grant(self, path: Path) -> None:
        """Take a compared grant in."""
        from desktop.sync.enrol import accept

        def done(_digits: str) -> None:
            self._page.links.close_steps()
            told = _("Đã kết nối với cấp trên. Từ nay tạo được gói gửi lên.")
            self._desk.message(told, kind=MessageKind.DONE)

        self._desk.do(lambda store: accept(store, path), done)

    def choose_request(self) -> None:
        """Ask for a request file from below and show whose it is."""
        path = self._desk.choose_file(_("Chọn tệp yêu cầu"), _("Tệp yêu cầu (*.json)"))
        if path is not None:
            self.show_request(path)

    def show_request(self, path: Path) -> None:
        """Show a request to be compared over the phone before it is granted."""
        from desktop.sync.enrol import read_request

        today = self._desk.today()

        def read(store: Any, *_rest: Any) -> Any:
            return read_request(path), units_below(store, today)

        self._desk.job(
            _("Đọc yêu cầu"), read, lambda got: self._page.links.show_request(path, *got)
        )

    def give_grant(
        self, path: Path, unit: str, what: str, since: Callable[[], date | None]
    ) -> None:
        """Enrol the applicant for a unit and write the grant file; `what` its machine is.

        `since` tells the first day whose figures are the unit's own, None to let the program find
        it; what was typed there may be no day.
        """
        from desktop.sync.enrol import grant
        from desktop.ui.pages.exchange.links_view import LOST_KEY, REPLACES

        try:
            day = since()
        except Refusal as refusal:
            self._desk.refused(refusal)
            return
        out = self._desk.choose_target(
            _("Lưu tệp cấp phép"), f"cap-phep-{unit.lstrip('~')}.zip", _("Tệp cấp phép (*.zip)")
        )
        if out is None:
            return

        def give(store: Any) -> Granted:
            lost, replaces = what == LOST_KEY, what == REPLACES
            return grant(store, path, unit, out, since=day, lost_key=lost, replaces=replaces)

        def done(made: Granted) -> None:
            self._page.links.close_steps()
            told = _("Đã cấp phép. Gửi tệp {file} cho đơn vị.").format(file=made.bundle.path.name)
            self._tell(told, made.bundle.path)

        self._desk.job(_("Cấp phép"), lambda store, *_rest: give(store), done, writes=True)

    def compare(self) -> None:
        """Compute the digest of the whole office."""
        from desktop.models.store.digest import digest

        def show(found: dict[str, Any]) -> None:
            self._page.links.show_digest(short_digest(found["digest"]), vi_number(found["ops"]))

        self._desk.job(_("Tính mã đối chiếu"), lambda store, *_rest: digest(store), show)

    def _tell(self, text: str, file: Path) -> None:
        from desktop.ui.pages.exchange.bundle_panel import open_folder

        self._desk.message(
            text, kind=MessageKind.DONE, action_text=_("Mở thư mục"),
            action=lambda: open_folder(file.parent),
        )  # fmt: skip

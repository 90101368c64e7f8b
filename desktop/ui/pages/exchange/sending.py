"""Sending: the bundle for the level above, answers for the units below, the tick by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.ui.messages import MessageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.sync.export import MadeBundle
    from desktop.ui.desk import Desk
    from desktop.ui.pages.exchange.exchange_page import ExchangePage

FOLDER = "exchange.folder"
BY_HAND = "tay"


class Sending:
    """The page's verbs about bundles that go out."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page

    def can_send(self) -> bool:
        """Say whether a level above has enrolled us."""
        return self._page.shown is not None and bool(self._page.shown.view.parent)

    def why_not_send(self) -> str:
        """Say what is missing before a bundle can go up."""
        return _("Cơ quan mình chưa được cấp trên cấp phép. Xem phần Kết nối.")

    def can_reply(self) -> bool:
        """Say whether a unit below waits for something."""
        return self._page.shown is not None and bool(self._page.shown.view.to_answer)

    def why_not_reply(self) -> str:
        """Say why there is nobody to answer."""
        return _("Không có đơn vị nào đang chờ trả lời.")

    def choose_folder(self) -> Path | None:
        """Ask where bundles are put, and remember it."""
        start = self._desk.state.get(FOLDER, "")
        folder = self._desk.choose_folder(_("Chọn nơi lưu gói"), start=start)
        if folder is not None:
            self._desk.state.set(FOLDER, str(folder))
        return folder

    def folder(self) -> Path | None:
        """Return where bundles are put; asked for once, and again when it is gone."""
        known = self._desk.state.get(FOLDER, "")
        return Path(known) if known and Path(known).is_dir() else self.choose_folder()

    def send_up(self) -> None:
        """Make the bundle for the level above."""
        from desktop.ui.pages.exchange import work
        from desktop.ui.pages.exchange.bundle_panel import open_folder

        folder = self.folder()
        if folder is None:
            return

        def made(bundle: MadeBundle) -> None:
            self._page.show_bundle(bundle.id)
            self._desk.message(
                _("Đã tạo gói {name}. Gửi tệp này lên cấp trên, rồi đánh dấu đã gửi.").format(
                    name=bundle.path.name
                ),
                kind=MessageKind.DONE, action_text=_("Mở thư mục"),
                action=lambda: open_folder(bundle.path.parent),
            )  # fmt: skip

        self._desk.job(
            _("Tạo gói gửi lên"), lambda store, *_rest: work.send_up(store, folder), made,
            writes=True,
        )  # fmt: skip

    def reply_all(self) -> None:
        """Make an answer for each unit that waits for one."""
        self._reply("")

    def reply_one(self) -> None:
        """Make an answer for the unit chosen on the board."""
        unit, _period = self._page.board.table.chosen()
        if unit:
            self._reply(unit)

    def mark_sent(self, bundle: str) -> None:
        """Note by hand that a bundle was handed over."""
        from desktop.sync.records import mark_sent

        self._desk.do(lambda store: mark_sent(store, bundle, BY_HAND))

    def _reply(self, unit: str) -> None:
        from desktop.ui.pages.exchange import work

        folder = self.folder()
        if folder is None:
            return

        def made(bundles: Sequence[MadeBundle]) -> None:
            if not bundles:
                self._desk.message(self.why_not_reply())
                return
            text = _("Đã tạo {n} gói trả lời trong {folder}. Gửi mỗi gói cho đúng đơn vị.")
            self._desk.message(
                text.format(n=len(bundles), folder=folder), kind=MessageKind.DONE,
                action_text=_("Mở thư mục"), action=_opener(folder),
            )  # fmt: skip

        self._desk.job(
            _("Tạo gói trả lời"), lambda store, *_rest: work.reply(store, folder, unit), made,
            writes=True,
        )  # fmt: skip


def _opener(folder: Path) -> Callable[[], None]:
    from desktop.ui.pages.exchange.bundle_panel import open_folder

    return lambda: open_folder(folder)

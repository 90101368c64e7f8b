"""Sending: the bundle for the level above, answers for the units below, the tick by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.text import with_counts
from desktop.ui.messages import MessageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.sync.channels.channel import Channel
    from desktop.sync.export import MadeBundle
    from desktop.sync.queue import Queued
    from desktop.ui.desk import Desk
    from desktop.ui.jobs import Job
    from desktop.ui.pages.exchange.exchange_page import ExchangePage

FOLDER = "exchange.folder"
BY_HAND = "tay"


class Sending:
    """The page's verbs about bundles that go out."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page
        self._making: Job | None = None

    def can_send(self) -> bool:
        """Say whether a level above has enrolled us, this very machine."""
        shown = self._page.shown
        return shown is not None and bool(shown.view.parent) and not shown.view.ungranted

    def why_not_send(self) -> str:
        """Say what is missing before a bundle can go up."""
        if self._is_ungranted():
            return self._why_ungranted()
        return _("Cơ quan mình chưa được cấp trên cấp phép. Xem phần Kết nối.")

    def can_reply(self) -> bool:
        """Say whether a unit below waits for something."""
        shown = self._page.shown
        return shown is not None and bool(shown.view.to_answer) and not shown.view.ungranted

    def why_not_reply(self) -> str:
        """Say why there is nobody to answer."""
        if self._is_ungranted():
            return self._why_ungranted()
        return _("Không có đơn vị nào đang chờ trả lời.")

    def _is_ungranted(self) -> bool:
        return self._page.shown is not None and self._page.shown.view.ungranted

    def _why_ungranted(self) -> str:
        return _("Sổ khôi phục từ bản sao lưu: máy này chưa được cấp phép. Xem phần Kết nối.")

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
        from desktop.models.figures.returns.corrected import corrected_returns, corrected_words
        from desktop.ui.pages.exchange import work
        from desktop.ui.pages.exchange.bundle_panel import open_folder

        if self._is_making():
            return
        folder = self.folder()
        if folder is None:
            return

        def made(bundle: MadeBundle) -> None:
            self._page.show_bundle(bundle.id)
            channel = self._channel()
            if channel is not None and channel.auto:
                self.send_now(bundle.id)
                return
            left = corrected_words(corrected_returns(self._desk.read))
            told = _("Đã tạo gói {name}. Gửi tệp này lên cấp trên, rồi đánh dấu đã gửi.").format(
                name=bundle.path.name
            )
            self._desk.message(
                f"{told} {left}".strip(),
                kind=MessageKind.ATTENTION if left else MessageKind.DONE,
                action_text=_("Mở thư mục"),
                action=lambda: open_folder(bundle.path.parent),
            )  # fmt: skip

        self._making = self._desk.job(
            _("Tạo gói gửi lên"), lambda store, *_rest: work.send_up(store, folder), made,
            writes=True,
        )  # fmt: skip

    def _is_making(self) -> bool:
        """Tell whether bundles are being made this moment: a double click is one wish."""
        return self._making is not None and self._making.running

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

    def send_now(self, bundle: str) -> None:
        """Queue a bundle for the channel of this computer and try it at once."""
        self._desk.courier.send(bundle)

    def cancel(self, bundle: str) -> None:
        """Take a bundle out of the queue; the bundle itself stays."""
        self._desk.courier.cancel(bundle)

    def letter(self, bundle: str) -> None:
        """Write the bundle as a letter beside the bundles and open it in the mail program."""
        from desktop.tasks.exchange.outgoing import write_letter
        from desktop.ui.pages.exchange.bundle_panel import open_folder

        folder = self.folder()
        if folder is None:
            return

        def written(path: Path) -> None:
            open_folder(path)
            self._desk.message(
                _("Đã ghi thư {name}. Gửi thư xong thì đánh dấu đã gửi.").format(name=path.name),
                kind=MessageKind.DONE, action_text=_("Mở thư mục"), action=_opener(folder),
            )  # fmt: skip

        self._desk.job(
            _("Ghi thư"), lambda store, *_rest: write_letter(store, bundle, folder), written
        )

    def channel_label(self) -> str:
        """Return by what this computer sends to the level above, "" by hand."""
        from desktop.sync.channels.channel import kind_label

        channel = self._channel()
        return kind_label(channel.kind) if channel is not None else ""

    def goes_up(self, bundle: str) -> bool:
        """Say whether a bundle is for the level above."""
        from desktop.sync import records
        from desktop.sync.layout import KIND_FULL, KIND_UP

        read = self._desk.read
        made = records.made_one(read, bundle)
        return made is not None and made.kind in (KIND_UP, KIND_FULL) and made.to != read.own_unit

    def queued(self, bundle: str) -> Queued | None:
        """Return a bundle's row in the queue."""
        return self.queue().get(bundle)

    def queue(self) -> Mapping[str, Queued]:
        """Return the queue by bundle id."""
        from desktop.sync.queue import queued

        return queued(self._desk.read)

    def told_by(self, bundle: str) -> Sequence[str]:
        """Return by whom, and by which road, each state passed was reached, in words."""
        from desktop.models.units.scope import Scope
        from desktop.sync import records
        from desktop.sync.channels.channel import kind_label
        from desktop.sync.outbox import channel_of, state_of, steps_of

        read = self._desk.read
        made = records.made_one(read, bundle)
        if made is None:
            return ()
        scope = Scope.of(read)
        passed = {name: by for name, _at, by in steps_of(read, made, *state_of(read, made))}
        how = channel_of(read, bundle)
        ours = {"office": _("đơn vị mình")}
        sent = [ours.get(passed.get("sent", ""), passed.get("sent", ""))]
        return (
            ours.get(passed["made"], passed["made"]),
            ", ".join([*sent, kind_label(how)]) if how else "",
            *(scope.label(scope.resolve(passed[name])) if passed.get(name) else ""
              for name in ("received", "consolidated")),
        )  # fmt: skip

    def _channel(self) -> Channel | None:
        from desktop.sync.channels.channel import chosen

        return chosen(self._desk.read)

    def _reply(self, unit: str) -> None:
        from desktop.ui.pages.exchange import work

        if self._is_making():
            return
        folder = self.folder()
        if folder is None:
            return

        def made(bundles: Sequence[MadeBundle]) -> None:
            if not bundles:
                self._desk.message(self.why_not_reply())
                return
            text = _("Đã tạo {n} gói trả lời trong {folder}. Gửi mỗi gói cho đúng đơn vị.")
            self._desk.message(
                with_counts(text, n=len(bundles), folder=folder), kind=MessageKind.DONE,
                action_text=_("Mở thư mục"), action=_opener(folder),
            )  # fmt: skip

        self._making = self._desk.job(
            _("Tạo gói trả lời"), lambda store, *_rest: work.reply(store, folder, unit), made,
            writes=True,
        )  # fmt: skip


def _opener(folder: Path) -> Callable[[], None]:
    from desktop.ui.pages.exchange.bundle_panel import open_folder

    return lambda: open_folder(folder)

"""Undoing a bundle: what it would do is read first, then asked, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.text import vi_number

if TYPE_CHECKING:
    from desktop.models.store.store import ChangeSet, Store
    from desktop.sync.undo import Undone
    from desktop.ui.desk import Desk
    from desktop.ui.jobs import Job
    from desktop.ui.pages.exchange.exchange_page import ExchangePage

MOST_NAMED = 6


class Undoing:
    """The page's verb about a bundle that was taken in and should not have been."""

    def __init__(self, desk: Desk, page: ExchangePage) -> None:
        self._desk, self._page = desk, page
        self._looking: Job | None = None

    def ask(self, bundle: str) -> None:
        """Work out what undoing would change, and ask; once, however often it is pressed."""
        if self._looking is not None and self._looking.running:
            return

        def shown(found: tuple[Undone, list[str]]) -> None:
            from desktop.ui.dialogs.base import confirm

            title, deed = _("Hoàn tác gói đã nhập"), _("Hoàn tác gói")
            if confirm(self._desk.window, title, sentence(*found), deed):
                self._desk.do(lambda store: _undo(store, bundle), self._told)

        self._looking = self._desk.job(
            _("Xem gói sẽ hoàn tác"), lambda store, *_rest: _preview(store, bundle), shown,
            writes=True,
        )  # fmt: skip

    def _told(self, _change: object) -> None:
        from desktop.ui.messages import MessageKind

        told = _("Đã hoàn tác gói. Muốn nhận lại thì nhập lại tệp gói.")
        self._desk.message(told, kind=MessageKind.DONE)


def _preview(store: Store, bundle: str) -> tuple[Undone, list[str]]:
    from desktop.models.agenda.change_words import ChangeWords
    from desktop.sync.undo import undo_bundle

    found = undo_bundle(store, bundle, dry_run=True)
    words = ChangeWords.of(store)
    return found, [words.subject(one.kind, one.key, one.field) for one in found.built]


def _undo(store: Store, bundle: str) -> ChangeSet:
    from desktop.sync.undo import undo_bundle

    return undo_bundle(store, bundle).change


def sentence(found: Undone, built: list[str]) -> str:
    """Return what undoing would do, a line each."""
    lines = [
        _("Sổ sẽ như chưa từng nhận gói này của {unit}: {n} chỗ được tính lại.").format(
            unit=found.unit, n=vi_number(found.recomputed)
        )
    ]
    if found.returns:
        told = _("{n} báo cáo đã chốt ra khỏi sổ.")
        lines.append(told.format(n=vi_number(len(found.returns))))
    if found.kept:
        told = _("{n} nội dung vẫn còn vì gói khác cũng mang đến.")
        lines.append(told.format(n=vi_number(found.kept)))
    if built:
        lines.append(_("Đã làm trên nội dung của gói, vẫn giữ và cần xem lại:"))
        lines += [f"– {subject}" for subject in built[:MOST_NAMED]]
        if len(built) > MOST_NAMED:
            lines.append(_("– và {n} chỗ khác").format(n=vi_number(len(built) - MOST_NAMED)))
    return "\n".join(lines)

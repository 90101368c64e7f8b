"""Printing the QR sheet of a locked return, from wherever one is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.ui.messages import MessageKind

if TYPE_CHECKING:
    from desktop.models.store.store import Store
    from desktop.tasks.exchange.qr_sheet import PrintedSheet
    from desktop.ui.desk import Desk


def save_qr_sheet(desk: Desk, form: str, period: str, unit: str, code: str) -> None:
    """Ask for a .pdf and write the sheet of the unit's (id) newest revision beside the window."""
    out = desk.choose_target(
        _("Lưu phiếu QR để in"), f"phieu-qr-{form}-{period}-{code}.pdf", _("Tệp PDF (*.pdf)")
    )
    if out is None:
        return

    def done(made: PrintedSheet) -> None:
        from desktop.ui.pages.exchange.bundle_panel import open_folder

        desk.message(
            _("Đã lập phiếu QR {file}. In ra giấy hoặc gửi tệp này cho cấp trên.").format(
                file=made.path.name
            ),
            kind=MessageKind.DONE, action_text=_("Mở thư mục"),
            action=lambda: open_folder(made.path.parent),
        )  # fmt: skip

    def make(store: Store, *_rest: object) -> PrintedSheet:
        from desktop.tasks.exchange.qr_sheet import print_sheet

        return print_sheet(store, form, period, unit, out)

    desk.job(_("Lập phiếu QR"), make, done, writes=True)

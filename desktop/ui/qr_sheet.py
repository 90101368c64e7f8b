"""The QR sheet of a locked return: looked at, then printed or saved, from wherever one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.formats.document import Document
    from desktop.models.store.store import Store
    from desktop.ui.desk import Desk


def show_qr_sheet(desk: Desk, form: str, period: str, unit: str, code: str, **answers: Any) -> None:
    """Show the sheet of the unit's (id) newest revision; it counts as sent once it is on paper.

    `answers` as `show_paper` takes them.
    """
    from desktop.ui.dialogs.paper import Paper, show_paper

    def draw(store: Store) -> Document:
        from desktop.tasks.exchange.qr_sheet import sheet_document

        return sheet_document(store, form, period, unit)

    def save(store: Store, out: Path) -> object:
        from desktop.tasks.exchange.qr_sheet import print_sheet

        return print_sheet(store, form, period, unit, out)

    name = f"phieu-qr-{form}-{period}-{code}.pdf"
    paper = Paper(
        _("phiếu QR"), name, _("Tệp PDF (*.pdf)"), draw, save,
        printed=lambda store: save(store, store.folder / "bundles" / "out" / name), writes=True,
        saved_words=_("Đã lập phiếu QR {file}. In ra giấy hoặc gửi tệp này cho cấp trên."),
    )  # fmt: skip
    show_paper(desk, paper, **answers)

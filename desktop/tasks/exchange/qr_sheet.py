"""Printing a QR sheet: a locked return as one page for the eye and one code for the program."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desktop.formats import registry as formats
from desktop.formats.document import Document
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.figures.returns.return_history import return_history
from desktop.models.figures.revisions import entry_form
from desktop.models.packs.periods import parse_period
from desktop.models.store.store import Store
from desktop.models.text import lowered
from desktop.models.units.units import own_unit, tree_on
from desktop.sync.records import place_told
from desktop.sync.sheet_export import SealedSheet, remember_sheet, sealed_return
from desktop.sync.sheet_messages import SheetRefusal
from desktop.tasks.figures.small_cells import when_hidden

SUFFIX: Final = ".pdf"


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet on disk: its file, identity (hex), the code's digits and the revision."""

    path: Path
    id: str
    digits: str
    revision: int

    def as_json(self) -> dict[str, Any]:
        """Return the members the headless verb answers with."""
        return {"path": str(self.path), "id": self.id, "rev": self.revision, "text": self.digits}


def print_sheet(store: Store, form_id: str, period_id: str, unit: str, out: Path) -> PrintedSheet:
    """Write the QR sheet of a unit's (code or id; "" is our own) newest locked revision as .pdf.

    The return counts as sent out from then on: its lock is no longer undone. Raises Refusal
    where it is not locked, too long for one code, or the file cannot be written; then nothing
    has changed.
    """
    from desktop.tasks.papers.layout_settings import sheet_layout

    if out.suffix.lower() != SUFFIX:
        raise Refusal(
            _("Phiếu QR chỉ ghi được thành tệp PDF."),
            next_step=_("Đặt tên tệp có đuôi .pdf."), code="E_SUFFIX",
        )  # fmt: skip
    sheet, document = _sealed(store, form_id, period_id, unit)
    with store.step(_("In phiếu QR gửi {unit}").format(unit=sheet.to_name), barrier="export"):
        remember_sheet(store, sheet, place_told(store, out))
        formats.write(document, out, layout=sheet_layout(store))
    return PrintedSheet(out, sheet.id, sheet.digits, int(sheet.revision))


def sheet_document(store: Store, form_id: str, period_id: str, unit: str) -> Document:
    """Return the QR sheet as `print_sheet` would write it; nothing is remembered.

    Raises Refusal where `print_sheet` does.
    """
    return _sealed(store, form_id, period_id, unit)[1]


def _sealed(store: Store, form_id: str, period_id: str, unit: str) -> tuple[SealedSheet, Document]:
    from desktop.reports.return_sheet import return_sheet

    form = entry_form(store, form_id)
    period = parse_period(period_id, store.packs.schemes)
    tree = tree_on(store, period.data_to)
    wanted = tree.by_code(unit) if unit else own_unit(store, period.data_to)
    try:
        sheet = sealed_return(store, wanted.id, form.id, period.id)
    except SheetRefusal as refusal:
        if refusal.code != "E_QR_NOT_LOCKED":
            raise
        raise SheetRefusal(
            refusal.code, unit=wanted.name, form=form.label, period=lowered(period.title)
        ) from refusal
    found = return_history(store, form.id, period.id, wanted.id)
    chosen = next(one for one in found.revisions if one.rev == int(sheet.revision))
    return sheet, return_sheet(
        store, found, chosen, sheet.digits, sheet.id, sheet.to_name,
        hide_small=when_hidden(store) == "all",
    )  # fmt: skip

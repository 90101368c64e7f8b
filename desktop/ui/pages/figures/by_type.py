"""A row of the page begins to tell its members by ownership type, and ends it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry_aims import own_columns
from desktop.models.entry.entry_types import told_as_one, told_by_type, types_to_add
from desktop.models.errors import Refusal
from desktop.models.store.store import ChangeSet
from desktop.ui.widgets.menu_line import add_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from desktop.ui.pages.figures.surface import FiguresPage


def add_lines(page: FiguresPage, menu: QMenu) -> None:
    """Add what can be done of the cursor's row, nothing where the form holds no members."""
    sheet, place = page.sheet, page.cursor()[0]
    if sheet is None or place >= len(sheet.rows):
        return
    kinds, told = types_to_add(sheet, place), told_as_one(sheet, place)
    if kinds or told:
        menu.addSeparator()
    if kinds:
        # The page's own menu holds it: a menu within is gone with it.
        within = menu.addMenu(_("Tách thêm loại hình") if told else _("Tách theo loại hình"))
        for kind, name in kinds:
            add_line(within, name, lambda kind=kind: _tell(page, place, kind))  # type: ignore[misc]
    if told:
        add_line(menu, _("Thôi tách theo loại hình"), lambda: page.entering.enter(told))


def _tell(page: FiguresPage, place: int, kind: str) -> None:
    assert page.sheet is not None
    try:
        page.entering.enter(told_by_type(page.sheet, place, kind))
    except Refusal as refusal:
        page.desk.refused(refusal)


def columns_differ(page: FiguresPage, changes: Iterable[ChangeSet]) -> bool:
    """Tell whether unions tell figures by other types now than the sheet has columns for."""
    sheet = page.sheet
    if sheet is None or not any(
        one.kind == "cell" and ";LH=" in one.field for each in changes for one in each.changes
    ):
        return False
    now = own_columns(page.desk.read, sheet.form, sheet.period)
    return [one.code for one in now] != [one.code for one in sheet.columns]

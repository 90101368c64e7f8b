"""The list of flagged cells, over all periods and forms: open one, or take its flag off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry_flags import Flagged, flagged, set_flags
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.table import Column, ListTable

if TYPE_CHECKING:
    from desktop.ui.pages.figures.surface import FiguresPage


class FlagsDialog(Dialog):
    """Enter goes to a cell; Delete takes the flag off."""

    def __init__(self, page: FiguresPage) -> None:
        from PySide6.QtWidgets import QWidget

        self._page = page
        self.table = ListTable(
            (
                Column(_("Đơn vị"), lambda f: f.unit_name, 34, tooltip=lambda f: f.unit_name),
                Column(_("Kỳ"), lambda f: f.period_title, 14, order=lambda f: f.period),
                Column(_("Biểu"), lambda f: f.form, 6),
                Column(_("Chỉ tiêu"), lambda f: f.title, 30, tooltip=lambda f: f.title),
                Column(_("Ghi chú"), lambda f: f.note, 0, tooltip=lambda f: f.note),
            ),
            key=lambda f: (f.unit, f.period, f.code),
            name=_("Các ô đang theo dõi"),
        )
        self.table.setMinimumHeight(space("xxl") * 8)
        self.table.opened.connect(self.open_cell)
        body = QWidget()
        body.setLayout(column(self.table, row(button(_("Bỏ dấu"), self.take_off), None), gap="s"))
        found = flagged(page.desk.read)
        self.table.set_rows(found)
        super().__init__(
            page.window(),
            _("Các ô đang theo dõi"),
            _("Dấu theo dõi chỉ lưu ở máy này, không gửi đi. Đánh dấu bằng Ctrl+Shift+F.")
            if found
            else _("Chưa có ô nào. Chọn ô rồi bấm Ctrl+Shift+F để đánh dấu theo dõi."),
            body,
            deed_text=_("Mở ô") if found else "",
            deed=self._open_current if found else None,
        )
        self.setMinimumWidth(space("xxl") * 28)

    def _open_current(self) -> None:
        one = self.table.current()
        if one is not None:
            self._go(one)

    def open_cell(self, one: Flagged) -> None:
        """Go to a flagged cell."""
        self.accept()
        self._go(one)

    def _go(self, one: Flagged) -> None:
        self._page.opened((one.period, one.form, one.unit, one.code))

    def take_off(self) -> None:
        """Take the flag off the chosen cell."""
        one = self.table.current()
        if one is None:
            return
        self._page.desk.do(
            lambda store: set_flags(store, one.period, [(one.unit, one.code)], on=False)
        )
        self.table.set_rows([other for other in self.table.rows() if other != one])

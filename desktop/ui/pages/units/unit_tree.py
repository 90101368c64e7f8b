"""The list of units: gives up columns rather than names where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView

from desktop.i18n import _
from desktop.ui.pages.units.listing import UnitLine
from desktop.ui.widgets.table import Column
from desktop.ui.widgets.tree import TreeTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

NAME_LETTERS = 44
CODE, KIND, OWNERSHIP = 1, 2, 3
GIVEN_UP = (KIND, CODE, OWNERSHIP)


class UnitTree(TreeTable):
    """Name, code, kind, ownership, base unions below, members."""

    def __init__(self) -> None:
        self.widths = (0, 17, 14, 22, 8, 12)
        super().__init__(
            (
                Column(_("Đơn vị"), _name, self.widths[0], tone=_tone,
                       icon=_icon, tooltip=_tip, middle=True),
                Column(_("Mã"), lambda line: line.unit.code, self.widths[CODE], tone=_tone),
                Column(_("Loại"), lambda line: line.kind, self.widths[KIND], tone=_tone),
                Column(_("Loại hình"), lambda line: line.ownership, self.widths[OWNERSHIP],
                       tone=_tone),
                Column(_("CĐCS"), lambda line: line.unions, self.widths[4], right=True),
                Column(_("Đoàn viên"), lambda line: line.members, self.widths[5], right=True,
                       tooltip=lambda line: line.tentative or None),
            ),
            key=lambda line: line.unit.id, name=_("Cây đơn vị"),
        )  # fmt: skip
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def selected(self) -> list[UnitLine]:
        """Return the lines selected together (Shift, Ctrl), from the top down."""
        rows = self.selectionModel().selectedRows()
        rows.sort(key=lambda index: self.visualRect(index).y())
        return [node.value for index in rows if (node := self.tree_model.node(index)) is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide columns until the names have room."""
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        left = self.viewport().width() - letter * (sum(self.widths) + NAME_LETTERS)
        for column in GIVEN_UP:
            self.setColumnHidden(column, left < 0)
            left += letter * self.widths[column] if left < 0 else 0


def _name(line: UnitLine) -> str:
    if line.paused:
        return _("{unit} (tạm dừng)").format(unit=line.unit.name)
    return line.unit.name


def _tone(line: UnitLine) -> str:
    if line.ended or line.paused:
        return "ink.disabled"
    return "ink.strong" if line.own else "ink.normal"


def _icon(line: UnitLine) -> str:
    if line.own:
        return "star"
    return "exchange" if line.assigned else ""


def _tip(line: UnitLine) -> str:
    if line.own:
        return _("{unit}: đơn vị của mình").format(unit=line.unit.name)
    if line.assigned:
        return _("{unit}: tự nhập số liệu ở sổ của mình").format(unit=line.unit.name)
    if line.above:
        told = _("{unit}: cấp trên; sổ này chỉ biết các đơn vị của mình nên không đếm ở đây")
        return told.format(unit=line.unit.name)
    if line.paused:
        return _("{unit}: đang tạm dừng hoạt động").format(unit=line.unit.name)
    return line.unit.name

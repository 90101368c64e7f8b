"""What the page says when there is nothing to type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.units.units import tree_on
from desktop.ui.desk import Desk
from desktop.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def nothing_here(desk: Desk, sheet: EntrySheet) -> QWidget:
    """Return the empty state: no unit yet, or all units enter their figures themselves."""
    period = sheet.period
    if sheet.rows:
        return EmptyState(
            "figures",
            _("{form} không có chỉ tiêu nào phải nhập cho {period}.").format(
                form=sheet.form.label, period=period.title.lower()
            ),
            hint=_("Chọn kỳ khác hoặc biểu khác."),
        )
    tree = tree_on(desk.read, period.data_to)
    own = tree.units.get(desk.read.own_unit)
    if own is not None and tree.base_unions(own.id):
        return EmptyState(
            "board",
            _("Các đơn vị cấp dưới tự nhập số liệu ở sổ của mình."),
            _("Xem ai đã gửi, ai chưa"),
            lambda: desk.go("exchange"),
            hint=_("Ở đây chỉ nhập số liệu thuộc phạm vi của đơn vị mình."),
        )
    ever = tree_on(desk.read, period.data_to, ended_too=True)
    if own is not None or ever.units:
        return EmptyState(
            "units",
            _("{period} chưa có công đoàn cơ sở nào trong sổ.").format(period=period.title),
            _("Thêm đơn vị"),
            lambda: desk.go("units", "add"),
            hint=_("Thêm đơn vị với ngày bắt đầu, hoặc chọn kỳ khác."),
        )
    return EmptyState(
        "units",
        _("Sổ chưa có đơn vị nào."),
        _("Thêm đơn vị"),
        lambda: desk.go("units", "add"),
        hint=_("Thêm đơn vị rồi nhập số liệu từng tháng ở đây."),
    )

"""The form of a period as a workbook, written by the reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop.i18n import _
from desktop.models.packs.pack_types import Form
from desktop.models.packs.periods import Period
from desktop.ui.desk import Desk
from desktop.ui.messages import MessageKind


def export(desk: Desk, form: Form, period: Period, unseen: int = 0, filtered: bool = False) -> None:
    """Ask where to, and write the workbook off the main thread; `unseen` columns are in it too,
    and so are units that are out of sight while units are `filtered`."""
    name = f"{form.id}-{period.id}.xlsx"
    target = desk.choose_target(_("Xuất ra Excel"), name, _("Bảng tính Excel (*.xlsx)"))
    if target is None:
        return
    desk.job(
        _("Xuất {form} {period}").format(form=form.label, period=period.title.lower()),
        lambda store, progress, cancelled: write(store, form.id, period.id, target),
        lambda _done: told(desk, target, unseen, filtered=filtered),
    )


def write(store: Any, form: str, period: str, target: Path) -> None:
    """Let the reports write the workbook."""
    from desktop.tasks.figures.reports import figures_export

    figures_export(store, form, period, target)


def told(desk: Desk, target: Path, unseen: int, *, filtered: bool = False) -> None:
    """Say where the workbook is, and that it holds what the screen leaves out."""
    text = _("Đã xuất {file}.").format(file=target)
    if unseen:
        more = _("Tệp có đủ biểu, kể cả {n} cột đang ẩn trên màn hình.").format(n=unseen)
        text = f"{text} {more}"
    if filtered:
        text += " " + _("Tệp có mọi đơn vị, không chỉ các đơn vị đang lọc.")
    desk.message(text, kind=MessageKind.DONE)

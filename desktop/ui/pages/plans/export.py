"""Writing a plan to a file: where, of what kind, and the sentence afterwards."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.i18n import _
from desktop.models.plans import plans
from desktop.models.plans.plan_head import PlanHead
from desktop.tasks.papers.print_plan import print_plan
from desktop.ui.desk import Desk
from desktop.ui.messages import MessageKind

KINDS = {
    ".pdf": _("Tệp PDF (*.pdf)"),
    ".docx": _("Tệp Word (*.docx)"),
    ".xlsx": _("Tệp Excel (*.xlsx)"),
}
_BAD = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def file_name(head: PlanHead, suffix: str) -> str:
    """Return a name that any disk takes: "01-CTr-CĐP Chương trình …docx"."""
    number = head.full_number.replace("/", "-")
    title = head.title or head.subject or _("Kế hoạch")
    if suffix == ".xlsx":
        title = _("Bảng chương trình công tác {year}").format(year=head.year or "").strip()
    name = _BAD.sub(" ", f"{number} {title}".strip())
    return " ".join(name.split())[:120].rstrip(" .") + suffix


def export_plan(desk: Desk, plan_id: str, suffix: str) -> None:
    """Ask where, write the file as a job, and offer to open it."""
    head = plans.read_plan(desk.read, plan_id)
    target = desk.choose_target(_("Xuất văn bản"), file_name(head, suffix), KINDS[suffix])
    if target is not None:
        write_plan(desk, plan_id, target)


def write_plan(desk: Desk, plan_id: str, target: Path) -> None:
    """Write the plan to a file off the main thread."""
    desk.job(
        _("Ghi tệp {name}").format(name=target.name),
        lambda store, _progress, _cancelled: print_plan(store, plan_id, target),
        lambda written: tell_written(desk, written),
    )


def tell_written(desk: Desk, written: Path) -> None:
    """Say where a file was written, and offer to open it."""
    desk.message(
        _("Đã ghi {name} vào {folder}.").format(name=written.name, folder=written.parent),
        kind=MessageKind.DONE,
        action_text=_("Mở tệp"),
        action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(written))),
    )

"""Saving a supplementary return as a paper, from wherever one is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.i18n import _
from desktop.models.figures.revisions import title_of
from desktop.ui.messages import MessageKind

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.models.store.reader import Reader
    from desktop.ui.desk import Desk


def save_supplement(desk: Desk, form: str, period: str, unit: str, rev: int) -> None:
    """Ask for a file and write the unit's revision to it beside the window."""
    name = title_of(rev)
    out = desk.choose_target(
        _("Lưu {name}").format(name=name[:1].lower() + name[1:]),
        f"bo-sung-{rev - 1}-{form}-{period}.docx",
        _("Văn bản Word (*.docx);;Tệp PDF (*.pdf);;Bảng tính Excel (*.xlsx)"),
    )
    if out is None:
        return

    def done(path: Path) -> None:
        desk.message(
            _("Đã lưu {name}: {file}.").format(name=name[:1].lower() + name[1:], file=path.name),
            kind=MessageKind.DONE,
        )

    def make(store: Reader, *_rest: object) -> Path:
        from desktop.tasks.figures.supplements import make_supplement

        return make_supplement(store, form, period, unit, out, rev)

    desk.job(_("Lập {name}").format(name=name[:1].lower() + name[1:]), make, done)

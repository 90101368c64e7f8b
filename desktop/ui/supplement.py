"""A supplementary return as a paper, looked at from wherever one stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.i18n import _
from desktop.models.figures.revisions import title_of

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.formats.document import Document
    from desktop.models.store.reader import Reader
    from desktop.ui.desk import Desk


def show_supplement(
    desk: Desk, form: str, period: str, unit: str, rev: int, **answers: Any
) -> None:
    """Show a revision of the unit (id) as a paper; `answers` as `show_paper` takes them."""
    from desktop.ui.dialogs.paper import Paper, show_paper

    def draw(reader: Reader) -> Document:
        from desktop.tasks.figures.supplements import supplement_as_chosen

        return supplement_as_chosen(reader, form, period, unit, rev)

    def save(reader: Reader, out: Path) -> Path:
        from desktop.tasks.figures.supplements import make_supplement

        return make_supplement(reader, form, period, unit, out, rev)

    name = title_of(rev)
    paper = Paper(
        name[:1].lower() + name[1:], f"bo-sung-{rev - 1}-{form}-{period}.docx",
        _("Văn bản Word (*.docx);;Tệp PDF (*.pdf);;Bảng tính Excel (*.xlsx)"), draw, save,
    )  # fmt: skip
    show_paper(desk, paper, **answers)

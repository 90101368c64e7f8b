"""A table nothing of the form asked for is found in: which other form it is of, if any."""

from collections.abc import Callable, Sequence
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.result import FiguresReading
from desktop.intake.figures.sheets.grid import Grid
from desktop.intake.figures.sheets.refusals import COLUMNS, told_headings
from desktop.models.errors import Refusal
from desktop.models.packs.pack_types import Form
from desktop.models.packs.packs import Packs

_MOST_ROWS: Final = 600
"""A longer file is not read three times over only to say what it may be."""
_FEWEST: Final = 2


def of_which_form(
    refusal: Refusal, packs: Packs, asked: str, grids: Sequence[Grid],
    read: Callable[[str], FiguresReading],
) -> Refusal:  # fmt: skip
    """Return the refusal of a file, naming the form that `read` finds figures of in it."""
    if refusal.code != COLUMNS or sum(len(grid.rows) for grid in grids) > _MOST_ROWS:
        return refusal
    others = [form for form in packs.forms.values() if form.entry and form.id != asked]
    found = {form.id: _figures(form, read) for form in others}
    best = max(others, key=lambda form: found[form.id], default=None)
    if best is None or found[best.id] < _FEWEST:
        return refusal
    step = _("Chọn biểu {other} rồi nhận lại tệp này.").format(other=best.id)
    if told := told_headings(grids):
        more = _("Nếu đúng là biểu {form} thì ghi rõ ở đầu mỗi cột số là số gì; đầu bảng đang ghi: "
                 "{headings}.")  # fmt: skip
        step = f"{step} {more.format(form=asked, headings=told)}"
    return Refusal(
        _("Bảng này có số liệu của biểu {other} “{title}”, chưa thấy cột nào của biểu {form}.")
        .format(other=best.id, title=best.title, form=asked),
        next_step=step, code=COLUMNS,
    )  # fmt: skip


def _figures(form: Form, read: Callable[[str], FiguresReading]) -> int:
    """Return how many figures of a form could be taken."""
    try:
        rows = read(form.id).landing()
    except Refusal:
        return 0
    return sum(cell.taken and cell.value is not None and not cell.home
               for row in rows for cell in row.cells)  # fmt: skip

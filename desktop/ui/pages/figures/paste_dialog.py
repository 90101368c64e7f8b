"""What a pasted block means, shown before it lands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.models.entry.entry import EntrySheet
from desktop.models.entry.entry_words import value_words
from desktop.models.entry.paste_cells import CellReading, PasteReading
from desktop.models.text import with_counts
from desktop.ui.dialogs.base import Dialog
from desktop.ui.widgets.buttons import button
from desktop.ui.widgets.labels import PlainLabel
from desktop.ui.widgets.layout import column, row, space
from desktop.ui.widgets.table import Column, ListTable

_NUMBERS = re.compile(r"[0-9][0-9.,]*")
WIDE = 40
"""How wide it opens where the screen has room, in spaces."""
_TOLD = 4
"""How many reasons are told above the table."""
_ORDER = ("refused", "doubtful", "lands", "same", "skipped")


class PasteDialog(Dialog):
    """Every cell of the block with its reading, what needs a look first."""

    def __init__(
        self,
        parent: QWidget | None,
        sheet: EntrySheet,
        read: PasteReading,
        land: Callable[[], object],
        note: str = "",
        as_table: Callable[[], object] | None = None,
    ) -> None:
        self._sheet = sheet
        self.table = ListTable(
            (
                Column(_("Trong khối dán"), _place, 15, icon=_icon, tone=_tone),
                Column(_("Đơn vị"), self._unit, 26, middle=True, least=18),
                Column(_("Cột"), self._column, 16, middle=True, least=12),
                Column(_("Chữ dán"), lambda r: r.source, 8, right=True),
                Column(_("Đọc là"), _meaning, 8, right=True),
                Column(_("Vì sao"), lambda r: r.note, 0, tooltip=lambda r: r.note),
            ),
            key=lambda r: (r.line, r.cell),
            name=_("Cách đọc từng ô"),
            sortable=False,
        )
        shown = [cell for cell in read.cells if cell.outcome != "skipped" or cell.note]
        alike = Counter((cell.outcome, _gist(cell.note)) for cell in shown)
        self.table.set_rows(
            sorted(
                shown,
                key=lambda r: (
                    _ORDER.index(r.outcome), alike[r.outcome, _gist(r.note)], _gist(r.note),
                    r.line, r.cell,
                ),
            )
        )  # fmt: skip
        self.table.setMinimumHeight(space("xxl") * 8)
        self.chosen = PlainLabel("", tone="muted", wrap=True)
        self.chosen.setMinimumHeight(2 * self.chosen.fontMetrics().lineSpacing())
        self.table.chosen.connect(self._show_chosen)
        self.table.selectRow(0)
        some = bool(read.assignments)
        body, below = QWidget(), row(None)
        if as_table is not None:
            self.as_table = button(_("Đọc như một bảng"), lambda: self._read_as_table(as_table))
            self.as_table.setToolTip(
                _("Tìm đầu bảng, tên đơn vị, dòng cộng như khi nhập từ tệp; cột nào cũng đổi được.")
            )
            below.insertWidget(0, self.as_table)
        body.setLayout(column(self.table, self.chosen, below, gap="s"))
        super().__init__(
            parent,
            _("Xem trước khi dán"),
            "\n".join([" ".join(filter(None, (summary(read), note))), *reasons(read)]),
            body,
            deed_text=with_counts(_("Dán {n} ô"), n=len(read.assignments)) if some else "",
            deed=land if some else None,
        )
        room = self.screen().availableGeometry().width()
        self.resize(min(room, space("xxl") * WIDE), self.height())

    def _show_chosen(self, cell: CellReading | None) -> None:
        """Tell of the chosen line what its columns have no room for."""
        if cell is None:
            self.chosen.setText("")
            return
        where = ", ".join(filter(None, (self._unit(cell), self._column(cell))))
        self.chosen.setText(f"{where}: {cell.note}" if cell.note else where)

    def _read_as_table(self, as_table: Callable[[], object]) -> None:
        """Leave for the window that reads tables; nothing has landed."""
        self.reject()
        as_table()

    def _unit(self, cell: CellReading) -> str:
        return self._sheet.rows[cell.row].unit.name if cell.row >= 0 else ""

    def _column(self, cell: CellReading) -> str:
        if cell.column < 0:
            return ""
        found = self._sheet.columns[cell.column]
        return " – ".join((found.title, *reversed(found.group)))


def summary(read: PasteReading) -> str:
    """Return the counts of a block; they add up to its cells."""
    counts = (
        (len(read.of("lands")), _("{n} ô dán được")),
        (len(read.of("doubtful")), _("{n} ô cần xem")),
        (len(read.of("refused")), _("{n} ô không dán được")),
        (len(read.of("same")), _("{n} ô đã có đúng số đó")),
        (len(read.of("skipped")), _("{n} ô trống hoặc do chương trình tính")),
    )
    told = ", ".join(with_counts(words, n=count) for count, words in counts if count)
    return _("{counts}. Ô trống không xóa số đã có.").format(counts=told)


def reasons(read: PasteReading) -> list[str]:
    """Return why cells need a look, each reason once: what is said of fewest cells comes first,
    so that one date among them is not lost under the title of a whole column. Sentences that
    differ in their numbers alone are one reason."""
    alike: dict[tuple[int, str], list[str]] = {}
    for cell in read.of("refused", "doubtful"):
        alike.setdefault((_ORDER.index(cell.outcome), _gist(cell.note)), []).append(cell.note)
    ordered = sorted(alike.items(), key=lambda one: (one[0][0], len(one[1]), one[0][1]))
    told = [_told(notes) for _reason, notes in ordered[:_TOLD]]
    more = len(ordered) - _TOLD
    return (
        [*told, with_counts(_("Và {n} điều khác trong bảng dưới đây."), n=more)]
        if more > 0
        else told
    )


def _gist(note: str) -> str:
    return _NUMBERS.sub("0", note)


def _told(notes: Sequence[str]) -> str:
    words = _("{n} ô: {why}") if len(set(notes)) == 1 else _("{n} ô, như: {why}")
    return with_counts(words, n=len(notes), why=notes[0])


def _place(cell: CellReading) -> str:
    return _("Dòng {line}, ô {cell}").format(line=cell.line, cell=cell.cell)


def _meaning(cell: CellReading) -> str:
    return value_words(cell.entry.register()) if cell.entry is not None else ""


def _icon(cell: CellReading) -> str:
    return {"refused": "blocked", "doubtful": "warning"}.get(cell.outcome, "check")


def _tone(cell: CellReading) -> str:
    return {"refused": "blocked", "doubtful": "attention"}.get(cell.outcome, "ink.muted")

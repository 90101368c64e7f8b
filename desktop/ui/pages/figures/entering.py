"""From the keyboard to the store: what was typed, pasted, confirmed or taken from activities."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.i18n import _
from desktop.intake.figures.sheets.grid import Pasted
from desktop.models.entry.entry import Assignments, EntrySheet, Place
from desktop.models.entry.entry_flags import set_flags
from desktop.models.entry.entry_lock import names
from desktop.models.entry.entry_numbers import EMPTIED
from desktop.models.entry.entry_taking import taken
from desktop.models.errors import Refusal
from desktop.models.figures.closure import who_may
from desktop.models.figures.returns.verdicts import reopen_and_set
from desktop.models.text import vi_number, with_counts
from desktop.ui.grid.laid_lines import plain
from desktop.ui.grid.moves import write_block
from desktop.ui.grid.source import Block
from desktop.ui.messages import MessageKind
from desktop.ui.pages.figures.paste_dialog import PasteDialog
from desktop.ui.pages.figures.source import cleared, moved, unrefused
from desktop.ui.pages.figures.writing import Write, write_cells

if TYPE_CHECKING:
    from desktop.models.entry.entry_columns import EntryColumn
    from desktop.models.entry.entry_row import EntryRow
    from desktop.models.entry.paste_cells import PasteReading
    from desktop.ui.pages.figures.surface import FiguresPage

SLICE = 40
"""Units worked out in one go: about ten milliseconds."""
_FEWEST_LETTERS = 12
"""Fewer letters are what a number counts: “31 người”."""
TURN_SECONDS = 0.02
"""How long a block is read before keys are answered."""


class Entering:
    """Writes what the page's sheet was given; every deed is one step."""

    def __init__(self, page: FiguresPage) -> None:
        self._page = page
        self._on_way: list[tuple[str, Assignments]] = []
        self._waiting: list[tuple[EntrySheet, Assignments]] = []
        self._block: _Block | None = None

    def carry_over(self, sheet: EntrySheet) -> None:
        """Show in a sheet just read what is on its way to the store but not there yet."""
        self.finish()
        for period, assignments in self._on_way:
            if period == sheet.period.id:
                sheet.take(sheet.of_its_units(assignments))

    def enter(self, assignments: Assignments) -> None:
        """Store what was typed, pasted or cleared; a locked return asks for a reason first."""
        self._read_on(to_the_end=True)
        sheet = self._page.sheet
        if sheet is None or not assignments:
            return
        rows = sheet.touched(assignments)
        if shut := [row for row in rows if row.shut]:  # only reopening makes them free
            self._ask_opening(sheet, shut, assignments)
            return
        if not (closed := [row for row in rows if row.closed]):
            self._store(assignments, "")
            return
        told = names([row.unit for row in closed])
        self._page.reasons.ask(
            _("{form} {period} của {units} đã chốt. Sửa sẽ lập báo cáo bổ sung; ghi lý do:").format(
                form=sheet.form.label, period=sheet.period.title.lower(), units=told
            ),
            _deed_words(assignments),
            lambda reason: self._store(assignments, reason),
            self._page.grid,
        )

    def _ask_opening(
        self, sheet: EntrySheet, shut: Sequence[EntryRow], assignments: Assignments
    ) -> None:
        """What is closed is opened again here only by who may; else say who does."""
        desk, form, period = self._page.desk, sheet.form.id, sheet.period.id
        units = [row.unit.id for row in shut]
        told = names([row.unit for row in shut])
        try:
            for unit in units:
                who_may(desk.read, unit, period)
        except Refusal as refusal:
            closed = _("{form} của {units} không sửa được: {why}.").format(
                form=sheet.form.label, units=told, why=shut[0].shut
            )
            desk.message(f"{closed} {refusal.next_step}", kind=MessageKind.ATTENTION)
            return
        self._page.reasons.ask(
            _("{form} {period} của {units} đã khóa sổ. Ghi lý do mở lại:").format(
                form=sheet.form.label, period=sheet.period.title.lower(), units=told
            ),
            with_counts(_("Mở lại và sửa {n} ô"), n=len(assignments)),
            lambda reason: desk.do(
                lambda store: reopen_and_set(store, form, period, units, assignments, reason)
            ),
            self._page.grid,
        )

    def _store(self, assignments: Assignments, reason: str) -> None:
        sheet = self._page.sheet
        assert sheet is not None
        if self._page.grid is not None:
            self._page.grid.cells.cutting.forget()
            self._page.filtering.written(assignments)
        self._show(sheet, assignments)
        self._on_way.append((sheet.period.id, assignments))
        item = Write(sheet.period.id, assignments, reason)
        self._page.desk.gather(
            write_cells,
            item,
            lambda _done: self._stored(sheet, assignments),
            on_refusal=lambda refusal: self._refused(sheet, assignments, refusal),
        )
        self._page.show_state()

    def _show(self, sheet: EntrySheet, assignments: Assignments) -> None:
        """Show entries at once; those of many units a few at a time, so that keys are answered."""
        self.finish()
        if len(assignments) <= SLICE:
            sheet.take(assignments)
            return
        units = list(dict.fromkeys(unit for unit, _code in assignments))
        by_unit: dict[str, Assignments] = {unit: {} for unit in units}
        for (unit, code), entry in assignments.items():
            by_unit[unit][unit, code] = entry
        for first in range(0, len(units), SLICE):
            part: Assignments = {}
            for unit in units[first : first + SLICE]:
                part |= by_unit[unit]
            self._waiting.append((sheet, part))
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        sheet, part = self._waiting.pop(0)
        sheet.take(part)
        if self._waiting:
            QTimer.singleShot(0, self._next)
        else:
            self._page.show_state()

    @property
    def showing(self) -> bool:
        """Whether part of a block still waits to be shown."""
        return bool(self._waiting) or self._block is not None

    def finish(self) -> None:
        """Read and show what still waits for it."""
        self._read_on(to_the_end=True)
        waiting, self._waiting = self._waiting, []
        for sheet, part in waiting:
            sheet.take(part)

    def _stored(self, sheet: EntrySheet, assignments: Assignments) -> None:
        self._landed(sheet, assignments)
        sheet.stored(assignments)
        if sheet is self._page.sheet:
            self._page.following.draw_soon()

    def _landed(self, sheet: EntrySheet, assignments: Assignments) -> None:
        """What was on its way is stored or refused; a sheet opened meanwhile is told too."""
        self.finish()
        self._on_way.remove((sheet.period.id, assignments))
        now = self._page.sheet
        if now is not None and now is not sheet and now.period.id == sheet.period.id:
            now.stored(now.of_its_units(assignments))

    def _refused(self, sheet: EntrySheet, assignments: Assignments, refusal: Refusal) -> None:
        self._landed(sheet, assignments)
        sheet.refused(self._page.desk.read, assignments)
        self._page.desk.refused(refusal)
        now = self._page.sheet
        if now is not None and now is not sheet:
            now.reload(self._page.desk.read)
        if self._page.grid is not None:
            self._page.filtering.look_again()
        self._page.show_state()

    def finish_reading(self) -> None:
        """Take the block that is being read before anything else is done."""
        self._read_on(to_the_end=True)

    def landed(self) -> bool:
        """Let a block that is being read land before it is undone; False where it asks first."""
        self.finish_reading()
        if self._page.reasons.asking:
            self._page.reasons.insist()
            return False
        return QApplication.activeModalWidget() is None

    def review_paste(self, row: int, column: int, block: Block, own: bool) -> None:
        """Let a block land when nothing in it is doubtful; else show its reading first.

        Cells of our `own` grid land as they are, or not at all. A large block is read in short
        turns; whatever is done meanwhile waits for its end.
        """
        self.finish()
        sheet = self._page.sheet
        assert sheet is not None
        reading = self._page.source().reading(row, column, block, own=own)
        out_of_sight = self._page.columns.within(column, len(block[0]))
        titles = [one.code or one.title for one in self._page.source().columns[column:]]
        unseen = () if own else out_of_sight
        grid = self._page.grid
        cut = self._page.source().cut(grid.cells.cutting.cells()) if grid is not None else []
        self._block = _Block(sheet, reading, unseen, own, plain(block), titles, cut)
        self._read_on()

    def _read_on(self, *, to_the_end: bool = False) -> None:
        block = self._block
        if block is None:
            return
        until = perf_counter() + TURN_SECONDS
        try:
            next(block.reading)
            while to_the_end or perf_counter() < until:
                next(block.reading)
        except StopIteration as done:
            self._block = None
            self._land(block, done.value)
            self._page.show_state()
            return
        QTimer.singleShot(0, self._read_on)

    def _land(self, block: _Block, read: PasteReading) -> None:
        sheet, out_of_sight = block.sheet, block.out_of_sight
        if block.own and (read.of("refused") or not read.dropped):
            self._land_own(block, read)
            return
        landing = moved(sheet, read, block.cut, read.assignments)
        by_place = partial(self._show_places, block, read, landing)
        if not block.own and _of_words(block.lines) and not read.assignments:
            text = "\n".join(line[0] for line in block.lines)
            self._page.import_file(Pasted(text, _("Bảng đã sao chép")), by_place)
        elif not block.own and (read.a_table or (read.strangers and not read.certain)):
            self._read_as_table(block, read, by_place)
        elif read.certain and not out_of_sight:
            self._enter_block(read, landing)
        else:
            by_place()

    def _show_places(self, block: _Block, read: PasteReading, landing: Assignments) -> None:
        """Show how a block would lie where it was pasted, before it lands."""
        sheet, out_of_sight, note = block.sheet, block.out_of_sight, ""
        if out_of_sight:
            note = _("Giữa các cột dán có {n} cột đang ẩn: {titles}. Số không vào cột ẩn.").format(
                n=len(out_of_sight), titles=", ".join(one.title for one in out_of_sight[:4])
            )
        dialog = PasteDialog(
            self._page.window(), sheet, read, lambda: self._enter_block(read, landing), note,
            partial(self._read_as_table, block, read),
        )  # fmt: skip
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _enter_block(self, read: PasteReading, landing: Assignments) -> None:
        """Store a block and select where it landed, as in Excel."""
        self.enter(landing)
        grid, source = self._page.grid, self._page.source()
        places = [
            cell
            for one in read.of("lands", "same", "doubtful")
            if one.row >= 0 and one.column >= 0
            and (cell := source.cell_of(one.row, one.column)) is not None
        ]  # fmt: skip
        if grid is not None and places:
            rows, columns = {row for row, _column in places}, {column for _row, column in places}
            corner = (min(rows), min(columns))
            grid.cells.choose(*corner, max(rows), max(columns), corner)

    def _read_as_table(
        self, block: _Block, read: PasteReading, by_place: Callable[[], object] | None = None
    ) -> None:
        """Read a block as a file is read; where nothing heads it, its place says what it holds.

        `by_place` shows how it would lie where it was pasted instead.
        """
        lines, first = block.lines, 1
        if not read.headed and read.names >= 0:
            before = ["" for _column in range(read.names)]
            lines = [[*before, _("Tên đơn vị"), *block.titles], *lines]
            width = max(len(line) for line in block.lines)
            lines[0], first = lines[0][:width], 0
        pasted = Pasted(write_block(lines), _("Bảng đã sao chép"), first)
        self._page.import_file(pasted, by_place)

    def _land_own(self, block: _Block, read: PasteReading) -> None:
        try:
            landing = moved(block.sheet, read, block.cut, unrefused(read))
            if not landing:
                emptied = [one for one in read.of("skipped") if one.source == EMPTIED]
                cleared(block.sheet, [(one.row, one.column) for one in emptied])
            self.enter(landing)
        except Refusal as refusal:
            self._page.show_refusal(str(refusal))

    # verbs

    def chosen(self) -> list[Place]:
        """Return the sheet's cells that are selected."""
        grid, source = self._page.grid, self._page.source()
        assert grid is not None
        top, left, bottom, right = grid.cells.selected_area()
        return list(dict.fromkeys(
            source.figure_at(row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if not source.heading(row)
        ))  # fmt: skip

    def confirm_all(self) -> None:
        """Confirm every estimate of the units shown as one step; say what is out of sight."""
        sheet = self._page.sheet
        if sheet is None or not self._page.leaving():
            return
        found = self._page.filtering.within(sheet.confirm_estimates())
        left = sheet.estimates_left() - len(found)
        codes = {column.code for column in self._page.columns.out_of_sight()}
        unseen = sum(1 for _unit, code in found if code in codes)
        self.enter(found)
        if self._page.grid is not None:  # else the keys go to the next button once this one rests
            self._page.grid.cells.setFocus()
        told = with_counts(_("Đã xác nhận cả {n} số tạm tính ở các cột đang ẩn."), n=unseen)
        stay = _("Chỉ xác nhận ở các đơn vị đang hiện; còn {n} số tạm tính ở các đơn vị khác.")
        said = [told] * bool(unseen) + [with_counts(stay, n=left)] * bool(left)
        if said:
            self._page.desk.message(" ".join(said))

    def confirm_chosen(self) -> None:
        """Confirm the estimates among the selected cells and take what activities propose."""
        sheet = self._page.sheet
        if self._was_typing():
            return
        if sheet is not None and self._page.grid is not None:
            cells = self.chosen()
            self.enter({**sheet.confirm_estimates(cells), **taken(sheet, cells)})

    def _was_typing(self) -> bool:
        """Store what stands in an open editor: that is then the cell's figure, no other."""
        grid = self._page.grid
        typing = grid is not None and grid.cells.typing
        return not self._page.leaving() or typing

    def accept_all(self) -> None:
        """Take every empty cell from activities that tell of it."""
        if self._page.leaving() and self._page.sheet is not None:
            self.enter(self._page.filtering.within(taken(self._page.sheet)))

    def mark_na(self) -> None:
        """Mark the selected cells as not applicable."""
        if not self._page.leaving():
            return
        if self._page.sheet is not None and self._page.grid is not None:
            self.enter(self._page.sheet.not_applicable(self.chosen()))

    def flag_chosen(self) -> None:
        """Flag the selected cells to come back to; take the flags off when all have one."""
        sheet = self._page.sheet
        if sheet is None or self._page.grid is None or not self._page.leaving():
            return
        cells = [
            (sheet.rows[row], sheet.columns[place].code)
            for row, place in self.chosen()
            if sheet.columns[place].code and sheet.columns[place].kind in ("typed", "opening")
        ]
        if not cells:
            self._page.desk.message(_("Chỉ đánh dấu được ô nhập số."))
            return
        on = not all(code in row.flags for row, code in cells)
        self._flag(sheet.period.id, [(row.unit.id, code) for row, code in cells], on=on)

    def _flag(self, period: str, cells: Sequence[tuple[str, str]], *, on: bool) -> None:
        self._page.desk.do(lambda store: set_flags(store, period, cells, on=on))


def _deed_words(assignments: Assignments) -> str:
    """Return what a reason does: of one cell also the number, which stands nowhere until then."""
    (entry, *others) = assignments.values()
    if not others and entry.value is not None:
        return _("Sửa thành {number}").format(number=vi_number(entry.value))
    return with_counts(_("Sửa {n} ô"), n=len(assignments))


@dataclass(frozen=True, slots=True)
class _Block:
    """A block being read, for the sheet it was pasted in."""

    sheet: EntrySheet
    reading: Generator[None, None, PasteReading]
    out_of_sight: Sequence[EntryColumn]
    own: bool
    lines: Block
    titles: Sequence[str]
    cut: Sequence[Sequence[Assignments]]


def _of_words(lines: Block) -> bool:
    """Whether a block is lines of words with numbers in them, no cells: a message, a table whose
    cells are parted by semicolons or spaces."""
    told = [line[0] for line in lines if len(line) == 1 and any(map(str.isdigit, line[0]))]
    words = [text for text in told
             if {*":;"} & {*text} or sum(map(str.isalpha, text)) >= _FEWEST_LETTERS]  # fmt: skip
    return bool(words) and all(len(line) == 1 for line in lines) and len(words) * 2 >= len(told)

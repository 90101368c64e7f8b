"""What stands beside the count of an indicator in its row: its women, what was spent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.i18n import _
from desktop.intake.figures.heads.indicator_head import IndicatorHead, MoneyColumn
from desktop.intake.figures.heads.pairs import women_within
from desktop.intake.figures.heads.told_pairs import women_alone
from desktop.intake.figures.indicators.row_cells import worked
from desktop.intake.figures.result import CellReading, ReadRow, Status
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.scales import Scale
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.packs.packs import Packs


class RowBeside:
    """Reads the columns beside the counts of one sheet, for the indicators in `codes`."""

    def __init__(
        self, grid: Grid, words: Vocabulary, packs: Packs, codes: frozenset[str],
        head: IndicatorHead, declared: Sequence[Scale], calculator: Calculator,
    ) -> None:  # fmt: skip
        self._grid = grid
        self._words, self._packs, self._codes = words, packs, codes
        self._head, self._declared, self._calculator = head, declared, calculator

    def money(self, row: Sequence[Cell]) -> Iterator[Cell]:
        """Yield the cells of a row that tell what was spent."""
        return (row[one.at] for one in self._head.money if one.at < len(row))

    def words(self, row: Sequence[Cell]) -> Iterator[str]:
        """Yield the words of a row beside its name and its figures."""
        read = {self._head.name, self._head.value, self._head.measure, self._head.women}
        return (cell for at, cell in enumerate(row) if at not in read and isinstance(cell, str))

    def with_women(self, made: ReadRow, row: int, code: str) -> ReadRow:
        """Return a row of the grid with the women of its count, from the column beside it or from
        words behind it: “nữ: 2”."""
        cells = self._grid.rows[row]
        at = self._head.women
        cell = worked(cells[at] if 0 <= at < len(cells) else "", self._calculator)
        if at < 0:
            at, cell = self._told_women(cells)
        if is_empty(cell) or f"{code}N" not in self._codes:
            return made
        count, place = CountReader(self._words).read(cell), self._grid.place(row, at)
        taken = count.sureness != "flagged"
        women = CellReading(f"{code}N", place, shown(cell), count.value if taken else None,
                            count.note, taken)  # fmt: skip
        status: Status = "warned" if count.note and made.status == "accepted" else made.status
        told = (f"{place}: {count.note}",) if count.note else ()
        return replace(made, cells=(*made.cells, women), status=status,
                       reasons=(*made.reasons, *told))  # fmt: skip

    def _told_women(self, row: Sequence[Cell]) -> tuple[int, Cell]:
        """Return where the words right behind the count tell its women, and the number there."""
        value = self._head.value
        if value < len(row) and (within := women_within(row[value])):
            return value, within
        for at in range(value + 1, len(row)):
            if is_empty(row[at]):
                continue
            found = women_alone(shown(row[at])) if isinstance(row[at], str) else ""
            return at, found
        return -1, ""

    def with_money(self, made: ReadRow, row: int, code: str) -> ReadRow:
        """Return a row of the grid with what was spent, from the columns of money beside its
        count."""
        cells, told, own_cells = list(made.cells), [], self._grid.rows[row]
        own = self._packs.indicators[code].money
        for column in self._head.money:
            cell = worked(own_cells[column.at] if column.at < len(own_cells) else "",
                          self._calculator)  # fmt: skip
            place = self._grid.place(row, column.at)
            if is_empty(cell) or (own and cells and cells[0].source):
                continue
            if column.part == "" and not own and len(self._head.money) > 1:
                continue  # the sum of the two beside it
            part = self._part(code, column)
            if part not in self._codes or not self._packs.indicators[part].money:
                told.append(_("{place}: chưa có chỉ tiêu cho số tiền này, không được nhận.").format(
                    place=place))  # fmt: skip
                continue
            read = self._spent(part, place, cell, column)
            cells = [read] if own else [*cells, read]
            told += [f"{place}: {read.note}"] if read.note else []
        status: Status = "warned" if told and made.status == "accepted" else made.status
        return replace(made, cells=tuple(cells), status=status, reasons=(*made.reasons, *told))

    def _part(self, code: str, column: MoneyColumn) -> str:
        """Return the indicator of the money of a column beside an indicator."""
        if self._packs.indicators[code].money and column.part == "D":
            return code
        base = code if code + "D" in self._codes else code.rstrip("PLS")
        return base + (column.part or "D")

    def _spent(self, part: str, place: str, cell: Cell, column: MoneyColumn) -> CellReading:
        indicator = self._packs.indicators[part]
        scale = column.scale or next((s for s in self._declared if s.suits(indicator)), None)
        count = CountReader(self._words, money=True, scale=scale).read(cell)
        note = count.note
        if not note and not column.sure and count.value:
            note = _("cột tiền không ghi nguồn, hiểu là kinh phí công đoàn.")
        taken = count.sureness != "flagged"
        return CellReading(part, place, shown(cell), count.value if taken else None, note, taken)

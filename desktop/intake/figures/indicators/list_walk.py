"""A list of indicators read from its first row to its last: taken, refused, or left with why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.counted_in import measure_alone
from desktop.intake.figures.heads.heading_paths import is_numbering
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.indicator_head import IndicatorHead
from desktop.intake.figures.heads.indicator_names import NOTHING, Meant
from desktop.intake.figures.heads.movement_signs import without_signs
from desktop.intake.figures.heads.plans_beside import ASSUMED
from desktop.intake.figures.indicators.list_sections import ListSection
from desktop.intake.figures.indicators.row_balances import RowBalances
from desktop.intake.figures.indicators.row_beside import RowBeside
from desktop.intake.figures.indicators.row_cells import men_and_women, says_a_number, worked
from desktop.intake.figures.indicators.row_making import RowMaker
from desktop.intake.figures.indicators.row_meaning import Place, RowMeanings
from desktop.intake.figures.indicators.rows_of_units import RowsOfUnits
from desktop.intake.figures.result import IgnoredRow, ReadRow
from desktop.intake.figures.rows.admissions import (
    Admissions,
    founded,
    may_hold_new,
    members_or_unions,
    names_unions,
)
from desktop.intake.figures.rows.numbers_outside import is_count
from desktop.intake.figures.rows.read_rows import warned
from desktop.intake.figures.rows.told_against import told_against
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.row_kinds import is_closing, total_kind
from desktop.intake.figures.wording.scales import declared_scales
from desktop.intake.figures.wording.vocabulary import is_of_money, words_of
from desktop.models.figures.kinds import is_part_title
from desktop.models.packs.packs import Packs

_WITHIN: Final = re.compile(r"^\s*(?:[-–—+•*○]|trong đó|tr\.? ?đó|gồm|[a-eđ][.)]\s)", re.IGNORECASE)
_CONTACTS: Final = frozenset({"phone", "person", "address"})
_PHONE: Final = re.compile(r"[(+]?(?:0|84)\)?(?:[ .()-]*\d){8,10}")
_STRANGE_ROWS: Final = 1_000
_ONE_IN: Final = 50
"""A sheet of that many rows of which fewer than one in so many is an indicator's is no list."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it stands: `text` are its first words, `within` says it is a part of the one above,
    `role` what its label would be over a column."""

    at: int
    number: int
    cells: Sequence[Cell]
    label: str
    text: str
    cell: Cell
    measure: str
    within: bool
    role: str


class ListWalk:
    """Goes down one list; `codes` are those read from it, of this form and of others.

    After `go`, `rows` and `ignored` hold every row once; `admitted` those of admissions that may
    hold the members of new unions, by number.
    """

    def __init__(
        self, grid: Grid, head: IndicatorHead, headings: HeadingReader, meanings: RowMeanings,
        units: RowsOfUnits, packs: Packs, codes: frozenset[str],
    ) -> None:  # fmt: skip
        self._grid, self._head, self._headings = grid, head, headings
        self._meanings, self._units, self._packs, self._codes = meanings, units, packs, codes
        self._words = headings.words
        self._calculator = Calculator(grid)
        declared = declared_scales(grid.rows, head.row + 1)
        self._maker = RowMaker(headings, packs, head, declared, self._calculator)
        self._beside = RowBeside(grid, self._words, packs, codes, head, declared,
                                 self._calculator)  # fmt: skip
        self._counts = CountReader(self._words)
        self._section = ListSection()
        self._before = self._above = self._side = ""
        self._closed = False
        self.balances = RowBalances(headings, packs)
        self.rows: list[ReadRow] = []
        self.ignored: list[IgnoredRow] = []
        self.admitted: dict[int, Admissions] = {}

    def go(self) -> bool:
        """Read every row; False where so few are indicators that it is no list of them."""
        known = 0
        for at in range(len(self._grid.rows)):
            row = self._row(at)
            if why := self._no_figure(row):
                self._leave(row, why)
                continue
            meant, told = self._meant(row)
            count = self._counts.read(worked(row.cell, self._calculator)).value
            if why := self._no_indicator(row, meant.code, count, told=told):
                self._leave(row, why)
                continue
            known += bool(meant.code)
            if len(self.rows) >= _STRANGE_ROWS and known * _ONE_IN < len(self.rows):
                return False
            self._before = meant.code  # a row nobody knows parts those around it
            if meant.code and meant.code not in self._codes:
                if meant.sure:
                    self._leave(row, self._elsewhere(meant.code))
                    continue
                meant = NOTHING  # asked about: it may be what is missing
            self.rows.append(self._made(row, meant, count))
            self._note_admissions(row, meant.code)
        return True

    def _row(self, at: int) -> _Row:
        cells, head = self._grid.rows[at], self._head
        label = shown(cells[head.name]) if head.name < len(cells) else ""
        text = label or next((shown(c) for c in cells if not is_empty(c)), "")
        measure = shown(cells[head.measure]) if 0 <= head.measure < len(cells) else ""
        return _Row(
            at, self._grid.lines[at], cells, label, text,
            cells[head.value] if head.value < len(cells) else "", measure,
            bool(_WITHIN.match(label)), self._headings.role((label,))[0],
        )  # fmt: skip

    def _leave(self, row: _Row, why: str) -> None:
        self.ignored.append(IgnoredRow(row.number, why, row.text[:80]))

    def _no_figure(self, row: _Row) -> str:
        """Return why a row is left before it is asked what it counts, "" where it is not."""
        if row.at <= self._head.row or row.at < self._head.first or not row.text:
            if row.text and self._head.first <= row.at:
                return _("đầu bảng")
            return _("tiêu đề") if row.text else _("dòng trống")
        self._side = self._side_of(row)
        if not self._head.parts and self._is_sum_of_movements(row):
            return _("dòng cộng")
        if row.role.startswith("men"):
            return _("số nam, chỉ để đối chiếu")
        if self.balances.stock(row.label):
            return _("số đầu kỳ, cuối kỳ do chương trình tính")
        if row.within and is_part_title(self._packs, row.label):
            return _("số riêng một số loại hình, chương trình tự tính")
        return ""

    def _side_of(self, row: _Row) -> str:
        """Return the words that say whether a row's people came or went: its own, its group's."""
        groups = (shown(c) for c in row.cells[: self._head.name] if isinstance(c, str))
        return next(filter(self.balances.side, (row.label, *groups)), self._side)

    def _is_sum_of_movements(self, row: _Row) -> bool:
        told = worked(row.cell, self._calculator)
        return self.balances.note(self._units.of(row.at), row.label, told) and not is_empty(told)

    def _meant(self, row: _Row) -> tuple[Meant, bool]:
        """Return the indicator of a row, and whether it tells a number."""
        place = Place(self._before, self._above if row.within else "", self._side)
        meant = self._meanings.meant(row.label, row.cells, row.measure, place)
        if (total := self._section.total(self._headings.sense(row.label))) and not meant.code:
            meant = Meant(total)
        if row.label and not row.within:
            self._above = row.label
        told = any(says_a_number(cell, self._words)
                   for cell in (row.cell, *self._beside.money(row.cells)))  # fmt: skip
        if not told and not (meant.sure and meant.code in self._codes):
            meant = NOTHING  # a group's name, or words below the table
        return meant, told

    def _no_indicator(self, row: _Row, code: str, count: int | None, *, told: bool) -> str:
        """Return why a row is left as a part, a sum, a group's name, words; "" where it is not."""
        if told and self._section.is_part(code, count, within=row.within):
            self._before = ""
            return _("số riêng của một phần ở dòng trên")
        self._section.go_on(code, count, within=row.within, told=told)
        self._closed = self._closed or (
            not code and not self._is_counted(row) and is_closing(row.text, self._words)
        )
        if (self._closed or not code) and (why := self._words_alone(row, code, told=told)):
            goes_on = self.balances.side(row.label) or not without_signs((row.label,), self._words)
            self._side = self._side if goes_on else ""  # "Chuyển:" parts those who came
            return why
        summed = self._units.name(row.at) or ("" if row.label or code else row.text)
        return _("dòng cộng") if summed and total_kind(summed, self._words) else ""

    def _is_counted(self, row: _Row) -> bool:
        """Whether a row has a measure or a number of any time: “Nguồn khác”, and no “Nguồn: …”."""
        cells = (worked(cell, self._calculator) for cell in row.cells[self._head.name + 1 :])
        return (
            bool(measure_alone(words_of(row.measure)))
            or is_of_money(row.measure)
            or any(not is_empty(cell) and is_count(cell, self._counts) for cell in cells)
        )

    def _words_alone(self, row: _Row, code: str, *, told: bool) -> str:
        """Return what a row of no indicator is that tells no count, "" where it tells one."""
        contact = row.role in _CONTACTS or (not code and bool(_PHONE.fullmatch(shown(row.cell))))
        numbering = is_numbering(self._grid, row.at)
        if not self._closed and told and not contact and not numbering:
            return ""
        if numbering:
            return _("đầu bảng")
        signed = self._closed or (contact and told)
        return _("phần ký tên, ghi chú") if signed else _("dòng tên nhóm")

    def _elsewhere(self, code: str) -> str:
        computed = self._packs.indicators[code].computed
        return _("chỉ tiêu do chương trình tính") if computed else _("chỉ tiêu của biểu khác")

    def _made(self, row: _Row, meant: Meant, count: int | None) -> ReadRow:
        """Return a row with its figure and those beside it, and what is to be said of them."""
        head = self._head
        if head.persons and not row.measure and meant.code and f"{meant.code}P" in self._codes:
            meant = Meant(f"{meant.code}P", sure=False)
        meant, told = self._members_or_unions(row, meant, count)
        code = meant.code
        place, cell, sense, said = (
            self._maker.of_parts(row.cells, code) if code and head.parts
            else (head.value, row.cell, head.sense, "")
        )  # fmt: skip
        told += [said] if said else []
        cell = worked(cell, self._calculator)
        if code and head.men >= 0:
            cell, said = men_and_women(row.cells, head, self._calculator, self._counts)
            told += [said] if said else []
        name, whose = self._units.named(row.at, row.number)
        made = replace(
            self._maker.made(row.number, row.label, meant, whose, cell, row.measure,
                             self._grid.place(row.at, place)), unit=name,
        )  # fmt: skip
        if code:
            made = self._beside.with_women(made, row.at, code)
        if code and head.money:
            made = self._beside.with_money(made, row.at, code)
        made = warned(made, [*told, *self._doubts(row, code, count)])
        return self._units.corrected(self._maker.in_time(made, code, sense))

    def _members_or_unions(
        self, row: _Row, meant: Meant, count: int | None
    ) -> tuple[Meant, list[str]]:
        """Return what “CĐCS mới” alone counts, members or unions, with what is said of it."""
        alone = not (row.measure or row.within or self._side)
        if meant.code != "C12" or not (count and alone and names_unions(row.label)):
            return meant, []
        if founded(count):
            return Meant("B01", sure=False), []
        return Meant("C12"), [members_or_unions(row.label)]

    def _doubts(self, row: _Row, code: str, count: int | None) -> list[str]:
        told = []
        if self._head.guessed and code:
            told.append(_("Đầu cột số liệu không ghi rõ; xem có phải số của kỳ này."))
        if self._head.assumed and code in self._words.flows and count:
            told.append(ASSUMED)
        if count is not None:
            told += told_against(self._beside.words(row.cells), self._headings)
        return told

    def _note_admissions(self, row: _Row, code: str) -> None:
        called = f"{self._above} {row.label}" if row.within else row.label
        if code == "C11" and may_hold_new(called):
            self.admitted[row.number] = Admissions(row.label)
        elif code == "C12" and row.within and self.admitted:
            last = max(self.admitted)
            one = self.admitted[last]
            self.admitted[last] = replace(one, holds_new=one.label == self._above)

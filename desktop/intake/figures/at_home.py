"""Figures of other forms in a table: entered there along with its own, or read for comparing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.figures.form_codes import home_of, taken_along
from desktop.intake.figures.heads.header import Column
from desktop.intake.figures.result import CellReading, ReadColumn, ReadRow
from desktop.intake.figures.rows.lines import Line
from desktop.intake.figures.rows.read_rows import warned
from desktop.intake.figures.sheets.grid import Grid, is_empty, letter
from desktop.models.figures.cells import number_of
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.text import lowered, vi_number

_MOST_NAMED: Final = 6
"""So many columns of other forms are named; the others stand among the columns."""


@dataclass(frozen=True, slots=True)
class AtHome:
    """Tells the figures of a form's table that another form is the home of.

    Those of codes in `along` land in that form's period. `dated` are such codes of a table that
    names another time: nobody knows which of the other form's periods they are of.
    """

    packs: Packs
    form: str
    along: Mapping[str, Period]
    dated: Mapping[str, Period]

    @classmethod
    def of(
        cls, packs: Packs, form: str, period: Period, homes: Mapping[str, Period], elsewhen: str
    ) -> "AtHome":
        """Return it for a table; `homes` are the periods other forms take its figures in.

        In the period asked for another time was agreed to with the rest; in another period the
        table's own time goes before what follows from the period.
        """
        codes = taken_along(packs, form, homes)
        dated = {code: one for code, one in codes.items() if elsewhen and one != period}
        along = {code: one for code, one in codes.items() if code not in dated}
        return cls(packs, form, along, dated)

    def column(self, column: ReadColumn) -> ReadColumn:
        """Return a column, told that its figures are entered in another form where they are."""
        code = column.role or ""
        home = self._home(code)
        if not home or column.note:
            return column
        note = _into(home, self.along[code]) if code in self.along else _beside(home)
        return replace(column, note=note)

    def rows(
        self, rows: Iterable[ReadRow], held: Mapping[str, Mapping[str, Any]]
    ) -> Iterator[ReadRow]:
        """Yield the rows with the home of figures that are entered in other forms.

        What is not taken along is compared with what the office holds of the period; a row of
        nothing else says that it is not taken.
        """
        for row in rows:
            homes = {cell.code: self._home(cell.code) for cell in row.cells}
            if not any(homes.values()):
                yield row
                continue
            made = replace(row, cells=tuple(self._at_home(cell) for cell in row.cells))
            if row.status != "refused" and not made.lands:
                said = dict.fromkeys(_beside(home) for home in homes.values())
                made = replace(made, reasons=(*made.reasons, *said))
            yield warned(made, list(self._compared(row, homes, held.get(row.unit_id, {}))))

    def told_elsewhere(self, grid: Grid, lines: Iterable[Line]) -> str:
        """Name the columns with figures of units that are only compared, "" for none.

        The sums a form makes itself are not told of; a stock that movements end with is.
        """
        named = [(column, home) for column in _filled(grid, lines)
                 if (home := self._home_elsewhere(column))]  # fmt: skip
        told = [_("{column} (biểu {form})").format(
                    column=f"{_place(grid, one.at)} “{one.heading}”".strip(), form=home)
                for one, home in sorted(named, key=lambda pair: pair[0].at)]  # fmt: skip
        if not told:
            return ""
        left = len(told) - _MOST_NAMED
        more = [_("{n} cột nữa").format(n=left)] if left > 0 else []
        words = _("Cột của biểu khác, không nhận ở biểu {form}: {columns}.")
        said = words.format(form=self.form, columns="; ".join((*told[:_MOST_NAMED], *more)))
        return " ".join((said, *self._told_dated(column.code for column, _home in named)))

    def _told_dated(self, codes: Iterable[str]) -> Iterator[str]:
        """Yield why columns that the other form would take are left out."""
        words = _("Bảng ghi thời gian khác nên số của biểu {form} không vào {period}.")
        yield from dict.fromkeys(
            words.format(form=self._home(code), period=lowered(self.dated[code].title))
            for code in codes if code in self.dated
        )  # fmt: skip

    def _home(self, code: str) -> str:
        return home_of(self.packs, self.form, code)

    def _at_home(self, cell: CellReading) -> CellReading:
        home = self._home(cell.code)
        into = self.along[cell.code].id if home and cell.code in self.along else ""
        return replace(cell, home=home, into=into)

    def _compared(
        self, row: ReadRow, homes: Mapping[str, str], known: Mapping[str, Any]
    ) -> Iterator[str]:
        """Yield what the office holds otherwise of figures that are only compared."""
        for code, value in row.values.items():
            kept = number_of(known.get(code))
            beside = homes[code] and code not in self.along
            if beside and value is not None and kept is not None and kept != value:
                yield _("{code}: sổ đang ghi {kept} (biểu {form}), tệp ghi {value}.").format(
                    code=code, kept=vi_number(kept), form=homes[code], value=vi_number(value)
                )

    def _home_elsewhere(self, column: Column) -> str:
        """Return the other form a column's figures are left for, "" for one taken or a sum."""
        kind, _colon, code = column.role.partition(":")
        if kind == "closing":
            equations = self.packs.equations.values()
            code = next((stock for one in equations for stock in one.stocks), "")
        indicator = None
        if kind in ("code", "aside", "closing"):
            indicator = self.packs.indicators.get(code)
        if indicator is None or indicator.computed or column.code in self.along:
            return ""
        return self._home(code)


def _beside(form: str) -> str:
    """Say that figures are read for comparing and entered in another form."""
    said = _("Chỉ tiêu của biểu {form}: đọc để đối chiếu, nhập ở biểu {form}.")
    return said.format(form=form)


def _into(form: str, period: Period) -> str:
    """Say that figures are entered in another form along with those of the chosen one."""
    return _("Vào biểu {form} {period}.").format(form=form, period=lowered(period.title))


def _filled(grid: Grid, lines: Iterable[Line]) -> list[Column]:
    """Return the columns that hold anything in a row of data."""
    found: dict[tuple[int, str], Column] = {}
    for line in lines:
        if line.kind != "data" or line.section is None:
            continue
        row = grid.rows[line.at]
        for column in line.section.header.columns:
            if column.at < len(row) and not is_empty(row[column.at]):
                found.setdefault((column.at, column.heading), column)
    return list(found.values())


def _place(grid: Grid, at: int) -> str:
    """Return where the file has a column, "" where several of its cells make it up."""
    laid_out = bool(grid.turned or grid.told or grid.places)
    return grid.column_place(at) if laid_out else letter(at)

"""From a file to figures: the right sheet, its columns, every row with its status and reasons."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.figures import refusals
from desktop.intake.figures.books import read_grids
from desktop.intake.figures.checks import (
    Judge,
    has_unclear_movements,
    men_of,
    movement_balance,
    movement_sums,
    own_sums,
    repeated_units,
)
from desktop.intake.figures.columns import Header, forced
from desktop.intake.figures.grid import (
    Grid,
    Pasted,
    column_of,
    is_empty,
    leading_words,
    letter,
    shown,
)
from desktop.intake.figures.headings import HeadingReader
from desktop.intake.figures.indicator_rows import IndicatorRows
from desktop.intake.figures.many_sheets import alike, read_together
from desktop.intake.figures.numbers import CountReader
from desktop.intake.figures.old_letters import in_unicode
from desktop.intake.figures.result import (
    TOGETHER,
    CellReading,
    ControlTotal,
    Corrections,
    FiguresReading,
    IgnoredRow,
    ReadColumn,
    ReadRow,
    Status,
)
from desktop.intake.figures.sheet_choice import Choice, choose, rivals
from desktop.intake.figures.shifts import ShiftFinder
from desktop.intake.figures.table import Line, TableReader
from desktop.intake.figures.text_grids import grid_of
from desktop.intake.figures.turned import told_as_turned, turned
from desktop.intake.figures.unit_names import Known, Match, NameBook
from desktop.intake.figures.unit_words import no_unit, unsure_unit
from desktop.intake.figures.vocabulary import vocabulary
from desktop.models.errors import Refusal
from desktop.models.packs.packs import Packs
from desktop.models.packs.periods import Period
from desktop.models.text import nfc, one_line, vi_number
from desktop.models.units.former import Former
from desktop.models.units.units import Unit

NO_CORRECTIONS: Final = Corrections()
_SAMPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file is read for.

    `units` is the register to match against; `tree_units` and `held` (unit id → code →
    register value) let the rules see what the office knows already, empty without an office.
    `own` is the unit whose figures a sheet of one unit holds when it names none; `former` are
    names that stand no longer in the period, or not yet.
    """

    form: str
    period: Period
    packs: Packs
    units: tuple[Known, ...]
    tree_units: Mapping[str, Unit]
    held: Mapping[str, Mapping[str, Any]]
    own: str = ""
    former: tuple[Former, ...] = ()


def read_figures(
    source: Path | Pasted, asked: Asked, corrections: Corrections = NO_CORRECTIONS
) -> FiguresReading:
    """Read a file of figures, or a table that was copied.

    Raises Refusal when it cannot be read or no table of the form is in it.
    """
    if isinstance(source, Pasted):
        found, data = [grid_of(source.text, source.name)], source.text.encode()
    else:
        found, data = read_grids(source), source.read_bytes()
    grids, name = [in_unicode(grid) for grid in found], nfc(source.name)
    sha = hashlib.sha256(data).hexdigest()
    if corrections.sheet != TOGETHER:
        return _Reading(asked, corrections).read(grids, name, sha)
    return read_together(
        lambda told: _Reading(asked, told).read(grids, name, sha),
        corrections, [grid.name for grid in grids],
    )  # fmt: skip


def home_codes(packs: Packs, form: str) -> frozenset[str]:
    """Return the indicators a file of a form may change: typed, and at home there."""
    return frozenset(
        indicator.code
        for indicator in packs.indicators.values()
        if indicator.home == form and not indicator.computed
    )


def form_codes(packs: Packs, form: str) -> frozenset[str]:
    """Return the indicators that are read from a file of a form.

    To those at home there come the ones the form only shows, such as the members in a form of
    the half-year; not the closing stock of a movement, which follows from the rest.
    """
    columns = packs.forms[form].columns
    followed = {c.source.partition(":")[2] for c in columns if c.source.startswith("closing:")}
    shown_too = {c.source for c in columns if c.kind == "indicator"} - followed
    return home_codes(packs, form) | {
        code for code in shown_too
        if (indicator := packs.indicators.get(code)) is not None and not indicator.computed
        and not indicator.from_register
    }  # fmt: skip


class _Reading:
    def __init__(self, asked: Asked, corrections: Corrections) -> None:
        self._asked = asked
        self._corrections = corrections
        self._words = vocabulary(asked.packs)
        self._codes = form_codes(asked.packs, asked.form)
        self._headings = HeadingReader(self._words, asked.period)
        self._book = NameBook(asked.units, self._words, asked.former)
        self._counts = CountReader(self._words)
        self._by_id = {unit.id: unit for unit in asked.units}

    def read(self, grids: Sequence[Grid], source: str, sha: str) -> FiguresReading:
        """Read the sheet that fits best; where none does, one with the units side by side."""
        try:
            return self._upright(grids, source, sha)
        except Refusal as refusal:
            if refusal.code != refusals.COLUMNS or not (sideways := turned(grids)):
                raise
            try:
                found = told_as_turned(self._upright(sideways, source, sha))
            except Refusal:
                found = None
            if found is None:
                raise
            return found

    def _upright(self, grids: Sequence[Grid], source: str, sha: str) -> FiguresReading:
        if not any(not is_empty(cell) for grid in grids for row in grid.rows for cell in row):
            raise refusals.empty()
        choice, choices = choose(
            grids, self._headings, self._book, self._codes, self._corrections.sheet
        )
        if self._asked.packs.forms[self._asked.form].scope == "indicator_rows":
            vertical = self._indicator_rows(grids, source, sha)
            if vertical is not None and (choice is None or len(choice.header.codes()) < 3):
                return vertical
        if choice is None:
            raise refusals.no_header(self._asked.form)
        header = self._corrected(choice.header)
        if not header.codes() and not any(c.role.startswith("double:") for c in header.columns):
            raise refusals.no_header(self._asked.form)
        table = TableReader(
            choice.grid, self._book, self._words, self._headings, self._codes, self._asked.packs
        )
        lines = table.read(header)
        header = self._singled(header, lines)
        self._match_again(lines)
        remarks = self._remarks(choice, choices)
        rows = self._rows(choice.grid, header, lines, remarks)
        columns = self._columns(choice.grid, header, lines)
        return FiguresReading(
            self._asked.form, self._asked.period.id, source, sha, choice.grid.name,
            tuple(one.grid.name for one in choices), columns, tuple(rows),
            tuple(self._ignored(choice.grid, lines)), tuple(_controls(choice.grid, lines)),
            choice.header.signature, tuple(remarks), alike(choice, choices),
        )  # fmt: skip

    def _indicator_rows(
        self, grids: Sequence[Grid], source: str, sha: str
    ) -> FiguresReading | None:
        asked = self._asked
        reader = IndicatorRows(
            self._words, self._headings, self._book, asked.packs, self._codes, asked.own
        )
        found = reader.read(grids)
        if found is None or not found.rows:
            return None
        rows = tuple(
            replace(row, status="refused", reasons=(_("bỏ theo lựa chọn"),))
            if row.source_row in self._corrections.skip else row
            for row in found.rows
        )  # fmt: skip
        return FiguresReading(
            asked.form, asked.period.id, source, sha, found.grid.name, (found.grid.name,),
            found.columns, rows, found.ignored_rows, (), "",
        )  # fmt: skip

    # columns

    def _corrected(self, header: Header) -> Header:
        roles: dict[int, str | None] = {}
        for name, role in self._corrections.columns.items():
            at = column_of(name)
            if at >= 0:
                roles[at] = f"code:{role}" if role in self._codes else role
        return forced(header, roles) if roles else header

    def _singled(self, header: Header, lines: Sequence[Line]) -> Header:
        """Take the first of several columns of one code when all their rows agree."""
        columns = list(header.columns)
        for code in {c.role[7:] for c in columns if c.role.startswith("double:")}:
            same = [c for c in columns if c.role == f"double:{code}"]
            data = [line for line in lines if line.kind in ("data", "total", "subtotal")]
            counting = [c for c in same if not _holds_no_count(data, f"double:{code}@{c.at}")]
            if len(counting) == 1:  # the others hold words: a measure, a remark
                for column in same:
                    columns[column.at] = replace(column, role="")
                same = counting
            keys = [f"double:{code}@{column.at}" for column in same]
            agree = all(
                len({line.counts[key].value for key in keys if key in line.counts}) <= 1
                for line in data
            )
            if not agree or code in header.codes():
                continue
            columns[same[0].at] = replace(same[0], role=f"code:{code}")
            for line in lines:
                if keys[0] in line.counts:
                    line.counts[f"code:{code}"] = line.counts.pop(keys[0])
        return Header(header.first, header.last, columns, header.score, header.remarks)

    def _holds_counts(self, grid: Grid, lines: Sequence[Line], at: int) -> bool:
        """Whether most cells of a column are numbers as counts are: whole, no years, no phones."""
        rows = [grid.rows[line.at] for line in lines if line.kind == "data"][:_SAMPLE]
        filled = [row[at] for row in rows if at < len(row) and not is_empty(row[at])]
        read = (self._counts.read(cell) for cell in filled)
        counts = [count.value for count in read if count.value is not None]
        if len(counts) * 2 <= len(filled) or not counts:
            return False
        return not all(1900 <= value <= 2100 for value in counts)

    def _columns(self, grid: Grid, header: Header, lines: Sequence[Line]) -> tuple[ReadColumn, ...]:
        section = next((line.section for line in lines if line.section is not None), None)
        unit = section.unit if section is not None else -1
        found = []
        for column in header.columns:
            role = column.code or (column.role if column.role in ("unit", "kind", "note") else None)
            if column.at == unit:
                role = "unit"
            elif role == "unit":
                role = None
            note, unclear = "", False
            if column.role.startswith("double:"):
                note = _("Có hai cột cùng nghĩa mà số khác nhau.")
            elif column.role.startswith("men:"):
                note = _("Dùng để đối chiếu nam + nữ = tổng.")
            elif column.role == "other":
                note = _("Không phải số của kỳ này.")
            elif column.role == "moved":
                note = _("Chưa hiểu là tăng, giảm nào; chọn chỉ tiêu cho cột này.")
                unclear = self._holds_counts(grid, lines, column.at)
            elif not role and not column.role and self._holds_counts(grid, lines, column.at):
                note = _("Cột có số nhưng chưa hiểu nghĩa, không được nhận.")
                unclear = True
            if column.path or role:
                found.append(ReadColumn(letter(column.at), column.heading, role, note, unclear))
        return tuple(found)

    # rows

    def _match_again(self, lines: Sequence[Line]) -> None:
        """Let headings of groups, remembered names and choices tell which unit is meant."""
        group = ""
        for line in lines:
            if line.kind in ("heading", "subtotal"):
                group = line.name
            if line.kind != "data":
                continue
            if line.match.unit is None and line.match.why == "two" and group:
                again = self._book.find(line.name, f"{line.area} {group}".strip())
                if again.unit is not None:
                    line.match = again
            if line.match.sure or not self._corrections.names:
                continue
            remembered = self._by_id.get(self._corrections.names.get(one_line(line.name), ""))
            if remembered is not None:
                line.match = Match(remembered, sure=True)

    def _remarks(self, choice: Choice, choices: Sequence[Choice]) -> list[str]:
        found = []
        if choice.time == "other":
            found.append(_("Bảng ghi kỳ khác, không phải {period}.").format(
                period=self._asked.period.title))  # fmt: skip
        others = [] if self._corrections.sheet else rivals(choice, choices)
        if others:
            found.append(_("Tệp có nhiều trang giống nhau; đang đọc trang “{name}”.").format(
                name=choice.grid.name))  # fmt: skip
        return found

    def _rows(self, grid: Grid, header: Header, lines: Sequence[Line],
              remarks: Sequence[str]) -> list[ReadRow]:  # fmt: skip
        data = [line for line in lines if line.kind == "data"
                and grid.lines[line.at] not in self._corrections.skip]  # fmt: skip
        places = [line.at for line in data]
        finders = {}
        for line in data:
            if line.section is not None and id(line.section) not in finders:
                finders[id(line.section)] = ShiftFinder(
                    grid, line.section.header, line.section.unit, places[:2000], self._book
                )
        judge = Judge(self._asked.packs, self._asked.form, self._asked.period,
                      self._asked.tree_units, self._asked.held)  # fmt: skip
        for line in data:
            chosen = self._by_id.get(self._corrections.units.get(grid.lines[line.at], ""))
            if chosen is not None:
                line.match = Match(chosen, sure=True)
        twice = repeated_units(data)
        unbalanced = movement_balance(data, self._asked.packs)
        doubled = [c for c in header.columns if c.role.startswith("double:")]
        rows = []
        for line in data:
            finder = finders.get(id(line.section))
            shifted = finder is not None and finder.is_shifted(line)
            made = self._row(grid, line, judge, shifted=shifted)
            unit = line.match.unit
            if unit is not None and unit.id in twice:
                made = _told_twice(made, line, twice[unit.id], grid)
            if doubled:
                told = _("Có hai cột cùng nghĩa, không rõ lấy cột nào: {name}.")
                made = _warned(made, [told.format(name=doubled[0].heading)])
            said = [unbalanced[line.at]] if line.at in unbalanced else []
            rows.append(_warned(made, [*said, *remarks]))
        return rows

    def _row(self, grid: Grid, line: Line, judge: Judge, *, shifted: bool) -> ReadRow:
        cells = list(self._cells(grid, line))
        refused, warned = [], []
        unit = line.match.unit
        shifted = shifted and grid.lines[line.at] not in self._corrections.units
        if shifted:
            refused.append(_("Các ô của dòng này lệch cột so với đầu bảng."))
        if unit is None:
            refused.append(no_unit(line))
        elif not line.match.sure:
            warned.append(unsure_unit(line))
        flagged = [cell for cell in cells if cell.note]
        warned += [f"{cell.place}: {cell.note}" for cell in flagged]
        filled = [cell for cell in cells if cell.source]
        if filled and not any(cell.taken and cell.value is not None for cell in cells) and flagged:
            refused.append(_("Không có ô nào đọc được chắc chắn."))
        if shifted:  # what stands under a heading is not of it
            warned = []
            cells = [replace(c, value=None, taken=False) if not self._chosen(grid, line, c) else c
                     for c in cells]  # fmt: skip
        else:
            warned += own_sums(line)
            warned += movement_sums(line, self._asked.packs)
            warned += self._not_understood(grid, line)
        if unit is not None and not refused:
            values = {c.code: c.value for c in cells if c.taken}
            unread = frozenset(c.code for c in cells if not c.taken) | _undecided(line)
            if has_unclear_movements(line):
                unread |= {code for one in self._asked.packs.equations.values()
                           for code in one.stocks}  # fmt: skip
            warned += judge.findings(unit, values, men_of(line), unread)
        status: Status = "refused" if refused else "warned" if warned else "accepted"
        return ReadRow(
            grid.lines[line.at], line.name, status, tuple(cells), (*refused, *warned),
            unit.id if unit is not None else "", line.match.candidates,
            unit.code if unit is not None else "",
        )  # fmt: skip

    def _chosen(self, grid: Grid, line: Line, cell: CellReading) -> bool:
        return (grid.lines[line.at], cell.code) in self._corrections.values

    def _not_understood(self, grid: Grid, line: Line) -> Iterable[str]:
        """Say which cells hold movements under a heading that is not understood."""
        columns = line.section.movements if line.section is not None else ()
        for column in columns:
            count = line.counts.get(f"moved@{column.at}")
            if count is not None and (count.value or count.sureness == "flagged"):
                yield _("{place}: chưa hiểu cột “{name}”, số ở đó không được nhận.").format(
                    place=grid.place(line.at, column.at), name=column.heading
                )

    def _cells(self, grid: Grid, line: Line) -> Iterable[CellReading]:
        if line.section is None:
            return
        number, row = grid.lines[line.at], grid.rows[line.at]
        for column in line.section.figures:
            role = column.role
            if role.startswith("double:") and f"code:{role[7:]}" in line.counts:
                role = f"code:{role[7:]}"
                if f"double:{role[5:]}@{column.at}" in line.counts:
                    continue
            if not role.startswith("code:") or role not in line.counts:
                continue
            count = line.counts[role]
            code = role[5:]
            source = shown(row[column.at]) if column.at < len(row) else ""
            taken = count.sureness != "flagged"
            value, note = count.value, count.note
            if (number, code) in self._corrections.values:
                value, note, taken = self._corrections.values[number, code], "", True
            yield CellReading(
                code, grid.place(line.at, column.at), source, value if taken else None, note, taken
            )

    def _ignored(self, grid: Grid, lines: Sequence[Line]) -> Iterable[IgnoredRow]:
        named = {"title": _("tiêu đề"), "header": _("đầu bảng"), "blank": _("dòng trống")}
        for line in lines:
            number = grid.lines[line.at]
            why = line.why or named.get(line.kind, "")
            if line.kind == "data":
                if number not in self._corrections.skip:
                    continue
                why = _("bỏ theo lựa chọn")
            yield IgnoredRow(number, why, leading_words(grid.rows[line.at])[:80])


def _holds_no_count(lines: Sequence[Line], key: str) -> bool:
    """Whether a column has cells that are no counts, and not one that is."""
    found = [line.counts[key] for line in lines if key in line.counts]
    return all(count.value is None for count in found) and any(
        count.sureness == "flagged" for count in found
    )


def _undecided(line: Line) -> frozenset[str]:
    """Return the codes that several columns claim, so that none is taken."""
    if not line.holds("double"):
        return frozenset()
    claimed = {role[7:].partition("@")[0] for role in line.counts if role.startswith("double:")}
    return frozenset(code for code in claimed if f"code:{code}" not in line.counts)


def _told_twice(row: ReadRow, line: Line, rows: Sequence[Line], grid: Grid) -> ReadRow:
    """A unit with several rows: one is taken only when all say the same."""
    others = [grid.lines[other.at] for other in rows if other is not line]
    if line.match.sure and not any(other.match.sure for other in rows if other is not line):
        told = ", ".join(map(str, others))
        return _warned(row, [_("Dòng khác có tên gần giống: {rows}.").format(rows=told)])
    same = all(
        {k: c.value for k, c in other.counts.items()}
        == {k: c.value for k, c in line.counts.items()}
        for other in rows
    )
    told = ", ".join(map(str, others))
    if same and line is rows[0]:
        return _warned(row, [_("Đơn vị có thêm dòng giống hệt: {rows}.").format(rows=told)])
    reason = (_("Dòng lặp lại của dòng {rows}.") if same else
              _("Đơn vị này còn có dòng khác số: {rows}.")).format(rows=told)  # fmt: skip
    return replace(row, status="refused", reasons=(reason, *row.reasons))


def _warned(row: ReadRow, reasons: Sequence[str]) -> ReadRow:
    if not reasons:
        return row
    status: Status = "warned" if row.status == "accepted" else row.status
    return replace(row, status=status, reasons=(*row.reasons, *reasons))


def _controls(grid: Grid, lines: Sequence[Line]) -> Iterable[ControlTotal]:
    """Compare the sheet's grand total with the sum of its rows of data."""
    totals = [line for line in lines if line.kind == "total" and line.has_figures]
    if not totals:
        return
    total = totals[-1]
    data = [line for line in lines if line.kind == "data"]
    # Rows written below a total are not in it; one at the head of the table is of all rows.
    data = [line for line in data if line.at < total.at] or data
    for role, count in total.counts.items():
        if role.startswith("code:") and count.value is not None:
            added = sum(line.counts[role].value or 0 for line in data if role in line.counts)
            yield ControlTotal(role[5:], count.value, added, grid.lines[total.at])


def summary(reading: FiguresReading) -> str:
    """Return one line: how many rows were taken, doubted, refused, left out, columns unknown."""
    told = _("{a} dòng nhận, {w} dòng cần xem, {r} dòng không nhận, {i} dòng bỏ qua.").format(
        a=vi_number(len(reading.of("accepted"))), w=vi_number(len(reading.of("warned"))),
        r=vi_number(len(reading.of("refused"))), i=vi_number(len(reading.ignored_rows)),
    )  # fmt: skip
    unclear = [f"{c.letter} “{c.heading}”" for c in reading.columns if c.unclear]
    if not unclear:
        return told
    return f"{told} " + _("Cột có số mà chưa hiểu nghĩa: {columns}.").format(
        columns="; ".join(unclear)
    )

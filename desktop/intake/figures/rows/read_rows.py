"""The rows of a table that holds figures: each accepted, warned or refused, with its reasons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.unit_words import no_unit, unsure_unit
from desktop.intake.figures.names.units_known import Known, Match
from desktop.intake.figures.result import CellReading, Corrections, ReadRow, Status
from desktop.intake.figures.rows.balances import movement_balance, stock_told, untaken_movements
from desktop.intake.figures.rows.checks import (
    Judge,
    has_unclear_movements,
    men_of,
    movement_sums,
    own_sums,
    repeated_units,
)
from desktop.intake.figures.rows.guessed_units import ask_for_guesses
from desktop.intake.figures.rows.joined_rows import SHARED_CELL, Joined, joined_rows
from desktop.intake.figures.rows.lines import (
    NO_COUNT,
    PART,
    Line,
    Section,
    Told,
    code_in,
    place_role,
    untold,
)
from desktop.intake.figures.rows.office_rows import (
    is_above,
    may_be_total,
    office_rows,
    own_part_only,
)
from desktop.intake.figures.rows.read_columns import beyond_the_head, strange_beside_movements
from desktop.intake.figures.rows.sex_rows import added_cells
from desktop.intake.figures.rows.shifts import ShiftFinder
from desktop.intake.figures.rows.slipped_columns import slipped_cells
from desktop.intake.figures.rows.sums_alone import IN_CELL, sums_alone
from desktop.intake.figures.rows.titled_women import ask_for_more_women
from desktop.intake.figures.rows.told_against import told_against, words_of_row
from desktop.intake.figures.sheets.grid import Grid, letter, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.intake.figures.wording.vocabulary import vocabulary
from desktop.models.packs.packs import Packs
from desktop.models.text import one_line

SHIFTED: Final = _("Các ô của dòng này lệch cột so với đầu bảng.")

NOT_UNDERSTOOD: Final = _("{place}: chưa hiểu cột “{name}”, số ở đó không được nhận.")
LONGEST_REMARK: Final = 500
_TWICE: Final = (
    _("Dòng khác có tên gần giống: {rows}."), _("Đơn vị này còn có dòng khác số: {rows}."),
    _("Đơn vị có thêm dòng giống hệt: {rows}."), _("Dòng lặp lại của dòng {rows}."),
)  # fmt: skip
_TWICE_ACROSS: Final = (
    _("Cột khác có tên gần giống: {rows}."), _("Đơn vị này còn có cột khác số: {rows}."),
    _("Đơn vị có thêm cột giống hệt: {rows}."), _("Cột lặp lại của cột {rows}."),
)  # fmt: skip
"""The same where units stand side by side."""


class RowReader:
    """Reads the lines of a table that name a unit; `by_id` is the register by unit id."""

    def __init__(
        self, packs: Packs, judge: Judge, book: NameBook, by_id: Mapping[str, Known],
        corrections: Corrections, headings: HeadingReader, own: str = "", told: Told = untold,
    ) -> None:  # fmt: skip
        self._own, self._told, self._headings = own, told, headings
        self._slipped: Mapping[tuple[int, int], str] = {}
        self._strange: dict[int, list[Column]] = {}
        self._beyond: set[tuple[int, int]] = set()
        self._counts = CountReader(vocabulary(packs))
        self._packs, self._judge, self._book = packs, judge, book
        self._by_id, self._corrections = by_id, corrections

    def read(self, grid: Grid, header: Header, lines: Sequence[Line],
             remarks: Sequence[str]) -> list[ReadRow]:  # fmt: skip
        """Return a row for each line of data that is not left out; `remarks` are of them all."""
        data = [line for line in lines if line.kind == "data"
                and grid.lines[line.at] not in self._corrections.skip]  # fmt: skip
        ask_for_more_women(data)
        places = [line.at for line in data]
        finders = {}
        for line in data:
            # In a list that was written out as a table no cell can have slipped.
            written_out = bool(grid.told or grid.places)
            if line.section is not None and id(line.section) not in finders and not written_out:
                finders[id(line.section)] = ShiftFinder(
                    grid, line.section.header, line.section.unit, places[:2000], self._book
                )
        self._strange = {
            id(section): strange_beside_movements(self._counts, grid, section.header, lines)
            for section in {id(one.section): one.section for one in data}.values()
            if section is not None
        }  # fmt: skip
        tables: dict[int, list[Line]] = {}
        for line in data:
            tables.setdefault(id(line.section), []).append(line)
        self._beyond = set().union(*(
            beyond_the_head(self._counts, grid, section.header, tables[key])
            for key, section in {id(one.section): one.section for one in data}.items()
            if section is not None
        ))  # fmt: skip
        for key, strange in self._strange.items():
            missing = untaken_movements(self._counts, grid, tables[key], self._packs)
            strange += [column for column in missing if column not in strange]
        for line in data:
            chosen = self._by_id.get(self._corrections.units.get(grid.lines[line.at], ""))
            if chosen is not None:
                line.match = Match(chosen, sure=True)
        ask_for_guesses(data, self._judge.held)
        twice = repeated_units(data)
        held = {line.at: _held_codes(line) for of_unit in twice.values() for line in of_unit}
        unbalanced = movement_balance(data, self._packs)
        joined = joined_rows(grid, data)
        self._slipped = slipped_cells(grid, lines)
        offices = {
            line.at: line
            for line in office_rows(
                data, lambda line: is_above(self._packs, line.match.unit), self._own
            )
        }
        doubled = [c for c in header.columns if c.role.startswith("double:")]
        rows = []
        for place, line in enumerate(data):
            if place % PART == 0:
                self._told(place, len(data))
            finder = finders.get(id(line.section))
            shifted = finder is not None and finder.is_shifted(line)
            made = self._row(grid, line, joined, shifted=shifted)
            if finder is not None and not shifted and finder.begins_blank(line):
                made = warned(made, [_("Chỉ dòng này để trống cột số đầu tiên; xem các số có bị "
                                       "lệch sang cột bên không.")])  # fmt: skip
            unit = line.match.unit
            if unit is not None and unit.id in twice:
                made = _told_twice(made, line, twice[unit.id], grid, held)
            if doubled:
                told = _("Có hai cột cùng nghĩa, không rõ lấy cột nào: {name}.")
                made = warned(made, [told.format(name=doubled[0].heading)])
            said = [found[line.at] for found in (unbalanced, joined.beside) if line.at in found]
            if line.at in offices:
                made = self._of_office(made, line, data)
            rows.append(warned(made, [*said, *remarks]))
        return rows

    def _of_office(self, row: ReadRow, line: Line, data: Sequence[Line]) -> ReadRow:
        """Ask whether the figures in the office's own row are its own members' alone."""
        if line.match.unit is None:
            return row
        if row.source_row in self._corrections.units or not may_be_total(line, data):
            return warned(row, [own_part_only(line.match.unit)])
        reason = _("Dòng ghi tên {unit} có số lớn hơn mọi đơn vị khác, có thể là dòng cộng; nếu "
                   "là phần của chính {unit} thì chọn đơn vị cho dòng này.")  # fmt: skip
        reason = reason.format(unit=line.match.unit.name)
        return replace(row, status="refused", reasons=(reason, *row.reasons))

    def _row(self, grid: Grid, line: Line, joined: Joined, *, shifted: bool) -> ReadRow:
        cells = list(self._cells(grid, line, joined))
        refused, warned = [], []
        if line.at in joined.parts:
            refused.append(joined.parts[line.at])
        if line.ask:
            refused.append(line.ask)
        unit = line.match.unit
        shifted = shifted and grid.lines[line.at] not in self._corrections.units
        if shifted:
            refused.append(SHIFTED)
        if unit is None:
            refused.append(no_unit(line.name, line.match))
        elif not line.match.sure and not line.match.plain:
            warned.append(unsure_unit(line.match))
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
            warned += [line.doubt] if line.doubt and self._holds_flows(cells) else []
            if line.section is not None and any(cell.value is not None for cell in cells):
                warned += told_against(words_of_row(grid.rows[line.at], line.section),
                                       self._headings)  # fmt: skip
            warned += own_sums(line)
            warned += movement_sums(line, self._packs)
            if line.section is not None and line.section.open_ended:
                warned += self._open_ended(grid, line)
            for column in line.section.guessed if line.section is not None else ():
                counted = line.counts.get(column.role, NO_COUNT).value is not None
                if counted and column.guess not in warned:
                    warned.append(column.guess)
            told = list(self._not_understood(grid, line))
            (warned if cells else refused).extend(told)
        if unit is not None and not refused:
            values = {c.code: c.value for c in cells if c.taken}
            unread = frozenset(c.code for c in cells if not c.taken) | _undecided(line)
            if has_unclear_movements(line):
                unread |= {code for one in self._packs.equations.values()
                           for code in one.stocks}  # fmt: skip
            warned += self._judge.findings(unit, values, men_of(line), unread)
        status: Status = "refused" if refused else "warned" if warned else "accepted"
        return ReadRow(
            grid.lines[line.at], line.name, status, tuple(cells), (*refused, *warned),
            unit.id if unit is not None else "", line.match.candidates,
            unit.code if unit is not None else "",
            taken_over=unit is None and bool(line.match.said),
            opening=stock_told(line, "opening"), note=_remark(grid, line),
        )  # fmt: skip

    def _holds_flows(self, cells: Sequence[CellReading]) -> bool:
        return any(cell.value and self._packs.indicators[cell.code].type == "F" for cell in cells)

    def _chosen(self, grid: Grid, line: Line, cell: CellReading) -> bool:
        return (grid.lines[line.at], cell.code) in self._corrections.values

    def _not_understood(self, grid: Grid, line: Line) -> Iterable[str]:
        """Say which cells hold movements under a heading that is not understood."""
        columns = line.section.movements if line.section is not None else ()
        for column in columns:
            count = line.counts.get(place_role(column))
            if count is None or (count.value is None and count.sureness != "flagged"):
                continue  # nothing: nothing is lost
            if column.role == "unclear" and count.value is None:
                continue  # words: another column altogether
            said = {
                "part": _("{place}: cột “{name}” chỉ là một phần của kỳ, số không được nhận."),
                "wider": _("{place}: cột “{name}” dài hơn kỳ báo cáo, số không được nhận."),
            }
            words = said.get(column.relation) if column.role.startswith("time:") else None
            words = words or NOT_UNDERSTOOD
            yield words.format(place=grid.place(line.at, column.at), name=column.heading)
        for column in self._strange.get(id(line.section), ()):
            row = grid.rows[line.at]
            if column.at < len(row) and self._counts.read(row[column.at]).value is not None:
                where = grid.place(line.at, column.at)
                yield NOT_UNDERSTOOD.format(place=where, name=column.heading)
        alone = sums_alone(line.section.header) if line.section is not None else ()
        for column in alone:
            row = grid.rows[line.at]
            if column.at < len(row) and self._counts.read(row[column.at]).value:
                yield IN_CELL.format(place=grid.place(line.at, column.at), name=column.heading)
        for beyond in sorted(one for one in self._beyond if one[0] == line.at):
            yield _("{place}: số đứng ngoài các cột có tên của bảng, không được nhận.").format(
                place=grid.place(*beyond))  # fmt: skip

    def _open_ended(self, grid: Grid, line: Line) -> Iterable[str]:
        """Say which flows are told up to a day only: they may have begun before the period."""
        for column in line.section.figures if line.section is not None else ():
            count = line.counts.get(column.role)
            if column.doubtful and count is not None and count.value:
                words = _("{place}: cột “{name}” không ghi từ ngày nào; xem có phải chỉ của kỳ.")
                yield words.format(place=grid.place(line.at, column.at), name=column.heading)

    def _cells(self, grid: Grid, line: Line, joined: Joined) -> Iterable[CellReading]:
        if line.section is None:
            return
        if line.section.sums:
            yield from self._sums(grid, line)
        if line.section.pairs:
            yield from self._pairs(grid, line)
        if line.women is not None:
            yield from self._women(grid, line, line.women)
        yield from self._both_sexes(grid, line, line.section)
        number = grid.lines[line.at]
        for column in line.section.figures:
            code = code_in(line, column)
            if f"code:{code}" not in line.counts:
                continue
            count = line.counts[f"code:{code}"]
            place, source = added_cells(grid, line, column.at)
            taken = count.sureness != "flagged"
            value, note = count.value, count.note
            if (line.at, column.at) in joined.cells:
                note, taken = SHARED_CELL, False
            if (line.at, column.at) in self._slipped and number not in self._corrections.units:
                note, taken = self._slipped[line.at, column.at], False
            if (number, code) in self._corrections.values:
                value, note, taken = self._corrections.values[number, code], "", True
            yield CellReading(code, place, source, value if taken else None, note, taken)

    def _both_sexes(self, grid: Grid, line: Line, section: Section) -> Iterable[CellReading]:
        """Yield the whole of men and women who stand beside each other without it."""
        told = section.header.codes()
        for column in section.header.with_role(*(r for r in line.counts if r.startswith("men:"))):
            code = column.role.removeprefix("men:")
            men, women = line.counts.get(column.role), line.counts.get(f"code:{code}N")
            if code == column.role or code in told or men is None or women is None:
                continue
            if men.sureness == women.sureness == "sure" and not (
                men.value is None or women.value is None
            ):  # fmt: skip
                source = f"{men.value} + {women.value}"
                yield CellReading(code, grid.place(line.at, column.at), source,
                                  men.value + women.value, "", taken=True)  # fmt: skip

    def _women(self, grid: Grid, line: Line, women: Line) -> Iterable[CellReading]:
        """Yield the women that the row below tells under the headings of all."""
        number, row = grid.lines[line.at], grid.rows[women.at]
        for column in line.section.figures if line.section is not None else ():
            whole = code_in(women, column)
            count, code = women.counts.get(f"code:{whole}"), f"{whole}N"
            if count is None or code not in self._packs.indicators:
                continue
            value, taken = count.value, count.sureness != "flagged"
            note = count.note
            if value is not None and not note:
                note = _("số nữ lấy ở dòng “{name}”.").format(name=women.name.strip())
            if (number, code) in self._corrections.values:
                value, note, taken = self._corrections.values[number, code], "", True
            source = shown(row[column.at]) if column.at < len(row) else ""
            yield CellReading(code, grid.place(women.at, column.at), source,
                              value if taken else None, note, taken)  # fmt: skip

    def _pairs(self, grid: Grid, line: Line) -> Iterable[CellReading]:
        """Yield the wholes and their women of cells that tell both."""
        number, row = grid.lines[line.at], grid.rows[line.at]
        for at, (whole, _reader) in line.section.pairs.items() if line.section is not None else ():
            source = shown(row[at]) if at < len(row) else ""
            for code in (whole, f"{whole}N"):
                if code not in self._packs.indicators:
                    continue
                count = line.counts[f"code:{code}"]
                value, note, taken = count.value, count.note, count.sureness != "flagged"
                if (number, code) in self._corrections.values:
                    value, note, taken = self._corrections.values[number, code], "", True
                yield CellReading(code, grid.place(line.at, at), source,
                                  value if taken else None, note, taken)  # fmt: skip

    def _sums(self, grid: Grid, line: Line) -> Iterable[CellReading]:
        """Yield the figures that columns for parts of the period add up to."""
        number, row = grid.lines[line.at], grid.rows[line.at]
        for code, columns in line.section.sums.items() if line.section is not None else ():
            count = line.counts.get("code:" + code)
            if count is None:
                continue
            places = "+".join(grid.place(line.at, column.at) for column in columns)
            source = " + ".join(shown(row[c.at]) for c in columns if c.at < len(row)).strip(" +")
            value, note, taken = count.value, count.note, count.sureness != "flagged"
            if (number, code) in self._corrections.values:
                value, note, taken = self._corrections.values[number, code], "", True
            yield CellReading(code, places, source, value if taken else None, note, taken)


def _undecided(line: Line) -> frozenset[str]:
    """Return the codes that several columns claim, so that none is taken."""
    if not line.holds("double"):
        return frozenset()
    claimed = {role[7:].partition("@")[0] for role in line.counts if role.startswith("double:")}
    return frozenset(code for code in claimed if f"code:{code}" not in line.counts)


def _held_codes(line: Line) -> frozenset[str]:
    """Return the codes whose columns stand in the table of a row."""
    found = (re.split("[:@]", role) for role in line.counts)
    return frozenset(parts[1] for parts in found if parts[0] in ("code", "double"))


def _told_twice(
    row: ReadRow, line: Line, rows: Sequence[Line], grid: Grid,
    held: Mapping[int, frozenset[str]],
) -> ReadRow:  # fmt: skip
    """A unit with several rows: one is taken only when all that hold the same figures agree."""
    own = held[line.at]
    together = [other for other in rows if other is line or own & held[other.at]]
    if len(together) == 1:  # tables below each other, each with other figures of the same units
        return row
    rows = together
    turned = bool(grid.turned)
    near, other_figures, same_again, repeated = _TWICE_ACROSS if turned else _TWICE
    others = [letter(grid.lines[other.at] - 1) if turned else str(grid.lines[other.at])
              for other in rows if other is not line]  # fmt: skip
    told = ", ".join(others)
    if line.match.sure and not any(other.match.sure for other in rows if other is not line):
        return warned(row, [near.format(rows=told)])
    same = all(
        {k: c.value for k, c in other.counts.items()}
        == {k: c.value for k, c in line.counts.items()}
        for other in rows
    )
    if not same and line is rows[0] and (agreed := _agreed(rows)) is not None:
        return _only(row, agreed, other_figures.format(rows=told))
    if same and line is rows[0]:
        return warned(row, [same_again.format(rows=told)])
    reason = (repeated if same else other_figures).format(rows=told)
    return replace(row, status="refused", reasons=(reason, *row.reasons))


def _agreed(rows: Sequence[Line]) -> frozenset[str] | None:
    """Return the codes all rows of a unit tell alike; None where they differ in most."""
    told = [{role[5:]: count.value for role, count in line.counts.items()
             if role.startswith("code:") and count.value is not None} for line in rows]  # fmt: skip
    codes = frozenset().union(*told)
    alike = frozenset(code for code in codes if len({one.get(code) for one in told}) == 1)
    return alike if len(alike) > 1 and len(alike) * 2 > len(codes) else None


def _only(row: ReadRow, codes: frozenset[str], reason: str) -> ReadRow:
    """Return a row whose other figures are left out and asked about."""
    cells = tuple(
        cell if cell.code in codes or not cell.source else
        replace(cell, value=None, taken=False, note=cell.note or reason)
        for cell in row.cells
    )  # fmt: skip
    return warned(replace(row, cells=cells), [reason])


def warned(row: ReadRow, reasons: Sequence[str]) -> ReadRow:
    """Return a row that says more, each thing once; one that was accepted is to be looked at."""
    if not reasons:
        return row
    status: Status = "warned" if row.status == "accepted" else row.status
    return replace(row, status=status, reasons=tuple(dict.fromkeys((*row.reasons, *reasons))))


def _remark(grid: Grid, line: Line) -> str:
    """Return what a row's columns of remarks say in words."""
    columns = line.section.header.with_role("note") if line.section is not None else ()
    row = grid.rows[line.at]
    said = [one_line(shown(row[c.at])) for c in columns
            if c.at < len(row) and isinstance(row[c.at], str)]  # fmt: skip
    return "; ".join(text for text in said if any(map(str.isalpha, text)))[:LONGEST_REMARK]

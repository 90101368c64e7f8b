"""Rows of a sheet told apart: data, headings of groups, totals, titles, signatures, blanks."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.columns import (
    find_header,
    header_likeness,
    names_times,
    read_header,
)
from desktop.intake.figures.heads.head_rows import is_above_repeated, repeated_rows
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.heading_paths import is_numbering
from desktop.intake.figures.heads.headings import HeadingReader
from desktop.intake.figures.heads.movement_signs import sign_of
from desktop.intake.figures.heads.pairs import (
    ROLE,
    EitherReader,
    PairReader,
    in_doubt,
    told_with_women,
)
from desktop.intake.figures.heads.sheet_choice import names_other_time, title_sense
from desktop.intake.figures.heads.unit_column import (
    naming_units,
    number_column,
    unit_column,
    without_words,
)
from desktop.intake.figures.names.unit_names import NameBook
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.rows.group_names import GroupedNames
from desktop.intake.figures.rows.groups import settle_groups
from desktop.intake.figures.rows.lines import (
    PART,
    Line,
    Section,
    Told,
    odd_figures,
    place_role,
    sum_of_parts,
    untold,
)
from desktop.intake.figures.rows.office_rows import is_above, settle_office_rows
from desktop.intake.figures.rows.parts_of_unions import leave_parts
from desktop.intake.figures.rows.plan_rows import leave_plans
from desktop.intake.figures.rows.row_times import leave_other_days, leave_other_times
from desktop.intake.figures.rows.row_words import (
    first_label,
    first_total,
    is_place_and_day,
    neighbour_name,
    text_at,
)
from desktop.intake.figures.rows.sex_rows import SexRows
from desktop.intake.figures.rows.titled_women import of_women
from desktop.intake.figures.rows.women_rows import take_women
from desktop.intake.figures.sheets import refusals
from desktop.intake.figures.sheets.formulas import Calculator
from desktop.intake.figures.sheets.grid import Cell, Formula, Grid, is_empty, is_number, shown
from desktop.intake.figures.wording.numbers import Count, CountReader
from desktop.intake.figures.wording.row_kinds import (
    is_closing,
    is_example,
    is_group_name,
    is_numbered,
)
from desktop.intake.figures.wording.scales import Scale, declared_scales
from desktop.intake.figures.wording.vocabulary import Vocabulary
from desktop.models.packs.packs import Packs

_FIGURES: Final = ("code:", "men:", "aside:", "double:", "sum:", "time:", "other", "opening",
                   "closing", "moved", "unclear")  # fmt: skip
_STRANGE_ROWS: Final = 4_000
_ONE_IN: Final = 50
_COMPARING: Final = frozenset({"other_time", "plan", "ratio", "change", "average"})
_SAMPLE: Final = 400


class TableReader:
    """Reads one grid under the header found in it; `scales` are the measures it multiplied by."""

    def __init__(
        self, grid: Grid, book: NameBook, words: Vocabulary, headings: HeadingReader,
        codes: frozenset[str], packs: Packs, own: str = "", told: Told = untold,
    ) -> None:  # fmt: skip
        self._grid = grid
        self._book, self._words = book, words
        self._grouped = GroupedNames(book, grid)
        self._headings = headings
        self._codes = codes
        self._packs = packs
        self._own, self._told = own, told
        self._calculator = Calculator(grid)
        self._closed = self._elsewhere = False
        self._met = 0
        self._main_left_out = ""
        self.scales: list[Scale] = []

    def read(self, header: Header) -> list[Line]:
        """Return every row that is not blank at the end, with its kind.

        Tables of the register's units above the header are read too, each under its own header;
        the header's own table is left to others where only those are of the period.
        """
        lines = self._read(header, strict=False)
        others = any(
            one.kind == "data" and one.has_figures and one.section is not None
            and one.section.header is not header for one in lines
        )  # fmt: skip
        if not self._main_left_out or not others:
            return lines
        self._closed, self._elsewhere, self._met = False, False, 0
        strict = self._read(header, strict=True)
        return strict if any(one.kind == "data" for one in strict) else lines

    def _read(self, main: Header, *, strict: bool) -> list[Line]:
        grid, header = self._grid, self._topmost(main)
        lines = [
            Line(at, "header" if at >= header.first else "title") for at in range(header.last + 1)
        ]
        for line in lines:
            if all(is_empty(cell) for cell in grid.rows[line.at]):
                line.kind = "blank"
        section = self.section(header)
        left_out = self._left_out(header, 0)
        if header is main:
            self._main_left_out, left_out = left_out, left_out if strict else ""
        at, last, since = header.last + 1, self._last_row(), header.last + 1
        while at <= last:
            if at % PART == 0:
                self._told(0, 0)  # quickly done: only a place to stop
            likeness = header_likeness(grid, at, self._headings, self._codes)
            end = main.first - 1 if at < main.first else last
            if likeness >= 2 and (self._counts_things(at) or self._counts_of_a_unit(at, section)
                                  or is_above_repeated(grid, section.header, at, end)):  # fmt: skip
                likeness = 0  # "107 ĐV" is what a row counts and no heading of members
            rows = repeated_rows(grid, section.header, at, end)
            again = self._repeated(at, end, rows) if likeness >= 2 or rows else None
            again = main if at == main.first else again and of_women(
                grid, again, section.header, self._headings, self._codes)  # fmt: skip
            if again is not None:
                same = set(again.codes()) == set(section.header.codes())
                why = _("đầu bảng lặp lại") if same else _("đầu bảng")
                lines += [Line(row, "header", why=why) for row in range(at, again.last + 1)]
                before, section, at = section, self.section(again), again.last + 1
                # One that only repeats at the top of a page goes on with its table.
                titled = any(one.kind == "heading" and one.at >= since for one in lines)
                if not same or titled or again is main:
                    left_out = self._left_out(again, since)
                elif all(one.kind != "total" or one.table is not before.table for one in lines):
                    section.table = before.table
                if again is main:
                    self._main_left_out, left_out = left_out, left_out if strict else ""
                self._closed = self._elsewhere = False
                continue
            # A row of headings of something else begins another table, such as a list of people.
            self._elsewhere = self._elsewhere or likeness >= 3
            lines.append(self._outside(at) if self._elsewhere else self._line(at, section))
            since = at + 1 if lines[-1].has_figures else since
            if left_out and lines[-1].kind not in ("blank", "heading"):
                lines[-1] = Line(at, "outside", why=left_out)
            at += 1
            self._met += lines[-1].match.is_name
            if len(lines) >= _STRANGE_ROWS and self._met * _ONE_IN < len(lines):
                raise refusals.strange_units()
        leave_plans(grid, lines, self._headings)
        SexRows(grid, self._headings, self._packs).join(lines)
        take_women(lines, self._codes, self._says_women, self._says_men)
        self._under_openings(lines)
        self._join_broken_names(lines)
        leave_other_times(grid, lines, self._headings)
        leave_other_days(grid, lines, self._headings)
        leave_parts(lines)
        settle_office_rows(lines, self._is_upper, self._own)
        settle_groups(lines, self._words, self._is_upper)
        settle_office_rows(lines, self._is_upper, self._own)
        return lines

    def _says_men(self, line: Line) -> bool:
        sense = self._headings.sense(line.name)
        return sense.concepts == {"men"} and not (sense.left or sense.codes)

    def _says_women(self, line: Line) -> bool:
        """Whether the only words of a row are “trong đó: nữ”; a row without a name gets them."""
        texts = [shown(cell) for cell in self._grid.rows[line.at]
                 if isinstance(cell, str) and any(map(str.isalpha, cell))]  # fmt: skip
        sense = self._headings.sense(texts[0]) if len(texts) == 1 else None
        if sense is None or sense.concepts != {"women"} or sense.left or sense.codes or sense.span:
            return False
        line.name = texts[0]
        return True

    def _under_openings(self, lines: Sequence[Line]) -> None:
        """Read names below a heading that names of units begin with as going on from it."""
        opening = ""
        for place, line in enumerate(lines):
            if line.kind not in ("data", "heading"):
                opening = opening if line.kind == "blank" else ""
            elif line.name and not line.match.sure and (
                not line.has_figures or is_group_name(line.name, self._words)
            ):  # fmt: skip
                opening = ""
                begun = self._grouped.opening(line.name)
                if begun and self._begins_list(begun, lines[place + 1 : place + 3]):
                    opening, line.match = begun, Match(None)
                    if not line.has_figures:
                        line.kind, line.why = "heading", _("dòng tên nhóm")
            elif opening and line.name and not line.match.sure:
                line.match = self._grouped.beneath(opening, line.name, line.area) or line.match

    def _begins_list(self, opening: str, below: Sequence[Line]) -> bool:
        """Whether the names of the two rows below a heading go on from it."""
        return len(below) == 2 and all(
            line.has_figures and not line.match.sure and line.name
            and self._grouped.beneath(opening, line.name, line.area) is not None
            for line in below
        )  # fmt: skip

    def _join_broken_names(self, lines: Sequence[Line]) -> None:
        """Join names that go on in the row below, or began in the one above: one holds figures."""
        for line, below in pairwise(lines):
            if (line.match.sure and below.match.sure) or below.match.why == "group":
                continue
            if line.section is None or below.section is not line.section or not line.name:
                continue
            counted, rest = (line, below) if line.has_figures else (below, line)
            if rest.has_figures or not counted.has_figures or counted.match.sure:
                continue
            if not below.name or below.number or rest.match.sure:
                continue
            found = self._book.find(f"{line.name} {below.name}", counted.area)
            if found.unit is not None and found.sure:
                counted.name = f"{line.name} {below.name}"
                counted.match = Match(found.unit, why="joined")
                counted.kind = "data"
                rest.kind, rest.why = "outside", _("phần còn lại của tên đơn vị")
                rest.name = ""

    def _topmost(self, header: Header) -> Header:
        """Return the highest header above the given one under which units have figures."""
        found = header
        while above := find_header(self._grid, self._headings, self._codes, until=found.first):
            section = self.section(above)
            rows = range(above.last + 1, found.first)
            if not any(self._is_row_of_unit(self._grid.rows[at], section) for at in rows):
                return found
            found = above
        return found

    def _left_out(self, header: Header, since: int) -> str:
        """Say why a table is not read: the words above it, below the one before it, name
        another period, or a part of the period for flows; "" where it is."""
        said = title_sense(self._grid.rows[since : header.first], self._headings)
        if said.time == "other" or names_other_time(
            self._grid.rows[since : header.first], self._headings
        ):
            return _("bảng của kỳ khác")
        untimed = [c.code for c in header.columns if c.code and c.span is None]
        whole = said.span is None or said.span.is_year
        if whole or all(self._headings.is_of_period(code, said) for code in untimed):
            return ""
        return (_("bảng của một phần kỳ") if said.relation == "part"
                else _("bảng của thời gian dài hơn kỳ"))  # fmt: skip

    def _is_row_of_unit(self, row: Sequence[Cell], section: Section) -> bool:
        name = text_at(row, section.unit)
        return bool(name) and self._book.find(name).is_name and any(
            not is_empty(row[column.at]) for column in section.header.columns
            if column.is_asked and column.at < len(row)
        )  # fmt: skip

    def _is_upper(self, line: Line) -> bool:
        """Whether a row's unit stands above base unions: its row may be a group's sum."""
        return is_above(self._packs, line.match.unit)

    def _counts_things(self, at: int) -> bool:
        """Whether most cells of a row behind its name are counts with what they count."""
        cells = [cell for cell in self._grid.rows[at] if not is_empty(cell)][1:]
        told = [cell for cell in cells if isinstance(cell, str) and cell.strip()[:1].isdigit()
                and any(map(str.isalpha, cell))]  # fmt: skip
        if len(told) * 2 <= len(cells):
            return False
        reader = CountReader(self._words)
        return all(reader.read(cell).value is not None for cell in told)

    def _counts_of_a_unit(self, at: int, section: Section) -> bool:
        """Whether a row names a unit of the register before cells with digits: “12 ĐV nữ”."""
        row = self._grid.rows[at]
        told = [cell for place, cell in enumerate(row) if place in section.readers]
        found = self._book.find(text_at(row, section.unit))
        return found.unit is not None and found.sure and any(
            any(map(str.isdigit, shown(cell))) for cell in told
        )  # fmt: skip

    def _outside(self, at: int) -> Line:
        blank = all(is_empty(cell) for cell in self._grid.rows[at])
        if blank:
            return Line(at, "blank", why=_("dòng trống"))
        return Line(at, "outside", why=_("bảng khác, không có số liệu của biểu"))

    def section(self, header: Header) -> Section:
        """Return how the rows under a header are read."""
        unit = unit_column(self._grid, header, self._book)
        header = without_words(self._grid, naming_units(header, unit), self._words)
        header = told_with_women(self._grid, header)
        codes = header.with_role("code")
        areas = tuple(column.at for column in header.with_role("area") if column.at != unit)
        declared = declared_scales(self._grid.rows, header.last + 1)
        readers = {}
        for column in header.columns:
            if column.role.startswith(_FIGURES):
                scale = self._scale(column, declared)
                either = in_doubt(self._grid, header, column)
                reader = (EitherReader(self._words, women=True) if either
                          else self._reader(column, scale))  # fmt: skip
                readers[column.at] = (place_role(column), reader)
                if scale is not None and column.is_asked and scale not in self.scales:
                    self.scales.append(scale)
        pairs = {column.at: (column.role.removeprefix(ROLE), self._pair_reader(column, header.last))
                 for column in header.columns if column.role.startswith(ROLE)}  # fmt: skip
        return Section(
            header, unit, codes[0].at if codes else self._code_column(header), areas,
            number_column(self._grid, header, unit), readers, pairs=pairs,
        )  # fmt: skip

    def _pair_reader(self, column: Column, head: int) -> PairReader:
        rows = self._grid.rows[head + 1 : head + 1 + _SAMPLE]
        cells = [row[column.at] for row in rows if column.at < len(row)]
        said = {one for text in column.path for one in self._headings.sense(text).concepts}
        return PairReader(self._reader(column, None), cells, said)

    def _scale(self, column: Column, declared: Sequence[Scale]) -> Scale | None:
        """Return what a column counts by: its heading says it, or the sheet for all."""
        indicator = self._packs.indicators.get(column.role.partition(":")[2])
        told = (column.scale,) if column.scale is not None else declared
        return next((scale for scale in told if scale.suits(indicator)), None)

    def _reader(self, column: Column, scale: Scale | None) -> CountReader:
        code = column.role.partition(":")[2]
        indicator = self._packs.indicators.get(code)
        return CountReader(
            self._words, money=indicator is not None and indicator.money,
            women=indicator is not None and indicator.women, scale=scale,
            sign=sign_of(code, self._packs),
        )  # fmt: skip

    def _code_column(self, header: Header) -> int:
        """Return a column without a heading that holds the units' codes; -1 without one."""
        rows = self._grid.rows[header.last + 1 : header.last + 1 + _SAMPLE]
        headed = {column.at for column in header.columns if column.path}
        for at in range(self._grid.width):
            texts = [row[at] for row in rows if at < len(row) and isinstance(row[at], str)]
            filled = [text for text in texts if text.strip()]
            if at not in headed and len(filled) > 1 and all(map(self._book.is_code, filled)):
                return at
        return -1

    def _last_row(self) -> int:
        for at in range(len(self._grid.rows) - 1, -1, -1):
            if not all(is_empty(cell) for cell in self._grid.rows[at]):
                return at
        return -1

    def _repeated(self, at: int, last: int, rows: int) -> Header | None:
        """Return a header that begins at a row like one, among the data; None where none does.

        That of the page before, word by word, has as many `rows` as there.
        """
        if rows:
            return read_header(self._grid, at, at + rows - 1, self._headings, self._codes)
        best: Header | None = None
        for end in range(at, min(at + 3, last + 1)):
            found = read_header(self._grid, at, end, self._headings, self._codes)
            if end + 1 <= last and names_times(self._grid, end + 1, self._headings):
                continue
            better = best is None or found.score > best.score + 1e-9
            if found.asks() and found.with_role("unit", "number") and better:
                best = found
            if (
                end + 1 <= last
                and header_likeness(self._grid, end + 1, self._headings, self._codes) < 1
                and not names_times(self._grid, end + 1, self._headings)
            ):
                break
        return best

    # one row

    def _line(self, at: int, section: Section) -> Line:
        row = self._grid.rows[at]
        if all(is_empty(cell) for cell in row):
            return Line(at, "blank", why=_("dòng trống"))
        name = text_at(row, section.unit)
        number = text_at(row, section.number)
        area = " ".join(filter(None, (text_at(row, a) for a in section.areas)))
        line = Line(at, "data", name, area, number, section=section)
        line.counts = {
            role: self._count(reader, row[place]) if place < len(row) else Count(None)
            for place, (role, reader) in section.readers.items()
        }
        for code, columns in section.sums.items():
            line.counts["code:" + code] = sum_of_parts(self._grid, line, columns)
        for place, (code, pair) in section.pairs.items():
            told = pair.read(row[place]) if place < len(row) else (Count(None), Count(None))
            line.counts |= zip((f"code:{code}", f"code:{code}N"), told, strict=True)
        if is_numbering(self._grid, at) and not self._book.find(name).sure:
            line.kind, line.why = "numbering", _("dòng đánh số cột")
            return line
        code = text_at(row, section.code)
        if name:
            line.match = self._book.find(name, area, code)
            if not line.match.sure:
                heading = " ".join(section.header.columns[section.unit].path[-1:])
                line.match = self._grouped.headed(row[section.unit], heading, area, line.match)
        elif code and line.has_figures and (coded := self._book.find("", area, code)).unit:
            line.match = Match(coded.unit, why="unnamed")
        if name and not line.match.sure and section.unit > 0:
            kind = text_at(row, section.unit - 1)
            line.match = (self._grouped.joined(kind, name, area, line.match) if kind
                          else self._grouped.below(line, section.unit - 1))  # fmt: skip
        if name and not line.match.sure:
            line.match = self._behind(row, section, line)
        self._tell(line, row, section)
        return line

    def _behind(self, row: Sequence[Cell], section: Section, line: Line) -> Match:
        """Return what a name stands for whose kind of unit a column further on tells: “TH”."""
        told = [text_at(row, column.at) for column in section.header.with_role("kind", "sector")
                if column.at != section.unit - 1]  # fmt: skip
        for kind in filter(None, told):
            found = self._grouped.joined(kind, line.name, line.area, line.match)
            if found.unit is not None:
                return found
        return line.match

    def _count(self, reader: CountReader, cell: Cell) -> Count:
        if isinstance(cell, Formula):
            value = self._calculator.value(cell)
            if value is not None:
                return reader.read(value)
        return reader.read(cell)

    def _is_comparison(self, label: str) -> bool:
        """Tell whether a row compares: last year's sum, the plan, an average, a ratio."""
        sense = self._headings.sense(label)
        return (
            sense.known and bool(sense.concepts & _COMPARING) and "unit" not in sense.concepts
        )  # "Trường cũ" is a union somebody names, "Năm trước" is none

    def _tell(self, line: Line, row: Sequence[Cell], section: Section) -> None:
        """Decide what a row is by its words, its match and its figures."""
        label = line.name or first_label(row, section)
        if line.match.unit is None and is_example(
            shown(cell) for cell in row if isinstance(cell, str) and cell.strip()
        ):
            line.kind, line.name, line.why = "outside", label, _("dòng mẫu")
            return
        sure = line.match.unit is not None and line.match.sure
        kind = "" if sure else first_total(row, section, self._words)
        if kind:
            line.kind = "total" if kind == "total" else "subtotal"
            line.name, line.why = label, _("dòng cộng")
            return
        numbered = is_numbered(line.number, line.name)
        if label and not line.match.is_name and not numbered and self._is_comparison(label):
            line.kind, line.name, line.why = "outside", label, _("dòng so sánh")
            return
        if not line.has_figures and not line.name and is_place_and_day(row):
            self._closed = True
            line.kind, line.why = "closing", _("phần ký tên, ghi chú")
            return
        signed = self._closed and not any(map(_begins_with_digit, row))
        if line.has_figures or (odd_figures(line, row) and not signed):
            if not line.name:
                line.name = "" if is_number(line.name) else neighbour_name(row, section)
            return
        if line.match.unit is not None and (line.match.sure or is_numbered(line.number, line.name)):
            return
        texts = [shown(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        if self._closed or any(is_closing(text, self._words) for text in texts):
            self._closed = True
            line.kind, line.why = "closing", _("phần ký tên, ghi chú")
        elif (
            line.name
            and is_numbered(line.number, line.name)
            and not is_group_name(line.name, self._words)
        ):
            return
        else:
            line.kind = "heading" if label else "outside"
            line.name, line.why = label, _("dòng tên nhóm") if label else _("ngoài bảng")


def _begins_with_digit(cell: Cell) -> bool:
    return not is_empty(cell) and shown(cell)[:1].isdigit()

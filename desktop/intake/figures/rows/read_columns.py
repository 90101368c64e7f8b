"""What the columns of a read sheet are taken for, and why one is not."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, takewhile
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.columns import forced
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.result import ReadColumn, ReadTable
from desktop.intake.figures.rows.lines import NO_COUNT, Line
from desktop.intake.figures.rows.sums_alone import NO_REASON, sums_alone
from desktop.intake.figures.sheets.grid import Grid, column_of, is_empty, letter, shown
from desktop.intake.figures.wording.numbers import CountReader
from desktop.models.text import fold

_FEW_ROWS: Final = 10
"""One row in so many is odd; more of them are a column."""
_SAMPLE: Final = 200
_TWO: Final = re.compile(r"\s*\d+\s*/\s*\d+\s*")
_MOVES: Final = frozenset({"tang", "giam"})
_NOT_MOVED: Final = frozenset({"%", "ty", "sanh", "ld", "lao", "cnvcld", "nld", "cnld"})
_WORDS: Final = frozenset({"kind", "area", "company", "sector", "measure", "address", "country"})
"""What a column of counts is not, whatever its heading says: “Chuyển ra khỏi xã”."""
_FIRMS: Final = frozenset({"phone", "company", "address", "country"})
_FEWEST_MOVEMENTS: Final = 2
_FEWEST_PARTS: Final = 2


def corrected(header: Header, chosen: Mapping[str, str | None], codes: Collection[str]) -> Header:
    """Return a header with the columns that a person gave another meaning."""
    roles: dict[int, str | None] = {}
    for name, role in chosen.items():
        at = column_of(name)
        if at >= 0:
            roles[at] = f"code:{role}" if role in codes else role
    return forced(header, roles) if roles else header


def singled(counts_of: CountReader, grid: Grid, header: Header, lines: Sequence[Line]) -> Header:
    """Take the first of several columns of one code when all their rows agree, or the one that
    adds up those before it: “Giáo viên | Nhân viên | Cộng CBGVNV”."""
    columns = list(header.columns)
    for code in {c.role[7:] for c in columns if c.role.startswith("double:")}:
        same = [c for c in columns if c.role == f"double:{code}"]
        data = [line for line in lines if line.kind in ("data", "total", "subtotal")]
        counting = [c for c in same if not _holds_no_count(data, f"double:{code}@{c.at}")]
        if len(counting) == 1:  # the others hold words: a measure, a remark
            for column in same:
                columns[column.at] = replace(column, role="")
            same = counting
        parts = _parts_added_up(counts_of, grid, data, same) if code[0] == "A" else None
        if parts is not None:
            for at in parts:
                columns[at] = replace(columns[at], role="other")
            same = same[-1:]
        if _is_whole_before_others(grid, data, same, code):
            _take_first(lines, same, code)
            for column in same[1:]:
                columns[column.at] = replace(column, role="")
            same = same[:1]
        keys = [f"double:{code}@{column.at}" for column in same]
        agree = all(
            len({line.counts[key].value for key in keys if key in line.counts}) <= 1
            for line in data
        )
        if not agree or code in header.codes():
            continue
        columns[same[0].at] = replace(same[0], role=f"code:{code}")
        women = (line.women for line in lines if line.women is not None)
        for line in (*lines, *women):  # a row below that is kept as it is stands twice
            if keys[0] in line.counts:
                line.counts[f"code:{code}"] = line.counts.pop(keys[0])
    return Header(header.first, header.last, columns, header.score, header.remarks)


def _parts_added_up(
    counts_of: CountReader, grid: Grid, data: Sequence[Line], same: Sequence[Column]
) -> range | None:
    """Return the columns right before the last of several that it adds up in every row, all the
    others of them among these; None where it does not. Only stocks are asked for: the parts of
    admissions are indicators of their own."""
    if len(same) < _FEWEST_PARTS:
        return None
    told = [[counts_of.read(cell).value for cell in grid.rows[line.at][: same[-1].at + 1]]
            for line in data if line.has_figures]  # fmt: skip
    if len(told) < _FEWEST_PARTS or not all(
        len(row) > same[-1].at and row[-1] is not None for row in told
    ):
        return None
    last = same[-1].at
    for first in range(min(same[0].at, last - _FEWEST_PARTS), 0, -1):
        if all(sum(value or 0 for value in row[first:last]) == row[-1] for row in told):
            many = all(any(row[at] for row in told) for at in range(first, last))
            return range(first, last) if many else None
    return None


def _is_whole_before_others(
    grid: Grid, data: Sequence[Line], same: Sequence[Column], code: str
) -> bool:
    """Whether one heading was merged over columns the first of which is never the smaller one."""
    side_by_side = len(same) == 2 and same[1].at == same[0].at + 1
    merged = side_by_side and any(
        left <= same[0].at and same[1].at <= right
        and shown(grid.rows[top][left]) == same[0].path[-1]
        for (top, left), (_bottom, right) in grid.spans
    )  # fmt: skip
    if not merged:
        return False
    told = [tuple(line.counts.get(f"double:{code}@{c.at}", NO_COUNT).value for c in same)
            for line in data]  # fmt: skip
    pairs = [(one, two) for one, two in told if one is not None and two is not None]
    return len(pairs) > 1 and all(one >= two for one, two in pairs) and any(
        one > two for one, two in pairs)  # fmt: skip


def _take_first(lines: Sequence[Line], same: Sequence[Column], code: str) -> None:
    """Say in each row that the first of two columns under one heading is taken for the whole."""
    key = f"double:{code}@{same[0].at}"
    for line in lines:
        if (count := line.counts.get(key)) is not None and count.value is not None:
            note = count.note or _("đầu cột gộp hai cột, hiểu cột đầu là tổng số.")
            line.counts[key] = replace(count, sureness="doubtful", note=note)


def other_time(column: Column) -> str:
    """Say why a column of more or less than the period is left out, and what to do.

    One that names no time tells of a whole and its women at once.
    """
    if column.span is None and not column.relation:
        return _("Đầu cột ghi cả tổng số và nữ, không rõ là số nào; chọn chỉ tiêu cho cột này.")
    said = (_("Chỉ là số của một phần kỳ.") if column.relation == "part" else
            _("Là số của thời gian dài hơn hoặc lệch với kỳ."))  # fmt: skip
    return f"{said} " + _("Nếu đúng là số của cả kỳ thì chọn chỉ tiêu cho cột này.")


def _holds_pairs(grid: Grid, lines: Sequence[Line], at: int) -> bool:
    """Whether most cells of a column tell two counts: “67/91” below “ĐV/LĐ”."""
    rows = [grid.rows[line.at] for line in lines if line.kind == "data"][:_SAMPLE]
    told = [row[at] for row in rows if at < len(row) and not is_empty(row[at])]
    pairs = sum(isinstance(cell, str) and _TWO.fullmatch(cell) is not None for cell in told)
    return pairs * 2 > len(told)


def _holds_counts(counts_of: CountReader, grid: Grid, lines: Sequence[Line], at: int) -> bool:
    """Whether most cells of a column are numbers as counts are: whole, no years, no phones."""
    rows = [grid.rows[line.at] for line in lines if line.kind == "data"][:_SAMPLE]
    filled = [row[at] for row in rows if at < len(row) and not is_empty(row[at])]
    read = (counts_of.read(cell) for cell in filled)
    counts = [count.value for count in read if count.value is not None]
    if len(counts) * 2 <= len(filled) or not counts:
        return False
    return not all(1900 <= value <= 2100 for value in counts)


def strange_beside_movements(
    counts_of: CountReader, grid: Grid, header: Header, lines: Sequence[Line]
) -> list[Column]:
    """Return the columns of counts nobody understands in a table of movements: they may be some
    wherever they stand. In any table those are told that have no heading between others, or one
    of telephones ("ĐT")."""
    moves = sum(code.startswith("C") for code in header.codes())
    asked = _in_movements if moves >= _FEWEST_MOVEMENTS else partial(_in_any_table, header)
    if moves == 1 and not any(code.startswith("A") for code in header.codes()):
        asked = partial(
            _among_movements, header
        )  # “ĐK | KN | NH | TV | CK” tells no stock that is asked
    return [column for column in header.columns
            if asked(column) and _holds_counts(counts_of, grid, lines, column.at)]  # fmt: skip


def _in_movements(column: Column) -> bool:
    return bool(column.path) and (not column.role or column.role in _WORDS)


def _among_movements(header: Header, column: Column) -> bool:
    told = _in_movements(column) or _moves_untold(column)
    return (told and column.relation in ("", "same")) or _in_any_table(header, column)


def _moves_untold(column: Column) -> bool:
    """Whether a column is of those who came or left, nobody knows why: “Giảm > T10”."""
    told = fold(" ".join(column.path)).split()
    return (
        column.role in ("other", "note")
        and not _MOVES.isdisjoint(told)
        and (_NOT_MOVED.isdisjoint(told))
    )


def _in_any_table(header: Header, column: Column) -> bool:
    if column.role in _FIRMS or column in header.with_role("unit")[1:]:
        return True
    first = min((one.at for one in header.columns if one.is_asked), default=0)
    last = max((one.at for one in header.columns if one.path), default=0)
    return not column.path and first < column.at < last


def beyond_the_head(
    counts_of: CountReader, grid: Grid, header: Header, lines: Sequence[Line]
) -> set[tuple[int, int]]:
    """Return the places of counts right behind the last headed column that few rows have.

    A row with a cell too many is not as its writer meant it; a whole column without a heading is
    somebody's own reckoning.
    """
    last = max((column.at for column in header.columns if column.path), default=-1)
    rows = [line.at for line in lines if line.kind == "data"]
    if last < 0:
        return set()
    found: set[tuple[int, int]] = set()
    for at in rows:
        cells = takewhile(lambda cell: counts_of.read(cell).value is not None,
                          islice(grid.rows[at], last + 1, None))  # fmt: skip
        found |= {(at, last + 1 + place) for place, _cell in enumerate(cells)}
    odd = {at for at, _place in found}
    return found if len(odd) <= max(1, len(rows) // _FEW_ROWS) else set()


def read_columns(
    counts_of: CountReader, grid: Grid, header: Header, lines: Sequence[Line]
) -> tuple[ReadColumn, ...]:
    """Return what each column with a heading or a meaning is taken for, and what is doubtful."""
    section = next((line.section for line in lines if line.section is not None), None)
    unit = section.unit if section is not None else -1
    found, alone = [], list(sums_alone(header))
    for column in header.columns:
        role = column.code or column.role.partition("both:")[2] or None
        noted = (column.role == "note" and _moves_untold(column)
                 and _holds_counts(counts_of, grid, lines, column.at))  # fmt: skip
        if column.role in ("unit", "kind", "note") and not noted:
            role = column.role
        if column.at == unit:
            role = "unit"
        elif role == "unit":
            role = None
        note, unclear = "", False
        if column.role.startswith("double:"):
            note = _("Có hai cột cùng nghĩa mà số khác nhau.")
        elif column in alone:
            note = NO_REASON
            unclear = _holds_counts(counts_of, grid, lines, column.at)
        elif column.role.startswith("aside:"):
            note = _("Không nhập ở biểu này; chỉ dùng để đối chiếu.")
        elif column.role.startswith("men:"):
            note = _("Dùng để đối chiếu nam + nữ = tổng.")
        elif column.role == "other" and column.relation == "part":
            note = _("Một phần của kỳ, không được nhận.")
        elif column.role == "other" and column.scale is not None:
            note = _("Ghi theo “{words}”, không phải số đếm của chỉ tiêu này.").format(
                words=column.scale.words)  # fmt: skip
        elif not role and "/" in column.heading and _holds_pairs(grid, lines, column.at):
            note = _("Mỗi ô ghi hai số, không được nhận; tách thành hai cột.")
            unclear = True
        elif column.role == "other":
            note = _("Không phải chỉ tiêu của biểu, hoặc không phải số của kỳ này.")
        elif column.role.startswith("sum:"):
            note = _("Một phần của kỳ, được cộng với các cột cùng chỉ tiêu.")
        elif column.role.startswith("both:"):
            note = _("Mỗi ô ghi cả tổng số và nữ.")
        elif column.role.startswith("time:"):
            note = other_time(column)
            unclear = _holds_counts(counts_of, grid, lines, column.at)
        elif column.guess:
            note = column.guess
        elif column.doubtful:
            note = _("Ghi số đến một ngày mà không ghi từ ngày nào.")
        elif column.role == "moved":
            note = _("Chưa hiểu là tăng, giảm nào; chọn chỉ tiêu cho cột này.")
            unclear = _holds_counts(counts_of, grid, lines, column.at)
        elif section is not None and column.at in section.times:
            note = _("Kỳ của từng dòng; dòng của kỳ khác không được nhận.")
        elif not role and column.role in ("", "unclear", "note") and (
            _holds_counts(counts_of, grid, lines, column.at)
        ):  # fmt: skip
            note = _("Cột có số nhưng chưa hiểu nghĩa, không được nhận.")
            unclear = True
        if column.path or role:
            at = grid.column_place(column.at)
            found.append(ReadColumn(letter(column.at), column.heading, role, note, unclear, at))
    return tuple(found)


def read_tables(
    counts_of: CountReader, grid: Grid, header: Header, lines: Sequence[Line]
) -> tuple[ReadTable, ...]:
    """Return the columns of every table on the sheet, from the top down."""
    found: dict[int, tuple[Header, list[Line]]] = {}
    for line in lines:
        if line.kind == "data" and line.section is not None:
            found.setdefault(id(line.section), (line.section.header, []))[1].append(line)
    return tuple(
        ReadTable(
            grid.lines[rows[0].at], grid.lines[rows[-1].at],
            read_columns(counts_of, grid, header if own.first == header.first else own, rows),
            grid.name,
        )
        for own, rows in found.values()
    )  # fmt: skip


def _holds_no_count(lines: Sequence[Line], key: str) -> bool:
    """Whether a column has cells that are no counts, and not one that is."""
    found = [line.counts[key] for line in lines if key in line.counts]
    return all(count.value is None for count in found) and any(
        count.sureness == "flagged" for count in found
    )

"""Where a table's header stands and which column holds what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from desktop.intake.figures.heads.activity_columns import (
    below_a_section,
    by_names,
    doubt_lone_names,
    money_of_a_named_group,
    named_before_likely,
    turns_of_a_named_group,
)
from desktop.intake.figures.heads.column_guesses import (
    admitted_so_far,
    ask_for_unclear,
    money_beside,
    moved_elsewhere,
    stocks_around,
    told_by_signs,
    women_before,
    women_in_order,
    women_of_movements,
    workers_of_the_area,
)
from desktop.intake.figures.heads.head_rows import is_cut, shared_headings
from desktop.intake.figures.heads.header import Column, Header
from desktop.intake.figures.heads.heading_paths import heading_paths, is_numbering, told_in_levels
from desktop.intake.figures.heads.headings import HeadingReader, is_code_heading
from desktop.intake.figures.heads.in_and_out import in_and_out
from desktop.intake.figures.heads.kinds_of_workers import sum_of_kinds
from desktop.intake.figures.heads.member_parts import of_members, parts_of_others
from desktop.intake.figures.heads.movement_initials import movements_by_initials
from desktop.intake.figures.heads.pairs import women_within
from desktop.intake.figures.heads.plans_beside import assume_period
from desktop.intake.figures.heads.spare_columns import read_without, spare_columns
from desktop.intake.figures.heads.union_columns import (
    unions_among_activities,
    unions_among_members,
    unions_among_unions,
    unions_beside_their_members,
)
from desktop.intake.figures.heads.women_first import women_first
from desktop.intake.figures.heads.women_of_groups import women_of_groups
from desktop.intake.figures.sheets.grid import Cell, Grid, is_empty, is_number, shown
from desktop.intake.figures.wording.heading_words import is_of_which, tells_part
from desktop.intake.figures.wording.senses import OF_MEMBERS, Sense
from desktop.models.text import fold

_MOST_HEADER_ROWS: Final = 4
_LOOKED_AT: Final = 120
_PARTING: Final = frozenset({"women", "men", "member", "total", "plain"})
_HEAD_LEFT: Final = 1.0
"""What a head loses that leaves a row of headings to the table below it."""
_OF_A_CUT_HEAD: Final = 0.5
"""How much of its score a head keeps whose merged headings go on beside it."""
_SAMPLE: Final = 40
_ACTIVITY: Final = "D12"
"""Stands in the form of activities alone."""
_EITHER_WAY: Final = frozenset({"dv", "d.v", "d v"})
_UNIONS: Final = frozenset({"A05", "A06", "A07"})


def find_header(grid: Grid, reader: HeadingReader, codes: frozenset[str], since: int = 0,
                until: int | None = None) -> Header | None:  # fmt: skip
    """Return the best header of a grid between two rows, None where nothing looks like one."""
    last = min(len(grid.rows), since + _LOOKED_AT if until is None else until)
    best: Header | None = None
    for row in range(since, last):
        if header_likeness(grid, row, reader, codes) < 2:
            continue
        for first in range(max(since, row - 2), row + 1):
            for end in range(row, min(row + 3, first + _MOST_HEADER_ROWS, last)):
                if any(holds_numbers(grid, at) for at in range(first, end + 1)):
                    break
                if end + 1 < last and names_times(grid, end + 1, reader):
                    continue  # the head goes on: “Kết nạp mới” over Tháng 7, Tháng 8
                found = read_header(grid, first, end, reader, codes)
                if end + 1 < last and (
                    header_likeness(grid, end + 1, reader, codes) > 2
                    or _parts_columns(grid, end + 1, found, reader)
                ):
                    found.score -= _HEAD_LEFT
                if is_cut(grid, first, end):
                    found.score *= _OF_A_CUT_HEAD
                if found.score > 0 and (best is None or found.score > best.score + 1e-9):
                    best = found
        if best is not None and row > best.last + 40:
            break
    return best


def header_likeness(grid: Grid, row: int, reader: HeadingReader, codes: frozenset[str]) -> int:
    """Return how many cells of a row are headings that are understood."""
    if holds_numbers(grid, row):
        return 0
    found = 0
    for cell in grid.rows[row]:
        if isinstance(cell, str) and cell and len(cell) < 200:
            text = shown(cell)
            if text and (is_code_heading(text, codes) or reader.is_known(text)):
                found += 1
    return found


def names_times(grid: Grid, row: int, reader: HeadingReader) -> bool:
    """Tell whether a row of words alone dates columns: Tháng 10, Tháng 11, Quý IV.

    Such a row is part of the head above it, whatever else that says.
    """
    if row >= len(grid.rows) or holds_numbers(grid, row):
        return False
    texts = [cell for cell in grid.rows[row] if not is_empty(cell)]
    if not all(isinstance(text, str) and len(text) < 60 for text in texts):
        return False
    said = [reader.sense(shown(text)) for text in texts]
    dated = any(sense.span is not None and not sense.left for sense in said)
    return dated and all(sense.known or sense.span is not None for sense in said)


def _parts_columns(grid: Grid, row: int, header: Header, reader: HeadingReader) -> bool:
    """Tell whether a row below a head says no more than what single columns count: “Nữ” below
    “Kết nạp mới”, “Số ĐV” below “CĐCS giải thể”."""
    cells = {at: cell for at, cell in enumerate(grid.rows[row]) if not is_empty(cell)}
    headed = {column.at for column in header.columns if column.path and column.role != "unit"}
    if not cells or not cells.keys() <= headed:
        return False
    said = [reader.sense(shown(cell)) for cell in cells.values() if isinstance(cell, str)]
    return len(said) == len(cells) and all(
        bool(one.concepts) and one.concepts <= _PARTING and not (one.left or one.codes)
        for one in said
    )


def is_code_row(grid: Grid, row: int, codes: frozenset[str]) -> bool:
    """Tell whether a row names the columns by the codes of indicators."""
    cells = grid.rows[row]
    return sum(1 for c in cells if isinstance(c, str) and is_code_heading(c, codes)) >= 2


def read_header(
    grid: Grid, first: int, last: int, reader: HeadingReader, codes: frozenset[str]
) -> Header:
    """Read rows [first, last] as a header; `score` tells how much of it is understood.

    Levels told in one cell are taken apart where that lets more be understood; empty columns
    between others are left aside.
    """
    spare = spare_columns(grid, first, last)
    if spare:
        return read_without(
            grid, last, spare, lambda narrow: _read_head(narrow, first, last, reader, codes)
        )
    return _read_head(grid, first, last, reader, codes)


def _read_head(
    grid: Grid, first: int, last: int, reader: HeadingReader, codes: frozenset[str]
) -> Header:
    paths = [tuple(map(reader.as_meant, path)) for path in heading_paths(grid, first, last, codes)]
    found = _read_paths(grid, first, last, reader, codes, paths)
    for levels in (*_without_title(paths, reader), *told_in_levels(paths)):
        other = _read_paths(grid, first, last, reader, codes, levels)
        if _understood(other) >= _understood(found):
            found = other
    return found


def _without_title(
    paths: Sequence[tuple[str, ...]], reader: HeadingReader
) -> list[list[tuple[str, ...]]]:
    """Return the headings without one over the rows' numbers and over figures: a title that ends
    short of the last column, not told of all columns alike."""
    titles = {path[0] for path in paths if len(path) > 1 and reader.role(path[1:])[0] == "number"}
    short = [path[1:] if len(path) > 1 and path[0] in titles else path for path in paths]
    return [short] if short != list(paths) else []


def _understood(header: Header) -> tuple[float, int]:
    """Return how much of a header is understood, and how little of that is concluded."""
    return round(header.score, 6), -sum(bool(column.guess) for column in header.columns)


def _read_paths(
    grid: Grid, first: int, last: int, reader: HeadingReader, codes: frozenset[str],
    texts: Sequence[tuple[str, ...]],
) -> Header:  # fmt: skip
    columns = []
    before: tuple[str, bool] = ("", False)
    group: tuple[str, ...] = ()
    of_whole, told, members = before, False, False
    shared = shared_headings(texts)
    for at, path in enumerate(texts):
        role, sense = _role(path, reader, codes)
        role, guess = by_names(path[shared:], role, sense, reader, codes)
        if not role:
            role, guess = below_a_section(path[shared:], sense, reader)
        bare = role if role in ("women", "men") else ""
        if path[:-1] != group:
            group, of_whole, told = path[:-1], before, False
        of_which = bool(group) and is_of_which(group[-1])
        if bare and not told and of_which:
            before = of_whole  # "đoàn viên | trong đó: đảng viên, nữ": the women of the members
        told = told or bool(bare)
        within = of_whole if of_which else before
        if role[5:] in OF_MEMBERS and within[0] == "A01" and (within is of_whole or not members):
            if any(map(tells_part, path)):
                role = "other"  # "CNVCLĐ | trong đó: đảng viên" are not only members
            elif not guess:
                guess = of_members(path)
        members = members or role in ("code:A03", "code:A03N")
        if at and path[:-1] == texts[at - 1][:-1] and _is_of_two(path, role, before, reader):
            role, sense = "", Sense()
        if not _is_women_of_other_time(path, role, sense, reader) and not (
            role == "code:A04" or "ratio" in sense.concepts  # "ĐV | Tỷ lệ | Nam | Nữ"
        ):
            role, before = _inherited(role, before)
        role = reader.timed(role, sense) if bare else role  # "Kết nạp mới | Nữ (lũy kế)"
        role = _allowed(role, codes) or bare
        columns.append(Column(
            at, path, role, sense.time == "this", sense.span, sense.relation,
            reader.doubt(role, sense), reader.scale(path), guess,
        ))  # fmt: skip
    header = Header(first, last, columns)
    _name_units(grid, header)
    women_before(header, reader)
    women_of_groups(header, reader, codes)
    _inherit_from_right(header)
    sum_of_kinds(header, reader, codes, grid)
    women_in_order(header, reader)
    parts_of_others(header, reader)
    named_before_likely(header)
    unions_beside_their_members(header, reader, codes)
    in_and_out(header, "code:A03", "")  # before two columns are of one meaning
    _settle(header, reader)
    workers_of_the_area(header, codes)
    _strange_among_movements(header)
    unions_among_members(header)
    unions_among_unions(header, reader, codes)
    moved_elsewhere(header, reader, codes)
    told_by_signs(header, reader, codes, lambda at: _holds_words(grid, last, at))
    in_and_out(header, "aside:A03", "moved")
    women_of_movements(header, reader, codes)
    unions_among_activities(header, reader, codes)
    movements_by_initials(header, reader, codes, grid)
    header.score = _score(header, is_titled=bool(shared) or bool(_without_title(texts, reader)))
    money_beside(header, reader, codes)
    money_of_a_named_group(header)
    turns_of_a_named_group(header)
    stocks_around(header, reader)
    women_first(header, reader, codes, grid)
    admitted_so_far(header, reader, codes)
    doubt_lone_names(header, reader, codes)
    ask_for_unclear(header, reader, codes)
    assume_period(header, reader)
    if header.score and any(is_code_row(grid, at, codes) for at in range(first, last + 1)):
        header.score += 1
    return header


def _strange_among_movements(header: Header) -> None:
    """Columns of unknown words between or right behind movements are movements, of no kind."""
    held = [c.at for c in header.columns if c.role.startswith(("code:C", "time:C"))]
    if len(held) < 2:
        return
    for column in header.columns[min(held) : max(held) + 2]:
        if column.path and not column.role:
            header.columns[column.at] = replace(column, role="moved")


def _role(path: tuple[str, ...], reader: HeadingReader, codes: frozenset[str]) -> tuple[str, Sense]:
    for text in reversed(path):
        code = is_code_heading(text, codes)
        if code:
            sense = reader.sense(" ".join(one for one in path if one != text))
            if sense.time == "other":
                return "other", sense
            return reader.timed(f"code:{code}", sense), sense
    return reader.role(path)


def _is_of_two(
    path: tuple[str, ...], role: str, before: tuple[str, bool], reader: HeadingReader
) -> bool:
    """Whether a bare "nữ" is of the workers of a title, or of the members right before it."""
    stock, open_ = before
    if not (open_ and stock in ("A01", "A03") and role in ("code:A01N", "code:A03N")):
        return False
    return role != f"code:{stock}N" and reader.sense(path[-1]).concepts == {"women"}


def _is_women_of_other_time(
    path: tuple[str, ...], role: str, sense: Sense, reader: HeadingReader
) -> bool:
    """Whether a column is "nữ T10": it stands between the members of T11 and their women."""
    return (
        role == "other" and sense.time == "other" and reader.sense(path[-1]).concepts == {"women"}
    )


def _inherited(role: str, before: tuple[str, bool]) -> tuple[str, tuple[str, bool]]:
    """Give "nữ", "nam" without a subject that of the columns directly before them."""
    stock, open_ = before
    if role in ("women", "men"):
        if not (stock and open_):
            return "", ("", False)
        return (f"code:{stock}N" if role == "women" else f"men:{stock}"), before
    if role == "total":
        return "", ("", False)
    if role.startswith("code:") and not role.endswith("N"):
        return role, (role[5:], True)
    if role.startswith(("code:", "men:")):
        whole = role.partition(":")[2]
        return role, (whole.removesuffix("N"), True)
    return role, ("", False)


def _name_units(grid: Grid, header: Header) -> None:
    """Take “ĐV” over words for đơn vị, not đoàn viên, and “Tổ công đoàn”, “CĐ bộ phận” for their
    names, not their count, where no other column names the units."""
    named = [c for c in header.columns if c.role == "unit"]
    if any(_holds_words(grid, header.last, column.at) for column in named):
        return
    for column in header.columns:
        bare = column.path and fold(column.path[-1]).strip(". ") in _EITHER_WAY
        counted = (bare and column.code) or column.role.partition(":")[2][:3] in _UNIONS
        if counted and _holds_words(grid, header.last, column.at):
            header.columns[column.at] = replace(column, role="unit")
            return


def _holds_words(grid: Grid, last: int, at: int) -> bool:
    """Whether most filled cells below a heading are words such as names of units."""
    cells = [row[at] for row in grid.rows[last + 1 : last + 1 + _SAMPLE] if at < len(row)]
    filled = [cell for cell in cells if not is_empty(cell)]
    words = sum(isinstance(cell, str) and sum(c.isalpha() for c in cell) > 5 and cell[0].isalpha()
                for cell in filled)  # fmt: skip
    return words * 2 > len(filled)


def _inherit_from_right(header: Header) -> None:
    """Give "nam | nữ" without a subject that of the total right behind them."""
    columns = header.columns
    for at, column in enumerate(columns):
        if column.role not in ("women", "men"):
            continue
        pair = next((c for c in columns[at + 1 : at + 2] if c.role in ("women", "men")), None)
        total = columns[at + 2] if at + 2 < len(columns) else None
        if pair is not None and total is not None and total.code and pair.role != column.role:
            for one in (column, pair):
                role = f"code:{total.code}N" if one.role == "women" else f"men:{total.code}"
                columns[one.at] = replace(one, role=role)
    for at, column in enumerate(columns):
        if column.role in ("women", "men"):
            columns[at] = replace(column, role="")


def _allowed(role: str, codes: frozenset[str]) -> str:
    """A figure that is not of this form is read, compared perhaps, and not taken."""
    if role.startswith("code:") and role[5:] not in codes:
        return "aside:" + role[5:]
    if role.startswith(("time:", "both:")) and role[5:] not in codes:
        return "other"
    if role == "closing" and _ACTIVITY in codes:
        return ""  # "Tồn cuối" of what was spent
    if role == "moved" and not any(code.startswith("C") for code in codes):
        return ""
    return role


def _settle(header: Header, reader: HeadingReader) -> None:
    """Leave each code one column: the one that names the period, else none when in doubt.

    Of a stock counted on several days of the period the last one stands. What is told of more or
    less than the period is of no account where the period's own figure stands beside it; parts
    that make up the period ("sum:X") are added where it does not.
    """
    by_role: dict[str, list[Column]] = {}
    for column in header.columns:
        if column.code:
            by_role.setdefault(column.role, []).append(column)
    for columns in by_role.values():
        if len(columns) < 2:
            continue
        clear = [column for column in columns if not column.doubtful]
        named = _latest([column for column in clear or columns if column.this_time])
        kept = named[0] if len(named) == 1 else None
        for column in columns:
            if column is not kept:
                role = "other" if kept is not None else "double:" + column.code
                header.columns[column.at] = replace(column, role=role)
    told = {column.role.partition(":")[2] for column in header.columns
            if column.role.startswith(("code:", "double:"))}  # fmt: skip
    parts: dict[str, list[Column]] = {}
    for column in header.columns:
        if _adds_other_times(column, header, reader):
            header.columns[column.at] = replace(column, role="time:" + column.code, relation="part")
        elif column.role.startswith(("time:", "both:")) and column.role[5:] in told:
            header.columns[column.at] = replace(column, role="other")
        elif column.role.startswith("time:"):
            parts.setdefault(column.role[5:], []).append(column)
    for code, columns in parts.items():
        spans = [column.span for column in columns if column.span is not None]
        if reader.make_up_period(code, spans):
            for column in columns:
                header.columns[column.at] = replace(column, role="sum:" + code)


def _adds_other_times(column: Column, header: Header, reader: HeadingReader) -> bool:
    """Whether a column is the sum of those beside it, and they do not make up the period."""
    if not column.code or column.span is not None or len(column.path) < 2:
        return False
    if reader.sense(column.path[-1]).concepts != {"total"}:
        return False
    beside = [other for other in header.columns
              if other.path[:-1] == column.path[:-1] and other.relation == "part"]  # fmt: skip
    return bool(beside) and not reader.make_up_period(
        column.code, [other.span for other in beside if other.span is not None]
    )


def _latest(columns: Sequence[Column]) -> Sequence[Column]:
    """Return those that speak of the latest day, all where one names no day."""
    days = [column.span.last for column in columns if column.span is not None]
    if len(days) < len(columns):
        return columns
    return [c for c in columns if c.span is not None and c.span.last == max(days)]


def _score(header: Header, *, is_titled: bool) -> float:
    found = set(header.codes())
    dated = [c.role for c in header.columns if c.role.startswith(("sum:", "time:", "both:"))]
    found |= {role.partition(":")[2] for role in dated}
    doubles = [column.role for column in header.columns if column.role.startswith("double:")]
    figures = len(found) + 0.6 * len(set(doubles)) - 0.2 * len(doubles)
    if figures <= 0:
        return 0.0
    unit = 3.0 if header.with_role("unit", "code") else 0.0
    known = sum(1 for column in header.columns if column.role)
    lost = sum(1 for column in header.columns if column.path and not column.role)
    # A row that dates the columns is part of their head, though it takes figures away.
    # One over all of them is the table's title, and no part of it.
    if not is_titled:
        known += sum(1 for one in header.columns if one.span is not None and one.is_asked)
    return figures * 4 + unit + known * 0.3 - lost * 0.2 - (header.last - header.first) * 0.05


def holds_numbers(grid: Grid, row: int) -> bool:
    """Tell whether a row holds figures; years in headings and numbers of columns are none."""
    return any(map(_is_figure, grid.rows[row])) and not is_numbering(grid, row)


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, str):
        bare = cell.strip()
        if women_within(bare):
            return True
        return bare.isdigit() and not 1990 <= int(bare[:9]) <= 2100
    return is_number(cell) and not 1990 <= cell <= 2100


def forced(header: Header, roles: Mapping[int, str | None]) -> Header:
    """Return the header with the roles somebody gave its columns (None: not taken)."""
    columns = list(header.columns)
    for at, role in roles.items():
        while len(columns) <= at:
            columns.append(Column(len(columns), ()))
        old = columns[at]
        columns[at] = replace(old, role=role or "")
        if role:
            for column in list(columns):
                same = {kind + role.removeprefix("code:") for kind in ("code:", "double:", "sum:")}
                if column.at != at and column.role in {role, *same}:
                    columns[column.at] = replace(column, role="")
    return Header(header.first, header.last, columns, header.score, list(header.remarks))

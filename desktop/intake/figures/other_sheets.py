"""What becomes of the other sheets of a workbook: read along, compared as sums, told as unread."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.sheet_choice import is_aside
from desktop.intake.figures.result import FiguresReading, IgnoredRow, ReadRow, UnreadSheet
from desktop.intake.figures.rows.read_rows import warned
from desktop.intake.figures.sheets.grid import Grid, is_empty, leading_words
from desktop.models.text import fold, vi_number

_SUM_SHEET: Final = re.compile(r"\btong\b|\btoan (?:xa|phuong|khu|nganh|tinh|bo)\b|\bchung$")
_ALIKE: Final = 0.5
_ALIKE_AT_LEAST: Final = 0.34
"""Shares of the indicators of the shorter and of the longer of two units' sheets that both must
have to be one form."""
_FEWEST_SUMS: Final = 2
_FEWEST_FIGURES: Final = 2
_FEWEST_UNITS: Final = 2
_FEWEST_DATED: Final = 2
_OF_WORDS: Final = frozenset({"unit", "kind", "note"})


@dataclass(frozen=True, slots=True)
class Gathering:
    """The sheets to read together, in the workbook's order; one where they are not.

    `sums` are those that tell the sum of the others, `alike` what may be asked for together,
    `unread` the rest with something on them; `lost` are those of them with figures nobody reads.
    """

    names: tuple[str, ...]
    sums: tuple[str, ...]
    alike: tuple[str, ...]
    unread: tuple[UnreadSheet, ...]
    lost: tuple[str, ...]


def gather(
    best: FiguresReading, found: Mapping[str, FiguresReading], grids: Sequence[Grid],
    is_upper: Callable[[str], bool], *, asked: bool, parts: Sequence[str] = (),
) -> Gathering:  # fmt: skip
    """Decide what is read beside the best sheet; `found` are all that could be read, by name.

    Sheets of the same form and time are read together by themselves where none tells of a unit
    that another one tells of, or none of an indicator that another one tells of the same units;
    where somebody asked for it, those of the same units too. Tables
    side by side, the `parts` of the best sheet, are read together and nothing else.
    """
    hidden = {grid.name for grid in grids if grid.hidden}
    order = [grid.name for grid in grids if grid.name in found]
    able = [name for name in order if name == best.sheet or (
        _is_like(found[name], best) and (name not in hidden or best.sheet in hidden)
        and (not is_aside(name) or is_aside(best.sheet)))]  # fmt: skip
    sums = [name for name in able if _is_sum(found, name, able, is_upper)]
    alike = [name for name in able if name not in sums and has_figures(found[name])]
    names = alike
    if parts:
        names, sums, alike = [grid.name for grid in grids if grid.name in parts], [], []
    elif len(alike) < 2 or not (asked or _are_of_different_units([found[one] for one in alike])):
        names, sums = _by_matter(best, found, order, hidden), []
    if not parts:
        names = _with_siblings(names, best, found, order, {*hidden, *sums})
    taken = {*names, *sums}
    read = [found[name] for name in names if name in found]
    unread, lost = [], []
    for grid in grids:
        if grid.name in taken or not any(not is_empty(c) for row in grid.rows for c in row):
            continue
        one = found.get(grid.name)
        unread.append(UnreadSheet(grid.name, _why(one, best, read, is_hidden=grid.hidden)))
        if one is not None and one.time != "other" and not is_aside(grid.name) and (
            one.layout != "guess" or best.layout == "guess"
        ) and _holds_more(one, read):  # fmt: skip
            lost.append(grid.name)
    return Gathering(tuple(names), tuple(sums), tuple(alike) if len(alike) > 1 else (),
                     tuple(unread), tuple(lost))  # fmt: skip


def _by_matter(
    best: FiguresReading, found: Mapping[str, FiguresReading], order: Sequence[str],
    hidden: Container[str],
) -> list[str]:  # fmt: skip
    """Return the best sheet and those that tell other indicators of its units: “Tuyên truyền”
    beside “Chăm lo”."""
    taken, units = {best.sheet: _own_codes(best)}, units_of(best)
    for name in order:
        one = found[name]
        codes, own = _own_codes(one), units_of(one)
        if name == best.sheet or name in hidden or is_aside(name) or not codes or not own:
            continue
        alike = one.layout == best.layout == "upright" and one.time == best.time
        if not alike or is_single(one) or len(own & units) * 2 < len(own):
            continue
        if all(codes.isdisjoint(held) for held in taken.values()):
            taken[name] = codes
    return [name for name in order if name in taken]


def _with_siblings(
    names: Sequence[str], best: FiguresReading, found: Mapping[str, FiguresReading],
    order: Sequence[str], left: Container[str],
) -> list[str]:  # fmt: skip
    """Return the sheets to read and the lists of other units that tell some of the same figures
    under a head of their own: “Trường học”, “Y tế”, “Doanh nghiệp”."""
    taken = list(names)
    units = {unit for name in names for unit in units_of(found[name])}
    dated = [name for name in order if found[name].time == best.time]
    for name in (*dated, *(name for name in order if name not in dated)):
        one = found[name]
        own = units_of(one)
        if name in taken or name in left or is_aside(name) or len(own) < _FEWEST_UNITS:
            continue
        shared = len(_own_codes(one) & _own_codes(best))
        alike = one.layout == best.layout == "upright" and (
            name in dated or _is_undated_part(one, best, found, taken))  # fmt: skip
        if alike and shared >= _FEWEST_FIGURES and own.isdisjoint(units) and not is_single(best):
            taken.append(name)
            units |= own
    return [name for name in order if name in taken]


def _is_undated_part(
    one: FiguresReading, best: FiguresReading, found: Mapping[str, FiguresReading],
    taken: Sequence[str],
) -> bool:  # fmt: skip
    """Whether a sheet that names no time tells the figures of those beside it, two or more of
    them titled with the period, in a workbook that names no other."""
    if one.time or best.time != "this" or any(other.time == "other" for other in found.values()):
        return False
    dated = [name for name in taken if found[name].time == best.time]
    return len(dated) >= _FEWEST_DATED and _own_codes(best) <= _own_codes(one)


def has_figures(reading: FiguresReading) -> bool:
    """Whether a sheet holds at least one number."""
    return any(_filled(row) for row in reading.rows)


def units_of(reading: FiguresReading) -> frozenset[str]:
    """Return the ids of the units a sheet has figures of."""
    return frozenset(row.unit_id for row in reading.rows if row.unit_id and _filled(row))


def is_single(reading: FiguresReading) -> bool:
    """Whether a sheet tells of one unit alone, known or not."""
    return len({row.unit_id or fold(row.unit) for row in reading.rows if _filled(row)}) == 1


def unread_rows(grids: Sequence[Grid], unread: Sequence[UnreadSheet]) -> Iterator[IgnoredRow]:
    """Yield every filled row of the sheets that were not read, with why."""
    why = {one.name: one.why for one in unread}
    for grid in grids:
        if grid.name not in why:
            continue
        for number, row in zip(grid.lines, grid.rows, strict=True):
            if any(not is_empty(cell) for cell in row):
                said = _("trang không đọc: {why}").format(why=why[grid.name])
                yield IgnoredRow(number, said, leading_words(row)[:80], grid.name)


def beside_own_sheets(
    rows: Sequence[ReadRow], found: Mapping[str, FiguresReading], unread: Sequence[UnreadSheet],
    time: str,
) -> list[ReadRow]:  # fmt: skip
    """Return the rows, those warned whose unit has a sheet of its own that tells otherwise."""
    own = [one for name in (one.name for one in unread)
           if (one := found.get(name)) is not None and one.time in ("", time)
           and not is_aside(name) and is_single(one)]  # fmt: skip
    values = {one.sheet: (units_of(one), _values(one)) for one in own}
    made = []
    for row in rows:
        told = []
        for name, (units, others) in values.items():
            differing = [
                f"{code} {vi_number(others[code] or 0)}" for code, value in row.values.items()
                if value is not None and others.get(code, value) != value
            ] if row.unit_id in units else []  # fmt: skip
            if differing:
                told.append(_("Trang “{name}” của đơn vị ghi khác: {values}.").format(
                    name=name, values=", ".join(differing)))  # fmt: skip
        made.append(row if row.status == "refused" else warned(row, told))
    return made


def _are_of_different_units(sheets: Sequence[FiguresReading]) -> bool:
    """Whether sheets tell of different units.

    Where each is the form of one unit, two of the same are read along and judged beside each
    other: whoever copied a form forgot to change the name on it. Of lists none may have a unit
    of another one.
    """
    if all(map(is_single, sheets)):
        whose = {row.unit_id or fold(row.unit) for one in sheets for row in one.rows
                 if _filled(row)}  # fmt: skip
        return len(whose - {""}) > 1
    told = [unit for one in sheets for unit in units_of(one)]
    return len(told) == len(set(told)) > 0


def _is_like(one: FiguresReading, best: FiguresReading) -> bool:
    """Whether a sheet is of the form and time of the best one, laid out as that is."""
    if one.layout != best.layout or one.time != best.time:
        return False
    if one.layout in ("upright", "turned") and _roles(one) == _roles(best):
        return True
    if one.layout == "upright" and _tell_the_same(one, best):
        return True
    if not (is_single(one) and is_single(best)):
        return False
    mine, its = _own_codes(one), _own_codes(best)
    least, most = sorted((len(mine), len(its)))
    return len(mine & its) >= max(_ALIKE * least, _ALIKE_AT_LEAST * most, 1)


def _roles(reading: FiguresReading) -> set[tuple[str, str]]:
    return {(column.letter, column.role) for column in reading.columns if column.role}


def _tell_the_same(one: FiguresReading, best: FiguresReading) -> bool:
    """Whether two lists of units have the same figures, each once, in whatever order."""
    mine, its = (sorted(column.role for column in sheet.columns if column.role
                        and column.role not in _OF_WORDS) for sheet in (one, best))  # fmt: skip
    return mine == its and len(set(mine)) == len(mine) >= _FEWEST_FIGURES


def _is_sum(
    found: Mapping[str, FiguresReading], name: str, able: Sequence[str],
    is_upper: Callable[[str], bool],
) -> bool:  # fmt: skip
    """Whether a sheet of no base union tells what the sheets of the others come to."""
    one = found[name]
    if not is_single(one) or any(row.unit_id and not is_upper(row.unit_id) for row in one.rows):
        return False
    others = [found[other] for other in able if other != name and units_of(found[other])]
    if len(others) < _FEWEST_SUMS:
        return False
    if _SUM_SHEET.search(fold(name)):
        return True
    told = {code: value for code, value in _values(one).items() if value}
    fitting = [code for code, value in told.items() if value == added(others, code)]
    return len(fitting) >= _FEWEST_SUMS and len(fitting) == len(told)


def added(readings: Sequence[FiguresReading], code: str) -> int:
    """Return what the rows of sheets come to for an indicator."""
    return sum(row.values.get(code) or 0 for one in readings for row in one.rows)


def _why(
    one: FiguresReading | None, best: FiguresReading, read: Sequence[FiguresReading],
    *, is_hidden: bool,
) -> str:  # fmt: skip
    if one is None:
        return _("không có bảng số liệu của biểu {form}").format(form=best.form)
    if one.time == "other":
        return _("ghi kỳ khác")
    if not has_figures(one):
        return _("chưa ghi số liệu")
    if is_hidden:
        return _("trang ẩn")
    if is_aside(one.sheet):
        return _("tên trang cho biết là bản nháp, mẫu hoặc bản cũ")
    if units_of(one) & {unit for other in read for unit in units_of(other)}:
        return _("ghi đơn vị đã có ở trang đang đọc")
    if one.time != best.time:
        return _("không ghi kỳ như trang đang đọc")
    unclear = [f"{column.letter} “{column.heading}”" for column in one.columns if column.unclear]
    if unclear:
        return _("có cột số chưa hiểu nghĩa: {columns}").format(columns="; ".join(unclear))
    return _("đầu bảng khác trang đang đọc")


def _holds_more(one: FiguresReading, read: Sequence[FiguresReading]) -> bool:
    """Whether a sheet has a figure of a unit that none of those read has."""
    held = {(row.unit_id, code) for other in read for row in other.rows
            for code, value in row.values.items() if value is not None}  # fmt: skip
    return any(
        (row.unit_id, cell.code) not in held for row in one.rows if row.unit_id
        for cell in row.cells if cell.taken and cell.value is not None and cell.lands
    )  # fmt: skip


def _own_codes(reading: FiguresReading) -> set[str]:
    return {cell.code for row in reading.rows for cell in row.cells if cell.lands}


def _values(reading: FiguresReading) -> dict[str, int | None]:
    """Return code → number of a sheet of one unit."""
    return {code: value for row in reading.rows for code, value in row.values.items()
            if value is not None}  # fmt: skip


def _filled(row: ReadRow) -> bool:
    return any(cell.source for cell in row.cells)

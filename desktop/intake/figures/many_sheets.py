"""Several sheets of one workbook read together: each row is told of once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.sheet_choice import Choice, sheet_meant
from desktop.intake.figures.names.units_known import Match
from desktop.intake.figures.other_sheets import (
    Gathering,
    beside_own_sheets,
    gather,
    has_figures,
    unread_rows,
)
from desktop.intake.figures.result import (
    TOGETHER,
    ControlTotal,
    Corrections,
    FiguresReading,
    IgnoredRow,
    ReadColumn,
    ReadRow,
    UnreadSheet,
)
from desktop.intake.figures.sheets.grid import Grid, column_of
from desktop.models.errors import Refusal
from desktop.models.text import fold

_LONG: Final = 5000
"""Rows of a sheet that is read beside the best one only where it has the same head."""
_PLACES: Final = 3
_PLACE: Final = re.compile(r"\(([A-Z]+)–([A-Z]+)\)$")


def alike(chosen: Choice, choices: Sequence[Choice]) -> tuple[str, ...]:
    """Return the sheets with rows under the header of the chosen one, column for column, and of
    the same time; empty where it is the only one."""
    found = [
        one.grid.name for one in choices
        if one is chosen
        or (one.rows > 0 and one.time == chosen.time and _columns(one) == _columns(chosen))
    ]  # fmt: skip
    return tuple(found) if len(found) > 1 else ()


def _columns(choice: Choice) -> set[tuple[int, str]]:
    return {(column.at, column.role) for column in choice.header.columns if column.role}


def chosen(
    corrections: Corrections, names: Sequence[str], grids: Sequence[Grid]
) -> tuple[list[Grid], Corrections]:
    """Return the sheets to read and the corrections with the sheet that a person names.

    A sheet with tables side by side is read whole by its own name, in parts by theirs.
    """
    parts = [grid.name for grid in grids]
    found = sheet_meant(corrections.sheet, list(dict.fromkeys((*parts, *names))))
    if found in parts:
        return list(grids), replace(corrections, sheet=found)
    own = [grid for grid in grids if grid.name.startswith(f"{found} (")]
    return own, replace(corrections, sheet="")


def told_rivals(name: str, others: Sequence[str]) -> str:
    """Say that other sheets hold as much of the same as the one that is read."""
    return _("Tệp có nhiều trang giống nhau; đang đọc trang “{name}”, không đọc {others}.").format(
        name=name, others=_quoted(others))  # fmt: skip


def read_together(
    read: Callable[[Corrections], FiguresReading], corrections: Corrections,
    grids: Sequence[Grid], beside: Mapping[str, Sequence[str]],
    find: Callable[[str], Match], is_upper: Callable[[str], bool],
) -> FiguresReading:  # fmt: skip
    """Read the best sheet, and with it those of the same form and time of other units.

    `read` reads the one sheet its corrections name, `grids` are the workbook's sheets, `beside`
    the parts of one sheet: those are read together too. A unit in two sheets is taken once where
    both say the same, else not at all; a row named as another sheet is compared with that
    sheet's rows. Each row of a sheet that is not read is told of.
    """
    alone = corrections.sheet not in ("", TOGETHER)
    if len(grids) == 1:
        return read(replace(corrections, sheet=""))
    # What a person changed in a row must not change which sheets are read.
    bare = Corrections(columns=corrections.columns, names=corrections.names)
    best = read(bare)
    parts = tuple(beside.get(best.sheet, ()))
    if alone and corrections.sheet in beside.get(corrections.sheet, ()):
        return read(corrections)
    found = {grid.name: one for grid in grids
             if (one := _other(read, bare, grid, best)) is not None}  # fmt: skip
    plan = gather(best, found, grids, is_upper, asked=corrections.sheet == TOGETHER, parts=parts)
    may_choose = tuple(grid.name for grid in grids if grid.name == best.sheet
                       or (grid.name in found and has_figures(found[grid.name])))  # fmt: skip
    if alone:
        reading = read(corrections)
        others = tuple(one for one in plan.unread if one.name != reading.sheet)
        rest = tuple(UnreadSheet(name, _("không chọn")) for name in (*plan.names, *plan.sums)
                     if name != reading.sheet)  # fmt: skip
        reading = replace(reading, sheets=may_choose, alike=plan.alike)
        return _with_unread(reading, grids, (*rest, *others))
    if len(plan.names) < 2:
        reading = best if corrections == bare else read(replace(corrections, sheet=""))
        reading = replace(reading, sheets=may_choose, alike=plan.alike)
        if not parts:
            rows = beside_own_sheets(reading.rows, found, plan.unread, best.time)
            reading = replace(reading, rows=tuple(rows))
        reading = _with_unread(reading, grids, plan.unread)
    else:
        # The best was read as one of several: it says so, and is read again.
        known = {name: one for name, one in found.items() if name != best.sheet}
        reading = _joined(read, corrections, best, plan, parts, find,
                          known if _is_bare(corrections) else {})  # fmt: skip
        reading = replace(reading, sheets=may_choose if not parts else best.sheets)
        reading = _with_unread(reading, grids, plan.unread)
    return _with_lost(reading, plan.lost)


def _other(
    read: Callable[[Corrections], FiguresReading], bare: Corrections, grid: Grid,
    best: FiguresReading,
) -> FiguresReading | None:  # fmt: skip
    """Read one sheet by itself; None where it holds no figures of the form."""
    if grid.name == best.sheet:
        return best
    if len(grid.rows) > _LONG and grid.name not in best.alike:
        return None
    try:
        return read(_columns_apart(replace(bare, sheet=grid.name), best))
    except Refusal:
        return None


def _is_bare(corrections: Corrections) -> bool:
    """Whether nothing was changed in a row."""
    return not (corrections.units or corrections.values or corrections.skip)


def _columns_apart(corrections: Corrections, best: FiguresReading) -> Corrections:
    """Keep what somebody said of columns to sheets whose columns stand as the best one's do."""
    if corrections.sheet == best.sheet or corrections.sheet in best.alike:
        return corrections
    return replace(corrections, columns={})


def _with_unread(
    reading: FiguresReading, grids: Sequence[Grid], unread: Sequence[UnreadSheet]
) -> FiguresReading:
    """Tell of each row of the sheets that were not read."""
    ignored = (*reading.ignored_rows, *unread_rows(grids, unread))
    return replace(reading, unread=tuple(unread), ignored_rows=ignored)


def _with_lost(reading: FiguresReading, lost: Sequence[str]) -> FiguresReading:
    """Remark the sheets whose figures nobody reads, unless a remark names them already."""
    left = [name for name in lost if not any(f"“{name}”" in one for one in reading.remarks)]
    if not left:
        return reading
    said = _("Chưa đọc trang {names}: có số liệu mà trang đang đọc không có; chọn trang đó ở ô "
             "Trang tính để nhận riêng.").format(names=_quoted(left))  # fmt: skip
    return replace(reading, remarks=(*reading.remarks, said))


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _joined(
    read: Callable[[Corrections], FiguresReading], corrections: Corrections,
    best: FiguresReading, plan: Gathering, parts: Sequence[str], find: Callable[[str], Match],
    known: Mapping[str, FiguresReading],
) -> FiguresReading:  # fmt: skip
    """Read the sheets of a plan, those `known` no more, or the tables side by side on one."""
    names = plan.names
    told = [_of_sheet(corrections, name) for name in names]
    if parts:
        told = [replace(one, columns=_within(one.columns, one.sheet)) for one in told]
        found = [one for one in map(partial(_read_part, read), told) if one is not None]
    else:
        found = [known.get(one.sheet) or read(_columns_apart(one, best)) for one in told]
    left = [name for name in names if all(one.sheet != name for one in found)]
    unread = [_("Bảng “{name}” không có cột số nào hiểu được, không đọc.").format(name=name)
              for name in left]  # fmt: skip
    rows = [replace(row, sheet=one.sheet) for one in found for row in one.rows]
    if any(map(_PLACE.search, parts)):
        rows = [row if row.status == "refused" else _with(row, "warned", _(
            "Trang có {n} bảng cạnh nhau; dòng này ở bảng “{name}”.").format(
                n=len(parts), name=row.sheet)) for row in rows]  # fmt: skip
    elif not parts:
        undated = {one.sheet for one in found if not one.time} if best.time else set()
        rows = [_of_its_sheet(row, found, find) for row in rows]
        rows = [_undated(row) if row.sheet in undated else row for row in rows]
    ignored = [replace(row, sheet=one.sheet) for one in found for row in one.ignored_rows]
    totals = [replace(row, sheet=one.sheet) for one in found for row in one.control_totals]
    sums = {row.key: name for row in rows if (name := _summed(row, names))}
    ignored += [
        IgnoredRow(row.source_row, _("dòng cộng của trang “{name}”").format(name=sums[row.key]),
                   row.unit, row.sheet)
        for row in rows if row.key in sums
    ]  # fmt: skip
    data = [row for row in rows if row.key not in sums]
    for row in rows:
        if row.key in sums:
            totals += _compared(row, [one for one in data if one.sheet == sums[row.key]])
    for one in (read(_of_sheet(corrections, name)) for name in plan.sums):
        ignored += [replace(row, sheet=one.sheet) for row in one.ignored_rows]
        for row in (replace(row, sheet=one.sheet) for row in one.rows):
            totals += _compared(row, data)
            said = _("dòng cộng của {n} trang").format(n=len(names))
            ignored.append(IgnoredRow(row.source_row, said, row.unit, row.sheet))
    return replace(
        best, sheet=", ".join(names), alike=() if parts else tuple(names), rows=tuple(_once(data)),
        ignored_rows=tuple(dict.fromkeys(_without_parts(ignored, parts))),
        control_totals=tuple(totals), columns=_columns_of(found if parts else found[:1]),
        tables=tuple(table for one in found for table in one.tables),
        remarks=tuple(dict.fromkeys((*unread, *(r for one in found for r in one.remarks)))),
        elsewhen=next((one.elsewhen for one in found if one.elsewhen), ""),
        notes=tuple(dict.fromkeys(note for one in found for note in one.notes)),
    )  # fmt: skip


def _of_its_sheet(
    row: ReadRow, found: Sequence[FiguresReading], find: Callable[[str], Match]
) -> ReadRow:
    """Say where a row stands whose unit is not certain, or that its sheet is named as another.

    The others are certain: their sheet is shown beside them and asks for no look.
    """
    if row.status == "refused" or not row.unit_id:
        return row
    named = find(row.sheet)
    if named.unit is not None and named.sure and named.unit.id != row.unit_id:
        alone = all(one.unit_id == row.unit_id for reading in found
                    if reading.sheet == row.sheet for one in reading.rows)  # fmt: skip
        if alone:
            return _with(row, "warned", _(
                "Tên trang “{sheet}” là của {unit}, trong trang ghi đơn vị khác.").format(
                    sheet=row.sheet, unit=named.unit.name))  # fmt: skip
    if row.status == "warned" and not find(row.unit).sure:
        return _with(row, "warned", _("Đọc cùng {n} trang; dòng này ở trang “{name}”.").format(
            n=len(found), name=row.sheet))  # fmt: skip
    return row


def _undated(row: ReadRow) -> ReadRow:
    if row.status == "refused":
        return row
    return _with(row, "warned", _(
        "Trang “{name}” không ghi tháng; đọc theo tháng của các trang cùng tệp. Xem có đúng "
        "tháng không.").format(name=row.sheet))  # fmt: skip


def _read_part(
    read: Callable[[Corrections], FiguresReading], corrections: Corrections
) -> FiguresReading | None:
    """Read one of the tables side by side; None where it holds no figures of the form."""
    try:
        return read(corrections)
    except Refusal:
        return None


def _columns_of(found: Sequence[FiguresReading]) -> tuple[ReadColumn, ...]:
    return tuple(column for one in found for column in one.columns)


def _within(columns: Mapping[str, str | None], name: str) -> Mapping[str, str | None]:
    """Return the columns somebody gave a meaning that stand in a part, named "Sheet1 (F–I)"."""
    place = _PLACE.search(name)
    if place is None:
        return columns
    first, last = column_of(place[1]), column_of(place[2])
    return {one: role for one, role in columns.items() if first <= column_of(one) <= last}


def _without_parts(rows: Iterable[IgnoredRow], parts: Sequence[str]) -> Iterable[IgnoredRow]:
    """Yield each row once: a title or a blank row above tables side by side stands in all."""
    told: set[tuple[int, str, str]] = set()
    for row in rows:
        key = (row.source_row, row.why, row.text)
        if row.sheet in parts and key in told:
            continue
        told.add(key)
        yield row


def _of_sheet(corrections: Corrections, name: str) -> Corrections:
    """Return what a person changed in one of the sheets, its rows by their numbers."""
    return replace(
        corrections,
        sheet=name,
        units={k[1]: v for k, v in corrections.units.items() if isinstance(k, tuple)
               and k[0] == name},
        values={(k[1], code): v for (k, code), v in corrections.values.items()
                if isinstance(k, tuple) and k[0] == name},
        skip=frozenset(k[1] for k in corrections.skip if isinstance(k, tuple) and k[0] == name),
    )  # fmt: skip


def _summed(row: ReadRow, names: Sequence[str]) -> str:
    """Return the other sheet a row without a unit is named as, "" for none."""
    if row.unit_id or not row.unit:
        return ""
    same = (name for name in names if name != row.sheet and fold(name) == fold(row.unit))
    return next(same, "")


def _compared(row: ReadRow, rows: Sequence[ReadRow]) -> Iterable[ControlTotal]:
    for code, declared in row.values.items():
        if declared is not None:
            added = sum(one.values.get(code) or 0 for one in rows)
            yield ControlTotal(code, declared, added, row.source_row, row.sheet)


def _once(rows: Sequence[ReadRow]) -> Iterable[ReadRow]:
    """Yield the rows, those of a unit that stands in several sheets judged beside each other."""
    of_unit: dict[str, list[ReadRow]] = {}
    codes: dict[str, set[str]] = {}
    for row in rows:
        codes.setdefault(row.sheet, set()).update(row.values)
    order = {row.key: at for at, row in enumerate(rows)}
    for row in rows:
        if row.unit_id and row.status != "refused":
            of_unit.setdefault(row.unit_id, []).append(row)
    for row in rows:
        same = [one for one in of_unit.get(row.unit_id, []) if one.sheet != row.sheet]
        others = [one for one in same if one.values.keys() & row.values.keys()]
        apart = all(codes[row.sheet].isdisjoint(codes[one.sheet]) for one in same)
        if same and not others and row.status != "refused" and not apart:
            told = "; ".join(_place(one) for one in same[:_PLACES])
            yield _with(row, "warned", _("Số khác của đơn vị này ở {rows}.").format(rows=told))
            continue
        if not others or row.status == "refused":
            yield row  # sheets by matter tell nothing of a unit twice
            continue
        told = "; ".join(_place(one) for one in others)
        if any(one.values != row.values for one in others):
            yield _with(row, "refused", _("Đơn vị này còn có số khác ở {rows}.").format(rows=told))
        elif order[row.key] < min(order[one.key] for one in others):
            yield _with(
                row, "warned", _("Đơn vị còn có dòng giống hệt ở {rows}.").format(rows=told)
            )
        else:
            first = _place(min(others, key=lambda one: order[one.key]))
            yield _with(row, "refused", _("Dòng lặp lại của {row}.").format(row=first))


def _place(row: ReadRow) -> str:
    return _("trang “{sheet}” dòng {row}").format(sheet=row.sheet, row=row.source_row)


def _with(row: ReadRow, status: str, reason: str) -> ReadRow:
    return replace(row, status=status, reasons=(reason, *row.reasons))  # type: ignore[arg-type]

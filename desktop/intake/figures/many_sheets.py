"""Several sheets of one workbook under the same header, read together: each row is told of once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.grid import column_of
from desktop.intake.figures.result import (
    TOGETHER,
    ControlTotal,
    Corrections,
    FiguresReading,
    IgnoredRow,
    ReadColumn,
    ReadRow,
)
from desktop.intake.figures.sheet_choice import Choice
from desktop.models.errors import Refusal
from desktop.models.text import fold

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


def read_together(
    read: Callable[[Corrections], FiguresReading], corrections: Corrections,
    order: Sequence[str], beside: Mapping[str, Sequence[str]],
) -> FiguresReading:  # fmt: skip
    """Read all sheets under the header of the best one; it alone where no other is like it.

    `read` reads the one sheet its corrections name, `order` are the workbook's sheets, `beside`
    the parts of one sheet: those are read together without being asked for. A unit in two sheets
    is taken once where both say the same, else not at all; a row named as another sheet is
    compared with that sheet's rows.
    """
    best = read(replace(corrections, sheet=""))
    parts = beside.get(best.sheet, ())
    if not parts and (not best.alike or corrections.sheet != TOGETHER):
        return best
    names = sorted(parts or best.alike, key=list(order).index)
    told = [_of_sheet(corrections, name) for name in names]
    if parts:
        told = [replace(one, columns=_within(one.columns, one.sheet)) for one in told]
        found = [one for one in map(partial(_read_part, read), told) if one is not None]
    else:
        found = list(map(read, told))
    left = [name for name in names if all(one.sheet != name for one in found)]
    unread = [_("Bảng “{name}” không có cột số nào hiểu được, không đọc.").format(name=name)
              for name in left]  # fmt: skip
    rows = [replace(row, sheet=one.sheet) for one in found for row in one.rows]
    if parts:
        rows = [row if row.status == "refused" else _with(row, "warned", _(
            "Trang có {n} bảng cạnh nhau; dòng này ở bảng “{name}”.").format(
                n=len(parts), name=row.sheet)) for row in rows]  # fmt: skip
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
    return replace(
        best, sheet=", ".join(names), alike=tuple(names), rows=tuple(_once(data)),
        ignored_rows=tuple(dict.fromkeys(_without_parts(ignored, parts))),
        control_totals=tuple(totals), columns=_columns_of(found if parts else found[:1]),
        tables=tuple(table for one in found for table in one.tables),
        remarks=tuple(dict.fromkeys((*unread, *(r for one in found for r in one.remarks)))),
    )  # fmt: skip


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
    for row in rows:
        if row.unit_id and row.status != "refused":
            of_unit.setdefault(row.unit_id, []).append(row)
    for row in rows:
        same = [one for one in of_unit.get(row.unit_id, []) if one.key != row.key]
        others = [one for one in same if one.values.keys() & row.values.keys()]
        if same and not others and row.status != "refused":
            told = "; ".join(_place(one) for one in same)
            yield _with(row, "warned", _("Số khác của đơn vị này ở {rows}.").format(rows=told))
            continue
        if not others or row.status == "refused":
            yield row
            continue
        told = "; ".join(_place(one) for one in others)
        if any(one.values != row.values for one in others):
            yield _with(row, "refused", _("Đơn vị này còn có số khác ở {rows}.").format(rows=told))
        elif row.key == of_unit[row.unit_id][0].key:
            yield _with(
                row, "warned", _("Đơn vị còn có dòng giống hệt ở {rows}.").format(rows=told)
            )
        else:
            first = _place(of_unit[row.unit_id][0])
            yield _with(row, "refused", _("Dòng lặp lại của {row}.").format(row=first))


def _place(row: ReadRow) -> str:
    return _("trang “{sheet}” dòng {row}").format(sheet=row.sheet, row=row.source_row)


def _with(row: ReadRow, status: str, reason: str) -> ReadRow:
    return replace(row, status=status, reasons=(reason, *row.reasons))  # type: ignore[arg-type]

"""What is said of a list that was laid out anew, with a row for each of its units."""

from dataclasses import replace
from typing import Final

from desktop.i18n import _
from desktop.intake.figures.heads.long_tables import LongTable
from desktop.intake.figures.result import FiguresReading, IgnoredRow, ReadRow
from desktop.intake.figures.rows.read_rows import warned

_MOST: Final = 8


def told_as_long(reading: FiguresReading, table: LongTable) -> FiguresReading:
    """Return the reading with the rows of the file that each of its rows was made of.

    A unit with a row whose matter nobody knows is told of it; rows of another time are named.
    """
    rows = tuple(_with_rows(row, table) for row in reading.rows)
    why = _("ngày ghi ở dòng không thuộc kỳ, hoặc không ghi ngày")
    told = [replace(row, why=_("đầu bảng")) if row.source_row in table.heads else row
            for row in reading.ignored_rows]  # fmt: skip
    left = [*told, *(IgnoredRow(line, why, "") for line in table.other)]
    said = [_("Bảng ghi mỗi nội dung một dòng: đã gộp các dòng của từng đơn vị.")]
    if table.assumed and any(row.unit_id for row in rows):
        said.append(_assumed(table))
    return replace(
        reading, rows=rows, layout="long", remarks=(*reading.remarks, *said),
        ignored_rows=tuple(sorted(left, key=lambda one: one.source_row)),
    )  # fmt: skip


def _with_rows(row: ReadRow, table: LongTable) -> ReadRow:
    lines = table.rows.get(row.source_row, ())
    told = []
    if len(lines) > 1:
        named = ", ".join(map(str, lines[:_MOST])) + ("…" if len(lines) > _MOST else "")
        told.append(_("Gộp các dòng {rows}.").format(rows=named))
    if table.assumed and row.unit_id:
        told.append(_assumed(table))
    if untold := [line for line in lines if line in table.untold]:
        words = _("Chưa hiểu nội dung ở dòng {rows}; số ở đó không được nhận.")
        told.append(words.format(rows=", ".join(map(str, untold))))
    return warned(row, told)


def _assumed(table: LongTable) -> str:
    words = _("Hiểu cột “{name}” là số người của từng nội dung, không phải tổng số đoàn viên.")
    return words.format(name=table.assumed[:40])

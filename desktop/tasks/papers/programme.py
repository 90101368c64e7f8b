"""The work programme headless and in the window: list, add, take in from Excel, the calendar."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desktop.documents.calendar_rows import calendar_rows
from desktop.documents.work_programme import rows_of_items
from desktop.i18n import _
from desktop.intake.sources.workbook import SheetCells
from desktop.intake.work.work_files import read_sheets
from desktop.intake.work.work_lines import ReadLine
from desktop.intake.work.work_table import ReadTable, read_work_sheets
from desktop.models.errors import Refusal
from desktop.models.plans import plans, work_rows
from desktop.models.plans.work_merge import Merge, merge_rows, take_rows
from desktop.models.plans.work_row import WorkRow
from desktop.models.plans.work_views import grouped, total_cost
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import fold


@dataclass(frozen=True, slots=True)
class TableImport:
    """A table that was read, and what taking it in would change.

    `sheets` are the source's cells: with them its columns can be told anew.
    """

    table: ReadTable
    merge: Merge
    sheets: tuple[SheetCells, ...] = ()


def list_programme(reader: Reader, plan_id: str, view: str = "month") -> dict[str, Any]:
    """Return {"rows": [...], "groups": [{"title", "cost", "rows": [ids]}], "cost": n or null}."""
    rows = work_rows.read_rows(reader, plan_id)
    groups = grouped(rows, view)
    return {
        "plan": plan_id,
        "rows": [row_json(row) for group in groups for row in group.rows],
        "groups": [
            {"title": g.title, "cost": g.cost, "rows": [row.id for row in g.rows]} for g in groups
        ],
        "cost": total_cost(rows),
    }


def row_json(row: WorkRow) -> dict[str, Any]:
    """Return a row as an answer tells it."""
    return {
        "id": row.id,
        "month": row.month,
        "quarter": row.in_quarter,
        "group": row.group or None,
        "task": row.task,
        "due": row.due or None,
        "lead": row.lead or None,
        "partner": row.partner or None,
        "cost": row.cost,
        "note": row.note or None,
    }


def read_table(
    reader: Reader,
    plan_id: str,
    path: Path,
    *,
    replace_all: bool = False,
    chosen: Mapping[int, str] | None = None,
    guess: bool = False,
) -> TableImport:
    """Read an edited or a foreign table and tell what it changes; nothing is written.

    `chosen` tells what columns (by place from 0) hold; with `guess` a table whose titles say
    nothing is read all the same, for a person to tell its columns.
    """
    return table_of(
        reader, plan_id, read_sheets(path), replace_all=replace_all, chosen=chosen, guess=guess
    )


def table_of(
    reader: Reader,
    plan_id: str,
    sheets: tuple[SheetCells, ...],
    *,
    replace_all: bool = False,
    chosen: Mapping[int, str] | None = None,
    guess: bool = False,
) -> TableImport:
    """Return the same of cells that were read before."""
    head = plans.read_plan(reader, plan_id)
    table = read_work_sheets(sheets, head.year, chosen or None, guess=guess)
    merge = merge_of(reader, plan_id, table, replace_all=replace_all)
    return TableImport(table, merge, sheets)


def merge_of(reader: Reader, plan_id: str, table: ReadTable, *, replace_all: bool = False) -> Merge:
    """Return what a table that was read changes in a plan's programme."""
    rows = work_rows.read_rows(reader, plan_id)
    return merge_rows(
        rows,
        table.rows,
        columns=columns_of(table),
        guessed=guessed_of(table),
        bases=bases_of(table),
        replace_all=replace_all,
    )


def guessed_of(table: ReadTable) -> dict[int, str]:
    """Return which rows' time was read out of their due date, by their place."""
    lines = [line for line in table.lines if line.row is not None]
    return {place: line.guessed for place, line in enumerate(lines) if line.guessed}


def bases_of(table: ReadTable) -> dict[int, str]:
    """Return the marks of what rows of ours said when the table went out, by their place."""
    lines = [line for line in table.lines if line.row is not None]
    return {place: line.base for place, line in enumerate(lines) if line.base}


def columns_of(table: ReadTable) -> set[str]:
    """Return the fields a table tells, as `merge_rows` asks for them."""
    found = set(table.columns) - {"number"}
    if any(row.group for row in table.rows):
        found.add("group")
    return found | {"month"}


def take_table(store: Store, plan_id: str, merge: Merge) -> int:
    """Take a table in, as one step; returns how many rows changed."""
    take_rows(store, plan_id, merge)
    return merge.count("added") + merge.count("changed") + merge.count("removed")


def import_json(told: TableImport) -> dict[str, Any]:
    """Return what reading a table answers: its columns, every line, and the counts."""
    table, merge = told.table, told.merge
    return {
        "sheet": table.name,
        "columns": dict(table.columns),
        "others": list(table.others),
        "heads": [
            {"column": h.place + 1, "title": h.title, "holds": h.holds, "sample": h.sample}
            for h in table.heads
        ],
        "lines": [_line(line) for line in table.lines],
        "accepted": table.count("accepted"),
        "doubtful": table.count("doubtful"),
        "refused": table.count("refused"),
        "passed": table.count("passed"),
        "added": merge.count("added"),
        "changed": merge.count("changed"),
        "same": merge.count("same"),
        "removed": merge.count("removed"),
        "kept": merge.count("kept"),
        "conflicts": [
            {
                "id": line.row.id,
                "task": line.row.task,
                "field": name,
                "here": getattr(line.old, name),
                "table": getattr(line.coming, name),
            }
            for line in merge.lines
            for name in line.conflicts
        ],
    }


_BEGUN: Final = re.compile(
    r"^(?:(?:to chuc|trien khai|phat dong|tham gia|huong ung|chuong trinh|hoat dong|cac hoat dong|"
    r"le|ky niem|ngay)\s+)+"
)


def offered_events(reader: Reader, plan_id: str) -> list[tuple[WorkRow, bool]]:
    """Return the year's recurring events as rows, each with whether the plan has it already."""
    head = plans.read_plan(reader, plan_id)
    there = [fold(row.task) for row in work_rows.read_rows(reader, plan_id)]
    return [
        (row, any(_same_event(fold(row.task), task) for task in there))
        for row in calendar_rows(reader.packs, head.year)
    ]


def add_events(store: Store, plan_id: str, rows: Sequence[WorkRow]) -> list[str]:
    """Add chosen events, as one step."""
    return work_rows.add_rows(store, plan_id, rows, label=_("Thêm việc theo lịch hằng năm"))


def add_from_items(store: Store, plan_id: str, items: Iterable[str] | None = None) -> list[str]:
    """Add the items that say who or by when (of those chosen), unless they are there already."""
    known = {fold(row.task) for row in work_rows.read_rows(store, plan_id)}
    chosen = set(items) if items is not None else None
    found = [
        row
        for row in rows_of_items(plans.read_outline(store, plan_id))
        if fold(row.task) not in known and (chosen is None or row.id in chosen)
    ]
    if not found:
        raise Refusal(
            _("Không có mục nào mới ghi người thực hiện hay thời hạn."),
            next_step=_("Điền người thực hiện, thời hạn cho mục ở thẻ Nội dung."),
            code="E_NO_ROWS",
        )
    return work_rows.add_rows(store, plan_id, found)


def _same_event(event: str, task: str) -> bool:
    """Tell whether a work is an event in other words around the same name."""
    name, said = _bare(event), _bare(task)
    shorter, longer = sorted((name, said), key=len)
    return event == task or (len(shorter) > 12 and shorter in longer)


def _bare(folded: str) -> str:
    """Return a folded work without quotes, dashes and the words any event may begin with."""
    return _BEGUN.sub("", " ".join(re.sub(r"[^\w\s]|_", " ", folded).split()))


def _line(line: ReadLine) -> dict[str, Any]:
    return {
        "line": line.line,
        "text": line.text,
        "verdict": line.verdict,
        "why": line.why or None,
        "row": row_json(line.row) if line.row is not None else None,
    }

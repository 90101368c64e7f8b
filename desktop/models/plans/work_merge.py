"""What taking in an edited table would change in a work programme, line by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from desktop.i18n import _
from desktop.models.plans import work_rows
from desktop.models.plans.work_row import WorkRow, is_as_marked, said
from desktop.models.plans.work_sort import placed, places
from desktop.models.plans.work_views import period_text
from desktop.models.store.store import ChangeSet, Store
from desktop.models.text import fold

Deed = Literal["added", "changed", "same", "removed", "kept"]
_FIELDS: Final = ("task", "due", "lead", "partner", "cost", "note")


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One row: what happens to it; `fields` are the names of those that change.

    `conflicts` are fields changed here and, otherwise, in the table since it went out: those
    here stay unless the table's are taken. `coming` is the row as the table has it.
    """

    deed: Deed
    row: WorkRow
    old: WorkRow | None = None
    fields: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    coming: WorkRow | None = None

    def taking(self) -> "MergeLine":
        """Return the line with what the table says wherever both sides changed."""
        if not self.conflicts or self.coming is None:
            return self
        told = {name: getattr(self.coming, name) for name in self.conflicts}
        fields = (*self.fields, *(n for n in self.conflicts if n not in self.fields))
        return replace(self, deed="changed", row=replace(self.row, **told), fields=fields)


@dataclass(frozen=True, slots=True)
class Merge:
    """All rows of the source in its order, then the office's rows that are not in it."""

    lines: tuple[MergeLine, ...]

    def count(self, deed: Deed) -> int:
        """Return how many rows end so."""
        return sum(line.deed == deed for line in self.lines)

    @property
    def conflicts(self) -> int:
        """How many fields were changed on both sides."""
        return sum(len(line.conflicts) for line in self.lines)

    def taking(self) -> "Merge":
        """Return the merge that takes what the table says wherever both sides changed."""
        return Merge(tuple(line.taking() for line in self.lines))

    @property
    def changes_anything(self) -> bool:
        """Whether taking it in would write at all."""
        return any(line.deed in ("added", "changed", "removed") for line in self.lines) or bool(
            _moved(self)
        )


def merge_rows(
    existing: Sequence[WorkRow],
    coming: Iterable[WorkRow],
    *,
    columns: Iterable[str] = _FIELDS,
    guessed: Mapping[int, str] | None = None,
    bases: Mapping[int, str] | None = None,
    replace_all: bool = False,
) -> Merge:
    """Return what a table that came back changes.

    A row is known by its id, else by its task and month, else by its task alone when only one
    row has it. Only fields in `columns` change: a column the table does not have clears
    nothing. `guessed` tells of rows, by place, whose time was read out of their due date: it
    follows only a changed one. `bases` are, by place, the marks of what rows said when the
    table went out: what was changed here since then stays. Rows that are not in the table
    stay, unless `replace_all`.
    """
    known = set(columns)
    left = {row.id: row for row in existing}
    lines: list[MergeLine] = []
    for place, row in enumerate(coming):
        old = _known(row, left)
        if old is None:
            lines.append(MergeLine("added", replace(row, id="", index="")))
            continue
        del left[old.id]
        wanted = _compared(known, row, old, (guessed or {}).get(place, ""))
        differing = [f for f in wanted if said(row, f) != said(old, f)]
        if "due" in differing and _is_told_by_heading(row, old):
            differing.remove("due")
        base = (bases or {}).get(place, "") if row.id == old.id else ""
        here = [f for f in differing if base and not is_as_marked(old, f, base)]
        fields = tuple(f for f in differing if f not in here)
        conflicts = tuple(f for f in here if not is_as_marked(row, f, base))
        merged = replace(old, **{name: getattr(row, name) for name in fields})
        lines.append(
            MergeLine("changed" if fields else "same", merged, old, fields, conflicts, row)
        )
    gone: Deed = "removed" if replace_all else "kept"
    lines += [MergeLine(gone, row, row) for row in existing if row.id in left]
    return Merge(tuple(lines))


def take_rows(store: Store, plan_id: str, merge: Merge) -> ChangeSet:
    """Write what a merge says, in one step; the rows stand in the order of the table."""
    moved = _moved(merge)
    changes: dict[str, dict[str, Any]] = {}
    for line in merge.lines:
        if line.deed == "changed":
            changes[line.row.id] = {f: getattr(line.row, f) or _unset(line, f) for f in line.fields}
    with store.step(_("Nhận bảng chương trình công tác")) as step:
        removed = [line.row.id for line in merge.lines if line.deed == "removed"]
        work_rows.change_rows(store, plan_id, changes, removed=removed)
        added = work_rows.add_rows(
            store, plan_id, [line.row for line in merge.lines if line.deed == "added"]
        )
        if moved or added:
            fresh = iter(added)
            wanted = [
                replace(line.row, id=next(fresh)) if line.deed == "added" else line.row
                for line in merge.lines
                if line.deed in ("added", "changed", "same")
            ]
            keys = placed(wanted, work_rows.read_rows(store, plan_id), _view(wanted))
            work_rows.change_rows(store, plan_id, {row: {"index": k} for row, k in keys.items()})
    return step.change


def _unset(line: MergeLine, name: str) -> Any:
    return 0 if getattr(line.row, name) == 0 and name == "cost" else None


def _moved(merge: Merge) -> bool:
    """Tell whether rows known before stand in another order now, within their time."""
    known = [line.old for line in merge.lines if line.deed in ("same", "changed") and line.old]
    parts = ([row.index for row in part] for part in places(known, _view(known)))
    return any(part != sorted(part) for part in parts)


def _view(rows: Sequence[WorkRow]) -> str:
    """Return by what a table lists its rows: those of a view by task group run through the
    year again and again.
    """
    times = [row.when for row in rows]
    return "month" if times == sorted(times) else "group"


def _compared(columns: set[str], row: WorkRow, old: WorkRow, guessed: str) -> list[str]:
    """Return the fields to compare; a time read out of a due date follows only a changed one."""
    found: list[str] = [name for name in _FIELDS if name in columns]
    told = bool(columns & {"month", "due"})
    if row.quarter and row.in_quarter == old.in_quarter:
        told = False  # a heading that names the quarter says nothing against the month
    if row.due and row.due == old.due:  # what the due date says was known before
        same_quarter = guessed == "month" and row.in_quarter == old.in_quarter
        told = told and not (guessed == "time" or same_quarter)
    return found + ["month", "quarter"] * told + ["group"] * ("group" in columns)


def _is_told_by_heading(row: WorkRow, old: WorkRow) -> bool:
    """Whether the table leaves out a due date that only repeats the month it stands under."""
    due = fold(old.due).replace(" 0", " ").partition("/")[0]
    return not row.due and row.when == old.when and due == fold(period_text(row))


def _known(row: WorkRow, left: dict[str, WorkRow]) -> WorkRow | None:
    if row.id in left:
        return left[row.id]
    same = [old for old in left.values() if fold(old.task) == fold(row.task)]
    timed = [old for old in same if old.when == row.when]
    if timed:
        return timed[0]
    return same[0] if len(same) == 1 else None

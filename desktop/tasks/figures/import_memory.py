"""What a person decided on a sender's earlier file: columns by their headings, units by names.

It is kept for the sender. Columns are kept for files of the very same headings too, whoever sends
them; names of units are not: the same short name is another union's elsewhere. Earlier versions
kept names by the headings alone: those go on working, to be looked at.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Final

from desktop.i18n import _
from desktop.intake.figures.names.unit_words import described
from desktop.intake.figures.result import Corrections, FiguresReading, ReadColumn, ReadRow
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import fold, one_line
from desktop.tasks.figures.file_sender import sender_key, told_sender

_KIND: Final = "setting"
_KEY: Final = "figures_import"
_MOST_NAMES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier files tell of a reading.

    `own` are the names decided on files of its sender, `units` the register's names by id.
    `own_form` tells that the form chosen alone takes their figures.
    """

    columns: Mapping[str, str | None]
    names: Mapping[str, str]
    own: frozenset[str]
    units: Mapping[str, str]
    own_form: bool = False

    @property
    def corrections(self) -> Corrections:
        """Return it as if a person had said it now."""
        return Corrections(columns=self.columns, names=self.names, own=self.own_form or None)


def remembered(
    reader: Reader, sender: str, reading: FiguresReading, units: Mapping[str, str]
) -> Memory:
    """Return what was decided on earlier files of the sender, else on those of the same headings.

    A heading is known wherever it stands; one that stands twice tells no column by its words.
    """
    fields = reader.fields(_KIND, _KEY)
    shared = fields.get(_of_headings(reading)) or {}
    own = fields.get(_of_sender(sender, reading)) or {}
    told = {**shared.get("columns", {}), **own.get("columns", {})}
    columns = {
        column.letter: told[heading]
        for heading, column in _headed(reading)
        if heading in told and told[heading] != column.role
    }
    names = {**shared.get("names", {}), **own.get("names", {})}
    return Memory(columns, names, frozenset(own.get("names", {})), units, bool(own.get("own_form")))


def learn(store: Store, reading: FiguresReading, corrections: Corrections) -> None:
    """Keep what a person decided for the next file: one step with the figures it came with.

    Where those were all there already it is a step of its own.
    """
    letters = {column.letter: heading for heading, column in _headed(reading)}
    columns = {letters[at]: role for at, role in corrections.columns.items() if at in letters}
    names = _one_unit(reading, corrections)
    before = store.fields(_KIND, _KEY)
    fields = {}
    shared: dict[str, Any] = {"columns": columns}
    own = {} if corrections.own is None else {"own_form": corrections.own}
    for field, decided in (
        (_of_headings(reading), shared),
        (_of_sender(reading.sender, reading), {**shared, "names": names, **own}),
    ):
        kept = _joined(before.get(field) or {}, decided)
        if _says(decided) and kept != before.get(field):
            fields[field] = kept
    if not fields:
        return
    label = _("Nhớ cách đọc tệp của {sender}").format(sender=told_sender(reading.sender)[:80])
    with store.step(label) as step:
        step.put_fields(_KIND, _KEY, fields)


def told_of(
    reading: FiguresReading, plain: FiguresReading, memory: Memory, corrections: Corrections
) -> FiguresReading:
    """Return the reading with what was taken from memory told, beside the `plain` one without it.

    A row is to be looked at only where its name fits several units, or was decided on a file
    nobody knows the sender of.
    """
    before = {row.key: row for row in plain.rows}
    rows = tuple(
        _told_row(row, before.get(row.key), memory) if row.key not in corrections.units else row
        for row in reading.rows
    )
    letters = memory.columns.keys() - corrections.columns.keys()
    columns = tuple(
        replace(one, note=" ".join(filter(None, (_("Theo lần trước."), one.note))))
        if one.letter in letters else one
        for one in reading.columns
    )  # fmt: skip
    recalled = tuple(one.letter for one in columns if one.letter in letters)
    notes = reading.notes
    if memory.own_form and corrections.own is None and _tells_others(reading):
        notes = (
            *notes,
            _("Theo lần trước, chỉ nhận số của biểu {form}.").format(form=reading.form),
        )
    return replace(reading, rows=rows, columns=columns, recalled=recalled, notes=notes)


def _tells_others(reading: FiguresReading) -> bool:
    return any(cell.home for row in reading.rows for cell in row.cells)


def _told_row(row: ReadRow, before: ReadRow | None, memory: Memory) -> ReadRow:
    name = one_line(row.unit)
    if not row.unit_id or memory.names.get(name) != row.unit_id:
        return row
    if before is not None and before.unit_id == row.unit_id and before.reasons == row.reasons:
        return row  # certain without it
    candidates = before.candidates if before is not None else ()
    unit = next((described(one) for one in candidates if one.id == row.unit_id), "")
    several = before is not None and any(_("hợp với nhiều đơn vị") in r for r in before.reasons)
    if name not in memory.own:
        said = _("Theo lần trước, ở tệp cùng đầu cột: {unit}; xem có đúng đơn vị không.")
    elif several:
        said = _("Tên này hợp với nhiều đơn vị; theo lần trước: {unit}.")
    else:
        said = _("Theo lần trước, đọc là {unit}.")
    looked = row.status == "accepted" and (several or name not in memory.own)
    told = said.format(unit=unit or memory.units.get(row.unit_id, row.unit_code))
    return replace(row, status="warned" if looked else row.status, reasons=(told, *row.reasons))


def _headed(reading: FiguresReading) -> Iterator[tuple[str, ReadColumn]]:
    """Yield each column with its heading's words, where they are no other column's too."""
    often = Counter(fold(column.heading) for column in reading.columns)
    for column in reading.columns:
        heading = fold(column.heading)
        if heading and often[heading] == 1:
            yield heading, column


def _one_unit(reading: FiguresReading, corrections: Corrections) -> dict[str, str]:
    """Return name → the unit decided for it, where no other row of that name is another's."""
    units: dict[str, set[str]] = {}
    for row in reading.rows:
        units.setdefault(one_line(row.unit), set()).add(corrections.units.get(row.key, row.unit_id))
    decided = {one_line(row.unit) for row in reading.rows if row.key in corrections.units}
    return {name: next(iter(units[name])) for name in sorted(decided)
            if name and len(units[name]) == 1}  # fmt: skip


def _says(decided: Mapping[str, Any]) -> bool:
    return bool(decided["columns"] or decided.get("names") or "own_form" in decided)


def _joined(kept: Mapping[str, Any], decided: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept with what was decided now; of many names the oldest go."""
    names = {**kept.get("names", {}), **decided.get("names", {})}
    own = decided.get("own_form", kept.get("own_form"))
    return {
        "columns": {**kept.get("columns", {}), **decided["columns"]},
        "names": dict(list(names.items())[-_MOST_NAMES:]),
        **({"own_form": True} if own else {}),
    }


def _of_headings(reading: FiguresReading) -> str:
    return f"{reading.form}|headings|{_digest(reading.signature)}"


def _of_sender(sender: str, reading: FiguresReading) -> str:
    """Return the register of a sender; tables nobody knows the sender of go by their headings.

    Its name is not written down: a file's name may be a person's.
    """
    if not sender:
        return f"{reading.form}|pasted|{_digest(reading.signature)}"
    return f"{reading.form}|sender|{_digest(sender_key(sender))}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:24]

"""What was corrected in a sender's earlier file: columns by their headings, units by names."""

from hashlib import sha256
from typing import Any

from desktop.intake.figures.result import Corrections, FiguresReading
from desktop.models.store.reader import Reader
from desktop.models.store.store import Step, Store
from desktop.models.text import fold, one_line

_KIND = "setting"
_KEY = "figures_import"
_MOST_NAMES = 2_000


def remembered(reader: Reader, sender: str, reading: FiguresReading) -> Corrections:
    """Return what earlier files of the sender, or of the same headings, were corrected to."""
    fields = reader.fields(_KIND, _KEY)
    columns: dict[str, str | None] = {}
    names: dict[str, str] = {}
    for field in _fields(sender, reading):
        kept: dict[str, Any] = fields.get(field) or {}
        told = kept.get("columns", {})
        for column in reading.columns:
            heading = fold(column.heading)
            if heading in told and told[heading] != column.role:
                columns[column.letter] = told[heading]
        names |= kept.get("names", {})
    return Corrections(columns=columns, names=names)


def learn(
    store: Store, step: Step, sender: str, reading: FiguresReading, corrections: Corrections
) -> None:
    """Keep a person's corrections for the next file; part of the step that takes the figures."""
    headings = {column.letter: fold(column.heading) for column in reading.columns}
    columns = {
        headings[letter]: role
        for letter, role in corrections.columns.items() if headings.get(letter)
    }  # fmt: skip
    rows = {row.key: one_line(row.unit) for row in reading.rows if row.unit}
    names = {rows[at]: unit for at, unit in corrections.units.items() if at in rows}
    if not (columns or names):
        return
    before = store.fields(_KIND, _KEY)
    for field in _fields(sender, reading):
        kept: dict[str, Any] = before.get(field) or {}
        merged = {**kept.get("names", {}), **names}
        step.put(_KIND, _KEY, field, {
            "columns": {**kept.get("columns", {}), **columns},
            "names": dict(list(merged.items())[-_MOST_NAMES:]),
        })  # fmt: skip


def _fields(sender: str, reading: FiguresReading) -> list[str]:
    """Return the registers that speak of such a file: by its headings, then by its sender."""
    digest = sha256(reading.signature.encode()).hexdigest()[:24]
    found = [f"{reading.form}|headings|{digest}"]
    if sender:
        found.append(f"{reading.form}|sender|{sender}")
    return found

"""What a row of a table says in its column “Ghi chú”: kept beside the first figure it brings."""

from collections.abc import Iterator
from typing import NamedTuple

from desktop.i18n import _
from desktop.intake.figures.result import CellReading, FiguresReading, ReadRow
from desktop.models.store.keys import cell_key
from desktop.models.store.reader import Reader
from desktop.models.store.store import Store
from desktop.models.text import with_counts


class Remark(NamedTuple):
    """A row's remark: the cell it is kept at and what is commented there with it."""

    key: str
    code: str
    text: str


def new_remarks(reader: Reader, reading: FiguresReading) -> list[Remark]:
    """Return the remarks of the rows taken that the office does not have yet.

    What is commented at the cell already stays, and the remark goes below it.
    """
    return list(_new(reader, reading))


def _new(reader: Reader, reading: FiguresReading) -> Iterator[Remark]:
    for row in reading.landing():
        cell = next(_beginning(row), None)
        if not (row.note and row.unit_id and cell):
            continue
        key, code = cell_key(row.unit_id, cell.into or reading.period), cell.code
        before = str(reader.fields("note", key).get(code) or "")
        if row.note not in before.split("\n"):
            yield Remark(key, code, f"{before}\n{row.note}" if before else row.note)


def _beginning(row: ReadRow) -> Iterator[CellReading]:
    """Yield the cells with a number, those of the form chosen first."""
    numbers = [cell for cell in row.cells if cell.taken and cell.value is not None]
    yield from sorted(numbers, key=lambda cell: bool(cell.home))


def remarks_told(reading: FiguresReading) -> str:
    """Say once where the remarks of the rows go, "" where no row has one."""
    number = sum(bool(row.note) for row in reading.landing())
    words = _("Ghi chú của {n} dòng giữ làm nhận xét ở ô số đầu tiên của dòng.")
    return with_counts(words, n=number) if number else ""


def keep_remarks(store: Store, remarks: list[Remark]) -> None:
    """Write remarks down; within the step of whoever takes the figures."""
    with store.step(_("Ghi chú trong bảng")) as step:
        for one in remarks:
            step.put("note", one.key, one.code, one.text)

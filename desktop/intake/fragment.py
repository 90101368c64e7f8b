"""A part of a document, as it is pasted: labels and levels read, no letterhead looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.intake.source import Line, Run
from desktop.intake.structure.blocks import Assembler
from desktop.intake.structure.manner import habits
from desktop.intake.structure.outline import set_depths
from desktop.intake.structure.sequence import Sequence as Numbering


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or item; `label` "" for a paragraph, which has the depth of its item."""

    label: str
    depth: int
    runs: tuple[Run, ...]


def read_fragment(lines: Sequence[Line]) -> list[Piece]:
    """Return the pieces in order; every letter of the lines is in one of them."""
    columns: dict[int, int] = {}
    for cell in (line.cell for line in lines if line.cell is not None):
        columns[cell.table] = max(columns.get(cell.table, 1), cell.column + 1)
    drafts = Assembler(habits(lines), Numbering()).feed(lines, columns)
    set_depths(drafts, whole=True)
    return [
        Piece(draft.label.text if draft.label is not None else "", draft.depth, draft.runs)
        for draft in drafts
    ]

"""Counts of one or two people in sensitive columns, shown as "< 3" when a sheet leaves.

A single minority member of a small union is a person everybody there can name. Totals stay.
"""

from dataclasses import replace
from typing import Final, Literal, get_args

from desktop.formats.document import Document
from desktop.formats.table import Cell, Figure, Role, Table
from desktop.i18n import _
from desktop.models.errors import Refusal
from desktop.models.store.reader import Reader
from desktop.models.store.store import ChangeSet, Store

SENSITIVE: Final = frozenset({"A03T", "A03D"})
LEAST: Final = 3
HIDDEN: Final = "< 3"
When = Literal["sheets", "all", "off"]
WHENS: Final[tuple[str, ...]] = get_args(When)
_PLACE: Final = ("setting", "privacy", "small_cells")


def when_hidden(reader: Reader) -> str:
    """Return when they are hidden: in the sheets that go with bundles, in every file, never."""
    kept = reader.get(*_PLACE)
    return kept if kept in WHENS else "sheets"


def choose_when(store: Store, when: str) -> ChangeSet:
    """Choose when they are hidden. Refuses anything else."""
    if when not in WHENS:
        raise Refusal(
            _("“{text}” không dùng được ở đây.").format(text=when[:20]),
            next_step=_("Chọn một trong: {list}.").format(list=", ".join(WHENS)), code="E_FACT",
        )  # fmt: skip
    with store.step(_("Chọn cách che số rất nhỏ")) as step:
        step.put(*_PLACE, when)
    return step.change


def hide_small(document: Document) -> Document:
    """Return the document with counts of one or two people of a unit written "< 3"."""
    blocks = tuple(_hidden(b) if isinstance(b, Table) else b for b in document.blocks)
    return replace(document, blocks=blocks)


def _hidden(table: Table) -> Table:
    places = [n for n, column in enumerate(table.columns) if column.code in SENSITIVE]
    if not places:
        return table
    rows = []
    for row in table.rows:
        if row.role is Role.BODY and len(row.cells) == len(table.columns):
            cells = tuple(
                _shown(cell) if place in places else cell for place, cell in enumerate(row.cells)
            )
            row = replace(row, cells=cells)
        rows.append(row)
    return replace(table, rows=tuple(rows))


def _shown(cell: Cell) -> Cell:
    number = cell.value if isinstance(cell, Figure) else cell
    small = isinstance(number, int) and not isinstance(number, bool) and 0 < number < LEAST
    return HIDDEN if small else cell

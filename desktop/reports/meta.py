"""The hidden sheet of a workbook: what it was made from, and a digest of what it shows."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

import msgspec

from desktop import __version__
from desktop.formats.document import Document
from desktop.formats.table import Cell, Figure, Table
from desktop.models.figures.revisions import entry_form, revisions
from desktop.models.packs.periods import parse_period
from desktop.models.store.reader import Reader
from desktop.models.units.units import own_unit


def meta(
    reader: Reader,
    period_id: str,
    document: Document,
    *form_ids: str,
    known_on: date | None = None,
) -> dict[str, object]:
    """Return the entries of a workbook's `_meta` sheet; several forms are named F1+F3.

    `revision` is the highest one locked for the forms and period, 0 before the first lock;
    `as_known_on` is the day as of which it was made, empty for now; `sha256` is `data_digest` of
    the document.
    """
    period = parse_period(period_id, reader.packs.schemes)
    forms = [entry_form(reader, form_id) for form_id in form_ids]
    unit = own_unit(reader, period.data_to)
    locked = [
        listed[-1].rev
        for (_unit, form), listed in revisions(reader, period.id).items()
        if form in form_ids
    ]
    return {
        "unit": unit.id,
        "unit_code": unit.code,
        "unit_name": unit.name,
        "period": period.id,
        "form": "+".join(form.id for form in forms),
        "form_version": "+".join(form.version for form in forms),
        "pack": reader.packs.ref,
        "app_version": __version__,
        "as_known_on": known_on.isoformat() if known_on is not None else "",
        "revision": max(locked, default=0),
        "sha256": data_digest(document),
    }


def data_digest(document: Document) -> str:
    """Return the SHA-256 over the tables: column codes, and each row's code and cells.

    Ratios count as "numerator/denominator", so that two prints agree whatever their decimals.
    """
    tables = [
        {
            "columns": [column.code for column in table.columns],
            "rows": [[row.code, *_plain_cells(row.cells)] for row in table.rows],
        }
        for table in document.blocks
        if isinstance(table, Table)
    ]
    return sha256(msgspec.json.encode(tables, order="sorted")).hexdigest()


_PLAIN = frozenset({int, str, type(None)})


def _plain_cells(cells: Sequence[Cell]) -> Iterable[Any]:
    """Return the cells as the digest counts them; those of most rows as they are."""
    return cells if _PLAIN.issuperset(map(type, cells)) else map(_plain, cells)


def _plain(cell: Cell) -> Any:
    value = cell.value if isinstance(cell, Figure) else cell
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value if value is None or isinstance(value, int) else str(value)

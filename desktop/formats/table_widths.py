"""How wide the columns of a table are: shares of the page, none narrower than title and numbers."""

from collections.abc import Sequence
from typing import Final

from desktop.formats.cells import cell_text, spans_all, stays_whole
from desktop.formats.cleaning import clean
from desktop.formats.faces import face, width_pt
from desktop.formats.table import CellKind, Column, Role, Row

_SPARE_PT: Final = 0.6
"""More than a word needs: word processors round the widths of letters each its way."""
_MOST_GIVEN: Final = 0.3
"""The part of its own width that a column may give to narrower ones."""
_FEW: Final = 0.06
"""The part of the rows whose texts may be broken all the same."""
_EMPTY_GIVEN: Final = 0.5
"""The part that a column without any word gives to those whose words would be broken."""


def column_widths(
    columns: Sequence[Column], whole_pt: float, size_pt: float, edges_pt: float,
    rows: Sequence[Row] = (),
) -> list[float]:  # fmt: skip
    """Return the widths in points, as shares of the whole.

    A title's longest word and the widest number of the rows stay in one piece, in their size,
    where the other columns have room to give: those of words first of all. `edges_pt` is what a
    cell leaves free beside its text, both sides.
    """
    shares = [max(column.width, 0.0) for column in columns]
    total = sum(shares) or 1.0
    widths = [share / total * whole_pt for share in shares]
    kept = widest_kept(columns, rows, size_pt)
    needed = [
        max(0.0 if column.turned else longest_word(column.title, size_pt), wide) + edges_pt
        for column, wide in zip(columns, kept, strict=True)
    ]
    missing = [max(need - width, 0.0) for need, width in zip(needed, widths, strict=True)]
    wanted = sum(missing)
    for words in (True, False):
        if wanted <= 0:
            break
        spare = [
            min(max(width - need, 0.0), width * _MOST_GIVEN)
            if (column.kind is CellKind.TEXT) is words
            else 0.0
            for column, width, need in zip(columns, widths, needed, strict=True)
        ]
        part = min(wanted / (sum(spare) or 1.0), 1.0)
        widths = [width - part * own for width, own in zip(widths, spare, strict=True)]
        wanted -= part * sum(spare)
    met = 1 - max(wanted, 0.0) / (sum(missing) or 1.0)
    widths = [width + met * own for width, own in zip(widths, missing, strict=True)]
    return _from_empty(columns, rows, widths, needed, size_pt, edges_pt)


def _from_empty(
    columns: Sequence[Column], rows: Sequence[Row], widths: list[float], needed: Sequence[float],
    size_pt: float, edges_pt: float,
) -> list[float]:  # fmt: skip
    """Give what columns without any word can spare to those whose usual words would be broken."""
    told = [_texts(number, column, rows) for number, column in enumerate(columns)]
    usual = [_usual(texts, size_pt, len(rows)) + edges_pt if texts else 0.0 for texts in told]
    # What takes more than two lines is broken all the same.
    lacking = [
        max(long - width, 0.0) if long <= 2 * width else 0.0
        for long, width in zip(usual, widths, strict=True)
    ]
    if not any(lacking):
        return widths
    spare = [
        0.0 if texts or not number or column.kind is not CellKind.TEXT
        else min(max(widths[number] - needed[number], 0.0), widths[number] * _EMPTY_GIVEN)
        for number, (column, texts) in enumerate(zip(columns, told, strict=True))
    ]  # fmt: skip
    given = min(sum(lacking), sum(spare))
    return [
        width - given * own / (sum(spare) or 1.0) + given * more / sum(lacking)
        for width, own, more in zip(widths, spare, lacking, strict=True)
    ]


def _texts(number: int, column: Column, rows: Sequence[Row]) -> list[str]:
    """Return the texts of a column of words."""
    if column.kind is not CellKind.TEXT:
        return []
    cells = (
        row.cells[number] for row in rows
        if not spans_all(row) and number < len(row.cells) and (number or row.label_span == 1)
    )  # fmt: skip
    return [clean(str(cell)) for cell in cells if cell is not None and str(cell).strip()]


def _usual(texts: Sequence[str], size_pt: float, rows: int) -> float:
    """Return how wide all but the few longest texts are in one line; 0 where few rows have any."""
    widths = sorted(width_pt(text, face(), size_pt) + _SPARE_PT for text in texts)
    passed = int(rows * _FEW)
    return widths[-1 - passed] if passed < len(widths) else 0.0


def longest_word(title: str, size_pt: float) -> float:
    """Return how wide the longest word of a title is, in points."""
    name = face(bold=True)
    return max((width_pt(word, name, size_pt) for word in clean(title).split()), default=0.0) + (
        _SPARE_PT if title.strip() else 0.0
    )


def widest_kept(columns: Sequence[Column], rows: Sequence[Row], size_pt: float) -> list[float]:
    """Return by column how wide the widest number or code of the rows is: they are never broken."""
    texts: list[set[tuple[str, bool]]] = [set() for _column in columns]
    for row in rows:
        if spans_all(row):
            continue
        bold = row.role is not Role.BODY
        for number, (cell, column) in enumerate(zip(row.cells, columns, strict=False)):
            if stays_whole(cell) and (number or row.label_span == 1):
                texts[number].add((cell_text(cell, column), bold))
    return [
        max((width_pt(text, face(bold=bold), size_pt) + _SPARE_PT for text, bold in own), default=0)
        for own in texts
    ]

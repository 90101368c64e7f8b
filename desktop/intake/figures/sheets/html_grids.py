"""Tables of a web page, which other programs also save under the name of a workbook (.xls)."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from desktop.intake.figures.sheets import refusals
from desktop.intake.figures.sheets.grid import MOST_COLUMNS, Cell, Grid, Span
from desktop.intake.sources import table_refusals
from desktop.intake.sources.html_page import without_loose_ends
from desktop.intake.sources.read_html import decoded
from desktop.models.text import nfc

_MOST_BYTES: Final = 12_000_000
_MOST_ROWS: Final = 50_000
_MOST_SPANNED: Final = 500_000
_BREAKS: Final = frozenset({"br", "p", "div", "li"})
_SKIPPED: Final = frozenset({"style", "script", "head", "title", "xml"})


def read_html_grid(path: Path) -> Grid:
    """Return the tables of a page one below the other; `lines` count their rows from 1.

    Raises Refusal for a page without a table, or one beyond any real table's size.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise table_refusals.too_large()
    reader = _Tables()
    reader.feed(without_loose_ends(decoded(path.read_bytes())))
    reader.close()
    if not reader.found:
        raise table_refusals.not_a_table()
    rows = reader.rows
    if not any(str(cell).strip() for row in rows for cell in row):
        raise refusals.empty()
    lines = list(range(1, len(rows) + 1))
    return Grid(nfc(path.stem), rows, lines, tuple(reader.spans), text_file=True)


def rows_of_page(text: str) -> list[list[str]]:
    """Return the rows of the tables of a copied page, none where it has no table.

    Raises Refusal beyond any real table's size.
    """
    reader = _Tables()
    reader.feed(without_loose_ends(text[:_MOST_BYTES]))
    reader.close()
    return [[str(cell) for cell in row] for row in reader.rows if row]


class _Tables(HTMLParser):
    """Lays the cells of all tables out on one sheet; a table inside a cell is that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = False
        self.rows: list[list[Cell]] = []
        self.spans: list[Span] = []
        self._depth = 0
        self._skipped = 0
        self._text: list[str] | None = None
        self._place = (0, 0)
        self._taken: set[tuple[int, int]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell; elsewhere a tag may only break a line."""
        if tag in _SKIPPED:
            self._skipped += 1
        elif tag == "table":
            self._depth += 1
            self.found = True
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            if len(self.rows) >= _MOST_ROWS:
                raise table_refusals.too_large()
            self.rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._begin_cell({name: value or "" for name, value in attrs})
        elif tag in _BREAKS and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif tag == "table":
            if self._depth == 1:
                self._end_cell()
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Add to the cell that is open."""
        if self._text is not None and not self._skipped:
            self._text.append(data)

    def _begin_cell(self, attrs: dict[str, str]) -> None:
        if not self.rows:
            self.rows.append([])
        row = len(self.rows) - 1
        column = len(self.rows[row])
        while (row, column) in self._taken:
            column += 1
        right = min(column + _count(attrs.get("colspan", "")), MOST_COLUMNS) - 1
        bottom = row + min(_count(attrs.get("rowspan", "")), _MOST_ROWS) - 1
        self._text, self._place = [], (row, column)
        if right > column or bottom > row:
            bottom = min(bottom, row + 200)
            self.spans.append(((row, column), (bottom, max(right, column))))
            if len(self._taken) > _MOST_SPANNED:
                raise table_refusals.too_large()
            self._taken |= {(at, place) for at in range(row, bottom + 1)
                            for place in range(column, right + 1)}  # fmt: skip

    def _end_cell(self) -> None:
        if self._text is None:
            return
        row, column = self._place
        text, self._text = "".join(self._text), None
        if column >= MOST_COLUMNS:
            return
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = nfc("\n".join(" ".join(line.split()) for line in text.split("\n")).strip())
        while (row, len(cells)) in self._taken:
            cells.append("")


def _count(told: str) -> int:
    return max(1, int(told)) if told.isdigit() and len(told) < 6 else 1

"""Tables as WordprocessingML: repeated heads, merged titles, rows that never split."""

from collections.abc import Sequence

from desktop.formats.cells import cell_align, cell_text, spans_all, stays_whole, whole
from desktop.formats.cleaning import clean
from desktop.formats.document import BLANK, Run
from desktop.formats.docx_blocks import KEEP, Frame, line_xml
from desktop.formats.docx_xml import CELL_ROOM_PT, JUSTIFY, cell_xml, run_xml, twips
from desktop.formats.faces import break_lines, face, word_size
from desktop.formats.layout import Layout
from desktop.formats.table import HAND_PT, Align, Cell, Figure, Role, Row, Table
from desktop.formats.table_head import HeadCell, head_cells, head_levels
from desktop.formats.table_turned import turned_height
from desktop.formats.table_widths import column_widths

_BOLD = frozenset({Role.GROUP, Role.SUBTOTAL, Role.TOTAL})
_TURNED = '<w:textDirection w:val="btLr"/>'
_MIDDLE = '<w:vAlign w:val="center"/>'
_SAME_STYLE = '<w:tblStyle w:val="TableNormal"/>'
"""Tells the rows that stay with a signature apart from those above them. Word joins tables of
one style that touch (ISO 29500-1, 17.4.37), so there it stays one table under one repeated head.
LibreOffice joins only what names its style alike: it moves no rows of a table that is already
on its second page, but it does move a short table whole.
"""


class _Writer:
    """Writes one table; keeps its widths and type size."""

    def __init__(self, table: Table, width: float, layout: Layout) -> None:
        look = layout.table
        self.table = table
        self.look = look
        self.size = look.size(len(table.columns))
        edges = 2 * look.padding_pt(self.size)
        self.widths = column_widths(table.columns, width, self.size, edges, table.rows)
        self.line = self.size * layout.body.single_line

    def cell(
        self,
        text: str,
        first: int,
        count: int,
        align: Align,
        *,
        bold: bool = False,
        italic: bool = False,
        fill: str = "",
        merge: str = "",
        keep: bool = False,
        shrink: bool = False,
        turned: bool = False,
    ) -> str:
        """Return a cell over `count` columns; `merge` is "restart", "continue" or nothing.

        `shrink` sets the text smaller rather than break a word or a number. `turned` text runs
        from bottom to top.
        """
        width = sum(self.widths[first : first + count])
        size = self.size
        if shrink and text and not turned:
            # LibreOffice sets a no-break space wider than any other.
            room = width - 2 * self.look.padding_pt(size) - 0.5 - 0.14 * size * text.count(BLANK)
            # Word knows half points only; rounding down keeps the word in its line.
            size = int(2 * word_size(text, face(bold=bold, italic=italic), size, room)) / 2
        span = f'<w:gridSpan w:val="{count}"/>' if count > 1 else ""
        extra = span + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
        if fill and fill != "FFFFFF":
            extra += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
        extra += _TURNED if turned else ""
        run = run_xml(Run(text, bold, italic), size_pt=size) if text else ""
        half = round(self.size * 2)
        mark = "" if text else f'<w:rPr><w:sz w:val="{half}"/></w:rPr>'
        paragraph = (
            f'<w:p><w:pPr><w:pStyle w:val="cell"/>{KEEP * keep}'
            f'<w:jc w:val="{JUSTIFY[align]}"/>{mark}</w:pPr>{run}</w:p>'
        )
        return cell_xml(width, paragraph, extra=extra + _MIDDLE)

    def head(self) -> str:
        """Return the rows of titles and the row of marks."""
        levels = head_levels(self.table.columns)
        cells = head_cells(self.table.columns)
        rows, tall = [], self._turned_height(cells, levels)
        for level in range(levels):
            here = [c for c in cells if c.level <= level < c.level + c.levels]
            titles = (self._title(c, level) for c in sorted(here, key=lambda c: c.column))
            rows.append((tall if level == levels - 1 else "", "".join(titles)))
        if self.table.marks:
            marks = (
                self.cell(whole(mark), n, 1, Align.CENTER, italic=True, keep=True, shrink=True)
                for n, mark in enumerate(self.table.marks)
            )
            rows.append(("", "".join(marks)))
        repeat = "<w:tblHeader/>" if self.table.repeat_head else ""
        return "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{height}{repeat}</w:trPr>{row}</w:tr>"
            for height, row in rows
        )

    def _turned_height(self, cells: Sequence[HeadCell], levels: int) -> str:
        """Return how high the last row of titles is for those that run from bottom to top.

        Word gives such text the height of its row, not the row that of its text.
        """
        wanted = max((turned_height(c.text, self.size) for c in cells if c.turned), default=0.0)
        if not wanted:
            return ""
        # A point more a line: Word sets lines wider than they were reckoned here and there.
        room = twips(wanted + 2 * self.look.padding_pt(self.size) + self.size)
        return _at_least(room)

    def _title(self, cell: HeadCell, level: int) -> str:
        merge = "" if cell.levels == 1 else "restart" if level == cell.level else "continue"
        text = cell.text if level == cell.level else ""
        return self.cell(
            text,
            cell.column,
            cell.columns,
            Align.CENTER,
            bold=True,
            fill=self.look.head_fill,
            merge=merge,
            keep=True,
            shrink=True,
            turned=cell.turned,
        )

    def row(self, row: Row, *, keep: bool = False) -> str:
        """Return one row; `keep` leaves it on the page of what follows."""
        if spans_all(row):
            text = cell_text(row.cells[0], self.table.columns[0])
            group = row.role is Role.GROUP
            inner = self.cell(
                text,
                0,
                len(self.widths),
                Align.LEFT,
                bold=group,
                italic=not group,
                keep=group or keep,
                fill=self.look.group_fill if group else "",
            )
        else:
            covered = range(1, row.label_span)
            inner = "".join(
                self._cell(cell, n, row, keep=keep)
                for n, cell in enumerate(row.cells)
                if n not in covered
            )
        height = _at_least(twips(HAND_PT)) if row.by_hand else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{inner}</w:tr>"

    def is_higher_than(self, points: float) -> bool:
        """Whether the rows, as wide as they are, take more than that height."""
        sides = 2 * self.look.padding_pt(self.size)
        for row in self.table.rows:
            lines = 1
            for cell, width in zip(row.cells, self.widths, strict=False):
                if isinstance(cell, str) and not spans_all(row):
                    broken = break_lines(clean(cell), face(), self.size, width - sides)
                    lines = max(lines, len(broken))
            points -= max(lines * self.line + 2 * CELL_ROOM_PT, HAND_PT * row.by_hand)
            if points < 0:
                return True
        return False

    def _cell(self, cell: Cell, number: int, row: Row, *, keep: bool) -> str:
        column = self.table.columns[number]
        count = row.label_span if number == 0 else 1
        italic = row.role is Role.NOTE or (isinstance(cell, Figure) and cell.italic)
        fill = self.look.group_fill if row.role is Role.GROUP else ""
        return self.cell(
            cell_text(cell, column),
            number,
            count,
            cell_align(cell, column, row),
            bold=row.role in _BOLD,
            italic=italic,
            fill=fill,
            keep=keep,
            shrink=stays_whole(cell),
        )


def _at_least(height: int) -> str:
    """Return that a row is at least so many twips high."""
    return f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'


def table_xml(block: Table, frame: Frame) -> str:
    """Return the caption, the unit note and the table."""
    look = frame.layout.table
    text = line_xml("table_caption", block.caption) if block.caption else ""
    text += line_xml("table_unit", block.unit_note) if block.unit_note else ""
    if not block.columns:
        return text
    writer = _Writer(block, frame.width, frame.layout)
    size = max(round(look.line_pt * 8), 2)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    pad = twips(look.padding_pt(writer.size))
    margins = f'<w:left w:w="{pad}" w:type="dxa"/><w:right w:w="{pad}" w:type="dxa"/>'
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in writer.widths)
    shape = (
        f'<w:tblW w:w="{twips(sum(writer.widths))}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    kept = frame.layout.pairs.kept_lines if frame.before_closing else 0
    loose = max(len(block.rows) - kept, 0)
    apart = kept and loose and writer.is_higher_than(frame.height)
    rows = "".join(writer.row(row) for row in block.rows[:loose])
    whole = f"{text}<w:tbl><w:tblPr>{shape}{writer.head()}{rows}"
    last = "".join(writer.row(row, keep=True) for row in block.rows[loose:])
    if apart:
        whole += f"</w:tbl><w:tbl><w:tblPr>{_SAME_STYLE}{shape}"
    return f"{whole}{last}</w:tbl>"

"""Write the tables of a neutral document as .xlsx, ready to print and to be read again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from desktop.formats.cleaning import clean
from desktop.formats.document import (
    Closing,
    Document,
    Recipients,
    Signature,
)
from desktop.formats.layout import Layout
from desktop.formats.steady import EPOCH
from desktop.formats.table import Align
from desktop.formats.xlsx_formats import Formats, Look, style_look
from desktop.formats.xlsx_plan import META, Line, SheetPlan, plan_sheets, sheet_names
from desktop.formats.xlsx_sheet import Sheet, cell_string
from desktop.i18n import _
from desktop.models.errors import Refusal

_SIGNING_ROWS = 4
_ROWS_KEPT = 2
_FOOT = '&R&"Times New Roman,Regular"&10'
_POINTS_PER_MM = 72 / 25.4
_SHRINK = 0.2
"""How much more than its pages a sheet may hold and still be made smaller to fit on them."""
_SURE = 0.97
"""The part of a page counted on: programs that print round the heights of rows each its way."""


def _blocks_of(sheet: Sheet) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the columns of the left and of the right block, under half the width each."""
    total, used, left = sum(sheet.widths), 0.0, 0
    for number, width in enumerate(sheet.widths):
        used += width
        if used <= total * 0.5 or number == 0:
            left = number
    right = sheet.last
    while right - 1 > left and sum(sheet.widths[right - 1 :]) <= total * 0.5:
        right -= 1
    return (0, left), (max(right, min(left + 1, sheet.last)), sheet.last)


def _pair(
    sheet: Sheet,
    layout: Layout,
    left: Sequence[Line],
    right: Sequence[Line],
    *,
    right_align: Align | None = None,
) -> None:
    """Write two stacks of lines beside each other."""
    (a, b), (c, d) = _blocks_of(sheet)
    for number in range(max(len(left), len(right))):
        lines, size = 1, 10.0
        for stack, first, last, align in ((left, a, b, Align.CENTER), (right, c, d, right_align)):
            if number >= len(stack) or (first == a and last == d and stack is right):
                continue
            text, style = stack[number]
            look = style_look(layout.style(style), align=align)
            sheet.wide(first, last, text, look)
            lines = max(lines, sheet.lines_needed(text, first, last, look))
            size = max(size, look.size)
        sheet.height(lines, size)
        sheet.row += 1


def _titles(sheet: Sheet, layout: Layout, plan: SheetPlan) -> None:
    for text, style in plan.titles:
        look = style_look(layout.style(style), align=Align.CENTER)
        sheet.height(sheet.lines_needed(text, 0, sheet.last, look), look.size)
        sheet.wide(0, sheet.last, text, look)
        sheet.row += 1
    table = plan.table
    for text, style in ((table.caption, "table_caption"), (table.unit_note, "table_unit")):
        if text:
            look = style_look(layout.style(style))
            sheet.height(1, look.size)
            sheet.wide(0, sheet.last, text, look)
            sheet.row += 1


def _part_lines(part: Recipients | Signature | None, layout: Layout) -> tuple[list[Line], str]:
    """Return the lines above the signing room and the name under it."""
    if isinstance(part, Recipients):
        head = [(layout.words.recipients, "recipients_title")]
        return head + [(f"- {line}", "recipients") for line in part.lines], ""
    if part is None:
        return [], ""
    lines = [(part.place_date, "form_subtitle")] if part.place_date else []
    lines += [(text, "authority") for text in part.authority]
    return lines + ([(part.note, "form_subtitle")] if part.note else []), part.name


def _closing(sheet: Sheet, layout: Layout, closing: Closing) -> None:
    """Write recipients or the compiler left, the authority right, names level."""
    sheet.row += 1
    parts = (
        [closing.columns[0], closing.columns[-1]]
        if len(closing.columns) > 1
        else [None, *closing.columns]
    )
    (left, left_name), (right, right_name) = (_part_lines(part, layout) for part in parts)
    if right and right[0][1] == "form_subtitle" and left:
        left = [("", "form_subtitle"), *left]
    recipients = isinstance(parts[0], Recipients)
    longer = 0 if recipients else max(len(left) - len(right), 0)
    right += [("", "form_subtitle")] * (_SIGNING_ROWS + longer)
    right.append((right_name, "signer"))
    if left_name:
        left += [("", "form_subtitle")] * (len(right) - 1 - len(left)) + [(left_name, "signer")]
    (a, b), (c, d) = _blocks_of(sheet)
    for number in range(max(len(left), len(right))):
        here: list[tuple[int, int, str, Look]] = []
        for stack, first, last in ((left, a, b), (right, c, d)):
            if number < len(stack) and stack[number][0]:
                text, style = stack[number]
                align = Align.LEFT if recipients and first == a else Align.CENTER
                here.append((first, last, text, style_look(layout.style(style), align=align)))
        if here:
            needed = [sheet.lines_needed(text, start, end, look) for start, end, text, look in here]
            sheet.height(max(needed), max(sheet.size, *(look.size for *_rest, look in here)))
        for first, last, text, look in here:
            sheet.wide(first, last, text, look)
        sheet.row += 1


def _keep_together(
    sheet: Sheet, plan: SheetPlan, layout: Layout, head: tuple[int, int], closing: int
) -> int:
    """Let the closing, from that row, be printed on one page with the last two rows.

    Where it would be parted the sheet is made a little smaller, when that is enough: returns the
    pages it must fit on, 0 for as many as it takes. Otherwise those rows begin a new page.
    """
    page = layout.page
    margin = page.landscape_margin_mm if plan.landscape else page.margin_mm
    paper = page.size_mm[0] if plan.landscape else page.size_mm[1]
    room = (paper - margin.top - margin.bottom) * _POINTS_PER_MM * _SURE
    shown = layout.text_width_mm(landscape=plan.landscape) * _POINTS_PER_MM
    room *= max(sheet.width_pt() / shown, 1.0)
    again = sum(_heights(sheet, head[0], head[1] + 1)) if plan.table.repeat_head else 0.0
    first = max(closing - _ROWS_KEPT, head[1] + 2)
    used, started, pages = 0.0, 0, 1
    for row, height in enumerate(_heights(sheet, 0, first)):
        if used + height > room and row > started:
            used, started, pages = again, row, pages + 1
        used += height
    over = used + sum(_heights(sheet, first, sheet.row)) - room
    if over <= 0 or first <= started:
        return 0
    if over <= pages * room * _SHRINK:
        return pages
    sheet.sheet.set_h_pagebreaks([first])
    return 0


def _heights(sheet: Sheet, first: int, last: int) -> list[float]:
    return [sheet.heights.get(row, sheet.usual) for row in range(first, last)]


def _print_setup(
    made: Any, plan: SheetPlan, layout: Layout, head: tuple[int, int], pages: int = 0,
    numbered: str = "",
) -> None:  # fmt: skip
    page = layout.page
    margin = page.landscape_margin_mm if plan.landscape else page.margin_mm
    inch = 25.4
    if plan.landscape:
        made.set_landscape()
    made.set_paper(9)
    made.fit_to_pages(1, pages)
    made.set_margins(
        margin.left / inch, margin.right / inch, margin.top / inch, margin.bottom / inch
    )
    made.center_horizontally()
    made.set_footer(
        _FOOT + (numbered or layout.words.page_of.format(page="&P", pages="&N")), {"margin": 0.3}
    )
    if plan.table.repeat_head:
        made.repeat_rows(*head)
    made.hide_gridlines(2)


def _write_sheet(made: Any, plan: SheetPlan, formats: Formats, layout: Layout) -> None:
    width = layout.text_width_mm(landscape=plan.landscape)
    sheet = Sheet(made, formats, layout, plan.table, width)
    _pair(
        sheet,
        layout,
        plan.left,
        plan.right,
        right_align=None if plan.right and plan.right[0][1] == "form_number" else Align.CENTER,
    )
    if plan.left or plan.right:
        sheet.row += 1
    _titles(sheet, layout, plan)
    head = sheet.head()
    made.freeze_panes(sheet.row, 2 if sheet.last > 4 else 0)
    sheet.rows()
    pages = 0
    if plan.closing is not None:
        below = sheet.row
        _closing(sheet, layout, plan.closing)
        pages = _keep_together(sheet, plan, layout, head, below)
    _print_setup(made, plan, layout, head, pages)


def _write_meta(workbook: Any, meta: Mapping[str, object], formats: Formats) -> None:
    made = workbook.add_worksheet(META)
    made.hide()
    plain = formats.get(Look(11, sides=(), wrap=False))
    for row, (key, value) in enumerate(meta.items()):
        made.write_string(row, 0, cell_string(key), plain)
        made.write_string(row, 1, cell_string("" if value is None else str(value)), plain)


def write_xlsx(
    document: Document,
    layout: Layout,
    target: Path | BinaryIO,
    meta: Mapping[str, object] | None = None,
) -> None:
    """Write every table as a sheet; `meta` goes to a hidden sheet "_meta", key and value.

    Texts are never formulas or links. Raises `Refusal` when the document has no table.
    """
    plans = plan_sheets(document, layout)
    if not plans:
        raise Refusal(
            _("Văn bản này không có bảng nên không lưu thành tệp Excel được."),
            next_step=_("Hãy lưu thành Word hoặc PDF."),
            code="E_NO_TABLE",
        )
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {
        # Rows wait in a file of the system's otherwise; names do not.
        "constant_memory": not document.watermark,
        "in_memory": bool(document.watermark),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        # Columns are counted in digits of this face: one the reader lacks would widen them all.
        "default_format_properties": {"font_name": layout.font, "font_size": 11},
    }
    workbook = Workbook(str(target) if isinstance(target, Path) else target, options)
    workbook.set_properties(
        {
            "title": clean(document.title)[:255],
            "author": clean(document.author)[:255],
            "created": datetime(*EPOCH, tzinfo=UTC),
        }
    )
    formats = Formats(workbook, layout.font)
    for plan, name in zip(plans, sheet_names([p.table.name for p in plans]), strict=True):
        made = workbook.add_worksheet(name)
        _write_sheet(made, plan, formats, layout)
        if document.watermark:
            made.set_header('&C&"Times New Roman,Bold"' + clean(document.watermark)[:200])
    if meta is not None:
        _write_meta(workbook, meta, formats)
    try:
        workbook.close()
    except FileCreateError as error:  # the library's wrapping of a full or closed disk
        raise OSError(*error.args[0].args) from error

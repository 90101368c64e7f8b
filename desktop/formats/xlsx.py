"""Write the tables of a neutral document as .xlsx, ready to print and to be read again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from desktop.formats.cleaning import clean
from desktop.formats.document import Document
from desktop.formats.layout import Layout
from desktop.formats.steady import EPOCH
from desktop.formats.table import Align
from desktop.formats.xlsx_closing import Place, blocks_of, write_closing
from desktop.formats.xlsx_formats import Formats, Look, style_look
from desktop.formats.xlsx_paging import keep_titles
from desktop.formats.xlsx_plan import META, Line, SheetPlan, plan_sheets, sheet_names
from desktop.formats.xlsx_sheet import Sheet, cell_string
from desktop.i18n import _
from desktop.models.errors import Refusal

_FREE: Final = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows",
     "insert_hyperlinks", "delete_columns", "delete_rows", "sort", "autofilter", "pivot_tables",
     "objects", "scenarios"), True,
)  # fmt: skip
"""What may be done to a sheet of which only totals are locked."""
_FOOT = '&R&"Times New Roman,Regular"&10'


def _pair(
    sheet: Sheet,
    layout: Layout,
    left: Sequence[Line],
    right: Sequence[Line],
    *,
    right_align: Align | None = None,
    places: tuple[Place, Place] | None = None,
) -> None:
    """Write two stacks of lines beside each other, in the columns of `places`."""
    (a, b), (c, d) = places or blocks_of(sheet)
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


def _titles(sheet: Sheet, layout: Layout, plan: SheetPlan, places: Sequence[Place] = ()) -> None:
    """Write the titles over the table, or over each of the places that are printed apart."""
    for number, (text, style) in enumerate(plan.titles):
        look = style_look(layout.style(style), align=Align.CENTER)
        lines = 1
        for again, (first, last) in enumerate(places or [(0, sheet.last)]):
            here = text + _(" (tiếp theo)") if again and not number else text
            lines = max(lines, sheet.lines_needed(here, first, last, look))
            sheet.wide(first, last, here, look)
        sheet.height(lines, look.size)
        sheet.row += 1
    table = plan.table
    for text, style in ((table.caption, "table_caption"), (table.unit_note, "table_unit")):
        if text:
            look = style_look(layout.style(style))
            sheet.height(1, look.size)
            sheet.wide(0, sheet.last, text, look)
            sheet.row += 1


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
    if formats.totals_locked and any(row.is_total for row in plan.table.rows):
        made.protect("", _FREE)
    keep_titles(sheet, plan, layout, head)
    pages = 0
    if plan.closing is not None:
        pages = write_closing(sheet, plan, plan.closing, layout, head)
    made.set_h_pagebreaks(sheet.breaks)
    _print_setup(made, plan, layout, head, pages)


def _write_meta(workbook: Any, meta: Mapping[str, object], formats: Formats) -> None:
    made = workbook.add_worksheet(META)
    made.hide()
    made.protect("")
    plain = formats.get(Look(11, sides=(), wrap=False, total=True))
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

    A workbook with `meta` is a report: the cells of its totals are locked, without a password and
    no others. Texts are never formulas or links. Raises `Refusal` when the document has no table.
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
    formats = Formats(workbook, layout.font, totals_locked=meta is not None)
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

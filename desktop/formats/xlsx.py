"""Write the tables of a neutral document as .xlsx, ready to print and to be read again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from desktop.formats.cleaning import clean
from desktop.formats.document import Document
from desktop.formats.layout import Layout
from desktop.formats.steady import EPOCH
from desktop.formats.table_across import parts_of
from desktop.formats.table_turned import beside
from desktop.formats.xlsx_closing import blocks_of, write_closing
from desktop.formats.xlsx_formats import Formats, Look
from desktop.formats.xlsx_head import write_pair, write_titles
from desktop.formats.xlsx_paging import POINTS_PER_MM, keep_titles
from desktop.formats.xlsx_plan import META, SheetPlan, plan_sheets, sheet_names
from desktop.formats.xlsx_printing import (
    head_places,
    parts_scale,
    print_beside,
    print_setup,
    printed_sheet,
    sheet_width,
)
from desktop.formats.xlsx_sheet import CELL_PT, Sheet, cell_string
from desktop.i18n import _
from desktop.models.errors import Refusal

_FREE: Final = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows",
     "insert_hyperlinks", "delete_columns", "delete_rows", "sort", "autofilter", "pivot_tables",
     "objects", "scenarios"), True,
)  # fmt: skip
"""What may be done to a sheet of which only totals are locked."""


def _write_sheet(
    made: Any, plan: SheetPlan, formats: Formats, layout: Layout, watermark: str
) -> None:
    whole = beside(
        plan.table, layout, layout.text_width_mm(landscape=plan.landscape) * POINTS_PER_MM, CELL_PT
    )
    plan = plan if whole is None else replace(plan, table=whole)
    most = layout.table.most_columns if whole is None else len(plan.table.columns)
    parts = parts_of(plan.table.columns, most)
    sheet = Sheet(made, formats, layout, plan.table, sheet_width(plan, parts, layout))
    sheet.notes = parts[0]
    scale = parts_scale(sheet, plan, parts, layout)
    write_pair(sheet, layout, plan, places=head_places(sheet, parts))
    if plan.left or plan.right:
        sheet.row += 1
    write_titles(sheet, layout, plan, parts)
    head = sheet.head()
    made.freeze_panes(sheet.row, 2 if sheet.last > 4 else 0)
    sheet.rows()
    if formats.totals_locked and any(row.is_total for row in plan.table.rows):
        made.protect("", _FREE)
    keep_titles(sheet, plan, layout, head, scale)
    pages = 0
    if plan.closing is not None:
        places = blocks_of(sheet, *parts[-1])
        pages = write_closing(sheet, plan, plan.closing, layout, head, places=places, scale=scale)
    made.set_h_pagebreaks(sheet.breaks)
    print_setup(made, plan, layout, head, pages, watermark)
    if scale:
        print_beside(made, scale, parts)


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
        made = workbook.add_worksheet(name, worksheet_class=printed_sheet())
        _write_sheet(made, plan, formats, layout, document.watermark)
    if meta is not None:
        _write_meta(workbook, meta, formats)
    try:
        workbook.close()
    except FileCreateError as error:  # the library's wrapping of a full or closed disk
        raise OSError(*error.args[0].args) from error

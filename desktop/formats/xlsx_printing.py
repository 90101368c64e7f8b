"""How a sheet is printed: paper and margins, a number above each page but the first."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from desktop.formats.cleaning import clean
from desktop.formats.layout import Layout
from desktop.formats.table_across import LEAD, Part
from desktop.formats.xlsx_closing import Place, blocks_of
from desktop.formats.xlsx_paging import POINTS_PER_MM
from desktop.formats.xlsx_plan import SheetPlan
from desktop.formats.xlsx_sheet import Sheet

_INCH_MM = 25.4
_SURE = 0.95
"""The part of a page's width counted on: by the program a column is up to 5 % wider."""


@cache
def printed_sheet() -> type[Any]:
    """Return the kind of worksheet whose first page may have another head than the rest.

    The library knows one head for all pages.
    """
    from xlsxwriter.worksheet import Worksheet

    class Printed(Worksheet):  # type: ignore[misc]
        first_header = ""

        def _write_header_footer(self) -> None:
            if not self.header_footer_changed:
                return
            # The digits keep their size where the sheet is made smaller to fit.
            self._xml_start_tag("headerFooter", [("differentFirst", 1), ("scaleWithDoc", 0)])
            self._write_odd_header()
            if self.first_header:
                self._xml_data_element("firstHeader", self.first_header)
            self._xml_end_tag("headerFooter")

    return Printed


def print_setup(
    made: Any, plan: SheetPlan, layout: Layout, head: tuple[int, int], pages: int = 0,
    watermark: str = "",
) -> None:  # fmt: skip
    """Set paper, margins, the repeated head and what stands above each page.

    `pages` is how many the sheet must fit on, 0 for as many as it takes; `watermark` stands
    above every page at the right.
    """
    page = layout.page
    margin = page.landscape_margin_mm if plan.landscape else page.margin_mm
    if plan.landscape:
        made.set_landscape()
    made.set_paper(9)
    made.fit_to_pages(1, pages)
    made.set_margins(
        margin.left / _INCH_MM, margin.right / _INCH_MM, margin.top / _INCH_MM,
        margin.bottom / _INCH_MM,
    )  # fmt: skip
    made.center_horizontally()
    _number_pages(made, layout, watermark)
    if plan.table.repeat_head:
        made.repeat_rows(*head)
    made.hide_gridlines(2)


def _number_pages(made: Any, layout: Layout, watermark: str) -> None:
    """Number the pages of this sheet, whatever is printed with it."""
    size = layout.style("page_number").size_pt
    number = f'&C&"{layout.font},Regular"&{size:.0f}&P'
    mark = clean(watermark).replace("&", "&&")[:120]
    marked = f'&R&"{layout.font},Bold"&11{mark}' if mark else ""
    made.first_header = (number if layout.number_page_one else "") + marked
    made.set_header(number + marked, {"margin": layout.page.header_mm / _INCH_MM})
    made.set_start_page(1)


def sheet_width(plan: SheetPlan, parts: Sequence[Part], layout: Layout) -> float:
    """Return how wide all columns are in millimetres, so that the widest part fills a page."""
    shares = [max(column.width, 0.0) for column in plan.table.columns]
    widest = max(sum(shares[a : b + 1]) + (sum(shares[:LEAD]) if a else 0.0) for a, b in parts)
    return layout.text_width_mm(landscape=plan.landscape) * sum(shares) / (widest or 1.0)


def parts_scale(sheet: Sheet, plan: SheetPlan, parts: Sequence[Part], layout: Layout) -> float:
    """Return how much smaller a sheet of several parts is printed, 0 for one of one part."""
    if len(parts) == 1:
        return 0.0
    lead = sheet.width_pt(0, LEAD - 1)
    widest = max(sheet.width_pt(a, b) + lead for a, b in parts)
    shown = layout.text_width_mm(landscape=plan.landscape) * POINTS_PER_MM * _SURE
    return min(shown / widest, 1.0)


def head_places(sheet: Sheet, parts: Sequence[Part], lead: int = LEAD) -> tuple[Place, Place]:
    """Return where names and form number stand: the names in what every page repeats."""
    if len(parts) == 1:
        return blocks_of(sheet, *parts[0])
    return (0, lead - 1), blocks_of(sheet, *parts[0])[1]


def print_beside(made: Any, scale: float, parts: Sequence[Part], lead: int = LEAD) -> None:
    """Print each part on pages of its own, with the first columns repeated."""
    made.set_print_scale(int(scale * 100))
    made.repeat_columns(0, lead - 1)
    made.set_v_pagebreaks([first for first, _last in parts[1:]])

"""A workbook to be filled in elsewhere: official look, only entry cells open, checks inside.

The neutral document gives head, titles, table head and signatures; the rows come as a
`FormBody`. Hidden tokens in a row and a column let the figures be found again by code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from desktop.formats.cleaning import clean
from desktop.formats.document import Document
from desktop.formats.layout import Layout
from desktop.formats.steady import EPOCH
from desktop.formats.table import Align
from desktop.formats.xlsx_across import Across, across, filled, narrowed
from desktop.formats.xlsx_closing import blocks_of, write_closing
from desktop.formats.xlsx_form_body import Calc, Entry, FormBody, FormCell, FormRow, lead_of
from desktop.formats.xlsx_formats import Formats, Look
from desktop.formats.xlsx_head import write_pair, write_titles
from desktop.formats.xlsx_paging import keep_titles
from desktop.formats.xlsx_plan import META, SheetPlan, plan_sheets
from desktop.formats.xlsx_printing import head_places, print_beside, print_setup, printed_sheet
from desktop.formats.xlsx_sheet import Sheet, cell_string, row_height
from desktop.i18n import _
from desktop.models.text import vi_number

ENTRY_FILL: Final = "FFF9E0"
WRONG_FILL: Final = "#F8CBAD"
LOCKED_FILL: Final = "F2F2F2"
_CHOICES_LENGTH: Final = 250  # what Excel takes in a list typed out
_MM_PER_CHARACTER: Final = 1.9
_LEAST_CHARACTERS: Final = 3.5
_GUIDE: Final = "Hướng dẫn"
_LISTS: Final = "_lists"
_FOOT: Final = '&R&"Times New Roman,Regular"&10'


def render_form(
    document: Document, body: FormBody, layout: Layout, meta: Mapping[str, str]
) -> bytes:
    """Return the workbook as bytes; `meta` goes to a sheet that is hidden from menus too."""
    from xlsxwriter import Workbook

    out = BytesIO()
    workbook = Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False,
         "default_format_properties": {"font_name": layout.font, "font_size": 11}},
    )  # fmt: skip
    workbook.set_properties(
        {"title": clean(document.title)[:255], "author": clean(document.author)[:255],
         "created": datetime(*EPOCH, tzinfo=UTC)}
    )  # fmt: skip
    formats = Formats(workbook, layout.font)
    plan = plan_sheets(document, layout)[0]
    made = workbook.add_worksheet(plan.table.name, worksheet_class=_growing_sheet())
    _Writer(workbook, made, plan, body, layout, formats).write()
    _guide(workbook, body.guide, formats)
    _meta(workbook, meta, formats)
    workbook.close()
    return out.getvalue()


def _growing_sheet() -> type[Any]:
    """Return the kind of worksheet whose `growing` rows grow with what is typed in them.

    The library marks each height it is given as chosen by hand, and such a row never grows: a
    long note or a check's words would be cut on the screen and on paper.
    """

    class Growing(printed_sheet()):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.growing: set[int] = set()

        def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
            kept = attributes or []
            if tag == "row" and dict(kept)["r"] - 1 in self.growing:
                kept = [one for one in kept if one[0] != "customHeight"]
            super()._xml_start_tag_unencoded(tag, kept)

    return Growing


class _Writer:
    """Writes the one sheet that is filled in."""

    def __init__(
        self, workbook: Any, made: Any, plan: SheetPlan, body: FormBody, layout: Layout,
        formats: Formats,
    ) -> None:  # fmt: skip
        plan, self._across = _laid_out(plan, layout, body)
        # A column keeps the width its figures need on the screen; printing shrinks the page.
        needed = sum(column.width for column in plan.table.columns) * _MM_PER_CHARACTER
        width = max(layout.text_width_mm(landscape=plan.landscape), needed)
        self._workbook = workbook
        self._made = made
        self._plan = plan
        self._body = body
        self._layout = layout
        self._formats = formats
        wide = sum(column.width for column in plan.table.columns) or 1.0
        asked = [width / _MM_PER_CHARACTER * c.width / wide for c in plan.table.columns]
        hidden = body.token_column
        characters = [
            0.0 if n == hidden else max(one, _LEAST_CHARACTERS) for n, one in enumerate(asked)
        ]
        self._sheet = Sheet(made, formats, layout, plan.table, width, characters=characters)
        self._first = 0
        self._lists: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        sheet, plan = self._sheet, self._plan
        pages = self._across.pages
        lead = lead_of(self._body)
        write_pair(sheet, self._layout, plan, places=head_places(sheet, pages, lead))
        self._mark_period()
        sheet.row += 1
        write_titles(sheet, self._layout, plan, pages)
        status = sheet.row
        sheet.wide(*pages[0], "", self._plain(bold=True))
        sheet.row += 1
        head = sheet.head()
        self._made.freeze_panes(sheet.row, lead)
        for column in {sheet.last + 1, self._tokens}:
            self._made.set_column(column, column, 8, None, {"hidden": True})
        self._first = sheet.row
        for row in self._body.rows:
            self._row(row)
        last = sheet.row - 1
        self._total(last)
        self._rules(last)
        self._status(status, last)
        self._print(head)
        self._made.print_area(0, 0, sheet.row - 1, self._across.pages[-1][1])
        self._made.protect("", {
            "format_cells": True, "format_columns": True, "format_rows": True, "sort": True,
            "select_locked_cells": True, "select_unlocked_cells": True,
        })  # fmt: skip

    def _print(self, head: tuple[int, int]) -> None:
        """Write the closing and say how the sheet is printed: a wide one page beside page."""
        sheet, plan, across = self._sheet, self._plan, self._across
        apart = len(across.pages) > 1
        scale = across.scale if apart else 0.0
        keep_titles(sheet, plan, self._layout, head, scale)
        pages = 0
        if plan.closing is not None:
            places = blocks_of(sheet, *across.pages[-1])
            pages = write_closing(
                sheet, plan, plan.closing, self._layout, head, places=places, scale=scale
            )
        self._made.set_h_pagebreaks(sheet.breaks)
        print_setup(self._made, plan, self._layout, head, pages)
        if apart:
            print_beside(self._made, scale, across.pages, lead_of(self._body))

    @property
    def _tokens(self) -> int:
        """The column that holds the tokens of the rows."""
        own = self._body.token_column
        return self._sheet.last + 1 if own is None else own

    def _mark_period(self) -> None:
        text, token = self._body.period_mark
        for number, (line, _style) in enumerate(self._plan.right):
            if text and text in line:
                self._made.write_string(number, self._sheet.last + 1, token)

    def _plain(self, *, bold: bool = False) -> Look:
        return Look(self._sheet.size, bold=bold, sides=(), align=Align.CENTER)

    # cells

    def _row(self, row: FormRow) -> None:
        sheet = self._sheet
        texts = [
            (number, cell.value if isinstance(cell, Entry) else cell)
            for number, cell in enumerate(row.cells)
            if isinstance(cell, str | Entry)
        ]
        look = Look(sheet.size, bold=row.bold)
        needed = [sheet.lines_needed(text, number, number, look) for number, text in texts if text]
        sheet.height(max(needed, default=1), sheet.size)
        if row.is_title:
            sheet.titles.add(sheet.row)
        self._made.growing.add(sheet.row)
        for number, cell in enumerate(row.cells):
            self._cell(number, cell, row)
        if row.token:
            self._made.write_string(sheet.row, self._tokens, row.token)
        sheet.row += 1

    def _cell(self, number: int, cell: FormCell, row: FormRow) -> None:
        sheet = self._sheet
        if isinstance(cell, Entry):
            self._entry(number, cell)
        elif isinstance(cell, Calc):
            look = Look(
                sheet.size, row.bold, align=Align.RIGHT, number="#,##0", fill=LOCKED_FILL,
                wrap=False, shrink=True,
            )  # fmt: skip
            formula = "=" + cell.formula.format_map(_Refs(self._ref))
            shown = "" if cell.shown is None else cell.shown
            self._made.write_formula(sheet.row, number, formula, self._formats.get(look), shown)
        elif number == self._body.check_column and (row.token or row.own):
            self._check_cell(number, row)
        elif isinstance(cell, int):
            counted = self._plan.table.columns[number].align is Align.CENTER
            look = Look(
                sheet.size, row.bold, align=Align.CENTER if counted else Align.RIGHT,
                number="#,##0", fill="" if counted else LOCKED_FILL, wrap=False, shrink=True,
            )  # fmt: skip
            self._made.write_number(sheet.row, number, cell, self._formats.get(look))
        else:
            align = self._plan.table.columns[number].align or Align.LEFT
            sheet.text(number, cell or "", Look(sheet.size, row.bold, align=align))

    def _entry(self, number: int, cell: Entry) -> None:
        sheet = self._sheet
        words = bool(cell.choices or cell.text)
        look = Look(
            sheet.size, align=Align.LEFT if words else Align.RIGHT,
            number="" if words else "#,##0", fill=ENTRY_FILL, open=True,
            wrap=words, shrink=not words,
        )  # fmt: skip
        sheet.text(number, cell.value, look)
        if cell.choices:
            self._made.data_validation(sheet.row, number, sheet.row, number, {
                "validate": "list", "source": self._list(cell.choices), "ignore_blank": True,
                "error_title": _("Chọn trong danh sách"),
                "error_message": _("Chọn một giá trị trong danh sách."),
            })  # fmt: skip
        elif not cell.text:
            here, most = self._address(sheet.row, number), cell.most
            told = _("Ghi số nguyên từ 0 đến {most}; không phát sinh thì ghi x.")
            self._made.data_validation(sheet.row, number, sheet.row, number, {
                "validate": "custom", "ignore_blank": True,
                "value": f'=IF(ISNUMBER({here}),AND({here}>=0,{here}=INT({here}),{here}<={most}),'
                         f'LOWER({here})="x")',
                "error_title": _("Số chưa đúng"),
                "error_message": told.format(most=vi_number(most)),
            })  # fmt: skip

    def _list(self, choices: tuple[str, ...]) -> Any:
        """Return a drop-down's source: the texts themselves, or a hidden sheet's cells."""
        if len(",".join(choices)) <= _CHOICES_LENGTH and not any("," in one for one in choices):
            return list(choices)
        if choices not in self._lists:
            made = self._workbook.get_worksheet_by_name(_LISTS)
            if made is None:
                made = self._workbook.add_worksheet(_LISTS)
                made.very_hidden()
            column = len(self._lists)
            for row, text in enumerate(choices):
                made.write_string(row, column, text)
            name = _column_name(column)
            self._lists[choices] = f"={_LISTS}!${name}$1:${name}${len(choices)}"
        return self._lists[choices]

    # formulas

    def _address(self, row: int, column: int) -> str:
        return f"{_column_name(column)}{row + 1}"

    def _ref(self, code: str) -> str:
        """Return the cell of a code, in the row being written where codes are columns."""
        body = self._body
        if body.across:
            return "$" + self._address(self._sheet.row, body.codes.index(code))
        column = next(number for number, one in enumerate(body.codes) if one)
        row = next(n for n, one in enumerate(body.rows) if one.own == code)
        return "$" + _column_name(column) + "$" + str(self._first + row + 1)

    def _check_cell(self, number: int, row: FormRow) -> None:
        sheet = self._sheet
        look = Look(sheet.size, italic=True, align=Align.LEFT)
        checks = [c for c in self._body.checks if self._body.across or row.own == c.marks[0]]
        pieces = [
            f'IF({check.when.format_map(_Refs(self._ref))},"{check.says} ","")' for check in checks
        ]
        if not pieces:
            sheet.text(number, "", look)
            return
        self._made.write_formula(
            sheet.row, number, "=" + "&".join(pieces), self._formats.get(look), ""
        )

    def _rules(self, last: int) -> None:
        """Turn red what a check is about, and grey-yellow nothing: the fill tells entry cells."""
        body, sheet = self._body, self._sheet
        wrong = self._workbook.add_format({"bg_color": WRONG_FILL})
        below = sheet.row
        sheet.row = self._first
        for check in body.checks:
            formula = "=" + check.when.format_map(_Refs(self._ref))
            for code in check.marks:
                if body.across:
                    column = body.codes.index(code)
                    area = (self._first, column, last, column)
                else:
                    column = next(n for n, one in enumerate(body.codes) if one)
                    at = next(n for n, one in enumerate(body.rows) if one.own == code)
                    area = (self._first + at, column, self._first + at, column)
                self._made.conditional_format(
                    *area, {"type": "formula", "criteria": formula, "format": wrong}
                )
        sheet.row = below

    def _total(self, last: int) -> None:
        body, sheet = self._body, self._sheet
        if not body.total:
            return
        look = Look(
            sheet.size, bold=True, align=Align.RIGHT, number="#,##0", fill=LOCKED_FILL,
            wrap=False, shrink=True,
        )  # fmt: skip
        for number in range(sheet.last + 1):
            if number in body.total:
                top, end = (self._address(row, number) for row in (self._first, last))
                self._made.write_formula(
                    sheet.row, number, f"=SUM({top}:{end})", self._formats.get(look), 0
                )
            else:
                text = _("Tổng cộng") if number == 1 else ""
                sheet.text(number, text, Look(sheet.size, bold=True, fill=LOCKED_FILL))
        sheet.row += 1

    def _status(self, row: int, last: int) -> None:
        """Say at the top how many cells are still empty and how many rows need another look."""
        body = self._body
        check = self._area(body.check_column, last)
        wrong = f"SUMPRODUCT(--(LEN({check})>0))"
        blanks: list[str] = []
        count = 0
        for number in range(self._sheet.last + 1):
            open_rows = [
                n for n, one in enumerate(body.rows)
                if isinstance(one.cells[number], Entry) and not _is_words(one.cells[number])
            ]  # fmt: skip
            if open_rows and len(open_rows) == len(body.rows):
                blanks.append(f"COUNTBLANK({self._area(number, last)})")
            else:
                blanks += [
                    f"COUNTBLANK({self._address(self._first + a, number)}"
                    f":{self._address(self._first + b, number)})"
                    for a, b in _stretches(open_rows)
                ]
            count += len(open_rows)
        empty = "+".join(blanks) or "0"
        formula = (
            f'=IF({wrong}>0,"{_("Cần xem lại cột Kiểm tra:")} "&{wrong}&" {_("dòng.")}",'
            f'IF({empty}>0,"{_("Còn ô chưa ghi:")} "&({empty})&".",'
            f'"{_("Đã ghi đủ, có thể gửi lại.")}"))'
        )
        told = _("Còn ô chưa ghi:") + f" {count}."
        look = self._formats.get(self._plain(bold=True))
        self._made.write_formula(row, self._across.pages[0][0], formula, look, told)

    def _area(self, column: int, last: int) -> str:
        return f"{self._address(self._first, column)}:{self._address(last, column)}"


def _laid_out(plan: SheetPlan, layout: Layout, body: FormBody) -> tuple[SheetPlan, Across]:
    """Return the plan with its columns as wide as they are written, and the pages they take."""
    table, lead = plan.table, lead_of(body)
    size = Sheet.size_of(layout, len(table.columns))
    aside = table.columns[-1:] if body.check_column == len(table.columns) - 1 else ()
    printed = table.columns[: len(table.columns) - len(aside)]
    pages = across(printed, layout, size, lead, landscape=plan.landscape)
    if not body.across or len(pages.pages) == 1:
        return plan, pages
    columns = narrowed(printed, body.shown_figures(), size, lead)
    pages = across(columns, layout, size, lead, landscape=plan.landscape)
    columns = filled(columns, printed, pages, layout, lead, landscape=plan.landscape)
    return replace(plan, table=replace(table, columns=(*columns, *aside))), pages


def _is_words(cell: FormCell) -> bool:
    return isinstance(cell, Entry) and bool(cell.choices or cell.text)


def _stretches(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the runs of neighbours among sorted numbers, first and last of each."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


class _Refs(dict[str, str]):
    """Looks codes of a formula up as cells."""

    def __init__(self, ref: Callable[[str], str]) -> None:
        super().__init__()
        self._ref = ref

    def __missing__(self, code: str) -> str:
        return self._ref(code)


def _column_name(column: int) -> str:
    name, at = "", column + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _guide(workbook: Any, lines: Sequence[str], formats: Formats) -> None:
    if not lines:
        return
    made = workbook.add_worksheet(_GUIDE)
    made.set_column(0, 0, 100)
    made.hide_gridlines(2)
    made.set_paper(9)
    made.fit_to_pages(1, 0)
    made.set_start_page(1)
    foot = _("Tờ hướng dẫn: không ký, không nộp kèm biểu")
    made.set_footer(_FOOT + foot, {"margin": 0.3})
    for row, line in enumerate(lines):
        look = Look(14 if not row else 12, bold=not row, sides=())
        made.set_row(row, row_height(1, 14 if not row else 12) + 4)
        made.write_string(row, 0, cell_string(line), formats.get(look))
    made.protect("")


def _meta(workbook: Any, meta: Mapping[str, str], formats: Formats) -> None:
    made = workbook.add_worksheet(META)
    made.very_hidden()
    plain = formats.get(Look(11, sides=(), wrap=False))
    for row, (key, value) in enumerate(meta.items()):
        made.write_string(row, 0, cell_string(key), plain)
        made.write_string(row, 1, cell_string(value), plain)
    made.protect("")

"""What stands above a sheet's table: names and their rules, form number and notes, titles."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.formats.layout import Layout, TextStyle
from desktop.formats.pdf_stack import fitting_size, line_width
from desktop.formats.table import Align
from desktop.formats.xlsx_closing import Place, blocks_of
from desktop.formats.xlsx_formats import Look, style_look
from desktop.formats.xlsx_plan import Line, SheetPlan
from desktop.formats.xlsx_sheet import Sheet
from desktop.i18n import _

_PIXELS_PER_POINT = 4 / 3
_LEAST_NATIONAL = 8.0


def write_pair(
    sheet: Sheet,
    layout: Layout,
    plan: SheetPlan,
    *,
    places: tuple[Place, Place] | None = None,
) -> None:
    """Write the names left and what stands right of them, in the columns of `places`."""
    (a, b), (c, d) = places or blocks_of(sheet)
    right_align = None if plan.right and plan.right[0][1] == "form_number" else Align.CENTER
    for number in range(max(len(plan.left), len(plan.right))):
        lines, size = 1, 10.0
        ruled: list[tuple[Line, Place]] = []
        for stack, first, last, align in (
            (plan.left, a, b, Align.CENTER), (plan.right, c, d, right_align),
        ):  # fmt: skip
            if number >= len(stack) or (first == a and last == d and stack is plan.right):
                continue
            text, style = stack[number]
            look = _fitted(sheet, layout, stack[number], (first, last), align)
            sheet.wide(first, last, text, look)
            lines = max(lines, sheet.lines_needed(text, first, last, look))
            size = max(size, look.size)
            ruled += [((text, style), (first, last))] * (style in _RULES)
        sheet.height(lines, size)
        for line, place in ruled:
            _rule(sheet, layout, line, place)
        sheet.row += 1


def _fitted(sheet: Sheet, layout: Layout, line: Line, place: Place, align: Align | None) -> Look:
    """Return the look of a line; Quốc hiệu never wraps, and Tiêu ngữ shrinks along with it."""
    look = style_look(layout.style(line[1]), align=align)
    if line[1] not in ("national_name", "motto"):
        return look
    style = layout.style("national_name")
    text = layout.words.national_name.upper()
    size = fitting_size(text, style, sheet.room_pt(*place), least=_LEAST_NATIONAL)
    if size >= style.size_pt:
        return look
    return replace(look, size=int(size * 2) / 2 + (1.0 if line[1] == "motto" else 0.0))


_RULES = frozenset({"form_issuer", "motto"})


def _rule(sheet: Sheet, layout: Layout, line: Line, place: Place) -> None:
    """Draw the rule below a line of the head: a bar that holds no text and is no cell."""
    text, name = line
    style: TextStyle = layout.style(name)
    room = sheet.room_pt(*place)
    share = layout.rules.motto if name == "motto" else layout.rules.issuer
    long = min(line_width(text, style), room) * share * _PIXELS_PER_POINT
    high = max(round(layout.rules.weight_pt * _PIXELS_PER_POINT), 1)
    sheet.sheet.insert_textbox(
        sheet.row, place[0], "",
        {
            "x_offset": max((room * _PIXELS_PER_POINT - long) / 2, 0),
            "y_offset": max(sheet.heights[sheet.row] * _PIXELS_PER_POINT - high - 1, 0),
            "width": long, "height": high, "decorative": True, "object_position": 2,
            "fill": {"color": "#000000"}, "line": {"none": True},
        },
    )  # fmt: skip


def write_titles(
    sheet: Sheet, layout: Layout, plan: SheetPlan, places: Sequence[Place] = ()
) -> None:
    """Write the titles over the table, or over each of the places that are printed apart."""
    table = plan.table
    for number, (text, style) in enumerate(plan.titles):
        look = style_look(layout.style(style), align=Align.CENTER)
        _over(sheet, text, look, places, again=not number)
    for text, style in ((table.caption, "table_caption"), (table.unit_note, "table_unit")):
        if text:
            look = style_look(layout.style(style))
            _over(sheet, text, look, places, again=style == "table_caption")


def _over(sheet: Sheet, text: str, look: Look, places: Sequence[Place], *, again: bool) -> None:
    """Write a line over each place; `again` says beside it that the others go on."""
    lines = 1
    for nth, (first, last) in enumerate(places or [(0, sheet.last)]):
        here = text + _(" (tiếp theo)") if nth and again else text
        lines = max(lines, sheet.lines_needed(here, first, last, look))
        sheet.wide(first, last, here, look)
    sheet.height(lines, look.size)
    sheet.row += 1

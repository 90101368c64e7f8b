"""Recipients, compiler and signatures below a sheet's table, and the page they are printed on."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.formats.document import Closing, Recipients, Signature
from desktop.formats.layout import Layout
from desktop.formats.table import Align
from desktop.formats.xlsx_formats import Look, style_look
from desktop.formats.xlsx_paging import POINTS_PER_MM, SURE, paper_of, print_scale
from desktop.formats.xlsx_plan import Line, SheetPlan
from desktop.formats.xlsx_sheet import Sheet, row_height

Place = tuple[int, int]
"""The first and the last column of a stretch."""
_SIGNING_ROWS = 4
_ROWS_KEPT = 2
_SHRINK = 0.2
"""How much more than its pages a sheet may hold and still be made smaller to fit on them."""
_HIGHEST = 400.0
"""A little less than the highest row a spreadsheet can hold, in points."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the closing: its texts by place, how high it is in points."""

    texts: tuple[tuple[int, int, str, Look], ...]
    height: float


def blocks_of(sheet: Sheet, first: int = 0, last: int | None = None) -> tuple[Place, Place]:
    """Return the columns of the left and of the right block, under half the width each."""
    last = sheet.last if last is None else last
    total, used, left = sum(sheet.widths[first : last + 1]), 0.0, first
    for number in range(first, last + 1):
        used += sheet.widths[number]
        if used <= total * 0.5 or number == first:
            left = number
    right = last
    while right - 1 > left and sum(sheet.widths[right - 1 : last + 1]) <= total * 0.5:
        right -= 1
    return (first, left), (max(right, min(left + 1, last)), last)


def write_closing(
    sheet: Sheet,
    plan: SheetPlan,
    closing: Closing,
    layout: Layout,
    head: tuple[int, int],
    *,
    places: tuple[Place, Place] | None = None,
    scale: float = 0.0,
) -> int:
    """Write recipients or the compiler left, the authority right, names level, after a blank row.

    They are printed on one page with the last two rows. Where they would be parted the sheet is
    made a little smaller, when that is enough: returns the pages it must fit on, 0 for as many
    as it takes. Otherwise those rows begin a new page. `scale` is that of a sheet printed at a
    size of its own, which is not made smaller.
    """
    where = places or blocks_of(sheet)
    used = scale or print_scale(sheet, plan, layout)
    rows = _rows(sheet, layout, closing, where, used)
    pages, smaller = _keep_together(sheet, plan, layout, head, rows, scale)
    if pages:
        rows = _rows(sheet, layout, closing, where, used * smaller)
    for row in rows:
        if row.height != sheet.usual:
            sheet.tall(row.height)
            if not row.texts:  # the library forgets the height of a row without a cell
                sheet.text(where[0][0], "", style_look(layout.style("form_subtitle")))
        for first, last, text, look in row.texts:
            sheet.wide(first, last, text, look)
        sheet.row += 1
    return pages


def _part_lines(part: Recipients | Signature | None, layout: Layout) -> tuple[list[Line], str]:
    """Return the lines above the signing room and the name under it."""
    if isinstance(part, Recipients):
        head = [(layout.words.recipients, "recipients_title")]
        return head + [(f"- {line}", "recipients") for line in part.lines], ""
    if part is None:
        return [], ""
    lines = [(part.place_date, "place_date")] if part.place_date else []
    lines += [(text, "authority") for text in part.authority]
    return lines + ([(part.note, "form_subtitle")] if part.note else []), part.name


def _rows(
    sheet: Sheet, layout: Layout, closing: Closing, places: tuple[Place, Place], scale: float
) -> list[_Row]:
    """Return the rows of the closing; on paper, at that scale, there is room to sign and stamp."""
    parts = (
        [closing.columns[0], closing.columns[-1]]
        if len(closing.columns) > 1
        else [None, *closing.columns]
    )
    (left, left_name), (right, right_name) = (_part_lines(part, layout) for part in parts)
    if right and right[0][1] == "place_date" and left:
        left = [("", "place_date"), *left]
    recipients = isinstance(parts[0], Recipients)
    longer = 0 if recipients else max(len(left) - len(right), 0)
    signing = range(len(right) + longer, len(right) + longer + _SIGNING_ROWS)
    right += [("", "form_subtitle")] * (_SIGNING_ROWS + longer)
    right.append((right_name, "signer"))
    if left_name:
        left += [("", "form_subtitle")] * (len(right) - 1 - len(left)) + [(left_name, "signer")]
    room = layout.pairs.signing_room_mm * POINTS_PER_MM / scale / _SIGNING_ROWS
    rows = [_Row((), sheet.usual)]
    for number in range(max(len(left), len(right))):
        here: list[tuple[int, int, str, Look]] = []
        for stack, (first, last), of_recipients in (
            (left, places[0], recipients), (right, places[1], False),
        ):  # fmt: skip
            if number < len(stack) and stack[number][0]:
                text, style = stack[number]
                align = Align.LEFT if of_recipients else Align.CENTER
                here.append((first, last, text, style_look(layout.style(style), align=align)))
        height = sheet.usual
        if here:
            needed = [sheet.lines_needed(text, start, end, look) for start, end, text, look in here]
            size = max(sheet.size, *(look.size for *_rest, look in here))
            height = row_height(max(needed), size)
        if number in signing:
            height = max(height, min(room, _HIGHEST))
        rows.append(_Row(tuple(here), height))
    return rows


def _keep_together(
    sheet: Sheet, plan: SheetPlan, layout: Layout, head: tuple[int, int], rows: Sequence[_Row],
    scale: float,
) -> tuple[int, float]:  # fmt: skip
    """Let the closing's rows be printed on one page with the last two rows above them.

    Returns the pages the sheet must fit on and how much smaller that makes it, (0, 1) for none.
    """
    paper = paper_of(sheet, plan, layout, head, scale)
    room = paper.room * SURE
    closing = sheet.row
    first = max(closing - _ROWS_KEPT, head[1] + 2)
    used, started, pages = 0.0, 0, 1
    for row, height in enumerate(sheet.heights_of(0, first)):
        if row in sheet.breaks or (used + height > room and row > started):
            used, started, pages = paper.again, row, pages + 1
        used += height
    used += sum(sheet.heights_of(first, closing)) + sum(row.height for row in rows)
    over = used - room
    if over <= 0 or first <= started:
        return 0, 1.0
    if not scale and not sheet.breaks and over <= pages * room * _SHRINK:
        return pages, pages * room / (pages * room + over)
    if first - 1 in sheet.titles and first - 1 > started:
        first -= 1
    sheet.breaks.append(first)
    return 0, 1.0

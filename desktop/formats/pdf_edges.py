"""The margins of the first page: who may see it, a signed copy's lines, the address."""

from math import atan2, degrees, hypot
from typing import Any

from desktop.formats.cleaning import clean
from desktop.formats.document import Edges
from desktop.formats.edges import foot_lines, top_edge
from desktop.formats.faces import face, font, width_pt
from desktop.formats.pdf_flow import POINTS_PER_MM, Sheet
from desktop.formats.pdf_head import stamp_frame
from desktop.formats.pdf_stack import RULE_ROOM, draw_stack, stack_line


def foot_height(edges: Edges, sheet: Sheet) -> float:
    """Return how much of the first page's text block the address takes, in points."""
    layout = sheet.layout
    lines = foot_lines(edges, layout, sheet.width)
    if not lines:
        return 0.0
    margin = sheet.top - sheet.height
    return max(layout.page.footer_mm * POINTS_PER_MM + _block(len(lines), sheet) - margin, 0.0)


def _block(lines: int, sheet: Sheet) -> float:
    style = sheet.layout.style("address")
    return RULE_ROOM + lines * style.size_pt * sheet.layout.body.single_line


def draw_foot(canvas: Any, edges: Edges, sheet: Sheet) -> None:
    """Draw the address under its line at the foot of the page."""
    layout = sheet.layout
    lines = foot_lines(edges, layout, sheet.width)
    if not lines:
        return
    style = layout.style("address")
    top = layout.page.footer_mm * POINTS_PER_MM + _block(len(lines), sheet)
    canvas.setLineWidth(layout.rules.weight_pt)
    canvas.line(sheet.left, top - 3.0, sheet.left + sheet.width, top - 3.0)
    stack = [stack_line(line, style, layout) for line in lines]
    draw_stack(canvas, stack, sheet.left, top - RULE_ROOM, sheet.width)


def draw_top_edge(canvas: Any, edges: Edges, sheet: Sheet) -> None:
    """Draw what stands in the top margin."""
    layout, paper_top = sheet.layout, sheet.paper[1]
    plan = top_edge(edges, layout, landscape=sheet.landscape)
    if plan.stamp:
        frame = stamp_frame(plan.stamp, layout)
        frame.draw(canvas, plan.stamp_left, paper_top - plan.stamp_top, plan.stamp.width)
    style = layout.style("signed_copy")
    stack = [stack_line(line, style, layout) for line in plan.lines]
    draw_stack(canvas, stack, plan.left, paper_top - plan.top, plan.width)


def draw_watermark(canvas: Any, text: str, sheet: Sheet) -> None:
    """Draw a text across the page, pale enough to read through."""
    wide, high = sheet.paper
    name, told = face(bold=True), clean(text)
    font(name)
    size = 40.0 * min(1.0, hypot(wide, high) * 0.75 / max(width_pt(told, name, 40.0), 1.0))
    canvas.saveState()
    canvas.setFillGray(0.9)
    canvas.setFont(name, size)
    canvas.translate(wide / 2, high / 2)
    canvas.rotate(degrees(atan2(high, wide)))
    canvas.drawCentredString(0, -size / 3, told)
    canvas.restoreState()

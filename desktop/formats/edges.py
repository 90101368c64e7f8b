"""What stands in the margins of the first page, measured once for every writer.

The framed words about who may see the paper stand above the letterhead's right column,
lines about a signed copy in the top right corner, the address at the foot.
"""

from dataclasses import dataclass

from desktop.formats.cleaning import clean
from desktop.formats.document import Edges
from desktop.formats.faces import break_lines, style_face
from desktop.formats.head import POINTS_PER_MM, Stamp, stamp
from desktop.formats.layout import Layout
from desktop.formats.pdf_stack import line_width

_GAP = 6.0  # points between the frame and the lines at its right


@dataclass(frozen=True, slots=True)
class TopEdge:
    """Places in points from the left and the upper edge of the paper.

    `stamp` begins at (`stamp_left`, `stamp_top`), the corner's `lines` at (`left`, `top`);
    the corner is `width` wide.
    """

    stamp: Stamp | None
    stamp_left: float
    stamp_top: float
    lines: tuple[str, ...]
    left: float
    top: float
    width: float


def top_edge(edges: Edges, layout: Layout, *, landscape: bool = False) -> TopEdge:
    """Return where the words in the top margin stand."""
    page = layout.page
    margin = page.landscape_margin_mm if landscape else page.margin_mm
    text = layout.text_width_mm(landscape=landscape) * POINTS_PER_MM
    end = margin.left * POINTS_PER_MM + text
    lines = _corner(edges, layout, layout.stamps.copy_width_mm * POINTS_PER_MM)
    style = layout.style("signed_copy")
    width = max((line_width(line, style) for line in lines), default=0.0)
    width = width + 2.0 if lines else 0.0
    corner = page.size_mm[1 if landscape else 0] - layout.stamps.copy_right_mm
    left = corner * POINTS_PER_MM - width
    framed = stamp(edges.circulation, "circulation", layout) if edges.circulation.strip() else None
    pair = layout.pairs.header_mm
    column = text * pair[1] / sum(pair)
    centre = end - column / 2
    if framed and lines:
        centre = min(centre, left - _GAP - framed.width / 2)
    return TopEdge(
        stamp=framed,
        stamp_left=centre - framed.width / 2 if framed else 0.0,
        stamp_top=layout.stamps.top_mm * POINTS_PER_MM,
        lines=lines,
        left=left,
        top=layout.stamps.copy_top_mm * POINTS_PER_MM,
        width=width,
    )


def _corner(edges: Edges, layout: Layout, width: float) -> tuple[str, ...]:
    style = layout.style("signed_copy")
    return tuple(
        line
        for text in edges.signed_copy
        if text.strip()
        for line in break_lines(clean(text).strip(), style_face(style), style.size_pt, width)
    )


def foot_lines(edges: Edges, layout: Layout, width_pt: float) -> tuple[str, ...]:
    """Return the lines of the address as they break in a text of that width."""
    style = layout.style("address")
    return tuple(
        line
        for text in edges.address
        if text.strip()
        for line in break_lines(clean(text).strip(), style_face(style), style.size_pt, width_pt)
    )

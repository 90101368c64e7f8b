"""The margins of a Word file's first page, and framed words: stamps, circulation, address."""

from desktop.formats.document import Edges, Run
from desktop.formats.docx_xml import cell_xml, paragraph_xml, twips
from desktop.formats.edges import foot_lines, top_edge
from desktop.formats.head import Stamp
from desktop.formats.layout import Layout


def _box(stamp: Stamp, layout: Layout) -> str:
    """Return the borders of framed words, as far from them as the frame's height asks."""
    weight = max(round(layout.stamps.frame_pt * 8), 2)
    line = stamp.style.size_pt * layout.body.single_line
    room = max(round((stamp.height - line) / 2 - layout.stamps.frame_pt), 0)
    colour = stamp.style.colour or "auto"
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{weight}" w:space="{space}" w:color="{colour}"/>'
        for side, space in (("top", room), ("left", 0), ("bottom", room), ("right", 0))
    )
    return f"<w:pBdr>{borders}</w:pBdr>"


def stamp_xml(
    name: str, stamp: Stamp, room_pt: float, layout: Layout, *, before_pt: float = 0.0
) -> str:
    """Return framed words centred in a column of that width."""
    borders = _box(stamp, layout)
    side = max(twips((room_pt - stamp.width) / 2), 0)
    properties = (
        f'<w:keepNext/>{borders}<w:spacing w:before="{twips(before_pt)}"/>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>'
    )
    return paragraph_xml(name, (Run(stamp.text),), properties=properties)


def _placed(left: float, top: float, width: float) -> str:
    """Return what anchors a paragraph to the paper; points from its upper left corner."""
    return (
        f'<w:framePr w:w="{twips(width)}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" '
        f'w:x="{twips(left)}" w:y="{twips(top)}"/>'
    )


def _framed_xml(stamp: Stamp, left: float, top: float, layout: Layout) -> str:
    """Return framed words anchored to the paper: a table of one cell, whose height is exact."""
    weight = max(round(layout.stamps.frame_pt * 8), 2)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right")
    )
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    width = twips(stamp.width)
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="page" w:horzAnchor="page" '
        f'w:tblpX="{twips(left)}" w:tblpY="{twips(top)}"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid><w:tr><w:trPr>'
        f'<w:trHeight w:val="{twips(stamp.height)}" w:hRule="exact"/></w:trPr>'
        + cell_xml(
            stamp.width,
            paragraph_xml("circulation", (Run(stamp.text),)),
            extra='<w:vAlign w:val="center"/>',
        )
        + "</w:tr></w:tbl>"
    )


def top_edge_xml(edges: Edges, layout: Layout, *, landscape: bool) -> str:
    """Return the paragraphs of the first page's header."""
    plan = top_edge(edges, layout, landscape=landscape)
    xml = ""
    if plan.stamp:
        xml += _framed_xml(plan.stamp, plan.stamp_left, plan.stamp_top, layout)
    place = _placed(plan.left, plan.top, plan.width)
    for line in plan.lines:
        xml += paragraph_xml("signed_copy", (Run(line),), properties=place)
    return xml


def foot_xml(edges: Edges, layout: Layout, width_pt: float) -> str:
    """Return the paragraphs of the first page's footer: the address under a full line."""
    weight = max(round(layout.rules.weight_pt * 8), 2)
    border = f'<w:pBdr><w:top w:val="single" w:sz="{weight}" w:space="3" w:color="auto"/></w:pBdr>'
    return "".join(
        paragraph_xml("address", (Run(line),), properties=border * (not at))
        for at, line in enumerate(foot_lines(edges, layout, width_pt))
    )

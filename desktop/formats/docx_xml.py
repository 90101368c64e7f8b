"""WordprocessingML as strings: runs, paragraphs and measures, every text escaped."""

from collections.abc import Sequence

from desktop.formats.cleaning import clean
from desktop.formats.document import Run
from desktop.formats.layout import Layout, TextStyle
from desktop.formats.table import Align

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_POINT = 20
CELL_ROOM_PT = 1.0
"""The room over and under the text of a cell."""
JUSTIFY = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}


def twips_mm(length: float) -> int:
    """Return millimetres as twentieths of a point."""
    return round(length * TWIPS_PER_MM)


def twips(points: float) -> int:
    """Return points as twentieths of a point."""
    return round(points * TWIPS_PER_POINT)


def escape(text: str) -> str:
    """Return the text with the characters that mean something in XML written out."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """Return the text as a quoted attribute value."""
    escaped = escape(clean(text)).replace('"', "&quot;").replace("\n", " ")
    return f'"{escaped}"'


def run_xml(run: Run, *, caps: bool = False, size_pt: float | None = None) -> str:
    """Return one run; line ends become breaks, capitals are written out."""
    text = clean(run.text)
    text = text.upper() if caps else text
    face = "<w:b/>" * run.bold + "<w:i/>" * run.italic
    if size_pt is not None:
        half = round(size_pt * 2)
        face += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    properties = f"<w:rPr>{face}</w:rPr>" if face else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{properties}{lines}</w:r>"


def paragraph_xml(
    style: str,
    content: Sequence[Run],
    *,
    properties: str = "",
    caps: bool = False,
    size_pt: float | None = None,
) -> str:
    """Return a paragraph in the style; `properties` is inner XML of w:pPr in schema order."""
    runs = "".join(run_xml(run, caps=caps, size_pt=size_pt) for run in content)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def spacing_xml(layout: Layout, style: TextStyle, *, line: float | None = None) -> str:
    """Return the style's space before, after and between lines (240 = single)."""
    before = layout.body.before_pt if style.before_pt is None else style.before_pt
    between = round(240 * (layout.body.line if line is None else line))
    return (
        f'<w:spacing w:before="{twips(before)}" w:after="{twips(layout.body.after_pt)}" '
        f'w:line="{between}" w:lineRule="auto"/>'
    )


def rule_xml(length_pt: float, room_pt: float, weight_pt: float, *, keep: bool = True) -> str:
    """Return a centred rule: an empty low paragraph whose upper border has that length."""
    side = max(twips((room_pt - length_pt) / 2), 0)
    weight = max(round(weight_pt * 8), 2)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="rule"/>{"<w:keepNext/>" * keep}'
        f'<w:pBdr><w:top w:val="single" w:sz="{weight}" w:space="1" w:color="auto"/></w:pBdr>'
        f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/></w:pPr></w:p>'
    )


def cell_xml(width_pt: float, inner: str, *, extra: str = "") -> str:
    """Return a table cell of that width; `extra` goes into w:tcPr after the width."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width_pt)}" w:type="dxa"/>{extra}</w:tcPr>'
        f"{inner or '<w:p/>'}</w:tc>"
    )


def plain_table_xml(widths_pt: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """Return a table without borders or padding whose rows never split."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths_pt)
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(cell_xml(w, inner) for w, inner in zip(widths_pt, row, strict=True))
        + "</w:tr>"
        for row in rows
    )
    margins = "".join(
        f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("top", "left", "bottom", "right")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths_pt))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )

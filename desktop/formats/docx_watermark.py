"""Words across each page of a Word file, pale, written as Word writes a watermark of its own."""

from math import atan2, degrees, hypot
from typing import Final
from xml.sax.saxutils import quoteattr

from desktop.formats.cleaning import clean
from desktop.formats.document import Document
from desktop.formats.layout import Layout

_NAMES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_SHARE: Final = 0.75
"""How much of a page's diagonal the words take."""
_LETTER: Final = 1.7
"""How much higher a line of capitals is than one of them is wide."""
_FORMULAS: Final = (
    "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3",
    "if @0 @3 0", "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5",
    "mid @7 @8", "mid @6 @7", "sum @6 0 @5",
)  # fmt: skip
"""Those of the shape "plain text" (136), which Word expects beside it."""


def watermark_xml(document: Document, layout: Layout) -> str:
    """Return a paragraph for a header that holds the document's watermark, "" for none."""
    text = clean(document.watermark)
    if not text:
        return ""
    short, long = layout.page.size_mm
    across, down = (long, short) if document.landscape else (short, long)
    wide = hypot(across, down) * _SHARE * 72 / 25.4
    turn = 360 - round(degrees(atan2(down, across)))
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{wide:.0f}pt;"
        f"height:{wide / len(text) * _LETTER:.0f}pt;rotation:{turn};z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:page;"
        "mso-position-vertical:center;mso-position-vertical-relative:page"
    )
    face = f"font-family:'{layout.font}';font-size:1pt;font-weight:bold"
    return (
        f'<w:p><w:pPr><w:pStyle w:val="rule"/></w:pPr><w:r><w:pict {_NAMES}>{_shape_type()}'
        f'<v:shape id="PowerPlusWaterMarkObject" o:spid="_x0000_s2049" type="#_x0000_t136" '
        f'style={quoteattr(style)} o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
        f'<v:textpath style="{face}" string={quoteattr(text)}/></v:shape></w:pict></w:r></w:p>'
    )


def _shape_type() -> str:
    formulas = "".join(f'<v:f eqn="{one}"/>' for one in _FORMULAS)
    return (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        f'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>{formulas}</v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectangles="270,180,90,0" '
        'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"/>'
        '<v:textpath on="t" fitshape="t"/><o:lock v:ext="edit" text="t" shapetype="t"/>'
        "</v:shapetype>"
    )

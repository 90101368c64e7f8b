"""The styles of a Word file, made from the layout: Times New Roman by name, Vietnamese."""

from desktop.formats.docx_xml import (
    CELL_ROOM_PT,
    JUSTIFY,
    NAMESPACE,
    attribute,
    spacing_xml,
    twips,
    twips_mm,
)
from desktop.formats.layout import Layout, TextStyle

_SINGLE = frozenset(
    {
        "national_name",
        "motto",
        "parent",
        "issuer",
        "number",
        "place_date",
        "type_word",
        "subject",
        "dispatch_subject",
        "authority",
        "signer",
        "recipients_title",
        "recipients",
        "appendix",
        "appendix_title",
        "appendix_reference",
        "form_parent",
        "form_issuer",
        "form_number",
        "form_note",
        "form_title",
        "form_subtitle",
        "table_caption",
        "table_unit",
        "page_number",
        "urgency",
        "secrecy",
        "circulation",
        "drafter",
        "signed_copy",
        "address",
    }
)
_HEAD_BLOCKS = _SINGLE - {"type_word", "dispatch_subject", "form_title"}


def _face(style: TextStyle) -> str:
    half = round(style.size_pt * 2)
    return (
        "<w:rPr>"
        + "<w:b/><w:bCs/>" * style.bold
        + "<w:i/><w:iCs/>" * style.italic
        + (f'<w:color w:val="{style.colour}"/>' if style.colour else "")
        + f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )


def _style(name: str, style: TextStyle, layout: Layout) -> str:
    line = 1.0 if name in _SINGLE else None
    spacing = spacing_xml(layout, style, line=line)
    if name in _HEAD_BLOCKS:
        spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    indent = twips_mm(style.indent * layout.body.indent_mm)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val={attribute(style.title or name)}/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{'<w:keepNext/>' * style.keep_with_next}{spacing}"
        f'<w:ind w:firstLine="{indent}"/><w:jc w:val="{JUSTIFY[style.align]}"/></w:pPr>'
        f"{_face(style)}</w:style>"
    )


def _fixed(
    style_id: str, name: str, inner: str, *, kind: str = "paragraph", default: bool = False
) -> str:
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{mark} w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/>{inner}</w:style>'
    )


def styles_xml(layout: Layout, language: str) -> str:
    """Return the whole styles part."""
    font, tongue = attribute(layout.font), attribute(language)
    fonts = f"<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>"
    half = round(layout.style("body").size_pt * 2)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        f'<w:lang w:val={tongue} w:eastAsia={tongue} w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/>"
        '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"</w:pPrDefault></w:docDefaults>"
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    )
    based = '<w:basedOn w:val="Normal"/>'
    room = twips(CELL_ROOM_PT)
    fixed = [
        _fixed("Normal", "Normal", f"<w:qFormat/><w:rPr>{fonts}</w:rPr>", default=True),
        _fixed(
            "DefaultParagraphFont", "Default Paragraph Font", "", kind="character", default=True
        ),
        _fixed(
            "TableNormal",
            "Normal Table",
            '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>",
            kind="table",
            default=True,
        ),
        _fixed("Header", "header", based),
        _fixed("Footer", "footer", based),
        _fixed(
            "rule",
            "Đường kẻ",
            based + '<w:pPr><w:spacing w:before="40" w:after="0" '
            'w:line="100" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="8"/></w:rPr>',
        ),
        _fixed(
            "cell",
            "Ô bảng",
            based + f'<w:pPr><w:spacing w:before="{room}" w:after="{room}"/></w:pPr>',
        ),
    ]
    named = [_style(name, style, layout) for name, style in layout.styles.items()]
    return f"<w:styles {NAMESPACE}>{defaults}{''.join(fixed)}{''.join(named)}</w:styles>"

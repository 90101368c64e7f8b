"""Sections of a Word file: paper, margins, page numbers, the first page's header and footer."""

from dataclasses import dataclass
from typing import Any

from desktop.formats import docx_blocks as blocks
from desktop.formats.document import Document, Edges
from desktop.formats.docx_edges import foot_xml, top_edge_xml
from desktop.formats.docx_watermark import watermark_xml
from desktop.formats.docx_xml import NAMESPACE, twips_mm
from desktop.formats.layout import Layout

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = '<w:p><w:pPr><w:pStyle w:val="page_number"/></w:pPr></w:p>'


@dataclass(frozen=True, slots=True)
class Sections:
    """What the sections of one file share.

    `pages` refers to the header with the page number, `first` to the header and footer of
    the paper's first page, `later` to empty ones for the first pages of its appendices.
    """

    layout: Layout
    pages: str
    first: str = ""
    later: str = ""

    def xml(self, *, landscape: bool, restart: bool, opening: bool) -> str:
        """Return the properties of one section; `opening` for the paper's first."""
        layout, page = self.layout, self.layout.page
        margin = page.landscape_margin_mm if landscape else page.margin_mm
        short, long = page.size_mm
        across, down = (long, short) if landscape else (short, long)
        turned = ' w:orient="landscape"' if landscape else ""
        start = '<w:pgNumType w:start="1"/>' if restart else ""
        header, footer = twips_mm(page.header_mm), twips_mm(page.footer_mm)
        marked = bool(self.first)
        hidden = not layout.number_page_one
        begins = opening or restart  # else its first page is one of those before, with its number
        # With mirrored margins a page 1 is a front page: word processors leave the back
        # before it empty by themselves.
        references = self.pages + (self.first if opening else self.later)
        return (
            f'<w:sectPr {NAMESPACE} xmlns:r="{_RELATIONS}">{references}<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{twips_mm(across)}" w:h="{twips_mm(down)}"{turned}/>'
            f'<w:pgMar w:top="{twips_mm(margin.top)}" w:right="{twips_mm(margin.right)}" '
            f'w:bottom="{twips_mm(margin.bottom)}" w:left="{twips_mm(margin.left)}" '
            f'w:header="{header}" w:footer="{footer}" '
            f'w:gutter="0"/>{start}{"<w:titlePg/>" * (begins and (hidden or marked))}</w:sectPr>'
        )


def _field(name: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText '
        f'xml:space="preserve"> {name} </w:instrText></w:r><w:r><w:fldChar '
        f'w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar '
        f'w:fldCharType="end"/></w:r>'
    )


def _number_xml() -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="page_number"/></w:pPr>{_field("PAGE")}</w:p>'


def _add_part(opened: Any, tag: str, kind: str, inner: str) -> str:
    """Add a header or footer part; return the reference a section needs."""
    from docx.oxml import parse_xml

    add = opened.part.add_header_part if tag == "header" else opened.part.add_footer_part
    part, relation = add()
    root = part.element
    for child in list(root):
        root.remove(child)
    for child in list(parse_xml(f"<w:body {NAMESPACE}>{inner}</w:body>")):
        root.append(child)
    return f'<w:{tag}Reference w:type="{kind}" r:id="{relation}"/>'


def plan_sections(opened: Any, document: Document, layout: Layout) -> Sections:
    """Add the headers and footers of a document to the opened file."""
    mark = watermark_xml(document, layout)
    pages = _add_part(opened, "header", "default", mark + _number_xml())
    if document.edges == Edges() and not mark:
        return Sections(layout, pages)
    shown = _number_xml() if layout.number_page_one else _EMPTY
    wide = document.landscape
    top = top_edge_xml(document.edges, layout, landscape=wide)
    width = layout.text_width_mm(landscape=wide) * blocks.POINTS_PER_MM
    foot = foot_xml(document.edges, layout, width)
    first = _add_part(opened, "header", "first", mark + top + shown)
    first += _add_part(opened, "footer", "first", foot or _EMPTY)
    later = _add_part(opened, "header", "first", mark + shown)
    later += _add_part(opened, "footer", "first", _EMPTY)
    return Sections(layout, pages, first, later)

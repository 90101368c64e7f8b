"""Write a neutral document as .docx: real styles and numbering, the same bytes every time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from desktop.formats import docx_blocks as blocks
from desktop.formats.cleaning import clean
from desktop.formats.document import (
    Addressees,
    AppendixTitle,
    Closing,
    Document,
    FormHead,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    SectionBreak,
    Title,
)
from desktop.formats.docx_numbering import numbering_xml
from desktop.formats.docx_styles import styles_xml
from desktop.formats.docx_table import table_xml
from desktop.formats.docx_xml import NAMESPACE, twips_mm
from desktop.formats.labels import Plan, plan_numbering
from desktop.formats.layout import Layout
from desktop.formats.steady import EPOCH, repack
from desktop.formats.table import Table

_XML: Mapping[type, Callable[[Any, blocks.Frame], str]] = {
    Letterhead: blocks.letterhead,
    FormHead: blocks.form_head,
    Title: blocks.title,
    Addressees: blocks.addressees,
    Paragraph: blocks.paragraph,
    Item: blocks.item,
    AppendixTitle: blocks.appendix,
    Closing: blocks.closing,
    Table: table_xml,
}
_COMPATIBILITY = (
    '<w:compat {ns}><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)

_THIN = '<w:spacing w:before="0" w:line="20" w:lineRule="exact"/>'
"""Word wants a paragraph after a table; one point high it never needs a page of its own."""


def _numbering(document: Document, layout: Layout) -> Plan:
    items = [
        (place, block)
        for place, block in enumerate(document.blocks)
        if isinstance(block, Item) and block.label and not layout.style(block.style).label_line
    ]
    return plan_numbering(items)


def _section_xml(
    layout: Layout, references: str, *, landscape: bool, form: bool, restart: bool
) -> str:
    page = layout.page
    margin = page.landscape_margin_mm if landscape else page.margin_mm
    short, long = page.size_mm
    across, down = (long, short) if landscape else (short, long)
    turned = ' w:orient="landscape"' if landscape else ""
    start = '<w:pgNumType w:start="1"/>' if restart else ""
    header = twips_mm(page.header_mm)
    hidden = not form and not layout.number_page_one
    return (
        f'<w:sectPr {NAMESPACE} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships">{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips_mm(across)}" w:h="{twips_mm(down)}"{turned}/>'
        f'<w:pgMar w:top="{twips_mm(margin.top)}" w:right="{twips_mm(margin.right)}" '
        f'w:bottom="{twips_mm(margin.bottom)}" w:left="{twips_mm(margin.left)}" '
        f'w:header="{header}" w:footer="{header if not form else header // 2}" w:gutter="0"/>'
        f"{start}{'<w:titlePg/>' * hidden}</w:sectPr>"
    )


def _field(name: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText '
        f'xml:space="preserve"> {name} </w:instrText></w:r><w:r><w:fldChar '
        f'w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar '
        f'w:fldCharType="end"/></w:r>'
    )


def _page_number_xml(layout: Layout, *, form: bool) -> str:
    """Return the paragraph of the header (number) or of a form's footer ("Trang n/N")."""
    if not form:
        return (
            f'<w:p {NAMESPACE}><w:pPr><w:pStyle w:val="page_number"/></w:pPr>{_field("PAGE")}</w:p>'
        )
    before, _, rest = layout.words.page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    parts = [
        blocks.line_xml("form_note", text).partition("</w:pPr>")[2].removesuffix("</w:p>")
        for text in (before, between, after)
    ]
    inner = parts[0] + _field("PAGE") + parts[1] + _field("NUMPAGES") + parts[2]
    return f'<w:p {NAMESPACE}><w:pPr><w:pStyle w:val="form_note"/></w:pPr>{inner}</w:p>'


def _references(opened: Any, layout: Layout, *, form: bool) -> str:
    """Add the header or footer part; return the references a section needs."""
    from docx.oxml import parse_xml

    section = opened.sections[0]
    part = section.footer if form else section.header
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(_page_number_xml(layout, form=form)))
    tag = "footerReference" if form else "headerReference"
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    reference = next(child for child in section._sectPr if child.tag.endswith(tag))
    return f'<w:{tag} w:type="default" r:id="{reference.get(key)}"/>'


def _body(document: Document, layout: Layout, numbering: Plan, references: str) -> Iterator[str]:
    """Yield the XML of the blocks and of the sections' ends."""
    form = document.kind is PaperKind.FORM
    landscape, restart = document.landscape, False
    frame = blocks.Frame(layout, _points(layout, landscape=landscape), numbering)
    for place, block in enumerate(document.blocks):
        if isinstance(block, SectionBreak):
            ended = _section_xml(
                layout, references, landscape=landscape, form=form, restart=restart
            )
            yield f'<w:p><w:pPr><w:pStyle w:val="rule"/>{_THIN}{ended}</w:pPr></w:p>'
            landscape, restart = block.landscape, block.restart
            frame.width = _points(layout, landscape=landscape)
            continue
        frame.place = place
        following = document.blocks[place + 1 : place + 2]
        frame.before_closing = bool(following) and isinstance(following[0], Closing)
        yield _XML[type(block)](block, frame)
        if isinstance(block, Table | Closing) and following and isinstance(following[0], Table):
            yield '<w:p><w:pPr><w:pStyle w:val="rule"/></w:pPr></w:p>'
    if document.blocks and isinstance(document.blocks[-1], Table | Closing):
        yield f'<w:p><w:pPr><w:pStyle w:val="rule"/>{_THIN}</w:pPr></w:p>'
    yield _section_xml(layout, references, landscape=landscape, form=form, restart=restart)


def _points(layout: Layout, *, landscape: bool) -> float:
    return layout.text_width_mm(landscape=landscape) * 72 / 25.4


def _replace(part: Any, xml: str) -> None:
    """Put new content into a part's root element."""
    from docx.oxml import parse_xml

    new = parse_xml(xml)
    root = part.element if hasattr(part, "element") else part
    for child in list(root):
        root.remove(child)
    for child in list(new):
        root.append(child)


def _properties(opened: Any, document: Document) -> None:
    core = opened.core_properties
    core.title, core.author = clean(document.title)[:255], clean(document.author)[:255]
    core.last_modified_by = core.author
    core.language, core.comments = document.language, ""
    core.keywords = ", ".join(clean(word) for word in document.keywords)[:255]
    core.revision = 1
    core.created = core.modified = datetime(*EPOCH, tzinfo=UTC)


def write_docx(document: Document, layout: Layout, target: Path | BinaryIO) -> None:
    """Write the document to a path or an open binary file; the bytes depend on it alone."""
    import docx
    from docx.oxml import parse_xml

    opened = docx.Document()
    numbering = _numbering(document, layout)
    _replace(opened.part._styles_part, styles_xml(layout, document.language))
    _replace(opened.part.numbering_part, numbering_xml(numbering, layout))
    settings = opened.settings.element
    for old in [child for child in settings if child.tag.endswith("}compat")]:
        settings.replace(old, parse_xml(_COMPATIBILITY.format(ns=NAMESPACE)))
    references = _references(opened, layout, form=document.kind is PaperKind.FORM)
    inner = "".join(_body(document, layout, numbering, references))
    # One parse of the whole part: moving a long table between trees takes seconds.
    opened.part._element = parse_xml(
        f"<w:document {NAMESPACE}><w:body>{inner}</w:body></w:document>"
    )
    _properties(opened, document)
    raw = BytesIO()
    opened.save(raw)
    steady = repack(raw.getvalue())
    if isinstance(target, Path):
        target.write_bytes(steady)
    else:
        target.write(steady)

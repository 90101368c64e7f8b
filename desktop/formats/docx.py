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
    Paragraph,
    SectionBreak,
    Title,
    plain,
)
from desktop.formats.docx_numbering import numbering_xml
from desktop.formats.docx_sections import Sections, plan_sections
from desktop.formats.docx_styles import styles_xml
from desktop.formats.docx_table import table_xml
from desktop.formats.docx_xml import NAMESPACE
from desktop.formats.labels import Plan, plan_numbering
from desktop.formats.layout import Layout
from desktop.formats.pdf_flow import Sheet
from desktop.formats.pdf_stack import line_width
from desktop.formats.steady import EPOCH, repack
from desktop.formats.table import Table
from desktop.formats.table_across import parted

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


def _body(document: Document, numbering: Plan, sections: Sections) -> Iterator[str]:
    """Yield the XML of the blocks and of the sections' ends."""
    layout, kept = sections.layout, _kept(document, sections.layout)
    landscape, restart, opening = document.landscape, False, True
    sheet = Sheet.of(layout, landscape=landscape)
    frame = blocks.Frame(layout, sheet.width, sheet.height, numbering)
    for place, block in enumerate(document.blocks):
        if isinstance(block, SectionBreak):
            ended = sections.xml(landscape=landscape, restart=restart, opening=opening)
            yield f'<w:p><w:pPr><w:pStyle w:val="rule"/>{_THIN}{ended}</w:pPr></w:p>'
            landscape, restart, opening = block.landscape, block.restart, False
            sheet = Sheet.of(layout, landscape=landscape)
            frame.width, frame.height = sheet.width, sheet.height
            continue
        frame.place = place
        following = document.blocks[place + 1 : place + 2]
        frame.before_closing = place in kept
        yield _XML[type(block)](block, frame)
        if isinstance(block, Table | Closing) and following and isinstance(following[0], Table):
            yield '<w:p><w:pPr><w:pStyle w:val="rule"/></w:pPr></w:p>'
    if document.blocks and isinstance(document.blocks[-1], Table | Closing):
        yield f'<w:p><w:pPr><w:pStyle w:val="rule"/>{_THIN}</w:pPr></w:p>'
    yield sections.xml(landscape=landscape, restart=restart, opening=opening)


def _kept(document: Document, layout: Layout) -> set[int]:
    """Return the places of the blocks that stay with a signature: its last lines or rows."""
    kept: set[int] = set()
    width = Sheet.of(layout, landscape=document.landscape).width
    for place, block in enumerate(document.blocks):
        lines, before = 0.0, place - 1
        while isinstance(block, Closing) and lines < layout.pairs.kept_lines and before >= 0:
            text = document.blocks[before]
            if isinstance(text, Table):
                kept.add(before)  # its last rows
            if not isinstance(text, Paragraph | Item):
                break
            kept.add(before)
            lines += max(int(_length(text, layout) / width), 0) + 1
            before -= 1
    return kept


def _length(block: Paragraph | Item, layout: Layout) -> float:
    """Return how long the text is on one line, in points, a little less than it takes."""
    style = layout.style(block.style)
    label = f"{block.label} " if isinstance(block, Item) else ""
    return line_width(label + plain(block.content).replace("\n", " "), style)


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
    core.subject = clean(document.subject or document.title)[:255]
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

    document = parted(document, layout)
    opened = docx.Document()
    numbering = _numbering(document, layout)
    _replace(opened.part._styles_part, styles_xml(layout, document.language))
    _replace(opened.part.numbering_part, numbering_xml(numbering, layout))
    settings = opened.settings.element
    for old in [child for child in settings if child.tag.endswith("}compat")]:
        settings.replace(old, parse_xml(_COMPATIBILITY.format(ns=NAMESPACE)))
    if layout.page.mirrored:
        zoom = next(n for n, child in enumerate(settings) if child.tag.endswith("}zoom"))
        settings.insert(zoom + 1, parse_xml(f"<w:mirrorMargins {NAMESPACE}/>"))
    sections = plan_sections(opened, document, layout)
    inner = "".join(_body(document, numbering, sections))
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

"""Word files made for tests, part by part, so that every numbering case can be told exactly."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def paragraph(
    text: str,
    *,
    number: str | None = None,
    level: int = 0,
    style: str | None = None,
    align: str | None = None,
    bold: bool = False,
) -> str:
    """One paragraph; `number` and `level` put it into a list."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    if align:
        properties += f'<w:jc w:val="{align}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, '<w:b/>' if bold else '')}</w:p>"


def run(text: str, look: str = "") -> str:
    """One run; `look` is the inside of its properties."""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(*rows: Sequence[Sequence[str]]) -> str:
    """A table: rows of cells of paragraphs."""
    made = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{''.join(paragraph(line) for line in cell)}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{made}</w:tbl>"


def level(index: int, kind: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(lists: dict[str, Sequence[str]], numbers: dict[str, str]) -> str:
    """The numbering part: `lists` by id, `numbers` from number to list id or full content."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'
        for key, levels in lists.items()
    )
    for key, target in numbers.items():
        inner = target if target.startswith("<") else f'<w:abstractNumId w:val="{target}"/>'
        made += f'<w:num w:numId="{key}">{inner}</w:num>'
    return f"<w:numbering {_NAMESPACES}>{made}</w:numbering>"


def styles(*inner: str) -> str:
    """The styles part."""
    return f"<w:styles {_NAMESPACES}>{''.join(inner)}</w:styles>"


def write(path: Path, *body: str, **parts: str) -> Path:
    """Write the file, whole enough for any word processor; `parts` name further parts below
    word/ without suffix.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(parts))
        archive.writestr("_rels/.rels", _relations({"document": "word/document.xml"}))
        kinds = {name: f"{name}.xml" for name in parts}
        archive.writestr("word/_rels/document.xml.rels", _relations(kinds))
        document = f"<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return path


def _types(parts: dict[str, str]) -> str:
    made = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.wordprocessingml.{_kind(name)}+xml"/>'
        for name in parts
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.wordprocessingml.document.main+xml"/>{made}</Types>'
    )


def _relations(parts: dict[str, str]) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    made = "".join(
        f'<Relationship Id="r{name}" Type="{kinds}{_bare(name, "officeDocument")}" '
        f'Target="{target}"/>'
        for name, target in parts.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{made}</Relationships>'


def _bare(name: str, document: str) -> str:
    return document if name == "document" else name.rstrip("0123456789")


def _kind(name: str) -> str:
    return _bare(name, "document.main")


def side(tag: str, *inner: str) -> str:
    """A header, footer or notes part."""
    return f"<w:{tag} {_NAMESPACES}>{''.join(inner)}</w:{tag}>"

"""Word files made for tests, part by part, so that every numbering case can be told exactly."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
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
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


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
    """Write the file; `parts` name further parts below word/ without suffix."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f"<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return path


def side(tag: str, *inner: str) -> str:
    """A header, footer or notes part."""
    return f"<w:{tag} {_NAMESPACES}>{''.join(inner)}</w:{tag}>"

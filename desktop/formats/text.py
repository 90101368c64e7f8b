"""A document, or a piece of one, as plain text to paste into a message."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desktop.formats.cells import cell_text, spans_all
from desktop.formats.cleaning import clean
from desktop.formats.document import (
    Addressees,
    AppendixTitle,
    Block,
    Closing,
    Document,
    FormHead,
    Item,
    Letterhead,
    Paragraph,
    QrCode,
    Recipients,
    SectionBreak,
    Signature,
    Title,
    plain,
)
from desktop.formats.table import Row, Table


def _letterhead(block: Letterhead) -> list[str]:
    number = " ".join(block.number_line.split())
    lines = [block.parent.upper(), block.issuer.upper(), number, " ".join(block.date_line.split())]
    lines += [f"V/v {block.dispatch_subject}"] if block.dispatch_subject else []
    return lines + [word.upper() for word in (block.secrecy, block.urgency) if word]


def _form(block: FormHead) -> list[str]:
    return [block.issuer.upper(), block.title.upper(), *block.subtitle, *block.notes]


def _item(block: Item) -> list[str]:
    return [f"{block.label} {plain(block.content)}".strip()]


def _addressees(block: Addressees) -> list[str]:
    if len(block.names) == 1:
        return [f"Kính gửi: {block.names[0]}"]
    return ["Kính gửi:", *(f"- {name}" for name in block.names)]


def _row(table: Table, row: Row) -> str:
    if spans_all(row):
        return cell_text(row.cells[0], table.columns[0])
    texts = [cell_text(cell, column) for cell, column in zip(row.cells, table.columns, strict=True)]
    return "\t".join(text.replace("\n", " ") for text in texts)


def _table(block: Table) -> list[str]:
    titles = "\t".join(" – ".join((*column.groups, column.title)) for column in block.columns)
    rows = [_row(block, row) for row in block.rows]
    return [*([block.caption] if block.caption else []), titles, *rows]


def _closing(block: Closing) -> list[str]:
    lines: list[str] = []
    for part in block.columns:
        if isinstance(part, Recipients):
            lines += ["Nơi nhận:", *(f"- {line}" for line in part.lines)]
            lines += [part.drafter] if part.drafter else []
        elif isinstance(part, Signature):
            lines += [line for line in (part.place_date, *part.authority, part.name) if line]
    return lines


_LINES: Mapping[type, Callable[[Any], list[str]]] = {
    Letterhead: _letterhead,
    FormHead: _form,
    Title: lambda block: [block.type_word.upper(), block.subject],
    Addressees: _addressees,
    Paragraph: lambda block: [plain(block.content)],
    Item: _item,
    Table: _table,
    Closing: _closing,
    SectionBreak: lambda block: [""],
    AppendixTitle: lambda block: [block.label, block.title.upper(), block.reference],
    QrCode: lambda block: [*map(plain, block.words), block.digits],
}


def to_text(blocks: Iterable[Block]) -> str:
    """Return the blocks line by line; table cells are parted by tabs, as Excel pastes them."""
    lines = [line for block in blocks for line in _LINES[type(block)](block)]
    return clean_lines(lines)


def clean_lines(lines: Iterable[str]) -> str:
    """Return the lines composed, tabs kept, one line end each."""
    kept = ("\t".join(clean(part) for part in line.split("\t")) for line in lines)
    return "\n".join(kept) + "\n"


def document_text(document: Document) -> str:
    """Return the whole document as text, what stands in the first page's margins around it."""
    edges = document.edges
    above = clean_lines((*edges.signed_copy, edges.circulation.upper())).strip("\n")
    below = clean_lines(edges.address).strip("\n")
    parts = [above + "\n" if above else "", to_text(document.blocks), below + "\n" if below else ""]
    return "".join(parts)

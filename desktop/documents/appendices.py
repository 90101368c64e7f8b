"""The appendices of a paper: the work programme and typed texts, each on pages of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from desktop.documents.work_programme import appendix, reference
from desktop.formats.document import (
    AppendixTitle,
    Block,
    Item,
    Paragraph,
    Run,
    SectionBreak,
)
from desktop.formats.table import Align, Column, Row, Table
from desktop.models.outline import outline_labels as labels
from desktop.models.packs.pack_types import DocumentType
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_row import WorkRow
from desktop.models.text import nfc

LABEL: Final = "Phụ lục"
_BEGINS: Final = re.compile(r"\s*phụ lục\s*[\dIVXLC]*\s*[:.]\s*", re.IGNORECASE)
_ITEMS: Final[tuple[tuple[re.Pattern[str], int, str], ...]] = (
    (re.compile(r"([IVXLC]+\.) +(.+)"), 0, "roman"),
    (re.compile(r"(\d+\.) +(.+)"), 1, "clause"),
    (re.compile(r"(\d+(?:\.\d+)+\.?) +(.+)"), 2, "clause"),
    (re.compile(r"([a-zđ]\)) +(.+)"), 3, "point"),
    (re.compile(r"(-) +(.+)"), 4, "dash"),
    (re.compile(r"(\+) +(.+)"), 5, "plus"),
)
_WIDE: Final = 6  # a table of more columns is printed across


def split_appendices(text: str) -> list[str]:
    """Return the appendices in a text: each begins with "Phụ lục: " and its title."""
    found: list[list[str]] = []
    for line in text.splitlines():
        begins = _BEGINS.match(line)
        if begins:
            found.append([line[begins.end() :].strip()])
        elif found:
            found[-1].append(line.rstrip())
        elif line.strip():
            found.append([line.strip()])
    return ["\n".join(lines).strip("\n") for lines in found]


def joined_appendices(appendices: Sequence[str]) -> str:
    """Return the appendices as the text that `split_appendices` takes apart."""
    return "\n".join(f"{LABEL}: {text}" for text in appendices)


def appendices(head: PlanHead, kind: DocumentType, rows: Sequence[WorkRow]) -> list[Block]:
    """Return all appendices; two or more are numbered in Roman numerals."""
    parts = [appendix(head, kind, rows)] if rows else []
    parts += [_typed(text, head, kind) for text in head.appendices if text.strip()]
    several = len(parts) > 1
    return [
        replace(block, label=f"{LABEL} {labels.roman(number)}")
        if several and isinstance(block, AppendixTitle)
        else block
        for number, part in enumerate(parts, start=1)
        for block in part
    ]


def _typed(text: str, head: PlanHead, kind: DocumentType) -> list[Block]:
    title, _, rest = nfc(text).partition("\n")
    body = list(_blocks(rest.splitlines()))
    wide = any(isinstance(block, Table) and len(block.columns) > _WIDE for block in body)
    return [
        SectionBreak(landscape=wide),
        AppendixTitle(LABEL, title.strip(), reference(head, kind)),
        *body,
    ]


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Yield paragraphs, items and, for lines with tabs as a spreadsheet pastes them, tables."""
    for tabular, group in groupby(lines, key=lambda line: "\t" in line):
        if tabular:
            yield _table([line.split("\t") for line in group])
        else:
            yield from (_block(line.strip()) for line in group if line.strip())


def _block(line: str) -> Block:
    for pattern, level, style in _ITEMS:
        if found := pattern.fullmatch(line):
            return Item(found[1], (Run(found[2]),), level, style)
    return Paragraph((Run(line),))


def _table(rows: Sequence[Sequence[str]]) -> Table:
    width = max(map(len, rows))
    filled = [[cell.strip() for cell in (*row, *[""] * (width - len(row)))] for row in rows]
    longest = [max((len(row[at]) for row in filled), default=1) for at in range(width)]
    columns = tuple(
        Column(title, min(max(long, 4), 40), align=Align.CENTER if _counts(filled, at) else None)
        for at, (title, long) in enumerate(zip(filled[0], longest, strict=True))
    )
    return Table(columns, tuple(Row(tuple(cell or None for cell in row)) for row in filled[1:]))


def _counts(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Tell whether a column holds nothing but numbers."""
    return all(not row[at] or row[at].replace(".", "").isdigit() for row in rows[1:])

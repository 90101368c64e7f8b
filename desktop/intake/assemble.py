"""A source understood: zones, letterhead, outline, targets … put together as a reading."""

import re
from collections.abc import Iterable, Sequence
from typing import cast

from desktop.intake.facts.assignments import find_assignments, find_duties
from desktop.intake.facts.citations import find_citations
from desktop.intake.facts.deadlines import calendar_of, find_deadlines
from desktop.intake.facts.targets import find_targets
from desktop.intake.reading import Block, Field, Reading, Span, Zone
from desktop.intake.source import Line, Run, Source
from desktop.intake.structure.basis import basis_clauses, basis_part
from desktop.intake.structure.blocks import Assembler, Draft
from desktop.intake.structure.closing import read_closing
from desktop.intake.structure.cuts import place_of
from desktop.intake.structure.ending import Ending, read_ending
from desktop.intake.structure.headlines import taken_apart
from desktop.intake.structure.letterhead import Head, HeadReader
from desktop.intake.structure.manner import habits
from desktop.intake.structure.outline import set_depths
from desktop.intake.structure.sequence import Fit
from desktop.intake.structure.sequence import Sequence as Numbering
from desktop.intake.structure.stacked_rows import with_rows
from desktop.intake.structure.zones import divide, parts_of_appendix
from desktop.intake.words import Piece, plain, squeeze, tables

# How many paragraphs at the end of the body may hold the number and the date.
_CLOSING = 3
_SHORT_HEADING = 90
_SURE = {Fit.NEXT: 1.0, Fit.FIRST: 0.95, Fit.GAP: 0.7, Fit.ODD: 0.5}


def understand(source: Source) -> Reading:
    """Read a source; never fails, whatever the text is."""
    lines = with_rows(
        taken_apart(
            [line for line in source.lines if line.place not in ("header", "footer", "note")]
        )
    )
    outside = [line for line in source.lines if line.place in ("header", "footer", "note")]
    zones = divide(lines)
    columns = _columns(lines)
    manner = habits(lines, zones.body)
    head = HeadReader().read(zones.head)
    ending = read_ending(zones.tail)
    opening = Assembler(manner, Numbering(), labels=False).feed(head.opening, columns)
    body = Assembler(manner, Numbering()).feed(zones.body, columns)
    appendix: list[Draft] = []
    for part in parts_of_appendix(zones.appendix):
        drafts = Assembler(manner, Numbering()).feed(part, columns)
        set_depths(drafts, whole=True)
        appendix += drafts
    if not (head.numbers and head.dates):
        last = [(draft.text, draft.first) for draft in body[-_CLOSING:]]
        numbers, dates = read_closing([*last, *((line.text, line.number) for line in zones.tail)])
        ending.numbers += numbers
        ending.dates += dates
    set_depths(body, whole=head.type is not None or bool(head.bodies or head.numbers))
    blocks = _in_order(
        [
            *_loose(zones.head, head.zones, "letterhead", skip=head.opening),
            *_marked(opening, "opening"),
            *_marked(body, "body"),
            *_loose(zones.tail, ending.zones, "signature", skip=()),
            *_marked(appendix, "appendix"),
            *_loose(outside, {}, "furniture", skip=()),
        ]
    )
    body_blocks = tuple(_blocks(blocks))
    fields = _fields(head, ending)
    subject, doc_type, day = (
        fields[name].value if name in fields else "" for name in ("subject", "doc_type", "date")
    )
    when = calendar_of(subject, day)
    return Reading(
        source_lines=source.shown(),
        pages=source.pages(),
        kind=source.kind,
        fields=fields,
        legal_basis=tuple(
            Field(text, Span(draft.first, draft.last), 0.9)
            for text, draft in basis_clauses([*opening, *_leading(body, head), *basis_part(body)])
        ),
        addressees=_list(head.addressees),
        recipients=_list(ending.recipients),
        body=body_blocks,
        targets=find_targets(body_blocks, subject, doc_type, day),
        assignments=find_assignments(body_blocks),
        duties=find_duties(body_blocks, when),
        deadlines=find_deadlines(body_blocks, when),
        citations=find_citations(body_blocks, fields["number"].value if "number" in fields else ""),
    )


def _leading(body: Sequence[Draft], head: Head) -> list[Draft]:
    """Paragraphs before the first item belong to the opening when there was a title."""
    leading: list[Draft] = []
    for draft in body:
        if draft.is_item:
            break
        leading.append(draft)
    return leading[:6] if head.type or head.numbers else []


def _columns(lines: Iterable[Line]) -> dict[int, int]:
    columns: dict[int, int] = {}
    for line in lines:
        if line.cell:
            known = columns.get(line.cell.table, 1)
            columns[line.cell.table] = max(known, line.cell.column + 1)
    return columns


def _loose(
    lines: Iterable[Line], zones: dict[int, str], other: str, *, skip: Sequence[Line]
) -> list[Draft]:
    """Make one paragraph of each line outside the running text."""
    skipped = {id(line) for line in skip}
    drafts: list[Draft] = []
    for line in lines:
        if id(line) in skipped:
            continue
        draft = Draft([line.runs], line.number, line.number, heading=line.heading)
        draft.zone = zones.get(line.number, other)
        if line.label:
            draft.parts = [(Run(f"{line.label} "), *line.runs)]
        drafts.append(draft)
    return drafts


def _marked(drafts: list[Draft], zone: str) -> list[Draft]:
    for draft in drafts:
        draft.zone = zone
    return drafts


def _in_order(drafts: list[Draft]) -> list[Draft]:
    return sorted(drafts, key=lambda draft: draft.first)


def _blocks(drafts: Sequence[Draft]) -> Iterable[Block]:
    owner: int | None = None
    for index, draft in enumerate(drafts):
        if draft.is_item:
            owner = index
        yield Block(
            kind=draft.kind,
            zone=cast("Zone", draft.zone),
            depth=draft.depth,
            label=draft.label.text if draft.label else "",
            text=draft.text,
            runs=draft.runs,
            heading=draft.is_heading() or _stands_over(drafts[index : index + 2]),
            owner=None if draft.is_item else owner if draft.zone in ("body", "appendix") else None,
            span=Span(draft.first, draft.last),
            confidence=_SURE[draft.fit] if draft.is_item else 0.9,
            printed=draft.printed,
        )


def _stands_over(pair: Sequence[Draft]) -> bool:
    """Whether a paragraph is a heading without a label: short, not a sentence, text below."""
    if len(pair) < 2 or pair[0].kind != "paragraph" or pair[0].zone != pair[1].zone:
        return False
    text = pair[0].text
    if pair[0].zone not in ("body", "appendix") or not 3 < len(text) <= _SHORT_HEADING:
        return False
    whole = text[:1].isupper() and not text.endswith((".", ";", ",", "!", "?", "…"))
    below = pair[1].is_item or (pair[1].kind == "paragraph" and len(pair[1].text) > len(text))
    return whole and below and not plain(text).endswith(("sau:", "the:"))


def _list(pieces: Iterable[Piece]) -> tuple[Field, ...]:
    return tuple(Field(piece.text, Span(piece.line, piece.line), 0.9) for piece in pieces)


def _fields(head: Head, ending: Ending) -> dict[str, Field]:
    fields: dict[str, Field] = {}

    def put(name: str, value: str | None, pieces: Sequence[Piece], confidence: float) -> None:
        text = squeeze(value or "")
        if text:
            numbers = [piece.line for piece in pieces]
            span = Span(min(numbers), max(numbers)) if numbers else None
            fields[name] = Field(text, span, confidence)

    parent, issuer = head.names
    put("issuer", issuer, head.bodies, 0.9)
    put("parent", parent, head.bodies, 0.85)
    numbers = head.numbers or ending.numbers
    if numbers:
        put("number", numbers[0].text, numbers[:1], 0.95 if head.numbers else 0.7)
    dates = head.dates or ending.dates
    if dates:
        day, piece = dates[0]
        put("place", place_of(piece.text), [piece], 0.9 if head.dates else 0.7)
        put("date", day, [piece], 0.95 if head.dates else 0.7)
    if head.type:
        put("doc_type", head.type.text, [head.type], 0.95)
    elif numbers or head.about:
        put("doc_type", _type_of(numbers[0].text if numbers else "", head), numbers[:1], 0.6)
    put("subject", head.subject_text, head.subject, 0.9)
    signature = ending.signature
    for name, found in (
        ("authority", signature.authority),
        ("title", signature.title),
        ("name", signature.name),
    ):
        if found:
            put(f"signer.{name}", found.text, [found], 0.9)
    return fields


def _type_of(number: str, head: Head) -> str | None:
    """Infer the type from the letters of the number; a letter has none and an address."""
    parts = [part for part in re.split(r"[/\-–]", plain(number)) if part and not part[0].isdigit()]
    for kind in tables().document_types:
        if parts and any(plain(code) == parts[0] for code in kind.codes):
            return kind.name
    return "Công văn" if head.about or head.addressees else None

"""A plan as a neutral document: every part of the paper in the order it is printed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from desktop.documents.appendices import appendices
from desktop.documents.kinds import document_type, kind_forms
from desktop.documents.layout import mirrored, with_body_size, with_preset
from desktop.formats.document import (
    Addressees,
    Block,
    Closing,
    Document,
    Edges,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    Recipients,
    Run,
    Runs,
    Signature,
    Title,
)
from desktop.formats.layout import Layout
from desktop.formats.table import Align
from desktop.models.outline import outline_labels as labels
from desktop.models.outline import rich_text
from desktop.models.outline.outline import Outline, OutlineRow
from desktop.models.packs.pack_types import DocumentType
from desktop.models.packs.packs import Packs
from desktop.models.plans.plan_head import PlanHead
from desktop.models.plans.work_row import WorkRow
from desktop.models.text import nfc

END_MARK: Final = "./."
_DISPATCH_WORD: Final = re.compile(r"^\s*v/v\s*:?\s*", re.IGNORECASE)
_LONG_HEADING: Final = 200
_SHORT: Final = 80


def compose(
    head: PlanHead, outline: Outline, packs: Packs, rows: Sequence[WorkRow] = ()
) -> Document:
    """Return the paper of a plan: letterhead to signature, then the work programme.

    Number, day and month are left blank until issue. `./.` is put after the last sentence.
    """
    kind = document_type(packs, head.doc_type)
    form = kind_forms().get(kind.code)
    enacting = form.enacting if form is not None else ""
    body = _ended([*_opening(head, enacting), *_items(outline), *_paragraphs(head.closing)])
    blocks: list[Block] = [_letterhead(head, kind)]
    if kind.named:
        blocks.append(Title(kind.name, nfc(head.subject)))
    if head.addressees:
        blocks.append(Addressees(tuple(_bare(name) for name in head.addressees)))
    blocks += body
    blocks.append(_closing(head))
    blocks += appendices(head, kind, rows)
    name = kind.name if kind.named else ""
    return Document(
        kind=PaperKind.NAMED if kind.named else PaperKind.DISPATCH,
        blocks=tuple(blocks),
        title=" ".join(part for part in (name, subject_of(head)) if part),
        author=head.issuer,
        subject=subject_of(head),
        edges=Edges(nfc(head.circulation), head.signed_copy, head.address),
    )


def subject_of(head: PlanHead) -> str:
    """Return the subject without "V/v"."""
    return _DISPATCH_WORD.sub("", nfc(head.subject))


def layout_for(head: PlanHead, layout: Layout) -> Layout:
    """Return the layout with the plan's margins, body size and sides."""
    if head.margin in layout.presets:
        layout = with_preset(layout, head.margin)
    if head.mirrored:
        layout = mirrored(layout)
    return with_body_size(layout, head.body_size)


def item_style(row: OutlineRow) -> str:
    """Return the layout style of an item: a heading has text under it and is not a sentence."""
    text = row.item.plain.rstrip()
    heading = rich_text.wholly(row.item.text, rich_text.BOLD) or _heads(row, text)
    match row.style:
        case labels.ROMAN:
            return "roman" if heading or len(text) < _LONG_HEADING else "clause"
        case labels.ARABIC:
            return "clause_title" if heading else "clause"
        case labels.DECIMAL if heading:
            return "decimal" if row.number.count(".") < 2 else "decimal_deep"
        case labels.DECIMAL:
            return "clause"
        case labels.LETTER:
            return "point"
        case style:
            return style


def _heads(row: OutlineRow, text: str) -> bool:
    if row.size == 1 or not text or len(text) >= _LONG_HEADING:
        return False
    return not text.endswith((".", ";", ",")) and (len(text) < _SHORT or not text.endswith(":"))


def _letterhead(head: PlanHead, kind: DocumentType) -> Letterhead:
    # A plan of next year is often issued in December: its year is not the paper's.
    return Letterhead(
        parent=head.parent_issuer,
        issuer=head.issuer,
        number=int(head.number) if head.number.isdecimal() else None,
        symbol=head.symbol,
        place=head.place,
        day=head.day,
        dispatch_subject="" if kind.named else subject_of(head),
        secrecy=nfc(head.secrecy),
        urgency=nfc(head.urgency),
    )


def _opening(head: PlanHead, enacting: str = "") -> Iterator[Block]:
    if enacting:
        yield replace(_centred(enacting_body(head)), is_name=True)
    last = len(head.basis) - 1
    for place, text in enumerate(head.basis):
        written = nfc(text).strip().rstrip(";.,")
        if not re.match(r"(căn cứ|thực hiện|xét|theo)\b", written, re.IGNORECASE):
            written = f"Căn cứ {_lower_first(written)}"
        yield Paragraph((Run(written + (";" if place < last else ".")),), style="basis")
    yield from _paragraphs(head.opening)
    if enacting:
        yield _centred(enacting)


def enacting_body(head: PlanHead) -> str:
    """Return who enacts a decision: "BAN THƯỜNG VỤ CÔNG ĐOÀN XÃ …", its head where he signs."""
    line = nfc(head.authority[0]) if head.authority else nfc(head.signer_title)
    body = re.sub(r"^(TM|KT|TL|TUQ|Q)\.\s*", "", line).strip() or "CHỦ TỊCH"
    return f"{body} {nfc(head.issuer)}".strip().upper()


def _centred(text: str) -> Paragraph:
    return Paragraph((Run(text, bold=True),), align=Align.CENTER, indent_mm=0, keep_with_next=True)


def _items(outline: Outline) -> Iterator[Block]:
    for row in outline:
        content = _runs(row.item.text)
        if row.style == labels.NONE:
            if content:
                yield Paragraph(content)
        elif row.style == labels.ARTICLE and not _titled(row):
            # An article that is a sentence: only "Điều 1." is bold.
            yield Paragraph((Run(f"{row.label} ", bold=True), *content))
        else:
            yield Item(row.label, content, row.depth, item_style(row))


def _titled(row: OutlineRow) -> bool:
    return rich_text.wholly(row.item.text, rich_text.BOLD) or _heads(row, row.item.plain.rstrip())


def _paragraphs(texts: Iterable[str]) -> Iterator[Block]:
    for text in texts:
        if text.strip():
            yield Paragraph((Run(nfc(text).strip()),))


def _runs(text: rich_text.Runs) -> Runs:
    stripped = rich_text.stripped(text)
    return tuple(Run(part, bold="b" in flags, italic="i" in flags) for part, flags in stripped)


def _ended(blocks: list[Block]) -> list[Block]:
    """Put the end mark after the last sentence, in place of its own full stop."""
    if not blocks:
        return blocks
    last = blocks[-1]
    if isinstance(last, Paragraph | Item) and last.content:
        tail = last.content[-1]
        text = tail.text.rstrip(" .;,/") + END_MARK
        content = (*last.content[:-1], replace(tail, text=text))
        return [*blocks[:-1], replace(last, content=content)]
    return [*blocks, Paragraph((Run(END_MARK),))]


def _closing(head: PlanHead) -> Closing:
    mark = drafter_mark(head)
    shown = head.recipients or mark
    recipients = Recipients(recipient_lines(head.recipients), mark) if shown else None
    authority = tuple(line for line in (*head.authority, head.signer_title) if line)
    return Closing((recipients, Signature(tuple(map(nfc, authority)), nfc(head.signer_name))))


def drafter_mark(head: PlanHead) -> str:
    """Return who drew the paper up and how many copies there are: "PL.(300)"."""
    copies = f"({head.copies})" if head.copies else ""
    return ".".join(part for part in (nfc(head.drafter).strip(), copies) if part)


def recipient_lines(names: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of "Nơi nhận" with ";" after each and "." after the last."""
    listed = [_bare(name) for name in names if _bare(name)]
    last = len(listed) - 1
    return tuple(name + (";" if place < last else ".") for place, name in enumerate(listed))


def _bare(name: str) -> str:
    return nfc(name).strip().lstrip("-–•* ").rstrip(" ;.,")


def _lower_first(text: str) -> str:
    """Begin with a small letter, except a word that is a name or an abbreviation."""
    kept = re.match(
        r"(Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị|Chỉ|Kế|Quyết|Thông|Hướng|Chương|Điều lệ|Quy chế|"
        r"Quy định|Kết|Công văn|Biên bản|Tờ trình|Báo cáo|Đề án|"
        r"\w*[A-ZĐ]{2})",
        text,
    )
    return text if kept else text[:1].lower() + text[1:]

"""What in a document departs from the layout rules, told before it is issued.

The checks are those of the format rules (NĐ 30/2020/NĐ-CP, Phụ lục I, and union usage).
A departure warns; it never blocks.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop.documents.open_places import around
from desktop.formats.document import (
    Addressees,
    Closing,
    Document,
    Item,
    Letterhead,
    PaperKind,
    Paragraph,
    Recipients,
    SectionBreak,
    Signature,
    Title,
    plain,
)
from desktop.formats.head import plan_head
from desktop.formats.layout import Layout
from desktop.i18n import _

BODY_STYLES = frozenset(
    {
        "body",
        "basis",
        "roman",
        "clause_title",
        "clause",
        "decimal",
        "decimal_deep",
        "point",
        "dash",
        "plus",
        "article",
    }
)
_WRONG_MONTH = re.compile(r"ngày\s+\d{1,2}\s+tháng\s+0[3-9]\b|ngày\s+\d{1,2}\s+tháng\s+[12]\s+năm")
_WRONG_DAY = re.compile(r"ngày\s+[1-9]\s+tháng")
_SYMBOL = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Departure:
    """One departure: where it is, in the words of the page, and what the rule asks for."""

    where: str
    message: str


Check = Callable[[Document, Layout], Iterator[Departure]]


def _margins(document: Document, layout: Layout) -> Iterator[Departure]:
    for side, (least, most) in layout.page.margin_range_mm.items():
        value = getattr(layout.page.margin_mm, side)
        if not least <= value <= most:
            yield Departure(
                _("Lề trang"),
                _("Lề {side} là {value:g} mm; quy định từ {least:g} đến {most:g} mm.").format(
                    side=_SIDES[side], value=value, least=least, most=most
                ),
            )


_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}


def _sizes(document: Document, layout: Layout) -> Iterator[Departure]:
    for style in layout.styles.values():
        least, most = style.range_pt
        if not least <= style.size_pt <= most:
            yield Departure(
                style.title,
                _("Cỡ chữ {size:g}; quy định từ {least:g} đến {most:g}.").format(
                    size=style.size_pt, least=least, most=most
                ),
            )
    least, most = layout.body.line_range
    if not least <= layout.body.line <= most:
        yield Departure(
            _("Nội dung"),
            _("Giãn dòng {line:g}; quy định từ {least:g} đến {most:g}.").format(
                line=layout.body.line, least=least, most=most
            ),
        )


def _one_body_size(document: Document, layout: Layout) -> Iterator[Departure]:
    used = {b.style for b in document.blocks if isinstance(b, Item | Paragraph)} & BODY_STYLES
    if len({layout.style(name).size_pt for name in used}) > 1:
        yield Departure(_("Nội dung"), _("Cỡ chữ của các phần nội dung phải bằng nhau."))


def _national_name(document: Document, layout: Layout) -> Iterator[Departure]:
    width = layout.text_width_mm(landscape=document.landscape) * 72 / 25.4
    for head in _letterheads(document):
        size = plan_head(head, layout, width).national.style.size_pt
        least = layout.style("national_name").range_pt[0]
        if size < least:
            yield Departure(
                _("Quốc hiệu"),
                _("Không đủ chỗ cho Quốc hiệu trên một dòng ở cỡ {least:g}.").format(least=least),
            )


def _letterhead_sizes(document: Document, layout: Layout) -> Iterator[Departure]:
    """Tell what was set smaller than the rules allow because its column is too narrow."""
    width = layout.text_width_mm(landscape=document.landscape) * 72 / 25.4
    for head in _letterheads(document):
        plan = plan_head(head, layout, width)
        for name, text in (("number", plan.number), ("place_date", plan.place_date)):
            style = layout.style(name)
            if text.style.size_pt < min(style.range_pt[0], style.size_pt):
                yield Departure(
                    style.title,
                    _("Dòng quá dài, phải in cỡ {size:g}; quy định từ {least:g}.").format(
                        size=text.style.size_pt, least=style.range_pt[0]
                    ),
                )


def _page_one(document: Document, layout: Layout) -> Iterator[Departure]:
    if layout.number_page_one:
        yield Departure(_("Số trang"), _("Trang thứ nhất không đánh số."))


def _dispatch_subject(document: Document, layout: Layout) -> Iterator[Departure]:
    heads = [head for head in _letterheads(document) if head.dispatch_subject]
    if not heads:
        return
    if layout.style("dispatch_subject").bold:
        yield Departure(_("Trích yếu công văn"), _("Trích yếu sau “V/v” không in đậm."))
    if any(mark in head.dispatch_subject for head in heads for mark in '“”"«»'):
        yield Departure(_("Trích yếu công văn"), _("Trích yếu không đặt trong ngoặc kép."))


def _symbol(document: Document, layout: Layout) -> Iterator[Departure]:
    for head in _letterheads(document):
        symbol = head.symbol
        if not _SYMBOL.fullmatch(symbol):
            yield Departure(
                _("Số, ký hiệu"),
                _(
                    "Ký hiệu “{symbol}” chỉ gồm các nhóm chữ nối bằng dấu gạch, không có số năm, "
                    "dấu cách hay gạch chéo."
                ).format(symbol=symbol),
            )
        if symbol.startswith("Ctr-") or symbol == "Ctr":
            yield Departure(_("Số, ký hiệu"), _("Chương trình viết tắt là “CTr”."))


def _kind(document: Document, layout: Layout) -> Iterator[Departure]:
    blocks = document.blocks
    if document.kind is PaperKind.DISPATCH:
        if not any(isinstance(block, Addressees) for block in blocks):
            yield Departure(_("Kính gửi"), _("Công văn phải có nơi kính gửi."))
        if any(isinstance(block, Title) and block.type_word for block in blocks):
            yield Departure(_("Tên loại"), _("Công văn không ghi tên loại văn bản."))
        if not any(head.dispatch_subject for head in _letterheads(document)):
            yield Departure(_("Trích yếu công văn"), _("Công văn thiếu trích yếu “V/v”."))
    if document.kind is PaperKind.NAMED and not any(
        isinstance(block, Title) and block.type_word and block.subject for block in blocks
    ):
        yield Departure(_("Tên loại"), _("Văn bản thiếu tên loại hoặc trích yếu."))


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every running text with where it stands."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield _("Nội dung"), plain(block.content)
        elif isinstance(block, Item):
            text = plain(block.content)
            yield f"{block.label} {text[:40]}".strip(), text


def _dates(document: Document, layout: Layout) -> Iterator[Departure]:
    for where, text in _texts(document):
        if _WRONG_MONTH.search(text) or _WRONG_DAY.search(text):
            yield Departure(
                where, _("Chỉ thêm số 0 trước ngày từ 1 đến 9 và tháng 1, 2: ngày 05 tháng 6.")
            )


def _end_mark(document: Document, layout: Layout) -> Iterator[Departure]:
    if document.kind is PaperKind.FORM:
        return
    mark = layout.words.end_mark
    texts = [text for _where, text in _main_texts(document)]
    count = sum(text.count(mark) for text in texts)
    if count != 1 or not texts[-1].rstrip().endswith(mark):
        yield Departure(
            _("Cuối văn bản"),
            _("Nội dung kết thúc bằng dấu “{mark}”, chỉ một lần.").format(mark=mark),
        )


def _main_texts(document: Document) -> list[tuple[str, str]]:
    """Return the running texts before the first appendix."""
    blocks = document.blocks
    end = next((n for n, b in enumerate(blocks) if isinstance(b, SectionBreak)), len(blocks))
    main = Document(document.kind, blocks[:end], document.title)
    return [pair for pair in _texts(main) if pair[1].strip()] or [("", "")]


def _recipients(document: Document, layout: Layout) -> Iterator[Departure]:
    parts = [p for p in _closing_parts(document) if isinstance(p, Recipients)]
    if not parts:
        if document.kind is not PaperKind.FORM:
            yield Departure(_("Nơi nhận"), _("Văn bản thiếu nơi nhận."))
        return
    for part in parts:
        last = part.lines[-1].strip() if part.lines else ""
        if not last.startswith("Lưu") or not last.endswith("."):
            yield Departure(
                _("Nơi nhận"), _("Dòng cuối của nơi nhận là “Lưu: …” và kết thúc bằng dấu chấm.")
            )
        if any(not line.rstrip().endswith(";") for line in part.lines[:-1]):
            yield Departure(_("Nơi nhận"), _("Mỗi dòng nơi nhận kết thúc bằng dấu chấm phẩy."))


def _authority(document: Document, layout: Layout) -> Iterator[Departure]:
    for part in _closing_parts(document):
        if not isinstance(part, Signature):
            continue
        for line in part.authority:
            if re.match(r"(T/M|K/T|T/L)\b", line) or re.match(r"(TM|KT|TL|TUQ|Q)\.\S", line):
                yield Departure(
                    _("Chữ ký"),
                    _("Viết “TM. BAN …”: có dấu chấm và một dấu cách ({line}).").format(line=line),
                )
        if re.match(r"(TS|ThS|PGS|GS|BS|KS|CN|đ/c|Đ/c|Đồng chí)\b", part.name):
            yield Departure(_("Chữ ký"), _("Trước họ tên người ký không ghi học vị, danh xưng."))


def _citations(document: Document, layout: Layout) -> Iterator[Departure]:
    for where, text in _texts(document):
        if re.search(r"\b\d+//", text) or re.search(r"\d/Ctr-", text):
            yield Departure(where, _("Số, ký hiệu dẫn trong bài viết sai: “//” hoặc “Ctr”."))


def _basis_ends(document: Document, layout: Layout) -> Iterator[Departure]:
    basis = [
        plain(b.content).rstrip()
        for b in document.blocks
        if isinstance(b, Paragraph) and b.style == "basis"
    ]
    if any(not text.endswith(";") for text in basis[:-1]) or (
        basis and not basis[-1].endswith((".", ";", ","))
    ):
        yield Departure(
            _("Căn cứ"), _("Mỗi căn cứ kết thúc bằng dấu chấm phẩy, căn cứ cuối bằng dấu chấm.")
        )


def _letterheads(document: Document) -> list[Letterhead]:
    return [block for block in document.blocks if isinstance(block, Letterhead)]


def _closing_parts(document: Document) -> list[Recipients | Signature | None]:
    return [
        part for block in document.blocks if isinstance(block, Closing) for part in block.columns
    ]


CHECKS: tuple[Check, ...] = (
    _margins,
    _sizes,
    _one_body_size,
    _national_name,
    _letterhead_sizes,
    _page_one,
    _dispatch_subject,
    _symbol,
    _kind,
    _basis_ends,
    _dates,
    _citations,
    _end_mark,
    _recipients,
    _authority,
)


def check(document: Document, layout: Layout) -> list[Departure]:
    """Return every departure of the document from the layout rules, in reading order."""
    return [departure for one in CHECKS for departure in one(document, layout)]


def left_open(document: Document) -> Iterator[Departure]:
    """Yield where room was left for a number of the office's own, as drafts do."""
    for where, text in _texts(document):
        if said := around(text):
            yield Departure(where, _("Còn chỗ để trống: “{text}”.").format(text=said))

"""How others' Word files are set, judged by the layout rules: sizes, weight, face, page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from desktop.documents.checker import Departure
from desktop.formats.layout import Layout
from desktop.i18n import _
from desktop.intake.sources.docx_looks import Look, Looks

_KNOWN: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM$", re.I), "national_name"),
    (re.compile(r"Độc lập\s*[-–—]\s*Tự do\s*[-–—]\s*Hạnh phúc$", re.I), "motto"),
    (re.compile(r"Số\s*:?.{0,20}/.{2,30}$"), "number"),
    (re.compile(r"V/v\b", re.I), "dispatch_subject"),
    (re.compile(r"Kính gửi\s*:"), "addressees"),
    (re.compile(r"Nơi nhận\s*:?$"), "recipients_title"),
)
_APPENDIX: Final = re.compile(r"Phụ lục\b", re.I)
_BODY_LETTERS: Final = 50  # a paragraph of text, not a title or a name
_DATED: Final = re.compile(r",\s*ngày\b.{0,30}$", re.I)  # place and date outside a table
_OLD_FONT: Final = re.compile(r"\.?Vn|VNI", re.I)  # letters of old encodings are told elsewhere


def look_departures(found: Looks, layout: Layout) -> Iterator[Departure]:
    """Yield what departs in the looks of a file, each once, in reading order."""
    seen: set[Departure] = set()
    for one in _all(found, layout):
        if one not in seen:
            seen.add(one)
            yield one


def _all(found: Looks, layout: Layout) -> Iterator[Departure]:
    for look in found.paragraphs:
        name = next((style for known, style in _KNOWN if known.match(look.text)), "")
        if name:
            yield from _named(look, name, layout)
    body = list(_body(found.paragraphs))
    yield from _sizes(body, layout)
    yield from _face(body, layout)
    if found.first_page_numbered:
        yield Departure(_("Số trang"), _("Trang thứ nhất không đánh số."))
    if found.numbers_at_foot:
        yield Departure(_("Số trang"), _("Số trang đặt ở giữa lề trên, không đặt ở chân trang."))


def _named(look: Look, name: str, layout: Layout) -> Iterator[Departure]:
    style = layout.style(name)
    least, most = style.range_pt
    if not least <= look.size <= most:
        yield Departure(style.title, _out_of_range(look.size, least, most))
    if name == "dispatch_subject" and look.bold:
        yield Departure(style.title, _("Trích yếu sau “V/v” không in đậm."))
    if style.bold and not look.bold:
        yield Departure(style.title, _("Phải in đậm."))


def _out_of_range(size: float, least: float, most: float) -> str:
    said = _("Cỡ chữ {size:g}; quy định từ {least:g} đến {most:g}.")
    return said.format(size=size, least=least, most=most)


def _body(paragraphs: Sequence[Look]) -> Iterator[Look]:
    """Yield the running text before the first appendix; what is wholly bold is a title."""
    for look in paragraphs:
        if _APPENDIX.match(look.text) and len(look.text) < _BODY_LETTERS:
            return
        long = len(look.text) >= _BODY_LETTERS and not _DATED.search(look.text)
        if long and not look.in_table and not look.bold:
            yield look


def _sizes(body: Sequence[Look], layout: Layout) -> Iterator[Departure]:
    least, most = layout.style("body").range_pt
    sizes = {look.size for look in body}
    if len(sizes) > 1:
        yield Departure(_("Nội dung"), _("Cỡ chữ của các phần nội dung phải bằng nhau."))
    for size in sorted(sizes):
        if not least <= size <= most:
            yield Departure(_("Nội dung"), _out_of_range(size, least, most))


def _face(body: Sequence[Look], layout: Layout) -> Iterator[Departure]:
    letters: Counter[str] = Counter()
    for look in body:
        letters[look.font] += len(look.text)
    ((name, _count),) = letters.most_common(1) or [("", 0)]
    if name and name != layout.font and not _OLD_FONT.match(name):
        said = _("Phông chữ {name}; quy định {font}.")
        yield Departure(_("Nội dung"), said.format(name=name, font=layout.font))

"""Running text on the page: words in their faces, broken into justified lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop.formats.cleaning import clean
from desktop.formats.document import Item, Paragraph, Run
from desktop.formats.faces import (
    break_lines,
    font,
    measured,
    name_in_lines,
    printable,
    style_face,
    width_pt,
)
from desktop.formats.layout import TextStyle
from desktop.formats.pdf_flow import POINTS_PER_MM, Sheet, Strip
from desktop.formats.table import Align

DESCENT = 0.24  # of the type size, from the base line to the foot of a line


@dataclass(frozen=True, slots=True)
class Word:
    """Letters between spaces: stretches of (text, face) and their whole width in points."""

    pieces: tuple[tuple[str, str], ...]
    width: float


_LINE_END = Word((), -1.0)


def words_of(content: Sequence[Run], style: TextStyle, limit: float) -> list[Word]:
    """Return the words of the runs; words wider than the limit are cut to fit."""
    words: list[Word] = []
    pieces: list[tuple[str, str]] = []
    width = 0.0

    def close() -> None:
        nonlocal pieces, width
        if pieces:
            words.append(Word(tuple(pieces), width))
        pieces, width = [], 0.0

    for run in content:
        name = style_face(style, bold=run.bold, italic=run.italic)
        text = clean(run.text)
        text = text.upper() if style.caps else text
        for line_number, line in enumerate(text.split("\n")):
            if line_number:
                close()
                words.append(_LINE_END)
            for word_number, letters in enumerate(line.split(" ")):
                if word_number:
                    close()
                if not letters:
                    continue
                whole, wide = measured(letters, name)
                wide *= style.size_pt / 1000
                if wide <= limit:
                    if width and width + wide > limit:
                        close()
                    pieces.extend(whole)
                    width += wide
                    continue
                for part in break_lines(letters, name, style.size_pt, limit):
                    if width and width + width_pt(part, name, style.size_pt) > limit:
                        close()
                    for stretch, use in printable(part, name):
                        pieces.append((stretch, use))
                        width += width_pt(stretch, use, style.size_pt)
    close()
    return words


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words of one line; `last` lines are not stretched. `natural` is its width in points."""

    words: tuple[Word, ...]
    natural: float
    last: bool


def fill_lines(words: Sequence[Word], first: float, rest: float, space: float) -> list[TextLine]:
    """Return the words in lines of the given widths (first line, later lines)."""
    lines: list[TextLine] = []
    line: list[Word] = []
    used, limit = 0.0, first
    for word in words:
        if word is _LINE_END:
            lines.append(TextLine(tuple(line), used, True))
            line, used, limit = [], 0.0, rest
            continue
        step = word.width + (space if line else 0.0)
        if line and used + step > limit + 0.001:
            lines.append(TextLine(tuple(line), used, False))
            line, used, limit, step = [], 0.0, rest, word.width
        line.append(word)
        used += step
    lines.append(TextLine(tuple(line), used, True))
    return lines


def _stretches(words: Sequence[Word]) -> list[tuple[str, str]]:
    """Return the line's text as few (face, text) stretches as its faces allow."""
    stretches: list[tuple[str, str]] = []
    for number, word in enumerate(words):
        for place, (text, name) in enumerate(word.pieces):
            lead = " " if number and not place else ""
            if stretches and stretches[-1][0] == name:
                stretches[-1] = (name, stretches[-1][1] + lead + text)
            else:
                stretches.append((name, lead + text))
    return stretches


def draw_words(
    canvas: Any, x: float, y: float, words: Sequence[Word], size: float, extra: float = 0.0
) -> None:
    """Draw a line of words at a base line, with `extra` points added to every space."""
    text = canvas.beginText(x, y)
    if extra:
        text.setWordSpace(extra)
    for name, letters in _stretches(words):
        font(name)
        text.setFont(name, size)
        text.textOut(letters)
    if extra:
        text.setWordSpace(0)
    canvas.drawText(text)


def draw_string(canvas: Any, x: float, y: float, text: str, name: str, size: float) -> None:
    """Draw plain text at a base line, with fallback glyphs where the face lacks some."""
    words = [Word(tuple(printable(text, name)), 0.0)]
    draw_words(canvas, x, y, words, size)


def _draw_line(
    line: TextLine,
    indent: float,
    width: float,
    style: TextStyle,
    align: Align,
    canvas: Any,
    x: float,
    y: float,
    leading: float,
) -> None:
    room = width - indent - line.natural
    extra = 0.0
    if align is Align.JUSTIFY and not line.last and len(line.words) > 1:
        extra = room / (len(line.words) - 1)
    offset = {Align.CENTER: room / 2, Align.RIGHT: room}.get(align, 0.0)
    base = y - leading + DESCENT * style.size_pt
    draw_words(canvas, x + indent + offset, base, line.words, style.size_pt, extra)


def _line_strip(
    line: TextLine, indent: float, width: float, style: TextStyle, align: Align, leading: float
) -> Strip:
    def draw(canvas: Any, x: float, y: float) -> None:
        _draw_line(line, indent, width, style, align, canvas, x, y, leading)

    return Strip(height=leading, draw=draw)


def glue_ends(strips: Sequence[Strip], *, keep_with_next: bool) -> None:
    """Keep two lines together at each end of a paragraph, and all of a heading."""
    count = len(strips)
    for place, strip in enumerate(strips[:-1]):
        strip.glued = keep_with_next or count <= 3 or place == 0 or place == count - 2
    strips[-1].glued = keep_with_next


def text_strips(
    content: Sequence[Run],
    style: TextStyle,
    sheet: Sheet,
    *,
    indent: float | None = None,
    hanging: float = 0.0,
    align: Align | None = None,
    keep_with_next: bool = False,
    before: float | None = None,
    line: float | None = None,
) -> list[Strip]:
    """Return the lines of a paragraph in the style; `indent` of the first line in points,
    `hanging` that of the lines after it.
    """
    layout = sheet.layout
    first = style.indent * layout.body.indent_mm * POINTS_PER_MM if indent is None else indent
    width, leading = sheet.width, layout.leading_pt(style, line)
    words = words_of(content, style, width - max(first, hanging, 0.0))
    lines = fill_lines(words, width - first, width - hanging, style.size_pt / 4)
    make = partial(
        _line_strip, width=width, style=style, align=align or style.align, leading=leading
    )
    strips = [make(each, hanging if n else first) for n, each in enumerate(lines)]
    spacing = layout.body.before_pt if style.before_pt is None else style.before_pt
    strips[0].before = spacing if before is None else before
    glue_ends(strips, keep_with_next=keep_with_next or style.keep_with_next)
    return strips


def paragraph_strips(block: Paragraph, sheet: Sheet) -> list[Strip]:
    """Return the lines of a paragraph."""
    indent = None if block.indent_mm is None else block.indent_mm * POINTS_PER_MM
    align = block.align
    if indent is None and align in (Align.CENTER, Align.RIGHT):
        indent = 0.0
    return text_strips(
        name_in_lines(block, sheet.width, sheet.layout),
        sheet.layout.style(block.style),
        sheet,
        indent=indent,
        align=align,
        keep_with_next=block.keep_with_next,
    )


def item_strips(block: Item, sheet: Sheet) -> list[Strip]:
    """Return the lines of an outline item: its label, then its text; headings are bookmarked."""
    style = sheet.layout.style(block.style)
    keep = block.keep_with_next
    if style.label_line and block.label:
        strips = text_strips((Run(block.label),), style, sheet, keep_with_next=True)
        if block.content:
            upper = tuple(Run(r.text.upper(), r.bold, r.italic) for r in block.content)
            strips += text_strips(upper, style, sheet, before=0.0, keep_with_next=keep)
    else:
        label = (Run(f"{block.label} "),) if block.label else ()
        strips = text_strips((*label, *block.content), style, sheet, keep_with_next=keep)
    if style.heading:
        title = " ".join(clean(f"{block.label} {''.join(r.text for r in block.content)}").split())
        strips[0].bookmark = (title, block.level)
    return strips

"""The printed faces: measuring and breaking text in Tinos, whose widths are Times New Roman's."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Any

import msgspec

from desktop.formats.cleaning import clean
from desktop.formats.document import Paragraph, Runs
from desktop.formats.layout import Layout, TextStyle
from desktop.models import resources

FAMILY = "Tinos"
FALLBACK = "NotoSans"
_SUFFIX = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}
_ONE_MORE_LINE = 0.9  # what another line costs: less than a word torn apart
_MOST_LINES = 12
_MISSING = ord("\N{REPLACEMENT CHARACTER}")
_LONG_CODE = re.compile(r"> <([0-9A-F]{5,6})>")
_registering = Lock()


def face(*, bold: bool = False, italic: bool = False, family: str = FAMILY) -> str:
    """Return the font name of a face, e.g. "Tinos-BoldItalic"."""
    return f"{family}-{_SUFFIX[bold, italic]}"


def style_face(style: TextStyle, *, bold: bool = False, italic: bool = False) -> str:
    """Return the face of a style, with a run's own bold or italic added."""
    return face(bold=style.bold or bold, italic=style.italic or italic)


@lru_cache(maxsize=16)
def font(name: str) -> Any:
    """Return the loaded font of that name, registered with the PDF library once."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    with _registering:
        if name not in pdfmetrics.getRegisteredFontNames():
            _mend_code_maps()
            pdfmetrics.registerFont(TTFont(name, str(resources.path(f"fonts/{name}.ttf"))))
        return pdfmetrics.getFont(name)


@lru_cache(maxsize=1)
def _mend_code_maps() -> None:
    """Let the PDF library write characters beyond U+FFFF so that readers get them back."""
    from reportlab.pdfbase import ttfonts

    write = ttfonts.makeToUnicodeCMap

    def pair(found: re.Match[str]) -> str:
        return f"> <{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"

    ttfonts.makeToUnicodeCMap = lambda name, subset: _LONG_CODE.sub(pair, write(name, subset))


@lru_cache(maxsize=65536)
def _unit_width(text: str, name: str) -> float:
    if not text.isascii():
        _cover(text, name)
    return float(font(name).stringWidth(text, 1000.0))


def width_pt(text: str, name: str, size_pt: float) -> float:
    """Return the width of the text on one line, in points."""
    return _unit_width(text, name) * size_pt / 1000


def printable(text: str, name: str) -> list[tuple[str, str]]:
    """Return stretches of (text, font name): glyphs the face lacks come from the fallback.

    A character neither has is drawn as "\ufffd" so that its place is seen; who copies or
    searches the text finds the character itself.
    """
    if text.isascii():
        return [(text, name)]
    known = font(name).face.charWidths
    if all(ord(c) in known for c in text):
        return [(text, name)]
    _cover(text, name)
    other = name.replace(FAMILY, FALLBACK)
    stretches: list[tuple[str, str]] = []
    for char in text:
        use = name if ord(char) in known else other
        if stretches and stretches[-1][1] == use:
            stretches[-1] = (stretches[-1][0] + char, use)
        else:
            stretches.append((char, use))
    return stretches


@lru_cache(maxsize=65536)
def measured(word: str, name: str) -> tuple[tuple[tuple[str, str], ...], float]:
    """Return a word's stretches as `printable` gives them, and its width at 1000 points."""
    pieces = tuple(printable(word, name))
    return pieces, sum(_unit_width(text, use) for text, use in pieces)


def _cover(text: str, name: str) -> None:
    """Give the face the sign of a missing character for those that no face has."""
    face_ = font(name).face
    unknown = {ord(c) for c in text} - face_.charWidths.keys()
    if unknown:
        spare = font(name.replace(FAMILY, FALLBACK)).face.charWidths
        for code in unknown - spare.keys():
            face_.charToGlyph[code] = face_.charToGlyph[_MISSING]
            face_.charWidths[code] = face_.charWidths[_MISSING]


def word_size(text: str, name: str, size_pt: float, room_pt: float) -> float:
    """Return the size at which the longest word fits the room, at least 0.45 of the size.

    Words held together by a no-break space are one.
    """
    words = re.split(r"[^\S\N{NO-BREAK SPACE}]+", text)
    longest = max((width_pt(word, name, size_pt) for word in words), default=0.0)
    if longest <= room_pt or longest == 0:
        return size_pt
    # a hair smaller, or rounding would make the word wider than the room and cut it
    return size_pt * max(room_pt / longest * 0.999, 0.45)


def _hard_split(word: str, name: str, size: float, limit: float) -> list[str]:
    """Cut a word that is too wide: after a slash where that is enough, else between letters."""
    parts, part = [], ""
    for piece in re.findall("[^/]*/|[^/]+", word):
        fits = width_pt(part + piece, name, size) <= limit
        if part and not fits:
            parts.append(part)
            part = ""
        for char in [piece] if fits or width_pt(piece, name, size) <= limit else piece:
            if part and width_pt(part + char, name, size) > limit:
                parts.append(part)
                part = ""
            part += char
    return [*parts, part]


def break_lines(text: str, name: str, size_pt: float, limit_pt: float) -> list[str]:
    """Return the text in lines no wider than the limit; a wider word is cut, best after a slash."""
    lines: list[str] = []
    space = width_pt(" ", name, size_pt)
    for stretch in text.split("\n"):
        line, used = "", 0.0
        for word in stretch.split(" "):
            wide = width_pt(word, name, size_pt)
            if line and used + space + wide <= limit_pt:
                line, used = f"{line} {word}", used + space + wide
                continue
            if line:
                lines.append(line)
            *cut, word = _hard_split(word, name, size_pt, limit_pt) if wide > limit_pt else [word]
            lines.extend(cut)
            line, used = word, width_pt(word, name, size_pt) if cut else wide
        lines.append(line)
    return lines


def even_lines(text: str, name: str, size_pt: float, limit_pt: float) -> list[str]:
    """Return the text in as few lines as fit the limit, but of nearly the same length."""
    lines = break_lines(text, name, size_pt, limit_pt)
    if len(lines) == 1 or len(lines) > 6 or "\n" in text:
        return lines
    least, most = limit_pt / 2, limit_pt
    for _ in range(6):
        middle = (least + most) / 2
        tried = break_lines(text, name, size_pt, middle)
        if len(tried) == len(lines):
            lines, most = tried, middle
        else:
            least = middle
    return lines


def name_in_lines(block: Paragraph, width: float, layout: Layout) -> Runs:
    """Return a paragraph's runs; those of the name of a body with its lines told by "\\n"."""
    if not block.is_name or len(block.content) != 1:
        return block.content
    run, words = block.content[0], layout.words
    style = layout.style(block.style)
    style = msgspec.structs.replace(style, bold=style.bold or run.bold, italic=run.italic)
    lines = break_name(clean(run.text), style, width, words.break_before, words.keep_together)
    return (replace(run, text="\n".join(lines)),)


def break_name(
    text: str,
    style: TextStyle,
    limit_pt: float,
    before: tuple[str, ...],
    together: tuple[str, ...] = (),
) -> list[str]:
    """Return the name of a body in lines as a clerk breaks it: even, and before a unit word.

    `before` are words a line likes to start with ("tỉnh", "công ty"), `together` words of
    several syllables that stay on a line ("môi trường"); "\\n" fixes a break.
    """
    name, size = style_face(style), style.size_pt
    if "\n" in text:
        return [
            line
            for part in text.split("\n")
            for line in break_name(part.strip(), style, limit_pt, before, together)
        ]
    words = text.split()
    greedy = break_lines(" ".join(words), name, size, limit_pt)
    if not 1 < len(greedy) <= _MOST_LINES or " ".join(greedy).split() != words:
        return greedy  # fits, is no name of a body, or holds a word wider than the line
    price = _prices(words, before, together)
    widths = [width_pt(word, name, size) / limit_pt for word in words]
    space = width_pt(" ", name, size) / limit_pt
    least = _breaks(widths, space, price, len(greedy))
    roomy = _breaks(widths, space, price, len(greedy) + 1)
    _cost, ends = min(least, (roomy[0] + _ONE_MORE_LINE, roomy[1]))
    return [" ".join(words[a:b]) for a, b in pairwise((0, *ends))]


def _breaks(
    widths: Sequence[float], space: float, price: Sequence[float], lines: int
) -> tuple[float, tuple[int, ...]]:
    """Return the least cost of that many lines, and after how many words each of them ends.

    Widths are shares of the line; even lines cost least, then what `price` asks of a break.
    """
    cost: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for _line in range(lines):
        further: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (paid, ends) in cost.items():
            wide = -space
            for end in range(start + 1, len(widths) + 1):
                wide += space + widths[end - 1]
                if wide > 1:
                    break
                made = (paid + wide**2 + price[end], (*ends, end))
                further[end] = min(made, further.get(end, made))
        cost = further
    return cost.get(len(widths), (float("inf"), ()))


def _prices(
    words: Sequence[str], before: tuple[str, ...], together: tuple[str, ...]
) -> list[float]:
    """Return what a break before each word costs; nothing before a liked one and at the end."""
    upper = [word.upper() for word in words]
    liked = tuple(f"{word.upper()} " for word in before)
    prices = [
        0.0 if f"{' '.join(upper[place:])} ".startswith(liked) else 0.4
        for place in range(len(words))
    ]
    for phrase in together:
        parts = phrase.upper().split()
        for place in range(len(words) - len(parts) + 1):
            if upper[place : place + len(parts)] == parts:
                for within in range(place + 1, place + len(parts)):
                    prices[within] = 1.0
    return [*prices, 0.0]

"""The printed faces: measuring and breaking text in Tinos, whose widths are Times New Roman's."""

import re
from functools import lru_cache
from threading import Lock
from typing import Any

from desktop.formats.layout import TextStyle
from desktop.models import resources

FAMILY = "Tinos"
FALLBACK = "NotoSans"
_SUFFIX = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}
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
    """Return the size at which the longest word fits the room, at least 0.45 of the size."""
    longest = max((width_pt(word, name, size_pt) for word in text.split()), default=0.0)
    if longest <= room_pt or longest == 0:
        return size_pt
    # a hair smaller, or rounding would make the word wider than the room and cut it
    return size_pt * max(room_pt / longest * 0.999, 0.45)


def _hard_split(word: str, name: str, size: float, limit: float) -> list[str]:
    parts, part = [], ""
    for char in word:
        if part and width_pt(part + char, name, size) > limit:
            parts.append(part)
            part = ""
        part += char
    return [*parts, part]


def break_lines(text: str, name: str, size_pt: float, limit_pt: float) -> list[str]:
    """Return the text in lines no wider than the limit; a word wider than it is cut."""
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


def break_name(text: str, style: TextStyle, limit_pt: float, before: tuple[str, ...]) -> list[str]:
    """Return the name of a body in lines as a clerk breaks it: even, and before a unit word.

    `before` are words a line likes to start with ("tỉnh", "công ty"); "\\n" fixes a break.
    """
    name, size = style_face(style), style.size_pt
    if "\n" in text:
        return [
            line
            for part in text.split("\n")
            for line in break_name(part.strip(), style, limit_pt, before)
        ]
    if width_pt(text, name, size) <= limit_pt:
        return [text]
    words = text.split()
    greedy = break_lines(" ".join(words), name, size, limit_pt)
    if len(greedy) != 2:
        return greedy
    starts = tuple(word.upper() + " " for word in before)
    best, least = greedy, float("inf")
    for cut in range(1, len(words)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        widest = max(width_pt(line, name, size) for line in (first, second))
        liked = (second.upper() + " ").startswith(starts)
        score = widest / limit_pt + (0 if liked else 0.4)
        if widest <= limit_pt and score < least:
            best, least = [first, second], score
    return best

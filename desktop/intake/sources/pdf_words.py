"""The words of a PDF page with their places, and the ruled lines drawn on it."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desktop.intake.sources.old_encodings import Encoding, convert, of_font

_SPACES = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u200b\x00")
_THIN = 3.0
_SHORTEST = 12.0
_BAND = 4.0
_MAX_OBJECTS = 6_000


@dataclass(slots=True)
class Word:
    """A word: its text, left and right edge, baseline area and size, in points."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool = False
    italic: bool = False
    encoding: Encoding | None = None
    capitals: bool = False
    spaced: bool = True
    struck: bool = False

    @property
    def size(self) -> float:
        """The height of the line it asks for."""
        return max(self.top - self.bottom, 1.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line or the edge of a box; vertical ones have left == right."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def is_vertical(self) -> bool:
        """Whether it stands upright."""
        return self.left == self.right


class _Strikes:
    """Level lines by height, to ask whether one runs through the middle of a letter."""

    def __init__(self, drawn: Sequence[Rule]) -> None:
        self._at: dict[int, list[Rule]] = {}
        for rule in drawn:
            if not rule.is_vertical:
                self._at.setdefault(int(rule.bottom // _BAND), []).append(rule)

    def at(self, bottom: float, top: float) -> list[Rule]:
        """The lines at the middle of letters of this height; lower ones only underline."""
        low, high = bottom + (top - bottom) * 0.33, bottom + (top - bottom) * 0.62
        bands = range(int(low // _BAND), int(high // _BAND) + 1)
        return [
            rule for band in bands for rule in self._at.get(band, ()) if low <= rule.bottom <= high
        ]


def _is_struck(lines: Sequence[Rule], left: float, right: float) -> bool:
    middle = (left + right) / 2
    return any(line.left - 1 <= middle <= line.right + 1 for line in lines)


def words(page: Any, drawn: Sequence[Rule] = ()) -> list[Word]:
    """Return the words in the order the file draws them; `drawn` are the lines on the page."""
    import pypdfium2.raw as raw

    content = page.get_textpage()
    try:
        count = content.count_chars()
        if count <= 0:
            return []
        text = _text(raw, content, count)
        return list(_words(raw, content, text, _Strikes(drawn) if drawn else None))
    finally:
        content.close()


def _text(raw: Any, content: Any, count: int) -> Sequence[str]:
    """Return the character at each place; of a pair that makes one, the second is empty."""
    text = str(content.get_text_range()) if count else ""
    if len(text) == count:
        return text
    codes = [raw.FPDFText_GetUnicode(content, place) for place in range(count)]
    around = zip([0, *codes], codes, [*codes[1:], 0], strict=False)
    return [_char(code, before, after) for before, code, after in around]


def _char(code: int, before: int = 0, after: int = 0) -> str:
    if 0xD800 <= code < 0xDC00 <= after < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + after - 0xDC00)
    if 0xDC00 <= code < 0xE000 and 0xD800 <= before < 0xDC00:
        return ""
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _words(raw: Any, content: Any, text: Sequence[str], strikes: _Strikes | None) -> Iterator[Word]:
    box = raw.FS_RECTF()
    measure, pointer = raw.FPDFText_GetLooseCharBox, ctypes.byref(box)
    handle = content.raw
    current: Word | None = None
    looks = _Looks(raw, handle)
    spaced = True
    height: tuple[float, float] | None = None
    across: list[Rule] = []
    for place, char in enumerate(text):
        if char in _SPACES:
            if current:
                yield current
                current = None
            spaced = True
            continue
        if not char or not measure(handle, place, pointer):
            continue
        if char == "\x02":
            char = "\ufffe"
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        if strikes and height != (bottom, top):
            height = bottom, top
            across = strikes.at(bottom, top)
        struck = bool(across) and _is_struck(across, left, right)
        if current and (
            struck != current.struck
            or abs(bottom - current.bottom) > current.size * 0.6
            or left > current.right + current.size * 0.6
            or left < current.left - current.size
        ):
            spaced = left > current.right + current.size * 0.1
            yield current
            current = None
        if current is None:
            current = Word(char, left, right, bottom, top, *looks.at(place), spaced, struck)
            spaced = False
        else:
            current.text += char
            current.right = max(current.right, right)
    if current:
        yield current


class _Looks:
    """What the font's name tells of the text set in it."""

    def __init__(self, raw: Any, handle: Any) -> None:
        self._raw = raw
        self._handle = handle
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def at(self, place: int) -> "_FontLook":
        """Return whether the character is bold and italic, its encoding, whether capital."""
        length = self._raw.FPDFText_GetFontInfo(
            self._handle, place, self._name, 128, ctypes.byref(self._flags)
        )
        return _look(self._name.value if length else b"")


_FontLook = tuple[bool, bool, Encoding | None, bool]


@lru_cache(maxsize=256)
def _look(name: bytes) -> _FontLook:
    known = name.decode("utf-8", "replace").rpartition("+")[2]
    bare = known.lower()
    bold = "bold" in bare or "black" in bare
    return bold, "italic" in bare or "oblique" in bare, *of_font(known)


def converted(word: Word) -> str:
    """Return a word's text; one set in a font from before Unicode is converted."""
    if word.encoding == "tcvn3":
        word.text = word.text.replace("\ufffe", "\u00ad")  # its ư has the soft hyphen's code
    if word.encoding and all(ord(char) < 0x2100 for char in word.text):
        return convert(word.text, word.encoding, capitals=word.capitals)
    return word.text.replace("\ufffe", "-")


def rules(page: Any) -> list[Rule]:
    """Return the ruled lines and the edges of boxes drawn on a page."""
    import pypdfium2.raw as raw

    found: list[Rule] = []
    for number, thing in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if number > _MAX_OBJECTS:
            break
        left, bottom, right, top = thing.get_bounds()
        wide, high = right - left, top - bottom
        if high <= _THIN and wide >= _SHORTEST:
            found.append(Rule(left, right, (top + bottom) / 2, (top + bottom) / 2))
        elif wide <= _THIN and high >= _SHORTEST / 2:
            found.append(Rule((left + right) / 2, (left + right) / 2, bottom, top))
        elif wide >= _SHORTEST and high >= _SHORTEST / 2:
            found += [Rule(left, right, edge, edge) for edge in (bottom, top)]
            found += [Rule(edge, edge, bottom, top) for edge in (left, right)]
    return found


def has_pictures(page: Any) -> bool:
    """Whether the page shows a picture."""
    import pypdfium2.raw as raw

    return (
        next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None
    )

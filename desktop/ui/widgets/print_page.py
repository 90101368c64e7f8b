"""A page of a PDF of ours as text and lines for a painter, so that print stays sharp and small.

Only what our own writer puts on a page is taken: text in the shipped faces, upright or running
from bottom to top, lines and filled areas. A page that holds anything else is no such page and is
printed as a picture.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPainterPath, QPen

from desktop.models import resources

POINTS_PER_INCH = 72
_FACES = ("Regular", "Bold", "Italic", "BoldItalic")
_FAMILIES = ("Tinos", "NotoSans")
_NEAR = 0.02
"""How far, in points, places may lie apart that are the same."""
_FLAT = 1e-4
"""What a turn leaves of a direction that is gone."""
_SLACK = 0.3
"""How much wider or narrower, in points, a word may be drawn than it stands in the PDF."""


@dataclass(frozen=True, slots=True)
class Face:
    """What text is drawn with: face ("Tinos-Bold"), size in points, colour as 0xRRGGBB."""

    name: str
    size: float
    colour: int


@dataclass(frozen=True, slots=True)
class Row:
    """Letters on one base line, spaces left out; `places` are where each begins, in points from
    the page's left.

    `turned`: they run from bottom to top; then places count upwards, below 0, from the page's
    top, and the base line from its left.
    """

    text: str
    face: Face
    places: tuple[float, ...]
    base: float
    """The base line, in points from the page's top."""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """Lines and areas; `fill` and `line` are colours or None, `width` of the line in points."""

    path: QPainterPath
    fill: int | None
    line: int | None
    width: float


@dataclass(frozen=True, slots=True)
class PrintPage:
    """Everything on a page, places in points from its upper left corner."""

    rows: tuple[Row, ...]
    shapes: tuple[Shape, ...]

    def draw(self, painter: QPainter, dpi: float) -> None:
        """Draw the page at a painter's origin; `dpi` is the device's resolution."""
        scale = dpi / POINTS_PER_INCH
        painter.save()
        painter.scale(scale, scale)
        for shape in self.shapes:
            painter.setPen(_pen(shape))
            painter.setBrush(Qt.BrushStyle.NoBrush if shape.fill is None else _colour(shape.fill))
            painter.drawPath(shape.path)
        painter.restore()
        for row in self.rows:
            font = _font(row.face.name, row.face.size)
            painter.setFont(font)
            painter.setPen(_colour(row.face.colour))
            for text, left in _pieces(row, QFontMetricsF(font, painter.device()), scale):
                _draw_text(painter, row, left, scale, text)


def _draw_text(painter: QPainter, row: Row, left: float, scale: float, text: str) -> None:
    if not row.turned:
        painter.drawText(QPointF(left * scale, row.base * scale), text)
        return
    painter.save()
    painter.translate(row.base * scale, -left * scale)
    painter.rotate(-90)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()


def print_page(page: Any) -> PrintPage | None:
    """Return an open page of pypdfium2 as text and shapes; None where it holds more than that."""
    import pypdfium2.raw as pdf

    height = page.get_height()
    shapes: list[Shape] = []
    for item in page.get_objects():
        if item.type == pdf.FPDF_PAGEOBJ_TEXT:
            continue
        shape = _shape(item, height) if item.type == pdf.FPDF_PAGEOBJ_PATH else None
        if shape is None:
            return None
        shapes.append(shape)
    with closing(page.get_textpage()) as text:
        letters = [*_letters(text, height)]
    if None in letters:
        return None
    return PrintPage(tuple(_rows([one for one in letters if one])), tuple(shapes))


def _letters(text: Any, height: float) -> Iterator[Row | None]:
    """Yield each printed letter as a row of its own; None for one that cannot be drawn."""
    import pypdfium2.raw as pdf

    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdf.FS_MATRIX()
    for place in range(text.count_chars()):
        code = pdf.FPDFText_GetUnicode(text.raw, place)
        if pdf.FPDFText_IsGenerated(text.raw, place) == 1 or chr(code).isspace():
            continue
        pdf.FPDFText_GetCharOrigin(text.raw, place, x, y)
        pdf.FPDFText_GetMatrix(text.raw, place, matrix)
        name = _face_name(text, place)
        scale, turned = _way(matrix)
        if not name or not scale or not chr(code).isprintable():
            yield None
            return
        size = round(pdf.FPDFText_GetFontSize(text.raw, place) * scale, 3)
        face = Face(name, size, _filled(pdf.FPDFText_GetFillColor, text.raw, place))
        along, base = (y.value - height, x.value) if turned else (x.value, height - y.value)
        yield Row(chr(code), face, (along,), base, turned)


def _way(matrix: Any) -> tuple[float, bool]:
    """Return how large letters are drawn and whether they run upwards; (0, …) for any other way."""
    a, b, c, d = (value if abs(value) >= _FLAT else 0.0 for value in
                  (matrix.a, matrix.b, matrix.c, matrix.d))  # fmt: skip
    if a > 0 and abs(a - d) < _NEAR and not b and not c:
        return a, False
    if b > 0 and abs(b + c) < _NEAR and not a and not d:
        return b, True
    return 0.0, False


def _face_name(text: Any, place: int) -> str:
    """Return "Tinos-Bold" of the embedded "AAAAAA+Tinos-Bold"; "" for a face not shipped."""
    import pypdfium2.raw as pdf

    room = ctypes.create_string_buffer(128)
    pdf.FPDFText_GetFontInfo(text.raw, place, room, len(room), ctypes.c_int())
    name = room.value.decode("utf-8", "replace").rpartition("+")[2]
    family, _dash, face = name.partition("-")
    if family in _FAMILIES and not face:
        name, face = f"{family}-Regular", "Regular"
    return name if family in _FAMILIES and face in _FACES else ""


def _rows(letters: list[Row]) -> Iterator[Row]:
    """Join letters that stand on one line in one look, each right of the one before."""
    start = 0
    for place in range(1, len(letters) + 1):
        if place < len(letters) and _follows(letters[place - 1], letters[place]):
            continue
        part = letters[start:place]
        if part:
            text = "".join(one.text for one in part)
            places = tuple(one.places[0] for one in part)
            yield Row(text, part[0].face, places, part[0].base, part[0].turned)
        start = place


def _follows(before: Row, after: Row) -> bool:
    step = after.places[0] - before.places[0]
    return (
        before.face == after.face
        and before.turned == after.turned
        and abs(before.base - after.base) < _NEAR
        and 0 < step < before.face.size * 1.1
    )


def _pieces(row: Row, measure: QFontMetricsF, scale: float) -> Iterator[tuple[str, float]]:
    """Yield stretches of a line that the font itself sets as they stand, with their left edges."""
    start = 0
    for place in range(1, len(row.text) + 1):
        if place < len(row.text):
            advance = measure.horizontalAdvance(row.text[start:place]) / scale
            if abs(row.places[start] + advance - row.places[place]) < _SLACK / 10:
                continue
        yield row.text[start:place], row.places[start]
        start = place


def _shape(item: Any, height: float) -> Shape | None:
    """Return a path of the page; None for one that is cut out, dashed or see-through."""
    import pypdfium2.raw as pdf

    if pdf.FPDFPageObj_HasTransparency(item.raw) or pdf.FPDFPageObj_GetDashCount(item.raw) > 0:
        return None
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdf.FPDFPath_GetDrawMode(item.raw, fill, stroke)
    matrix = item.get_matrix()
    path = QPainterPath()
    if fill.value == pdf.FPDF_FILLMODE_WINDING:
        path.setFillRule(Qt.FillRule.WindingFill)
    if not _trace(item.raw, path, matrix, height):
        return None
    width = ctypes.c_float()
    pdf.FPDFPageObj_GetStrokeWidth(item.raw, width)
    return Shape(
        path,
        _filled(pdf.FPDFPageObj_GetFillColor, item.raw) if fill.value else None,
        _filled(pdf.FPDFPageObj_GetStrokeColor, item.raw) if stroke.value else None,
        width.value * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5,
    )


def _trace(raw: Any, path: QPainterPath, matrix: Any, height: float) -> bool:
    """Put the strokes of a path together; False where one is of no known kind."""
    import pypdfium2.raw as pdf

    x, y = ctypes.c_float(), ctypes.c_float()
    bend: list[QPointF] = []
    for number in range(pdf.FPDFPath_CountSegments(raw)):
        part = pdf.FPDFPath_GetPathSegment(raw, number)
        pdf.FPDFPathSegment_GetPoint(part, x, y)
        across, up = matrix.on_point(x.value, y.value)
        point, kind = QPointF(across, height - up), pdf.FPDFPathSegment_GetType(part)
        if kind == pdf.FPDF_SEGMENT_MOVETO:
            path.moveTo(point)
        elif kind == pdf.FPDF_SEGMENT_LINETO:
            path.lineTo(point)
        elif kind == pdf.FPDF_SEGMENT_BEZIERTO:
            bend.append(point)
            if len(bend) == 3:
                path.cubicTo(*bend)
                bend = []
        else:
            return False
        if pdf.FPDFPathSegment_GetClose(part):
            path.closeSubpath()
    return not bend


def _filled(ask: Any, *of: Any) -> int:
    """Return a colour as 0xRRGGBB; `ask` is the library's call for it."""
    red, green, blue, clear = (ctypes.c_uint() for _n in range(4))
    ask(*of, red, green, blue, clear)
    return red.value << 16 | green.value << 8 | blue.value


def _pen(shape: Shape) -> QPen | Qt.PenStyle:
    if shape.line is None:
        return Qt.PenStyle.NoPen
    pen = QPen(_colour(shape.line), shape.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _colour(value: int) -> QColor:
    return QColor(value >> 16, value >> 8 & 0xFF, value & 0xFF)


@cache
def _families() -> dict[str, str]:
    """Make the shipped faces known to the toolkit; return the name it knows each file by."""
    found: dict[str, str] = {}
    for family in _FAMILIES:
        for face in _FACES:
            place = resources.path(f"fonts/{family}-{face}.ttf")
            number = QFontDatabase.addApplicationFont(str(place))
            names = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
            found[f"{family}-{face}"] = names[0] if names else ""
    return found


def can_draw() -> bool:
    """Tell whether every shipped face is known to the toolkit; asked on the main thread."""
    return all(_families().values())


def _font(name: str, size: float) -> QFont:
    font = QFont(_families()[name])
    font.setPointSizeF(size)
    font.setBold("Bold" in name)
    font.setItalic("Italic" in name)
    font.setKerning(False)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return font

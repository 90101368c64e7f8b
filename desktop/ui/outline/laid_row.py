"""A paragraph broken into lines for a given width: measured once, drawn many times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from desktop.formats.layout import shipped_layout
from desktop.models.outline import rich_text
from desktop.ui import theme as themes
from desktop.ui.outline.paper_font import body_pixels, font_of
from desktop.ui.outline.paper_row import PaperRow
from desktop.ui.outline.places import to_characters, to_units

_LEADING = 1.25
"""Distance between lines in type sizes: stacked Vietnamese capitals need the room."""
_LETTER = 0.44
"""A letter's usual width in type sizes."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The paper's horizontal measures in pixels."""

    left: int
    width: int
    aside: int
    indent: int
    gap: int

    def text_left(self, row: PaperRow, label_width: float) -> float:
        """Return where a paragraph's text begins."""
        hang = max(label_width + self.gap, self.indent) if row.label else 0.0
        return self.left + row.depth * self.indent + hang


class LaidRow:
    """One paragraph in its lines. `height` includes the space after it; it is guessed until the
    lines are broken, which costs a long paper more than anything else of it.
    """

    text: str
    font: QFont
    left: float
    label_left: int
    _layout: QTextLayout
    _step: int
    _lines: int

    def __init__(
        self, row: PaperRow, measures: Measures, *, preedit: str = "", caret: int = 0
    ) -> None:
        self.row, self.preedit = row, preedit
        self._measures, self._caret = measures, caret
        self.broken = False
        self.height = self._guessed()

    def __getattr__(self, name: str) -> Any:
        """Break the lines when something is first asked of them."""
        if self.broken or name not in LaidRow.__annotations__:
            raise AttributeError(name)
        self.break_lines()
        return getattr(self, name)

    def break_lines(self) -> bool:
        """Break the text into lines; True when the height is another than was guessed."""
        if self.broken:
            return False
        self.broken = True
        row, measures, guessed = self.row, self._measures, self.height
        self.text = rich_text.plain(row.text)
        self.font = font_of(shipped_layout().style(row.style))
        label_width = QFontMetricsF(self.font).horizontalAdvance(row.label) if row.label else 0.0
        self.label_left = measures.left + row.depth * measures.indent
        self.left = measures.text_left(row, label_width)
        room = measures.width - (self.left - measures.left) - measures.aside
        self._layout = QTextLayout(self.text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        at = to_units(self.text, self._caret)
        if self.preedit:
            self._layout.setPreeditArea(at, self.preedit)
        self._layout.setFormats(_formats(row, self.font, at, self.preedit))
        self._layout.setCacheEnabled(True)
        self._step = round(self.font.pixelSize() * _LEADING)
        self._fill(max(room, 80.0))
        self.height = max(self._lines, 1) * self._step + body_pixels() * 0.45
        return self.height != guessed

    def _guessed(self) -> float:
        """Return about how high the paragraph will be: the scroll bar needs no more at first."""
        measures, size = self._measures, body_pixels()
        room = measures.width - (self.row.depth + 1) * measures.indent - measures.aside
        letters = sum(len(text) for text, _flags in self.row.text)
        lines = max(ceil(letters * size * _LETTER / max(room, 80)), 1)
        return lines * round(size * _LEADING) + size * 0.45

    def _fill(self, room: float) -> None:
        self._lines = 0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, self._lines * self._step))
            self._lines += 1
        self._layout.endLayout()

    @property
    def line_count(self) -> int:
        """How many lines the text takes, at least one."""
        return max(self._lines, 1)

    @property
    def line_height(self) -> int:
        """The distance between two lines in pixels."""
        return self._step

    def draw(
        self,
        painter: QPainter,
        top: float,
        selection: tuple[int, int] | None,
        washed: Sequence[tuple[int, int]] = (),
    ) -> None:
        """Draw label and text; `selection` are the ends of the selected characters, `washed`
        stretches that were looked for.
        """
        theme = themes.current()
        tone = "ink.disabled" if self.row.faded or self.row.struck else "ink.strong"
        painter.setPen(theme.colour(tone))
        painter.setFont(self.font)
        if self.row.label:
            room = QRectF(self.label_left, top, self.left - self.label_left, self._step)
            flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextDontClip)
            painter.drawText(room, flags, self.row.label)
        marked = [self._chosen(start, end, "attention") for start, end in washed]
        if selection is not None and selection[0] != selection[1]:
            marked.append(self._chosen(*selection))
        self._layout.draw(painter, QPointF(self.left, top), marked)

    def draw_caret(self, painter: QPainter, top: float, caret: int) -> None:
        """Draw the caret before a character."""
        area = self.caret_area(caret).translated(0, top)
        painter.fillRect(area, themes.current().colour("ink.strong"))

    def caret_area(self, caret: int) -> QRectF:
        """Return where the caret stands, the paragraph's top being 0."""
        units = to_units(self.text, caret) + len(self.preedit)
        line = self._layout.lineForTextPosition(units)
        if not line.isValid():
            return QRectF(self.left, 0, 2, self._step)
        x = _x(line.cursorToX(units))
        return QRectF(self.left + x, line.y(), 2, self._step)

    def place_at(self, x: float, y: float) -> int:
        """Return the character before which a point lies, the paragraph's top being 0."""
        number = min(max(int(y // self._step), 0), self.line_count - 1)
        line = self._layout.lineAt(number)
        if not line.isValid():
            return 0
        return to_characters(self.text, line.xToCursor(x - self.left))

    def line_of(self, caret: int) -> int:
        """Return the line a character is on."""
        line = self._layout.lineForTextPosition(to_units(self.text, caret))
        return line.lineNumber() if line.isValid() else 0

    def line_ends(self, number: int) -> tuple[int, int]:
        """Return the first and last place for the caret on a line."""
        line = self._layout.lineAt(number)
        if not line.isValid():
            return 0, 0
        start, size = line.textStart(), line.textLength()
        last = number == self.line_count - 1
        end = start + size - (0 if last else 1)
        return to_characters(self.text, start), to_characters(self.text, max(end, start))

    def beside(self, caret: int, step: int) -> int:
        """Return the next place for the caret, a whole letter with its marks further."""
        units = to_units(self.text, caret)
        move = self._layout.nextCursorPosition if step > 0 else self._layout.previousCursorPosition
        return to_characters(self.text, move(units))

    def segments(self, start: int, end: int) -> Iterator[tuple[float, float, float]]:
        """Yield (left, right, foot) of a stretch, a piece for each line it is on."""
        first, last = to_units(self.text, start), to_units(self.text, end)
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            low = max(first, line.textStart())
            high = min(last, line.textStart() + line.textLength())
            if low < high:
                left, right = _x(line.cursorToX(low)), _x(line.cursorToX(high))
                yield self.left + left, self.left + right, line.y() + line.ascent()

    def _chosen(self, start: int, end: int, signal: str = "brand") -> QTextLayout.FormatRange:
        theme = themes.current()
        look = QTextCharFormat()
        look.setBackground(theme.colour(signal))
        look.setForeground(theme.colour(f"{signal}.on"))
        return _range(to_units(self.text, start), to_units(self.text, end), look)


def _x(found: object) -> float:
    """Return the x of `cursorToX`, which the binding gives with the place it came to."""
    return float(found[0]) if isinstance(found, tuple) else float(found)  # type: ignore[arg-type]


def _formats(row: PaperRow, base: QFont, caret: int, preedit: str) -> list[QTextLayout.FormatRange]:
    """Return the looks of stretches; what is being composed at the caret is underlined."""
    found: list[QTextLayout.FormatRange] = []
    at, shift = 0, len(preedit)
    for text, flags in row.text:
        units = to_units(text, len(text))
        if flags or row.struck:
            look = QTextCharFormat()
            if "b" in flags:
                look.setFontWeight(QFont.Weight.Bold)
            if "i" in flags:
                look.setFontItalic(not base.italic())
            look.setFontStrikeOut(row.struck or "-" in flags)
            if "+" in flags or "-" in flags:
                # Words that came are underlined, words that went struck out: not colour alone.
                look.setForeground(themes.current().colour("done" if "+" in flags else "blocked"))
                look.setFontUnderline("+" in flags)
            start = at + (shift if at >= caret else 0)
            end = at + units + (shift if at + units > caret else 0)
            found.append(_range(start, end, look))
        at += units
    if preedit:
        composed = QTextCharFormat()
        composed.setFontUnderline(True)
        found.append(_range(caret, caret + shift, composed))
    return found


def _range(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, end - start, look
    return found
